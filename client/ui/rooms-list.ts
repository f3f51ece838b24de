/** The list of public rooms: asked for every few seconds while the menu is on screen, rows reused so that focus stays. */
import { listRooms, type RoomInfo, sentenceOf } from '../matchmaker.ts';
import { byId, make, textOf } from './dom.ts';

const ASK_EVERY_MS = 4000;
/** More than a player reads; bounds the page. */
const ROOMS_SHOWN_MAX = 30;

type Row = { item: HTMLLIElement; show: (room: RoomInfo) => void };

export class RoomsList {
  readonly #list = byId('rooms');
  readonly #line = textOf(byId('rooms-line'));
  readonly #rows = new Map<string, Row>();
  readonly #onPick: (roomId: string) => void;
  readonly #titleOf: (mode: string) => string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #watching = false;

  constructor(onPick: (roomId: string) => void, titleOf: (mode: string) => string) {
    this.#onPick = onPick;
    this.#titleOf = titleOf;
    document.addEventListener('visibilitychange', () => this.#askNow());
  }

  watch(watching: boolean): void {
    if (watching === this.#watching) return;
    this.#watching = watching;
    this.#askNow();
  }

  #askNow(): void {
    clearTimeout(this.#timer);
    if (this.#watching && !document.hidden) void this.#ask();
  }

  async #ask(): Promise<void> {
    try {
      this.#show(await listRooms());
    } catch (error) {
      this.#show([]);
      this.#line(`${sentenceOf(error)} Trying again.`);
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#askNow(), ASK_EVERY_MS);
  }

  #show(rooms: readonly RoomInfo[]): void {
    const shown = rooms.slice(0, ROOMS_SHOWN_MAX);
    const alive = new Set(shown.map((room) => room.roomId));
    for (const [roomId, row] of this.#rows) {
      if (alive.has(roomId)) continue;
      row.item.remove();
      this.#rows.delete(roomId);
    }
    for (const room of shown) this.#rowFor(room.roomId).show(room);
    this.#line(shown.length === 0 ? 'Nobody is fighting yet. Quick play opens a room, bots included.' : '');
  }

  #rowFor(roomId: string): Row {
    const known = this.#rows.get(roomId);
    if (known !== undefined) return known;
    const name = make('span', { class: 'room-name' });
    const mode = make('span', { class: 'room-mode' });
    const people = make('b');
    const bots = make('span');
    const go = make('span', { class: 'room-go', 'aria-hidden': 'true' });
    const button = make(
      'button',
      { type: 'button', 'data-room': roomId },
      make('span', { class: 'room-name' }, name, mode),
      make('span', { class: 'room-seats' }, people, bots),
      go,
    );
    button.addEventListener('click', () => this.#onPick(roomId));
    const item = make('li', {}, button);
    this.#list.append(item);
    const [setName, setMode, setPeople] = [textOf(name), textOf(mode), textOf(people)];
    const [setBots, setGo] = [textOf(bots), textOf(go)];
    const show = (room: RoomInfo): void => {
      setName(room.name === '' ? `Room ${roomId.slice(0, 4)}` : room.name);
      setMode(this.#titleOf(room.mode));
      setPeople(`${room.players}/${room.maxPlayers}`);
      setBots(room.bots > 0 ? ` + ${room.bots} ⚙` : '');
      button.disabled = room.players >= room.maxPlayers;
      setGo(button.disabled ? 'Full' : 'Join');
      button.setAttribute(
        'aria-label',
        `Join ${room.name}: ${room.players} of ${room.maxPlayers} seats taken, ${room.bots} bots`,
      );
    };
    const row = { item, show };
    this.#rows.set(roomId, row);
    return row;
  }
}
