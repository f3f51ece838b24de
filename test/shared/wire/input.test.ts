/** Input frames over the wire and back, all of them; and the guard against what no honest client sends. */
import assert from 'node:assert/strict';
import { Decoder } from '@colyseus/schema';
import { InputEncoder } from '@colyseus/schema/input';
import fc from 'fast-check';
import { stepPilot } from '../../../shared/sim/pilot.ts';
import type { InputFrame } from '../../../shared/sim/types.ts';
import {
  aimOfRadians,
  inputFrameOf,
  isInputFrame,
  PlayerInput,
  radiansOfAim,
  sanitizeInput,
  stampOf,
  ticksBehind,
  writeInputFrame,
} from '../../../shared/wire/input.ts';
import { foundry, inputFrame, LANE, placePilot, quietWorld } from '../../support/worlds.ts';

/** One sender and one receiver; each frame is encoded by the SDK's encoder and decoded as the server does it. */
class Trip {
  readonly #sent = new PlayerInput();
  readonly #got = new PlayerInput();
  readonly #encoder = new InputEncoder(this.#sent);
  readonly #decoder = new Decoder(this.#got);

  /** @returns what the server steps with, and what the sender itself reads back and predicts with */
  send(given: InputFrame): { server: InputFrame; client: InputFrame; seen: number } {
    writeInputFrame(this.#sent, given);
    const client = inputFrameOf(this.#sent);
    this.#decoder.decode(this.#encoder.encode().slice());
    sanitizeInput(this.#got);
    return { server: inputFrameOf(this.#got), client, seen: this.#got.seen };
  }
}

describe('an input frame', () => {
  it('is known by its bytes: whatever the SDK writes, whole or what has changed, and nothing shorter or longer', () => {
    const input = new PlayerInput();
    const encoder = new InputEncoder(input);
    const first = encoder.encode().slice();
    assert.equal(first.length, 12, 'five fields, each with a tag');
    writeInputFrame(input, { mx: 127, my: -3, aim: 300, buttons: 3, seenTick: 99 });
    input.aim = 1;
    const changed = encoder.encode().slice();
    for (const bytes of [first, changed, encoder.encode()]) assert.ok(isInputFrame(bytes, 0), String(bytes));
    for (const bytes of [first.subarray(1), first.subarray(0, -1), Uint8Array.of(...first, 0x85)])
      assert.equal(isInputFrame(bytes, 0), false, String(bytes));
  });

  it('survives the wire with every aim, on both ends', () => {
    const trip = new Trip();
    for (let aim = 0; aim < 65_536; aim++) {
      const { server, client } = trip.send(inputFrame({ aim }));
      if (server.aim !== aim || client.aim !== aim) assert.fail(`aim ${aim}: ${server.aim} there, ${client.aim} here`);
    }
  });

  it('survives the wire with every direction of travel, on both ends', () => {
    const trip = new Trip();
    for (let mx = -127; mx <= 127; mx++) {
      for (let my = -127; my <= 127; my++) {
        const { server, client } = trip.send(inputFrame({ mx, my }));
        const same = server.mx === mx && server.my === my && client.mx === mx && client.my === my;
        if (!same) assert.fail(`${mx}, ${my}: ${JSON.stringify(server)} there, ${JSON.stringify(client)} here`);
      }
    }
  });

  it('survives the wire with its buttons; unknown buttons are dropped', () => {
    const trip = new Trip();
    for (let buttons = 0; buttons < 256; buttons++) {
      assert.equal(trip.send({ ...inputFrame(), buttons }).server.buttons, buttons & 3);
    }
  });

  it('survives the wire with its stamp: the eighth of a tick that was seen, mod 65 536', () => {
    const trip = new Trip();
    for (let eighths = 0; eighths < 65_536; eighths += 7) {
      const { seen } = trip.send(inputFrame({ seenTick: eighths / 8 }));
      if (seen !== eighths) assert.fail(`stamp ${eighths} came as ${seen}`);
    }
    assert.equal(trip.send(inputFrame({ seenTick: 8192 + 3.25 })).seen, 3.25 * 8);
    assert.equal(trip.send(inputFrame()).seen, 0);
  });

  it('has exact zeroes when nothing is touched', () => {
    const { server } = new Trip().send(inputFrame());
    assert.deepEqual(
      Object.values(server).map((value) => Object.is(value, 0)),
      [true, true, true, true],
    );
  });

  it('reads as idle before anything was written', () => {
    assert.deepEqual(inputFrameOf(new PlayerInput()), inputFrame());
  });

  it('moves a pilot alike on both ends: the grid is the wire', () => {
    const axis = fc.integer({ min: -127, max: 127 });
    const inputFrames = fc.array(
      fc.record({
        mx: axis,
        my: axis,
        aim: fc.integer({ min: 0, max: 65_535 }),
        buttons: fc.integer({ min: 0, max: 3 }),
      }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(inputFrames, (sent) => {
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

describe('a stamp', () => {
  const TICKS = fc.oneof(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 0xffff_ffff }));

  it('tells how many eighths of ticks ago it was made, up to 4095 ticks, at any tick', () => {
    fc.assert(
      fc.property(TICKS, fc.integer({ min: -4095 * 8, max: 4095 * 8 }), (tick, eighths) => {
        assert.equal(ticksBehind(stampOf(tick - eighths / 8), tick), eighths / 8);
      }),
      { numRuns: 2000 },
    );
  });

  it('is a whole number of 16 bits, rounded down to the eighth before', () => {
    fc.assert(
      fc.property(TICKS, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (tick, share) => {
        const stamp = stampOf(tick + share);
        assert.ok(Number.isInteger(stamp) && stamp >= 0 && stamp <= 65_535, `${stamp}`);
        const behind = ticksBehind(stamp, tick);
        assert.ok(-behind <= share + 1e-5 && share + behind < 1 / 8 + 1e-5, `${share} became ${-behind}`);
      }),
    );
  });

  it('goes round at tick 8192: 8192 × 8 = 65 536', () => {
    assert.deepEqual([stampOf(8191.875), stampOf(8192), stampOf(8192.125)], [65_535, 0, 1]);
    assert.equal(ticksBehind(stampOf(8190), 8193), 3);
    assert.equal(ticksBehind(stampOf(8193), 8190), -3);
    // Half way round nobody can tell ago from ahead: 4096 ticks count as ahead.
    assert.equal(ticksBehind(stampOf(0), 4095.875), 4095.875);
    assert.equal(ticksBehind(stampOf(0), 4096), -4096);
  });
});

describe('the guard on decoded input', () => {
  const ODD = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e308, -1e308, 1e-320, -0, 2 ** 40 + 3];

  it('[R5] lets nothing through but whole numbers in range, whatever comes in', () => {
    for (const odd of ODD) {
      for (const name of ['mx', 'my', 'aim', 'buttons', 'seen'] as const) {
        // A plain object: the schema's own setters would clamp before the guard sees anything.
        const raw = { mx: 0, my: 0, aim: 0, buttons: 0, seen: 0, [name]: odd } as unknown as PlayerInput;
        sanitizeInput(raw);
        const { mx, my, aim, buttons } = inputFrameOf(raw);
        const what = `${name} = ${odd}: ${JSON.stringify({ mx, my, aim, buttons })}`;
        assert.ok(Number.isInteger(mx) && Math.abs(mx) <= 127, what);
        assert.ok(Number.isInteger(my) && Math.abs(my) <= 127, what);
        assert.ok(Number.isInteger(aim) && aim >= 0 && aim < 65_536, what);
        assert.ok(buttons >= 0 && buttons <= 3, what);
        assert.ok(raw.seen >= 0 && raw.seen <= 65_535, what);
      }
    }
  });

  it('[R5] turns no number into standing still, not into full speed to the left', () => {
    const raw = {
      mx: Number.NaN,
      my: Number.POSITIVE_INFINITY,
      aim: Number.NaN,
      buttons: Number.NaN,
      seen: Number.NaN,
    };
    sanitizeInput(raw as unknown as PlayerInput);
    assert.deepEqual(inputFrameOf(raw as unknown as PlayerInput), inputFrame());
  });
});
