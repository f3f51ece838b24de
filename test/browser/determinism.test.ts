/** The same run gives the same hash at every sampled tick in a real browser as in Node, and the same direction table. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { build, type Rolldown } from 'vite';
import { directionsChecksum } from '../../shared/sim/math.ts';
import { launchBrowser } from '../support/browser.ts';
import { goldenTrace } from '../support/trace.ts';

/** The run and the table as one script that leaves its results in `traced`. */
async function bundle(): Promise<string> {
  const entry = `
    import { goldenTrace } from '${join(import.meta.dirname, '../support/trace.ts')}';
    import { directionsChecksum } from '${join(import.meta.dirname, '../../shared/sim/math.ts')}';
    globalThis.traced = { hashes: goldenTrace(), directions: directionsChecksum() };`;
  const built = (await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, rolldownOptions: { input: 'virtual:trace' } },
    plugins: [
      {
        name: 'trace-entry',
        resolveId: (id) => (id === 'virtual:trace' ? id : null),
        load: (id) => (id === 'virtual:trace' ? entry : null),
      },
    ],
  })) as Rolldown.RolldownOutput;
  return built.output[0].code;
}

describe('Determinism in a browser', function () {
  this.timeout(180_000);
  let browser: Browser;

  before(async () => {
    browser = await launchBrowser();
  });
  after(async () => browser?.close());

  it('is bit for bit that of Node', async () => {
    const page = await browser.newPage();
    await page.addScriptTag({ content: await bundle(), type: 'module' });
    const traced = (
      await page.waitForFunction(() => (globalThis as unknown as { traced?: object }).traced)
    ).jsonValue();
    assert.deepEqual(await traced, { hashes: goldenTrace(), directions: directionsChecksum() });
  });
});
