/** Says what the latency lab does, for as long as it does anything. */
import { hiddenOf, make, textOf } from '../dom.ts';

export class LabBadge {
  readonly #badge = make('div', { id: 'lab-badge', 'data-testid': 'lab-badge', role: 'status', hidden: true });
  readonly #hidden = hiddenOf(this.#badge);
  readonly #write = textOf(this.#badge);

  constructor(host: HTMLElement) {
    host.append(this.#badge);
  }

  /** @param line '' = a normal game */
  show(line: string): void {
    this.#hidden(line === '');
    this.#write(line);
  }
}
