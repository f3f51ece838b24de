/** The client's files: built when they are missing or older than their sources, or served fresh by Vite in development. */
import { readdirSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import express, { type RequestHandler } from 'express';

const ROOT = join(import.meta.dirname, '..');
const BUILT = join(ROOT, 'dist', 'client');
const SOURCES = ['client', 'shared', 'vite.config.ts', 'package.json'] as const;

/** Serves dist/client, building it first where needed. @param say tells the person at the terminal what takes so long */
export async function builtClient(say: (line: string) => void): Promise<RequestHandler> {
  const reason = staleReason();
  if (reason !== undefined) {
    say(`Building the client (${reason}) …`);
    const { build } = await import('vite');
    const startMs = performance.now();
    await build({ configFile: join(ROOT, 'vite.config.ts'), logLevel: 'warn' });
    say(`Built in ${((performance.now() - startMs) / 1000).toFixed(1)} s.`);
  }
  const router = express.Router();
  // Names of built assets carry a hash of their content: they never change.
  router.use('/assets', express.static(join(BUILT, 'assets'), { immutable: true, maxAge: '365d', fallthrough: false }));
  router.use(express.static(BUILT, { maxAge: 0 }));
  return router;
}

/** Serves the sources through Vite, with hot reload on a port of its own: it must not share the game's upgrades. */
export async function freshClient(): Promise<RequestHandler> {
  const { createServer: createViteServer } = await import('vite');
  const vite = await createViteServer({
    configFile: join(ROOT, 'vite.config.ts'),
    appType: 'spa',
    server: { middlewareMode: true, hmr: { port: await freePort() } },
  });
  return vite.middlewares;
}

function staleReason(): string | undefined {
  const builtMs = newestMs(join(BUILT, 'index.html'));
  if (builtMs === 0) return 'first start';
  const changed = SOURCES.find((source) => newestMs(join(ROOT, source)) > builtMs);
  return changed === undefined ? undefined : `${changed} has changed`;
}

/** @returns the newest modification time of a file or of all files in a folder; 0 if there is none */
function newestMs(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newestMs(join(path, name))));
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
