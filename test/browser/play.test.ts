/** The game as its players have it: a real browser, real keys and mouse, two pages in one fight, desktop and phone. */
import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { builtClient } from '../../server/client-files.ts';
import { nextPlace } from '../../shared/bots/pathfinding.ts';
import { arenaOf } from '../../shared/sim/arena.ts';
import { keepPicture, launchBrowser, openPage } from '../support/browser.ts';
import { NEVER_IDLE, openRoom, useServer } from '../support/server.ts';

const DESKTOP = { width: 800, height: 450 };
const PHONE = { width: 390, height: 844 };
/** The weakest machine's settings: software rendering is slow, and nothing may depend on the frame rate. */
const LIGHT = 'quality=low&renderer=canvas';

/** Far from the edges, where the picture follows the pilot freely: the mouse can aim from the middle of the page. */
const MIDDLE = { x: 1200, y: 490 };

type Seen = { x: number; y: number; hp: number; alive: boolean; seat: number };

const ownOf = (page: Page): Promise<Seen | undefined> => page.evaluate(() => window.sparkfray.view()?.own());
/** All that a hunt goes by, in one look: every question to a page takes its time. */
const lookAt = (page: Page): Promise<{ own: Seen | undefined; others: Seen[]; arena: string }> =>
  page.evaluate(() => {
    const view = window.sparkfray.view();
    return { own: view?.own(), others: view?.remotes() ?? [], arena: view?.match().arena ?? '' };
  });
const othersOf = (page: Page): Promise<Seen[]> => page.evaluate(() => window.sparkfray.view()?.remotes() ?? []);

async function eventually(page: Page, holds: () => Promise<boolean>, what: string, timeoutMs = 60_000): Promise<void> {
  const endMs = performance.now() + timeoutMs;
  while (!(await holds())) {
    if (performance.now() > endMs) throw new Error(`waited in vain for ${what}`);
    await page.waitForTimeout(50);
  }
}

const screenIs = (page: Page, screen: string): Promise<boolean> =>
  page.evaluate((wanted) => document.body.dataset.screen === wanted, screen);

/** Turns the mouse towards another pilot: the own one is near the middle of the picture, except at the arena's edge. */
async function aimAt(page: Page, own: Seen | undefined, target: Seen): Promise<void> {
  if (own === undefined) return;
  const middle = { x: DESKTOP.width / 2, y: DESKTOP.height / 2 };
  const length = Math.hypot(target.x - own.x, target.y - own.y) || 1;
  const reach = 200;
  await page.mouse.move(
    middle.x + ((target.x - own.x) / length) * reach,
    middle.y + ((target.y - own.y) / length) * reach,
  );
}

