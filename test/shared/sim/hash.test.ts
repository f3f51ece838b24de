/** Hashes tell worlds apart by any single field; clones share nothing. */

import assert from 'node:assert/strict';
import { BODY_FIELDS } from '../../../shared/sim/body.ts';
import { cloneWorld, hashWorld } from '../../../shared/sim/hash.ts';
import { step } from '../../../shared/sim/step.ts';
import type { World } from '../../../shared/sim/types.ts';
import { scriptedInputs, startRun } from '../../support/trace.ts';

/** A world in the middle of a fight: pilots with their trails, bolts, sparks and pads are all there. */
function busyWorld(): World {
  const run = startRun(5, 6);
  do step(run.world, scriptedInputs(run));
  while (run.world.tick < 150 || run.world.bolts.length === 0);
  return run.world;
}

type Leaf = { path: string; holder: Record<string, unknown>; name: string };

/** Every field of the world that is not itself made of fields. */
function leavesOf(value: object, path = 'world'): Leaf[] {
  return Object.entries(value).flatMap(([name, field]) =>
    typeof field === 'object' && field !== null
      ? leavesOf(field, `${path}.${name}`)
      : [{ path: `${path}.${name}`, holder: value as Record<string, unknown>, name }],
  );
}

/** The smallest change that a field of its type can have. */
function changed(value: unknown): unknown {
  if (typeof value === 'number') return value + 1 / 8;
  if (typeof value === 'boolean') return !value;
  return `${String(value)}.`;
}

describe('the hash of a world', () => {
  it('changes with every single field', () => {
    const world = busyWorld();
    const hash = hashWorld(world);
    const leaves = leavesOf(world);
    assert.ok(leaves.length > 200);
    for (const part of ['pads.0.readyTick', 'pilots.0.trail.7.x', 'pilots.0.chargeTicks', 'bolts.0.x', 'sparks.0.x']) {
      assert.ok(
        leaves.some(({ path }) => path === `world.${part}`),
        part,
      );
    }
    for (const { path, holder, name } of leaves) {
      const before = holder[name];
      holder[name] = changed(before);
      assert.notEqual(hashWorld(world), hash, path);
      holder[name] = before;
    }
    assert.equal(hashWorld(world), hash);
  });

  it('changes with the order and the number of pilots, bolts, sparks, pads and points of a trail', () => {
    const world = busyWorld();
    const hash = hashWorld(world);
    const trail = world.pilots[0]?.trail;
    for (const list of [world.pilots, world.bolts, world.sparks, world.pads, trail] as unknown[][]) {
      const last = list.pop();
      assert.notEqual(hashWorld(world), hash);
      list.unshift(last);
      if (list.length > 1) assert.notEqual(hashWorld(world), hash);
      list.push(list.shift());
      assert.equal(hashWorld(world), hash);
    }
  });

  it('does not depend on the order in which fields were made', () => {
    const world = busyWorld();
    const turned = Object.fromEntries(Object.entries(world).reverse()) as World;
    assert.equal(hashWorld(turned), hashWorld(world));
  });

  it('survives the trip through JSON: a world is plain data', () => {
    const world = busyWorld();
    assert.equal(hashWorld(JSON.parse(JSON.stringify(world)) as World), hashWorld(world));
  });
});

describe('a clone of a world', () => {
  it('hashes alike and shares no part that could change', () => {
    const world = busyWorld();
    const hash = hashWorld(world);
    const clone = cloneWorld(world);
    assert.deepEqual(clone, world);
    for (const { holder, name } of leavesOf(clone)) holder[name] = changed(holder[name]);
    for (const pilot of clone.pilots) pilot.trail.length = 0;
    clone.pads.length = 0;
    clone.pilots.length = 0;
    clone.bolts.length = 0;
    clone.sparks.length = 0;
    assert.equal(hashWorld(world), hash);
  });
});

describe('the body of a pilot', () => {
  it('names all of its fields once', () => {
    assert.equal(new Set(BODY_FIELDS).size, BODY_FIELDS.length);
    const [pilot] = busyWorld().pilots;
    assert.ok(pilot !== undefined);
    for (const name of BODY_FIELDS) assert.ok(name in pilot, name);
  });
});
