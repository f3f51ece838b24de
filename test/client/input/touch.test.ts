/** Thumbs in, input frames out: a floating move stick on the left half, an aim stick on the right one, a dash button. */
import assert from 'node:assert/strict';
import { BUTTON } from '../../../shared/sim/types.ts';
import { Hands, SURFACE } from '../../support/hands.ts';
import { usePage } from '../../support/page.ts';

const QUARTER_TURN = 65_536 / 4;
const { fire, dash } = BUTTON;
/** Thumb travel to full deflection, in CSS px. */
const REACH = 56;
/** Shares of it below which a thumb rests: for walking and turning, and for firing. */
const DEAD = 0.15;
const FIRE_DEAD = 0.35;
/** The dash button's centre on the surface, its drawn radius, and how far a thumb may miss its edge. */
const DASH_AT = { x: SURFACE.width - 70, y: SURFACE.height - 104, radius: 42, forgiven: 1.15 };

describe('thumbs', () => {
  const page = usePage(() => '<div id="stage"></div>');
  let hands: Hands;

  const down = (finger: number, x: number, y: number) => hands.touch('pointerdown', finger, x, y);
  const to = (finger: number, x: number, y: number) => hands.touch('pointermove', finger, x, y);
  const up = (finger: number) => hands.touch('pointerup', finger);
  /** Puts the thumb down at (x, y) and drags it by shares of the stick's reach. */
  const drag = (finger: number, [x, y]: readonly [number, number], shareX: number, shareY: number): void => {
    down(finger, x, y);
    to(finger, x + shareX * REACH, y + shareY * REACH);
  };
  const LEFT = [200, 300] as const;
  const RIGHT = [500, 200] as const;

  beforeEach(() => {
    hands = new Hands(page.document.querySelector('#stage') as HTMLElement);
  });
  afterEach(() => hands.devices.stop());

  it('are expected where they are what there is: sticks and button are shown before the first touch', () => {
    const { matchMedia } = globalThis;
    try {
      globalThis.matchMedia = (query) => ({ matches: query === '(pointer: coarse)' }) as MediaQueryList;
      const phone = new Hands(page.document.querySelector('#stage') as HTMLElement);
      assert.equal(phone.devices.touches().used, true);
      phone.devices.stop();
    } finally {
      globalThis.matchMedia = matchMedia;
    }
  });

  it('are not asked for before one has touched', () => {
    assert.equal(hands.devices.touches().used, false);
    down(1, ...LEFT);
    assert.equal(hands.devices.touches().used, true);
  });

  for (const [way, shareX, shareY, travel] of [
    ['right', 1, 0, [127, 0]],
    ['left', -1, 0, [-127, 0]],
    ['down', 0, 1, [0, 127]],
    ['up', 0, -1, [0, -127]],
    ['half way right and a quarter up', 0.5, -0.25, [64, -32]],
  ] as const) {
    it(`on the left walk ${way}, from wherever they came down`, () => {
      for (const from of [LEFT, [30, 380]] as const) {
        drag(1, from, shareX, shareY);
        assert.deepEqual(hands.move(), travel);
        assert.equal(hands.inputFrame().buttons, 0);
        up(1);
        assert.deepEqual(hands.move(), [0, 0]);
      }
    });
  }

  it('on the left reach full speed at the stick’s edge and no more beyond it, keeping the way', () => {
    drag(1, LEFT, 5, 0);
    assert.deepEqual(hands.move(), [127, 0]);
    to(1, LEFT[0] + 3 * REACH, LEFT[1] - 4 * REACH);
    assert.deepEqual(hands.move(), [Math.round(0.6 * 127), -Math.round(0.8 * 127)]);
    const { move } = hands.devices.touches();
    assert.ok(Math.hypot(move.x - 0.6, move.y + 0.8) < 1e-9, 'the knob leaves the stick');
  });

  it('on the left rest within the dead zone', () => {
    drag(1, LEFT, DEAD - 0.005, 0);
    assert.deepEqual(hands.move(), [0, 0]);
    to(1, LEFT[0], LEFT[1] - (DEAD - 0.005) * REACH);
    assert.deepEqual(hands.move(), [0, 0]);
    to(1, LEFT[0], LEFT[1] - (DEAD + 0.005) * REACH);
    assert.deepEqual(hands.move(), [0, -Math.round((DEAD + 0.005) * 127)]);
  });

  for (const [way, shareX, shareY, aim] of [
    ['right', 1, 0, 0],
    ['down', 0, 1, QUARTER_TURN],
    ['left', -1, 0, 2 * QUARTER_TURN],
    ['up', 0, -1, 3 * QUARTER_TURN],
  ] as const) {
    it(`on the right aim ${way} and fire, without walking or naming a place`, () => {
      drag(1, RIGHT, shareX, shareY);
      const expected = { mx: 0, my: 0, aim, buttons: fire };
      assert.deepEqual(hands.inputFrame(), expected);
      up(1);
      assert.deepEqual(hands.inputFrame(), { ...expected, buttons: 0 }, 'the gun stays where it was');
    });
  }

  it('on the right turn the gun from the dead zone on, and fire a little later', () => {
    drag(1, RIGHT, 0, DEAD - 0.005);
    assert.deepEqual(hands.inputFrame(), { mx: 0, my: 0, aim: 0, buttons: 0 });
    to(1, RIGHT[0], RIGHT[1] + (DEAD + 0.005) * REACH);
    assert.deepEqual(hands.inputFrame(), { mx: 0, my: 0, aim: QUARTER_TURN, buttons: 0 });
    to(1, RIGHT[0], RIGHT[1] + (FIRE_DEAD - 0.005) * REACH);
    assert.equal(hands.inputFrame().buttons, 0);
    to(1, RIGHT[0], RIGHT[1] + (FIRE_DEAD + 0.005) * REACH);
    assert.equal(hands.inputFrame().buttons, fire);
  });

  it('on the left turn the gun too, as long as no thumb aims', () => {
    drag(1, LEFT, 0, -1);
    assert.equal(hands.inputFrame().aim, 3 * QUARTER_TURN);
    drag(2, RIGHT, -1, 0);
    assert.deepEqual(hands.inputFrame(), { mx: 0, my: -127, aim: 2 * QUARTER_TURN, buttons: fire });
    to(2, ...RIGHT);
    assert.deepEqual(hands.inputFrame(), { mx: 0, my: -127, aim: 3 * QUARTER_TURN, buttons: 0 });
    to(1, LEFT[0] + REACH, LEFT[1]);
    assert.deepEqual(hands.inputFrame(), { mx: 127, my: 0, aim: 0, buttons: 0 });
  });

  it('change sides in the middle of the surface', () => {
    drag(1, [SURFACE.width / 2 - 1, 200], 1, 0);
    assert.deepEqual(hands.inputFrame(), { mx: 127, my: 0, aim: 0, buttons: 0 });
    up(1);
    drag(1, [SURFACE.width / 2, 200], 0, 1);
    assert.deepEqual(hands.inputFrame(), { mx: 0, my: 0, aim: QUARTER_TURN, buttons: fire });
  });

  it('stay with the stick they took, wherever they go', () => {
    drag(1, [390, 200], 1, 0);
    to(1, 700, 200);
    assert.deepEqual(hands.move(), [127, 0]);
    assert.equal(hands.inputFrame().buttons, 0);
  });

  it('do not take a stick from another one', () => {
    drag(1, LEFT, 1, 0);
    drag(2, [100, 100], -1, 0);
    assert.deepEqual(hands.inputFrame(), { mx: 127, my: 0, aim: 0, buttons: 0 });
    up(2);
    assert.deepEqual(hands.move(), [127, 0]);
    up(1);
    assert.deepEqual(hands.move(), [0, 0]);
    to(1, 300, 300);
    assert.deepEqual(hands.move(), [0, 0], 'a finger that is up moves nothing');
  });

  it('that are not down, or came down outside the surface, move nothing', () => {
    for (const finger of [-2, 0, 1, 2]) {
      to(finger, 300, 300);
      up(finger);
    }
    down(1, DASH_AT.x, DASH_AT.y);
    to(2, 300, 300);
    up(2);
    assert.deepEqual(hands.inputFrame(), { mx: 0, my: 0, aim: 0, buttons: dash });
    assert.equal(hands.devices.touches().dash.pressed, true);
  });

  it('begin at rest each time', () => {
    drag(1, LEFT, 1, 0);
    up(1);
    down(1, 100, 100);
    assert.deepEqual(hands.move(), [0, 0]);
    const { move } = hands.devices.touches();
    assert.deepEqual([move.active, move.originX, move.originY, move.x, move.y], [true, 100, 100, 0, 0]);
  });

  it('dash by the button in the lower right corner, a little beyond its edge too', () => {
    const reach = DASH_AT.radius * DASH_AT.forgiven;
    const { dash: drawn } = hands.devices.touches();
    assert.deepEqual(drawn, { x: DASH_AT.x, y: DASH_AT.y, radius: DASH_AT.radius, pressed: false });
    const ways = [
      [0, 0],
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
      [0.6, -0.8],
    ] as const;
    for (const [x, y] of ways) {
      down(1, DASH_AT.x + x * (reach - 0.2), DASH_AT.y + y * (reach - 0.2));
      assert.equal(hands.devices.touches().dash.pressed, true, `at [${x}, ${y}]`);
      assert.deepEqual(hands.inputFrame(), { mx: 0, my: 0, aim: 0, buttons: dash }, `at [${x}, ${y}]`);
      assert.equal(hands.devices.touches().aim.active, false);
      up(1);
      hands.devices.release();
      if (x === 0 && y === 0) continue;
      down(1, DASH_AT.x + x * (reach + 0.2), DASH_AT.y + y * (reach + 0.2));
      assert.equal(hands.inputFrame().buttons, 0, `beyond [${x}, ${y}]`);
      assert.equal(hands.devices.touches().aim.active, true);
      up(1);
    }
  });

  it('dash once, while others walk and fire, and until then the button is pressed', () => {
    drag(1, LEFT, 1, 0);
    drag(2, RIGHT, 0, 1);
    down(3, DASH_AT.x, DASH_AT.y);
    assert.deepEqual(hands.inputFrame(), { mx: 127, my: 0, aim: QUARTER_TURN, buttons: fire | dash });
    for (let frame = 0; frame < 5; frame++) hands.inputFrame();
    assert.equal(hands.inputFrame().buttons, fire);
    to(3, 10, 10);
    up(1);
    assert.equal(hands.devices.touches().dash.pressed, true);
    up(3);
    assert.equal(hands.devices.touches().dash.pressed, false);
  });

  it('find the button in its corner when the surface has another size', () => {
    hands.resize({ left: 0, top: 0, width: 390, height: 844 });
    hands.devices.measure();
    down(1, 390 - 70, 844 - 104);
    assert.equal(hands.inputFrame().buttons, dash);
    down(2, 194, 400);
    assert.equal(hands.devices.touches().move.active, true, 'the halves moved as well');
  });

  it('are let go when the browser takes them away', () => {
    drag(1, LEFT, 1, 0);
    drag(2, RIGHT, 0, 1);
    down(3, DASH_AT.x, DASH_AT.y);
    for (let frame = 0; frame < 6; frame++) hands.inputFrame();
    for (const finger of [1, 2, 3]) hands.touch('pointercancel', finger);
    assert.deepEqual(hands.inputFrame(), { mx: 0, my: 0, aim: QUARTER_TURN, buttons: 0 });
    assert.equal(hands.devices.touches().dash.pressed, false);
  });

  it('are let go when the window loses focus, and may come down anew', () => {
    drag(1, LEFT, 1, 0);
    drag(2, RIGHT, 0, 1);
    down(3, DASH_AT.x, DASH_AT.y);
    page.window.dispatchEvent(new Event('blur'));
    assert.deepEqual(hands.inputFrame(), { mx: 0, my: 0, aim: 0, buttons: 0 });
    const { move, aim, dash: button } = hands.devices.touches();
    assert.deepEqual([move.active, aim.active, button.pressed], [false, false, false]);
    to(1, 300, 300);
    assert.deepEqual(hands.move(), [0, 0]);
    up(1);
    drag(1, LEFT, 0, 1);
    assert.deepEqual(hands.move(), [0, 127]);
  });

  it('add to keys that are held as well, but never beyond full speed', () => {
    drag(1, LEFT, 0.5, 0);
    hands.press('KeyS');
    assert.deepEqual(hands.move(), [64, 127]);
    hands.press('KeyD');
    assert.deepEqual(hands.move(), [127, 127]);
  });

  it('lead the camera as far as the aim stick is out', () => {
    const lead = { x: Number.NaN, y: Number.NaN };
    drag(1, RIGHT, 0.5, -0.25);
    hands.devices.lead(lead);
    assert.deepEqual(lead, { x: 0.5, y: -0.25 });
    up(1);
    hands.devices.lead(lead);
    assert.deepEqual(lead, { x: 0, y: 0 });
  });

  it('give way to a mouse, which takes the sticks from the screen, and take over from it again', () => {
    drag(1, LEFT, 1, 0);
    hands.mouse('pointermove', 400, 390);
    assert.equal(hands.devices.touches().used, false);
    assert.deepEqual(hands.inputFrame(), { mx: 0, my: 0, aim: QUARTER_TURN, buttons: 0, target: { x: 1200, y: 795 } });
    drag(2, LEFT, -1, 0);
    assert.deepEqual(hands.inputFrame(), { mx: -127, my: 0, aim: 2 * QUARTER_TURN, buttons: 0 });
  });
});
