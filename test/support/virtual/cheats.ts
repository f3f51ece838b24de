/** Clients that do not play by the rules, and what each of them gains: speed, shots, hits. Measured at the server. */
import { RAIL, TICK_MS, TICK_RATE_HZ } from '../../../shared/sim/tunables.ts';
import { BUTTON } from '../../../shared/sim/types.ts';
import { stampOf } from '../../../shared/wire/input.ts';
import { Stepper, type StepperSeat } from './stepper.ts';

const MEASURED_MS = 6000;

/** What a cheater does at a time. `inputFrame` sends one input frame. */
type Act = (cheat: {
  nowMs: number;
  tick: number;
  sent: number;
  inputFrame: (fields?: Record<string, number>) => void;
}) => void;

/** @param perSecond frames a second @param fields what is wrong with them */
const steady = (
  perSecond: number,
  fields: (nowMs: number, tick: number) => Record<string, number> = () => ({}),
): Act => {
  let nextMs = 0;
  return ({ nowMs, tick, inputFrame }) => {
    nextMs = Math.max(nextMs, nowMs - 100);
    for (; nextMs <= nowMs; nextMs += 1000 / perSecond) inputFrame(fields(nowMs, tick));
  };
};

/** Silent for a while, then everything at once. */
const choked = (silentMs: number): Act => {
  let burstMs = 0;
  return ({ nowMs, inputFrame }) => {
    if (nowMs < burstMs) return;
    burstMs = nowMs + silentMs;
    for (let i = 0; i < silentMs / TICK_MS; i++) inputFrame();
  };
};

export const CHEATS: ReadonlyMap<string, () => Act> = new Map<string, () => Act>([
  ['honest', () => steady(30)],
  ['2 × frames', () => steady(60)],
  ['5 × frames', () => steady(150)],
  ['20 × frames', () => steady(600)],
  ['choke 0.2 s, then burst', () => choked(200)],
  ['choke 1 s, then burst', () => choked(1000)],
  ['frozen clock (same stamp for ever)', () => steady(30, () => ({ seen: 1000 }))],
  ['stamps back-dated by 1 s', () => steady(30, (_nowMs, tick) => ({ seen: stampOf(tick - TICK_RATE_HZ) }))],
  ['stamps from 1 s ahead', () => steady(30, (_nowMs, tick) => ({ seen: stampOf(tick + TICK_RATE_HZ) }))],
  [
    'NaN and infinite axes',
    () => steady(30, (nowMs) => ({ mx: nowMs % 2 < 1 ? Number.NaN : Number.POSITIVE_INFINITY, my: Number.NaN })),
  ],
  ['axes far out of range', () => steady(30, () => ({ mx: 1e9, my: 1e9 }))],
  ['impossible buttons (all but dash)', () => steady(30, () => ({ buttons: 253 }))],
  [
    'aim snapping half a turn per frame',
    () => steady(30, (nowMs) => ({ aim: Math.floor(nowMs / TICK_MS) % 2 === 0 ? 0 : Math.PI })),
  ],
  ['old frames replayed', () => replayed()],
]);

/** Sends every second's frames twice. */
function replayed(): Act {
  const play = steady(30);
  let replayMs = 0;
  return (cheat) => {
    play(cheat);
    if (cheat.nowMs < replayMs) return;
    replayMs = cheat.nowMs + 1000;
    for (let i = 0; i < TICK_RATE_HZ; i++) cheat.inputFrame();
  };
}

export type Gain = {
  name: string;
  speedUs: number;
  pulsesPerS: number;
  railsPerS: number;
  clamped: number;
  dropped: number;
};

/** Lets one cheater run back and forth with the trigger down, first with Pulse, then with the Rail. */
export async function measureCheat(name: string, seed: number): Promise<Gain> {
  const act = CHEATS.get(name);
  if (act === undefined) throw new Error(`no cheat is named "${name}"`);
  const stepper = await Stepper.open({ seed, bots: 0 });
  const seat = await stepper.join('Cheater', { delayMs: 40, jitterMs: 5 });
  await stepper.runUntil(() => seat.view.ready, 2000);
  await stepper.run(4000);
  seat.frozen = true;
  const pulse = await measure(stepper, seat, act(), 0);
  const rail = await measure(stepper, seat, act(), RAIL.shots);
  const { starvedTicks: _, clampedStamps: clamped, droppedInputFrames: dropped } = seat.view.stats();
  await stepper.close();
  return {
    name,
    speedUs: Math.max(pulse.speedUs, rail.speedUs),
    pulsesPerS: pulse.shotsPerS,
    railsPerS: rail.railsPerS,
    clamped,
    dropped,
  };
}

async function measure(stepper: Stepper, seat: StepperSeat, act: Act, railShots: number) {
  const pilot = () => stepper.room.world.pilots[0] as NonNullable<(typeof stepper.room.world.pilots)[0]>;
  const input = seat.room.input();
  let sent = 0;
  let travelledU = 0;
  let last = { x: pilot().x, y: pilot().y };
  stepper.onGrain = (nowMs) => {
    Object.assign(pilot(), { hp: 100, railShots });
    const { tick } = stepper.room.world;
    const mx = Math.floor(nowMs / 2000) % 2 === 0 ? 1 : -1;
    const inputFrame = (fields: Record<string, number> = {}): void => {
      Object.assign(input.data, { mx, my: 0, aim: 0, buttons: BUTTON.fire, seen: stampOf(tick), ...fields });
      input.send();
      sent++;
    };
    act({ nowMs, tick, sent, inputFrame });
    travelledU += Math.hypot(pilot().x - last.x, pilot().y - last.y);
    last = { x: pilot().x, y: pilot().y };
  };
  await stepper.run(500);
  const before = { fired: pilot().fired, railFired: pilot().railFired };
  travelledU = 0;
  await stepper.run(MEASURED_MS);
  stepper.onGrain = () => {};
  const seconds = MEASURED_MS / 1000;
  return {
    speedUs: travelledU / seconds,
    shotsPerS: (pilot().fired - before.fired) / seconds,
    railsPerS: (pilot().railFired - before.railFired) / seconds,
  };
}
