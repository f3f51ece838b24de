/**
 * Keyboard, mouse and touch → intent. Listens to the page itself, so that input does not wait for a rendered frame.
 * Nothing is read while the page says paused, has lost focus, or a text field is being typed in.
 */
import { BUTTON, type Place } from '../../shared/sim/types.ts';
import type { Intent, TouchView } from './intent.ts';
import { Touch } from './touch.ts';

/** Physical keys, so that the fingers lie the same way on every layout. */
const MOVE_KEYS: ReadonlyMap<string, readonly [number, number]> = new Map([
  ['KeyW', [0, -1]],
  ['ArrowUp', [0, -1]],
  ['KeyS', [0, 1]],
  ['ArrowDown', [0, 1]],
  ['KeyA', [-1, 0]],
  ['ArrowLeft', [-1, 0]],
  ['KeyD', [1, 0]],
  ['ArrowRight', [1, 0]],
] as const);
const DASH_KEYS: ReadonlySet<string> = new Set(['Space', 'ShiftLeft', 'ShiftRight']);
const META_KEYS: ReadonlySet<string> = new Set(['MetaLeft', 'MetaRight', 'OSLeft', 'OSRight']);
const TEXT_FIELDS = 'input, textarea, select, [contenteditable=""], [contenteditable="true"]';
/** Share of the half view that the mouse must be away from the middle for the camera to lead fully. */
const LEAD_REACH = 0.75;

/** How the surface lies over the arena: from its CSS px to u, as the player saw it in the last frame. */
export type Picture = { toWorldX: (px: number) => number; toWorldY: (px: number) => number };

export type DeviceEvents = {
  /** A button of BUTTON went down. */
  onPress: (button: number) => void;
  /** All was let go (lost focus, paused). */
  onRelease: () => void;
};

export class Devices {
  readonly #surface: HTMLElement;
  readonly #events: DeviceEvents;
  readonly #stopListening = new AbortController();
  readonly #keys = new Set<string>();
  readonly #touch = new Touch(matchMedia('(pointer: coarse)').matches);
  #bounds: DOMRect;
  /** Its place on the surface, once it has moved. */
  #mouse: Place | undefined;
  #trigger = false;

  constructor(surface: HTMLElement, events: DeviceEvents) {
    this.#surface = surface;
    this.#events = events;
    this.#bounds = surface.getBoundingClientRect();
    this.measure();
    this.#listen();
  }

  /** The surface changed its size or place. */
  measure(): void {
    this.#bounds = this.#surface.getBoundingClientRect();
    this.#touch.place(this.#bounds.width, this.#bounds.height);
  }

  /** @returns what is wanted now; the pilot's place on the surface in CSS px makes the aim */
  read(pilotX: number, pilotY: number, picture: Picture): Readonly<Intent> {
    const intent: Intent = { moveX: 0, moveY: 0, aimX: 0, aimY: 0, fire: false };
    if (isBlocked()) {
      this.release();
      return intent;
    }
    if (this.#touch.used) this.#touch.addTo(intent);
    else if (this.#mouse !== undefined) {
      const { x, y } = this.#mouse;
      intent.aimX = x - pilotX;
      intent.aimY = y - pilotY;
      intent.target = { x: picture.toWorldX(x), y: picture.toWorldY(y) };
    }
    intent.fire ||= this.#trigger;
    this.#addKeys(intent);
    return intent;
  }

  /** Where the camera should lean, from nowhere (0) to fully (1), written into `out`. */
  lead(out: { x: number; y: number }): void {
    const { width, height } = this.#bounds;
    const reach = (Math.min(width, height) / 2) * LEAD_REACH;
    const { aim } = this.#touch.view();
    const mouse = this.#mouse ?? { x: width / 2, y: height / 2 };
    const x = this.#touch.used ? aim.x : (mouse.x - width / 2) / reach;
    const y = this.#touch.used ? aim.y : (mouse.y - height / 2) / reach;
    const length = Math.max(1, Math.hypot(x, y));
    out.x = x / length;
    out.y = y / length;
  }

  touches(): Readonly<TouchView> {
    return this.#touch.view();
  }

  stop(): void {
    this.#stopListening.abort();
  }

  #addKeys(intent: Intent): void {
    for (const key of this.#keys) {
      const direction = MOVE_KEYS.get(key);
      if (direction === undefined) continue;
      intent.moveX += direction[0];
      intent.moveY += direction[1];
    }
  }

