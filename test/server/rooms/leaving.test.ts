/** Leaving a fight, dropping out of it and coming back: worth no more than staying. A real game without sockets. */
import assert from 'node:assert/strict';
import { createMetrics } from '../../../server/ops/metrics.ts';
import { TickWatch } from '../../../server/ops/tick-metrics.ts';
import { Game, type Newcomer } from '../../../server/rooms/game.ts';
import { modeOf } from '../../../shared/sim/modes/modes.ts';
import { PILOT, PULSE, SCORE, TICK_RATE_HZ } from '../../../shared/sim/tunables.ts';
import { BUTTON, PHASE, type Pilot } from '../../../shared/sim/types.ts';
import { PlayerInput } from '../../../shared/wire/input.ts';
import { IDLE_UNTOLD } from '../../support/game-table.ts';
import { Published } from '../../support/published.ts';
import { LANE } from '../../support/worlds.ts';

/** Two seats face each other in a free lane of the Foundry. */
class Fight {
  readonly state = new Published();
  readonly told: { type: string; message: unknown }[] = [];
  readonly game: Game;
  readonly #metrics = createMetrics();
  readonly #watch = new TickWatch(this.#metrics);
  /** Buttons of each seat in the coming ticks. */
  readonly buttons = new Map<string, number>();

  constructor(a: Partial<Newcomer> = {}, b: Partial<Newcomer> = {}) {
    this.game = new Game({
      mode: modeOf('fray'),
      seed: 2,
      state: this.state.state,
      seatsMax: 8,
      bots: 0,
      metrics: this.#metrics,
      ...IDLE_UNTOLD,
      queueOf: (key) => this.#queueOf(key),
      rttMsOf: () => 50,
      send: (type, message) => void this.told.push({ type, message }),
    });
    this.game.seat('a', { name: 'A', ...a });
    this.game.seat('b', { name: 'B', ...b });
    this.game.world.match.phase = PHASE.play;
    this.game.world.match.endTick = 0xffff_ffff;
    this.ticks(PILOT.spawnShieldTicks + 2);
    this.#forgetSparks();
    Object.assign(this.pilot('a'), { x: LANE.x, y: LANE.y, vx: 0, vy: 0 });
    Object.assign(this.pilot('b'), { x: LANE.x + 200, y: LANE.y, vx: 0, vy: 0 });
  }

  pilot(key: string): Pilot {
    const seat = this.state.roster.get(key)?.seat;
    const pilot = this.game.world.pilots.find((one) => one.seat === seat);
    assert.ok(pilot !== undefined, `${key} has a pilot`);
    return pilot;
  }

  /** Neither leads, and none lies in the way. */
  #forgetSparks(): void {
    const { world } = this.game;
    for (const spark of world.sparks) Object.assign(spark, { x: 40, y: 1560 });
    for (const pilot of world.pilots) {
      world.sparksLost += pilot.sparks;
      pilot.sparks = 0;
    }
    world.match.leader = 0;
  }

  ticks(count: number): void {
    for (let i = 0; i < count; i++) this.game.tick(this.#watch);
  }

  /** A fires one bolt that strikes B. */
  hurtB(): void {
    this.buttons.set('a', BUTTON.fire);
    this.ticks(1);
    this.buttons.clear();
    this.ticks(12);
    assert.equal(this.pilot('b').hp, PILOT.hpMax - PULSE.damage);
  }

  /** A strikes B down. */
  killB(): void {
    this.pilot('b').hp = 1;
    this.buttons.set('a', BUTTON.fire);
    this.ticks(1);
    this.buttons.clear();
    this.ticks(12);
    assert.equal(this.pilot('b').alive, false);
  }

  get kills(): unknown[] {
    return this.told.filter(({ type }) => type === 'kill').map(({ message }) => message);
  }

  get score(): number {
    return this.pilot('a').killPoints;
  }

  #queueOf(key: string) {
    const input = new PlayerInput();
    input.buttons = this.buttons.get(key) ?? 0;
    let left = 1;
    return {
      get size() {
        return left;
      },
      next: () => (left-- > 0 ? input : undefined),
    };
  }
}

