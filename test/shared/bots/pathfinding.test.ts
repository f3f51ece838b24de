/** Ways around walls. */

import assert from 'node:assert/strict';
import { bankAim } from '../../../shared/bots/bank-shot.ts';
import { isWalkable, nextPlace } from '../../../shared/bots/pathfinding.ts';
import { arenaNames, arenaOf } from '../../../shared/sim/arena.ts';
import { type Body, newBody } from '../../../shared/sim/body.ts';
import { flyBolt } from '../../../shared/sim/bolt-flight.ts';
import { isBlocked } from '../../../shared/sim/collide.ts';
import { aimOf, aimX, aimY } from '../../../shared/sim/math.ts';
import { stepPilot } from '../../../shared/sim/pilot.ts';
import { randomInt } from '../../../shared/sim/rng.ts';
import { PILOT, PULSE, TICK_RATE_HZ } from '../../../shared/sim/tunables.ts';
import type { Arena, Place } from '../../../shared/sim/types.ts';

describe('ways around walls', () => {
  for (const name of arenaNames) {
    it(`lead from anywhere to anywhere in ${name}, in little more time than the distance takes`, () => {
      const arena = arenaOf(name);
      const random = { rng: 42 };
      for (let trip = 0; trip < 150; trip++) {
        const from = freePlace(arena, random);
        const to = freePlace(arena, random);
        const straightTicks = (Math.hypot(to.x - from.x, to.y - from.y) / PILOT.speed) * TICK_RATE_HZ;
        const ticks = travel(arena, from, to);
        assert.ok(ticks < straightTicks * 1.8 + 60, `${JSON.stringify({ from, to })}: ${ticks} of ${straightTicks}`);
      }
    });
  }

  it('are straight where nothing is in between, as wide as a pilot is', () => {
    const arena = arenaOf('foundry');
    const goal = { x: 1000, y: 900 };
    assert.equal(nextPlace(arena, 600, 900, goal), goal);

    assert.ok(!isWalkable(arena, 1123, 640, 1123, 920), 'one unit of the pilot would scrape the block');
    assert.ok(isWalkable(arena, 1122, 640, 1122, 920), 'exactly beside it is enough');
  });
});

describe('a shot off a wall', () => {
  it('reaches who stands behind the corner', () => {
    const arena = arenaOf('foundry');
    const [x, y, toX, toY] = [1200, 640, 1290, 930];
    const aim = bankAim(arena, x, y, toX, toY);
    assert.ok(aim >= 0);
    const bolt = { x, y, vx: aimX(aim) * PULSE.speed, vy: aimY(aim) * PULSE.speed, bounces: PULSE.bounces };
    let nearest = Infinity;
    for (let tick = 0; tick < PULSE.lifeTicks && flyBolt(bolt, arena); tick++) {
      nearest = Math.min(nearest, Math.hypot(bolt.x - toX, bolt.y - toY));
    }
    assert.ok(nearest < 20, `passed ${nearest} u away`);
  });

  it('is not thought of where no face helps', () => {
    const arena: Arena = { ...arenaOf('foundry'), walls: [{ x: 1000, y: 0, width: 48, height: 1600 }] };
    assert.equal(bankAim(arena, 900, 800, 1150, 800), -1);
  });
});

function freePlace(arena: Arena, random: { rng: number }): Place {
  for (;;) {
    const place = { x: 18 + randomInt(random, arena.width - 36), y: 18 + randomInt(random, arena.height - 36) };
    if (!isBlocked(arena, place.x, place.y, PILOT.radius)) return place;
  }
}

/** A goal that touches a wall is reached as far as the cell beside it goes. */
const REACHED_U = 48;
/** Longer than any way takes, even across the largest arena. */
const TRAVEL_TICKS_MAX = 2400;

/** Walks as a pilot does. @returns ticks until the goal is reached */
function travel(arena: Arena, from: Place, to: Place): number {
  const body: Body = { ...newBody(), ...from, alive: true, life: 1 };
  for (let tick = 0; tick < TRAVEL_TICKS_MAX; tick++) {
    if (Math.hypot(to.x - body.x, to.y - body.y) < REACHED_U) return tick;
    const place = nextPlace(arena, body.x, body.y, to);
    const aim = aimOf(place.x - body.x, place.y - body.y);
    stepPilot(body, { mx: Math.round(aimX(aim) * 127), my: Math.round(aimY(aim) * 127), aim, buttons: 0 }, arena);
  }
  throw new Error(`never got from ${JSON.stringify(from)} to ${JSON.stringify(to)}`);
}
