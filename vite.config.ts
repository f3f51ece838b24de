/**
 * How the client is built: the menu in one small chunk that paints at once, Phaser and the SDK in chunks of their own
 * that are fetched while the player types a name. Where it is built to: server/client-build.ts.
 */
import { defineConfig } from 'vite';

export default defineConfig({
  root: 'client',
  /** The page may lie below a path (BASE_PATH): it asks for its files beside itself. */
  base: './',
  build: {
    target: 'es2022',
    /** Phaser alone is 1.4 MB before compression; it is never on the way to the first paint. */
    chunkSizeWarningLimit: 1700,
    rolldownOptions: {
      /** A slow build on a busy machine is no warning for an operator who starts the server. */
      checks: { bundlerTimings: false },
      output: {
        codeSplitting: {
          groups: [
            { name: 'phaser', test: /node_modules[\\/]phaser[\\/]/ },
            { name: 'sdk', test: /node_modules[\\/]@colyseus[\\/]/ },
          ],
        },
      },
    },
  },
});
