/** A room from its opening to its end on virtual time: who is counted, shown, logged and published, and when time stands still. */
import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { matchMaker } from '@colyseus/core';
import { InternalErrors } from '../../../server/ops/internal-errors.ts';
import { createLog } from '../../../server/ops/log.ts';
import { createMetrics } from '../../../server/ops/metrics.ts';
import { until } from '../../support/server.ts';
import { Stepper, type StepperOptions, type StepperSeat } from '../../support/virtual/stepper.ts';

const NEAR = { delayMs: 10, jitterMs: 0 };

/** A room with metrics, log, codes and reservations of its own. */
class Life {
  readonly metrics = createMetrics();
  readonly lines: Record<string, unknown>[] = [];
  readonly released: string[] = [];
  readonly entered: unknown[] = [];
  stepper!: Stepper;

  static async open(options: Partial<StepperOptions> = {}): Promise<Life> {
    const life = new Life();
    const sink = new Writable({
      write(chunk, _encoding, done) {
        life.lines.push(JSON.parse(String(chunk)) as Record<string, unknown>);
        done();
      },
    });
    const log = createLog('info', sink);
    const services = {
      metrics: life.metrics,
      log,
      errors: new InternalErrors(log, life.metrics),
      codes: { take: () => 'ABCDE', release: (code: string) => void life.released.push(code) },
      reservations: {
        enter: () => ({ ticket: 9, address: '192.0.2.1' }),
        entered: (entry: unknown) => void life.entered.push(entry),
      },
      ...options.services,
    };
    life.stepper = await Stepper.open({ seed: 5, bots: 0, ...options, services });
    return life;
  }

  get tick(): number {
    return this.stepper.room.world.tick;
  }

  async join(name: string): Promise<StepperSeat> {
    const seat = await this.stepper.join(name, NEAR);
    await this.stepper.runUntil(() => seat.session.view.ready, 2000);
    return seat;
  }

  /** @returns the events of the log about seats and the room, in their order */
  events(): string[] {
    return this.lines.map(({ event }) => String(event));
  }

  async count(name: 'rooms' | 'players' | 'bots' | 'droppedTicks'): Promise<number> {
    return (await this.metrics[name].get()).values[0]?.value ?? 0;
  }

  async joins(event: string): Promise<number> {
    return (await this.metrics.joins.get()).values.find(({ labels }) => labels.event === event)?.value ?? 0;
  }

  async listing(): Promise<Record<string, unknown>> {
    const [found] = await matchMaker.query({ roomId: this.stepper.room.roomId });
    return { ...(found?.metadata as Record<string, unknown>), maxClients: found?.maxClients };
  }
}

