/** Whole fights among bots: they fight, they score, they never stand about, and skill tells. */
import assert from 'node:assert/strict';
import { createBrain } from '../../../shared/bots/brain.ts';
import { hashWorld } from '../../../shared/sim/hash.ts';
import { aimOf } from '../../../shared/sim/math.ts';
import { fray } from '../../../shared/sim/modes/fray.ts';
import { randomInt } from '../../../shared/sim/rng.ts';
import { AXIS_MAX, BUTTON, PHASE, type Pilot, WEAPON, type World } from '../../../shared/sim/types.ts';
import { type Bout, botPlayer, boutOf, boutWith, MATCH_TICKS, type Player, play, spreadSkills } from './bout.ts';

/** Longest time without getting 20 u away: nobody may seem to hang on a wall. */
const STILL_TICKS_MAX = 180;

describe('a fray of bots', () => {
  it('is the same twice from the same seeds', () => {
    const hashes = [1, 2].map(() => {
      const bout = boutOf(5, spreadSkills(8));
      play(bout, 900);
      return hashWorld(bout.world);
    });
    assert.equal(hashes[0], hashes[1]);
  });

  it('has dozens of kills in four minutes, sparks collected, and everybody fires', () => {
    const bout = boutOf(1, spreadSkills(8));
    let kills = 0;
    let collected = 0;
    play(bout, MATCH_TICKS - 1, (_, events) => {
      kills += events.filter(({ kind }) => kind === 'kill').length;
      collected += events.filter(({ kind }) => kind === 'collect').length;
    });
    assert.ok(kills >= 36, `${kills} kills`);
    assert.ok(collected >= 300, `${collected} sparks`);
    for (const { seat, fired } of bout.world.pilots) assert.ok(fired > 50, `seat ${seat} fired ${fired}`);
  });

  it('goes for the pads and uses the Rail, which hits now and then', () => {
    const bout = boutOf(4, spreadSkills(8));
    let armed = 0;
    let bolts = 0;
    let hits = 0;
    play(bout, MATCH_TICKS - 1, (_, events) => {
      armed += events.filter(({ kind }) => kind === 'arm').length;
      bolts += events.filter(({ kind }) => kind === 'rail').length;
      hits += events.filter((event) => event.kind === 'hit' && event.weapon === WEAPON.rail).length;
    });
    // Two pads that refill in 20 s could arm 2 × (243 / 20 + 1) = 26 times; bots aim as badly as with Pulse.
    assert.ok(armed >= 8, `armed ${armed} times`);
    assert.ok(bolts >= armed, `${bolts} shots, armed ${armed} times`);
    assert.ok(hits > 0 && hits < bolts / 2, `${hits} hits of ${bolts}`);
  });

  it('spreads the deaths: nobody is everybody’s victim', () => {
    const bout = boutOf(2, Array(8).fill(0.5), 'foundry');
    play(bout, MATCH_TICKS - 1);
    const deaths = bout.world.pilots.map((pilot) => pilot.deaths);
    const sum = deaths.reduce((a, b) => a + b, 0);
    assert.ok(Math.max(...deaths) < sum * 0.35, `deaths ${deaths}`);
  });

  it('never leaves a bot in one place, in any of its arenas, few or many', () => {
    for (const count of [2, 8, 24]) {
      for (const arena of fray.arenas) {
        const bout = boutOf(1, spreadSkills(count), arena);
        const longest = longestStill(bout, 3600);
        assert.ok(longest.ticks < STILL_TICKS_MAX, `${arena}, ${count} bots: ${JSON.stringify(longest)}`);
      }
    }
  });

  it('asks only for what a frame can say', () => {
    play(boutOf(3, spreadSkills(8)), 1800, (inputFrames) => {
      for (const { mx, my, aim, buttons } of inputFrames.values()) {
        assert.ok(Number.isInteger(mx) && Math.abs(mx) <= AXIS_MAX, `mx ${mx}`);
        assert.ok(Number.isInteger(my) && Math.abs(my) <= AXIS_MAX, `my ${my}`);
        assert.ok(Number.isInteger(aim) && aim >= 0 && aim <= 65_535, `aim ${aim}`);
        assert.equal(buttons & ~(BUTTON.fire | BUTTON.dash), 0);
      }
    });
  });

  it('goes to the stronger ones', () => {
    let strong = 0;
    let weak = 0;
    for (let seed = 1; seed <= 4; seed++) {
      const { world, players } = boutOf(seed, [0.9, 0.2, 0.9, 0.2, 0.9, 0.2]);
      play({ world, players }, MATCH_TICKS - 1);
      for (const pilot of world.pilots) {
        if (pilot.seat % 2 === 1) strong += pilot.kills;
        else weak += pilot.kills;
      }
    }
    assert.ok(strong > 2 * weak, `strong ${strong}, weak ${weak}`);
  });

  it('lets a beginner beat a weak bot, and a strong bot beat the beginner', () => {
    const against = (skill: number) => {
      let won = 0;
      let lost = 0;
      for (let seed = 1; seed <= 6; seed++) {
        const bout = boutWith(seed, [beginner(seed), botPlayer(createBrain(seed, skill))]);
        play(bout, MATCH_TICKS - 1);
        won += (bout.world.pilots[0] as Pilot).kills;
        lost += (bout.world.pilots[1] as Pilot).kills;
      }
      return { won, lost };
    };
    const weak = against(0.2);
    const strong = against(0.9);
    assert.ok(weak.won > weak.lost, `against a weak bot ${JSON.stringify(weak)}`);
    assert.ok(strong.lost > 2 * strong.won, `against a strong bot ${JSON.stringify(strong)}`);
  });
});

