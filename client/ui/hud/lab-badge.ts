/** Says what the latency lab does, for as long as it does anything. */
import { hiddenOf, make, whenChanged } from '../dom.ts';

export class LabBadge {
  readonly #badge = make('div', { id: 'lab-badge', 'data-testid': 'lab-badge', role: 'status', hidden: true });
  readonly #hidden = hiddenOf(this.#badge);
  readonly #write = whenChanged<string>((line) => {
    // Each part stays on one line; only between them the badge may break.
    const parts = line.split(' · ').map((part) => make('span', {}, part));
    this.#badge.replaceChildren(...parts.flatMap((part, nth) => (nth === 0 ? [part] : [' · ', part])));
  });

  constructor(host: HTMLElement) {
    host.append(this.#badge);
  }

  /** @param line '' = a normal game */
  show(line: string): void {
    this.#hidden(line === '');
    this.#write(line);
  }
}
