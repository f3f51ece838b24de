/** What a person reads after a run, and how numbers are written. */
import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import type { Report } from '../../../loadtest/contract/report.ts';
import { cut, wrap } from '../../../loadtest/terminal/columns.ts';
import { tableOf } from '../../../loadtest/terminal/report-table.ts';
import { formatAxis, formatBeside, formatFigure, formatShort, printable } from '../../../loadtest/wording/format.ts';
import { verdictOf } from '../../../loadtest/wording/sentences.ts';
import { rampFixture, reportFixture } from '../../support/report.ts';

const plain = { columns: 100, stream: new PassThrough() };
const textOf = (report: Report): string => tableOf(report, plain).join('\n');

describe('The table of a run', () => {
  it('tells who joined, what they felt, what the server did, and the verdict last', () => {
    const lines = tableOf(reportFixture(), plain);
    const text = lines.join('\n');
    for (const says of [
      /^steady at http:\/\/localhost:2567, fray$/m,
      /60 full bots \(fighter\), wifi \(60 ± 20 ms.*60\.0 s measured/,
      /joined +60 of 60 in 3 rooms/,
      /What they felt +p50 +p90 +p99 +max/,
      /ack latency +\d+\.\d ms +\d+ ms +\d+ ms +\d+ ms +worst bot \d/,
      /received +10\.\d kB\/s +most 1\d\.\d kB\/s/,
      /tick +0\.\d\d ms +2\.\d\d ms/,
      /event loop late +p99 11\.\d ms +max/,
      /pass {2}ack\.p99 < rtt \+ 80ms +1\d\d ms {2}allowed 1\d\d ms/,
    ]) {
      assert.match(text, says);
    }
    assert.equal(lines.at(-1), 'Good: all 6 limits hold.');
  });

  it('tells what went wrong: reasons, closes, warnings, broken limits, and what was not measured', () => {
    const text = textOf(rampFixture());
    for (const says of [
      /failed +3\n +2 × Joining took longer/,
      /closes +3 × 4002: The server cut the connection\.\n +1 × 1006: Cut off without/,
      /Warning: The generator is the limit/,
      /FAIL {2}tick\.p99 < 20ms +\d+\.\d ms {2}allowed 20 ms/,
      /FAIL {2}encode <= 50% +not measured/,
      /players +ack\.p50 +ack\.p99/,
      /160 .*holds\n +200 .*2 broken/,
      /All limits held up to 160 players, then tick\.p99 < 20ms and/,
      /Not good: 3 of 4 limits broken\.$/,
    ]) {
      assert.match(text, says);
    }
  });

  it('stays within its columns, and lets no server move the cursor', () => {
    const errors = Array.from({ length: 9 }, (_, i) => ({
      message: `${'very '.repeat(60)}long\n\u001b[2J${i}`,
      count: 9 - i,
    }));
    const closes = [{ code: 4999, count: 1 }];
    for (const report of [
      reportFixture(),
      rampFixture(),
      reportFixture(1, { errors, closes, url: `http://${'a'.repeat(200)}` }),
    ]) {
      for (const line of tableOf(report, { ...plain, columns: 250 })) {
        assert.ok(line.length <= 100, line);
        assert.doesNotMatch(line, /\p{Cc}/u);
      }
    }
    assert.match(textOf(reportFixture(1, { errors })), /… and 4 other reasons/);
  });

  it('makes room for long limits and great numbers beside them', () => {
    const rulings = [1e20, 3].map((allowed) => {
      return { limit: `errors <= ${allowed}${' + 0'.repeat(30)}`, measured: 2e20, allowed, holds: allowed > 3 };
    });
    const lines = tableOf(reportFixture(1, { rulings }), plain).filter((line) => /^ {2}(pass|FAIL) /.test(line));
    assert.equal(lines.length, 2);
    for (const line of lines) assert.ok(line.length <= 100 && /errors <= .*… +200,000.* allowed \d/.test(line), line);
  });

  it('has no knee when nothing broke', () => {
    const report = rampFixture();
    const [first] = report.ramp?.steps ?? [];
    assert.ok(first !== undefined);
    const text = textOf({ ...report, ramp: { steps: [first], knee: first.players, brokenBy: [] } });
    assert.match(text, /^ {2}All limits held up to 40 players\.$/m);
    assert.match(textOf({ ...report, ramp: { steps: [], knee: null, brokenBy: [] } }), /first step already broke/);
  });

  it('has colours on a terminal only', () => {
    const terminal = Object.assign(new PassThrough(), { isTTY: true, getColorDepth: () => 8 });
    const coloured = tableOf(rampFixture(), { columns: 100, stream: terminal }).join('\n');
    assert.ok(coloured.includes('\u001b[31m'));
    assert.equal(stripVTControlCharacters(coloured), textOf(rampFixture()));
  });

  it('says plainly that a server shows no metrics, and makes up nothing', () => {
    const { figures } = reportFixture();
    const felt = Object.entries(figures).filter(([name]) => !/^(tick|cores|rss|loop|encode|dropped|server)/.test(name));
    const text = textOf(reportFixture(1, { figures: Object.fromEntries(felt) }));
    assert.match(text, /metrics +none: it does not answer at \/metrics/);
    assert.doesNotMatch(text, /dropped ticks|undefined|NaN/);
    assert.doesNotMatch(textOf(reportFixture(1, { figures: {}, rulings: [], workers: [] })), /undefined|NaN/);
  });
});

describe('A verdict', () => {
  const lastOf = (changes: Partial<Report>): string => verdictOf(reportFixture(1, changes));

  it('says first what fails a run whatever its limits', () => {
    const faults = ['The server was gone from 8.6 s on (4.2 s into “playing”).'];
    assert.equal(lastOf({ ok: false, faults }), `Not good. ${faults}`);
    const rulings = [{ limit: 'errors == 0', measured: 6, allowed: 0, holds: false }];
    assert.equal(lastOf({ ok: false, faults, rulings }), `Not good. ${faults} 1 of 1 limit broken.`);
    assert.equal(lastOf({ ok: false, rulings }), 'Not good: 1 of 1 limit broken.');
    assert.match(lastOf({}), /^Good: all \d limits hold\.$/);
  });
});

describe('Numbers', () => {
  it('have about three digits and their unit', () => {
    const written = [
      formatFigure(0.1234, 'ms'),
      formatFigure(9.999, 'ms'),
      formatFigure(99.96, 'ms'),
      formatFigure(12_345, 'ms'),
      formatFigure(999, 'B/s'),
      formatFigure(10_123, 'B/s'),
      formatFigure(2_040_000, 'B/s'),
      formatFigure(148.3, 'MB'),
      formatFigure(24_000, 'MB'),
      formatFigure(12_345, ''),
      formatFigure(2.5, '/min'),
      formatFigure(0.31, '%'),
      formatFigure(0, 'ms'),
    ];
    const expected = [
      '0.12 ms',
      '10.0 ms',
      '100 ms',
      '12.3 s',
      '999 B/s',
      '10.1 kB/s',
      '2.04 MB/s',
      '148 MB',
      '24.0 GB',
    ];
    assert.deepEqual(written, [...expected, '12,345', '2.50/min', '0.31 %', '0 ms']);
    assert.deepEqual(
      [formatShort(20, 'ms'), formatShort(0.5, '%'), formatShort(100, 'ms')],
      ['20 ms', '0.5 %', '100 ms'],
    );
    assert.deepEqual([0.25, 9500, 20_000, 1_500_000].map(formatAxis), ['0.25', '9500', '20k', '1.5M']);
  });

  it('that differ look different beside each other', () => {
    assert.equal(formatBeside(20.004, 20, 'ms'), '20.004 ms');
    assert.equal(formatBeside(20, 20.004, 'ms'), '20 ms');
    assert.equal(formatBeside(19, 20, 'ms'), '19 ms');
    assert.equal(formatBeside(12_001, 12_000, 'B/s'), '12001 B/s');
  });

  it('and sentences are wrapped between words, and made printable', () => {
    assert.deepEqual(wrap('one two three', 7), ['one two', 'three']);
    assert.deepEqual(wrap('abcdefghij k', 5), ['abcd…', 'k']);
    assert.equal(cut('ab😀cd', 4), 'ab…', 'half a letter is none');
    assert.equal(printable('a\n\tb\u001b[2J\u202e'), 'a b·[2J·');
  });
});
