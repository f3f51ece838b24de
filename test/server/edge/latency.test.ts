/** Round trips by pings that must have been read, on clocks that are handed in (promises 3 and 6). */
import assert from 'node:assert/strict';
import { LatencyMeter } from '../../../server/edge/latency.ts';
import { LiveClock, type Moment } from '../../../server/edge/live-clock.ts';

/** Both clocks go as one unless the process stood still. */
const at = (nowMs: number, liveMs = nowMs): Moment => ({ nowMs, liveMs });

/** A meter and the pings that it has sent. */
class Line {
  readonly pings: Buffer[] = [];
  readonly meter = new LatencyMeter((nonce) => void this.pings.push(Buffer.from(nonce)), at(0));

  /** Looks at the meter every so often. @returns the times at which it sent a ping */
  tick(fromMs: number, toMs: number, stepMs = 250): number[] {
    const timesMs: number[] = [];
    for (let nowMs = fromMs; nowMs <= toMs; nowMs += stepMs) {
      const before = this.pings.length;
      this.meter.tick(at(nowMs));
      if (this.pings.length > before) timesMs.push(nowMs);
    }
    return timesMs;
  }

  ping(nowMs: number): Buffer {
    const before = this.pings.length;
    this.meter.tick(at(nowMs));
    assert.equal(this.pings.length, before + 1, `no ping at ${nowMs}`);
    return this.pings.at(-1) as Buffer;
  }

  /** One round trip of that length, begun at `nowMs`. */
  trip(nowMs: number, rttMs: number): void {
    this.meter.answered(this.ping(nowMs), nowMs + rttMs);
  }
}

describe('The latency meter', () => {
  it('pings at once, twice a second at first, and once a second then', () => {
    const line = new Line();
    assert.deepEqual(line.tick(0, 6000), [0, 500, 1000, 1500, 2000, 2500, 3500, 4500, 5500]);
  });

  it('sends a nonce of its own with every ping, so that no answer can be made up', () => {
    const line = new Line();
    line.tick(0, 20_000);
    assert.ok(line.pings.every(({ length }) => length === 8));
    assert.equal(new Set(line.pings.map((nonce) => nonce.toString('hex'))).size, line.pings.length);
  });

  it('learns nothing from pongs that answer no ping, whatever their length', () => {
    const line = new Line();
    const nonce = line.ping(0);
    for (const pong of [Buffer.alloc(0), Buffer.alloc(8), nonce.subarray(0, 7), Buffer.concat([nonce, nonce])])
      line.meter.answered(pong, 30);
    assert.deepEqual([line.meter.latencyMs, line.meter.silentMs(at(400))], [0, 400]);
    line.meter.answered(nonce, 30);
    assert.deepEqual([line.meter.latencyMs, line.meter.silentMs(at(400))], [30, 0]);
    line.meter.answered(nonce, 9000);
    assert.equal(line.meter.latencyMs, 30, 'an answer counts once');
  });

  it('takes the answer to the newest ping for one to the older ones too, and not the other way round', () => {
    const line = new Line();
    const [first, second, third] = [line.ping(0), line.ping(500), line.ping(1000)];
    line.meter.answered(second, 600);
    assert.deepEqual([line.meter.latencyMs, line.meter.silentMs(at(1600))], [100, 600]);
    line.meter.answered(first, 9000);
    assert.equal(line.meter.latencyMs, 100);
    line.meter.answered(third, 1100);
    assert.equal(line.meter.silentMs(at(1600)), 0);
  });

  it('is believed at most 60 ms above its best answer of the last minute: late pongs widen nothing more', () => {
    const line = new Line();
    for (let n = 0; n < 7; n++) line.trip(n * 1000, 40);
    assert.equal(line.meter.believedMs, 40);
    for (let n = 7; n < 47; n++) line.trip(n * 1000, 400);
    assert.ok(line.meter.latencyMs > 399);
    assert.equal(line.meter.believedMs, 100);
    for (let n = 47; n < 67; n++) line.trip(n * 1000, 400);
    assert.ok(line.meter.believedMs > 399, 'the near answers are more than a minute old');
  });

  it('shows the median of the last seven, smoothed: one late pong changes little, a new distance is learnt', () => {
    const line = new Line();
    for (let n = 0; n < 7; n++) line.trip(n * 1000, 40);
    assert.equal(line.meter.latencyMs, 40);
    line.trip(7000, 900);
    assert.equal(line.meter.latencyMs, 40);
    for (let n = 8; n < 11; n++) line.trip(n * 1000, 140);
    assert.equal(line.meter.latencyMs, 80, 'the fourth of seven is a new one: two fifths of the way at once');
    for (let n = 11; n < 40; n++) line.trip(n * 1000, 140);
    assert.ok(Math.abs(line.meter.latencyMs - 140) < 0.01, `${line.meter.latencyMs}`);
  });

  it('counts silence fairly, and round trips on the clock that goes on', () => {
    const line = new Line();
    const nonce = line.ping(0);
    assert.equal(
      line.meter.silentMs(at(15_000, 1500)),
      1500,
      'the process stood still and has hardly heard anybody since',
    );
    assert.equal(line.meter.silentMs(at(15_000, 2000)), 15_000);
    line.meter.answered(nonce, 15_000);
    assert.equal(line.meter.latencyMs, 15_000);
  });

  it('pings as often as a process that stands still now and then can', () => {
    const line = new Line();
    line.tick(0, 6000);
    for (const nowMs of [8000, 10_000, 12_000]) line.ping(nowMs);
  });

  it('remembers 32 pings at most, and sends no more while none is answered', () => {
    const line = new Line();
    line.tick(0, 60_000);
    assert.equal(line.pings.length, 32);
    assert.equal(line.meter.silentMs(at(60_000)), 60_000);
    line.meter.answered(line.pings[0] as Buffer, 60_000);
    line.ping(61_000);
  });
});

