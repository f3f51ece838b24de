/** How to move, fire, dash and use the Rail: each hint goes once the player did it, and never comes back in this browser. */
import type { OwnView } from '../../../shared/netcode/views.ts';
import { make } from '../dom.ts';

const STORE_KEY = 'sparkfray.learnt';
/** Slower may be the last of a slide into the arena. */
const MOVED_SPEED = 120;

/** Those that every player begins with; the Rail's comes with the first Rail. */
const FIRST_HINTS = ['move', 'fire', 'dash'] as const;
const HINTS = [...FIRST_HINTS, 'rail'] as const;
type Hint = (typeof HINTS)[number];

const RAIL_TEXT = '<b>Rail</b> Hold aim while it charges';
const KEYS_TEXT: Record<Hint, string> = {
  move: '<span><kbd>W</kbd><kbd>A</kbd><kbd>S</kbd><kbd>D</kbd></span> Move',
  fire: '<span class="mouse left"></span> Aim and fire',
  dash: '<span><kbd>Space</kbd></span> Dash: it throws bolts back',
  rail: RAIL_TEXT,
};
const TOUCH_TEXT: Record<Hint, string> = {
  move: '<b>Left thumb</b> Move',
  fire: '<b>Right thumb</b> Aim and fire',
  dash: '<b>Dash button</b> It throws bolts back',
  rail: RAIL_TEXT,
};

export class Hints {
  readonly #list = make('ul', { id: 'hints', 'data-testid': 'hints', 'aria-label': 'How to play' });
  readonly #open = new Map<Hint, HTMLElement>();
  readonly #learnt: Set<Hint>;
  readonly #storage: Storage | undefined;
  readonly #text: Record<Hint, string>;
  #railShots = 0;

  constructor(hud: HTMLElement, storage: Storage | undefined, touch: boolean) {
    this.#storage = storage;
    this.#text = touch ? TOUCH_TEXT : KEYS_TEXT;
    const stored = storage?.getItem(STORE_KEY)?.split(' ') ?? [];
    this.#learnt = new Set(HINTS.filter((hint) => stored.includes(hint)));
    for (const hint of FIRST_HINTS) this.#offer(hint);
    hud.append(this.#list);
  }

  watch(own: OwnView): void {
    if (!own.alive) {
      this.#railShots = 0; // lost, not fired
      this.#withdraw('rail');
      return;
    }
    if (own.railShots < this.#railShots) this.learnt('rail');
    if (own.railShots > 0) this.#offer('rail');
    this.#railShots = own.railShots;
    if (this.#open.size === 0) return;
    if (own.vx * own.vx + own.vy * own.vy > MOVED_SPEED * MOVED_SPEED && own.dashTicks === 0) this.learnt('move');
    if (own.fireCooldownTicks > 0) this.learnt('fire');
    if (own.dashTicks > 0 || own.dashCooldownTicks > 0) this.learnt('dash');
  }

  learnt(hint: Hint): void {
    const item = this.#open.get(hint);
    if (item === undefined) return;
    this.#open.delete(hint);
    this.#learnt.add(hint);
    item.classList.add('learnt');
    setTimeout(() => item.remove(), 900);
    try {
      this.#storage?.setItem(STORE_KEY, [...this.#learnt].join(' '));
    } catch {
      // a browser that keeps nothing shows the hints again
    }
  }

  /** Not learnt, but of no use now: it comes again. */
  #withdraw(hint: Hint): void {
    this.#open.get(hint)?.remove();
    this.#open.delete(hint);
  }

  #offer(hint: Hint): void {
    if (this.#learnt.has(hint) || this.#open.has(hint)) return;
    const item = make('li', { 'data-hint': hint });
    item.innerHTML = this.#text[hint];
    this.#open.set(hint, item);
    this.#list.append(item);
  }
}
