import type { Figures } from './figures.ts';
import type { Report } from './report.ts';

/** What was measured between two moments. */
export type Span = { seconds: number; figures: Figures; distributions: Report['distributions'] };
