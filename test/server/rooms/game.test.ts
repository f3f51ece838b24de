/** A game without sockets: seats and bots, what a drop changes, what is told and counted; and a room of hundreds. */
import assert from 'node:assert/strict';
import { swarm } from '../../../shared/sim/modes/swarm.ts';
import { ENDLESS_TICK, IDLE_INPUT_FRAME, PHASE, type Pilot } from '../../../shared/sim/types.ts';
import { GameTable, type Sent } from '../../support/game-table.ts';

const RUN_RIGHT = { ...IDLE_INPUT_FRAME, mx: 127 };

const pilotOf = ({ world }: GameTable, seat: number): Pilot => {
  const pilot = world.pilots.find((each) => each.seat === seat);
  assert.ok(pilot !== undefined, `seat ${seat} has no pilot`);
  return pilot;
};

/** @returns a metric's value, that of one label's value if there are several */
async function countOf(
  metric: { get: () => Promise<{ values: { value: number; labels: object }[] }> },
  label?: string,
): Promise<number> {
  const { values } = await metric.get();
  return values.find(({ labels }) => label === undefined || Object.values(labels).includes(label))?.value ?? 0;
}

describe('Bots of a game', () => {
  it('fill it up to the mode’s number before anybody is there, and are published at once', () => {
    const { game, state } = new GameTable();
    assert.deepEqual(game.counts, { players: 0, playing: 0, idle: 0, bots: 8 });
    assert.equal(game.isEmpty, true);
    assert.equal(state.roster.size, 8);
    assert.equal(state.match.mode, 'fray');
  });

  it('are as many as were asked for, as long as seats are free', () => {
    const { game } = new GameTable({ bots: 3, seatsMax: 4 });
    assert.equal(game.counts.bots, 3);
    game.seat('a', { name: 'A' });
    assert.deepEqual(game.counts, { players: 1, playing: 1, idle: 0, bots: 3 });
    game.seat('b', { name: 'B' });
    assert.deepEqual(game.counts, { players: 2, playing: 2, idle: 0, bots: 2 });
    game.unseat('a');
    assert.deepEqual(game.counts, { players: 1, playing: 1, idle: 0, bots: 3 });
  });

  it('are never more than there are seats', () => {
    assert.deepEqual(new GameTable({ seatsMax: 5 }).game.counts, { players: 0, playing: 0, idle: 0, bots: 5 });
    const full = new GameTable({ seatsMax: 2 });
    for (const key of ['a', 'b']) full.game.seat(key, { name: key });
    assert.deepEqual(full.game.counts, { players: 2, playing: 2, idle: 0, bots: 0 });
  });

  it('play: they move without a frame from any client', () => {
    const table = new GameTable({ bots: 2 });
    const starts = table.world.pilots.map(({ seat, x, y }) => ({ seat, x, y }));
    table.game.seat('one', { name: 'One' });
    for (let tick = 0; tick < 60; tick++) table.tick();
    for (const { seat, x, y } of starts) {
      const pilot = pilotOf(table, seat);
      assert.ok(Math.hypot(pilot.x - x, pilot.y - y) > 1, `bot ${seat} stands still`);
    }
  });

  it('are other ones in a game of another seed', () => {
    const namesOf = (seed: number) => [...new GameTable({ seed }).state.roster.values()].map(({ name }) => name);
    assert.notDeepEqual(namesOf(1), namesOf(4));
    assert.deepEqual(namesOf(1), namesOf(1));
  });

  it('and people are counted for the operator, until they leave or the game ends', async () => {
    const { game, metrics } = new GameTable({ bots: 3 });
    game.seat('a', { name: 'A' });
    game.seat('b', { name: 'B' });
    assert.deepEqual([await countOf(metrics.players), await countOf(metrics.bots)], [2, 3]);
    game.unseat('b');
    assert.deepEqual([await countOf(metrics.players), await countOf(metrics.bots)], [1, 3]);
    game.end();
    assert.deepEqual([await countOf(metrics.players), await countOf(metrics.bots)], [0, 0]);
  });

  it('that give way are counted no longer', async () => {
    const { game, metrics } = new GameTable();
    for (let n = 0; n < 3; n++) game.seat(`session-${n}`, { name: 'Pilot' });
    assert.equal(await countOf(metrics.bots), 5);
  });
});

