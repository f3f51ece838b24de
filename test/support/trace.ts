/**
 * A scripted run of the whole game, and its hashes: equal on every machine and in every browser, or replays would drift.
 * Pure: imports only shared/sim, so that it can be bundled for the test in a real browser.
 */
import { hashWorld } from '../../shared/sim/hash.ts';
import { AIM_STEPS, aimOf, aimX, aimY } from '../../shared/sim/math.ts';
import { type Random, randomInt, randomUint32 } from '../../shared/sim/rng.ts';
import { step } from '../../shared/sim/step.ts';
import { AXIS_MAX, BUTTON, type InputFrame, type Pilot, type World } from '../../shared/sim/types.ts';
import { addPilot, createWorld, removePilot } from '../../shared/sim/world.ts';

export const TRACE_TICKS = 1800;
export const TRACE_EVERY_TICKS = 30;
const TRACE_SEED = 20_261;

/** A run of a world: what it will do is decided by its script's random state alone. */
export type Run = { world: World; script: Random; nextSeat: number; wishes: Map<number, InputFrame> };

export function startRun(seed: number, pilots: number, mode = 'fray'): Run {
  const script = { rng: seed >>> 0 };
  const run: Run = { world: createWorld(mode, randomUint32(script)), script, nextSeat: 1, wishes: new Map() };
  for (let i = 0; i < pilots; i++) join(run);
  return run;
}

/** Links of all lengths: a seat's number decides how long its frames are on their way. */
export function join(run: Run): void {
  const seat = run.nextSeat++;
  addPilot(run.world, seat).uplinkTicks = seat % 5;
}

/** Takes out a pilot that the script picks, if there is any. */
export function leave(run: Run): void {
  const { pilots } = run.world;
  if (pilots.length === 0) return;
  const { seat } = pilots[randomInt(run.script, pilots.length)] as Pilot;
  removePilot(run.world, seat);
  run.wishes.delete(seat);
}

/** What each seat asks of the next tick: mostly one frame, sometimes none or two. */
export function scriptedInputs(run: Run): Map<number, InputFrame[]> {
  const inputs = new Map<number, InputFrame[]>();
  for (const pilot of run.world.pilots) {
    const inputFrames: InputFrame[] = [];
    const luck = randomInt(run.script, 20);
    const count = luck === 0 ? 0 : luck === 1 ? 2 : 1;
    for (let i = 0; i < count; i++) inputFrames.push(scriptedFrame(run, pilot));
    if (count > 0) inputs.set(pilot.seat, inputFrames);
  }
  return inputs;
}

/**
 * Holds a direction for a while or goes to a pad, aims at the next pilot of the list, fires a lot and dashes now and then.
 * What it claims to have seen is up to eight ticks old: longer than any rewind.
 */
function scriptedFrame(run: Run, pilot: Pilot): InputFrame {
  const { script, world } = run;
  const last = run.wishes.get(pilot.seat);
  const turns = last === undefined || randomInt(script, 20) === 0;
  const target = world.pilots[(world.pilots.indexOf(pilot) + 1) % world.pilots.length] as Pilot;
  const straight = randomInt(script, 4) === 0;
  const way = turns ? newWay(run, pilot) : last;
  const wish: InputFrame = {
    mx: way.mx,
    my: way.my,
    aim: straight ? randomInt(script, 4) * (AIM_STEPS / 4) : aimOf(target.x - pilot.x, target.y - pilot.y),
    buttons: (randomInt(script, 3) > 0 ? BUTTON.fire : 0) | (randomInt(script, 40) === 0 ? BUTTON.dash : 0),
    seenTick: world.tick + 1 - randomInt(script, 64) / 8,
  };
  run.wishes.set(pilot.seat, wish);
  return wish;
}

function newWay({ script, world }: Run, pilot: Pilot): { mx: number; my: number } {
  const pad = randomInt(script, 3) === 0 ? world.pads[randomInt(script, world.pads.length)] : undefined;
  if (pad === undefined) return { mx: axis(script), my: axis(script) };
  const aim = aimOf(pad.x - pilot.x, pad.y - pilot.y);
  return { mx: Math.round(aimX(aim) * AXIS_MAX), my: Math.round(aimY(aim) * AXIS_MAX) };
}

/** Full speed, a standstill and everything between, each often. */
function axis(script: Random): number {
  const luck = randomInt(script, 4);
  if (luck === 0) return 0;
  if (luck === 1) return AXIS_MAX;
  if (luck === 2) return -AXIS_MAX;
  return randomInt(script, 2 * AXIS_MAX + 1) - AXIS_MAX;
}

/** @returns the hash of the world every 30 ticks of a run with 8 pilots, joins, leaves and a change of the arena */
export function goldenTrace(): number[] {
  const run = startRun(TRACE_SEED, 8);
  const hashes: number[] = [];
  for (let tick = 1; tick <= TRACE_TICKS; tick++) {
    if (tick % 400 === 0) leave(run);
    if (tick % 400 === 60) join(run);
    if (tick === 900) run.world.match.endTick = 950; // the play phase ends early: podium, then the next arena
    step(run.world, scriptedInputs(run));
    if (tick % TRACE_EVERY_TICKS === 0) hashes.push(hashWorld(run.world));
  }
  return hashes;
}
