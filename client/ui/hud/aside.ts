/** While the own pilot stands aside because its player does nothing: how to come back, and when the seat will be gone. */
import type { OwnView } from '../../../shared/netcode/views.ts';
import { TICK_RATE_HZ } from '../../../shared/sim/tunables.ts';
import { hiddenOf, make, textOf, whenChanged } from '../dom.ts';

export class AsideCard {
  readonly #line = make('p', { class: 'aside-line' });
  readonly #seconds = make('b');
  readonly #warning = make('p', { class: 'aside-warning', role: 'alert' });
  readonly #countdown = make('p', { class: 'aside-countdown', hidden: true }, 'Seconds left: ', this.#seconds);
  readonly #card = make(
    'section',
    { id: 'aside', 'data-testid': 'aside', class: 'card', role: 'status', hidden: true },
    this.#line,
    this.#warning,
    this.#countdown,
  );
  readonly #hidden = hiddenOf(this.#card);
  readonly #hideCountdown = hiddenOf(this.#countdown);
  readonly #say = textOf(this.#line);
  readonly #showSeconds = textOf(this.#seconds);
  /** Said once, not with every second: it is read out. */
  readonly #warn: (isWarned: boolean) => void;

  constructor(hud: HTMLElement) {
    hud.append(this.#card);
    this.#warn = whenChanged((isWarned: boolean) => {
      this.#card.toggleAttribute('data-warned', isWarned);
      this.#warning.textContent = isWarned ? 'Your seat is about to be given to others.' : '';
    });
  }

  show({ aside, idleEndInTicks }: OwnView): void {
    const isWarned = idleEndInTicks > 0;
    this.#hidden(!aside && !isWarned);
    this.#say(aside ? 'You stand aside. Move, aim or fire to play on.' : 'Still there? Move, aim or fire.');
    this.#warn(isWarned);
    this.#hideCountdown(!isWarned);
    this.#showSeconds(String(Math.ceil(idleEndInTicks / TICK_RATE_HZ)));
  }
}
