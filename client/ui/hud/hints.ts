/** How to move, fire and dash: each hint goes once the player did it, and never comes back in this browser. */
import type { OwnView } from '../../../shared/netcode/views.ts';
import { make } from '../dom.ts';

const STORE_KEY = 'sparkfray.learnt';
/** Slower may be the last of a slide into the arena. */
const MOVED_SPEED = 120;

const HINTS = ['move', 'fire', 'dash'] as const;
type Hint = (typeof HINTS)[number];

const KEYS_TEXT: Record<Hint, string> = {
  move: '<span><kbd>W</kbd><kbd>A</kbd><kbd>S</kbd><kbd>D</kbd></span> Move',
  fire: '<span class="mouse left"></span> Aim and fire',
  dash: '<span><kbd>Space</kbd></span> Dash: it throws bolts back',
};
const TOUCH_TEXT: Record<Hint, string> = {
  move: '<b>Left thumb</b> Move',
  fire: '<b>Right thumb</b> Aim and fire',
  dash: '<b>Dash button</b> It throws bolts back',
};

export class Hints {
  readonly #list = make('ul', { id: 'hints', 'data-testid': 'hints', 'aria-label': 'How to play' });
  readonly #open = new Map<Hint, HTMLElement>();
  readonly #storage: Storage | undefined;

  constructor(hud: HTMLElement, storage: Storage | undefined, touch: boolean) {
    this.#storage = storage;
    const learnt = storage?.getItem(STORE_KEY)?.split(' ') ?? [];
    for (const hint of HINTS) if (!learnt.includes(hint)) this.#add(hint, touch ? TOUCH_TEXT[hint] : KEYS_TEXT[hint]);
    hud.append(this.#list);
  }

  watch(own: OwnView): void {
    if (this.#open.size === 0 || !own.alive) return;
    if (own.vx * own.vx + own.vy * own.vy > MOVED_SPEED * MOVED_SPEED && own.dashTicks === 0) this.learnt('move');
    if (own.fireCooldownTicks > 0) this.learnt('fire');
    if (own.dashTicks > 0 || own.dashCooldownTicks > 0) this.learnt('dash');
  }

  learnt(hint: Hint): void {
    const item = this.#open.get(hint);
    if (item === undefined) return;
    this.#open.delete(hint);
    item.classList.add('learnt');
    setTimeout(() => item.remove(), 900);
    try {
      this.#storage?.setItem(STORE_KEY, HINTS.filter((one) => !this.#open.has(one)).join(' '));
    } catch {
      // a browser that keeps nothing shows the hints again
    }
  }

  #add(hint: Hint, text: string): void {
    const item = make('li', { 'data-hint': hint });
    item.innerHTML = text;
    this.#open.set(hint, item);
    this.#list.append(item);
  }
}