describe('[R11] A player who leaves', () => {
  it('gives the kill to the seat that hurt it last, up to 3 s ago', () => {
    const fight = new Fight();
    fight.hurtB();
    fight.ticks(3 * TICK_RATE_HZ - 20);
    fight.game.unseat('b');
    assert.deepEqual([fight.score, fight.pilot('a').kills, fight.kills.length], [SCORE.kill, 1, 1]);
  });

  it('gives nothing away when it was not hurt, or longer ago', () => {
    const calm = new Fight();
    calm.game.unseat('b');
    const later = new Fight();
    later.hurtB();
    later.ticks(3 * TICK_RATE_HZ + 1);
    later.game.unseat('b');
    for (const fight of [calm, later]) assert.deepEqual([fight.score, fight.kills], [0, []]);
  });

  it('gives nothing away after it was killed and has come back', () => {
    const fight = new Fight();
    fight.killB();
    fight.ticks(PILOT.respawnTicks + 2);
    fight.game.unseat('b');
    assert.equal(fight.kills.length, 1);
  });

  it('waits for its respawn when it comes again from the same address, or as the same guest', () => {
    for (const [left, came] of [
      [{ address: '10.0.0.1' }, { address: '10.0.0.1' }],
      [
        { guest: 'g', address: '10.0.0.1' },
        { guest: 'g', address: '10.0.0.9' },
      ],
    ] as const) {
      const fight = new Fight({}, left);
      fight.hurtB();
      fight.game.unseat('b');
      fight.game.seat('b2', { name: 'B', ...came });
      assert.equal(fight.pilot('b2').alive, false);
      fight.ticks(PILOT.respawnTicks - 1);
      assert.equal(fight.pilot('b2').alive, false);
      fight.ticks(1);
      assert.deepEqual([fight.pilot('b2').alive, fight.pilot('b2').shieldTicks], [true, 0]);
    }
  });

  it('is alive at once but without a shield when it left unhurt and comes again within 10 s', () => {
    const fight = new Fight({}, { address: '10.0.0.1' });
    fight.game.unseat('b');
    fight.ticks(9 * TICK_RATE_HZ);
    fight.game.seat('b2', { name: 'B', address: '10.0.0.1' });
    assert.deepEqual([fight.pilot('b2').alive, fight.pilot('b2').shieldTicks], [true, 0]);
    fight.game.unseat('b2');
    fight.ticks(11 * TICK_RATE_HZ);
    fight.game.seat('b3', { name: 'B', address: '10.0.0.1' });
    assert.equal(fight.pilot('b3').shieldTicks, PILOT.spawnShieldTicks);
  });

  it('costs a player from elsewhere nothing', () => {
    const fight = new Fight({}, { address: '10.0.0.1' });
    fight.hurtB();
    fight.game.unseat('b');
    fight.game.seat('c', { name: 'C', address: '10.0.0.2' });
    fight.game.seat('d', { name: 'D' });
    for (const key of ['c', 'd'])
      assert.deepEqual([fight.pilot(key).alive, fight.pilot(key).shieldTicks], [true, PILOT.spawnShieldTicks]);
  });
});

describe('[R11] A player who drops', () => {
  it('loses nothing by a blip of its connection', () => {
    const fight = new Fight();
    fight.hurtB();
    fight.game.drop('b');
    fight.ticks(TICK_RATE_HZ - 1);
    fight.game.restore('b');
    fight.ticks(3 * TICK_RATE_HZ);
    assert.deepEqual([fight.kills, fight.pilot('b').alive], [[], true]);
  });

  it('gives the kill away when it stays away for a second after being hurt', () => {
    const fight = new Fight();
    fight.hurtB();
    fight.game.drop('b');
    fight.ticks(TICK_RATE_HZ);
    assert.deepEqual([fight.score, fight.kills.length, fight.pilot('b').alive], [SCORE.kill, 1, false]);
    fight.ticks(200);
    fight.game.unseat('b');
    assert.equal(fight.kills.length, 1, 'and only once');
  });
});

describe('[R12] Two seats of one guest', () => {
  it('get no points and no fresh sparks from one another; those of two guests do', () => {
    for (const [b, points] of [
      [{ guest: 'one' }, 0],
      [{ guest: 'two' }, SCORE.kill],
      [{}, SCORE.kill],
    ] as const) {
      const fight = new Fight({ guest: 'one' }, b);
      const { sparksMade } = fight.game.world;
      fight.killB();
      assert.equal(fight.score, points);
      assert.equal(fight.game.world.sparksMade > sparksMade, points > 0);
    }
  });
});
