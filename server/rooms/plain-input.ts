/**
 * Input frames as plain values: Colyseus decodes each into a schema instance and keeps a clone of that, which costs as much
 * as all else that an input frame does. Leans on private parts of @colyseus/core as it is pinned.
 */
import type { Client } from '@colyseus/core';
import type { PlayerInput } from '../../shared/wire/input.ts';

type Plain = Pick<PlayerInput, 'mx' | 'my' | 'aim' | 'buttons' | 'seen'>;
type WithInput = { _input: unknown; _inputDecoder: { decode: (bytes: Uint8Array) => void } };

/** Marks of the fields (PROTOCOL.md, N1 to N4 and B10). */
const MX = 0x80;
const MY = 0x81;
const AIM = 0x82;
const BUTTONS = 0x83;
const SEEN = 0x84;

/** What a client has sent last; kept as it is by copying its values. */
class Latest implements Plain {
  mx = 0;
  my = 0;
  aim = 0;
  buttons = 0;
  seen = 0;

  clone(): Plain {
    const { mx, my, aim, buttons, seen } = this;
    return { mx, my, aim, buttons, seen };
  }
}

/** Has the input frames of a connection that begins now decoded here. */
export function decodePlainly(client: Client): void {
  const latest = new Latest();
  Object.assign(client as unknown as WithInput, {
    _input: latest,
    _inputDecoder: { decode: (bytes: Uint8Array) => decodeInto(latest, bytes) },
  });
}

/** What no field of an input frame is, ends it: the edge has looked at its form before. */
function decodeInto(latest: Latest, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) {
    const mark = bytes[at++];
    const low = bytes[at++] ?? 0;
    if (mark === MX) latest.mx = (low - 127) / 127;
    else if (mark === MY) latest.my = (low - 127) / 127;
    else if (mark === BUTTONS) latest.buttons = low;
    else if (mark === AIM) latest.aim = ((low + 256 * (bytes[at++] ?? 0)) / 65_536) * 2 * Math.PI;
    else if (mark === SEEN) latest.seen = low + 256 * (bytes[at++] ?? 0);
    else return;
  }
}
