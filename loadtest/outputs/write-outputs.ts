/** Writes a report in the forms that other tools read, each into the file that was named for it. */
import { appendFile, writeFile } from 'node:fs/promises';
import type { Report } from '../contract/report.ts';
import type { Comparison } from '../verdict/compare.ts';
import { jsonLinesOf } from './json-lines.ts';
import { junitOf } from './junit.ts';
import { openMetricsOf } from './open-metrics.ts';
import { summaryOf } from './summary.ts';

/** Files by form; the summary is appended to, because others may write there too. */
export type Outputs = {
  junit: string | undefined;
  lines: string | undefined;
  openmetrics: string | undefined;
  summary: string | undefined;
};

/** @throws (rejects) when a file cannot be written */
export async function writeOutputs(
  report: Report,
  comparison: Comparison | undefined,
  { junit, lines, openmetrics, summary }: Outputs,
): Promise<void> {
  if (junit !== undefined) await writeFile(junit, junitOf(report));
  if (lines !== undefined) await writeFile(lines, jsonLinesOf(report));
  if (openmetrics !== undefined) await writeFile(openmetrics, openMetricsOf(report));
  if (summary !== undefined) await appendFile(summary, summaryOf(report, comparison));
}
