/** The published picture carries the simulation's numbers exactly: what is sent is what is simulated. */

import assert from 'node:assert/strict';
import { Decoder, Encoder } from '@colyseus/schema';
import { BODY_FIELDS } from '../../../shared/sim/body.ts';
import { step } from '../../../shared/sim/step.ts';
import { PAD, RAIL } from '../../../shared/sim/tunables.ts';
import { aimOfRadians, radiansOfAim } from '../../../shared/wire/input.ts';
import {
  BoltState,
  MatchState,
  OwnState,
  PICKUP,
  PickupState,
  PilotState,
  RosterEntry,
} from '../../../shared/wire/state.ts';
import { scriptedInputs, startRun } from '../../support/trace.ts';

/** A sending and a receiving end of one instance. */
function wired<T extends OwnState | PickupState | BoltState>(sent: T, got: T): () => void {
  const encoder = new Encoder(sent);
  const decoder = new Decoder(got);
  return () => {
    decoder.decode(encoder.encode().slice());
    encoder.discardChanges();
  };
}

describe('the wire', () => {
  it('carries all 65 536 positions from 0 to 8191.875 u exactly, on both ends', () => {
    const sent = new OwnState();
    const got = new OwnState();
    const patch = wired(sent, got);
    for (let steps = 0; steps < 65_536; steps++) {
      sent.x = steps / 8;
      sent.y = (65_535 - steps) / 8;
      patch();
      if (got.x !== steps / 8 || got.y !== (65_535 - steps) / 8) assert.fail(`${steps / 8} came as ${got.x}, ${got.y}`);
      if (sent.x !== steps / 8) assert.fail(`${steps / 8} is kept as ${sent.x}`);
    }
  });

  it('begins with nothing: every field is 0, empty or false, but that a seat is connected', () => {
    const kinds = { MatchState, RosterEntry, PilotState, BoltState, PickupState, OwnState };
    for (const [name, Kind] of Object.entries(kinds)) {
      const written = Object.entries(new Kind().toJSON()).filter(
        ([, value]) => value !== 0 && value !== '' && value !== false,
      );
      assert.deepEqual(written, name === 'RosterEntry' ? [['connected', true]] : [], name);
    }
  });

  it('carries all velocities from −4095.875 to 4095.875 u/s exactly, zero included', () => {
    const sent = new OwnState();
    const got = new OwnState();
    const patch = wired(sent, got);
    for (let steps = -32_767; steps <= 32_767; steps++) {
      sent.vx = steps / 8;
      sent.vy = -sent.vx;
      patch();
      if (got.vx !== steps / 8 || got.vy !== -steps / 8) assert.fail(`${steps / 8} came as ${got.vx}, ${got.vy}`);
    }
  });

  it('carries every direction: all 65 536 aims come back from their radians', () => {
    const sent = new OwnState();
    const got = new OwnState();
    const patch = wired(sent, got);
    for (let aim = 0; aim < 65_536; aim++) {
      sent.aim = radiansOfAim(aim);
      patch();
      if (aimOfRadians(got.aim) !== aim) assert.fail(`aim ${aim} came as ${aimOfRadians(got.aim)}`);
    }
  });

  it('has a field for every field of the body, and brings each to the owner as it is, all game long', () => {
    const run = startRun(11, 6);
    const sent = new OwnState();
    const got = new OwnState();
    const patch = wired(sent, got);
    let charged = 0;
    for (let tick = 0; tick < 900; tick++) {
      const [pilot] = run.world.pilots;
      assert.ok(pilot !== undefined);
      if (tick % 300 === 0) pilot.railShots = RAIL.shots;
      step(run.world, scriptedInputs(run));
      if (pilot.chargeTicks > 0) charged++;
      for (const name of BODY_FIELDS)
        Object.assign(sent, { [name]: name === 'aim' ? radiansOfAim(pilot.aim) : pilot[name] });
      Object.assign(sent, { hp: pilot.hp, respawnTick: pilot.respawnTick, killedBy: pilot.killedBy });
      patch();
      for (const name of BODY_FIELDS) {
        const came = name === 'aim' ? aimOfRadians(got.aim) : got[name];
        assert.equal(came, pilot[name], `${name} at tick ${run.world.tick}`);
      }
      assert.deepEqual([got.hp, got.respawnTick, got.killedBy], [pilot.hp, pilot.respawnTick, pilot.killedBy]);
    }
    assert.ok(charged > 0 && got.railFired > 0, 'the Rail was in use');
  });

  it('brings every leg of every bolt as it is', () => {
    const run = startRun(12, 10);
    let bolts = 0;
    for (let tick = 0; tick < 600; tick++) {
      step(run.world, scriptedInputs(run));
      for (const { fromX, fromY, fromVx, fromVy, fromBounces, fromTick, turn } of run.world.bolts.slice(0, 3)) {
        const leg = { x: fromX, y: fromY, vx: fromVx, vy: fromVy, bounces: fromBounces, tick: fromTick, turn };
        const got = new BoltState();
        wired(Object.assign(new BoltState(), leg), got)();
        for (const [name, value] of Object.entries(leg)) assert.equal(got[name as keyof typeof leg], value, name);
        bolts++;
      }
    }
    assert.ok(bolts > 500);
  });

  it('brings pads and sparks as they are: where they lie, and until when a pad is empty', () => {
    const { world } = startRun(13, 0);
    step(world, new Map());
    for (const [i, pad] of world.pads.entries()) pad.readyTick = i * 0xffff_0000 + PAD.refillTicks;
    for (const [kind, things] of [
      [PICKUP.railPad, world.pads],
      [PICKUP.spark, world.sparks.map(({ x, y }) => ({ x, y, readyTick: 0 }))],
    ] as const) {
      assert.ok(things.length > 0);
      for (const { x, y, readyTick } of things) {
        const got = new PickupState();
        wired(Object.assign(new PickupState(), { kind, x, y, readyTick }), got)();
        assert.deepEqual([got.kind, got.x, got.y, got.readyTick], [kind, x, y, readyTick]);
      }
    }
  });
});
