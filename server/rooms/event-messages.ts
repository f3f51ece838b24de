/** From what happened in a step to the messages that tell it, and to whom. */
import { TICK_RATE_HZ } from '../../shared/sim/tunables.ts';
import type { Evidence, SimEvent } from '../../shared/sim/types.ts';
import type { RailEvidence, ServerMessages, ServerMessageType } from '../../shared/wire/messages.ts';

/** @param to seats; undefined = everybody */
export type SendMessage = <T extends ServerMessageType>(
  type: T,
  message: ServerMessages[T],
  to?: readonly number[],
) => void;

/** @param rttMsOf the round trip of a seat as the server measured it; 0 for bots */
export function eventMessages(event: SimEvent, rttMsOf: (seat: number) => number, tell: SendMessage): void {
  if (event.kind === 'kill') {
    const { by, victim, weapon, points, leader } = event;
    tell('kill', { killer: by, victim, weapon, points, leader });
  } else if (event.kind === 'rail') {
    const { seat, x, y, toX, toY, spared } = event;
    tell('rail', { seat, x, y, toX, toY });
    if (spared !== 0) tell('spared', { by: seat, victim: spared }, [seat, spared]);
  } else if (event.kind === 'hit') {
    const { by, victim, damage, weapon, x, y, evidence } = event;
    const message = { by, victim, damage, weapon, x, y };
    if (evidence === undefined) tell('hit', message, [by, victim]);
    else tell('hit', { ...message, evidence: tellable(evidence, rttMsOf(by), rttMsOf(victim)) }, [by, victim]);
  }
}

const tellable = (evidence: Evidence, shooterRttMs: number, victimRttMs: number): RailEvidence => ({
  rewindMs: Math.round((evidence.rewindTicks * 1000) / TICK_RATE_HZ),
  apartU: Math.round(Math.hypot(evidence.nowX - evidence.seenX, evidence.nowY - evidence.seenY)),
  shooterRttMs: Math.round(shooterRttMs),
  victimRttMs: Math.round(victimRttMs),
});
