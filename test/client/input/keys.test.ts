/** Keys in, input frames out: which key does what, and when keys are not the pilot's. */
import assert from 'node:assert/strict';
import { BUTTON } from '../../../shared/sim/types.ts';
import { Hands } from '../../support/hands.ts';
import { usePage } from '../../support/page.ts';

const FULL = 127;
const MOVE_KEYS = {
  KeyW: [0, -FULL],
  ArrowUp: [0, -FULL],
  KeyS: [0, FULL],
  ArrowDown: [0, FULL],
  KeyA: [-FULL, 0],
  ArrowLeft: [-FULL, 0],
  KeyD: [FULL, 0],
  ArrowRight: [FULL, 0],
} as const;
const DASH_KEYS = ['Space', 'ShiftLeft', 'ShiftRight'] as const;

describe('keys', () => {
  const page = usePage(
    () => '<div id="stage"></div><button>Pause</button><input><textarea></textarea><select></select>',
  );
  let hands: Hands;
  const element = (selector: string): HTMLElement => page.document.querySelector(selector) as HTMLElement;

  beforeEach(() => {
    hands = new Hands(element('#stage'));
  });
  afterEach(() => hands.devices.stop());

  for (const [code, travel] of Object.entries(MOVE_KEYS)) {
    it(`${code} moves the pilot by [${travel}] while it is held`, () => {
      assert.deepEqual(hands.move(), [0, 0]);
      const pressed = hands.press(code);
      assert.equal(pressed.defaultPrevented, true, 'the page scrolls');
      assert.deepEqual([hands.move(), hands.move()], [travel, travel]);
      assert.equal(hands.inputFrame().buttons, 0);
      hands.letGo(code);
      assert.deepEqual(hands.move(), [0, 0]);
    });
  }

  for (const code of DASH_KEYS) {
    it(`${code} dashes once, however long it is held, and moves nothing`, () => {
      const pressed = hands.press(code);
      assert.equal(pressed.defaultPrevented, true, 'the page scrolls');
      const { mx, my, buttons } = hands.inputFrame();
      assert.deepEqual([mx, my, buttons], [0, 0, BUTTON.dash]);
      for (let frame = 0; frame < 30; frame++) {
        hands.press(code, { repeat: true });
        hands.inputFrame();
      }
      assert.equal(hands.inputFrame().buttons, 0);
    });
  }

  for (const [one, other] of [
    ['KeyW', 'KeyS'],
    ['KeyW', 'ArrowDown'],
    ['ArrowUp', 'KeyS'],
    ['ArrowUp', 'ArrowDown'],
    ['KeyA', 'KeyD'],
    ['KeyA', 'ArrowRight'],
    ['ArrowLeft', 'KeyD'],
    ['ArrowLeft', 'ArrowRight'],
  ] as const) {
    it(`${one} and ${other} cancel each other out`, () => {
      hands.press(one);
      hands.press(other);
      assert.deepEqual(hands.move(), [0, 0]);
      hands.letGo(one);
      assert.deepEqual(hands.move(), MOVE_KEYS[other]);
    });
  }

  it('two at once go diagonally, opposite ones cancel out, and a second one for the same way adds nothing', () => {
    hands.press('KeyW');
    hands.press('KeyD');
    assert.deepEqual(hands.move(), [FULL, -FULL]);
    hands.press('KeyA');
    assert.deepEqual(hands.move(), [0, -FULL]);
    hands.press('ArrowUp');
    assert.deepEqual(hands.move(), [0, -FULL]);
    hands.letGo('KeyW');
    hands.letGo('KeyD');
    assert.deepEqual(hands.move(), [-FULL, -FULL]);
    hands.press('ArrowLeft');
    hands.press('ArrowDown');
    hands.press('KeyS');
    assert.deepEqual(hands.move(), [-FULL, FULL]);
    for (const code of ['KeyA', 'ArrowUp', 'ArrowDown', 'KeyS']) hands.letGo(code);
    hands.press('KeyD');
    hands.press('ArrowRight');
    assert.deepEqual(hands.move(), [FULL, 0]);
  });

  it('that mean nothing here stay the page’s own', () => {
    for (const code of ['KeyQ', 'Enter', 'Tab', 'Escape', 'F3']) {
      assert.equal(hands.press(code).defaultPrevented, false, code);
    }
    assert.deepEqual(hands.inputFrame(), { mx: 0, my: 0, aim: 0, buttons: 0 });
  });

  it('count by where they lie, whatever letter the layout gives them', () => {
    hands.press('KeyW', { key: 'z' });
    hands.press('KeyQ', { key: 'a' });
    assert.deepEqual(hands.move(), [0, -FULL]);
  });

  for (const held of ['ctrlKey', 'metaKey', 'altKey'] as const) {
    it(`with ${held} are the browser’s`, () => {
      assert.equal(hands.press('KeyD', { [held]: true }).defaultPrevented, false);
      assert.deepEqual(hands.move(), [0, 0]);
    });
  }

  it('with Shift move all the same: it dashes', () => {
    hands.press('ShiftLeft', { shiftKey: true });
    hands.press('KeyD', { shiftKey: true });
    const { mx, buttons } = hands.inputFrame();
    assert.deepEqual([mx, buttons], [FULL, BUTTON.dash]);
  });

  it('that repeat by themselves do not come back after everything was let go', () => {
    hands.press('KeyD');
    hands.devices.release();
    assert.equal(hands.press('KeyD', { repeat: true }).defaultPrevented, true, 'the page scrolls');
    assert.deepEqual(hands.move(), [0, 0]);
  });

  it('are let go when the window loses focus', () => {
    hands.press('KeyD');
    hands.press('Space');
    page.window.dispatchEvent(new Event('blur'));
    assert.deepEqual(hands.inputFrame(), { mx: 0, my: 0, aim: 0, buttons: 0 });
  });

  for (const meta of ['MetaLeft', 'MetaRight', 'OSLeft', 'OSRight'])
    it(`are let go with ${meta}: macOS does not tell of others that were released under it`, () => {
      hands.press('KeyD');
      hands.press(meta, { metaKey: true });
      assert.deepEqual(hands.move(), MOVE_KEYS.KeyD, 'it may still be held');
      hands.letGo(meta);
      assert.deepEqual(hands.move(), [0, 0]);
    });

  it('are let go when the page is hidden or shown', () => {
    hands.press('KeyS');
    hands.press('Space');
    page.document.dispatchEvent(new Event('visibilitychange'));
    assert.deepEqual(hands.inputFrame(), { mx: 0, my: 0, aim: 0, buttons: 0 });
  });

  it('are let go while the page says paused, and none is taken meanwhile', () => {
    hands.press('KeyD');
    hands.press('Space');
    page.document.body.dataset.paused = 'true';
    assert.deepEqual(hands.inputFrame(), { mx: 0, my: 0, aim: 0, buttons: 0 });
    assert.equal(hands.press('KeyS').defaultPrevented, false);
    page.document.body.dataset.paused = 'false';
    assert.deepEqual(hands.inputFrame(), { mx: 0, my: 0, aim: 0, buttons: 0 });
    hands.press('KeyS');
    assert.deepEqual(hands.move(), [0, FULL]);
  });

  for (const field of ['input', 'textarea', 'select']) {
    it(`go into a focused ${field}, and not to the pilot`, () => {
      hands.press('KeyD');
      element(field).focus();
      assert.deepEqual(hands.move(), [0, 0]);
      assert.equal(hands.press('Space').defaultPrevented, false);
      element(field).blur();
      assert.deepEqual(hands.inputFrame(), { mx: 0, my: 0, aim: 0, buttons: 0 });
    });
  }

  for (const editable of ['', 'true']) {
    it(`go into text that is edited in place (contenteditable="${editable}")`, () => {
      element('button').setAttribute('contenteditable', editable);
      element('button').focus();
      assert.equal(hands.press('KeyA').defaultPrevented, false);
      assert.deepEqual(hands.move(), [0, 0]);
    });
  }

  it('are the pilot’s while a button has focus, which they do not press', () => {
    element('button').focus();
    assert.equal(hands.press('Space').defaultPrevented, true);
    assert.equal(hands.inputFrame().buttons, BUTTON.dash);
  });

  it('do nothing any more once the devices have stopped', () => {
    hands.devices.stop();
    assert.equal(hands.press('KeyD').defaultPrevented, false);
    hands.mouse('pointerdown', 10, 10, { button: 0, buttons: 1 });
    assert.deepEqual(hands.inputFrame(), { mx: 0, my: 0, aim: 0, buttons: 0 });
  });
});
