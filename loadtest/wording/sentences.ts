/** Sentences about a report that the terminal and the HTML report share. */
import { CLOSE_SENTENCES } from '../../shared/wire/protocol.ts';
import { figureKind, type Unit } from '../contract/figures.ts';
import type { Report, Ruling } from '../contract/report.ts';
import { type Limit, LimitError, parseLimit } from '../verdict/limits.ts';
import { formatBeside, formatNumber, formatShort } from './format.ts';

/** Of the codes that say nothing about Sparkfray. */
const STANDARD_CLOSES: Readonly<Record<number, string>> = {
  0: 'There was no connection at all.',
  1000: 'Closed normally.',
  1001: 'The other side went away.',
  1005: 'Closed without a code.',
  1006: 'Cut off without a close frame.',
  1011: 'The server broke down.',
  1012: 'The service restarts.',
  1013: 'Try again later.',
};

export function closeMeaning(code: number): string {
  return CLOSE_SENTENCES[code] ?? STANDARD_CLOSES[code] ?? 'A code that only the application knows.';
}

export function networkOf({ options: { profile, link } }: Report): string {
  const { latencyMs, jitterMs, stallsPerMinute, stallMs } = link;
  const parts = [latencyMs > 0 || jitterMs > 0 ? `${latencyMs} ± ${jitterMs} ms` : ''];
  if (stallsPerMinute > 0) parts.push(`${stallsPerMinute} × ${stallMs} ms stalls a minute`);
  const text = parts.filter((part) => part !== '').join(', ');
  if (profile === null) return text === '' ? 'the network as it is' : text;
  return text === '' ? profile : `${profile} (${text})`;
}

export function crowdOf({ options: { players, kind, think, decodeEvery } }: Report): string {
  const sample = kind === 'light' && decodeEvery > 1 ? `, 1 of ${decodeEvery} decodes` : '';
  return `${players} ${kind} ${players === 1 ? 'bot' : 'bots'} (${think}${sample})`;
}

export function secondsOf({ figures, options, runs, interrupted }: Report): string {
  const measured = `${formatNumber(figures.seconds ?? options.durationSeconds)} s measured`;
  return `${measured}${runs.length > 1 ? `, median of ${runs.length} runs` : ''}${interrupted ? ', interrupted' : ''}`;
}

export function verdictOf({ ok, interrupted, rulings, faults }: Report): string {
  const broken = rulings.filter(({ holds }) => !holds).length;
  const early = interrupted ? ' Interrupted before its time.' : '';
  const limits = `${broken} of ${rulings.length} ${rulings.length === 1 ? 'limit' : 'limits'} broken.`;
  if (faults.length > 0) return `Not good. ${faults.join(' ')}${broken === 0 ? '' : ` ${limits}`}${early}`;
  if (!ok) return broken === 0 ? `Not good.${early}` : `Not good: ${limits}${early}`;
  if (rulings.length === 0) return `Good: no limit was set.${early}`;
  return `Good: ${rulings.length === 1 ? 'the limit holds' : `all ${rulings.length} limits hold`}.${early}`;
}

/** @returns undefined for one that only another version understands: reports come from files too */
export function limitOf(text: string): Limit | undefined {
  try {
    return parseLimit(text);
  } catch (error) {
    if (error instanceof LimitError) return undefined;
    throw error;
  }
}

export function rulingTexts({ limit, measured, allowed }: Ruling): { measured: string; allowed: string } {
  const unit = limitOf(limit)?.unit ?? '';
  if (measured === null)
    return { measured: 'not measured', allowed: allowed === null ? '' : formatShort(allowed, unit) };
  if (allowed === null) return { measured: formatShort(measured, unit), allowed: 'not measured' };
  return { measured: formatBeside(measured, allowed, unit), allowed: formatBeside(allowed, measured, unit) };
}

export function kneeOf({ ramp }: Report): string | undefined {
  if (ramp === null) return undefined;
  const by = ramp.brokenBy.length === 0 ? '' : `, then ${ramp.brokenBy.join(' and ')} broke`;
  if (ramp.knee !== null) return `All limits held up to ${ramp.knee} players${by}.`;
  return `The first step already broke ${ramp.brokenBy.join(' and ') || 'a limit'}.`;
}

export const unitOfFigure = (figure: string): Unit => figureKind(figure)?.unit ?? '';
