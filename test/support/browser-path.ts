/** Which browser the tests drive: an installed Chrome where there is one, else the one that comes inside the npm package. */
import { existsSync } from 'node:fs';
import { chromePath } from './flags.ts';

const INSTALLED = ['/usr/bin/google-chrome', '/usr/bin/chromium', '/usr/bin/chromium-browser'] as const;

export const installedBrowser = (): string | undefined =>
  [chromePath, ...INSTALLED].find((path) => path !== undefined && existsSync(path));

/** The package unpacks itself where it is asked first: two of mocha's workers at once would start a half-written file. */
export async function mochaGlobalSetup(): Promise<void> {
  if (installedBrowser() !== undefined) return;
  const { default: sparticuz } = await import('@sparticuz/chromium');
  await sparticuz.executablePath();
}
