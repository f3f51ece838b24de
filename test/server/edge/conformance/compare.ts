/**
 * Entry: runs all cases against this server and against a stock Colyseus server, and writes the table of differences into
 * docs/websocket.md between its two marks. `node test/server/edge/conformance/compare.ts [--help]`
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { type Child, type ServerChild, startServerChild, startStockChild } from '../../../support/raw/process.ts';
import { type Case, observe, wanted } from './case.ts';
import { themes } from './cases.ts';

const DOCUMENT = fileURLToPath(new URL('../../../../docs/websocket.md', import.meta.url));
const FROM = '<!-- differences: written by test/server/edge/conformance/compare.ts -->';
const TO = '<!-- end of differences -->';
/** A process that a case has killed needs a moment to be seen as ended. */
const EXIT_MS_MAX = 100;

type Outcomes = ReadonlyMap<string, string>;

async function hasEnded(child: Child<never>): Promise<boolean> {
  const soon = new Promise((resolve) => setTimeout(resolve, EXIT_MS_MAX));
  await Promise.race([child.ended, soon]);
  return child.exit !== undefined;
}

/** Runs all cases; a server that dies of one is started anew for the next. */
async function runAll(start: () => Promise<ServerChild<never>>, say: (line: string) => void): Promise<Outcomes> {
  const outcomes = new Map<string, string>();
  let server = await start();
  for (const { name, cases } of themes) {
    say(`  ${name} (${cases.length})`);
    for (const test of cases) {
      const seen = await observe(server, test).catch((error: Error) => `no answer: ${error.message}`);
      const suspicious = seen.endsWith('end') && !seen.includes('close');
      const died = server.exit !== undefined || (suspicious && (await hasEnded(server)));
      outcomes.set(test.id, died ? '**the process exits**' : seen);
      if (died) server = await start();
    }
  }
  await server.kill();
  return outcomes;
}

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** It is what the room's rule says instead. */
const isOurs = ({ ours }: Case, seen: string | undefined): boolean =>
  ours !== undefined && seen !== undefined && [ours.expect].flat().includes(seen);

function rowOf(test: Case, ours: Outcomes, stock: Outcomes): string[] {
  const own = ours.get(test.id) ?? '';
  const other = stock.get(test.id) ?? '';
  if (own === other) return [];
  const sides = [own, other].map((seen) => {
    const keeps = wanted(test).includes(seen);
    return `${cell(seen)}${keeps ? '' : isOurs(test, seen) ? ' (room rule)' : ' ✗'}`;
  });
  return [`| \`${test.id}\` | ${test.section} | ${cell(test.rule)} | ${sides.join(' | ')} |`];
}

function tableOf(ours: Outcomes, stock: Outcomes): string {
  const all = themes.flatMap(({ cases }) => cases);
  const rows = all.flatMap((test) => rowOf(test, ours, stock));
  const counts = themes.map(({ name, cases }) => `${name} ${cases.length}`).join(', ');
  const keep = (outcomes: Outcomes): number =>
    all.filter((test) => wanted(test).includes(outcomes.get(test.id) ?? '')).length;
  const ruled = all.filter(
    (test) => isOurs(test, ours.get(test.id)) && !wanted(test).includes(ours.get(test.id) ?? ''),
  );
  return [
    `${all.length} cases: ${counts}. As the RFCs ask: this server ${keep(ours)} and ${ruled.length} more by the room's`,
    `own rules, a stock server ${keep(stock)}. ${rows.length} cases differ; ✗ marks what the RFCs do not allow.`,
    '',
    '| case | section | rule: the server … | this server | stock Colyseus |',
    '|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

function write(table: string): void {
  const text = readFileSync(DOCUMENT, 'utf8');
  const [from, to] = [text.indexOf(FROM), text.indexOf(TO)];
  if (from < 0 || to < from) throw new Error(`${DOCUMENT} lacks the marks ${FROM} and ${TO}`);
  writeFileSync(DOCUMENT, `${text.slice(0, from + FROM.length)}\n\n${table}\n\n${text.slice(to)}`);
}

new Command('compare')
  .description('Runs the WebSocket conformance cases against this server and a stock one; writes docs/websocket.md.')
  .option('--print', 'print the table instead of writing it', false)
  .action(async ({ print }: { print: boolean }) => {
    const say = (line: string): void => void process.stderr.write(`${line}\n`);
    say('this server');
    const ours = await runAll(() => startServerChild<never>(), say);
    say('a stock server');
    const stock = await runAll(startStockChild, say);
    const table = tableOf(ours, stock);
    if (print) process.stdout.write(`${table}\n`);
    else write(table);
  })
  .parse();