describe('A seat of a game', () => {
  it('has a pilot in the world while it is taken, and leaves nothing behind', () => {
    const table = new GameTable({ bots: 0 });
    const { seat } = table.game.seat('one', { name: 'One' });
    assert.equal(table.game.isEmpty, false);
    assert.equal(pilotOf(table, seat).alive, true);
    assert.equal(table.game.unseat('one'), true);
    assert.equal(table.game.unseat('one'), false);
    assert.deepEqual([table.world.pilots.length, table.state.players.size, table.state.own.size], [0, 0, 0]);
    assert.equal(table.game.isEmpty, true);
  });

  it('is no bot’s: a session by the name of one unseats nobody', () => {
    const { game, world } = new GameTable({ bots: 1 });
    const key = `bot-${world.pilots[0]?.seat}`;
    assert.equal(game.unseat(key), false);
    game.drop(key);
    game.restore(key);
    assert.equal(game.counts.bots, 1);
  });

  it('is stepped by its own frames', () => {
    const table = new GameTable({ bots: 0 });
    const { seat } = table.game.seat('one', { name: 'One' });
    const pilot = pilotOf(table, seat);
    const { x } = pilot;
    for (let tick = 0; tick < 4; tick++) {
      table.receive('one', RUN_RIGHT);
      table.tick();
    }
    assert.ok(pilot.vx > 100 && pilot.x !== x, `${pilot.vx} u/s`);
  });

  it('whose connection dropped stands idle from the next tick on, without its shield, and the roster says so', () => {
    const table = new GameTable({ bots: 0 });
    const { seat } = table.game.seat('one', { name: 'One' });
    const pilot = pilotOf(table, seat);
    for (let tick = 0; tick < 10; tick++) {
      table.receive('one', RUN_RIGHT);
      table.tick();
    }
    assert.ok(pilot.shieldTicks > 0);
    const { vx } = pilot;
    table.game.drop('one');
    table.tick();
    assert.equal(pilot.shieldTicks, 0);
    assert.ok(pilot.vx < vx, 'it does not slow down');
    assert.deepEqual([table.state.roster.get('one')?.connected, table.game.isEmpty], [false, false]);
    table.game.restore('one');
    table.tick();
    assert.equal(table.state.roster.get('one')?.connected, true);
  });

  it('has its stamps judged by the tick in which they are used and by its own round trip', () => {
    const table = new GameTable({ bots: 0 });
    const { inputStatus } = table.game.seat('one', { name: 'One' });
    for (let tick = 0; tick < 20; tick++) table.tick();
    const usedIn = table.world.tick + 1;
    for (const [back, rttMs, clamped] of [
      [9, 0, 0],
      [9.125, 0, 1],
      [9.125, 100, 1],
    ] as const) {
      table.rttMs = rttMs;
      table.receive('one', { ...IDLE_INPUT_FRAME, seenTick: table.world.tick + 1 - back });
      table.tick();
      assert.equal(inputStatus.clamped, clamped, `${back} ticks at ${rttMs} ms`);
    }
    assert.equal(table.world.tick, usedIn + 2);
  });
});

