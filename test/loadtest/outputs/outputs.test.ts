/** The report in the forms of other tools: what each holds, and that no sentence of a server can break out of it. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../../../loadtest/contract/report.ts';
import { parseMetrics } from '../../../loadtest/measure/scrape.ts';
import { jsonLinesOf } from '../../../loadtest/outputs/json-lines.ts';
import { junitOf } from '../../../loadtest/outputs/junit.ts';
import { openMetricsOf } from '../../../loadtest/outputs/open-metrics.ts';
import { summaryOf } from '../../../loadtest/outputs/summary.ts';
import { writeOutputs } from '../../../loadtest/outputs/write-outputs.ts';
import { compare } from '../../../loadtest/verdict/compare.ts';
import { reportFixture, runsFixture } from '../../support/report.ts';

const EVIL = 'a <b> & "c" | [d](e)\u001b[2J\nf';
const BAD: Partial<Report> = {
  ok: false,
  faults: ['The server was gone from 8.6 s on.'],
  rulings: [
    { limit: 'errors == 0', measured: 6, allowed: 0, holds: false },
    { limit: 'ack.p99 < 200ms', measured: 130, allowed: 200, holds: true },
  ],
  errors: [{ message: EVIL, count: 6 }],
  tags: { commit: 'abc"1' },
};

describe('a report for other tools', () => {
  it('is JUnit: a test per limit, and one for the faults', () => {
    const good = junitOf(reportFixture());
    assert.match(good, /<testsuite name="steady" tests="7" failures="0" /);
    assert.doesNotMatch(good, /<failure/);
    const bad = junitOf(reportFixture(1, BAD));
    assert.match(bad, /<testsuites name="load test" tests="3" failures="2">/);
    assert.match(bad, /name="the run has no faults"><failure message="The server was gone from 8\.6 s on\."\/>/);
    assert.match(bad, /name="errors == 0"><failure message="measured 6, allowed 0"\/>/);
    assert.match(bad, /name="ack\.p99 &lt; 200ms"\/>/);
    assert.match(bad, /<property name="commit" value="abc&quot;1"\/>/);
    assert.match(bad, /6 × a &lt;b&gt; &amp; &quot;c&quot;/);
    assert.ok(!bad.includes('\u001b'));
  });

  it('is JSON lines: run, points and marks in their order, rulings, the verdict last', () => {
    const report = reportFixture(1, BAD);
    const lines = jsonLinesOf(report)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const types = lines.map(({ type }) => type);
    assert.deepEqual([types[0], types.at(-1)], ['run', 'verdict']);
    assert.equal(types.filter((type) => type === 'point').length, report.series.seconds.length);
    const times = lines.flatMap(({ atSeconds }) => atSeconds ?? []);
    assert.deepEqual(
      times,
      times.toSorted((a, b) => a - b),
    );
    assert.equal(times.length, report.series.seconds.length + report.marks.length);
    assert.deepEqual(lines.find(({ type }) => type === 'ruling').limit, 'errors == 0');
    assert.deepEqual([lines.at(-1).ok, lines.at(-1).faults, lines[0].tags], [false, BAD.faults, BAD.tags]);
    assert.equal(lines[1].figures['ack.p50'], report.series.lines['ack.p50']?.[0]);
  });

  it('is OpenMetrics: figures, limits and the verdict, with the tags as labels', () => {
    const text = openMetricsOf(reportFixture(1, BAD));
    assert.match(text, /# EOF\n$/);
    const scraped = parseMetrics(text);
    const labels = { commit: 'abc"1', scenario: 'steady' };
    assert.deepEqual(scraped.get('loadtest_ok'), [{ labels, value: 0 }]);
    assert.deepEqual(
      scraped.get('loadtest_limit_holds')?.map(({ value }) => value),
      [0, 1],
    );
    const figures = scraped.get('loadtest_figure') ?? [];
    const ack = figures.find((sample) => sample.labels.figure === 'ack.p99');
    assert.equal(ack?.value, reportFixture().figures['ack.p99']);
    assert.equal(ack?.labels.unit, 'ms');
  });

  it('is a summary in Markdown, with what changed since the baseline', () => {
    const good = summaryOf(reportFixture());
    assert.match(good, /^### ✅ steady at http/);
    const bad = summaryOf(reportFixture(1, BAD));
    assert.match(bad, /\*\*Not good\. The server was gone from 8\.6 s on\. 1 of 2 limits broken\.\*\*/);
    assert.match(bad, /\| ❌ \| `errors == 0` \| 6 \| 0 \|/);
    assert.match(bad, /- 6 × a \\<b\\> & "c" \\\| \\\[d\\\]\(e\)/);
    const slow = reportFixture(2, { runs: runsFixture(5, 20, { 'ack.p99': 2 }) });
    const now = { ...slow, figures: { ...slow.figures, 'ack.p99': 2 * (slow.figures['ack.p99'] ?? 0) } };
    const text = summaryOf(now, compare(reportFixture(1, { runs: runsFixture(5, 1) }), now));
    assert.match(text, /Since 2026-11-22T19:40:12\.000Z:/);
    assert.match(text, /\| `ack\.p99` \|.*\| worse \|/);
    assert.match(summaryOf(reportFixture(), compare(reportFixture(), reportFixture())), /No figure changed/);
  });

  it('is written where it was asked for; a summary is appended', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'outputs-'));
    try {
      const summary = join(folder, 'summary.md');
      const junit = join(folder, 'junit.xml');
      await writeFile(summary, 'before\n');
      await writeOutputs(reportFixture(), undefined, { summary, junit, lines: undefined, openmetrics: undefined });
      assert.match(await readFile(summary, 'utf8'), /^before\n### ✅/);
      assert.match(await readFile(junit, 'utf8'), /^<\?xml/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
