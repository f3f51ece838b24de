/** From the decoded state to views: plain copies, so that no reader holds on to live state. */
import { isAside } from '../sim/aside.ts';
import { type Body, copyBody } from '../sim/body.ts';
import { PAD, TICK_RATE_HZ } from '../sim/tunables.ts';
import { ENDLESS_TICK, type Phase, type Weapon } from '../sim/types.ts';
import { aimOfRadians } from '../wire/input.ts';
import { type ArenaState, type OwnState, PICKUP, type PilotState } from '../wire/state.ts';
import type { BoardLine, GhostView, HouseView, MatchView, OwnView, PadView, RemoteView } from './views.ts';

/** The server's own pilot as a body to simulate with. */
export const bodyOf = (truth: OwnState): Body => ({ ...copyBody(truth), aim: aimOfRadians(truth.aim) });

/** @param body as it is to be seen */
export const ownViewOf = (sessionId: string, truth: OwnState, body: Body, tick: number): OwnView => ({
  ...body,
  seat: truth.seat,
  sessionId,
  hp: truth.hp,
  respawnInTicks: truth.alive || isAside(truth) ? 0 : Math.max(0, truth.respawnTick - tick),
  killedBy: truth.killedBy,
  killedWith: truth.killedWith as Weapon,
  aside: isAside(truth),
  idleEndInTicks: Math.max(0, truth.idleEndTick - tick),
});

export function remoteOf(sessionId: string, player: PilotState): RemoteView {
  const { seat, x, y, aim, hp, alive, aside, life, dashing, shielded, armed, charging } = player;
  return { seat, sessionId, x, y, aim: aimOfRadians(aim), hp, alive, aside, life, dashing, shielded, armed, charging };
}

export function matchOf(state: ArenaState, tick: number): MatchView {
  const { number, phase, endTick, mode, arena, leader } = state.match;
  const secondsLeft =
    endTick === ENDLESS_TICK ? Number.POSITIVE_INFINITY : Math.max(0, (endTick - tick) / TICK_RATE_HZ);
  return { number, phase: phase as Phase, mode, arena, leader, secondsLeft, pilots: state.pilots };
}

export function houseOf({ house }: ArenaState, tick: number): HouseView {
  const { host, locked, voteOn: on, voteBy: by, votes, votesNeeded: needed, voteEndTick: endTick } = house;
  const secondsLeft = Math.max(0, (endTick - tick) / TICK_RATE_HZ);
  return { host, locked, vote: on === 0 ? undefined : { on, by, votes, needed, secondsLeft, endTick } };
}

/** Best of a crowd that the roster always has. */
const BEST = 10;

/** Best first; ties by seat, so that lines do not jump about. */
export function boardOf(state: ArenaState, ownSessionId: string): BoardLine[] {
  const lines: BoardLine[] = [];
  for (const [sessionId, entry] of state.roster) {
    const { seat, name, bot, connected, aside, score, kills, deaths, sparks } = entry;
    const own = sessionId === ownSessionId;
    lines.push({ place: 0, seat, sessionId, name, bot, connected, aside, own, score, kills, deaths, sparks });
  }
  lines.sort((a, b) => b.score - a.score || a.seat - b.seat);
  const ownPlace = state.own.get(ownSessionId)?.place ?? 0;
  for (const [nth, line] of lines.entries()) line.place = placeOf(line, nth + 1, ownPlace);
  return lines;
}

/** @param ownPlace 0: all places are known */
function placeOf({ own }: BoardLine, place: number, ownPlace: number): number {
  if (ownPlace > 0 && own) return ownPlace;
  return ownPlace === 0 || place <= BEST ? place : 0;
}

export function padsOf(state: ArenaState, tick: number): PadView[] {
  const pads: PadView[] = [];
  for (const [id, { kind, x, y, readyTick }] of state.pickups) {
    if (kind !== PICKUP.railPad) continue;
    pads.push({ id, x, y, readyInTicks: Math.max(0, readyTick - tick), refillTicks: PAD.refillTicks });
  }
  return pads;
}

export const ghostsOf = (state: ArenaState): GhostView[] =>
  [...state.players.values()].map(({ seat, x, y, alive }) => ({ seat, x, y, alive }));
