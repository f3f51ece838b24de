/** The way back to a seat, on a clock of the test: which tries go out, what the server is asked, and when it ends. */
import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { type LossReason, Reconnection, type SeatAnswer } from '../../../shared/netcode/reconnection.ts';
import type { ArenaRoom } from '../../../shared/netcode/seat-parts.ts';

const SDK_WAIT_MS = 200;

/** The SDK's side: it tries some time after each drop, through whatever stands in `connection.reconnect`. */
class Outage {
  nowMs = 0;
  answer: SeatAnswer = 'none';
  /** Whether a try fails at once; otherwise it stays under way. */
  refuses = true;
  readonly triedMs: number[] = [];
  readonly askedMs: number[] = [];
  readonly lost: [number, LossReason][] = [];
  closes = 0;
  readonly reconnection: Reconnection;
  readonly #room = {
    reconnection: {},
    connection: {
      reconnect: (_parameters: object): void => {
        this.triedMs.push(this.nowMs);
        if (this.refuses) this.#drop();
      },
      close: (code: number): void => {
        assert.equal(code, 4010);
        this.closes++;
        this.#drop();
      },
    },
  };

  constructor() {
    this.reconnection = new Reconnection(this.#room as unknown as ArenaRoom, {
      nowMs: () => this.nowMs,
      after: (ms, run) => void setTimeout(run, ms),
      ask: async () => {
        this.askedMs.push(this.nowMs);
        return this.answer;
      },
      onLost: (reason) => this.lost.push([this.nowMs, reason]),
    });
    this.#drop();
  }

  async pass(ms: number): Promise<void> {
    for (const endMs = this.nowMs + ms; this.nowMs < endMs; ) {
      this.nowMs += 50;
      mock.timers.tick(50);
      for (let i = 0; i < 5; i++) await Promise.resolve(); // what was asked is answered
    }
  }

  #drop(): void {
    this.reconnection.dropped();
    setTimeout(() => this.#room.connection.reconnect({}), SDK_WAIT_MS);
  }
}

describe('The way back to a seat', () => {
  let outage: Outage;
  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
    outage = new Outage();
  });
  afterEach(() => mock.timers.reset());

  it('[C19] tries once at once, and again only when the server has answered', async () => {
    await outage.pass(10_000);
    assert.deepEqual(outage.triedMs, [200]);
    assert.equal(outage.askedMs.length, 13);
    outage.answer = 'held';
    await outage.pass(750);
    assert.equal(outage.triedMs.length, 2);
    outage.answer = 'busy';
    await outage.pass(750);
    assert.equal(outage.triedMs.length, 3, 'an answer that leaves it open is worth a try');
  });

  it('[C19] gives the seat up at the word of the server, within a second of its return', async () => {
    for (const reason of ['no-room', 'no-seat'] as const) {
      outage = new Outage();
      await outage.pass(30_000);
      outage.answer = reason;
      await outage.pass(1000);
      assert.equal(outage.lost.at(-1)?.[1], reason);
      const asked = outage.askedMs.length;
      await outage.pass(5000);
      assert.equal(outage.lost.length, 1);
      assert.equal(outage.askedMs.length, asked, 'that was the end');
    }
  });

  it('[C19] gives it up for want of an answer after 120 s, not before', async () => {
    await outage.pass(120_000);
    assert.deepEqual(outage.lost, []);
    await outage.pass(1000);
    assert.deepEqual(outage.lost, [[120_750, 'unreachable']]);
  });

  it('does not take a token for spent by others while a try of its own is under way', async () => {
    outage.refuses = false;
    outage.answer = 'no-seat';
    await outage.pass(3000);
    assert.deepEqual(outage.lost, []);
  });

  it('leaves a try alone for as long as the server stands still, and gives up one that hangs beside a server that answers', async () => {
    outage.refuses = false;
    await outage.pass(15_000);
    assert.deepEqual([outage.triedMs, outage.closes], [[200], 0]);
    outage.answer = 'held';
    await outage.pass(750);
    assert.equal(outage.closes, 0, 'the try may be answered next');
    await outage.pass(750);
    assert.equal(outage.closes, 1);
    await outage.pass(SDK_WAIT_MS);
    assert.equal(outage.triedMs.length, 2);
  });

  it('ends with the return, or when the player leaves: no try, no question', async () => {
    outage.reconnection.ended();
    await outage.pass(10_000);
    assert.deepEqual([outage.triedMs, outage.askedMs], [[], []]);
    outage.reconnection.dropped();
    await outage.pass(1000);
    assert.equal(outage.askedMs.length, 1, 'the next outage is another one');
  });
});