describe('The clock of a process that stands still now and then', () => {
  it('goes as time does while it is looked at often, and by half a second at most from one look to the next', () => {
    const clock = new LiveClock(10_000, 500);
    assert.deepEqual(
      [10_250, 10_600, 11_100].map((nowMs) => clock.advance(nowMs)),
      [at(10_250, 250), at(10_600, 600), at(11_100, 1100)],
    );
    assert.deepEqual(
      [26_100, 26_200].map((nowMs) => clock.advance(nowMs).liveMs),
      [1600, 1700],
      'it stood still for 15 s',
    );
  });

  for (const [standsMs, givenUpMs] of [
    [0, 11_500],
    [750, 12_500],
    [1500, 14_500],
    [4000, 25_000],
  ] as const) {
    it(`gives a silent peer up after ${givenUpMs / 1000} s at most, standing still for ${standsMs} ms before each look`, () => {
      const clock = new LiveClock(0, 500);
      const meter = new LatencyMeter(() => {}, clock.advance(0));
      let now = clock.advance(0);
      while (meter.silentMs(now) <= 10_000) {
        meter.tick(now);
        now = clock.advance(now.nowMs + standsMs + 250);
      }
      assert.ok(now.nowMs <= givenUpMs, `${now.nowMs} ms`);
      assert.ok(now.nowMs > 10_000);
    });
  }

  it('looks five times at least before it gives anybody up, however long it stood still', () => {
    const clock = new LiveClock(0, 500);
    const meter = new LatencyMeter(() => {}, clock.advance(0));
    meter.tick(clock.advance(0));
    const looks = [15_000, 15_250, 15_500, 15_750, 16_000, 16_250, 16_500].map((nowMs) =>
      meter.silentMs(clock.advance(nowMs)),
    );
    assert.deepEqual(looks, [500, 750, 1000, 1250, 1500, 1750, 16_500]);
  });
});
