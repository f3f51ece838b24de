/**
 * What becomes of each player of one room, a line of the log for each turn: joined, dropped, returned, left. `session` is in
 * all of them, so that one grep tells the story. Players decide how often they come and go: each address has a budget of lines.
 */
import type { Client } from '@colyseus/core';
import { CLOSE } from '../../shared/wire/protocol.ts';
import { type ConnectionEnd, connectionOf } from '../edge/socket-guard.ts';
import type { Log } from '../ops/log.ts';
import type { StoryLines } from '../ops/story-lines.ts';
import type { HoldOutcome } from './reconnection.ts';

/** A player as it is told of; address and guest as far as they are known. */
export type Joined = {
  session: string;
  seat: number;
  name: string;
  address?: string | undefined;
  guest?: string | undefined;
};

type Story = { address: string; joinedMs: number; drops: number; returns: number; lost?: HoldOutcome };

/** Words for close codes, where the guard of the connection has none: ours by their names, others are lost links. */
const CODE_WORDS: ReadonlyMap<number, string> = new Map([
  ...Object.entries(CLOSE).map(([name, code]) => [code, name.replace(/[A-Z]/gu, '_$&').toLowerCase()] as const),
  [CLOSE.consented, 'left'],
]);

export class Stories {
  readonly #log: Log;
  readonly #lines: Pick<StoryLines, 'unsaid'> | undefined;
  readonly #bySession = new Map<string, Story>();

  /** @param lines which lines are written; without it, all */
  constructor(log: Log, lines: Pick<StoryLines, 'unsaid'> | undefined) {
    this.#log = log;
    this.#lines = lines;
  }

  joined(player: Joined): void {
    const { session, address = '' } = player;
    this.#bySession.set(session, { address, joinedMs: performance.now(), drops: 0, returns: 0 });
    this.#tell('player_joined', session, player);
  }

  /** The connection is gone, and the seat is held. */
  dropped(client: Client, code: number | undefined): void {
    const story = this.#bySession.get(client.sessionId);
    if (story !== undefined) story.drops++;
    this.#tell('player_dropped', client.sessionId, { why: whyOf(client, code), code });
  }

  /** The seat was held until now. */
  held(session: string, outcome: HoldOutcome): void {
    const story = this.#bySession.get(session);
    if (story !== undefined) story.lost = outcome;
  }

  returned(client: Client): void {
    const story = this.#bySession.get(client.sessionId);
    if (story !== undefined) story.returns++;
    this.#tell('player_returned', client.sessionId, { address: connectionOf(client)?.address });
  }

  left(client: Client, code: number | undefined): void {
    const { sessionId } = client;
    const { joinedMs = 0, drops, returns, lost = 'back' } = this.#bySession.get(sessionId) ?? {};
    // A room that is closed drops its players first: they left because it was.
    const roomEnd = lost === 'room_ended' ? CODE_WORDS.get(code ?? 0) : undefined;
    const why = lost === 'back' ? whyOf(client, code) : (roomEnd ?? lost);
    const seconds = Math.round((performance.now() - joinedMs) / 1000);
    this.#tell('player_left', sessionId, { why, code, seconds, drops, returns });
    this.#bySession.delete(sessionId);
  }

  #tell(event: string, session: string, fields: object): void {
    const address = this.#bySession.get(session)?.address ?? '';
    const unsaid = this.#lines === undefined ? 0 : this.#lines.unsaid(address);
    if (unsaid !== undefined) this.#log.info({ event, session, ...fields, ...(unsaid > 0 ? { unsaid } : {}) });
  }
}

/** @returns why a connection ended, in a word */
const whyOf = (client: Client, code: number | undefined): ConnectionEnd | string =>
  connectionOf(client)?.endedBy ?? CODE_WORDS.get(code ?? 0) ?? 'lost';
