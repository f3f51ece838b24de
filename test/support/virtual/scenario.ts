/**
 * One seed, one rough ride: a few seats on links of all kinds, with stalls, cuts, hidden tabs, half-open connections and a
 * server that stands still; then the links calm down, and everything must be right again. Checkers watch all the way.
 */
import { LINGER_U, MARGIN_U } from '../../../server/picture/interest.ts';
import { INPUT_BUDGET } from '../../../server/rooms/input-budget.ts';
import { arenaOf } from '../../../shared/sim/arena.ts';
import { type Random, randomInt } from '../../../shared/sim/rng.ts';
import { DASH, PILOT, TICK_MS, TICK_RATE_HZ, VIEW } from '../../../shared/sim/tunables.ts';
import { restAt } from '../../../shared/sim/view.ts';
import { wanderer } from './script.ts';
import { Stepper, type StepperSeat } from './stepper.ts';

const ROUGH_MS = 8000;
const CALM_MS = 3000;
const STEP_MS = 200;
/** One way, after the rough part. */
const CALM_DELAY_MS = 30;
/** How far others may be seen from where their motion since then would have them: pushes, and the end of a dash. */
const OTHERS_APART_U_MAX = 20;

/** Beyond the screen: nothing of it can come into view before news of it do. */
const FAR_U = MARGIN_U + LINGER_U + 200;

export type Verdict = { seed: number; problems: string[]; events: string[]; corrections: number };

/** Plays a seed through. @returns what went wrong, with what had been done to it */
export async function playScenario(seed: number): Promise<Verdict> {
  const random: Random = { rng: (seed * 2_654_435_761) >>> 0 };
  const stepper = await Stepper.open({ seed, bots: randomInt(random, 3) });
  const verdict: Verdict = { seed, problems: [], events: [], corrections: 0 };
  const watch = new Watch(stepper, verdict.problems);
  const seats = 2 + randomInt(random, 3);
  for (let i = 0; i < seats; i++) {
    const seat = await stepper.join(
      `S${i}`,
      { delayMs: randomInt(random, 120), jitterMs: randomInt(random, 40) },
      4 + randomInt(random, 110),
    );
    seat.play = wanderer(seed * 31 + i);
  }
  await stepper.runUntil(() => stepper.seats.every(({ view }) => view.ready), 2000);
  for (let ms = 0; ms < ROUGH_MS; ms += STEP_MS) {
    if (randomInt(random, 5) === 0) verdict.events.push(`${ms}: ${await disturb(stepper, random)}`);
    await stepper.run(STEP_MS);
    watch.look();
  }
  await calm(stepper, watch);
  verdict.corrections = stepper.seats.reduce((sum, { view }) => sum + view.stats().corrections, 0);
  watch.judgeCalm();
  await stepper.close();
  return verdict;
}

async function calm(stepper: Stepper, watch: Watch): Promise<void> {
  for (const seat of stepper.seats) {
    seat.frozen = false;
    for (const lane of [seat.pipe.up, seat.pipe.down]) lane.options = { delayMs: CALM_DELAY_MS, jitterMs: 0 };
    if (!seat.pipe.isOpen || seat.pipe.up.dead || seat.pipe.down.dead) await stepper.cutAndReturn(seat);
  }
  for (let ms = 0; ms < CALM_MS; ms += STEP_MS) {
    if (ms === CALM_MS - 1000) watch.noteDropped();
    await stepper.run(STEP_MS);
    watch.look();
  }
}

/** Does something bad to somebody. */
async function disturb(stepper: Stepper, random: Random): Promise<string> {
  const index = randomInt(random, stepper.seats.length);
  const seat = stepper.seats[index] as StepperSeat;
  const lengthMs = 100 + randomInt(random, 1400);
  switch (randomInt(random, 7)) {
    case 0:
      seat.pipe.up.stalledUntilMs = stepper.nowMs + lengthMs;
      return `uplink of ${index} stalls for ${lengthMs} ms`;
    case 1:
      seat.pipe.down.stalledUntilMs = stepper.nowMs + lengthMs;
      return `downlink of ${index} stalls for ${lengthMs} ms`;
    case 2:
      seat.frozen = !seat.frozen;
      return `tab of ${index} ${seat.frozen ? 'is hidden' : 'comes back'}`;
    case 3:
      stepper.serverStalledUntilMs = stepper.nowMs + lengthMs;
      return `server stalls for ${lengthMs} ms`;
    case 4:
      seat.pipe.down.dead = true;
      return `downlink of ${index} is dead`;
    case 5:
      seat.pipe.up.options = { delayMs: randomInt(random, 200), jitterMs: randomInt(random, 60) };
      return `uplink of ${index} changes`;
    default:
      await stepper.cutAndReturn(seat);
      return `connection of ${index} is cut`;
  }
}

/** The checkers. */
class Watch {
  readonly #stepper: Stepper;
  readonly #problems: string[];
  readonly #acks = new Map<StepperSeat, { epoch: number; ack: number }>();
  readonly #dropped = new Map<StepperSeat, number>();
  readonly #travelled = new Map<number, { x: number; y: number; life: number; fromTick: number; u: number }>();

  constructor(stepper: Stepper, problems: string[]) {
    this.#stepper = stepper;
    this.#problems = problems;
  }

