import assert from 'node:assert/strict';
import { Remotes } from '../../../shared/netcode/remotes.ts';
import { RenderClock } from '../../../shared/netcode/render-clock.ts';
import type { RemoteView } from '../../../shared/netcode/views.ts';
import { TICK_MS } from '../../../shared/sim/tunables.ts';

const SEEN: RemoteView = {
  seat: 2,
  sessionId: 'b',
  x: 100,
  y: 100,
  aim: 0,
  hp: 100,
  alive: true,
  aside: false,
  life: 1,
  dashing: false,
  shielded: false,
  armed: false,
  charging: false,
};

describe('Remotes', () => {
  it('[G16] shows a pilot between the two snapshots around render time', () => {
    const remotes = new Remotes();
    remotes.record(10, { ...SEEN, x: 100 });
    remotes.record(11, { ...SEEN, x: 110 });
    remotes.record(12, { ...SEEN, x: 130 });
    assert.equal(remotes.at(10.5)[0]?.x, 105);
    assert.equal(remotes.at(11.25)[0]?.x, 115);
  });

  it('turns the short way across the seam of the circle', () => {
    const remotes = new Remotes();
    remotes.record(1, { ...SEEN, aim: 65_000 });
    remotes.record(2, { ...SEEN, aim: 1000 });
    assert.equal(remotes.at(1.5)[0]?.aim, (65_000 + 768) % 65_536);
  });

  it('[S4] never glides from one life to the next, nor into death', () => {
    const remotes = new Remotes();
    remotes.record(1, { ...SEEN, x: 100 });
    remotes.record(2, { ...SEEN, x: 100, alive: false });
    remotes.record(3, { ...SEEN, x: 900, life: 2 });
    assert.deepEqual(
      remotes.at(1.9).map(({ x, alive }) => [x, alive]),
      [[100, true]],
    );
    assert.deepEqual(
      remotes.at(2.9).map(({ x, alive }) => [x, alive]),
      [[100, false]],
    );
    assert.deepEqual(
      remotes.at(3).map(({ x, alive }) => [x, alive]),
      [[900, true]],
    );
  });

  it('[G16] goes on as a pilot moved for three ticks when no snapshots come, then holds still; forgets who is gone', () => {
    const remotes = new Remotes();
    remotes.record(1, { ...SEEN, x: 100 });
    remotes.record(2, { ...SEEN, x: 110 });
    assert.equal(remotes.at(3.5)[0]?.x, 125);
    assert.equal(remotes.at(50)[0]?.x, 140);
    remotes.keepOnly(() => false);
    assert.deepEqual(remotes.at(50), []);
  });
});

describe('RenderClock', () => {
  it('[G16] renders one patch and 8 ms behind on a steady link, and never backwards', () => {
    const clock = new RenderClock();
    let last = 0;
    for (let ms = 0; ms < 5000; ms += 5) {
      if (ms % 100 < 5) for (let k = 0; k < 3; k++) clock.onPatch((ms / 100) * 3 + k, ms + k * TICK_MS);
      clock.advance(ms);
      assert.ok(clock.renderTick >= last);
      last = clock.renderTick;
    }
    assert.ok(Math.abs(clock.delayMs - (TICK_MS + 8)) < 1);
    assert.ok(Math.abs(clock.renderTick - (4995 / TICK_MS - (TICK_MS + 8) / TICK_MS)) < 0.2);
  });

  it('[G16] widens its delay by how late patches come, without a jump', () => {
    const clock = new RenderClock();
    let lastDelayMs = clock.delayMs;
    for (let tick = 0; tick < 600; tick++) {
      const nowMs = tick * TICK_MS + (tick % 2) * 90;
      clock.onPatch(tick, nowMs);
      clock.advance(tick * TICK_MS);
      assert.ok(Math.abs(clock.delayMs - lastDelayMs) < TICK_MS * 0.06);
      lastDelayMs = clock.delayMs;
    }
    // Every other patch is 45 ms later than the mean: that, one patch and 8 ms.
    assert.ok(Math.abs(clock.delayMs - (TICK_MS + 45 + 8)) < 3, String(clock.delayMs));
  });

  it('starts over after the server or this machine stood still', () => {
    const clock = new RenderClock();
    for (let tick = 0; tick < 90; tick++) clock.onPatch(tick, tick * TICK_MS);
    clock.onPatch(90, 90 * TICK_MS + 20_000);
    clock.advance(90 * TICK_MS + 20_000);
    assert.ok(Math.abs(clock.renderTick - 88.5) < 1);
  });
});