describe('In a browser', function () {
  this.timeout(300_000);
  const server = useServer({ SEED: '8', ...NEVER_IDLE }, () => builtClient(() => {}));
  let browser: Browser;

  before(async () => {
    browser = await launchBrowser();
  });
  after(async () => browser?.close());

  it('the menu is there before the game is loaded, remembers the name, and lists open rooms', async () => {
    await openRoom(server.url, { name: 'Open house' });
    const { page, problems } = await openPage(browser, server.url, DESKTOP);
    await page.fill('#name', 'Grace');
    const [shownMs, engineMs] = await page.evaluate(() => [
      performance.getEntriesByType('navigation')[0]?.duration ?? Number.NaN,
      performance.getEntriesByType('resource').find(({ name }) => /phaser/i.test(name))?.startTime ??
        Number.POSITIVE_INFINITY,
    ]);
    assert.ok((shownMs as number) < (engineMs as number), 'the page waits for the game engine');
    await page.waitForFunction(() => document.querySelector('#rooms')?.textContent?.includes('Open house'));
    await keepPicture(page, 'menu-desktop');
    await page.click('#quick-play');
    await eventually(page, () => screenIs(page, 'playing'), 'the fight');
    await page.reload();
    assert.equal(await page.inputValue('#name'), 'Grace');
    assert.deepEqual(problems, []);
    await page.context().close();
  });

  it('two pages meet by a link: each sees the other move and be hit by real keys and mouse', async () => {
    const { code } = await openRoom(server.url, { private: true, bots: 0 });
    const enter = async (name: string) => {
      const entered = await openPage(browser, `${server.url}/?name=${name}&${LIGHT}#${code}`, DESKTOP);
      // The pilot is at the devices' command once frames go out.
      const sends = () => entered.page.evaluate(() => (window.sparkfray.view()?.stats().bytesOut ?? 0) > 50);
      await eventually(entered.page, sends, `${name}'s fight`);
      return entered;
    };
    const { page: ann, problems: annProblems } = await enter('Ann');
    const { page: bob, problems: bobProblems } = await enter('Bob');
    await meet(ann, bob);

    const bobSeat = (await ownOf(bob))?.seat;
    const bobAtAnn = async () => (await othersOf(ann)).find(({ seat }) => seat === bobSeat);
    const before = await bobAtAnn();
    const key = (before?.x ?? 0) < 1200 ? 'KeyD' : 'KeyA';
    await bob.keyboard.down(key);
    await eventually(
      ann,
      async () => Math.abs(((await bobAtAnn())?.x ?? 0) - (before?.x ?? 0)) > 60,
      'Bob to be seen moving',
    );
    await bob.keyboard.up(key);

    await hunt(ann, bob);
    await keepPicture(ann, 'fight-desktop');
    assert.deepEqual([annProblems, bobProblems], [[], []]);
    await ann.context().close();
    await bob.context().close();
  });

  /** Both walk to the middle until Ann sees Bob: far apart they are not told of each other. */
  async function meet(ann: Page, bob: Page): Promise<void> {
    const keys = { ann: new Set<string>(), bob: new Set<string>() };
    const walked = async (): Promise<boolean> => {
      const [atAnn, atBob] = await Promise.all([lookAt(ann), lookAt(bob)]);
      await Promise.all([walk(ann, atAnn, keys.ann, MIDDLE, 300), walk(bob, atBob, keys.bob, MIDDLE, 200)]);
      return atAnn.others.length > 0;
    };
    await eventually(ann, walked, 'Bob on the screen of Ann');
    await hold(ann, keys.ann, []);
    await hold(bob, keys.bob, []);
  }

  /**
   * Bob walks to the middle, Ann comes up to him and shoots with the mouse, until he has been hit by her. Both stop early: on
   * a busy machine a key is let go seconds after it was pressed, and who runs to and fro hits nobody.
   */
  async function hunt(ann: Page, bob: Page): Promise<void> {
    const annSeat = (await ownOf(ann))?.seat;
    const bobSeat = (await ownOf(bob))?.seat;
    await bob.evaluate((by) => {
      Object.assign(window, { hurtByAnn: 0 });
      window.sparkfray.view()?.on('hit', (hit) => {
        if (hit.by === by && hit.damage > 0) Object.assign(window, { hurtByAnn: hit.damage });
      });
    }, annSeat);
    await ann.mouse.down();
    const keys = { ann: new Set<string>(), bob: new Set<string>() };
    const hunted = async (): Promise<boolean> => {
      const [atAnn, atBob] = await Promise.all([lookAt(ann), lookAt(bob)]);
      const target = atAnn.others.find(({ seat }) => seat === bobSeat);
      await Promise.all([
        walk(bob, atBob, keys.bob, MIDDLE, 200),
        target === undefined ? undefined : aimAt(ann, atAnn.own, target),
        target === undefined ? undefined : walk(ann, atAnn, keys.ann, target, 300),
      ]);
      return bob.evaluate(() => (window as unknown as { hurtByAnn: number }).hurtByAnn > 0);
    };
    await eventually(ann, hunted, 'Ann to hit Bob', 150_000);
    await hold(ann, keys.ann, []);
    await hold(bob, keys.bob, []);
    await ann.mouse.up();
  }

  it('plays on a phone held upright and lying, with the menu and the fight in full view', async () => {
    const { page, problems } = await openPage(browser, `${server.url}/?name=Cleo&${LIGHT}`, PHONE, true);
    await keepPicture(page, 'menu-phone');
    await page.tap('#quick-play');
    await eventually(page, () => screenIs(page, 'playing'), 'the fight');
    await eventually(page, async () => (await othersOf(page)).length > 0, 'others');
    await page.waitForTimeout(1500);
    await keepPicture(page, 'fight-phone');
    // What is shown before any touch works: its sign lies where the button is.
    const sign = await page.locator('#dash').boundingBox();
    assert.ok(sign !== null);
    const dashes = async () =>
      ((await page.evaluate(() => window.sparkfray.view()?.own()?.dashCooldownTicks)) ?? 0) > 0;
    await eventually(page, async () => (await ownOf(page))?.alive === true, 'a life');
    await page.touchscreen.tap(sign.x + sign.width / 2, sign.y + sign.height / 2);
    await eventually(page, dashes, 'a dash');
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    assert.equal(sideways, false, 'the page scrolls sideways');
    await page.setViewportSize({ width: PHONE.height, height: PHONE.width });
    await page.waitForTimeout(800);
    await keepPicture(page, 'fight-phone-lying');
    assert.deepEqual(problems, []);
    await page.context().close();
  });

  it('plays a Swarm by its address: a large arena, no clock, and a board that fits', async () => {
    const { page, problems } = await openPage(browser, `${server.url}/?name=Ivy&${LIGHT}&mode=swarm&play=1`, DESKTOP);
    await eventually(page, () => screenIs(page, 'playing'), 'the fight');
    await page.waitForFunction(() => document.querySelector<HTMLElement>('#clock')?.hidden === true);
    await page.keyboard.down('Tab');
    await page.waitForFunction(() => document.querySelectorAll('#board-full li:not([hidden])').length >= 10);
    const shown = await page.evaluate(() => ({
      arena: window.sparkfray.view()?.match().arena,
      pilots: window.sparkfray.view()?.match().pilots,
      phase: window.sparkfray.view()?.match().phase,
      best: [...document.querySelectorAll('#board-full li:not([hidden]) .place')]
        .slice(0, 10)
        .map((place) => place.textContent),
    }));
    const best = Array.from({ length: 10 }, (_, nth) => String(nth + 1));
    assert.deepEqual(shown, { arena: 'expanse', pilots: 40, phase: 1, best });
    await page.keyboard.up('Tab');
    await keepPicture(page, 'fight-swarm');
    assert.deepEqual(problems, []);
    await page.context().close();
  });

  it('draws with WebGL as well', async () => {
    const gl = await launchBrowser({ gl: true });
    const { page, problems } = await openPage(gl, `${server.url}/?name=Gil&quality=low&play=1`, {
      width: 480,
      height: 270,
    });
    await eventually(page, () => screenIs(page, 'playing'), 'the fight', 40_000);
    await eventually(page, async () => ((await ownOf(page))?.x ?? 0) > 0, 'the own pilot');
    await page.waitForTimeout(1000);
    const painted = await page.evaluate(() => (document.querySelector('canvas')?.getContext('webgl') ?? null) !== null);
    assert.equal(painted, true, 'the canvas is not a WebGL one');
    await keepPicture(page, 'fight-webgl');
    assert.deepEqual(problems, []);
    await gl.close();
  });

  it('says so when the connection is lost, returns to the seat by itself, and a reload returns too', async () => {
    const { page, problems } = await openPage(browser, `${server.url}/?name=Dot&${LIGHT}&play=1`, DESKTOP);
    await eventually(page, () => screenIs(page, 'playing'), 'the fight');
    await eventually(page, async () => (await ownOf(page)) !== undefined, 'the own pilot');
    const seat = (await ownOf(page))?.seat;
    const watcher = await page.evaluate(
      () =>
        new Promise<string[]>((resolve) => {
          const screens: string[] = [];
          const seen = new MutationObserver(() => {
            const screen = document.body.dataset.screen ?? '';
            if (screens.at(-1) !== screen) screens.push(screen);
            if (screen === 'playing' && screens.includes('dropped')) resolve(screens);
          });
          seen.observe(document.body, { attributes: true, attributeFilter: ['data-screen'] });
          dispatchEvent(new Event('offline'));
        }),
    );
    assert.deepEqual(watcher, ['dropped', 'playing']);
    await page.reload();
    await eventually(page, () => screenIs(page, 'playing'), 'the way back after a reload');
    await eventually(page, async () => (await ownOf(page)) !== undefined, 'the own pilot');
    assert.equal((await ownOf(page))?.seat, seat);
    assert.deepEqual(problems, []);
    await page.context().close();
  });

  it('shows the net graph on F3 and the pause panel on Escape', async () => {
    const { page, problems } = await openPage(browser, `${server.url}/?name=Eve&${LIGHT}&play=1`, {
      width: 1280,
      height: 720,
    });
    await eventually(page, () => screenIs(page, 'playing'), 'the fight');
    await page.keyboard.press('F3');
    await page.waitForFunction(() => /RTT/i.test(document.querySelector('#net-graph')?.textContent ?? ''));
    await page.waitForTimeout(1200);
    await keepPicture(page, 'net-graph');
    await page.keyboard.press('Escape');
    await page.waitForSelector('#resume', { state: 'visible' });
    await keepPicture(page, 'paused');
    assert.deepEqual(problems, []);
    await page.context().close();
  });
});

