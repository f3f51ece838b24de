/**
 * Who plays here, in the pause panel, and what may be asked for about their seats: the host of a private room removes
 * players and locks it, in a public one players are voted out. A removal is asked for twice, so that no slip of a finger does it.
 */
import type { SeatView } from '../../shared/netcode/seat-view.ts';
import type { BoardLine, HouseView } from '../../shared/netcode/views.ts';
import { REFUSED_SENTENCES } from '../../shared/wire/protocol.ts';
import { byId, hiddenOf, make, textOf } from './dom.ts';

const REDRAW_EVERY_MS = 250;
/** A removal that is not confirmed by then was none. */
const CONFIRM_MS = 4000;

/** The seat from which this is seen. */
export type PlayersSource = {
  view: Pick<SeatView, 'board' | 'house' | 'on'>;
  remove: (seat: number) => void;
  lock: (locked: boolean) => void;
};

type Row = { item: HTMLElement; show: (line: BoardLine, house: HouseView, isHost: boolean) => void };

export class PlayersPanel {
  readonly #list = byId('player-list');
  readonly #lock = byId<HTMLInputElement>('lock-room');
  readonly #hideLock = hiddenOf(byId('lock-row'));
  readonly #say = textOf(byId('players-line'));
  readonly #rows = new Map<number, Row>();
  #source: PlayersSource | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #stopListening = (): void => {};

  constructor() {
    this.#lock.addEventListener('change', () => this.#source?.lock(this.#lock.checked));
  }

  follow(source: PlayersSource): void {
    this.leave();
    this.#source = source;
    this.#say('');
    this.#stopListening = source.view.on('refused', ({ reason }) => this.#say(REFUSED_SENTENCES[reason]));
    this.#show(source);
    this.#timer = setInterval(() => this.#show(source), REDRAW_EVERY_MS);
  }

  leave(): void {
    clearInterval(this.#timer);
    this.#stopListening();
    this.#stopListening = () => {};
    this.#source = undefined;
    for (const { item } of this.#rows.values()) item.remove();
    this.#rows.clear();
  }

  #show({ view }: PlayersSource): void {
    const house = view.house();
    const people = view
      .board()
      .filter(({ bot }) => !bot)
      .sort((a, b) => a.seat - b.seat);
    const isHost = people.some(({ own, seat }) => own && seat === house.host);
    this.#hideLock(!isHost);
    if (this.#lock.checked !== house.locked) this.#lock.checked = house.locked;
    for (const [seat, { item }] of this.#rows) {
      if (people.some((line) => line.seat === seat)) continue;
      item.remove();
      this.#rows.delete(seat);
    }
    for (const line of people) this.#rowFor(line.seat).show(line, house, isHost);
  }

  #rowFor(seat: number): Row {
    const known = this.#rows.get(seat);
    if (known !== undefined) return known;
    const name = make('span', { class: 'who-name' });
    const mark = make('small');
    const button = make('button', { type: 'button', class: 'second', 'data-remove': String(seat) });
    const [setName, setMark, setButton, hideButton] = [textOf(name), textOf(mark), textOf(button), hiddenOf(button)];
    let askedMs = Number.NEGATIVE_INFINITY;
    button.addEventListener('click', () => {
      const isSure = performance.now() - askedMs < CONFIRM_MS;
      askedMs = isSure ? Number.NEGATIVE_INFINITY : performance.now();
      setButton('Really?');
      if (isSure) this.#source?.remove(seat);
    });
    const show = (line: BoardLine, house: HouseView, isHost: boolean): void => {
      setName(line.name);
      setMark(marksOf(line, house).join(', '));
      const isPublic = house.host === 0;
      hideButton(line.own || (!isHost && !isPublic) || house.vote?.on === seat);
      if (performance.now() - askedMs >= CONFIRM_MS) setButton(isPublic ? 'Vote out' : 'Remove');
      button.setAttribute('aria-label', `${button.textContent} ${line.name}`);
    };
    const item = make('li', {}, make('span', {}, name, mark), button);
    this.#list.append(item);
    const row = { item, show };
    this.#rows.set(seat, row);
    return row;
  }
}

const marksOf = ({ own, seat, connected, aside }: BoardLine, { host, vote }: HouseView): string[] => [
  ...(own ? ['you'] : []),
  ...(seat === host ? ['host'] : []),
  ...(vote?.on === seat ? [`${vote.votes} of ${vote.needed} votes`] : []),
  ...(connected && !aside ? [] : ['away']),
];
