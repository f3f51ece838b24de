/** The HTML report in a real browser, from a file, as a reader opens it who was sent it. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { buildPage, type PageCode } from '../../loadtest/html/build-page.ts';
import { htmlOf } from '../../loadtest/html/write-html.ts';
import { compare } from '../../loadtest/verdict/compare.ts';
import { keepPicture, launchBrowser, openPage } from '../support/browser.ts';
import { rampFixture, reportFixture, runsFixture } from '../support/report.ts';

const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };

/** Colours that a chart's canvas shows, counted no further than `most`. */
const coloursOf = (page: Page, most: number): Promise<number[]> =>
  page.evaluate((limit) => {
    return [...document.querySelectorAll('canvas')].map((canvas) => {
      const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      const colours = new Set<number>();
      for (let i = 0; i < pixels.length && colours.size < limit; i += 4) {
        if (pixels[i + 3] === 255)
          colours.add(((pixels[i] ?? 0) << 16) | ((pixels[i + 1] ?? 0) << 8) | (pixels[i + 2] ?? 0));
      }
      return colours.size;
    });
  }, most);

const widths = (page: Page): Promise<{ page: number; window: number; widestChart: number; charts: number }> =>
  page.evaluate(() => ({
    page: document.documentElement.scrollWidth,
    window: innerWidth,
    widestChart: Math.max(
      ...[...document.querySelectorAll('.uplot')].map((chart) => chart.getBoundingClientRect().right),
    ),
    charts: document.querySelectorAll('.uplot').length,
  }));

describe('The HTML report in a browser', function () {
  this.timeout(180_000);
  let browser: Browser;
  let folder = '';
  let code: PageCode;
  let url = '';

  before(async () => {
    [browser, folder, code] = await Promise.all([
      launchBrowser(),
      mkdtemp(join(tmpdir(), 'sparkfray-report-')),
      buildPage(),
    ]);
    const now = { ...rampFixture(), runs: runsFixture(5, 1, { 'ack.p99': 1.5 }) };
    const html = htmlOf(code, now, compare(reportFixture(1, { runs: runsFixture(5, 20) }), now));
    url = await written('report.html', html);
  });

  after(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** @returns its address */
  async function written(name: string, html: string): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, html);
    return pathToFileURL(path).href;
  }

  async function drawn(page: Page, chartsMin: number): Promise<void> {
    await page.waitForFunction((least) => document.querySelectorAll('.uplot canvas').length >= least, chartsMin);
    // Charts draw themselves in a microtask, and once more when their size is known.
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  }

  async function opened(size: { width: number; height: number }, isPhone = false) {
    const { page, problems } = await openPage(browser, url, size, isPhone);
    await drawn(page, 10);
    return { page, problems };
  }

  it('draws every chart without a problem and without a request, and says the verdict', async () => {
    const { page, problems } = await opened(DESKTOP);
    assert.deepEqual(problems, []);
    const { page: widthOfPage, window: widthOfWindow } = await widths(page);
    assert.deepEqual([widthOfPage, widthOfWindow], [DESKTOP.width, DESKTOP.width]);
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    await page.reload();
    await drawn(page, 10);
    assert.deepEqual(requests, [url], 'the file itself and nothing else');
    assert.ok(
      (await coloursOf(page, 3)).every((colours) => colours >= 3),
      'a chart is blank',
    );
    const text = await page.locator('body').innerText();
    for (const says of [
      /Not good/,
      /3 of 4 limits broken/,
      /tick\.p99 < 20ms/,
      /not measured/,
      /generator is the limit/i,
    ]) {
      assert.match(text, says);
    }
    assert.match(text, /All limits held up to 160 players/);
    assert.match(await page.title(), /^ramp: Not good/);
    await keepPicture(page, 'report-desktop');
  });

  it('marks each limit as pass or FAIL, with what was measured and what was allowed', async () => {
    const { page } = await opened(DESKTOP);
    const rows = (await page.locator('.ruling').allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim());
    assert.equal(rows.length, 4);
    for (const [index, says] of [
      /^FAIL tick\.p99 < 20ms \d[\d.]* ms allowed 20 ms$/,
      /^FAIL ack\.p99 < rtt \+ 80ms \d[\d.]* ms allowed 141 ms$/,
      /^FAIL encode <= 50% not measured allowed 50 %$/,
      /^pass errors < 10 3 allowed 10$/,
    ].entries()) {
      assert.match(rows[index] ?? '', says);
    }
  });

  it('leaves out charts of what was not measured, and still draws the others', async () => {
    const whole = reportFixture();
    const felt = Object.entries(whole.series.lines).filter(
      ([name]) => !/^(tick|cores|loop|rss|corrections|starv)/.test(name),
    );
    const few = { ...whole, distributions: {}, series: { ...whole.series, lines: Object.fromEntries(felt) } };
    const { page, problems } = await openPage(browser, await written('few.html', htmlOf(code, few)), DESKTOP);
    await drawn(page, 4);
    const titles = await page.locator('figure h3').allInnerTexts();
    assert.deepEqual(titles, ['Latency', 'Players', 'Bytes per player', 'Generator']);
    assert.equal(await page.locator('figure canvas').count(), titles.length);
    assert.ok((await coloursOf(page, 3)).every((colours) => colours >= 3));
    assert.deepEqual(problems, []);
  });

  it('shows a hostile sentence of a server as text, and would not run it', async () => {
    const { page } = await opened(DESKTOP);
    const cell = page.locator('td', { hasText: 'The room said' });
    assert.match(await cell.innerText(), /<script>document\.title = "broken"<\/script>/);
    assert.equal(await page.locator('main script').count(), 0);
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'document.title = "broken"';
      document.body.append(script);
    });
    assert.doesNotMatch(await page.title(), /broken/);
  });

  it('moves one cursor through all charts over time', async () => {
    const { page } = await opened(DESKTOP);
    const valuesIn = (index: number) => page.locator('.charts .plot').nth(index).locator('.u-value').allInnerTexts();
    assert.ok((await valuesIn(2)).every((text) => text === ''));
    const latency = page.locator('figure', { hasText: 'Latency' }).locator('.u-over').last();
    await latency.scrollIntoViewIfNeeded();
    await latency.hover({ position: { x: 300, y: 60 } });
    await page.waitForFunction(() =>
      (document.querySelectorAll('.charts .plot')[2]?.textContent ?? '').includes(' ms'),
    );
    const [at] = await valuesIn(1);
    assert.match(at ?? '', /^\d+ s$/);
    assert.equal((await valuesIn(2))[0], at);
  });

  it('fits a phone, and follows its window', async () => {
    const { page, problems } = await opened(PHONE, true);
    const phone = await widths(page);
    assert.deepEqual([phone.page, phone.window], [PHONE.width, PHONE.width]);
    assert.ok(phone.charts >= 10 && phone.widestChart <= PHONE.width, JSON.stringify(phone));
    await keepPicture(page, 'report-phone');
    await page.setViewportSize({ width: 844, height: 390 });
    await page.waitForFunction(() => {
      const [first] = document.querySelectorAll('.uplot');
      return (first?.getBoundingClientRect().width ?? 0) > 700;
    });
    const turned = await widths(page);
    assert.deepEqual([turned.page, turned.widestChart <= 844], [844, true]);
    assert.deepEqual(problems, []);
  });
});
