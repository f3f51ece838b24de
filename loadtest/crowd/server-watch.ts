/**
 * Whether the server is there: from what it answers over HTTP at each beat, and from when bots last heard of it. Only both
 * together tell: a server behind a proxy may hide /metrics, and a room may stand still on a server that answers.
 * Invariant: a server that has never answered over HTTP is not missed there.
 */
import type { Answering } from '../measure/scrape.ts';

/** One look, at most one a second. All times are since the start of the run. */
export type Look = {
  /** When it was asked over HTTP, when that was over, and what came of it. */
  askedAtSeconds: number;
  atSeconds: number;
  answering: Answering;
  /** When any bot last heard of it, where one ever has; how many there are, and how many believe that they are connected. */
  heardAtSeconds: number | undefined;
  bots: number;
  connected: number;
};

/**
 * gone: it takes no connection; still: it takes them and says nothing; closed: it takes no new ones, and those that it has
 * go on.
 */
type Kind = 'gone' | 'still' | 'closed';

type Outage = { kind: Kind; fromSeconds: number; untilSeconds: number | undefined };

/** Bots that are connected hear something many times a second; after so long they hear nothing. */
const QUIET_SECONDS = 1;
/** A run goes on without its server for this long: it may come back. */
const WAIT_SECONDS_MAX = 30;

const WORDS: Readonly<Record<Kind, readonly [what: string, then: string]>> = {
  gone: ['was gone', ''],
  still: ['stood still', ': it took connections and said nothing'],
  closed: ['took no new connections', ': who was connected played on'],
};

export class ServerWatch {
  readonly #outages: Outage[] = [];
  readonly #phases: { fromSeconds: number; label: string }[] = [];
  /** When it last answered over HTTP; undefined before it ever has. */
  #answeredAtSeconds: number | undefined;
  /** The first of the looks in a row that found it closed. */
  #closedSinceSeconds: number | undefined;

  /** Something else goes on from now on. */
  phase(label: string, atSeconds: number): void {
    if (this.#phases.at(-1)?.label !== label) this.#phases.push({ fromSeconds: atSeconds, label });
  }

  look(look: Look): void {
    const { answering, atSeconds } = look;
    if (answering === 'unknown') return;
    if (answering === 'answers') {
      this.#answeredAtSeconds = atSeconds;
      this.#closedSinceSeconds = undefined;
      this.#end(atSeconds);
      return;
    }
    if (this.#answeredAtSeconds === undefined) return;
    const { kind, fromSeconds } = this.#kindOf(look, this.#answeredAtSeconds) ?? {};
    if (kind === undefined || fromSeconds === undefined) return;
    const running = this.#running;
    if (running === undefined) this.#outages.push({ kind, fromSeconds, untilSeconds: undefined });
    // What begins as a closed server may end as none; bots that have left do not know.
    else if (running.kind === 'closed' && kind !== 'closed' && look.bots > 0)
      Object.assign(running, { kind, fromSeconds });
  }

  /** It has been away for so long that there is nothing to wait for. */
  isHopeless(atSeconds: number): boolean {
    const running = this.#running;
    return running !== undefined && running.kind !== 'closed' && atSeconds - running.fromSeconds > WAIT_SECONDS_MAX;
  }

  /** A sentence for each outage. */
  get faults(): string[] {
    return this.#outages.map(({ kind, fromSeconds, untilSeconds }) => {
      const until = untilSeconds === undefined ? 'on' : `to ${untilSeconds.toFixed(1)} s`;
      const [what, then] = WORDS[kind];
      return `The server ${what} from ${fromSeconds.toFixed(1)} s ${until}${this.#phaseAt(fromSeconds)}${then}.`;
    });
  }

  get #running(): Outage | undefined {
    const last = this.#outages.at(-1);
    return last?.untilSeconds === undefined ? last : undefined;
  }

  #end(atSeconds: number): void {
    const running = this.#running;
    if (running !== undefined) running.untilSeconds = atSeconds;
  }

  /** @returns what kind of outage this look shows, and since when; undefined while it may be none */
  #kindOf(look: Look, answeredAtSeconds: number): Pick<Outage, 'kind' | 'fromSeconds'> | undefined {
    const { answering, askedAtSeconds, atSeconds, heardAtSeconds = 0, connected } = look;
    const livedAtSeconds = Math.max(answeredAtSeconds, heardAtSeconds);
    if (livedAtSeconds < askedAtSeconds && (connected === 0 || atSeconds - livedAtSeconds > QUIET_SECONDS)) {
      return { kind: answering === 'refuses' ? 'gone' : 'still', fromSeconds: livedAtSeconds };
    }
    // Once may be the moment in which it goes: who was connected has not noticed yet.
    const isSecond = this.#closedSinceSeconds !== undefined;
    this.#closedSinceSeconds ??= answeredAtSeconds;
    return isSecond && answering === 'refuses' ? { kind: 'closed', fromSeconds: this.#closedSinceSeconds } : undefined;
  }

  #phaseAt(seconds: number): string {
    const phase = this.#phases.findLast(({ fromSeconds }) => fromSeconds <= seconds);
    return phase === undefined ? '' : ` (${(seconds - phase.fromSeconds).toFixed(1)} s into “${phase.label}”)`;
  }
}
