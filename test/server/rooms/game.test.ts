/** A game without sockets, full to its last seat: what a room of hundreds does in its ticks. */
import assert from 'node:assert/strict';
import { createMetrics } from '../../../server/ops/metrics.ts';
import { TickWatch } from '../../../server/ops/tick-metrics.ts';
import { Game } from '../../../server/rooms/game.ts';
import { Seats } from '../../../server/rooms/seats.ts';
import { swarm } from '../../../shared/sim/modes/swarm.ts';
import { ENDLESS_TICK } from '../../../shared/sim/types.ts';
import { PlayerInput, writeInputFrame } from '../../../shared/wire/input.ts';
import { ArenaState } from '../../../shared/wire/state.ts';

/** More than a slow machine needs in the mean (measured: 2 ms); what is quadratic in the seats needs far more. */
const TICK_MS_MAX = 25;

function fullSwarm() {
  const state = new ArenaState();
  const metrics = createMetrics();
  const told: { type: string; to: readonly string[] | undefined }[] = [];
  const game = new Game({
    mode: swarm,
    seed: 3,
    state,
    seatsMax: swarm.seatsMax,
    bots: undefined,
    queueOf: (sessionId) => queueOf(sessionId),
    rttMsOf: () => 50,
    send: (type, _message, to) => void told.push({ type, to }),
    metrics,
  });
  const queues = new Map<string, PlayerInput[]>();
  const queueOf = (sessionId: string) => {
    const waiting = queues.get(sessionId) ?? [];
    queues.set(sessionId, waiting);
    return {
      get size() {
        return waiting.length;
      },
      next: () => waiting.shift(),
    };
  };
  const sendAll = (): void => {
    for (const [index, waiting] of [...queues.values()].entries()) {
      const input = new PlayerInput();
      const mx = (index * 37 + state.tick) % 255;
      writeInputFrame(input, {
        mx: mx - 127,
        my: 127 - mx,
        aim: (index * 997 + state.tick * 500) & 0xffff,
        buttons: 1,
      });
      waiting.push(input);
    }
  };
  return { game, state, metrics, told, sendAll, watch: new TickWatch(metrics) };
}

describe('a game of 400 seats', function () {
  this.timeout(20_000);

  it('fills up to 40 with bots, who leave for people until 400 are seated', () => {
    const { game, state } = fullSwarm();
    assert.deepEqual(game.counts, { players: 0, bots: 40 });
    for (let i = 1; i <= swarm.seatsMax; i++) {
      game.seat(`session-${i}`, { name: 'Pilot' });
      assert.deepEqual(game.counts, { players: i, bots: Math.max(0, 40 - i) });
    }
    const names = new Set([...state.roster.values()].map(({ name }) => name));
    assert.deepEqual([state.roster.size, state.own.size, names.size], [400, 400, 400]);
    for (let i = 1; i <= 390; i++) assert.ok(game.unseat(`session-${i}`));
    assert.deepEqual([game.counts, state.players.size, state.own.size], [{ players: 10, bots: 30 }, 40, 10]);
  });

  it('ticks in time, publishes everybody as the world has them, and tells whom it concerns', async () => {
    const { game, state, metrics, told, sendAll, watch } = fullSwarm();
    for (let i = 1; i <= swarm.seatsMax; i++) game.seat(`session-${i}`, { name: 'Pilot' });
    let spentMs = 0;
    for (let tick = 0; tick < 150; tick++) {
      sendAll();
      const startMs = performance.now();
      watch.start(0);
      game.tick(watch);
      spentMs += performance.now() - startMs;
    }
    assert.ok(spentMs / 150 < TICK_MS_MAX, `${(spentMs / 150).toFixed(1)} ms a tick`);
    const { world } = game;
    const players = new Map([...state.players.values()].map((player) => [player.seat, player]));
    for (const pilot of world.pilots) {
      const player = players.get(pilot.seat);
      assert.deepEqual([player?.x, player?.y, player?.hp, player?.life], [pilot.x, pilot.y, pilot.hp, pilot.life]);
    }
    assert.equal(state.match.endTick, ENDLESS_TICK);
    assert.deepEqual(
      [state.shots.size, state.pickups.size],
      [world.bolts.length, world.sparks.length + world.pads.length],
    );
    assert.ok(told.some(({ type }) => type === 'hit'));
    for (const { type, to } of told) assert.equal(to?.length, type === 'hit' ? 2 : undefined);
    const [used] = (await metrics.inputFrames.get()).values.filter(({ labels }) => labels.fate === 'used');
    assert.equal(used?.value, 149 * 400, 'the first tick comes before the first frames');
  });

  it('[S5] shows standings beyond what the wire carries as the most that it does', () => {
    const { game, state, watch } = fullSwarm();
    game.seat('one', { name: 'One' });
    const pilot = game.world.pilots.at(-1);
    assert.ok(pilot !== undefined);
    Object.assign(pilot, { killPoints: 70_000, kills: 70_000 });
    game.tick(watch);
    const entry = state.roster.get('one');
    assert.deepEqual([entry?.score, entry?.kills, entry?.deaths], [65_535, 65_535, 0]);
  });
});

describe('seat numbers', () => {
  it('[S6] are never used twice, and when 60 000 are used up the room is worn out', () => {
    const seats = new Seats();
    for (let number = 1; number <= 60_000; number++) {
      assert.equal(seats.isWornOut, false);
      assert.equal(seats.addHuman('one', 'One', []).seat, number);
      seats.remove('one');
    }
    assert.equal(seats.isWornOut, true);
  });
});