  look(): void {
    for (const seat of this.#stepper.seats) this.#lookAtAck(seat);
    this.#lookAtSpeed();
  }

  /** Acks never go back, but for a new connection. */
  #lookAtAck(seat: StepperSeat): void {
    const { epoch, lastProcessed } = seat.room.input();
    const known = this.#acks.get(seat);
    if (known !== undefined && known.epoch === epoch && lastProcessed < known.ack) {
      this.#problems.push(`ack of ${seat.session.sessionId} went back from ${known.ack} to ${lastProcessed}`);
    }
    this.#acks.set(seat, { epoch, ack: lastProcessed });
  }

  /** No pilot gets farther than running and dashing for all that time, plus what the budget may have saved up. */
  #lookAtSpeed(): void {
    const { pilots, tick } = this.#stepper.room.world;
    for (const { seat, x, y, life } of pilots) {
      const known = this.#travelled.get(seat);
      if (known === undefined || known.life !== life) {
        this.#travelled.set(seat, { x, y, life, fromTick: tick, u: 0 });
        continue;
      }
      known.u += Math.hypot(x - known.x, y - known.y);
      known.x = x;
      known.y = y;
      const inputFrames = tick - known.fromTick + INPUT_BUDGET.creditsMax;
      const dashes = 1 + Math.floor(inputFrames / DASH.cooldownTicks);
      const allowedU =
        (inputFrames * PILOT.speed + dashes * (DASH.ticks + 1) * (DASH.speed - PILOT.speed)) / TICK_RATE_HZ +
        inputFrames / 8;
      if (known.u > allowedU)
        this.#problems.push(`seat ${seat} went ${known.u.toFixed(0)} u where ${allowedU.toFixed(0)} are allowed`);
    }
  }

  /** From now on no frame is too much. */
  noteDropped(): void {
    for (const seat of this.#stepper.seats) this.#dropped.set(seat, seat.view.stats().droppedInputFrames);
  }

  /** After the calm everybody has the server's world, and every seat is there once. */
  judgeCalm(): void {
    const { world } = this.#stepper.room;
    const humans = new Set(this.#stepper.seats.map(({ view }) => view.own()?.seat));
    if (humans.size !== this.#stepper.seats.length || humans.has(undefined))
      this.#problems.push('a seat was lost or given twice');
    for (const seat of this.#stepper.seats) {
      const { session, view, room } = seat;
      if (room.state.roster.size !== world.pilots.length)
        this.#problems.push(`${session.sessionId} knows ${room.state.roster.size} of ${world.pilots.length} pilots`);
      this.#judgeSight(seat);
      if (view.stats().unackedInputFrames > 12)
        this.#problems.push(`${session.sessionId} waits for ${view.stats().unackedInputFrames} acks`);
      // A slow screen sends all that is due since its last frame at once.
      if (view.stats().queuedInputFrames > 3 + seat.renderMs / TICK_MS)
        this.#problems.push(`${session.sessionId} has ${view.stats().queuedInputFrames} frames queued`);
      const dropped = view.stats().droppedInputFrames - (this.#dropped.get(seat) ?? 0);
      if (dropped > 0) this.#problems.push(`${session.sessionId} still has ${dropped} frames dropped`);
      this.#judgeOthers(seat);
    }
  }

  /** Whoever is on the screen is shown, and no one from far beyond. */
  #judgeSight({ session, view, room }: StepperSeat): void {
    const own = view.own();
    if (own?.alive !== true) return; // it watches who killed it
    const { pilots, arena } = this.#stepper.room.world;
    const { width, height } = arenaOf(arena);
    const midX = restAt(own.x, VIEW.widthU / 2, width);
    const midY = restAt(own.y, VIEW.heightU / 2, height);
    for (const { seat, x, y, life } of pilots) {
      const [apartX, apartY] = [Math.abs(x - midX), Math.abs(y - midY)];
      const isOnScreen = apartX < VIEW.widthU / 2 && apartY < VIEW.heightU / 2;
      const isFar = apartX > VIEW.widthU / 2 + FAR_U || apartY > VIEW.heightU / 2 + FAR_U;
      const shown = [...room.state.players.values()].find((player) => player.seat === seat);
      // The leader is shown to all; and a client has not heard yet of what has just happened.
      const mayBeFar = seat === room.state.match.leader || shown?.life !== life;
      if (shown === undefined ? isOnScreen : isFar && !mayBeFar)
        this.#problems.push(
          `${session.sessionId} ${shown ? 'sees' : 'does not see'} seat ${seat} at ${apartX}, ${apartY}`,
        );
    }
  }

  #judgeOthers({ session, view, renderMs }: StepperSeat): void {
    const { world } = this.#stepper.room;
    // At full speed for as long as the picture is old: the interpolation delay that the rough part has left, and the last frame.
    const ageMs = view.stats().interpolationDelayMs + CALM_DELAY_MS + TICK_MS + renderMs;
    const allowedU = (ageMs / 1000) * PILOT.speed + OTHERS_APART_U_MAX;
    for (const seen of view.remotes()) {
      const pilot = world.pilots.find(({ seat }) => seat === seen.seat);
      if (pilot === undefined) this.#problems.push(`${session.sessionId} sees seat ${seen.seat}, which is gone`);
      else if (
        seen.alive &&
        pilot.alive &&
        seen.life === pilot.life &&
        pilot.dashTicks === 0 &&
        pilot.dashCooldownTicks < DASH.cooldownTicks - 12
      ) {
        const apartU = Math.hypot(seen.x - pilot.x, seen.y - pilot.y);
        if (apartU > allowedU)
          this.#problems.push(`${session.sessionId} sees seat ${seen.seat} ${apartU.toFixed(0)} u from where it is`);
      }
    }
  }
}