describe('A game counts and tells', () => {
  it('input frames by fate, each tick once', async () => {
    const table = new GameTable({ bots: 0 });
    table.game.seat('one', { name: 'One' });
    const fates = async () =>
      Promise.all(['used', 'coasted', 'dropped', 'clamped'].map((fate) => countOf(table.metrics.inputFrames, fate)));
    for (let tick = 0; tick < 3; tick++) {
      table.receive('one', RUN_RIGHT);
      table.tick();
    }
    for (let tick = 0; tick < 15; tick++) table.tick();
    assert.deepEqual(await fates(), [3, 1, 0, 0]);
  });

  it('the time of a tick by its parts', async () => {
    const table = new GameTable();
    for (let tick = 0; tick < 30; tick++) table.tick();
    for (const part of ['play', 'publish']) assert.ok((await countOf(table.metrics.tickParts, part)) > 0, part);
  });

  it('hits to the sessions of both, with their round trips, and no bot', () => {
    const table = new GameTable({ bots: 1 });
    const [bot] = table.world.pilots;
    const gunner = pilotOf(table, table.game.seat('gunner', { name: 'Gunner' }).seat);
    const victim = pilotOf(table, table.game.seat('victim', { name: 'Victim' }).seat);
    assert.ok(bot !== undefined);
    table.world.match.phase = PHASE.play;
    const hitsOn = (target: Pilot): typeof table.sent => {
      table.sent.length = 0;
      for (let tick = 0; tick < 60 && !table.sent.some(({ type }) => type === 'hit'); tick++) {
        Object.assign(gunner, { x: 300, y: 80, railShots: 4, hp: 100 });
        for (const each of [bot, victim]) Object.assign(each, { x: 2000, y: 1500, shieldTicks: 90, hp: 100 });
        Object.assign(target, { x: 600, y: 80, vx: 0, vy: 0, shieldTicks: 0 });
        table.receive('gunner', { ...IDLE_INPUT_FRAME, buttons: 1, seenTick: table.world.tick });
        table.tick();
      }
      return table.sent.filter(({ type }) => type === 'hit');
    };
    table.rttMs = 64;
    const [hit] = hitsOn(victim);
    assert.deepEqual(hit?.to, ['gunner', 'victim']);
    assert.ok(hit?.type === 'hit');
    assert.deepEqual([hit.message.evidence?.shooterRttMs, hit.message.evidence?.victimRttMs], [64, 64]);
    const [botHit] = hitsOn(bot);
    assert.deepEqual(botHit?.to, ['gunner']);
    assert.ok(botHit?.type === 'hit');
    assert.deepEqual([botHit.message.evidence?.shooterRttMs, botHit.message.evidence?.victimRttMs], [64, 0]);
  });

  it('nothing to nobody: what concerns bots alone is not sent', () => {
    const table = new GameTable({ bots: 8, seed: 11 });
    const { seat } = table.game.seat('one', { name: 'One' });
    for (let tick = 0; tick < 900; tick++) {
      table.receive('one', { ...IDLE_INPUT_FRAME, mx: tick % 60 < 30 ? 127 : -127 });
      table.tick();
    }
    const isAmongBots = ({ type, message }: Sent): boolean =>
      type === 'kill' && message.victim !== seat && message.killer !== seat;
    assert.ok(table.sent.some(isAmongBots), 'bots fought');
    for (const { type, to } of table.sent) assert.deepEqual(to, type === 'kill' ? undefined : ['one']);
  });
});

describe('A game of 400 seats', function () {
  this.timeout(60_000);

  it('fills up to 40 with bots, who leave for people until 400 are seated', () => {
    const { game, state } = new GameTable({ mode: 'swarm' });
    assert.deepEqual(game.counts, { players: 0, playing: 0, idle: 0, bots: 40 });
    for (let i = 1; i <= swarm.seatsMax; i++) {
      game.seat(`session-${i}`, { name: 'Pilot' });
      assert.deepEqual(game.counts, { players: i, playing: i, idle: 0, bots: Math.max(0, 40 - i) });
    }
    const names = new Set([...state.roster.values()].map(({ name }) => name));
    assert.deepEqual([state.roster.size, state.own.size, names.size], [400, 400, 400]);
    for (let i = 1; i <= 390; i++) assert.ok(game.unseat(`session-${i}`));
    assert.deepEqual(
      [game.counts, state.players.size, state.own.size],
      [{ players: 10, playing: 10, idle: 0, bots: 30 }, 40, 10],
    );
  });

  it('uses a frame of each in every tick, and never comes to an end', async () => {
    const table = new GameTable({ mode: 'swarm' });
    for (let i = 1; i <= swarm.seatsMax; i++) table.game.seat(`session-${i}`, { name: 'Pilot' });
    for (let tick = 0; tick < 60; tick++) {
      for (let i = 1; i <= swarm.seatsMax; i++) {
        const mx = ((i * 37 + tick) % 255) - 127;
        table.receive(`session-${i}`, { mx, my: -mx, aim: (i * 997 + tick * 500) & 0xffff, buttons: 1 });
      }
      table.tick();
    }
    assert.equal(await countOf(table.metrics.inputFrames, 'used'), 60 * 400);
    assert.equal(table.state.match.endTick < ENDLESS_TICK, true, 'the warm-up has an end');
    for (let tick = 0; tick < 40; tick++) table.tick();
    assert.equal(table.state.match.endTick, ENDLESS_TICK);
  });

  it('[S5] shows standings beyond what the wire carries as the most that it does', () => {
    const table = new GameTable({ mode: 'swarm' });
    const { seat } = table.game.seat('one', { name: 'One' });
    Object.assign(pilotOf(table, seat), { killPoints: 70_000, kills: 70_000 });
    for (let tick = 0; tick < 15; tick++) table.tick(); // a crowd is told twice a second
    const entry = table.state.roster.get('one');
    assert.deepEqual([entry?.score, entry?.kills, entry?.deaths], [65_535, 65_535, 0]);
  });
});
