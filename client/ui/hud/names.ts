/** Who sits where, as the signs name it: read from the board's lines, with a name even for somebody who has left. */
import type { BoardLine } from '../../../shared/netcode/views.ts';
import { make } from '../dom.ts';

export type Who = { seat: number; name: string; bot: boolean; own: boolean };

export class People {
  #bySeat = new Map<number, Who>();

  learn(lines: readonly BoardLine[]): void {
    this.#bySeat = new Map(lines.map(({ seat, name, bot, own }) => [seat, { seat, name, bot, own }]));
  }

  /** Pilots on the board. */
  get count(): number {
    return this.#bySeat.size;
  }

  /** @param fallback the roster's own answer, in case the seat came after the last look at the board */
  of(seat: number, fallback = ''): Who {
    return this.#bySeat.get(seat) ?? { seat, name: fallback === '' ? 'somebody' : fallback, bot: false, own: false };
  }
}

/** A name as text with its bot's mark. */
export function nameTag({ name, bot, own }: Who): HTMLElement {
  const tag = make('span', { class: own ? 'who own' : 'who' }, make('span', { class: 'who-name' }, name));
  if (bot) tag.append(botMark());
  return tag;
}

export const botMark = (): HTMLElement =>
  make('span', { class: 'bot', role: 'img', 'aria-label': 'bot', title: 'bot' }, '⚙\uFE0E');
