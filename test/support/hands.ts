/**
 * A player's hands on the surface of a page in memory: real events go in, and what comes out is the input frame that the
 * scene would send, through the devices and the sampler as the scene puts them together.
 */
import { Devices, type Picture } from '../../client/input/devices.ts';
import { Sampler } from '../../client/input/sampler.ts';
import type { Wish } from '../../shared/netcode/session.ts';

/** Away from the page's corner, so that a place on the page is not one on the surface. */
export const SURFACE = { left: 100, top: 50, width: 800, height: 400 };

type PointerFacts = { button?: number; buttons?: number };

export class Hands {
  readonly devices: Devices;
  /** Where the own pilot is shown, in CSS px of the surface. */
  pilot = { x: 400, y: 200 };
  /** Half an u per px, with the arena's (1000, 600) in the upper left corner of the surface. */
  picture: Picture = { toWorldX: (px) => 1000 + px / 2, toWorldY: (px) => 600 + px / 2 };
  readonly #sampler = new Sampler();
  readonly #surface: HTMLElement;

  constructor(surface: HTMLElement) {
    this.#surface = surface;
    this.resize(SURFACE);
    this.devices = new Devices(surface, {
      onPress: (button) => this.#sampler.press(button),
      onRelease: () => this.#sampler.clear(),
    });
  }

  /** The surface has another size or place; the devices are not told. */
  resize({ left, top, width, height }: typeof SURFACE): void {
    const bounds = { left, top, width, height, right: left + width, bottom: top + height, x: left, y: top };
    this.#surface.getBoundingClientRect = () => ({ ...bounds, toJSON: () => bounds });
  }

  /** @returns the input frame of the next step */
  inputFrame(): Wish {
    return this.#sampler.inputFrame(this.devices.read(this.pilot.x, this.pilot.y, this.picture));
  }

  /** @returns the travel that the next input frame asks for */
  move(): [mx: number, my: number] {
    const { mx, my } = this.inputFrame();
    return [mx, my];
  }

  press(code: string, facts: KeyboardEventInit = {}): KeyboardEvent {
    return this.#key('keydown', code, facts);
  }

  letGo(code: string): KeyboardEvent {
    return this.#key('keyup', code, {});
  }

  mouse(type: 'pointerdown' | 'pointermove' | 'pointerup', x: number, y: number, facts: PointerFacts = {}): Event {
    return this.#point(type, x, y, { pointerId: 1, pointerType: 'mouse', button: -1, buttons: 0, ...facts });
  }

  touch(type: 'pointerdown' | 'pointermove' | 'pointerup' | 'pointercancel', finger: number, x = 0, y = 0): Event {
    return this.#point(type, x, y, { pointerId: finger, pointerType: 'touch', button: 0, buttons: 1 });
  }

  #key(type: string, code: string, facts: KeyboardEventInit): KeyboardEvent {
    const event = new KeyboardEvent(type, { code, bubbles: true, cancelable: true, ...facts });
    (document.activeElement ?? document.body).dispatchEvent(event);
    return event;
  }

  /** (x, y) is a place on the surface; the page's own corner lies elsewhere. */
  #point(type: string, x: number, y: number, facts: PointerEventInit): Event {
    const { left, top } = this.#surface.getBoundingClientRect();
    const place = { clientX: left + x, clientY: top + y };
    const event = new PointerEvent(type, { ...place, ...facts, bubbles: true, cancelable: true });
    // A pointer may leave the surface while it is held: the page hears of it then.
    (type === 'pointerdown' ? this.#surface : window).dispatchEvent(event);
    return event;
  }
}
