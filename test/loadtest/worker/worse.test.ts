/** Adding a fault never makes a verdict better: bots on a clock of the test, a server by a script, faults at random. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { FIGURES, type Figures } from '../../../loadtest/contract/figures.ts';
import { record, settleAcks } from '../../../loadtest/contract/play.ts';
import { spanFigures } from '../../../loadtest/measure/span-figures.ts';
import type { Bot } from '../../../loadtest/worker/bot.ts';
import { AckLog } from '../../../shared/netcode/measure/acks.ts';
import { type FakePlay, fake, useBots } from '../../support/fake-play.ts';
import { setClock } from '../../support/page.ts';

const STEP_MS = 100;
const STEPS = 60;
const START_MS = 1000;
/** Later, by so many steps, than in the good run. */
const LATER_STEPS = 15;

/** What goes wrong from a step on, until another: for good where that is beyond the end. */
type Fault = { kind: 'silent' | 'late' | 'dropped' | 'thrown out'; from: number; until: number };

/** A play whose server answers each frame after `latencySteps`, with a patch per step, but for its faults. */
class ScriptedPlay {
  readonly #acks = new AckLog();
  readonly #play: FakePlay;
  readonly #latencySteps: readonly number[];
  readonly #faults: readonly Fault[];
  #step = 0;
  #seq = 0;
  #due: { atStep: number; seq: number }[] = [];
  #epoch = 0;

  constructor(play: FakePlay, latencySteps: readonly number[], faults: readonly Fault[]) {
    this.#play = play;
    this.#latencySteps = latencySteps;
    this.#faults = faults;
    const tallies = () => play.options.tallies();
    this.#acks.listen((_rttMs, feltMs) => record(tallies(), 'ack', feltMs));
    this.#acks.listenToLosses((ageMs) => {
      record(tallies(), 'ack', ageMs);
      for (const tally of tallies()) tally.count('unacked');
    });
    play.advance = (_dueMs, nowMs) => this.#advance(nowMs);
    play.settle = (nowMs, worstMs) => settleAcks(this.#acks, tallies(), nowMs, worstMs);
  }

  #has(kind: Fault['kind']): boolean {
    return this.#faults.some((fault) => fault.kind === kind && this.#step >= fault.from && this.#step < fault.until);
  }

  #advance(nowMs: number): void {
    const play = this.#play;
    this.#step++;
    if (this.#has('thrown out')) return play.options.onEnd(4002, 'Out.');
    if (this.#has('dropped')) return this.#drop(nowMs);
    if (play.state === 'dropped') play.state = 'playing';
    this.#acks.sent(++this.#seq, nowMs, nowMs);
    const latency = this.#latencySteps[this.#step % this.#latencySteps.length] ?? 1;
    this.#due.push({ atStep: this.#step + latency + (this.#has('late') ? LATER_STEPS : 0), seq: this.#seq });
    if (!this.#has('silent')) this.#hear(nowMs);
    record(play.options.tallies(), 'age', nowMs - play.heardMs);
  }

  #hear(nowMs: number): void {
    // A later answer tells of all frames before it.
    const answered = this.#due.filter(({ atStep }) => atStep <= this.#step);
    this.#due = this.#due.filter(({ atStep }) => atStep > this.#step);
    if (answered.length > 0) this.#acks.acked(Math.max(...answered.map(({ seq }) => seq)), nowMs);
    if (this.#has('late') && this.#step % LATER_STEPS !== 0) return;
    this.#play.heardMs = nowMs;
    this.#play.patches++;
  }

  #drop(nowMs: number): void {
    const play = this.#play;
    if (play.state === 'dropped') return;
    play.state = 'dropped';
    for (const tally of play.options.tallies()) tally.count('drops');
    this.#acks.follow(++this.#epoch, nowMs);
    this.#seq = 0;
    this.#due = [];
  }
}

describe('a fault', () => {
  const bots = useBots();

  async function figuresOf(latencySteps: readonly number[], faults: readonly Fault[]): Promise<Figures> {
    setClock(START_MS);
    bots.renew();
    fake.onPlay = (play) => {
      play.heardMs = START_MS;
      new ScriptedPlay(play, latencySteps, faults);
    };
    const { bot } = await bots.playing();
    bot.openSpan();
    let nowMs = START_MS;
    for (let step = 1; step <= STEPS; step++) {
      nowMs += STEP_MS;
      setClock(nowMs);
      bot.advance(nowMs, nowMs);
    }
    if (bot.state === 'dropped') bot.giveUp();
    return figuresIn(bot, nowMs);
  }

  function figuresIn(bot: Bot, nowMs: number): Figures {
    bot.settle(nowMs);
    const row = bot.closeSpan();
    const { honest } = bots.tallies;
    return spanFigures({
      ...{ seconds: (STEPS * STEP_MS) / 1000, inside: honest, since: honest, others: bots.tallies.others },
      ...{ othersCame: false, rows: row === undefined ? [] : [row], players: 1, rooms: 1, joinsAsked: 1, loads: [] },
    });
  }

  // Not the median: in the last moments of a span nobody can know how long a frame will wait, and one frame may shift it.
  const JUDGED = ['ack.p99', 'ack.max', 'ack.worst', 'age.p99', 'age.max', 'age.worst', 'unacked'].concat([
    ...['errors', 'drops', 'lost', 'patches', 'patches.min', 'joined'],
  ]);
  const fault = fc.record({
    kind: fc.constantFrom('silent' as const, 'late' as const, 'dropped' as const, 'thrown out' as const),
    from: fc.integer({ min: 1, max: STEPS }),
    until: fc.integer({ min: 2, max: STEPS * 2 }),
  });
  const latencies = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 7 });

  it('in the last second still shows: frames that wait longer than any before count with their age', async () => {
    const figures = await figuresOf([1], [{ kind: 'silent', from: STEPS - 6, until: STEPS * 2 }]);
    const { 'ack.p50': p50, 'ack.max': most = 0, unacked } = figures;
    assert.deepEqual([Math.round((p50 ?? 0) / STEP_MS), unacked], [1, 0]);
    assert.ok(most > 6 * STEP_MS, `${most}`);
  });

  it('never makes a figure better that a limit may be on', async () => {
    await fc.assert(
      fc.asyncProperty(latencies, fault, async (latencySteps, bad) => {
        const good = await figuresOf(latencySteps, []);
        const worse = await figuresOf(latencySteps, [bad]);
        for (const name of JUDGED) {
          const [before, after] = [good[name], worse[name]];
          if (before === undefined || after === undefined) continue; // what is not measured fails its limit
          const isBetter = FIGURES.get(name)?.better === 'less' ? after < before - 1 : after > before + 0.01;
          assert.ok(!isBetter, `${name}: ${before} without, ${after} with it`);
        }
      }),
      { numRuns: 300 },
    );
  });
});
