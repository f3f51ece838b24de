/** All that one frame's drawing may look at. */
import type {
  BoardLine,
  BoltView,
  GhostView,
  MatchView,
  OwnView,
  PadView,
  RemoteView,
  SparkView,
} from '../../shared/netcode/views.ts';

export type FrameView = {
  nowMs: number;
  /** Since the last frame; capped, so that nothing leaps after a hitch. */
  deltaMs: number;
  ownSeat: number;
  own: OwnView | undefined;
  remotes: readonly RemoteView[];
  bolts: readonly BoltView[];
  sparks: readonly SparkView[];
  pads: readonly PadView[];
  /** Where the server has each pilot; empty unless asked for. */
  ghosts: readonly GhostView[];
  /** The player has not looked for a while: what is new now is not news. */
  quiet: boolean;
  match: MatchView;
  /** Lines of the score board by seat; refreshed a few times a second. */
  lines: ReadonlyMap<number, BoardLine>;
};
