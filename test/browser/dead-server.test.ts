/** A server that is killed, as two pages have it: one in a public fight, one in a private room on a phone. */
import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, openPage } from '../support/browser.ts';
import { type ServerChild, startServerChild } from '../support/raw/process.ts';
import { openRoom } from '../support/server.ts';

const LIGHT = 'quality=low&renderer=canvas';
/** Both are promised within 3 and 2 s; a busy machine may take longer, a page that waits for nothing takes a minute. */
const SLACK_MS = 15_000;

const onScreen = (page: Page, screen: string, timeout = 60_000): Promise<unknown> =>
  page.waitForFunction((wanted) => document.body.dataset.screen === wanted, screen, { timeout, polling: 50 });
const inFight = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => window.sparkfray.view()?.own() !== undefined, undefined, { polling: 50 });
const text = (page: Page, id: string): Promise<string> => page.locator(`#${id}`).innerText();
/** Keeps every sentence that the curtains show, in this order. */
const listenToCurtains = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const said: string[] = [];
    Object.assign(window, { said });
    const note = (): void => {
      for (const id of ['dropped-line', 'closed-line', 'joining-reason']) {
        const line = document.getElementById(id);
        const sentence = line?.closest('[hidden]') === null ? (line.textContent ?? '') : '';
        if (sentence !== '' && said.at(-1) !== sentence) said.push(sentence);
      }
    };
    new MutationObserver(note).observe(document.body, { subtree: true, childList: true, attributes: true });
  });
const saidOn = (page: Page): Promise<string[]> => page.evaluate(() => (window as unknown as { said: string[] }).said);

describe('In a browser, a server that is killed', function () {
  this.timeout(180_000);
  let server: ServerChild<never>;
  let browser: Browser;

  before(async () => {
    [server, browser] = await Promise.all([startServerChild<never>(), launchBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await server?.kill();
  });

  it('[C19] is missed at once, looked for, and left for another fight; a private room is not replaced by strangers', async () => {
    const { code } = await openRoom(server.url, { private: true, bots: 2 });
    const { url, port } = server;
    const { page: open } = await openPage(browser, `${url}/?name=Ann&${LIGHT}&play=1`, { width: 1280, height: 720 });
    const phone = { width: 390, height: 844 };
    const { page: friends } = await openPage(browser, `${url}/?name=Bob&${LIGHT}#${code}`, phone, true);
    const pages = [open, friends];
    await Promise.all(pages.map(inFight));
    await Promise.all(pages.map(listenToCurtains));

    await server.kill();
    await Promise.all(pages.map((page) => onScreen(page, 'dropped', SLACK_MS)));
    await open.waitForFunction(() => /^Gone for 2 s/.test(document.getElementById('dropped-line')?.textContent ?? ''));
    assert.match(
      await text(open, 'dropped-line'),
      /Getting you back: a running server holds your seat for \d+ s more\.$/,
    );

    server = await startServerChild<never>({ PORT: String(port) });
    await onScreen(open, 'playing', SLACK_MS);
    await inFight(open);
    await onScreen(friends, 'closed', SLACK_MS);
    await friends.waitForFunction(() => document.getElementById('closed-again')?.textContent === 'Quick play');
    assert.equal(
      await text(friends, 'closed-line'),
      `No room has the code ${code}. It may have ended: rooms close when everybody has left.`,
    );
    assert.equal(await friends.locator('#closed-wait').isVisible(), false, 'strangers are asked for');
    const said = (await Promise.all(pages.map(saidOn))).map((sentences) => sentences.join('\n'));
    for (const sentences of said) {
      assert.match(sentences, /Your room ended while the connection was lost\./);
      assert.doesNotMatch(sentences, /away for too long/);
    }
    await friends.tap('#closed-again');
    await inFight(friends);
    await Promise.all(pages.map((page) => page.context().close()));
  });
});
