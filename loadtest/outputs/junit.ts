/** A report as JUnit XML: what continuous integration shows as tests. A test per limit, and one for what fails any run. */
import type { Report } from '../contract/report.ts';
import { printable } from '../wording/format.ts';
import { rulingTexts, verdictOf } from '../wording/sentences.ts';

export function junitOf(report: Report): string {
  const { scenario, url, rulings, faults, figures, startedAt, tags } = report;
  const tests = rulings.map((ruling) => {
    const { measured, allowed } = rulingTexts(ruling);
    const failure = ruling.holds ? undefined : `measured ${measured}${allowed === '' ? '' : `, allowed ${allowed}`}`;
    return testCase(scenario, ruling.limit, failure);
  });
  const failed = rulings.filter(({ holds }) => !holds).length + (faults.length > 0 ? 1 : 0);
  const properties = Object.entries({ url, ...tags }).map(
    ([name, value]) => `      <property name="${escaped(name)}" value="${escaped(value)}"/>`,
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="load test" tests="${tests.length + 1}" failures="${failed}">`,
    `  <testsuite name="${escaped(scenario)}" tests="${tests.length + 1}" failures="${failed}" timestamp="${escaped(startedAt)}" time="${figures.seconds ?? 0}">`,
    '    <properties>',
    ...properties,
    '    </properties>',
    testCase(scenario, 'the run has no faults', faults.length === 0 ? undefined : faults.join(' ')),
    ...tests,
    `    <system-out>${escaped(outputOf(report))}</system-out>`,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function testCase(scenario: string, name: string, failure: string | undefined): string {
  const head = `    <testcase classname="loadtest.${escaped(scenario)}" name="${escaped(name)}"`;
  return failure === undefined ? `${head}/>` : `${head}><failure message="${escaped(failure)}"/></testcase>`;
}

const outputOf = (report: Report): string =>
  [verdictOf(report), ...report.errors.map(({ count, message }) => `${count} × ${message}`), ...report.warnings].join(
    '\n',
  );

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Sentences come from servers. Line ends stay, for the output. */
const escaped = (text: string): string =>
  text
    .split('\n')
    .map((line) => printable(line).replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign))
    .join('\n');
