/** What is called better, worse, the same or unknown; what makes a comparison unfair; which files are refused. */
import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { FIGURES } from '../../../loadtest/contract/figures.ts';
import type { Report } from '../../../loadtest/contract/report.ts';
import { comparisonTable } from '../../../loadtest/terminal/comparison-table.ts';
import { type Change, compare, readReport } from '../../../loadtest/verdict/compare.ts';
import { ordered } from '../../../loadtest/wording/comparison.ts';
import { rampFixture, reportFixture, runsFixture } from '../../support/report.ts';

/** A report whose figures are the middle one of its runs, in the order of one figure. */
function reportOf(runs: Report['runs'], changes: Partial<Report> = {}): Report {
  const names = Object.keys(runs[0] ?? {});
  const middle = (name: string): number =>
    runs.map((figures) => figures[name] ?? 0).sort((a, b) => a - b)[runs.length >> 1] ?? 0;
  return reportFixture(1, { runs, figures: Object.fromEntries(names.map((name) => [name, middle(name)])), ...changes });
}

const changeOf = (figure: string, old: Report, now: Report): Change => {
  const change = compare(old, now).changes.find((each) => each.figure === figure);
  assert.ok(change !== undefined, figure);
  return change;
};

const five = (times = {}): Report => reportOf(runsFixture(5, 40, times));
const base = reportOf(runsFixture(5, 1));
const output = { columns: 100, stream: new PassThrough() };

