/**
 * What spares a light bot most of its work: it does not decode the state, and reads only the tick out of each patch. The
 * ack comes in front of the patch and is read by the SDK. Some bots of a run decode all the same, so that a patch that
 * nobody could read is still found.
 */
import type { Room } from '@colyseus/sdk';
import type { Adapter } from '../contract/adapter.ts';

type Iterator = { offset: number };
/** The SDK's own, of a room that has joined. */
type Serializer = {
  setState: (bytes: Uint8Array, it?: Iterator) => unknown;
  patch: (bytes: Uint8Array, it?: Iterator) => unknown;
  getState: () => object | undefined;
};

/** From now on the state of that room stays empty, but for its `tick`. */
export function skim(room: Room, tickOf: NonNullable<Adapter['tickOfPatch']>): void {
  const serializer = room.serializer as unknown as Serializer;
  let tick: number | undefined;
  const read = (bytes: Uint8Array, it?: Iterator): void => {
    tick = tickOf(bytes, it?.offset ?? 0) ?? tick;
  };
  Object.assign(serializer, { setState: read, patch: read });
  Object.defineProperty(serializer.getState() ?? {}, 'tick', { get: () => tick });
}
