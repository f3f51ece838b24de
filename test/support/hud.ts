/** The signs over the arena on a page in memory, for a seat that sees what a test tells it. */
import { LabStore } from '../../client/lab.ts';
import { Hud } from '../../client/ui/hud/hud.ts';
import type { SeatView } from '../../shared/netcode/seat-view.ts';
import type { BoardLine, HouseView, MatchView, NetStats, OwnView } from '../../shared/netcode/views.ts';
import type { ServerMessages, ServerMessageType } from '../../shared/wire/messages.ts';
import { ownView } from './frame-views.ts';
import { setClock } from './page.ts';

/** Later than anything on the page that goes by the time since it last looked. */
const FRAME_MS = 100;

export class WatchedHud {
  readonly hud: Hud;
  readonly lab = new LabStore('');
  nowMs = 50_000;
  paused = 0;
  ready = true;
  playing = true;
  own: OwnView | undefined = ownView();
  match: MatchView = { number: 1, phase: 1, secondsLeft: 100, mode: 'fray', arena: 'foundry', leader: 0, pilots: 0 };
  board: readonly BoardLine[] = [];
  house: HouseView = { host: 0, locked: false, vote: undefined };
  /** Seats that this player voted out. */
  readonly votes: number[] = [];
  stats: Partial<NetStats> = {};
  readonly #listeners = new Map<string, (message: never) => void>();
  readonly #host: HTMLElement;

  constructor(code?: string) {
    setClock(this.nowMs);
    this.#host = document.createElement('div');
    document.body.append(this.#host);
    const view = {
      own: () => this.own,
      match: () => ({ ...this.match, pilots: this.board.length }),
      board: () => this.board.map((line, nth) => ({ ...line, place: nth + 1 })),
      house: () => this.house,
      stats: () => this.stats,
      nameOf: (seat: number) => (seat === 77 ? 'Late' : ''),
      on: (type: string, listener: (message: never) => void) => {
        this.#listeners.set(type, listener);
        return () => this.#listeners.delete(type);
      },
    };
    Object.defineProperty(view, 'ready', { get: () => this.ready });
    const onPause = (): void => {
      this.paused++;
    };
    this.hud = new Hud(this.#host, {
      view: view as unknown as SeatView,
      lab: this.lab,
      code,
      isPlaying: () => this.playing,
      onPause,
      onVote: (seat) => void this.votes.push(seat),
    });
  }

  /** So much later, a frame. */
  frame(afterMs = FRAME_MS): void {
    this.nowMs += afterMs;
    setClock(this.nowMs);
    this.hud.frame(this.nowMs, 60);
  }

  /** The server's word arrives. */
  tell<T extends ServerMessageType>(type: T, message: ServerMessages[T]): void {
    this.#listeners.get(type)?.(message as never);
  }

  get listens(): string[] {
    return [...this.#listeners.keys()];
  }

  get host(): HTMLElement {
    return this.#host;
  }

  element(selector: string): HTMLElement {
    const found = this.#host.querySelector<HTMLElement>(selector);
    if (found === null) throw new Error(`the HUD has no ${selector}`);
    return found;
  }

  /** What can be read there; undefined while it is hidden. */
  text(selector: string): string | undefined {
    const element = this.element(selector);
    return element.closest('[hidden]') === null ? readable(element) : undefined;
  }

  /** What can be read in each of these that is not hidden. */
  texts(selector: string): string[] {
    return [...this.#host.querySelectorAll<HTMLElement>(selector)]
      .filter((element) => element.closest('[hidden]') === null)
      .map(readable);
  }
}

/** The text as it stands, hidden parts left out and one space between parts. */
function readable(element: Element): string {
  const words = [...element.childNodes].map((child) => {
    if (child.nodeType === 3) return child.textContent ?? '';
    return (child as HTMLElement).hidden === true ? '' : readable(child as Element);
  });
  return words.join(' ').replace(/\s+/g, ' ').trim();
}
