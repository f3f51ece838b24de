/** Ways into a fight as a page takes them: below a path, by an invitation, and with a page that is older than the server. */
import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { builtClient } from '../../server/client-files.ts';
import { launchBrowser, openPage } from '../support/browser.ts';
import { openRoom, useServer } from '../support/server.ts';

const LIGHT = 'quality=low&renderer=canvas';
const PHONE = { width: 390, height: 844 };

const plays = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => document.body.dataset.screen === 'playing', undefined, { polling: 50 });

describe('In a browser, the way into a fight', function () {
  this.timeout(300_000);
  const server = useServer({ BASE_PATH: '/game/' }, () => builtClient(() => {}));
  let browser: Browser;
  const open = (tail: string) => openPage(browser, `${server.url}/game/${tail}`, PHONE, true);

  before(async () => {
    browser = await launchBrowser();
  });
  after(async () => browser?.close());

  it('a private room is made in the menu, below a path too: a code to read out, a link to copy, and a way in', async () => {
    const { page, problems } = await open(`?name=Host&${LIGHT}`);
    await page.click('#create-private');
    await page.waitForFunction(() =>
      /^[A-Z]{6}$/.test(document.querySelector('#private-code')?.textContent?.trim() ?? ''),
    );
    const link = await page.getAttribute('#private-link', 'href');
    await page.click('#enter-private');
    await plays(page);
    assert.match(page.url(), /\/game\/\?.*#[A-Z]{6}$/);
    assert.equal(link, `${server.url}/game/${new URL(page.url()).hash}`);
    assert.deepEqual(problems, []);
    await page.context().close();
  });

  it('an invitation waits for a player without a name, also when the page is loaded again', async () => {
    const { code } = await openRoom(server.url, { private: true });
    const { page, problems } = await open(`?${LIGHT}#${code}`);
    for (let loads = 0; loads < 2; loads++) {
      await page.reload();
      await page.waitForFunction(() => document.querySelector<HTMLElement>('#invite')?.hidden === false);
      assert.equal(await page.innerText('#invite-text'), `Friends wait in private room ${code}.`);
    }
    await page.tap('#join-fight');
    await plays(page);
    const own = problems.filter((problem) => !problem.startsWith('failed:')); // questions that the reload cut off
    assert.deepEqual(own, []);
    await page.context().close();
  });

  it('a page that is older than the server fetches itself anew, and is in the fight that it asked for', async () => {
    const { page } = await open(`?name=Old&${LIGHT}`);
    const outdated = { status: 426, json: { code: 426, error: 'protocol: this client is out of date' } };
    await page.route('**/matchmake/**', (route) => route.fulfill(outdated), { times: 1 });
    await page.tap('#quick-play');
    await plays(page);
    const loads = () =>
      performance.getEntriesByType('navigation').map((entry) => (entry as PerformanceNavigationTiming).type);
    assert.deepEqual(await page.evaluate(loads), ['reload']);
    const isSeen = () =>
      window.sparkfray.session() !== undefined && window.sparkfray.session() === window.sparkfray.view();
    assert.equal(await page.evaluate(isSeen), true, 'the window into the page has both of its names');
    await page.context().close();
  });
});
