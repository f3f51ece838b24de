/** Puts a picture in the place of Colyseus's own patches; what all clients have from the start stays Colyseus's. */
import type { Socket } from 'node:net';
import { type Client, ClientState, type Room, type Serializer } from '@colyseus/core';
import type { ArenaState } from '../../shared/wire/state.ts';
import type { Written } from './patch-writer.ts';
import type { Picture } from './picture.ts';
import type { Viewer } from './viewer.ts';

type ViewerOf = (sessionId: string) => Viewer | undefined;

type Timing = { sNow: number };

/** A client that has so much waiting for it gets no patch until that is gone: then one with all that it missed. */
const WAITING_BYTES_MAX = 8192;

/** Private parts of Colyseus and `ws`: the serializer that came with the state; the socket; how many input frames were used. */
type WithSerializer = { _serializer: Serializer<ArenaState> };
type WithSocket = { readyState?: number; OPEN?: number; _socket?: Socket };
type WithInput = { _inputBuffer?: { ackSeq: number } };

export class PictureSerializer implements Serializer<ArenaState> {
  readonly id = 'schema';
  readonly #stock: Serializer<ArenaState>;
  readonly #picture: Picture;
  readonly #viewerOf: ViewerOf;

  constructor(room: Room, { picture, viewerOf }: { picture: Picture; viewerOf: ViewerOf }) {
    this.#stock = (room as unknown as WithSerializer)._serializer;
    this.#picture = picture;
    this.#viewerOf = viewerOf;
  }

  reset(): void {
    throw new Error('a room keeps its state');
  }

  handshake(): Uint8Array {
    return this.#stock.handshake?.() ?? new Uint8Array();
  }

  getFullState(client?: Client, timing?: Timing): Uint8Array {
    const shared = this.#stock.getFullState();
    const viewer = client === undefined ? undefined : this.#viewerOf(client.sessionId);
    if (client === undefined || viewer === undefined || timing === undefined) return shared;
    return this.#picture.fullStateFor(viewer, shared, { sNow: timing.sNow, ack: ackOf(client) }).message;
  }

  applyPatches(clients: Client[], state: ArenaState, timing?: Timing): boolean {
    this.#stock.applyPatches([], state); // forgets what has changed: the picture keeps count of that itself
    const sNow = timing?.sNow ?? 0;
    for (const client of clients) {
      if (client.state !== ClientState.JOINED || waitingBytesOf(client) > WAITING_BYTES_MAX) continue;
      const viewer = this.#viewerOf(client.sessionId);
      if (viewer !== undefined) send(client, this.#picture.patchFor(viewer, { sNow, ack: ackOf(client) }));
    }
    return true;
  }
}

/** Straight to the socket: `ws` would write its head apart, which costs as much again. It holds nothing back that came before. */
function send(client: Client, { message, wsFrame }: Written): void {
  const { readyState, OPEN, _socket: socket } = client.ref as WithSocket;
  if (wsFrame !== undefined && socket !== undefined && readyState === OPEN) socket.write(wsFrame);
  else client.raw(message);
}

const waitingBytesOf = ({ ref }: Client): number => (ref as { bufferedAmount?: number }).bufferedAmount ?? 0;

const ackOf = (client: Client): number => (client as WithInput)._inputBuffer?.ackSeq ?? 0;
