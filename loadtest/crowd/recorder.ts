/**
 * Keeps what the workers hand over at each beat: added up for the running span, for the time since the span before, and
 * as points for the charts. What has been added up is let go, so that a day's run needs no more memory than a minute's.
 */
import type { Figures } from '../contract/figures.ts';
import type { BotRow, Load, Slice } from '../contract/orders.ts';
import type { Series } from '../contract/report.ts';
import type { Span } from '../contract/span.ts';
import { METERS, meters, Tally } from '../contract/tally.ts';
import type { Scrape } from '../measure/scrape.ts';
import { type Reading, ServerSpan } from '../measure/server-figures.ts';
import { latenessMsOf, meanOf, spanFigures } from '../measure/span-figures.ts';
import { pointFigures } from './point-figures.ts';

/** Enough for a chart; a longer run has a point every few beats. */
const POINTS_MAX = 1800;
/** Beats at the ends of a span come early: rates over a moment mean nothing. */
const POINT_SECONDS_MIN = 0.5;
const SHARES = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9995, 0.9999, 1];

/** A slice with what was counted in it unpacked. */
export type Counted = Omit<Slice, 'honest' | 'others'> & { honest: Tally; others: Tally };

export type Beat = {
  /** Since the start of the run. */
  atSeconds: number;
  /** Worker by worker, of those that answered. */
  slices: readonly { worker: number; slice: Counted }[];
  scraped: Scrape | undefined;
};

/** What is counted between two moments. */
class Count {
  readonly honest = new Tally();
  readonly others = new Tally();
  readonly loads: Load[][] = [];
  readonly rooms = new Set<string>();
  players = 0;
  seconds = 0;

  readonly server: ServerSpan;

  constructor(reading?: Reading) {
    this.server = new ServerSpan(reading);
  }

  add({ atSeconds, slices, scraped }: Beat, honest: Tally, others: Tally): void {
    this.honest.add(honest);
    this.others.add(others);
    for (const { worker, slice } of slices) {
      this.loads[worker] ??= [];
      this.loads[worker].push(slice.load);
      for (const roomId of slice.roomIds) this.rooms.add(roomId);
    }
    this.players = Math.max(this.players, playingIn(slices));
    this.seconds += secondsOf(slices);
    if (scraped !== undefined) this.server.add({ scraped, atSeconds });
  }
}

const playingIn = (slices: Beat['slices']): number => slices.reduce((sum, { slice }) => sum + slice.playing, 0);

/** Workers beat at one time, so that their seconds are the same but for the network. */
const secondsOf = (slices: Beat['slices']): number =>
  slices.length === 0 ? 0 : slices.reduce((sum, { slice }) => sum + slice.seconds, 0) / slices.length;

export class Recorder {
  /** Everything that bots have counted since the start; `others` are not honest. */
  readonly total = new Tally();
  readonly others = new Tally();
  readonly series: Series = { seconds: [], lines: {} };
  /** Whether the server has shown metrics at all. */
  hasServer = false;
  readonly #beatsPerPoint: number;
  #since = new Count();
  #inside: Count | undefined;
  #point = new Count();
  #beatsInPoint = 0;
  #reading: Reading | undefined;
  #joinsAsked = 0;
  /** By worker: its load per beat, and the most bots that it drove at once. */
  readonly #loads: Load[][] = [];
  readonly #players: number[] = [];

  /** @param seconds how long the run takes, about */
  constructor(seconds: number) {
    this.#beatsPerPoint = Math.max(1, Math.ceil(seconds / POINTS_MAX));
  }

  asked(joins: number): void {
    this.#joinsAsked += joins;
  }

  /** Something failed that no worker has counted. */
  failed(sentence: string, by = 1): void {
    for (const tally of [this.total, this.#since.honest, this.#point.honest]) tally.failed(sentence, by);
  }

  /** @returns the figures of this beat alone, for the progress line */
  take(beat: Beat): Figures {
    const honest = new Tally();
    const others = new Tally();
    for (const { worker, slice } of beat.slices) {
      honest.add(slice.honest);
      others.add(slice.others);
      this.#loads[worker] ??= [];
      this.#loads[worker].push(slice.load);
      this.#players[worker] = Math.max(this.#players[worker] ?? 0, slice.playing);
    }
    this.total.add(honest);
    this.others.add(others);
    for (const count of [this.#since, this.#inside, this.#point]) count?.add(beat, honest, others);
    if (beat.scraped !== undefined) {
      this.hasServer = true;
      this.#reading = { scraped: beat.scraped, atSeconds: beat.atSeconds };
    }
    const figures = this.#figuresOfPoint(beat);
    this.#beatsInPoint++;
    const isLong = this.#point.seconds >= POINT_SECONDS_MIN;
    if (isLong && this.#beatsInPoint >= this.#beatsPerPoint) this.#endPoint(beat.atSeconds, figures);
    return figures;
  }

  /** @param worker its index @returns the most bots that it drove at once, and how busy it was */
  loadOf(worker: number): { players: number; cores: number; loopP99Ms: number } {
    const loads = this.#loads[worker] ?? [];
    return {
      players: this.#players[worker] ?? 0,
      cores: meanOf(loads.map(({ cores }) => cores)),
      loopP99Ms: latenessMsOf(loads),
    };
  }

  /** From now on it counts: right after a beat. */
  open(): void {
    this.#inside = new Count(this.#reading);
  }

  /** The end of what `open` began: right after a beat. @param rows what each bot had */
  close(rows: readonly BotRow[]): Span {
    const inside = this.#inside ?? new Count();
    const since = this.#since;
    const figures = {
      ...spanFigures({
        seconds: inside.seconds,
        inside: inside.honest,
        since: since.honest,
        others: since.others,
        othersCame: this.others.get('joins') > 0,
        rows,
        players: inside.players,
        rooms: inside.rooms.size,
        joinsAsked: this.#joinsAsked,
        loads: inside.loads.filter((loads) => loads !== undefined),
      }),
      ...inside.server.figures(),
    };
    this.#inside = undefined;
    this.#since = new Count(this.#reading);
    this.#joinsAsked = 0;
    return { seconds: inside.seconds, figures, distributions: distributionsOf(inside.honest, since.honest) };
  }

  #figuresOfPoint({ slices }: Beat): Figures {
    const { honest, seconds, server, loads } = this.#point;
    return {
      ...pointFigures({ tally: honest, seconds, slices: slices.map(({ slice }) => slice), loads }),
      ...server.figures(),
    };
  }

  #endPoint(atSeconds: number, figures: Figures): void {
    const { seconds, lines } = this.series;
    for (const [name, value] of Object.entries(figures)) {
      // A line that begins late has nothing to show before.
      lines[name] ??= seconds.map(() => null);
      lines[name].push(value);
    }
    seconds.push(atSeconds);
    for (const line of Object.values(lines)) if (line.length < seconds.length) line.push(null);
    this.#point = new Count(this.#reading);
    this.#beatsInPoint = 0;
  }
}

/** Joins and returns count from the span before, what is felt counts from this one. */
function distributionsOf(inside: Tally, since: Tally): Span['distributions'] {
  const distributions: Record<string, [number, number][]> = {};
  for (const meter of meters) {
    const tally = meter === 'join' || meter === 'back' || meter === 'room' ? since : inside;
    if (METERS[meter] !== 'ms' || tally.summary(meter) === undefined) continue;
    distributions[meter] = SHARES.map((share) => [share, tally.percentile(meter, share) ?? 0]);
  }
  return distributions;
}
