/** A report as Markdown of a few lines: what GitHub shows under a job (`--summary "$GITHUB_STEP_SUMMARY"`). */
import type { Report } from '../contract/report.ts';
import type { Comparison } from '../verdict/compare.ts';
import { hasDirection, ordered, percentText } from '../wording/comparison.ts';
import { formatFigure, printable } from '../wording/format.ts';
import { crowdOf, networkOf, rulingTexts, secondsOf, unitOfFigure, verdictOf } from '../wording/sentences.ts';

const SHOWN = ['players', 'errors', 'ack.p50', 'ack.p99', 'age.p99', 'patches.min', 'tick.p99', 'cores', 'received'];
const ERRORS_SHOWN = 5;

export function summaryOf(report: Report, comparison?: Comparison): string {
  const { ok, scenario, url, rulings, figures, warnings, errors, tags } = report;
  const tagged = Object.entries(tags).map(([name, value]) => `${name}=${value}`);
  const lines = [
    `### ${ok ? '✅' : '❌'} ${plain(scenario)} at ${plain(url)}`,
    '',
    `**${plain(verdictOf(report))}**`,
    '',
    plain([crowdOf(report), networkOf(report), secondsOf(report), ...tagged].join(', ')),
    '',
    ...table(
      ['', 'limit', 'measured', 'allowed'],
      rulings.map((ruling) => {
        const { measured, allowed } = rulingTexts(ruling);
        return [ruling.holds ? '✅' : '❌', `\`${ruling.limit}\``, measured, allowed];
      }),
    ),
    ...table(
      ['figure', 'value'],
      SHOWN.flatMap((name) => {
        const value = figures[name];
        return value === undefined ? [] : [[`\`${name}\``, formatFigure(value, unitOfFigure(name))]];
      }),
    ),
    ...errors.slice(0, ERRORS_SHOWN).map(({ count, message }) => `- ${count} × ${plain(message)}`),
    ...warnings.map((warning) => `> ⚠️ ${plain(warning)}\n`),
    ...changes(comparison),
  ];
  return `${lines.join('\n')}\n`;
}

function changes(comparison: Comparison | undefined): string[] {
  if (comparison === undefined) return [];
  const told = ordered(comparison.changes.filter(hasDirection)).filter(({ verdict }) => verdict !== 'same');
  if (told.length === 0) return ['', 'No figure changed since the baseline.'];
  return [
    '',
    `Since ${plain(comparison.old.startedAt)}:`,
    '',
    ...table(
      ['figure', 'before', 'now', 'change', ''],
      told.map(({ figure, unit, old, now, percent, verdict }) => [
        `\`${figure}\``,
        formatFigure(old, unit),
        formatFigure(now, unit),
        percentText(percent),
        verdict,
      ]),
    ),
  ];
}

function table(names: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [line(names), line(names.map(() => '---')), ...rows.map(line), ''];
}

const cell = (text: string): string => printable(text).replace(/\|/g, '\\|');

/** Sentences come from servers: nothing in them may become a link or a tag. */
const plain = (text: string): string => printable(text).replace(/[\\<>[\]`*_|]/g, (sign) => `\\${sign}`);
