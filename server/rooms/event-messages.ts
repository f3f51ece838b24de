/** From what happened in a step to the messages that tell it, and to which seats. */
import { TICK_RATE_HZ } from '../../shared/sim/tunables.ts';
import { type Evidence, NOBODY, type SimEvent } from '../../shared/sim/types.ts';
import type { RailEvidence, ServerMessages, ServerMessageType } from '../../shared/wire/messages.ts';
import { type Area, areaOf } from '../picture/interest.ts';

/**
 * One message. `to` holds seats; `about` says where it happens or whose pilots it is about, and is for those who see
 * something of that; without either it is for every client of the room.
 */
export type EventMessage = {
  [T in ServerMessageType]: { type: T; message: ServerMessages[T]; to?: readonly number[]; about?: About };
}[ServerMessageType];

/** An area, or seats. */
export type About = Area | readonly number[];

type Room = {
  /** The round trip of a seat as the server measured it; 0 for bots. */
  rttMsOf: (seat: number) => number;
  /** Whether the room is one for so many that not everything concerns everybody. */
  isCrowd: boolean;
};

export function messagesOf(event: SimEvent, { rttMsOf, isCrowd }: Room): EventMessage[] {
  switch (event.kind) {
    case 'kill': {
      const { by, victim, weapon, points, leader } = event;
      const kill: EventMessage = { type: 'kill', message: { killer: by, victim, weapon, points, leader } };
      return [isCrowd && !leader ? { ...kill, about: [by, victim] } : kill];
    }
    case 'rail': {
      const { seat, x, y, toX, toY, spared } = event;
      const rail: EventMessage = { type: 'rail', message: { seat, x, y, toX, toY }, about: areaOf(x, y, toX, toY) };
      if (spared === NOBODY) return [rail];
      return [rail, { type: 'spared', message: { by: seat, victim: spared }, to: [seat, spared] }];
    }
    case 'hit': {
      const { kind: _, evidence, ...hit } = event;
      const told = evidence === undefined ? {} : { evidence: inWords(evidence, rttMsOf(hit.by), rttMsOf(hit.victim)) };
      return [{ type: 'hit', message: { ...hit, ...told }, to: [hit.by, hit.victim] }];
    }
    default:
      return [];
  }
}

/** How a Rail hit was judged, in the units that people read. */
const inWords = (evidence: Evidence, shooterRttMs: number, victimRttMs: number): RailEvidence => ({
  rewindMs: Math.round((evidence.rewindTicks * 1000) / TICK_RATE_HZ),
  apartU: Math.round(Math.hypot(evidence.nowX - evidence.seenX, evidence.nowY - evidence.seenY)),
  shooterRttMs: Math.round(shooterRttMs),
  victimRttMs: Math.round(victimRttMs),
});
