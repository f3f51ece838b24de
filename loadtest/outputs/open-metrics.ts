/** A report as OpenMetrics text: for a push gateway, or a text collector. One gauge with the figure's name as a label. */
import { figureKind } from '../contract/figures.ts';
import type { Report } from '../contract/report.ts';

export function openMetricsOf(report: Report): string {
  const { scenario, ok, figures, rulings, tags } = report;
  const common = { ...tags, scenario };
  const lines = [
    ...head('loadtest_figure', 'a figure of the load test, in the unit that is a label'),
    ...Object.entries(figures).map(([figure, value]) =>
      sample('loadtest_figure', { ...common, figure, unit: figureKind(figure)?.unit ?? '' }, value),
    ),
    ...head('loadtest_limit_holds', '1 where a limit holds, 0 where it is broken'),
    ...rulings.map(({ limit, holds }) => sample('loadtest_limit_holds', { ...common, limit }, holds ? 1 : 0)),
    ...head('loadtest_ok', '1 when every limit holds and there are no faults'),
    sample('loadtest_ok', common, ok ? 1 : 0),
    '# EOF',
  ];
  return `${lines.join('\n')}\n`;
}

const head = (name: string, help: string): string[] => [`# TYPE ${name} gauge`, `# HELP ${name} ${help}`];

const sample = (name: string, labels: Readonly<Record<string, string>>, value: number): string =>
  `${name}{${Object.entries(labels)
    .map(([label, text]) => `${label}="${escaped(text)}"`)
    .join(',')}} ${value}`;

const escaped = (text: string): string => text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n');
