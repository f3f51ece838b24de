/** Rail shots left, over the end of the health bar while the pilot has any. */
import type { OwnView } from '../../../shared/netcode/views.ts';
import { RAIL } from '../../../shared/sim/tunables.ts';
import { hiddenOf, make, whenChanged } from '../dom.ts';

export class RailPips {
  readonly #pips = Array.from({ length: RAIL.shots }, () => make('i'));
  readonly #root = make(
    'div',
    { id: 'rail', 'data-testid': 'rail', class: 'rail', role: 'img', hidden: true },
    make('span', {}, 'Rail'),
    ...this.#pips,
  );
  readonly #hidden = hiddenOf(this.#root);
  readonly #showShots: (shots: number) => void;
  readonly #showCharging: (charging: boolean) => void;

  constructor(host: HTMLElement) {
    host.append(this.#root);
    this.#showShots = whenChanged((shots) => this.#writeShots(shots));
    this.#showCharging = whenChanged((charging) => {
      this.#root.toggleAttribute('data-charging', charging);
    });
  }

  show({ alive, railShots, chargeTicks }: OwnView): void {
    const armed = alive && railShots > 0;
    this.#hidden(!armed);
    if (!armed) return;
    this.#showShots(railShots);
    this.#showCharging(chargeTicks > 0);
  }

  #writeShots(shots: number): void {
    for (const [nth, pip] of this.#pips.entries()) pip.toggleAttribute('data-left', nth < shots);
    this.#root.setAttribute('aria-label', `Rail: ${shots} of ${RAIL.shots} shots left`);
  }
}
