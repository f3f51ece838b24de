/**
 * What hides the fight while there is none: joining, connection lost, the end. They take no focus: a pilot who is hammering
 * the space bar when the line drops must not give the seat up with it.
 */
import { LIMITS } from '../../shared/wire/protocol.ts';
import { byId } from './dom.ts';

const REDRAW_EVERY_MS = 250;

export type CurtainOptions = {
  /** Wants out of joining or of waiting for the seat, or has read the end. */
  onMenu: () => void;
  onAgain: () => void;
};

export class Curtains {
  readonly #all = ['joining', 'dropped', 'closed'].map((id) => byId(id));
  readonly #onAgain: () => void;
  #ticker: ReturnType<typeof setInterval> | undefined;

  constructor({ onMenu, onAgain }: CurtainOptions) {
    this.#onAgain = onAgain;
    for (const id of ['cancel-join', 'give-up', 'closed-menu']) byId(id).addEventListener('click', onMenu);
    byId('closed-again').addEventListener('click', onAgain);
  }

  none(): void {
    clearInterval(this.#ticker);
    for (const curtain of this.#all) curtain.hidden = true;
  }

  joining(title: string): void {
    this.#raise('joining');
    byId('joining-title').textContent = title;
  }

  /** @param sinceMs when the connection dropped, on the clock of performance.now */
  dropped(sinceMs: number): void {
    this.#raise('dropped');
    const meter = byId('dropped-meter');
    this.#everyMoment(() => {
      const goneS = Math.max(0, (performance.now() - sinceMs) / 1000);
      const leftS = LIMITS.reconnectSeconds - goneS;
      byId('dropped-line').textContent =
        leftS > 0
          ? `Gone for ${Math.floor(goneS)} s. Getting you back: your seat is held for ${Math.ceil(leftS)} s more.`
          : `Gone for ${Math.floor(goneS)} s. Still trying, but your seat may be lost by now.`;
      meter.style.transform = `scaleX(${Math.max(0, leftS / LIMITS.reconnectSeconds)})`;
    });
  }

  /** @param againInMs tries again by itself after this time; undefined = only when asked */
  closed(sentence: string, againInMs?: number): void {
    this.#raise('closed');
    byId('closed-line').textContent = sentence;
    const wait = byId('closed-wait');
    wait.hidden = againInMs === undefined;
    if (againInMs === undefined) return;
    const atMs = performance.now() + againInMs;
    this.#everyMoment(() => {
      const leftMs = atMs - performance.now();
      wait.textContent = `Looking for a fight in ${Math.max(0, Math.ceil(leftMs / 1000))} s.`;
      if (leftMs > 0) return;
      clearInterval(this.#ticker);
      this.#onAgain();
    });
  }

  #raise(id: string): void {
    this.none();
    byId(id).hidden = false;
  }

  #everyMoment(draw: () => void): void {
    draw();
    this.#ticker = setInterval(draw, REDRAW_EVERY_MS);
  }
}
