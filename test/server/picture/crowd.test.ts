/** A room for more than 32: whom its roster names, how often standings are told, and who hears of a death. */
import assert from 'node:assert/strict';
import type { Viewer } from '../../../server/picture/viewer.ts';
import { IDLE_INPUT_FRAME, PHASE, type Pilot } from '../../../shared/sim/types.ts';
import { GameTable } from '../../support/game-table.ts';
import { PictureClient } from '../../support/picture-client.ts';

const PEOPLE = 40;
const STANDINGS_TICKS = 15;
const FAR_U = 3000;

describe('A crowd', () => {
  let table: GameTable;
  let client: PictureClient;

  const pilotOf = (key: string): Pilot =>
    table.world.pilots.find(({ seat }) => seat === table.game.seatOf(key)?.seat) as Pilot;

  /** Places in rows by hundreds of units: the first ones around the first, the others far away. */
  const spread = (): void => {
    for (let n = 0; n < PEOPLE; n++)
      Object.assign(pilotOf(`s${n}`), {
        x: 1000 + 50 * n + (n < 5 ? 0 : FAR_U),
        y: 1000,
        vx: 0,
        vy: 0,
        alive: true,
        sparks: 0,
      });
  };

  const play = (ticks: number): void => {
    for (let tick = 0; tick < ticks; tick++) {
      spread();
      for (let n = 0; n < PEOPLE; n++) table.receive(`s${n}`, IDLE_INPUT_FRAME);
      table.tick();
      client.see();
    }
  };

  beforeEach(() => {
    table = new GameTable({ mode: 'swarm', bots: 0 });
    for (let n = 0; n < PEOPLE; n++) table.game.seat(`s${n}`, { name: `P${n}` });
    const { picture, viewerOf } = table.game.publisher;
    client = new PictureClient(table.state, picture, viewerOf('s0') as Viewer);
    table.world.match.phase = PHASE.play;
    spread();
    table.tick();
    client.come();
    play(2 * STANDINGS_TICKS);
  });

  it('[S9] is named by the best ten, those in view and the own entry, and counted', () => {
    for (let n = 20; n < 30; n++) pilotOf(`s${n}`).killPoints = 100 - n;
    play(2 * STANDINGS_TICKS);
    const expected = ['s0', 's1', 's2', 's3', 's4', ...Array.from({ length: 10 }, (_, n) => `s${20 + n}`)];
    assert.deepEqual(Object.keys(client.seen.roster).sort(), expected.sort());
    assert.equal(client.seen.pilots, PEOPLE);
    assert.equal(client.seen.own.s0?.place, 11);
  });

  it('[S9] hears twice a second how it stands', () => {
    const changes: number[] = [];
    let told = client.seen.roster.s0?.score;
    for (let tick = 0; tick < 4 * STANDINGS_TICKS; tick++) {
      pilotOf('s0').killPoints++;
      play(1);
      const score = client.seen.roster.s0?.score;
      if (score !== told) changes.push(table.world.tick);
      told = score;
    }
    assert.equal(changes.length, 4, changes.join());
    assert.ok(
      changes.every((tick) => tick % STANDINGS_TICKS === 0),
      changes.join(),
    );
  });

  it('[M1] [M3] hears of deaths that it sees, and of the leader’s wherever that falls', () => {
    const told = (victim: string, hurtBy: string): readonly string[] | undefined => {
      Object.assign(pilotOf(victim), { hurtBy: pilotOf(hurtBy).seat, hurtTick: table.world.tick, hp: 50 });
      table.sent.length = 0;
      table.game.drop(victim);
      table.game.unseat(victim);
      return table.sent.find(({ type }) => type === 'kill')?.to;
    };
    const near = told('s4', 's3') ?? [];
    assert.ok(
      ['s0', 's1', 's2', 's3'].every((key) => near.includes(key)),
      near.join(),
    );
    assert.ok(!near.includes('s30'));
    const far = told('s39', 's38') ?? [];
    assert.ok(far.includes('s38') && !far.includes('s0'), far.join());
    table.world.match.leader = pilotOf('s37').seat;
    assert.equal(told('s37', 's36'), undefined);
  });
});
