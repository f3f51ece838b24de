/**
 * What hides the fight while there is none: joining, connection lost, the end. They take no focus: a pilot who is hammering
 * the space bar when the line drops must not give the seat up with it.
 */
import { LIMITS, RETURN_SECONDS } from '../../shared/wire/protocol.ts';
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

  /** @param reason why this is done without being asked for */
  joining(title: string, reason = ''): void {
    this.#raise('joining');
    byId('joining-title').textContent = title;
    const line = byId('joining-reason');
    line.textContent = reason;
    line.hidden = reason === '';
  }

  /** @param sinceMs when the connection dropped, on the clock of performance.now */
  dropped(sinceMs: number): void {
    this.#raise('dropped');
    const meter = byId('dropped-meter');
    this.#everyMoment(() => {
      const goneS = Math.max(0, (performance.now() - sinceMs) / 1000);
      const heldS = LIMITS.reconnectSeconds - goneS;
      const leftS = Math.max(0, RETURN_SECONDS - goneS);
      const hope =
        heldS > 0
          ? `Getting you back: a running server holds your seat for ${Math.ceil(heldS)} s more.`
          : `Still trying, for ${Math.ceil(leftS)} s more. If your seat is gone, you get another fight.`;
      byId('dropped-line').textContent = `Gone for ${Math.floor(goneS)} s. ${hope}`;
      meter.style.transform = `scaleX(${leftS / RETURN_SECONDS})`;
    });
  }

  /**
   * @param again what the button says that leads to another fight
   * @param againInMs goes there by itself after this time, once the player sees it; undefined = only when asked
   */
  closed(sentence: string, again = 'Play again', againInMs?: number): void {
    this.#raise('closed');
    byId('closed-line').textContent = sentence;
    byId('closed-again').textContent = again;
    const wait = byId('closed-wait');
    wait.hidden = againInMs === undefined;
    if (againInMs === undefined) return;
    const atMs = performance.now() + againInMs;
    this.#everyMoment(() => {
      const leftMs = atMs - performance.now();
      wait.textContent = `Looking for a fight in ${Math.max(0, Math.ceil(leftMs / 1000))} s.`;
      if (leftMs > 0 || document.hidden) return;
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
