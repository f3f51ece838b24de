import type { Report } from '../report/report.ts';
import type { Figures } from './figures.ts';

/** What was measured between two moments. */
export type Span = { seconds: number; figures: Figures; distributions: Report['distributions'] };
