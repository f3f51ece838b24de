/** The big words in the middle: getting ready, and the start. */
import type { MatchView } from '../../../shared/netcode/views.ts';
import { PHASE } from '../../../shared/sim/types.ts';
import { hiddenOf, make, replay, whenChanged } from '../dom.ts';

const START_SHOWN_MS = 900;

export class Banner {
  readonly #words = make('span', { class: 'banner-words' });
  readonly #number = make('b', { class: 'banner-number' });
  readonly #banner = make(
    'div',
    { id: 'banner', 'data-testid': 'banner', role: 'status', hidden: true },
    this.#words,
    this.#number,
  );
  readonly #hidden = hiddenOf(this.#banner);
  readonly #say: (words: string, number?: number) => void;
  #phase: number | undefined;
  #startUntilMs = 0;

  constructor(hud: HTMLElement) {
    hud.append(this.#banner);
    this.#say = whenChanged((words: string, number?: number) => {
      this.#words.textContent = words;
      this.#number.textContent = number === undefined ? '' : String(number);
      replay(this.#banner, 'pop');
    });
  }

  /** A start that the player did not see is not announced. */
  refresh(): void {
    this.#phase = undefined;
    this.#startUntilMs = 0;
  }

  show(nowMs: number, { phase, secondsLeft }: MatchView): void {
    if (this.#phase === PHASE.warmup && phase === PHASE.play) this.#startUntilMs = nowMs + START_SHOWN_MS;
    this.#phase = phase;
    const starts = phase === PHASE.play && nowMs < this.#startUntilMs;
    this.#hidden(phase !== PHASE.warmup && !starts);
    if (phase === PHASE.warmup) this.#say('Get ready ', Math.ceil(secondsLeft));
    else if (starts) this.#say('Fight!');
  }
}
