/**
 * A report as JSON lines, for tools that read streams: `run` first, a `point` per beat of the charts, a `mark` per event, a
 * `ruling` per limit, a `verdict` last. Each line says its kind in `type`.
 */
import type { Report } from '../contract/report.ts';
import { verdictOf } from '../wording/sentences.ts';

export function jsonLinesOf(report: Report): string {
  const { scenario, url, startedAt, options, machine, tags, series, marks, rulings, faults, figures } = report;
  const points = series.seconds.map((atSeconds, i) => ({
    type: 'point',
    atSeconds,
    figures: Object.fromEntries(
      Object.entries(series.lines).flatMap(([name, values]) => {
        const value = values[i];
        return value === null || value === undefined ? [] : [[name, value]];
      }),
    ),
  }));
  const timed = [...points, ...marks.map((mark) => ({ type: 'mark', ...mark }))].sort(
    (a, b) => a.atSeconds - b.atSeconds,
  );
  const lines = [
    { type: 'run', version: report.version, scenario, url, startedAt, options, machine, tags },
    ...timed,
    ...report.errors.map((error) => ({ type: 'error', ...error })),
    ...rulings.map((ruling) => ({ type: 'ruling', ...ruling })),
    { type: 'verdict', ok: report.ok, faults, sentence: verdictOf(report), figures },
  ];
  return `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`;
}
