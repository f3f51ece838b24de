/** Rules of the room and of its state that a client goes by (PROTOCOL.md), over the real room and SDK on virtual time. */
import assert from 'node:assert/strict';
import { arenaOf } from '../../shared/sim/arena.ts';
import { flyBolt } from '../../shared/sim/bolt-flight.ts';
import { Stepper } from '../support/virtual/stepper.ts';

const LINK = { delayMs: 10, jitterMs: 0 };

describe('A room', function () {
  this.timeout(30_000);

  it('[R1] stands still without people; with one it steps 30 times a second and sends a patch with every step', async () => {
    const stepper = await Stepper.open({ seed: 3, bots: 2 });
    await stepper.run(1000);
    assert.equal(stepper.room.world.tick, 0);
    const { room } = await stepper.join('Ada', LINK);
    const ticks: number[] = [];
    await stepper.run(500);
    room.onStateChange((state) => void ticks.push(state.tick));
    const before = stepper.room.world.tick;
    await stepper.run(3000);
    assert.ok(Math.abs(stepper.room.world.tick - before - 90) <= 1, `${stepper.room.world.tick - before} ticks in 3 s`);
    assert.ok(Math.abs(ticks.length - 90) <= 1, `${ticks.length} patches in 3 s`);
    for (const [at, tick] of ticks.entries()) assert.equal(tick, (ticks[0] as number) + at);
    await stepper.close();
  });

  it('tells once a second what its ticks take, smoothed: each tick counts a tenth', async () => {
    const stepper = await Stepper.open({ seed: 3, bots: 2 });
    const { room } = await stepper.join('Ada', LINK);
    const told: number[] = [];
    room.onStateChange(({ tick, tickCentiMs }) => {
      if (tick % 30 === 1) told.push(tickCentiMs); // of the second before
    });
    const { now } = performance;
    let nowMs = now.call(performance);
    performance.now = () => (nowMs += 5); // every tick looks at the clock as often, and takes as long
    try {
      await stepper.run(4000);
    } finally {
      performance.now = now;
    }
    const [first = 0, second = 0, third = 0] = told.filter((centiMs) => centiMs > 100);
    assert.ok(second > first && third > second, told.join());
    const left = 0.9 ** 30;
    assert.ok(Math.abs((third - second) / (second - first) - left) < 0.2 * left, told.join());
    await stepper.close();
  });

  it('[S3] sends a bolt once, and again when a dash throws it back: in between the flight can be computed', async () => {
    const stepper = await Stepper.open({ seed: 5, bots: 7 });
    const { room } = await stepper.join('Ada', LINK);
    const { world } = stepper.room;
    const legs = new Map<string, string>();
    let compared = 0;
    room.onStateChange((state) => {
      for (const [id, bolt] of state.shots) {
        const leg = JSON.stringify(bolt.toJSON());
        const key = `${id} ${bolt.turn}`;
        assert.equal(legs.get(key) ?? leg, leg, `bolt ${key} was sent again`);
        legs.set(key, leg);
        const truth = world.bolts.find((one) => one.id === Number(id));
        if (truth === undefined || truth.turn !== bolt.turn || state.tick !== world.tick) continue;
        const { x, y, vx, vy, bounces } = bolt;
        const flight = { x, y, vx, vy, bounces };
        for (let tick = bolt.tick + 1; tick <= state.tick; tick++) flyBolt(flight, arenaOf(world.arena));
        assert.deepEqual([flight.x, flight.y], [truth.x, truth.y], `bolt ${id} at tick ${state.tick}`);
        compared++;
      }
    });
    await stepper.run(20_000);
    assert.ok(compared > 100, `${compared} compared`);
    await stepper.close();
  });

  it('[S7] gives no key of a bolt, a spark or a pad to another one, and a sessionId keeps its own', async () => {
    const stepper = await Stepper.open({ seed: 8, bots: 7 });
    const seat = await stepper.join('Ada', LINK);
    const known = new Map<string, string>();
    const meet = (key: string, thing: string): void => {
      assert.equal(known.get(key) ?? thing, thing, `key ${key}`);
      known.set(key, thing);
    };
    seat.room.onStateChange(({ shots, pickups }) => {
      for (const [key, { nth, endTick }] of shots) meet(key, `bolt ${nth} until ${endTick}`);
      for (const [key, { kind }] of pickups) meet(key, `pickup ${kind}`);
    });
    await stepper.run(20_000);
    assert.ok(known.size > 100, `${known.size} keys`);
    const { seat: number } = seat.room.state.roster.get(seat.room.sessionId) ?? {};
    await stepper.cutAndReturn(seat);
    await stepper.runUntil(() => seat.view.own() !== undefined, 2000);
    assert.equal(seat.room.state.roster.get(seat.room.sessionId)?.seat, number);
    await stepper.close();
  });

  it('[R2] keeps at most 32 input frames of one client', async () => {
    const stepper = await Stepper.open({ seed: 9, bots: 0 });
    const seat = await stepper.join('Ada', LINK);
    await stepper.run(1000);
    seat.frozen = true;
    const waiting = (): number => stepper.room.inputs?.get(seat.room.sessionId)?.size ?? 0;
    stepper.serverStalledUntilMs = stepper.nowMs + 400;
    const input = seat.room.input();
    for (let n = 0; n < 100; n++) {
      Object.assign(input.data, { mx: 0, my: 0, aim: n / 100, buttons: 0 });
      input.send();
    }
    await stepper.run(200);
    assert.equal(waiting(), 32);
    await stepper.close();
  });
});
