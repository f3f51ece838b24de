/** What watches a server in public: alerts that promtool takes and tries, and series that a real server has. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dump, load } from 'js-yaml';
import { isCi } from '../support/flags.ts';
import { hasProgram } from '../support/proxies.ts';
import { ask } from '../support/raw/request.ts';
import { openRoom, TestSeat, useServer } from '../support/server.ts';
import { ROOT, readText } from '../support/sources.ts';

type Rule = { alert: string; expr: string };
type Panel = { targets: { expr: string }[] };

const alerts = (load(readText('deploy/alerts.yaml')) as { groups: [{ rules: Rule[] }] }).groups[0].rules;
const dashboard = JSON.parse(readText('deploy/dashboard.json')) as { panels: Panel[] };
const queries = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));

const seriesIn = (query: string): string[] => query.match(/\b(?:sparkfray|process|nodejs)_\w+/gu) ?? [];

describe('What watches a server', () => {
  const server = useServer();

  it('asks for series that a server has, by reasons that it counts', async () => {
    const { roomId } = await openRoom(server.url, { bots: 1 });
    const seat = new TestSeat(server.url, 'Watched');
    await seat.join({ kind: 'room', roomId });
    const { text } = await ask(`${server.url}/metrics`);
    await seat.leave();
    const there = new Set([...text.matchAll(/^(\w+)[{ ]/gmu)].map(([, name]) => name));
    const all = [...alerts.map(({ expr }) => expr), ...queries];
    assert.deepEqual(
      all.flatMap(seriesIn).filter((name) => !there.has(name) && !text.includes(`# TYPE ${name} `)),
      [],
    );
    for (const [label] of all.join('\n').matchAll(/reason="\w+"/gu)) assert.ok(text.includes(label), label);
  });

  it('has an entry of the handbook for each alert', () => {
    for (const { alert } of alerts) assert.ok(readText('docs/operating.md').includes(`| \`${alert}\` |`), alert);
  });

  if (!hasProgram('promtool', '--version')) {
    if (isCi) throw new Error('CI has Debian packages: prometheus must not be missing there');
    return console.warn('test/deploy/watching.test.ts needs promtool: apt-get install prometheus');
  }
  const promtool = (...args: readonly string[]) => execFileSync('promtool', args, { cwd: ROOT, stdio: 'pipe' });

  it('is set up as Prometheus takes it, and each alert rings when it should, and only then', () => {
    promtool('check', 'config', 'deploy/prometheus.yaml');
    promtool('test', 'rules', 'deploy/alerts.test.yaml');
    for (const { alert } of alerts) assert.ok(readText('deploy/alerts.test.yaml').includes(alert), alert);
  });

  it('shows nothing that Prometheus could not read', () => {
    const folder = mkdtempSync(join(tmpdir(), 'sparkfray-dashboard-'));
    const rules = queries.map((expr, at) => ({
      record: `query:${at}`,
      expr: expr.replaceAll('$__rate_interval', '1m'),
    }));
    writeFileSync(join(folder, 'rules.yaml'), dump({ groups: [{ name: 'dashboard', rules }] }));
    promtool('check', 'rules', join(folder, 'rules.yaml'));
    rmSync(folder, { recursive: true });
  });
});
