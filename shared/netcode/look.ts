/** From the decoded state to what is looked at: views are plain copies, so that nobody holds on to live state. */
import type { Body } from '../sim/body.ts';
import { PAD, TICK_RATE_HZ } from '../sim/tunables.ts';
import { ENDLESS_TICK } from '../sim/types.ts';
import { aimOfRadians } from '../wire/input.ts';
import { type ArenaState, type OwnState, PICKUP, type PilotState } from '../wire/state.ts';
import type { BoardLine, GhostView, MatchView, OwnView, PadView, RemoteView } from './views.ts';

export function ownViewOf(
  sessionId: string,
  truth: OwnState,
  body: Body,
  shown: { x: number; y: number },
  tick: number,
): OwnView {
  const {
    vx,
    vy,
    aim,
    alive,
    life,
    dashTicks,
    dashCooldownTicks,
    fireCooldownTicks,
    shieldTicks,
    railShots,
    chargeTicks,
  } = body;
  return {
    seat: truth.seat,
    sessionId,
    ...shown,
    vx,
    vy,
    aim,
    alive,
    life,
    dashTicks,
    dashCooldownTicks,
    fireCooldownTicks,
    shieldTicks,
    railShots,
    chargeTicks,
    hp: truth.hp,
    respawnInTicks: truth.alive ? 0 : Math.max(0, truth.respawnTick - tick),
    killedBy: truth.killedBy,
    killedWith: truth.killedWith,
  };
}

export function remoteOf(sessionId: string, player: PilotState): RemoteView {
  const { seat, x, y, aim, hp, alive, life, dashing, shielded, armed, charging } = player;
  return { seat, sessionId, x, y, aim: aimOfRadians(aim), hp, alive, life, dashing, shielded, armed, charging };
}

export function matchOf(state: ArenaState, tick: number): MatchView {
  const { number, phase, endTick, mode, arena, leader } = state.match;
  const secondsLeft =
    endTick === ENDLESS_TICK ? Number.POSITIVE_INFINITY : Math.max(0, (endTick - tick) / TICK_RATE_HZ);
  return { number, phase, mode, arena, leader, secondsLeft };
}

/** Best first; ties by seat, so that lines do not jump about. */
export function boardOf(state: ArenaState, ownSessionId: string): BoardLine[] {
  const lines: BoardLine[] = [];
  for (const [sessionId, entry] of state.roster) {
    const { seat, name, bot, connected, score, kills, deaths, sparks } = entry;
    lines.push({
      seat,
      sessionId,
      name,
      bot,
      connected,
      own: sessionId === ownSessionId,
      score,
      kills,
      deaths,
      sparks,
    });
  }
  return lines.sort((a, b) => b.score - a.score || a.seat - b.seat);
}

export function padsOf(state: ArenaState, tick: number): PadView[] {
  const pads: PadView[] = [];
  for (const [id, { kind, x, y, readyTick }] of state.pickups) {
    if (kind !== PICKUP.railPad) continue;
    pads.push({ id, x, y, readyInTicks: Math.max(0, readyTick - tick), refillTicks: PAD.refillTicks });
  }
  return pads;
}

export function ghostsOf(state: ArenaState): GhostView[] {
  return [...state.players.values()].map(({ seat, x, y, alive }) => ({ seat, x, y, alive }));
}
