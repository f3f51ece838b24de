/** Input frames over the wire and back, all of them; and the guard against what no honest client sends. */
import assert from 'node:assert/strict';
import { Decoder } from '@colyseus/schema';
import { InputEncoder } from '@colyseus/schema/input';
import fc from 'fast-check';
import { stepPilot } from '../../../shared/sim/player.ts';
import type { InputFrame } from '../../../shared/sim/types.ts';
import {
  aimOfRadians,
  frameOf,
  PlayerInput,
  radiansOfAim,
  sanitizeInput,
  writeFrame,
} from '../../../shared/wire/input.ts';
import { foundry, frame, LANE, placePilot, quietWorld } from '../../support/worlds.ts';

/** One sender and one receiver; each frame is encoded by the SDK's encoder and decoded as the server does it. */
class Trip {
  readonly #sent = new PlayerInput();
  readonly #got = new PlayerInput();
  readonly #encoder = new InputEncoder(this.#sent);
  readonly #decoder = new Decoder(this.#got);

  /** @returns what the server steps with, and what the sender itself reads back and predicts with */
  send(given: InputFrame): { server: InputFrame; client: InputFrame } {
    writeFrame(this.#sent, given);
    const client = frameOf(this.#sent);
    this.#decoder.decode(this.#encoder.encode().slice());
    sanitizeInput(this.#got);
    return { server: frameOf(this.#got), client };
  }
}

describe('an input frame', () => {
  it('survives the wire with every aim, on both ends', () => {
    const trip = new Trip();
    for (let aim = 0; aim < 65_536; aim++) {
      const { server, client } = trip.send(frame({ aim }));
      if (server.aim !== aim || client.aim !== aim) assert.fail(`aim ${aim}: ${server.aim} there, ${client.aim} here`);
    }
  });

  it('survives the wire with every direction of travel, on both ends', () => {
    const trip = new Trip();
    for (let mx = -127; mx <= 127; mx++) {
      for (let my = -127; my <= 127; my++) {
        const { server, client } = trip.send(frame({ mx, my }));
        const same = server.mx === mx && server.my === my && client.mx === mx && client.my === my;
        if (!same) assert.fail(`${mx}, ${my}: ${JSON.stringify(server)} there, ${JSON.stringify(client)} here`);
      }
    }
  });

  it('survives the wire with its buttons; unknown buttons are dropped', () => {
    const trip = new Trip();
    for (let buttons = 0; buttons < 256; buttons++) {
      assert.equal(trip.send({ ...frame(), buttons }).server.buttons, buttons & 3);
    }
  });

  it('has exact zeroes when nothing is touched', () => {
    const { server } = new Trip().send(frame());
    assert.deepEqual(
      Object.values(server).map((value) => Object.is(value, 0)),
      [true, true, true, true],
    );
  });

  it('reads as idle before anything was written', () => {
    assert.deepEqual(frameOf(new PlayerInput()), frame());
  });

  it('moves a pilot alike on both ends: the grid is the wire', () => {
    const axis = fc.integer({ min: -127, max: 127 });
    const frames = fc.array(
      fc.record({
        mx: axis,
        my: axis,
        aim: fc.integer({ min: 0, max: 65_535 }),
        buttons: fc.integer({ min: 0, max: 3 }),
      }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(frames, (sent) => {
        const trip = new Trip();
        const server = placePilot(quietWorld(), 1, LANE.x, LANE.y);
        const client = { ...server };
        for (const given of sent) {
          const both = trip.send(given);
          stepPilot(server, both.server, foundry());
          stepPilot(client, both.client, foundry());
        }
        assert.deepEqual(client, server);
      }),
    );
  });
});

describe('aims and radians', () => {
  it('are each other, with any number of turns', () => {
    for (const aim of [0, 1, 16_384, 32_768, 65_535]) {
      for (const turns of [-3, -1, 0, 1, 5]) {
        assert.equal(aimOfRadians(radiansOfAim(aim) + turns * Math.PI * 2), aim);
      }
    }
  });
});

describe('the guard on decoded input', () => {
  const ODD = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e308, -1e308, 1e-320, -0, 2 ** 40 + 3];

  it('lets nothing through but whole numbers in range, whatever comes in', () => {
    for (const odd of ODD) {
      for (const name of ['mx', 'my', 'aim', 'buttons'] as const) {
        // A plain object: the schema's own setters would clamp before the guard sees anything.
        const raw = { mx: 0, my: 0, aim: 0, buttons: 0, [name]: odd } as unknown as PlayerInput;
        sanitizeInput(raw);
        const { mx, my, aim, buttons } = frameOf(raw);
        const what = `${name} = ${odd}: ${JSON.stringify({ mx, my, aim, buttons })}`;
        assert.ok(Number.isInteger(mx) && Math.abs(mx) <= 127, what);
        assert.ok(Number.isInteger(my) && Math.abs(my) <= 127, what);
        assert.ok(Number.isInteger(aim) && aim >= 0 && aim < 65_536, what);
        assert.ok(buttons >= 0 && buttons <= 3, what);
      }
    }
  });

  it('turns no number into standing still, not into full speed to the left', () => {
    const raw = { mx: Number.NaN, my: Number.POSITIVE_INFINITY, aim: Number.NaN, buttons: Number.NaN };
    sanitizeInput(raw as unknown as PlayerInput);
    assert.deepEqual(frameOf(raw as unknown as PlayerInput), frame());
  });
});
