/** Says what the latency lab does, for as long as it does anything. */
import { hiddenOf, make, whenChanged } from '../dom.ts';

export class LabBadge {
  readonly #badge = make('div', { id: 'lab-badge', 'data-testid': 'lab-badge', role: 'status', hidden: true });
  readonly #hidden = hiddenOf(this.#badge);
  readonly #write = whenChanged((...parts: string[]) => {
    // Each part stays on one line; only between them the badge may break.
    this.#badge.replaceChildren(
      ...parts.flatMap((part, nth) =>
        nth === 0 ? [make('span', {}, `Lab: ${part}`)] : [' · ', make('span', {}, part)],
      ),
    );
  });

  constructor(host: HTMLElement) {
    host.append(this.#badge);
  }

  /** @param parts none in a normal game */
  show(parts: readonly string[]): void {
    this.#hidden(parts.length === 0);
    this.#write(...parts);
  }
}