describe('A comparison', () => {
  it('finds what got worse and what got better, by what is better for each figure', () => {
    const now = five({ 'ack.p99': 1.3, 'tick.p99': 0.7, patches: 0.8 });
    assert.equal(changeOf('ack.p99', base, now).verdict, 'worse');
    assert.equal(changeOf('tick.p99', base, now).verdict, 'better');
    assert.equal(changeOf('patches', base, now).verdict, 'worse');
    const { percent, p } = changeOf('ack.p99', base, now);
    assert.ok(percent !== null && Math.abs(percent - 30) < 6, `${percent} %`);
    assert.ok(p !== null && p < 0.05);
  });

  it('calls it noise when the runs differ as much among themselves', () => {
    const wide = (values: number[]): Report => reportOf(values.map((value) => ({ 'ack.p99': value })));
    const change = changeOf('ack.p99', wide([100, 150, 200, 110, 160]), wide([120, 170, 210, 115, 175]));
    assert.equal(change.verdict, 'same');
    assert.ok(change.p !== null && change.p > 0.05);
  });

  it('calls less than 3 % the same, however certain', () => {
    const sure = (value: number): Report =>
      reportOf(Array.from({ length: 6 }, (_, i) => ({ 'ack.p99': value + i / 1000 })));
    assert.equal(changeOf('ack.p99', sure(100), sure(102)).verdict, 'same');
    assert.equal(changeOf('ack.p99', sure(100), sure(104)).verdict, 'worse');
  });

  it('judges nothing with fewer than four runs on a side, and says so once', () => {
    const now = reportOf(runsFixture(3, 40, { 'ack.p99': 2 }));
    const comparison = compare(base, now);
    assert.equal(comparison.isNoiseKnown, false);
    assert.ok(comparison.changes.every(({ verdict }) => verdict === 'unknown' || verdict === 'same'));
    const text = comparisonTable(comparison, output).join('\n');
    assert.equal(text.match(/--repeat 5 on both sides tells noise from change/g)?.length, 1);
    assert.match(text, /ack\.p99 .*\+\d/);
    assert.doesNotMatch(text, /worse|better/);
  });

  it('gives the same verdict each time', () => {
    const now = five({ 'ack.p99': 1.05 });
    assert.deepEqual(compare(base, now), compare(base, now));
  });

  it('tells of changes from 0 without a percentage, and leaves out what only one side has', () => {
    const runs = (drops: number) => Array.from({ length: 5 }, () => ({ drops, [`only${drops}`]: 1 }));
    const { percent, verdict } = changeOf('drops', reportOf(runs(0)), reportOf(runs(3)));
    assert.deepEqual([percent, verdict], [null, 'worse']);
    const { 'tick.p99': _, ...rest } = base.figures;
    assert.ok(!compare(base, { ...base, figures: rest }).changes.some(({ figure }) => figure === 'tick.p99'));
  });

  it('warns of everything that makes it unfair', () => {
    const { options, machine } = base;
    const now = reportFixture(1, {
      options: { ...options, players: 30, kind: 'light', mode: 'rail', profile: null },
      machine: { ...machine, cpu: 'Another' },
      interrupted: true,
    });
    const text = compare(base, now).warnings.join('\n');
    for (const says of [
      /players: 60 before, 30 now/,
      /kind of bots/,
      /mode: fray/,
      /network: wifi/,
      /machine/,
      /new one was interrupted/,
    ]) {
      assert.match(text, says);
    }
    assert.deepEqual(compare(base, five()).warnings, []);
  });

  it('warns of one profile with other numbers, which is another network', () => {
    const { options } = base;
    const now = reportFixture(1, { options: { ...options, link: { ...options.link, latencyMs: 200 } } });
    assert.match(compare(base, now).warnings.join(), /^Not the same network: wifi, 60 ± 20 ms.* wifi, 200 ± 20 ms/);
  });

  it('keeps changes of the same size in the order of the figures', () => {
    const change = { unit: '', title: '', old: 0, now: 3, percent: null, p: 0.01, verdict: 'worse' } as const;
    const changes = ['errors', 'drops', 'unacked', 'refused'].map((figure) => ({ ...change, figure }));
    assert.deepEqual(ordered(changes), changes);
    const less = { ...change, figure: 'dropped', percent: 50 };
    assert.deepEqual(ordered([less, ...changes]), [...changes, less]);
  });

  it('takes a fall of what should be many for worse, and of what should be few for better, whatever the figure', () => {
    const side = (value: number): Report =>
      reportOf(Array.from({ length: 5 }, (_, i) => Object.fromEntries([...FIGURES.keys()].map((n) => [n, value + i]))));
    const { changes } = compare(side(200), side(100));
    assert.equal(changes.length, FIGURES.size);
    const expected = { more: 'worse', less: 'better', neither: 'unknown' } as const;
    for (const { figure, verdict } of changes) {
      assert.equal(verdict, expected[FIGURES.get(figure)?.better ?? 'neither'], figure);
    }
  });

  it('prints what changed first, the rest in one line, with colours only on a terminal', () => {
    const comparison = compare(base, five({ 'ack.p99': 1.3 }));
    const lines = comparisonTable(comparison, output);
    const at = lines.findIndex((line) => /ack\.p99 .* worse$/.test(line));
    assert.ok(at > 0 && at < 8, lines.join('\n'));
    assert.match(lines.join('\n'), /\d+ of \d+ figures did not change beyond noise/);
    assert.ok(lines.every((line) => line.length <= 100 && !line.includes('\u001b')));
  });
});

describe('A report from a file', () => {
  it('is read as it was written', () => {
    for (const report of [reportFixture(), rampFixture()]) assert.deepEqual(readReport(JSON.stringify(report)), report);
  });

  const wrong: [text: string, says: RegExp][] = [
    ['', /not JSON/],
    ['{"version":2', /not JSON/],
    ['[]', /no report of the load test/],
    ['null', /no report of the load test/],
    ['{"version":1,"ok":true}', /version 1, and only version 2/],
    ['{"version":2,"ok":1}', /no report of the load test: ok: /],
    [JSON.stringify({ ...reportFixture(), figures: { 'ack.p99': 'fast' } }), /figures\.ack\.p99/],
  ];
  for (const [text, says] of wrong) {
    it(`is refused: ${text.slice(0, 30)}`, () => assert.throws(() => readReport(text), says));
  }
});
