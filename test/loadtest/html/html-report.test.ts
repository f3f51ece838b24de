/** What goes into the HTML report, without a browser; test/browser/report.test.ts opens it in one. */
import assert from 'node:assert/strict';
import type { Report } from '../../../loadtest/contract/report.ts';
import type { RunOptions } from '../../../loadtest/contract/run-options.ts';
import { Crowd } from '../../../loadtest/crowd/crowd.ts';
import { reportOf } from '../../../loadtest/crowd/make-report.ts';
import { buildPage, type PageCode } from '../../../loadtest/html/build-page.ts';
import { chartsOverTime, percentileCharts, rampCharts } from '../../../loadtest/html/charts.ts';
import { viewOf } from '../../../loadtest/html/contents.ts';
import { settingTables, stepsTable } from '../../../loadtest/html/tables.ts';
import { htmlOf } from '../../../loadtest/html/write-html.ts';
import { compare, readReport } from '../../../loadtest/verdict/compare.ts';
import { rampFixture, reportFixture, runsFixture } from '../../support/report.ts';

const run: RunOptions = {
  url: 'http://localhost:2567',
  adapter: 'sparkfray',
  mode: 'fray',
  players: 1,
  rooms: undefined,
  durationSeconds: 1,
  joinsPerSecond: 1,
  stepPlayers: 1,
  kind: 'full',
  think: 'idle',
  decodeEvery: 1,
  seed: 1,
  profile: undefined,
  link: {},
};

const titlesOf = (report: Report): string[] => viewOf(report).sections.map(({ title }) => title);