  #listen(): void {
    const { signal } = this.#stopListening;
    window.addEventListener('keydown', (event) => this.#keyDown(event), { signal });
    window.addEventListener('keyup', (event) => this.#keyUp(event), { signal });
    window.addEventListener('blur', () => this.release(), { signal });
    document.addEventListener('visibilitychange', () => this.release(), { signal });
    this.#surface.addEventListener('contextmenu', (event) => event.preventDefault(), { signal });
    this.#surface.addEventListener('pointerdown', (event) => this.#pointerDown(event), { signal });
    window.addEventListener('pointermove', (event) => this.#pointerMove(event), { signal });
    window.addEventListener('pointerup', (event) => this.#pointerUp(event), { signal });
    window.addEventListener('pointercancel', (event) => this.#pointerUp(event), { signal });
  }

  #keyDown(event: KeyboardEvent): void {
    const known = MOVE_KEYS.has(event.code) || DASH_KEYS.has(event.code);
    if (!known || event.ctrlKey || event.metaKey || event.altKey || isBlocked()) return;
    event.preventDefault(); // no scrolling, and no pressing of a button that happens to have focus
    if (event.repeat) return;
    this.#keys.add(event.code);
    if (DASH_KEYS.has(event.code)) this.#events.onPress(BUTTON.dash);
  }

  #keyUp({ code }: KeyboardEvent): void {
    // macOS keeps back the releases of other keys while Command is down.
    if (META_KEYS.has(code)) this.#keys.clear();
    else this.#keys.delete(code);
  }

  #pointerDown(event: PointerEvent): void {
    if (isBlocked()) return;
    const x = event.clientX - this.#bounds.left;
    const y = event.clientY - this.#bounds.top;
    event.preventDefault();
    if (event.pointerType === 'touch') {
      if (this.#touch.down(event.pointerId, x, y, this.#bounds.width)) this.#events.onPress(BUTTON.dash);
      return;
    }
    this.#mouseTo(x, y);
    if (event.button === 0) {
      this.#trigger = true;
      this.#events.onPress(BUTTON.fire);
    } else if (event.button === 2) this.#events.onPress(BUTTON.dash);
  }

  #pointerMove(event: PointerEvent): void {
    const x = event.clientX - this.#bounds.left;
    const y = event.clientY - this.#bounds.top;
    if (event.pointerType === 'touch') {
      this.#touch.moved(event.pointerId, x, y);
      return;
    }
    this.#mouseTo(x, y);
    // A second mouse button going down or up while one is held arrives as a move.
    const { buttons } = event;
    if (this.#trigger && (buttons & 1) === 0) this.#trigger = false;
    if (event.button === 2 && (buttons & 2) !== 0 && !isBlocked()) this.#events.onPress(BUTTON.dash);
    if (event.button === 0 && (buttons & 1) !== 0 && !isBlocked() && !this.#trigger) {
      this.#trigger = true;
      this.#events.onPress(BUTTON.fire);
    }
  }

  #pointerUp(event: PointerEvent): void {
    if (event.pointerType === 'touch') this.#touch.up(event.pointerId);
    else if ((event.buttons & 1) === 0) this.#trigger = false;
  }

  #mouseTo(x: number, y: number): void {
    this.#mouse = { x, y };
    if (this.#touch.used) this.#touch.retire();
  }

  /** Everything is let go: the page cannot see the releases any more. */
  release(): void {
    this.#keys.clear();
    this.#trigger = false;
    this.#touch.release();
    this.#events.onRelease();
  }
}

/** Whether the page wants its input for itself. */
function isBlocked(): boolean {
  if (document.body.dataset.paused === 'true') return true;
  const focused = document.activeElement;
  return focused instanceof HTMLElement && focused.matches(TEXT_FIELDS);
}
