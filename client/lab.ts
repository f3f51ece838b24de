/**
 * The latency lab of this page: a bad network on request, and switches for what hides it. Chosen in the settings or by the
 * address, for this visit only: a lab that outlives its visit would be taken for a bad server.
 */
import { Lab, type LabSwitches } from '../shared/netcode/badlink/lab.ts';

export type LabChoice = LabSwitches & {
  /** Added to the round trip, and by how much it varies. */
  lagMs: number;
  jitterMs: number;
  /** Of 100 messages, how many are lost on the way and sent again. */
  lossPercent: number;
  stallsPerMinute: number;
  /** Outlines of where the server has each pilot. */
  ghosts: boolean;
  /** The net graph over the arena. */
  graph: boolean;
};

export const LAB_MAX = { lagMs: 400, jitterMs: 100, lossPercent: 10, stallsPerMinute: 20 } as const;

const NORMAL: Readonly<LabChoice> = {
  lagMs: 0,
  jitterMs: 0,
  lossPercent: 0,
  stallsPerMinute: 0,
  prediction: true,
  interpolation: true,
  lagCompensation: true,
  ghosts: false,
  graph: false,
};

/** Long enough to run the input queue dry, short enough to keep the connection. */
const STALL_MS = 700;

const SWITCH_WORDS = {
  prediction: 'prediction',
  interpolation: 'interpolation',
  compensation: 'lagCompensation',
} as const satisfies Record<string, keyof LabSwitches>;

/** `?lag=100&jitter=20&loss=2&stalls=2&ghosts=1&graph=1&off=prediction,interpolation,compensation`; what makes no sense is left out. */
export function labIn(search: string): Partial<LabChoice> {
  const query = new URLSearchParams(search);
  const choice: Partial<LabChoice> = {};
  const number = (word: string, key: keyof typeof LAB_MAX): void => {
    const text = query.get(word)?.trim() ?? '';
    const value = Number(text);
    if (text !== '' && Number.isFinite(value)) choice[key] = Math.round(Math.min(LAB_MAX[key], Math.max(0, value)));
  };
  number('lag', 'lagMs');
  number('jitter', 'jitterMs');
  number('loss', 'lossPercent');
  number('stalls', 'stallsPerMinute');
  if (query.get('ghosts') === '1') choice.ghosts = true;
  if (query.get('graph') === '1') choice.graph = true;
  const off = query.get('off')?.split(',') ?? [];
  for (const [word, key] of Object.entries(SWITCH_WORDS)) if (off.includes(word)) choice[key] = false;
  return choice;
}

/** @returns what is not as in a normal game, part by part */
export function labParts(choice: Readonly<LabChoice>): string[] {
  const { lagMs, jitterMs, lossPercent, stallsPerMinute, prediction, interpolation, lagCompensation, ghosts } = choice;
  const parts: string[] = [];
  if (lagMs > 0 || jitterMs > 0) parts.push(`+${lagMs} ms${jitterMs > 0 ? ` ± ${jitterMs}` : ''}`);
  if (lossPercent > 0) parts.push(`${lossPercent} % loss`);
  if (stallsPerMinute > 0) parts.push(stallsPerMinute === 1 ? '1 stall/min' : `${stallsPerMinute} stalls/min`);
  if (!prediction) parts.push('no prediction');
  if (!interpolation) parts.push('no interpolation');
  if (!lagCompensation) parts.push('no lag compensation');
  if (ghosts) parts.push('ghosts');
  return parts;
}

export type LabListener = (choice: Readonly<LabChoice>) => void;

export class LabStore {
  /** Sits in every connection of this page; with nothing asked for, everything passes at once. */
  readonly lab = new Lab({
    nowMs: () => performance.now(),
    after: (ms, run) => void setTimeout(run, ms),
    random: Math.random,
  });
  readonly #listeners = new Set<LabListener>();
  #current: LabChoice;

  /** @param search the query of the page's URL */
  constructor(search: string) {
    this.#current = { ...NORMAL, ...labIn(search) };
    this.#apply();
  }

  get current(): Readonly<LabChoice> {
    return this.#current;
  }

  /** For a session: what it should do against latency. */
  get switches(): LabSwitches {
    const { prediction, interpolation, lagCompensation } = this.#current;
    return { prediction, interpolation, lagCompensation };
  }

  get isNormal(): boolean {
    return labParts(this.#current).length === 0;
  }

  change(wanted: Partial<LabChoice>): void {
    this.#current = { ...this.#current, ...wanted };
    this.#apply();
    for (const listener of this.#listeners) listener(this.#current);
  }

  /** An undisturbed game again; the net graph stays as it is. */
  reset(): void {
    this.change({ ...NORMAL, graph: this.#current.graph });
  }

  onChange(listener: LabListener): void {
    this.#listeners.add(listener);
  }

  #apply(): void {
    const { lagMs, jitterMs, lossPercent, stallsPerMinute } = this.#current;
    const wanted = { lagMs, jitterMs, loss: lossPercent / 100, stallsPerMinute };
    const { link } = this.lab;
    if (Object.entries(wanted).every(([key, value]) => link[key as keyof typeof wanted] === value)) return;
    this.lab.link = { ...wanted, stallMs: STALL_MS };
  }
}
