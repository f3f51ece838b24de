/** A real browser for tests. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import sparticuz from '@sparticuz/chromium';
import { type Browser, chromium, type Page } from 'playwright-core';
import { installedBrowser } from './browser-path.ts';

const ARTEFACTS = join(import.meta.dirname, '..', '..', 'test-artifacts');

/** What draws by OpenGL in software. */
const OPEN_GL = /^--(?:use-gl|use-angle|in-process-gpu|ignore-gpu-blocklist|enable-unsafe-swiftshader)\b/u;

/**
 * Starts the browser. A page without WebGL is drawn by the canvas renderer, which a busy machine does several times as fast.
 * @throws when there is none: a missing browser is a failure, not a reason to skip
 */
export async function launchBrowser({ gl = false } = {}): Promise<Browser> {
  const installed = installedBrowser();
  const executablePath = installed ?? (await sparticuz.executablePath());
  const quiet = [
    '--no-sandbox',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--mute-audio',
  ];
  // Its own arguments put everything into one process, which then ends with its first page.
  const packaged = sparticuz.args.filter((argument) => argument !== '--single-process');
  const own = gl ? packaged : [...packaged.filter((argument) => !OPEN_GL.test(argument)), '--disable-gpu'];
  return chromium.launch({ executablePath, args: installed === undefined ? [...own, ...quiet] : quiet });
}

/** A page in software rendering on a machine that does other things needs long for a picture; what is awaited comes. */
const PATIENCE_MS = 90_000;

/** A page whose console is listened to: `problems` collects errors, warnings of ours and failed requests. */
export async function openPage(
  browser: Browser,
  url: string,
  size: { width: number; height: number },
  phone = false,
): Promise<{ page: Page; problems: string[] }> {
  const context = await browser.newContext({ viewport: size, hasTouch: phone, isMobile: phone, deviceScaleFactor: 1 });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  page.on('requestfailed', (request) => problems.push(`failed: ${request.url()}`));
  await page.goto(url);
  return { page, problems };
}

/** Keeps a picture of the page under test-artifacts/. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  mkdirSync(ARTEFACTS, { recursive: true });
  await page.screenshot({ path: join(ARTEFACTS, `${name}.png`) });
}