describe('The life of a room', function () {
  this.timeout(60_000);
  const { info } = console;
  before(() => {
    console.info = () => {}; // the SDK tells every reconnection
  });
  after(() => {
    console.info = info;
  });

  it('stands still while no person has a seat, and goes on while one is held', async () => {
    const life = await Life.open({ bots: 3 });
    await life.stepper.run(500);
    assert.equal(life.tick, 0);
    const seat = await life.join('One');
    const joinedTick = life.tick;
    await life.stepper.run(1000);
    assert.ok(life.tick >= joinedTick + 29, `${life.tick - joinedTick} ticks`);
    seat.room.reconnection.enabled = false;
    seat.pipe.cut();
    await life.stepper.run(100);
    const heldTick = life.tick;
    await life.stepper.run(1000);
    assert.ok(life.tick >= heldTick + 29, 'a seat is held');
    await life.stepper.close();
  });

  it('says what its ticks cost, in 1/100 ms, about once a second', async () => {
    const life = await Life.open({ bots: 20, mode: 'swarm' });
    const seat = await life.join('One');
    const changes: number[] = [];
    let last = 0;
    seat.onFrame = () => {
      const { tick, tickCentiMs } = seat.room.state;
      if (tickCentiMs !== last) changes.push(tick);
      last = tickCentiMs;
    };
    await life.stepper.runUntil(() => life.tick >= 125, 10_000);
    assert.ok(last > 0, 'nothing was published');
    assert.ok(changes.length > 0 && changes.length <= 4, `${changes.length} changes in 4 s`);
    for (const tick of changes) assert.ok(tick % 30 <= 2, `published with tick ${tick}`);
    const spent = (await life.metrics.tickSeconds.get()).values.filter(({ metricName }) =>
      /_(sum|count)$/u.test(metricName ?? ''),
    );
    const [sum = 0, count = 1] = ['sum', 'count'].map(
      (end) => spent.find(({ metricName }) => metricName?.endsWith(end))?.value,
    );
    const meanCentiMs = (sum / count) * 1e5;
    assert.ok(last > meanCentiMs / 20 && last < meanCentiMs * 20, `${last}, in the mean ${meanCentiMs.toFixed(0)}`);
    await life.stepper.close();
  });

  it('is told to matchmaking: mode, name, code, seats, who is there', async () => {
    const life = await Life.open({ bots: 2 });
    const { startedAt, ...listing } = await life.listing();
    assert.deepEqual(listing, { mode: 'fray', name: '', code: 'ABCDE', players: 0, bots: 2, maxClients: 24 });
    assert.ok(Math.abs(Number(startedAt) - Date.now()) < 60_000);
    const seat = await life.join('One');
    assert.deepEqual([(await life.listing()).players, life.entered.length], [1, 1]);
    await Promise.all([seat.room.leave(), life.stepper.run(500)]);
    await life.stepper.runUntil(() => life.events().includes('player_left'), 2000);
    assert.equal((await life.listing()).players, 0);
    await life.stepper.close();
  });

  it('lets only known buttons of an input frame through', async () => {
    const life = await Life.open();
    const seat = await life.join('One');
    seat.play = () => ({ mx: 0, my: 0, aim: 0, buttons: 0xfe });
    await life.stepper.run(500);
    life.stepper.room.onUncaughtException?.(new Error('thrown by a test') as never, 'onMessage');
    const failed = life.lines.find(({ event }) => event === 'room_failed');
    const inputFrames = Object.values(failed?.inputFrames as Record<string, { buttons: number }[]>).flat();
    assert.deepEqual(new Set(inputFrames.map(({ buttons }) => buttons)), new Set([2]));
    await life.stepper.close();
  });

  it('calls a player without a name Pilot', async () => {
    const life = await Life.open();
    const seat = await life.join('');
    assert.deepEqual(
      seat.session.view.board().map(({ name }) => name),
      ['Pilot'],
    );
    await life.stepper.close();
  });

  it('is in the log and in the counters step by step: joined, dropped, returned, left, ended', async () => {
    const life = await Life.open({ bots: 1 });
    assert.deepEqual([await life.count('rooms'), await life.count('bots')], [1, 1]);
    const seat = await life.join('One');
    await life.stepper.cutAndReturn(seat);
    await life.stepper.run(500);
    assert.equal(life.stepper.room.clients.length, 1);
    await Promise.all([seat.room.leave(), life.stepper.run(500)]);
    await life.stepper.runUntil(() => life.events().includes('player_left'), 2000);
    const { roomId } = life.stepper.room;
    await life.stepper.close();
    await until(() => life.events().includes('room_ended'), 'the end');
    assert.deepEqual(life.events(), [
      'room_created',
      'player_joined',
      'player_dropped',
      'player_returned',
      'player_left',
      'room_ended',
    ]);
    assert.ok(life.lines.every(({ room }) => room === roomId));
    const [created, joined] = life.lines;
    assert.deepEqual([created?.mode, created?.seed, created?.private], ['fray', 5, false]);
    assert.deepEqual([joined?.seat, joined?.name, joined?.session], [2, 'One', seat.room.sessionId]);
    for (const event of ['joined', 'dropped', 'returned', 'left']) assert.equal(await life.joins(event), 1, event);
    assert.deepEqual([await life.count('rooms'), await life.count('bots'), life.released], [0, 0, ['ABCDE']]);
  });

  it('shows a player that came back its own part again', async () => {
    const life = await Life.open();
    const seat = await life.join('One');
    await life.stepper.cutAndReturn(seat);
    await life.stepper.run(500);
    const before = seat.session.view.own()?.x;
    seat.play = () => ({ mx: (before ?? 0) < 1200 ? 127 : -127, my: 0, aim: 0, buttons: 0 });
    await life.stepper.run(1000);
    const own = seat.room.state.own.get(seat.room.sessionId);
    const [pilot] = life.stepper.room.world.pilots;
    assert.ok(Math.abs((own?.x ?? 0) - (pilot?.x ?? 9999)) < 40, `${own?.x} where the world has ${pilot?.x}`);
    assert.ok(Math.abs((own?.x ?? 0) - (before ?? 0)) > 50, 'it moved');
    await life.stepper.close();
  });

  it('counts ticks that it left out for good, with players alone', async () => {
    const life = await Life.open();
    life.stepper.serverStalledUntilMs = life.stepper.nowMs + 2000;
    await life.stepper.run(3000);
    assert.equal(await life.count('droppedTicks'), 0, 'no player is there to miss them');
    await life.join('One');
    const before = await life.count('droppedTicks');
    life.stepper.serverStalledUntilMs = life.stepper.nowMs + 2000;
    await life.stepper.run(3000);
    const dropped = (await life.count('droppedTicks')) - before;
    assert.ok(dropped >= 54 && dropped <= 56, `${dropped} of 60 in 2 s: five were made up for`);
    await life.stepper.close();
  });

  it('ends when it has been empty for as long as it may, not while a seat is held', async () => {
    const life = await Life.open({ services: { roomEmptySeconds: 0 } });
    const seat = await life.join('One');
    seat.room.reconnection.enabled = false;
    seat.pipe.cut();
    await life.stepper.run(5000);
    assert.equal(life.events().includes('room_ended'), false);
    await life.stepper.close();
    const empty = await Life.open({ services: { roomEmptySeconds: 0 } });
    await empty.stepper.run(2500);
    await until(() => empty.events().includes('room_ended'), 'the end');
  });
});
