/// <reference types="vite/client" />
/**
 * The script of the HTML report, as ordinary modules: they run in a browser, from the one file that build-page.ts and
 * write-html.ts make. Whatever a report says reaches the page as text, never as markup.
 */
import 'uplot/dist/uPlot.min.css';
import './page.css';
import './tiles.css';
import './rulings.css';
import './charts.css';
import './tables.css';
import type { Report } from '../../contract/report.ts';
import type { View } from '../page-content.ts';
import { drawChart } from './draw-charts.ts';
import { fillPage } from './page.ts';

const readJson = (id: string): unknown => JSON.parse(document.getElementById(id)?.textContent ?? 'null');

const report = readJson('report') as Report;
for (const { host, chart } of fillPage(readJson('view') as View)) drawChart(host, chart, report);
