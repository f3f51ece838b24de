/**
 * A report as one HTML file that needs nothing else: script, style, charts and figures are inside, and its security policy
 * forbids it any request and any script but its own two. The report itself lies in it as JSON, for other tools.
 */
import { createHash } from 'node:crypto';
import type { Report } from '../contract/report.ts';
import type { Comparison } from '../verdict/compare.ts';
import type { PageCode } from './build-page.ts';
import { viewOf } from './contents.ts';

export function htmlOf(page: PageCode, report: Report, comparison?: Comparison): string {
  const script = page.script.replaceAll('</script', '<\\/script');
  const { style } = page;
  const policy = `default-src 'none'; script-src ${hashOf(script)}; style-src ${hashOf(style)}; base-uri 'none'; form-action 'none'`;
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="dark">',
    '<title>Load test</title>',
    `<style>${style}</style>`,
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

/** The page's policy names what may run by its hash, so that nothing else may. */
const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
