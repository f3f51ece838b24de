/** One input frame on the wire, its way to and from the simulation's whole numbers, and the guard against bad ones. */
import { type SchemaType, schema, t } from '@colyseus/schema';
import { AIM_STEPS, TURN } from '../sim/math.ts';
import { AXIS_MAX, BUTTON, type InputFrame } from '../sim/types.ts';

/** Quantized fields only: a frame reads the same on both ends, or prediction would be off by what the wire rounds away. */
export const PlayerInput = schema(
  {
    /** Wanted direction of travel, each axis in [-1, 1] in steps of 1/127. */
    mx: t.quantized({ min: -1, max: 1, bits: 8 }).default(0),
    my: t.quantized({ min: -1, max: 1, bits: 8 }).default(0),
    /** Direction of the gun, radians in [0, 2π) in 65 536 steps. */
    aim: t.angle({ bits: 16 }).default(0),
    /** Bits of BUTTON: 1 fire, 2 dash. */
    buttons: t.uint8().default(0),
    /** Render time of the others when this frame was made: server tick in eighths, mod 65 536; see stampOf. */
    seen: t.uint16().default(0),
  },
  'PlayerInput',
);
export type PlayerInput = SchemaType<typeof PlayerInput>;

const STAMP_STEPS = 8;
const STAMP_MASK = 0xffff;

/** The wire's own rounding (schema's quantize), so that a direction survives the way there and back. */
export function aimOfRadians(radians: number): number {
  const turns = (radians / TURN) % 1;
  return Math.floor((turns < 0 ? turns + 1 : turns) * AIM_STEPS + 0.5) % AIM_STEPS;
}

export const radiansOfAim = (aim: number): number => (aim / AIM_STEPS) * TURN;

/** Bytes of each field's value on the wire, in the schema's order. */
const FIELD_BYTES = [1, 1, 2, 1, 2] as const;
/** What the byte before a value says: the field in its low bits, and how the value came there: changed or set. */
const OPERATIONS: ReadonlySet<number> = new Set([0, 0x80]);
const FIELD_BITS = 0x3f;

/**
 * Whether bytes are whole fields of PlayerInput, as many as there are; none = nothing has changed. Asked before they are
 * decoded: the decoder writes a line for a field that is none, and goes on.
 */
export function isInputFrame(bytes: Uint8Array, offset: number): boolean {
  let at = offset;
  while (at < bytes.length) {
    const tag = bytes[at] ?? 0;
    const valueBytes = FIELD_BYTES[tag & FIELD_BITS];
    if (valueBytes === undefined || !OPERATIONS.has(tag & ~FIELD_BITS)) return false;
    at += 1 + valueBytes;
  }
  return at === bytes.length;
}

/** @returns the frame in the simulation's whole numbers */
export function inputFrameOf(input: PlayerInput): InputFrame {
  return {
    mx: Math.round(input.mx * AXIS_MAX),
    my: Math.round(input.my * AXIS_MAX),
    aim: aimOfRadians(input.aim),
    buttons: input.buttons,
  };
}

/** A tick with its fraction as it travels: eighths, mod 65 536 (4.5 minutes go round before it repeats). */
export const stampOf = (tick: number): number => Math.floor(tick * STAMP_STEPS) & STAMP_MASK;

/** @returns how many ticks before `tick` a stamp lies; negative if after it */
export function ticksBehind(stamp: number, tick: number): number {
  const behind = (tick * STAMP_STEPS - stamp) & STAMP_MASK;
  return (behind > STAMP_MASK / 2 ? behind - STAMP_MASK - 1 : behind) / STAMP_STEPS;
}

/** Writes a frame into the SDK's outgoing input. */
export function writeInputFrame(input: PlayerInput, inputFrame: InputFrame): void {
  input.mx = inputFrame.mx / AXIS_MAX;
  input.my = inputFrame.my / AXIS_MAX;
  input.aim = radiansOfAim(inputFrame.aim);
  input.buttons = inputFrame.buttons;
  input.seen = stampOf(inputFrame.seenTick ?? 0);
}

const finite = (value: number, min: number, max: number): number =>
  Number.isFinite(value) ? Math.min(max, Math.max(min, value)) : 0;

/** Server side, on every decoded frame: nothing but finite numbers in range and known buttons goes on. */
export function sanitizeInput(input: PlayerInput): void {
  input.mx = finite(input.mx, -1, 1);
  input.my = finite(input.my, -1, 1);
  input.aim = Number.isFinite(input.aim) ? input.aim : 0;
  input.buttons = finite(input.buttons, 0, 255) & (BUTTON.fire | BUTTON.dash);
  input.seen = finite(input.seen, 0, STAMP_MASK);
}
