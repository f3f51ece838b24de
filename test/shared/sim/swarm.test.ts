/** Swarm: Fray's rules for 400 in the Expanse, and a match that nothing ends. */
import assert from 'node:assert/strict';
import { matchOf } from '../../../shared/netcode/view-of-state.ts';
import { arenaOf } from '../../../shared/sim/arena.ts';
import { hashWorld } from '../../../shared/sim/hash.ts';
import { swarm } from '../../../shared/sim/modes/swarm.ts';
import { step } from '../../../shared/sim/step.ts';
import { ENDLESS_TICK, PHASE } from '../../../shared/sim/types.ts';
import { createWorld } from '../../../shared/sim/world.ts';
import { ArenaState } from '../../../shared/wire/state.ts';
import { assertWorldHolds } from '../../support/invariants.ts';
import { join, leave, scriptedInputs, startRun } from '../../support/trace.ts';
import { eventsOf, ticks } from '../../support/worlds.ts';

describe('a Swarm', () => {
  it('[A2] warms up for 90 ticks and is played from then on, for ever', () => {
    const world = createWorld('swarm', 1);
    assert.deepEqual([world.match.phase, world.match.endTick], [PHASE.warmup, 90]);
    assert.deepEqual(eventsOf(ticks(world, 90), 'phase'), [{ kind: 'phase', phase: PHASE.play }]);
    assert.equal(world.match.endTick, ENDLESS_TICK);
    world.tick = 30 * 3600 * 24 * 365; // a year later
    assert.deepEqual(eventsOf(ticks(world, 60), 'phase'), []);
    assert.deepEqual([world.match.phase, world.match.number], [PHASE.play, 1]);
  });

  it('is looked at without a clock', () => {
    const state = new ArenaState();
    state.match.endTick = 90;
    assert.equal(matchOf(state, 30).secondsLeft, 2);
    state.match.endTick = ENDLESS_TICK;
    assert.equal(matchOf(state, 30).secondsLeft, Number.POSITIVE_INFINITY);
  });

  it('has room: 8000 × 6000 u, 48 spawn places or more, and a floor that fills up to its own limits', () => {
    const { width, height, spawns } = arenaOf('expanse');
    assert.deepEqual([width, height], [8000, 6000]);
    assert.ok(spawns.length >= 48);
    const world = createWorld('swarm', 1);
    ticks(world, 1);
    assert.equal(world.sparks.length, swarm.floorSparks);
  });

  it('holds with 400 pilots who come, go, run, dash and fire, and is the same twice', function () {
    this.timeout(20_000);
    const [run, twin] = [startRun(8, swarm.seatsMax, 'swarm'), startRun(8, swarm.seatsMax, 'swarm')];
    run.world.match.endTick = twin.world.match.endTick = 1;
    let kills = 0;
    for (let tick = 1; tick <= 150; tick++) {
      for (const each of [run, twin]) {
        if (tick % 10 === 5) leave(each);
        if (tick % 10 === 0) join(each);
      }
      kills += eventsOf(step(run.world, scriptedInputs(run)), 'kill').length;
      step(twin.world, scriptedInputs(twin));
      if (tick % 15 === 0) {
        assertWorldHolds(run.world);
        assert.equal(hashWorld(run.world), hashWorld(twin.world), `tick ${tick}`);
      }
    }
    assert.equal(run.world.match.endTick, ENDLESS_TICK);
    assert.ok(kills > 0 && run.world.sparks.length <= swarm.floorSparksMax, `${kills} kills`);
  });
});
