/** Joins the parts of admission by cost: what rooms weigh, who pays for them, and how much the process takes. */
import { matchMaker } from '@colyseus/core';
import { modeNames } from '../shared/sim/modes/modes.ts';
import type { Config } from './config.ts';
import type { Refusals } from './edge/refusals.ts';
import { Openings } from './matchmaking/openings.ts';
import { RoomLedger } from './matchmaking/room-ledger.ts';
import { WEIGHED_PARTS, Weights } from './matchmaking/weights.ts';
import type { LoadFigures } from './ops/load-metrics.ts';
import type { LoadWatch } from './ops/load-watch.ts';

const PERCENT = 100;

export type Costs = {
  openings: Openings;
  figures: LoadFigures;
  /** Looks and learns from now on. @returns a way to end it */
  start: () => () => void;
};

export function createCosts(
  { limits, roomsMax, roomEmptySeconds }: Config,
  refusals: Refusals,
  load: LoadWatch,
): Costs {
  const weights = new Weights();
  const ledger = new RoomLedger(weights);
  const openings = new Openings({
    ledger,
    weights,
    limits,
    roomsMax,
    roomEmptySeconds,
    processLoad: () => load.share,
    endRoom: (roomId) => matchMaker.remoteRoomCall(roomId, 'disconnect', []),
    onRefused: (reason, address) => refusals.count(reason, address),
  });
  const figures = {
    process: () => load.share,
    committed: () => ledger.committed(load.share),
    loadLimits: {
      process: limits.loadPercentMax / PERCENT,
      address: limits.loadPercentPerAddress / PERCENT,
      guest: limits.loadPercentPerGuest / PERCENT,
    },
    roomLimits: { process: roomsMax, address: limits.roomsPerAddress, guest: limits.roomsPerGuest },
    weights: () =>
      modeNames.flatMap((mode) => WEIGHED_PARTS.map((part) => ({ mode, part, weight: weights.of(part, mode) }))),
  };
  return { openings, figures, start: () => load.start(() => ledger.learn()) };
}
