/**
 * One seat's side of the wire without any picture: paces and sends input frames, predicts the own pilot and its shots,
 * interpolates the others. Time is handed in; nothing here knows a screen, a timer or a clock.
 */
import type { Room } from '@colyseus/sdk';
import type { InputFrame } from '../sim/types.ts';
import type { ServerMessages, ServerMessageType } from '../wire/messages.ts';
import type { BoardLine, MatchView, NetStats, OwnView, RemoteView, ShotView, SparkView } from './views.ts';

export class Session {
  constructor(_room: Room) { throw new Error('in work'); }
  get ready(): boolean { throw new Error('in work'); }
  advance(_nowMs: number, _nextFrame: () => InputFrame): number { throw new Error('in work'); }
  own(): OwnView | undefined { throw new Error('in work'); }
  remotes(): RemoteView[] { throw new Error('in work'); }
  shots(): ShotView[] { throw new Error('in work'); }
  sparks(): SparkView[] { throw new Error('in work'); }
  match(): MatchView { throw new Error('in work'); }
  board(): BoardLine[] { throw new Error('in work'); }
  nameOf(_seat: number): string { throw new Error('in work'); }
  stats(): NetStats { throw new Error('in work'); }
  on<T extends ServerMessageType>(_type: T, _listener: (message: ServerMessages[T]) => void): () => void { throw new Error('in work'); }
}