/** Longest time that a living bot stayed within 20 u while the match was on. */
function longestStill(bout: Bout, ticks: number): { ticks: number; seat: number; x: number; y: number } {
  const anchors = new Map<number, { x: number; y: number; tick: number }>();
  let longest = { ticks: 0, seat: 0, x: 0, y: 0 };
  play(bout, ticks, () => {
    const { tick, match } = bout.world;
    for (const { seat, x, y, alive } of bout.world.pilots) {
      const anchor = anchors.get(seat);
      const moved = anchor === undefined || (x - anchor.x) ** 2 + (y - anchor.y) ** 2 > 400;
      if (moved || !alive || match.phase !== PHASE.play) anchors.set(seat, { x, y, tick });
      else if (tick - anchor.tick > longest.ticks) longest = { ticks: tick - anchor.tick, seat, x, y };
    }
  });
  return longest;
}

/**
 * Somebody in their first minutes: runs at the only enemy and past it, never dodges, shoots where it was 400 ms ago with
 * a shaky hand, and holds the trigger down.
 */
function beginner(seed: number): Player {
  const random = { rng: seed };
  const trail: { x: number; y: number }[] = [];
  let error = 0;
  let strayX = 0;
  let strayY = 0;
  return (world: World, pilot: Pilot) => {
    const enemy = world.pilots.find(({ seat }) => seat !== pilot.seat) as Pilot;
    trail.push({ x: enemy.x, y: enemy.y });
    const seen = trail[Math.max(0, trail.length - 12)] as { x: number; y: number };
    if (world.tick % 30 === 0) {
      error = randomInt(random, 3600) - 1800; // up to 10 degrees
      strayX = randomInt(random, 500) - 250;
      strayY = randomInt(random, 500) - 250;
    }
    const clampAxis = (value: number) => Math.max(-AXIS_MAX, Math.min(AXIS_MAX, Math.round(value)));
    return {
      mx: clampAxis(seen.x + strayX - pilot.x),
      my: clampAxis(seen.y + strayY - pilot.y),
      aim: (aimOf(seen.x - pilot.x, seen.y - pilot.y) + error) & 0xffff,
      buttons: BUTTON.fire,
    };
  };
}
