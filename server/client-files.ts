/** The client's files: those of its build, which is made first where there is none, or fresh by Vite in development. */
import { createServer } from 'node:net';
import { join } from 'node:path';
import express, { type RequestHandler } from 'express';
import { buildApart, clientBuilds, currentBuild, isBuilt } from './client-build.ts';
import { type Embedders, pageHeaders } from './page-headers.ts';
import { chooseForm } from './precompressed.ts';

const ROOT = join(import.meta.dirname, '..');

/**
 * Serves the build of today's sources.
 * @param say tells the person at the terminal what takes so long
 * @param embedders whose pages may show this one in a frame
 * @throws with what to do
 */
export async function builtClient(say: (line: string) => void, embedders: Embedders = []): Promise<RequestHandler> {
  const folder = currentBuild();
  if (!isBuilt(folder)) {
    say('Building the client …');
    const startMs = performance.now();
    await buildApart();
    say(`Built in ${((performance.now() - startMs) / 1000).toFixed(1)} s.`);
  }
  const router = express.Router();
  router.use(pageHeaders(embedders));
  // Names of built assets carry a hash of their content: they never change, and pages of an older build still ask for theirs.
  const builds = [folder, ...clientBuilds().filter((build) => build !== folder)];
  for (const [age, build] of builds.entries()) {
    const assets = join(build, 'assets');
    const fallthrough = age < builds.length - 1;
    const send = express.static(assets, { immutable: true, maxAge: '365d', fallthrough });
    router.use('/assets', chooseForm(assets), send);
  }
  router.use(chooseForm(folder), express.static(folder, { maxAge: 0 }));
  return router;
}

/**
 * Serves the sources through Vite, with hot reload on a port of its own: it must not share the game's upgrades.
 * @param host where that port listens: nowhere else than the server; undefined = all addresses
 */
export async function freshClient(host: string | undefined): Promise<RequestHandler> {
  const { createServer: createViteServer } = await import('vite');
  const vite = await createViteServer({
    configFile: join(ROOT, 'vite.config.ts'),
    appType: 'spa',
    server: { middlewareMode: true, hmr: { port: await freePort(), ...(host === undefined ? {} : { host }) } },
  });
  return vite.middlewares;
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
