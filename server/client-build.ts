/**
 * Builds the client: each build stands in a folder of its own that is named after the content of its sources, and appears
 * there whole. So no build ever touches what a running server serves, two processes may build at once, and nothing is built
 * because only times of files changed. `npm run build` runs this file, and so does a server that finds no build, as a child:
 * a builder's memory does not stay with the server.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { compressFiles } from './precompressed.ts';

const ROOT = join(import.meta.dirname, '..');
const BUILDS = join(ROOT, 'dist', 'client');
const SOURCES = ['client', 'shared', 'vite.config.ts', 'package-lock.json'] as const;
/** Pages that are open ask for the files of the build they came from: builds are kept over this many later ones. */
const OLDER_BUILDS_MAX = 3;
const UNFINISHED = '.unfinished-';
/** A builder that was killed leaves its folder behind. */
const UNFINISHED_MS_MAX = 3_600_000;

/** @returns folders of the builds, the newest first */
export function clientBuilds(): string[] {
  if (!existsSync(BUILDS)) return [];
  const folders = readdirSync(BUILDS).filter((name) => existsSync(join(BUILDS, name, 'index.html')) && name[0] !== '.');
  return folders.map((name) => join(BUILDS, name)).sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
}

/** @returns the folder of the build of today's sources, there or not; an installation without sources has its newest build */
export function currentBuild(): string {
  if (!existsSync(join(ROOT, 'client', 'index.html'))) return clientBuilds()[0] ?? join(BUILDS, 'none');
  const digest = createHash('sha256');
  for (const source of SOURCES) addTo(digest, source);
  return join(BUILDS, digest.digest('hex').slice(0, 16));
}

export const isBuilt = (folder: string): boolean => existsSync(join(folder, 'index.html'));

/** Builds in a process of its own. @throws with what to do, when that fails */
export function buildApart(): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [import.meta.filename], { cwd: ROOT, stdio: ['ignore', 'ignore', 'pipe'] });
    let complaint = '';
    child.stderr.on('data', (chunk) => {
      complaint += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(complaint.trim()))));
  });
}

function addTo(digest: ReturnType<typeof createHash>, source: string): void {
  const path = join(ROOT, source);
  if (!existsSync(path)) return;
  if (statSync(path).isDirectory()) {
    for (const name of readdirSync(path).sort()) addTo(digest, join(source, name));
    return;
  }
  digest.update(source).update('\0').update(readFileSync(path)).update('\0');
}

async function build(): Promise<void> {
  const folder = currentBuild();
  if (isBuilt(folder)) return;
  const { build: bundle } = await import('vite');
  const unfinished = join(BUILDS, `${UNFINISHED}${process.pid}`);
  mkdirSync(unfinished, { recursive: true });
  try {
    const output = { outDir: unfinished, emptyOutDir: true };
    await bundle({ configFile: join(ROOT, 'vite.config.ts'), logLevel: 'warn', build: output });
    compressFiles(unfinished);
    if (!isBuilt(folder)) renameSync(unfinished, folder);
  } catch (error) {
    if (!isBuilt(folder)) throw error; // else another process was faster
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  removeOld(folder);
}

function removeOld(current: string): void {
  const older = clientBuilds().filter((folder) => folder !== current);
  for (const folder of older.slice(OLDER_BUILDS_MAX)) rmSync(folder, { recursive: true, force: true });
  for (const name of readdirSync(BUILDS).filter((entry) => entry.startsWith(UNFINISHED))) {
    const path = join(BUILDS, name);
    const changedMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (Date.now() - changedMs > UNFINISHED_MS_MAX) rmSync(path, { recursive: true, force: true });
  }
}

/** @returns one line with what to do */
function problemOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM')
    return `The client is not built, and this user may not write ${BUILDS}. Run once, as one who may: npm run build`;
  if (code === 'ERR_MODULE_NOT_FOUND')
    return 'Vite is not installed, so the client cannot be built. Run: npm ci --include=dev';
  return `The client could not be built: ${error instanceof Error ? error.message : error}`;
}

if (import.meta.main) {
  const startMs = performance.now();
  try {
    const isThere = isBuilt(currentBuild());
    await build();
    const took = isThere ? 'nothing has changed' : `in ${((performance.now() - startMs) / 1000).toFixed(1)} s`;
    process.stdout.write(`Built ${currentBuild()} (${took}).\n`);
  } catch (error) {
    process.stderr.write(`${problemOf(error)}\n`);
    process.exitCode = 1;
  }
}
