/** What the player sees, from the room's world over a long way to the engine's images, and from the devices back into it. */
import assert from 'node:assert/strict';
import type { ArenaScene } from '../../../client/scenes/arena-scene.ts';
import type { Settings } from '../../../client/settings.ts';
import { PILOT, SPARK } from '../../../shared/sim/tunables.ts';
import type { Pilot } from '../../../shared/sim/types.ts';
import { SCREEN, TestEngine } from '../../support/engine.ts';
import { usePage } from '../../support/page.ts';
import { Stepper, type StepperSeat } from '../../support/virtual/stepper.ts';

/** Drawn without effects that only please the eye: what is tested is where things are. */
const SETTINGS: Settings = { name: 'Ada', quality: 'low', renderer: 'canvas', volume: 0, reducedMotion: false };
/** One way, in ms: what the server knows of a key is as old as that. */
const DELAY_MS = 200;
const FRAME_MS = 16;
const MIDDLE = { x: 1200, y: 490 };

describe('The arena on screen', function () {
  this.timeout(30_000);
  const page = usePage(() => '<div id="stage"></div>');
  let stepper: Stepper;
  let seat: StepperSeat;
  let shown: TestEngine<ArenaScene>;

  /** The room's own pilot of a seat. */
  const truthOf = ({ session }: StepperSeat): Pilot => {
    const pilot = stepper.room.world.pilots.find(({ seat: number }) => number === session.view.own()?.seat);
    assert.ok(pilot !== undefined);
    return pilot;
  };
  const one = (part: string): { x: number; y: number } => {
    const [image, ...others] = shown.images(part);
    assert.ok(image !== undefined && others.length === 0, `${others.length + 1} × ${part}`);
    return image;
  };
  const near = (a: { x: number; y: number }, b: { x: number; y: number }, apart = 0.01): void =>
    assert.ok(Math.hypot(a.x - b.x, a.y - b.y) <= apart, `(${a.x}, ${a.y}) is not at (${b.x}, ${b.y})`);
  const press = (type: 'keydown' | 'keyup', code: string) =>
    page.window.dispatchEvent(new KeyboardEvent(type, { code }));
  const point = (type: string, { x, y }: { x: number; y: number }, facts: PointerEventInit) => {
    const event = new PointerEvent(type, { clientX: x, clientY: y, bubbles: true, ...facts });
    page.document.querySelector('#stage')?.dispatchEvent(event);
  };

  const showScene = (nowMs: number): Promise<TestEngine<ArenaScene>> =>
    TestEngine.open(page, nowMs, async (parent) => {
      const { ArenaScene: Scene } = await import('../../../client/scenes/arena-scene.ts');
      const { session } = seat;
      return new Scene({
        parent,
        view: session.view,
        advance: (atMs, nextInputFrame) => session.advance(atMs, nextInputFrame),
        settings: SETTINGS,
        onAspect: (aspect) => session.setAspect(aspect),
        ghostsWanted: () => false,
        onFrame: () => {},
      });
    });

  beforeEach(async () => {
    stepper = await Stepper.open({ seed: 3 });
    seat = await stepper.join('Ada', { delayMs: DELAY_MS, jitterMs: 0 });
    seat.frozen = true; // the scene moves the session on
    await stepper.runUntil(() => seat.session.view.ready, 5000);
    Object.assign(truthOf(seat), { ...MIDDLE, vx: 0, vy: 0 });
    shown = await showScene(stepper.nowMs);
    let nextMs = stepper.nowMs;
    stepper.onGrain = (nowMs) => {
      if (nowMs < nextMs) return;
      nextMs = nowMs + FRAME_MS;
      shown.frame(nowMs);
    };
    await stepper.run(2000);
  });
  afterEach(async () => {
    shown.scene.stop();
    await stepper.close();
  });

  it('has the own pilot where the room has it, in the middle of the picture', () => {
    near(one('body-own'), MIDDLE);
    near(shown.onScreen(one('body-own')), { x: SCREEN.width / 2, y: SCREEN.height / 2 }, 1);
  });

  it('moves the own pilot within three frames of the key, long before the server answers, and then agrees with it', async () => {
    press('keydown', 'KeyD');
    await stepper.run(3 * FRAME_MS + 34);
    const soon = one('body-own');
    assert.equal(truthOf(seat).x, MIDDLE.x, 'the room knows of it already');
    assert.ok(soon.x > MIDDLE.x + 1, `drawn at ${soon.x}`);
    await stepper.run(DELAY_MS);
    const ahead = one('body-own').x - truthOf(seat).x;
    assert.ok(ahead > PILOT.speed * 0.1, `drawn ${ahead} u ahead of the room`);
    press('keyup', 'KeyD');
    await stepper.run(2000);
    near(one('body-own'), truthOf(seat), 0.5);
    assert.ok(truthOf(seat).x > MIDDLE.x + 40);
  });

  it('has every spark of the room that is in view, and no other, where it lies', () => {
    const { sparks } = stepper.room.world;
    const half = { x: 640, y: 360 };
    const inView = sparks.filter(({ x, y }) => Math.abs(x - MIDDLE.x) < half.x && Math.abs(y - MIDDLE.y) < half.y);
    assert.ok(inView.length > 2, `${inView.length} sparks in view`);
    const drawn = shown.images('spark');
    for (const spark of inView) {
      const found = drawn.some(({ x, y }) => Math.abs(x - spark.x) < 0.1 && Math.abs(y - spark.y) <= 2);
      assert.ok(found, `the spark at (${spark.x}, ${spark.y}) is not drawn`);
    }
    for (const { x, y } of drawn) {
      assert.ok(
        sparks.some((spark) => Math.abs(x - spark.x) < 0.1 && Math.abs(y - spark.y) <= 2),
        `nothing lies at (${x}, ${y})`,
      );
    }
  });

  it('takes a spark away once a pilot has it', async () => {
    const { world } = stepper.room;
    const [spark] = world.sparks;
    assert.ok(spark !== undefined);
    const { id, x, y } = spark;
    const drawn = () => shown.images('spark').filter((image) => Math.hypot(image.x - x, image.y - y) < 3).length;
    const beside = { x: x + SPARK.attractRadius + 20, y, vx: 0, vy: 0 };
    Object.assign(truthOf(seat), beside);
    await stepper.run(1500);
    assert.equal(drawn(), 1);
    Object.assign(truthOf(seat), { x, y });
    await stepper.run(1500);
    assert.ok(world.sparks.every((left) => left.id !== id));
    assert.equal(drawn(), 0);
  });

  it('sends the shot of a mouse through the place that it points at', async () => {
    for (const pointed of [
      { x: 700, y: 100 },
      { x: 100, y: 300 },
    ]) {
      const { worldView } = shown.scene.cameras.main;
      point('pointermove', pointed, { pointerType: 'mouse' });
      await stepper.run(2000); // the camera leans towards it
      const scale = worldView.width / SCREEN.width;
      const place = { x: worldView.x + pointed.x * scale, y: worldView.y + pointed.y * scale };
      point('pointerdown', pointed, { pointerType: 'mouse', button: 0, buttons: 1 });
      point('pointerup', pointed, { pointerType: 'mouse', button: 0, buttons: 0 });
      const { bolts } = stepper.room.world;
      await stepper.runUntil(() => bolts.length > 0, 3000);
      const [bolt] = bolts;
      assert.ok(bolt !== undefined);
      const [dx, dy] = [place.x - bolt.x, place.y - bolt.y];
      const missedBy = Math.abs(dx * bolt.vy - dy * bolt.vx) / Math.hypot(bolt.vx, bolt.vy);
      assert.ok(missedBy < 2 && dx * bolt.vx + dy * bolt.vy > 0, `misses (${place.x}, ${place.y}) by ${missedBy} u`);
      await stepper.run(2000);
    }
  });

  it('shows the own bolt at once, in the own colour, from the gun on', async () => {
    point('pointermove', { x: 700, y: 225 }, { pointerType: 'mouse' });
    await stepper.run(500);
    point('pointerdown', { x: 700, y: 225 }, { pointerType: 'mouse', button: 0, buttons: 1 });
    await stepper.run(3 * FRAME_MS + 34);
    assert.equal(stepper.room.world.bolts.length, 0, 'the room knows of it already');
    const bolt = one('bolt-own');
    assert.ok(bolt.x > MIDDLE.x && bolt.x < MIDDLE.x + 150, `drawn at ${bolt.x}`);
    assert.ok(Math.abs(bolt.y - MIDDLE.y) < 2);
  });

  it('has another pilot where the room has it, by its name, and takes it away when it leaves', async () => {
    const other = await stepper.join('Bob', { delayMs: 20, jitterMs: 0 });
    await stepper.runUntil(() => other.session.view.ready, 3000);
    const place = { x: MIDDLE.x - 200, y: MIDDLE.y + 60 };
    Object.assign(truthOf(other), { ...place, vx: 0, vy: 0 });
    await stepper.run(1500);
    near(one('body-enemy'), place);
    near(one('body-own'), MIDDLE);
    assert.deepEqual(shown.texts(), ['Bob']);
    void other.room.leave();
    await stepper.run(1500);
    assert.equal(shown.images('body-enemy').length, 0);
    assert.deepEqual(shown.texts(), []);
  });

  it('has the pilot turn its gun the way the mouse points', async () => {
    const gun = () => shown.images('gun-own')[0]?.rotation ?? Number.NaN;
    point('pointermove', { x: 400, y: 440 }, { pointerType: 'mouse' });
    await stepper.run(1500);
    assert.ok(Math.abs(gun() - Math.PI / 2) < 0.02, `${gun()}`);
    point('pointermove', { x: 20, y: 225 }, { pointerType: 'mouse' });
    await stepper.run(1500);
    assert.ok(Math.abs(Math.abs(gun()) - Math.PI) < 0.02, `${gun()}`);
  });

  it('leans towards what the mouse points at, by 60 u at most', async () => {
    point('pointermove', { x: 790, y: 225 }, { pointerType: 'mouse' });
    await stepper.run(2000);
    const { worldView } = shown.scene.cameras.main;
    assert.ok(Math.abs(worldView.centerX - MIDDLE.x - 60) < 1, `${worldView.centerX}`);
    assert.ok(Math.abs(worldView.centerY - MIDDLE.y) < 1);
  });

  it('walks with the left thumb and shoots with the right one', async () => {
    const thumb = (type: string, pointerId: number, x: number, y: number) =>
      point(type, { x, y }, { pointerType: 'touch', pointerId, button: 0, buttons: 1 });
    thumb('pointerdown', 1, 150, 300);
    thumb('pointermove', 1, 150, 200);
    await stepper.run(3 * FRAME_MS + 34);
    assert.ok(one('body-own').y < MIDDLE.y - 1, 'it does not go up');
    thumb('pointerup', 1, 150, 200);
    thumb('pointerdown', 2, 500, 300);
    thumb('pointermove', 2, 400, 300);
    await stepper.run(3 * FRAME_MS + 34);
    assert.ok(Math.abs(Math.abs(shown.images('gun-own')[0]?.rotation ?? 0) - Math.PI) < 0.01, 'it does not aim left');
    assert.equal(shown.images('bolt-own').length, 1);
  });
});
