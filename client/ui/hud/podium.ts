/** After the last second: the best three on their steps, the own place, and the time until the next match. */
import type { BoardLine } from '../../../shared/netcode/views.ts';
import { hiddenOf, make, textOf, whenChanged } from '../dom.ts';
import { CROWN } from './icons.ts';
import { nameTag } from './names.ts';

const STEPS = 3;

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

export class Podium {
  readonly #title = make('h2');
  readonly #steps = make('ol', { class: 'steps' });
  readonly #ownLine = make('p', { id: 'podium-own', 'data-testid': 'podium-own', class: 'podium-own' });
  readonly #next = make('p', { class: 'podium-next' });
  readonly #card = make(
    'section',
    { id: 'podium', 'data-testid': 'podium', class: 'card', role: 'status', hidden: true },
    this.#title,
    this.#steps,
    this.#ownLine,
    this.#next,
  );
  readonly #hidden = hiddenOf(this.#card);
  readonly #showNext = textOf(this.#next);
  readonly #showLines: (...shown: (string | number)[]) => void;
  #lines: readonly BoardLine[] = [];

  constructor(hud: HTMLElement) {
    hud.append(this.#card);
    this.#showLines = whenChanged(() => this.#write());
  }

  hide(): void {
    this.#hidden(true);
  }

  show(lines: readonly BoardLine[], secondsLeft: number): void {
    this.#hidden(false);
    this.#lines = lines;
    this.#showLines(...lines.flatMap(({ seat, name, score, kills, deaths }) => [seat, name, score, kills, deaths]));
    this.#showNext(`Next match in ${Math.ceil(secondsLeft)}`);
  }

  #write(): void {
    const [winner] = this.#lines;
    this.#title.textContent = winner === undefined ? 'Full time' : winner.own ? 'You win!' : `${winner.name} wins`;
    this.#steps.replaceChildren(...this.#lines.slice(0, STEPS).map((line, nth) => step(line, nth + 1)));
    const place = this.#lines.findIndex((line) => line.own);
    const own = this.#lines[place];
    this.#ownLine.hidden = own === undefined;
    if (own === undefined) return;
    const facts = [plural(own.score, 'point'), plural(own.kills, 'kill'), plural(own.deaths, 'death')];
    this.#ownLine.textContent = `You: #${place + 1} of ${this.#lines.length} · ${facts.join(' · ')}`;
  }
}

function step(line: BoardLine, place: number): HTMLElement {
  const item = make('li', { class: line.own ? 'own' : '', 'data-place': String(place) });
  if (place === 1) item.innerHTML = CROWN;
  item.append(
    nameTag(line),
    make(
      'div',
      { class: 'step' },
      make('i', {}, String(place)),
      make('b', {}, String(line.score)),
      make('small', {}, plural(line.kills, 'kill')),
    ),
  );
  return item;
}
