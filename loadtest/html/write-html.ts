/**
 * A report as one HTML file that needs nothing else: script, style, charts and figures are inside, and its security policy
 * forbids it any request and any script but its own two. The report itself lies in it as JSON, for other tools.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Report } from '../contract/report.ts';
import type { Comparison } from '../verdict/compare.ts';
import { PAGE_FORMATS } from '../wording/format.ts';
import { viewOf } from './contents.ts';
import { PAGE_CHARTS } from './page/draw-charts.ts';
import { PAGE } from './page/page.ts';

const { resolve } = createRequire(import.meta.url);

export async function htmlOf(report: Report, comparison?: Comparison): Promise<string> {
  const [chartScript, chartStyle, style] = await Promise.all([
    readFile(resolve('uplot/dist/uPlot.iife.min.js'), 'utf8'),
    readFile(resolve('uplot/dist/uPlot.min.css'), 'utf8'),
    readFile(new URL('./page/page.css', import.meta.url), 'utf8'),
  ]);
  const functions = [...PAGE_FORMATS, ...PAGE_CHARTS, ...PAGE].map(String).join('\n');
  const script = scriptText(
    `${inEnglish(chartScript)}\n(() => {\n'use strict';\n${functions}\nstartPage(drawChart);\n})();`,
  );
  const styles = `${chartStyle}\n${style}`;
  const policy = `default-src 'none'; script-src ${hashOf(script)}; style-src ${hashOf(styles)}; base-uri 'none'; form-action 'none'`;
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="dark">',
    '<title>Load test</title>',
    `<style>${styles}</style>`,
    '</head>',
    '<body>',
    '<noscript>This report draws itself with JavaScript; the same figures lie in this file as JSON.</noscript>',
    `<script type="application/json" id="report">${jsonText(report)}</script>`,
    `<script type="application/json" id="view">${jsonText(viewOf(report, comparison))}</script>`,
    `<script>${script}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** Nothing in it can end the element that it lies in, or begin another. */
const jsonText = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');

/** uPlot asks the browser for its language when it loads, and fails on names that only a system knows (`en-US@posix`). */
const inEnglish = (chartScript: string): string =>
  `const uPlot = ((navigator) => {\n${chartScript}\nreturn uPlot;\n})({ language: 'en' });`;

const scriptText = (script: string): string => script.replaceAll('</script', '<\\/script');

/** The page's policy names what may run by its hash, so that nothing else may. */
const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
