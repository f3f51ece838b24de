/** The score board: the best five and the own line at all times, all pilots (of a crowd, the best) while Tab is held. */
import type { BoardLine } from '../../../shared/netcode/views.ts';
import { hiddenOf, make, textOf, whenChanged } from '../dom.ts';
import { CROWN } from './icons.ts';
import { botMark } from './names.ts';

const COMPACT_LINES = 5;
/** A whole Fray: more would not fit on the screen. */
const FULL_LINES = 24;

/** One line that is written again only where it differs; a row is reused for the pilot that stands there now. */
class Row {
  readonly item = make('li');
  readonly #place: (text: string) => void;
  readonly #name: (text: string) => void;
  readonly #bot: (hidden: boolean) => void;
  readonly #away: (hidden: boolean) => void;
  readonly #crown: (hidden: boolean) => void;
  readonly #numbers: ((text: string) => void)[];
  readonly #class = whenChanged((className: string) => {
    this.item.className = className;
  });
  readonly hidden = hiddenOf(this.item);

  constructor(numberNames: readonly string[]) {
    const place = make('span', { class: 'place' });
    const name = make('span', { class: 'who-name' });
    const [bot, away, crown] = [botMark(), make('span', { class: 'away' }, 'away'), make('span', { class: 'lead' })];
    crown.innerHTML = CROWN;
    const numbers = numberNames.map((className) => make('span', { class: className }));
    this.item.append(place, make('span', { class: 'line-name' }, crown, name, bot, away), ...numbers);
    this.#place = textOf(place);
    this.#name = textOf(name);
    [this.#bot, this.#away, this.#crown] = [hiddenOf(bot), hiddenOf(away), hiddenOf(crown)];
    this.#numbers = numbers.map(textOf);
  }

  show(line: BoardLine, leads: boolean, numbers: readonly number[]): void {
    this.hidden(false);
    this.#place(String(line.place));
    this.#name(line.name);
    this.#bot(!line.bot);
    const isAway = !line.connected || line.aside;
    this.#away(!isAway);
    this.#crown(!leads);
    this.#class(`${line.own ? 'own' : ''} ${leads ? 'leads' : ''} ${isAway ? 'gone' : ''}`);
    for (const [nth, value] of numbers.entries()) this.#numbers[nth]?.(String(value));
  }
}

class Lines {
  readonly #list: HTMLElement;
  readonly #numberNames: readonly string[];
  readonly #rows: Row[] = [];

  constructor(list: HTMLElement, numberNames: readonly string[]) {
    this.#list = list;
    this.#numberNames = numberNames;
  }

  show(lines: readonly BoardLine[], leader: number, numbersOf: (line: BoardLine) => number[]): void {
    for (const [nth, line] of lines.entries()) this.#row(nth).show(line, line.seat === leader, numbersOf(line));
    for (const spare of this.#rows.slice(lines.length)) spare.hidden(true);
  }

  #row(nth: number): Row {
    const known = this.#rows[nth];
    if (known !== undefined) return known;
    const row = new Row(this.#numberNames);
    this.#rows.push(row);
    this.#list.append(row.item);
    return row;
  }
}

export class Board {
  readonly #compactList = make('ol', { id: 'board', 'data-testid': 'board', 'aria-label': 'Score board' });
  readonly #fullList = make('ol', { class: 'full-lines' });
  readonly #full = make(
    'section',
    { id: 'board-full', 'data-testid': 'board-full', class: 'card', hidden: true },
    make(
      'div',
      { class: 'full-head' },
      make('span', { class: 'place' }, '#'),
      make('span', { class: 'line-name' }, 'Pilot'),
      make('span', { class: 'score' }, 'Score'),
      make('span', {}, 'Kills'),
      make('span', {}, 'Deaths'),
      make('span', {}, 'Sparks'),
    ),
    this.#fullList,
  );
  readonly #compact = new Lines(this.#compactList, ['score']);
  readonly #whole = new Lines(this.#fullList, ['score', 'kills', 'deaths', 'sparks']);

  constructor(corner: HTMLElement, hud: HTMLElement) {
    corner.append(this.#compactList);
    hud.append(this.#full);
    // Only fingers reach the short board (see hud.css): they have no Tab to hold.
    this.#compactList.addEventListener('click', () => this.open(this.#full.hidden === true));
    this.#full.addEventListener('click', () => this.open(false));
  }

  open(open: boolean): void {
    this.#full.hidden = !open;
  }

  show(lines: readonly BoardLine[], leader: number): void {
    const best = (count: number) => lines.filter(({ place, own }) => (place > 0 && place <= count) || own);
    this.#compact.show(best(COMPACT_LINES), leader, ({ score }) => [score]);
    if (this.#full.hidden) return;
    const ownPlace = lines.find(({ own }) => own)?.place ?? 0;
    const count = ownPlace > FULL_LINES ? FULL_LINES - 1 : FULL_LINES; // the own line comes on top
    this.#whole.show(best(count), leader, ({ score, kills, deaths, sparks }) => [score, kills, deaths, sparks]);
  }
}
