/** Real hands on a real page: what a browser makes of a key, a mouse and thumbs arrives in the arena as it was meant. */
import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { builtClient } from '../../server/client-files.ts';
import { launchBrowser, openPage } from '../support/browser.ts';
import { openRoom, useServer } from '../support/server.ts';

const SIZE = { width: 800, height: 450 };
const LIGHT = 'quality=low&renderer=canvas&play=1';

describe('Hands on a page', function () {
  this.timeout(300_000);
  const server = useServer({ SEED: '8' }, () => builtClient(() => {}));
  let browser: Browser;

  before(async () => {
    browser = await launchBrowser();
  });
  after(async () => browser?.close());

  /**
   * Enters an empty room of its own, and waits until the game runs evenly: while it is being built the page stands still,
   * takes that for a far server, and holds its frames back.
   */
  const enter = async (switches: string, phone = false): Promise<{ page: Page; problems: string[] }> => {
    const { code } = await openRoom(server.url, { private: true, bots: 0 });
    const entered = await openPage(browser, `${server.url}/?name=Ann&${LIGHT}${switches}#${code}`, SIZE, phone);
    await entered.page.waitForFunction(() => {
      const view = window.sparkfray?.view();
      return view?.own() !== undefined && view.stats().patches > 60;
    });
    return entered;
  };

  it('a key moves the own pilot while the server cannot know of it yet', async () => {
    const { page, problems } = await enter('&lag=400');
    /** Where the own pilot is shown and where the server's last word has it, as soon as they differ. */
    const parted = page.evaluate(
      () =>
        new Promise<{ afterMs: number; movedU: number; ghostMovedU: number }>((resolve) => {
          const view = window.sparkfray?.view();
          const ghost = () => view?.ghosts().find(({ seat }) => seat === view.own()?.seat);
          const startX = view?.own()?.x ?? 0;
          const ghostX = ghost()?.x ?? 0;
          let pressedMs = Number.POSITIVE_INFINITY;
          addEventListener('keydown', () => {
            pressedMs = performance.now();
          });
          const look = () => {
            const movedU = Math.abs((view?.own()?.x ?? 0) - startX);
            if (movedU < 3) return requestAnimationFrame(look);
            resolve({
              afterMs: performance.now() - pressedMs,
              movedU,
              ghostMovedU: Math.abs((ghost()?.x ?? 0) - ghostX),
            });
          };
          look();
        }),
    );
    await page.keyboard.down('KeyD');
    await page.keyboard.down('KeyS');
    const { afterMs, ghostMovedU } = await parted;
    assert.ok(afterMs < 400, `moved only ${afterMs} ms after the key`);
    assert.equal(ghostMovedU, 0, 'the server has moved it already');
    assert.deepEqual(problems, []);
    await page.context().close();
  });

  it('the mouse turns the gun to where it points, and a click fires', async () => {
    const { page, problems } = await enter('');
    // Corners of the page: the own pilot is never shown there, wherever in the arena it is.
    for (const [x, y, quarter] of [
      [797, 447, 0],
      [3, 447, 1],
      [3, 3, 2],
      [797, 3, 3],
    ] as const) {
      await page.mouse.move(x, y);
      await page.waitForFunction(
        (wanted) => Math.floor((window.sparkfray.view()?.own()?.aim ?? -1) / 16_384) === wanted,
        quarter,
      );
    }
    // Towards the middle of the arena: a bolt that is born at a wall is gone before it is drawn.
    const y = await page.evaluate(() => window.sparkfray.view()?.own()?.y ?? 0);
    const fired = page.waitForFunction(() =>
      window.sparkfray
        .view()
        ?.bolts()
        .some(({ owner }) => owner === window.sparkfray.view()?.own()?.seat),
    );
    await page.mouse.click(400, y > 800 ? 20 : 430);
    await fired;
    assert.deepEqual(problems, []);
    await page.context().close();
  });

  it('the left thumb walks, and the right one turns the gun and fires', async () => {
    const { page, problems } = await enter('', true);
    const hands = await page.context().newCDPSession(page);
    const touch = (
      type: 'touchStart' | 'touchMove' | 'touchEnd',
      touchPoints: { x: number; y: number; id: number }[],
    ) => hands.send('Input.dispatchTouchEvent', { type, touchPoints });
    const own = () => page.evaluate(() => window.sparkfray.view()?.own());
    const before = await own();
    const left = { x: 150, y: 250, id: 1 };
    await touch('touchStart', [left]);
    // Towards the middle of the arena, where no wall is near.
    const up = (before?.y ?? 0) > 800 ? -1 : 1;
    await touch('touchMove', [{ ...left, y: left.y + up * 80 }]);
    await page.waitForFunction(({ y, way }) => ((window.sparkfray.view()?.own()?.y ?? y) - y) * way > 20, {
      y: before?.y ?? 0,
      way: up,
    });
    const right = { x: 500, y: 250, id: 2 };
    await touch('touchStart', [{ ...left, y: left.y + up * 80 }, right]);
    await touch('touchMove', [
      { ...left, y: left.y + up * 80 },
      { ...right, x: right.x - 80 },
    ]);
    await page.waitForFunction(() =>
      window.sparkfray
        .view()
        ?.bolts()
        .some(({ vx, vy }) => vx < -800 && Math.abs(vy) < 20),
    );
    await touch('touchEnd', []);
    assert.deepEqual(problems, []);
    await page.context().close();
  });
});
