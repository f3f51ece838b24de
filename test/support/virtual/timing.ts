/** One seat of a real game whose input frames come when the test says: what timing alone gains, tick by tick. */
import { createMetrics } from '../../../server/ops/metrics.ts';
import { TickWatch } from '../../../server/ops/tick-metrics.ts';
import { Game } from '../../../server/rooms/game.ts';
import { modeOf } from '../../../shared/sim/modes/modes.ts';
import { isThrowingBack } from '../../../shared/sim/protection.ts';
import { BUTTON, PHASE, type Pilot } from '../../../shared/sim/types.ts';
import { PlayerInput } from '../../../shared/wire/input.ts';
import { IDLE_UNTOLD } from '../game-table.ts';
import { Published } from '../published.ts';

/** How many input frames arrive before each tick; after the last one the pattern begins anew. */
export type Arrivals = readonly number[];

/** What a seat did, in ticks of the world. */
export type Protected = {
  /** In all. */
  shielded: number;
  throwingBack: number;
  dashes: number;
  /** Of each Rail shot: for how many ticks others saw it charge. */
  charges: number[];
  /** The longest that one charge was held. */
  longestCharge: number;
};

/** What each made frame asks for: its buttons, by its number. */
export type Buttons = (inputFrame: number) => number;

export const always =
  (buttons: number): Buttons =>
  () =>
    buttons;
/** Dashes as often as it may. */
export const dashing = always(BUTTON.dash);
/** Presses the trigger as often as it may. */
export const firing = always(BUTTON.fire);

/** @param rail whether the pilot always has the Rail */
export function playTiming(arrivals: Arrivals, ticks: number, buttons: Buttons, rail = false): Protected {
  const metrics = createMetrics();
  const state = new Published();
  const queue: PlayerInput[] = [];
  const waiting = {
    next: () => queue.shift(),
    get size() {
      return queue.length;
    },
  };
  const mode = modeOf('fray');
  const game = new Game({
    mode,
    seed: 2,
    state: state.state,
    seatsMax: 2,
    bots: 0,
    metrics,
    ...IDLE_UNTOLD,
    queueOf: () => waiting,
    rttMsOf: () => 80,
    send: () => {},
  });
  const watch = new TickWatch(metrics, () => 0);
  game.seat('cheat', { name: 'Cheat' });
  const { world } = game;
  const pilot = world.pilots[0] as Pilot;
  world.match.phase = PHASE.play;
  world.match.endTick = 0xffff_ffff;
  const done: Protected = { shielded: 0, throwingBack: 0, dashes: 0, charges: [], longestCharge: 0 };
  let made = 0;
  let charge = 0;
  for (let tick = 0; tick < ticks; tick++) {
    for (let i = arrivals[tick % arrivals.length] as number; i > 0; i--) {
      const input = new PlayerInput();
      input.buttons = buttons(made++);
      queue.push(input);
    }
    if (rail) pilot.railShots = 4;
    // As bolts find it in the tick that begins now.
    world.tick++;
    if (isThrowingBack(world, pilot)) done.throwingBack++;
    world.tick--;
    const { railFired, dashTick } = pilot;
    game.tick(watch);
    const shown = state.players.get('cheat');
    if (shown?.shielded === true) done.shielded++;
    if (pilot.dashTick !== dashTick) done.dashes++;
    if (pilot.railFired !== railFired) {
      done.charges.push(charge);
      charge = 0;
    }
    if (shown?.charging === true) charge++;
    done.longestCharge = Math.max(done.longestCharge, charge);
  }
  return done;
}
