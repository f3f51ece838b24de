/** The net graph's numbers without their picture: rates over the last seconds, the gap between patches, and their wording. */
import type { NetStats } from '../../../shared/netcode/views.ts';

/** Rates are taken over this long: shorter jumps about, longer lags behind. */
const RATE_MS = 2000;
/** Longer unseen than this the rates begin anew. */
const UNSEEN_MS = 1000;

type Count = { atMs: number; bytesIn: number; bytesOut: number; corrections: number };

export type NetRates = {
  bytesInPerS: number;
  bytesOutPerS: number;
  correctionsPerS: number;
  /** Longest time without a patch since the last sample. */
  patchGapMs: number;
  /** Largest correction since the last sample, in u; 0 = none. */
  correctionU: number;
};

export class NetMeter {
  #counts: Count[] = [];
  #patches = -1;
  #patchMs = 0;
  #gapMs = 0;
  #corrections = 0;
  #correctionU = 0;
  #seenMs = -Infinity;

  /** Once per rendered frame. */
  see(nowMs: number, { patches, corrections, lastCorrectionU }: NetStats): void {
    if (nowMs - this.#seenMs > UNSEEN_MS) this.#begin(nowMs, patches, corrections);
    this.#seenMs = nowMs;
    this.#gapMs = Math.max(this.#gapMs, nowMs - this.#patchMs);
    if (patches !== this.#patches) this.#patchMs = nowMs;
    this.#patches = patches;
    if (corrections !== this.#corrections) this.#correctionU = Math.max(this.#correctionU, lastCorrectionU);
    this.#corrections = corrections;
  }

  /** A few times a second: what happened since the last time. */
  sample(nowMs: number, { bytesIn, bytesOut, corrections }: NetStats): NetRates {
    this.#counts.push({ atMs: nowMs, bytesIn, bytesOut, corrections });
    while ((this.#counts[1]?.atMs ?? nowMs) <= nowMs - RATE_MS) this.#counts.shift();
    const first = this.#counts[0] as Count;
    const seconds = Math.max(0.001, (nowMs - first.atMs) / 1000);
    const patchGapMs = this.#gapMs;
    const correctionU = this.#correctionU;
    this.#gapMs = 0;
    this.#correctionU = 0;
    return {
      bytesInPerS: (bytesIn - first.bytesIn) / seconds,
      bytesOutPerS: (bytesOut - first.bytesOut) / seconds,
      correctionsPerS: (corrections - first.corrections) / seconds,
      patchGapMs,
      correctionU,
    };
  }

  #begin(nowMs: number, patches: number, corrections: number): void {
    this.#counts = [];
    this.#patches = patches;
    this.#patchMs = nowMs;
    this.#gapMs = 0;
    this.#corrections = corrections;
    this.#correctionU = 0;
  }
}

export type NetGroup = { title: string; rows: readonly (readonly [name: string, value: string])[] };

const ms = (value: number): string => `${Math.round(value)} ms`;
const kB = (bytesPerS: number): string => `${(bytesPerS / 1024).toFixed(1)} kB/s`;
const bytes = (count: number): string => (count < 10_000 ? `${count} B` : `${(count / 1024).toFixed(1)} kB`);
const u = (value: number): string => `${value < 10 ? value.toFixed(2) : value.toFixed(0)} u`;
/** Without "-0.0". */
const tenths = (value: number): string => (Math.round(value * 10) / 10 + 0).toFixed(1);

/** All numbers, grouped; always the same groups and names in the same order. */
export function netGroups(stats: Readonly<NetStats>, rates: Readonly<NetRates>, fps: number): NetGroup[] {
  return [
    {
      title: 'link',
      rows: [
        ['RTT', ms(stats.rttMs)],
        ['jitter', ms(stats.jitterMs)],
        ['in', kB(rates.bytesInPerS)],
        ['out', kB(rates.bytesOutPerS)],
        ['patch', bytes(stats.patchBytes)],
        ['patch gap', ms(rates.patchGapMs)],
      ],
    },
    {
      title: 'time',
      rows: [
        ['tick', String(stats.serverTick)],
        ['tick took', `${stats.serverTickMs.toFixed(2)} ms`],
        ['lead', `${tenths(stats.leadTicks)} t`],
        ['view delay', ms(stats.interpolationDelayMs)],
        ['starved', `${(stats.starvedShare * 100).toFixed(1)} %`],
      ],
    },
    {
      title: 'input',
      rows: [
        ['unacked', String(stats.unackedInputFrames)],
        ['queue', String(stats.queuedInputFrames)],
        ['pace', `${Math.round(stats.pace * 100)} %`],
        ['starved', `${stats.starvedTicks} t`],
        ['dropped', String(stats.droppedInputFrames)],
        ['clamped', String(stats.clampedStamps)],
      ],
    },
    {
      title: 'prediction',
      rows: [
        ['corr.', `${tenths(rates.correctionsPerS)}/s`],
        ['last', u(stats.lastCorrectionU)],
        ['max', u(stats.maxCorrectionU)],
      ],
    },
    {
      title: 'picture',
      rows: [
        ['entities', String(stats.entities)],
        ['fps', String(Math.round(fps))],
      ],
    },
  ];
}
