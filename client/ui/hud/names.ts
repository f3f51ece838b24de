/** Pilots by seat, as the signs name them: read from the board's lines, with a name even for a seat that is gone. */
import type { BoardLine } from '../../../shared/netcode/views.ts';
import { make } from '../dom.ts';

export type NamedPilot = { seat: number; name: string; bot: boolean; own: boolean };

export class PilotNames {
  #bySeat = new Map<number, NamedPilot>();

  learn(lines: readonly BoardLine[]): void {
    this.#bySeat = new Map(lines.map(({ seat, name, bot, own }) => [seat, { seat, name, bot, own }]));
  }

  /** @param fallback the roster's own answer, in case the seat came after the last look at the board */
  of(seat: number, fallback = ''): NamedPilot {
    return this.#bySeat.get(seat) ?? { seat, name: fallback === '' ? 'a pilot' : fallback, bot: false, own: false };
  }
}

type Name = Pick<NamedPilot, 'name' | 'bot' | 'own'>;

/** A name as text with its bot's mark. */
export function nameTag({ name, bot, own }: Name): HTMLElement {
  const tag = make('span', { class: own ? 'who own' : 'who' }, make('span', { class: 'who-name' }, name));
  if (bot) tag.append(botMark());
  return tag;
}

export const botMark = (): HTMLElement =>
  make('span', { class: 'bot', role: 'img', 'aria-label': 'bot', title: 'bot' }, '⚙\uFE0E');
