/** What the terminal and the HTML report say of a comparison: which changes, in which order, in which words. */
import { figureKind } from '../contract/figures.ts';
import { type Change, RUNS_MIN } from '../verdict/compare.ts';
import { formatNumber } from './format.ts';

export const NOISE_UNKNOWN =
  `Fewer than ${RUNS_MIN} runs on a side: no change is judged. --repeat 5 on both sides tells noise from change.` as const;
/** Said wherever changes are judged: dozens of figures are looked at, and each may err. */
export const BY_CHANCE = 'About 1 figure in 20 seems to change by chance alone: believe what moves together.';

export function percentText(percent: number | null): string {
  if (percent === null) return 'from 0';
  return `${percent > 0 ? '+' : percent < 0 ? '−' : ''}${formatNumber(Math.abs(percent))} %`;
}

/** Worse, better, then what is not known; within each the greatest change first. */
export function ordered(changes: readonly Change[]): Change[] {
  const rank = { worse: 0, better: 1, unknown: 2, same: 3 } as const;
  const size = ({ percent }: Change): number => Math.abs(percent ?? Number.POSITIVE_INFINITY);
  return changes.toSorted((a, b) => {
    if (a.verdict !== b.verdict) return rank[a.verdict] - rank[b.verdict];
    return size(a) === size(b) ? 0 : size(b) - size(a);
  });
}

/** Figures such as counts are neither better nor worse when they differ. */
export const hasDirection = ({ figure }: Change): boolean => figureKind(figure)?.better !== 'neither';

export const sameSentence = (same: number, all: number, isNoiseKnown: boolean): string =>
  `${same} of ${all} figures ${isNoiseKnown ? 'did not change beyond noise' : 'changed by less than 3 %'}.`;
