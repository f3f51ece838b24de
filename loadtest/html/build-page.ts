/** Bundles the page of the HTML report: its modules, uPlot and both style sheets become one script and one style. */
import { fileURLToPath } from 'node:url';

export type PageCode = { script: string; style: string };

/** Takes about half a second of processor time, half of it for loading Vite: nothing that is worth keeping on a disk. */
export async function buildPage(): Promise<PageCode> {
  const { build } = await import('vite');
  const entry = fileURLToPath(new URL('./page/main.ts', import.meta.url));
  const built = await build({
    root: fileURLToPath(new URL('./page/', import.meta.url)),
    // Nothing of the folder that the load test is started in, or of those above it, has a say.
    configFile: false,
    envDir: false,
    publicDir: false,
    css: { postcss: {} },
    logLevel: 'warn',
    build: {
      write: false,
      target: 'es2022',
      cssCodeSplit: false,
      lib: { entry, formats: ['iife'], name: 'page' },
      rolldownOptions: { output: { postBanner: '/*! With uPlot, MIT licence: https://github.com/leeoniya/uPlot */' } },
    },
  });
  const files = [built].flat().flatMap((bundle) => ('output' in bundle ? bundle.output : []));
  const script = files.find((file) => file.type === 'chunk')?.code;
  const style = files.find((file) => file.type === 'asset' && file.fileName.endsWith('.css'));
  if (script === undefined || style?.type !== 'asset') throw new Error('Vite built no page for the report.');
  return { script, style: String(style.source) };
}
