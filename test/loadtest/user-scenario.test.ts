/** Scenarios from a file of the user's: the example of the documents, and what is said of files that are none. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Tally, TallyWire } from '../../loadtest/contract/tally.ts';
import { loadUserScenario } from '../../loadtest/contract/user-scenario.ts';
import { findScenario } from '../../loadtest/scenarios/list.ts';
import { loadtest, reported } from '../support/loadtest.ts';
import { usePeer } from '../support/peer.ts';
import { scenario } from './talk-scenario.ts';

const EXAMPLE = './test/loadtest/talk-scenario.ts';

describe('a scenario of the user’s', function () {
  this.timeout(60_000);
  const peer = usePeer();
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'scenarios-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('is played by its bots, with figures and limits of its own: the example', async () => {
    const { code, report, out } = await reported('--scenario', EXAMPLE, '--url', peer.url, '-p', '3', '-d', '3');
    assert.equal(code, 0, out);
    const { figures } = report;
    assert.equal(report.scenario, scenario.name);
    assert.equal(report.options.mode, scenario.room);
    assert.ok((figures['own.said.total'] ?? 0) >= 3 && (figures['own.reply.count'] ?? 0) >= 3, JSON.stringify(figures));
    assert.deepEqual(
      report.rulings.map(({ limit, holds }) => [limit, holds]),
      ['own.reply.p99 < 5s', 'own.said.total > 0', 'errors == 0', 'drops == 0', 'lost == 0'].map((text) => [
        text,
        true,
      ]),
    );
    assert.match(out, /own\.reply +\d/);
  });

  it('fails when its own limit breaks, or its bots say so', async () => {
    const text = `export const scenario = { name: 'x', summary: 's', room: 'talk', figures: { reply: 'r' },
      bot: (room, { fail, name, measure }) => { if (name === 'Load 1') fail('No luck.'); return { step: () => { measure('reply', 70); } }; } };`;
    const file = join(folder, 'failing.mjs');
    await writeFile(file, text);
    const { code, report } = await reported(
      ...['--scenario', file, '--url', peer.url, '-p', '2', '-d', '1', '--limit', 'own.reply < 60ms'],
    );
    assert.equal(code, 1);
    assert.deepEqual(report.errors, [{ message: 'No luck.', count: 1 }]);
    const [own] = report.rulings;
    assert.deepEqual([own?.limit, own?.holds, Math.round(own?.measured ?? 0)], ['own.reply < 60ms', false, 70]);
  });

  for (const [name, content, says] of [
    ['none.mjs', 'export const other = 1;', /exports no "scenario"/],
    ['broken.mjs', 'export const scenario = {', /cannot be loaded/],
    ['lacking.mjs', `export const scenario = { name: 'x', summary: 's', room: 'r' };`, /bot: must be a function/],
    [
      'named.mjs',
      `export const scenario = { name: 'x', summary: 's', room: 'r', figures: { 'a b': '' }, bot: () => {} };`,
      /figures\.a b: /,
    ],
  ] as const) {
    it(`that is none says why: ${name}`, async () => {
      await writeFile(join(folder, name), content);
      assert.throws(() => loadUserScenario(join(folder, name)), says);
      const { code, err } = await loadtest('--scenario', join(folder, name));
      assert.equal(code, 2);
      assert.match(err, says);
    });
  }

  it('has no other adapter, and goes through a course that there is', async () => {
    const { code, err } = await loadtest('--scenario', EXAMPLE, '--adapter', 'colyseus');
    assert.equal(code, 2);
    assert.match(err, /--adapter has no place/);
    const file = join(folder, 'course.mjs');
    await writeFile(
      file,
      `export const scenario = { name: 'x', summary: 's', room: 'r', course: 'matchmaking-storm', bot: () => {} };`,
    );
    assert.throws(() => findScenario(file), /course: "matchmaking-storm" cannot/);
  });

  it('counts figures that travel and add up like all others', () => {
    const tally = new Tally();
    tally.record('own.reply', 5);
    tally.count('own.said', 2);
    const travelled = Tally.fromWire(TallyWire.parse(JSON.parse(JSON.stringify(tally.toWire()))));
    travelled.add(tally);
    assert.deepEqual(travelled.own, { meters: ['own.reply'], counters: ['own.said'] });
    assert.deepEqual([travelled.summary('own.reply')?.count, travelled.get('own.said')], [2, 4]);
    const { counts } = tally.toWire();
    assert.equal(TallyWire.safeParse({ ...tally.toWire(), counts: { ...counts, 'own.a b': 1 } }).success, false);
  });

  it('is written down in the documents as it is tested', async () => {
    const page = await readFile('docs/own-server.md', 'utf8');
    const code = (await readFile(EXAMPLE, 'utf8')).split('\n').slice(3).join('\n');
    assert.ok(page.includes(code.trim()), 'the example of docs/own-server.md is test/loadtest/talk-scenario.ts');
  });
});