describe('The HTML report', () => {
  let page: PageCode;

  before(async () => {
    page = await buildPage();
  });

  it('holds the report as JSON that cannot end its element', () => {
    const report = rampFixture();
    const html = htmlOf(page, report);
    const [, json = ''] = /<script type="application\/json" id="report">([^<]*)<\/script>/.exec(html) ?? [];
    assert.deepEqual(readReport(json), report);
    assert.equal(html.includes('<script>document.title'), false);
    assert.equal(html.match(/<script/g)?.length, 3);
  });

  it('asks for nothing: no address but those of the report and of uPlot’s licence', () => {
    const html = htmlOf(page, reportFixture());
    const addresses = new Set(html.match(/\bhttps?:\/\/[^\s"'`\\)]+/g));
    const known = ['http://localhost:2567', 'http://www.w3.org/2000/svg', 'https://github.com/leeoniya/uPlot'];
    assert.deepEqual(
      [...addresses].filter((address) => !known.includes(address)),
      [],
    );
    assert.match(html, /With uPlot, MIT licence/);
    assert.match(html, /default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+';/);
    assert.doesNotMatch(html, /<(link|img|iframe)\b|\bsrc=|@import|url\(/);
  });

  it('leaves out charts of what was not measured, and events that never came', () => {
    const full = reportFixture();
    const names = (report: Report): string[] => chartsOverTime(report).map(({ title }) => title);
    assert.equal(names(full).length, 8);
    const { 'ack.p50': median = [], errors = [] } = full.series.lines;
    const few = { ...full, series: { ...full.series, lines: { 'ack.p50': median, rss: median.map(() => null) } } };
    assert.deepEqual(names(few), ['Latency']);
    assert.equal(chartsOverTime(few)[0]?.band, false);
    assert.deepEqual(names({ ...full, series: { seconds: [], lines: {} } }), []);
    const quiet = { ...full, series: { ...full.series, lines: { ...full.series.lines, errors: errors.map(() => 0) } } };
    const players = chartsOverTime(quiet).find(({ title }) => title === 'Players');
    assert.deepEqual(
      players?.lines.map(({ label }) => label),
      ['playing', 'joins', 'drops'],
    );
  });

  it('fills the band between ack p50 and p99 also for light bots, which have no snapshot age', () => {
    const report = reportFixture();
    const { 'age.p50': _, ...lines } = report.series.lines;
    const [latency] = chartsOverTime({ ...report, series: { ...report.series, lines } });
    assert.deepEqual([latency?.lines.length, latency?.band], [3, true]);
  });

  it('keeps apart the percentiles beyond 99.9 when numbers are rounded', () => {
    const crowd = new Crowd({
      workers: [],
      run,
      limits: [],
      signal: new AbortController().signal,
      secondsExpected: 1,
      onBeat: () => {},
    });
    const points: [number, number][] = [
      [0.999, 20.00049],
      [0.9995, 30],
      [0.9999, 40],
      [1, 50],
    ];
    const outcome = { span: { seconds: 1, figures: { 'ack.p99': 1 / 3 }, distributions: { ack: points } } };
    const { machine } = reportFixture();
    const report = reportOf({
      run,
      repeat: 1,
      scenario: 'steady',
      limits: [],
      runs: [{ outcome, crowd }],
      startedAt: new Date(0),
      interrupted: false,
      machine,
      tags: {},
      rateHz: 30,
    });
    assert.deepEqual(report.distributions, { ack: [[0.999, 20], ...points.slice(1)] });
    assert.equal(report.figures['ack.p99'], 0.333);
  });

  it('puts percentiles on an axis of nines, each greatest value where it belongs', () => {
    const report = reportFixture(1, {
      figures: { 'ack.count': 1000, 'join.count': 10 },
      distributions: {
        ack: [
          [0, 1],
          [0.9, 5],
          [0.99, 9],
          [1, 20],
        ],
        join: [
          [0, 90],
          [1, 300],
        ],
        correction: [
          [0, 1],
          [1, 2],
        ],
      },
    });
    const [chart] = percentileCharts(report);
    assert.deepEqual(chart?.x.values, [0, 1, 2, 3]);
    assert.deepEqual(
      chart?.lines.map(({ label, values, hidden }) => [label, values, hidden]),
      [
        ['ack', [1, 5, 9, 20], false],
        ['join', [90, 300, null, null], true],
      ],
    );
    assert.deepEqual(percentileCharts({ ...report, distributions: {} }), []);
  });

  it('draws a ramp’s steps in order and marks the knee', () => {
    const report = rampFixture();
    const backwards = { ...report, ramp: report.ramp && { ...report.ramp, steps: report.ramp.steps.toReversed() } };
    const [chart] = rampCharts(backwards);
    assert.deepEqual(chart?.x.values, [40, 80, 120, 160, 200]);
    assert.deepEqual(chart?.marks, [{ at: 160, label: 'knee: 160 players' }]);
    assert.deepEqual(rampCharts(reportFixture()), []);
  });

  it('calls the last step of a ramp no knee when no limit broke', () => {
    const report = rampFixture();
    const steps = report.ramp?.steps.slice(0, 3) ?? [];
    const whole = { ...report, ramp: { steps, knee: 120, brokenBy: [] } };
    assert.deepEqual(rampCharts(whole)[0]?.marks, [{ at: 120, label: 'no limit broke up to 120 players' }]);
    const wordsOf = (some: Report): (string | undefined)[] =>
      stepsTable(some)[0]?.rows.map(({ cells }) => cells.at(-1)) ?? [];
    assert.deepEqual(wordsOf(whole), ['none', 'none', 'none: the last step']);
    assert.equal(wordsOf(report)[3], 'none: this is the knee');
  });

  it('says of a mixture of networks that each bot has its own', () => {
    const { options: fixture } = reportFixture();
    const factsOf = (changes: Partial<Report['options']>): string[] =>
      settingTables(reportFixture(1, { options: { ...fixture, ...changes } }))[0]
        ?.rows.map(({ cells }) => cells.join(': '))
        .filter((text) => /^(round trip added|stalls)/.test(text)) ?? [];
    const link = { latencyMs: 0, jitterMs: 0, stallsPerMinute: 0, stallMs: 0 };
    assert.deepEqual(factsOf({ profile: 'mixed', link }), [
      'round trip added: each bot its own',
      'stalls: each bot its own',
    ]);
    assert.deepEqual(factsOf({ profile: null, link }), ['round trip added: 0 ± 0 ms', 'stalls: 0/min of 0 ms']);
    assert.deepEqual(factsOf({}), ['round trip added: 60 ± 20 ms', 'stalls: 1/min of 200 ms']);
  });

  it('has the sections that there is something to say in', () => {
    const usual = ['Over time', 'Percentiles', 'All figures', 'How it was measured'];
    assert.deepEqual(titlesOf(reportFixture()), usual);
    assert.deepEqual(titlesOf(rampFixture()), ['Ramp', '', 'What went wrong', ...usual]);
    const old = reportFixture(1, { runs: runsFixture(5, 1) });
    const compared = viewOf(old, compare(old, old)).sections.find(({ title }) => title === 'Compared');
    assert.match(
      compared?.kind === 'tables' ? (compared.tables.at(-1)?.folded ?? '') : '',
      /did not change beyond noise/,
    );
  });

  it('shows every figure once, with its title, and every ruling with both values', () => {
    const report = rampFixture();
    const view = viewOf(report);
    const tables = view.sections.flatMap((section) => (section.kind === 'tables' ? section.tables : []));
    const [meters, others] = ['Distributions', 'All others'].map(
      (title) => tables.find((table) => table.title === title)?.rows ?? [],
    );
    assert.equal((meters?.length ?? 0) * 7 + (others?.length ?? 0), Object.keys(report.figures).length);
    assert.ok([...(meters ?? []), ...(others ?? [])].every(({ cells }) => cells.every((cell) => cell !== '')));
    assert.deepEqual(view.rulings[2], {
      limit: 'encode <= 50%',
      measured: 'not measured',
      allowed: '50 %',
      holds: false,
      used: null,
    });
    assert.ok((view.rulings[0]?.used ?? 0) > 1);
    assert.deepEqual(
      view.tiles.map(({ tone }) => tone),
      ['plain', 'bad', 'bad', 'plain', 'plain', 'plain'],
    );
  });
});
