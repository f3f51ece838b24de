/**
 * Loaded before any TypeScript (`node --import ./server/needs-node.js`): an older Node, or one whose own copy was not installed
 * because install scripts did not run, gets a sentence instead of a stack. Plain JavaScript, for that reason.
 */
const MAJOR_MIN = 24;

const major = Number(process.versions.node.split('.')[0]);
if (major < MAJOR_MIN) {
  const message =
    `Node ${MAJOR_MIN} is needed, this is ${process.version}. The packages bring it: run "npm install" with install scripts ` +
    'allowed (or "npm rebuild node --ignore-scripts=false"), and start with "npm start".';
  const line = { level: 60, time: new Date().toISOString(), event: 'old_node', msg: message }; // as the log writes fatal
  process.stderr.write(`${process.env.LOG_FORMAT === 'json' ? JSON.stringify(line) : message}\n`);
  process.exit(1);
}

// What was made of the sources is kept: from the second start on the compiler that takes the types out is not loaded any more,
// which takes 30 MB less. Where nothing may be written, all is as before.
const { enableCompileCache } = await import('node:module');
const { fileURLToPath } = await import('node:url');
enableCompileCache(process.env.NODE_COMPILE_CACHE ?? fileURLToPath(new URL('../dist/compiled', import.meta.url)));
