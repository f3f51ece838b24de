/** One line for the user over whatever is on screen: what went wrong or what was done. */
import { byId } from './dom.ts';

const SHOWN_MS = 8000;

export class Notice {
  readonly #element = byId('notice');
  #timer: ReturnType<typeof setTimeout> | undefined;

  show(sentence: string, tone: 'bad' | 'good' = 'bad'): void {
    clearTimeout(this.#timer);
    this.#element.dataset.tone = tone;
    this.#element.hidden = false;
    this.#element.textContent = sentence;
    this.#timer = setTimeout(() => this.hide(), SHOWN_MS);
  }

  hide(): void {
    clearTimeout(this.#timer);
    this.#element.hidden = true;
  }
}
