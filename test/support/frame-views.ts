/** Views for one frame's drawing, as a session would give them; whatever a test does not name is at rest. */
import type { FrameView } from '../../client/view/frame-view.ts';
import type { BoardLine, BoltView, OwnView, RemoteView } from '../../shared/netcode/views.ts';
import { newBody } from '../../shared/sim/body.ts';

export const ownView = (some: Partial<OwnView> = {}): OwnView => ({
  ...newBody(),
  seat: 1,
  sessionId: 'one',
  x: 1200,
  y: 800,
  hp: 100,
  alive: true,
  life: 1,
  respawnInTicks: 0,
  killedBy: 0,
  killedWith: 0,
  aside: false,
  idleEndInTicks: 0,
  ...some,
});

export const remoteView = (some: Partial<RemoteView> = {}): RemoteView => ({
  seat: 2,
  sessionId: 'two',
  x: 1350,
  y: 850,
  aim: 32_768,
  hp: 100,
  alive: true,
  aside: false,
  life: 1,
  dashing: false,
  shielded: false,
  armed: false,
  charging: false,
  ...some,
});

export const boltView = (some: Partial<BoltView> = {}): BoltView => ({
  id: 'bolt',
  owner: 1,
  kind: 1,
  x: 1240,
  y: 800,
  vx: 900,
  vy: 0,
  predicted: false,
  ...some,
});

export const boardLine = (some: Partial<BoardLine> = {}): BoardLine => ({
  place: 1,
  seat: 1,
  sessionId: 'one',
  name: 'Ada',
  bot: false,
  connected: true,
  aside: false,
  own: false,
  score: 0,
  kills: 0,
  deaths: 0,
  sparks: 0,
  ...some,
});

export const linesOf = (...lines: readonly BoardLine[]): ReadonlyMap<number, BoardLine> =>
  new Map(lines.map((line) => [line.seat, line]));

export const frameView = (some: Partial<FrameView> = {}): FrameView => {
  const own = 'own' in some ? some.own : ownView();
  return {
    nowMs: 1000,
    deltaMs: 16,
    own,
    ownSeat: own?.seat ?? 0,
    remotes: [],
    bolts: [],
    sparks: [],
    pads: [],
    ghosts: [],
    quiet: false,
    match: { number: 1, phase: 1, secondsLeft: 100, mode: 'fray', arena: 'foundry', leader: 0, pilots: 1 },
    lines: new Map(),
    ...some,
  };
};
