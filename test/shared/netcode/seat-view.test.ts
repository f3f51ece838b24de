/** What a seat's view answers, against the world that the server has: a whole game on virtual time behind a far link. */
import assert from 'node:assert/strict';
import type { SeatView } from '../../../shared/netcode/seat-view.ts';
import { PILOT, TICK_MS, TICK_RATE_HZ } from '../../../shared/sim/tunables.ts';
import {
  BUTTON,
  IDLE_INPUT_FRAME,
  type InputFrame,
  NOBODY,
  PHASE,
  type Pilot,
  WEAPON,
} from '../../../shared/sim/types.ts';
import { aimOfRadians } from '../../../shared/wire/input.ts';
import { Stepper, type StepperSeat } from '../../support/virtual/stepper.ts';

const ONE_WAY_MS = 80;
const FAR = { delayMs: ONE_WAY_MS, jitterMs: 0 };
const RIGHT: InputFrame = { mx: 127, my: 0, aim: 16_384, buttons: 0 };
const LEFT: InputFrame = { mx: -127, my: 0, aim: 49_152, buttons: 0 };
const STEP_U = PILOT.speed / TICK_RATE_HZ;

describe("A seat's view", () => {
  let stepper: Stepper;
  let seat: StepperSeat;
  let view: SeatView;

  async function enter(bots: number, mode = 'fray', link = FAR): Promise<void> {
    stepper = await Stepper.open({ seed: 9, bots, mode });
    seat = await stepper.join('Looker', link);
    view = seat.view;
    await stepper.runUntil(() => view.ready, 2000);
    await stepper.run(2000);
  }

  afterEach(() => stepper.close());

  const pilotOf = (seatNumber: number | undefined): Pilot => {
    const pilot = stepper.room.world.pilots.find((candidate) => candidate.seat === seatNumber);
    assert.ok(pilot);
    return pilot;
  };
  /** Puts the bot where the own pilot sees it. */
  const meetBot = async (): Promise<void> => {
    const { x, y, seat: own } = ownPilot();
    const bot = stepper.room.world.pilots.find(({ seat }) => seat !== own);
    Object.assign(bot ?? {}, { x: x + (x < 1200 ? 200 : -200), y });
    await stepper.run(500);
  };
  const ownPilot = (): Pilot => pilotOf(view.own()?.seat);
  /** What the server last said of the own pilot. */
  const truth = () => {
    const own = seat.room.state.own.get(seat.room.sessionId);
    assert.ok(own);
    return own;
  };
  /** To the side on which the own pilot has more room. */
  const away = (): InputFrame => (ownPilot().x < 1200 ? RIGHT : LEFT);

  it('shows the own pilot where its frames have taken it, long before the server has used them', async () => {
    await enter(0);
    const startX = view.own()?.x ?? 0;
    const frame = away();
    const sign = Math.sign(frame.mx);
    seat.play = () => frame;
    await stepper.run(ONE_WAY_MS);
    assert.equal(truth().x, startX, 'the server cannot know yet');
    assert.ok(((view.own()?.x ?? 0) - startX) * sign > STEP_U / 2, 'the pilot moves at once');
    await stepper.run(600);
    const own = view.own();
    const predicted = view.predictedBody();
    assert.ok(own && predicted);
    assert.ok((own.x - truth().x) * sign > 3 * STEP_U, 'it is ahead of the server by the way there and back');
    assert.ok((predicted.x - own.x) * sign >= 0 && (predicted.x - own.x) * sign <= STEP_U, 'within the running step');
    assert.equal(own.aim, frame.aim);
    assert.ok(own.vx * sign > 250);
  });

  it('moves the own pilot evenly, though frames are fewer than pictures', async () => {
    await enter(0);
    const frame = away();
    seat.play = () => frame;
    await stepper.run(500);
    const shownX: number[] = [];
    seat.onFrame = () => shownX.push(view.own()?.x ?? 0);
    await stepper.run(200);
    const movesU = shownX.slice(1).map((x, nth) => Math.abs(x - (shownX[nth] ?? 0)));
    assert.ok(movesU.length >= 10);
    for (const moveU of movesU) assert.ok(moveU > 0.3 * STEP_U && moveU < 0.7 * STEP_U, `${movesU}`);
  });

  it("shows the server's truth as it is when the lab switches prediction off", async () => {
    await enter(0);
    const { switches } = seat.session;
    seat.session.switches = { ...switches, prediction: false };
    const frame = away();
    seat.play = () => frame;
    await stepper.run(600);
    const own = view.own();
    assert.deepEqual({ x: own?.x, y: own?.y, vx: own?.vx }, { x: truth().x, y: truth().y, vx: truth().vx });
    assert.equal(own?.aim, aimOfRadians(truth().aim));
    assert.notEqual(own?.x, view.predictedBody()?.x);
  });

  it('shows no pilot before the first state, and is not ready', async () => {
    await enter(0);
    const late = await stepper.join('Late', { delayMs: 400, jitterMs: 0 });
    const early = late.view.ready;
    const own = late.view.own();
    await stepper.runUntil(() => late.view.ready, 4000);
    assert.deepEqual({ early, own }, { early: false, own: undefined });
    assert.equal(late.view.nameOf(late.view.own()?.seat ?? 0), 'Late');
  });

  it('is starved while snapshots are missing, and only then', async () => {
    await enter(0);
    const starved = new Set<boolean>();
    seat.onFrame = () => starved.add(view.isStarved);
    await stepper.run(1000);
    assert.deepEqual([...starved], [false]);
    seat.pipe.down.stalledUntilMs = stepper.nowMs + 600;
    await stepper.run(500);
    assert.equal(view.isStarved, true);
    await stepper.run(2000);
    assert.equal(view.isStarved, false);
  });

  it('lists the board best first, equals by seat, and marks the own line', async () => {
    await enter(4);
    const points = [3, 9, 5, 9, 1];
    for (const [nth, pilot] of stepper.room.world.pilots.entries()) {
      Object.assign(pilot, { killPoints: points[nth], sparks: 0, kills: nth, deaths: 10 + nth });
    }
    await stepper.run(300);
    const expected = stepper.room.world.pilots
      .toSorted((a, b) => b.killPoints + b.sparks - (a.killPoints + a.sparks) || a.seat - b.seat)
      .map(({ seat, kills, deaths }) => ({ seat, kills, deaths }));
    const board = view.board();
    assert.deepEqual(
      board.map(({ seat, kills, deaths }) => ({ seat, kills, deaths })),
      expected,
    );
    const tied = board.filter(({ score }) => score === board[0]?.score).map((line) => line.seat);
    assert.equal(tied.length, 2, 'two lead together');
    const own = board.filter((line) => line.own);
    assert.deepEqual(
      own.map(({ seat, name, bot, connected, sessionId }) => ({ seat, name, bot, connected, sessionId })),
      [{ seat: view.own()?.seat, name: 'Looker', bot: false, connected: true, sessionId: seat.room.sessionId }],
    );
    assert.equal(board.filter(({ bot }) => bot).length, 4);
    for (const line of board) assert.equal(view.nameOf(line.seat), line.name);
    assert.equal(view.nameOf(999), '');
  });

  it('counts the seconds of the phase from the newest patch', async () => {
    await enter(1);
    await stepper.runUntil(() => view.match().phase === PHASE.play, 4000);
    await stepper.run(1000);
    const { match, mode, arena } = stepper.room.world;
    const { secondsLeft, ...rest } = view.match();
    assert.equal(secondsLeft, (match.endTick - view.stats().serverTick) / TICK_RATE_HZ);
    assert.ok(secondsLeft > 200 && secondsLeft < 240);
    const { number, phase, leader } = match;
    assert.deepEqual(rest, { number, phase, leader, mode, arena, pilots: stepper.room.world.pilots.length });
  });

  it('has no end of a phase that goes on for ever', async () => {
    await enter(0, 'swarm');
    await stepper.runUntil(() => view.match().phase === PHASE.play, 4000);
    assert.equal(view.match().secondsLeft, Number.POSITIVE_INFINITY);
  });

  it('tells by whom and with what the own pilot was destroyed, and how long until it is back', async () => {
    await enter(1);
    const [victim, killer] = [ownPilot(), stepper.room.world.pilots.find(({ seat }) => seat !== ownPilot().seat)];
    const respawnTick = stepper.room.world.tick + 60;
    const killed = { killedBy: killer?.seat ?? NOBODY, killedWith: WEAPON.rail };
    Object.assign(victim, { alive: false, hp: 0, respawnTick, ...killed });
    await stepper.run(500);
    const own = view.own();
    assert.deepEqual(
      { alive: own?.alive, hp: own?.hp, killedBy: own?.killedBy, killedWith: own?.killedWith },
      { alive: false, hp: 0, ...killed },
    );
    assert.equal(own?.respawnInTicks, respawnTick - view.stats().serverTick);
    await stepper.run(3000);
    assert.equal(view.own()?.respawnInTicks, 0);
  });

  it('shows others one interpolation delay late, between snapshots', async () => {
    await enter(1, 'fray', { delayMs: 5, jitterMs: 0 });
    const { world } = stepper.room;
    await meetBot();
    const [remote] = view.remotes();
    assert.ok(remote);
    const xAt = new Map<number, number>();
    stepper.onGrain = () => xAt.set(world.tick, pilotOf(remote.seat).x);
    await stepper.runUntil(() => Math.abs(pilotOf(remote.seat).vx) > 250, 8000);
    await stepper.run(200);
    const x = view.remotes()[0]?.x ?? 0;
    const delayTicks = view.stats().interpolationDelayMs / TICK_MS;
    const shownTick = Math.floor(view.stats().serverTick - delayTicks);
    const near = [shownTick, shownTick + 1, shownTick + 2].map((tick) => xAt.get(tick) ?? Number.NaN);
    assert.ok(x > Math.min(...near) && x < Math.max(...near), `${x} is not within ${near}`);
    assert.ok(Math.abs(x - pilotOf(remote.seat).x) > STEP_U / 2, 'it is not the present');
  });

  it('shows as ghosts where the server has every pilot, and others there too without interpolation', async () => {
    await enter(1);
    await meetBot();
    const state = [...seat.room.state.players.values()].map(({ seat, x, y, alive }) => ({ seat, x, y, alive }));
    assert.deepEqual(view.ghosts(), state);
    assert.equal(state.length, 2);
    seat.session.switches = { ...seat.session.switches, interpolation: false };
    const others = view.remotes().map(({ seat, x, y, alive }) => ({ seat, x, y, alive }));
    assert.deepEqual(
      others,
      state.filter((ghost) => ghost.seat !== view.own()?.seat),
    );
  });

  it('hands messages to those who listen, until they stop', async () => {
    await enter(1);
    const heard: number[] = [];
    const stop = view.on('kill', ({ victim }) => heard.push(victim));
    const kill = { killer: 1, weapon: WEAPON.pulse, points: 5, leader: false };
    stepper.room.broadcast('kill', { ...kill, victim: 77 });
    await stepper.run(300);
    stop();
    stepper.room.broadcast('kill', { ...kill, victim: 78 });
    await stepper.run(300);
    assert.deepEqual(heard, [77]);
  });

  it('counts what the connection and the prediction do', async () => {
    await enter(0);
    ownPilot().x += 40;
    await stepper.run(1000);
    const stats = view.stats();
    const { players, pickups } = seat.room.state;
    assert.ok(stats.rttMs >= 2 * ONE_WAY_MS && stats.rttMs < 2 * ONE_WAY_MS + 3 * TICK_MS, `${stats.rttMs} ms`);
    assert.equal(stats.serverTick, seat.room.state.tick);
    assert.equal(stats.unackedInputFrames, seat.room.input().pendingCount);
    assert.ok(stats.leadTicks > 4 && stats.leadTicks < 10, `${stats.leadTicks} ticks ahead`);
    assert.equal(stats.corrections, 1);
    assert.equal(stats.lastCorrectionU, 40);
    assert.equal(stats.maxCorrectionU, 40);
    assert.equal(stats.entities, players.size + pickups.size);
    assert.ok(stats.patchBytes > 0 && stats.patchBytes < stats.bytesIn && stats.bytesIn <= seat.pipe.bytesDown);
    assert.ok(stats.bytesOut > 0 && stats.bytesOut <= seat.pipe.bytesUp);
    assert.ok(stats.interpolationDelayMs >= TICK_MS && stats.interpolationDelayMs < 100);
    assert.deepEqual(
      { queued: truth().queued, dropped: truth().dropped },
      { queued: stats.queuedInputFrames, dropped: stats.droppedInputFrames },
    );
    seat.play = () => ({ ...IDLE_INPUT_FRAME, buttons: BUTTON.fire });
    await stepper.runUntil(() => view.bolts().length > 0, 2000);
    const { entities } = view.stats();
    assert.ok(entities > seat.room.state.players.size + seat.room.state.pickups.size);
  });

  it('names the pilots of seats, and none of a seat that nobody has', async () => {
    await enter(2);
    const names = view.board().map((line) => view.nameOf(line.seat));
    assert.deepEqual(
      names,
      view.board().map(({ name }) => name),
    );
    assert.equal(view.nameOf(999), '');
  });
});
