/** Joining, leaving and coming back to a seat, as one state machine over the SDK. */
import type { Session } from './session.ts';

export type JoinTarget =
  | { kind: 'quick'; mode: string }
  | { kind: 'room'; roomId: string }
  | { kind: 'token'; reconnectionToken: string };

export type ConnectionState =
  | { kind: 'idle' }
  | { kind: 'joining' }
  | { kind: 'playing'; session: Session }
  /** The connection dropped; the seat is held and the SDK is trying. `session` is the one that plays on when it is back. */
  | { kind: 'dropped'; session: Session; sinceMs: number }
  /** Final: `message` is a sentence for the user. */
  | { kind: 'closed'; code: number; message: string };

export type ConnectionOptions = {
  /** ws:// or wss:// URL of the server, or http(s). */
  url: string;
  name: string;
  nowMs: () => number;
  onChange: (state: ConnectionState) => void;
  /** Newest token for coming back to the seat (page reload); null when there is no seat any more. */
  onToken?: (reconnectionToken: string | null) => void;
};

export class Connection {
  constructor(_options: ConnectionOptions) { throw new Error('in work'); }
  get state(): ConnectionState { throw new Error('in work'); }
  /** Never rejects: a failure becomes the state 'closed' with a sentence. */
  join(_target: JoinTarget): Promise<void> { throw new Error('in work'); }
  leave(): Promise<void> { throw new Error('in work'); }
}
