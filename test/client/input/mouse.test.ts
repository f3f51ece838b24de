/** The mouse in, input frames out: what it aims at, what its buttons do, and where it has the camera lean. */
import assert from 'node:assert/strict';
import { BUTTON } from '../../../shared/sim/types.ts';
import { Hands, SURFACE } from '../../support/hands.ts';
import { usePage } from '../../support/page.ts';

const QUARTER_TURN = 65_536 / 4;
const { fire, dash } = BUTTON;
/** As browsers number them. */
const LEFT = { button: 0, buttons: 1 };
const MIDDLE = { button: 1, buttons: 4 };
const RIGHT = { button: 2, buttons: 2 };

describe('the mouse', () => {
  const page = usePage(() => '<div id="stage"></div><input>');
  let hands: Hands;
  const surface = (): HTMLElement => page.document.querySelector('#stage') as HTMLElement;
  const buttons = (): number => hands.inputFrame().buttons;
  /** Buttons of so many input frames. */
  const buttonsOf = (count: number): number[] => Array.from({ length: count }, buttons);
  const lead = (): { x: number; y: number } => {
    const out = { x: Number.NaN, y: Number.NaN };
    hands.devices.lead(out);
    return out;
  };

  beforeEach(() => {
    hands = new Hands(surface());
  });
  afterEach(() => hands.devices.stop());

  it('names no place before it has moved, and leans nowhere', () => {
    assert.deepEqual(hands.inputFrame(), { mx: 0, my: 0, aim: 0, buttons: 0 });
    assert.deepEqual(lead(), { x: 0, y: 0 });
  });

  it('aims at the place of the arena that is under it, seen through the picture of the last frame', () => {
    hands.mouse('pointermove', 700, 40);
    assert.deepEqual(hands.inputFrame().target, { x: 1350, y: 620 });
    hands.picture = { toWorldX: (px) => px * 2 - 30, toWorldY: (px) => px * 3 };
    assert.deepEqual(hands.inputFrame().target, { x: 1370, y: 120 });
  });

  it('turns the gun from where the pilot is shown to where it points', () => {
    const aimAt = (x: number, y: number): number => {
      hands.mouse('pointermove', x, y);
      return hands.inputFrame().aim;
    };
    hands.pilot = { x: 300, y: 150 };
    assert.equal(aimAt(301, 150), 0);
    assert.equal(aimAt(300, 390), QUARTER_TURN);
    assert.equal(aimAt(10, 150), QUARTER_TURN * 2);
    assert.equal(aimAt(300, 149), QUARTER_TURN * 3);
    assert.ok(Math.abs(aimAt(400, 250) - QUARTER_TURN / 2) <= 4);
  });

  it('is measured from the corner of the surface, also after that moved', () => {
    hands.resize({ ...SURFACE, left: 20, top: 30 });
    hands.devices.measure();
    hands.mouse('pointermove', 500, 300);
    assert.deepEqual(hands.inputFrame().target, { x: 1250, y: 750 });
  });

  it('keeps the gun where it was while the page wants its input for itself', () => {
    hands.mouse('pointermove', 590, 390);
    const { aim } = hands.inputFrame();
    assert.ok(aim > 0 && aim < QUARTER_TURN);
    page.document.body.dataset.paused = 'true';
    assert.deepEqual(hands.inputFrame(), { mx: 0, my: 0, aim, buttons: 0 });
  });

  it('fires while its left button is held', () => {
    assert.equal(hands.mouse('pointerdown', 500, 200, LEFT).defaultPrevented, true);
    assert.deepEqual(hands.inputFrame().target, { x: 1250, y: 700 });
    assert.deepEqual(buttonsOf(20), Array(20).fill(fire));
    hands.mouse('pointermove', 520, 210, { buttons: 1 });
    assert.equal(buttons(), fire);
    hands.mouse('pointerup', 520, 210, { button: 0, buttons: 0 });
    assert.equal(buttons(), 0);
  });

  it('fires once for a click that is over before the next step', () => {
    hands.mouse('pointerdown', 500, 200, LEFT);
    hands.mouse('pointerup', 500, 200, { button: 0, buttons: 0 });
    assert.deepEqual(buttonsOf(7), [fire, fire, fire, fire, fire, fire, 0]);
  });

  it('dashes once for a press of its right button, which does not fire', () => {
    hands.mouse('pointerdown', 500, 200, RIGHT);
    assert.deepEqual(buttonsOf(7), [dash, dash, dash, dash, dash, dash, 0]);
  });

  it('does nothing with its middle button', () => {
    hands.mouse('pointerdown', 500, 200, MIDDLE);
    assert.equal(buttons(), 0);
  });

  it('opens no menu on the surface', () => {
    const menu = new Event('contextmenu', { bubbles: true, cancelable: true });
    surface().dispatchEvent(menu);
    assert.equal(menu.defaultPrevented, true);
  });

  it('fires only on the surface', () => {
    page.document.body.dispatchEvent(new PointerEvent('pointerdown', { ...LEFT, pointerType: 'mouse', bubbles: true }));
    assert.equal(buttons(), 0);
  });

  it('dashes and fires with one button while the other is held: browsers tell of that as a move', () => {
    hands.mouse('pointerdown', 500, 200, LEFT);
    hands.mouse('pointermove', 500, 200, { button: 2, buttons: 3 });
    assert.deepEqual(buttonsOf(7), [...Array(6).fill(fire | dash), fire]);
    hands.mouse('pointermove', 500, 200, { button: 2, buttons: 1 });
    assert.equal(buttons(), fire, 'its release is no press');
    hands.mouse('pointermove', 500, 200, { button: 0, buttons: 0 });
    assert.equal(buttons(), 0);
    hands.mouse('pointerdown', 500, 200, RIGHT);
    buttonsOf(6);
    hands.mouse('pointermove', 500, 200, { button: 0, buttons: 3 });
    assert.deepEqual(buttonsOf(20), Array(20).fill(fire));
    hands.mouse('pointermove', 500, 200, { button: 0, buttons: 2 });
    assert.equal(buttons(), 0, 'its release is no press');
    hands.mouse('pointermove', 500, 200, { button: 0, buttons: 3 });
    hands.mouse('pointermove', 500, 200, { button: 0, buttons: 2 });
    assert.deepEqual(buttonsOf(7), [...Array(6).fill(fire), 0], 'a click that is over before the next step');
    hands.mouse('pointermove', 500, 200, { button: 1, buttons: 7 });
    assert.equal(buttons(), 0, 'the middle button is none of them');
  });

  it('tells of a press once: a move that repeats it is no new one', () => {
    hands.mouse('pointerdown', 500, 200, LEFT);
    hands.mouse('pointermove', 500, 200, LEFT);
    hands.mouse('pointerup', 500, 200, { button: 0, buttons: 0 });
    assert.deepEqual(buttonsOf(7), [fire, fire, fire, fire, fire, fire, 0]);
    hands.mouse('pointerdown', 500, 200, LEFT);
    buttonsOf(6);
    hands.mouse('pointermove', 500, 200, LEFT);
    hands.mouse('pointerup', 500, 200, { button: 0, buttons: 0 });
    assert.equal(buttons(), 0);
  });

  it('goes on firing when another button is released, and stops when the browser takes it away', () => {
    hands.mouse('pointerdown', 500, 200, LEFT);
    buttonsOf(6);
    hands.mouse('pointerup', 500, 200, { button: 2, buttons: 1 });
    assert.equal(buttons(), fire);
    page.window.dispatchEvent(new PointerEvent('pointercancel', { pointerType: 'mouse', buttons: 0 }));
    assert.equal(buttons(), 0);
  });

  it('stops firing when the button was released where no page saw it', () => {
    hands.mouse('pointerdown', 500, 200, LEFT);
    buttonsOf(6);
    hands.mouse('pointermove', 500, 200, { buttons: 0 });
    assert.equal(buttons(), 0);
  });

  it('lets go of the trigger when the window loses focus', () => {
    hands.mouse('pointerdown', 500, 200, LEFT);
    page.window.dispatchEvent(new Event('blur'));
    assert.equal(buttons(), 0);
  });

  it('presses nothing while the page wants its input for itself', () => {
    const { dataset } = page.document.body;
    dataset.paused = 'true';
    assert.equal(hands.mouse('pointerdown', 500, 200, LEFT).defaultPrevented, false);
    hands.mouse('pointermove', 500, 200, LEFT);
    hands.mouse('pointermove', 500, 200, RIGHT);
    dataset.paused = 'false';
    assert.equal(buttons(), 0);
  });

  it('leads the camera fully once it is three quarters of half the shorter side away from the middle', () => {
    const close = ({ x, y }: { x: number; y: number }, wanted: [number, number]): void => {
      assert.ok(Math.hypot(x - wanted[0], y - wanted[1]) < 1e-9, `${x}, ${y} instead of ${wanted}`);
    };
    const leadAt = (x: number, y: number) => {
      hands.mouse('pointermove', x, y);
      return lead();
    };
    // A surface of 800 × 400: full at 150 px from (400, 200).
    close(leadAt(400, 200), [0, 0]);
    close(leadAt(475, 200), [0.5, 0]);
    close(leadAt(400, 125), [0, -0.5]);
    close(leadAt(490, 320), [0.6, 0.8]);
    close(leadAt(800, 200), [1, 0]);
    close(leadAt(0, 200), [-1, 0]);
    close(leadAt(700, 600), [0.6, 0.8]);
    hands.resize({ ...SURFACE, width: 300, height: 800 });
    hands.devices.measure();
    close(leadAt(150 + 56.25, 400), [0.5, 0]);
  });
});