/** Holds the keys that lead around the walls to a place, and none once it is near and in sight. */
async function walk(
  page: Page,
  { own, arena }: { own: Seen | undefined; arena: string },
  held: Set<string>,
  goal: { x: number; y: number },
  nearU: number,
): Promise<void> {
  if (own === undefined) return;
  const next = nextPlace(arenaOf(arena), own.x, own.y, goal);
  const isInSight = next.x === goal.x && next.y === goal.y;
  const arrived = isInSight && Math.hypot(goal.x - own.x, goal.y - own.y) < nearU;
  const across = next.x > own.x + 8 ? 'KeyD' : next.x < own.x - 8 ? 'KeyA' : '';
  const along = next.y > own.y + 8 ? 'KeyS' : next.y < own.y - 8 ? 'KeyW' : '';
  await hold(page, held, arrived ? [] : [across, along]);
}

/** Holds exactly the given keys. */
async function hold(page: Page, held: Set<string>, wanted: readonly string[]): Promise<void> {
  for (const key of [...held]) {
    if (wanted.includes(key)) continue;
    held.delete(key);
    await page.keyboard.up(key);
  }
  for (const key of wanted) {
    if (key === '' || held.has(key)) continue;
    held.add(key);
    await page.keyboard.down(key);
  }
}
