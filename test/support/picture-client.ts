/** The decoder of a stock client behind a picture: it knows the handshake, and what it is sent. */
import { Reflection } from '@colyseus/schema';
import type { Picture } from '../../server/picture/picture.ts';
import type { Viewer } from '../../server/picture/viewer.ts';
import type { Published } from './published.ts';

export type Fields = Record<string, unknown>;
export type Entries = Record<string, Fields>;
export type Seen = { tick: number; tickCentiMs: number; pilots: number; match: Fields; house: Fields } & Record<
  'roster' | 'players' | 'own' | 'shots' | 'pickups',
  Entries
>;

/** First byte, time and ack come before the state (PROTOCOL.md, B2). */
const HEAD_BYTES = 9;
const HEAD = { sNow: 0, ack: 0 };

export class PictureClient {
  readonly viewer: Viewer;
  readonly #picture: Picture;
  readonly #published: Published;
  readonly #decoder: ReturnType<typeof Reflection.decode>;
  #hasState = false;

  constructor(published: Published, picture: Picture, viewer: Viewer) {
    this.viewer = viewer;
    this.#picture = picture;
    this.#published = published;
    this.#decoder = Reflection.decode(Reflection.encode(published.encoder));
  }

  /** Takes in a full state, as after a join or a return. @returns its bytes */
  come(): Uint8Array {
    const shared = Uint8Array.of(14, ...this.#published.encoder.encodeAll({ offset: 0 }));
    const { message: bytes } = this.#picture.fullStateFor(this.viewer, shared, HEAD);
    if (this.#hasState) this.#decoder.decodeResync(bytes, { offset: HEAD_BYTES });
    else this.#decoder.decode(bytes, { offset: HEAD_BYTES });
    this.#hasState = true;
    return bytes;
  }

  /** Takes in one patch. @returns its bytes */
  see(): Uint8Array {
    const { message: bytes } = this.#picture.patchFor(this.viewer, HEAD);
    this.#decoder.decode(bytes, { offset: HEAD_BYTES });
    return bytes;
  }

  /** The state as it is known now. */
  get seen(): Seen {
    return this.#decoder.state.toJSON() as Seen;
  }
}
