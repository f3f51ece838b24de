/** What the environment tells the tests: flags that rewrite pinned files (set by hand, never by a script), and the browser. */

export const isUpdatingGolden: boolean = process.env.UPDATE_GOLDEN === '1';
export const isUpdatingFingerprint: boolean = process.env.UPDATE_FINGERPRINT === '1';

/** A browser to use instead of the one in the npm package. */
export const chromePath: string | undefined = process.env.CHROME_PATH;

/** What a child process gets of this one's environment. */
export const inherited: NodeJS.ProcessEnv = process.env;

/** Continuous integration has everything: what is missing there is a failure. */
export const isCi: boolean = process.env.CI === 'true';
