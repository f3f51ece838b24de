/**
 * Limits that a run must keep: `tick.p99 < 20ms`, `ack.p99 < rtt + 80ms`, `errors == 0`.
 *
 *   limit      = figure ("<" | "<=" | ">" | ">=" | "==" | "!=") expression
 *   expression = term { ("+" | "-") term }
 *   term       = number [unit] | figure
 *
 * A bare distribution (`rtt`) stands for its p50; a number without a unit is in the unit of the figure on the left.
 * Invariant: a figure that was not measured never passes.
 */
import { FIGURES, type Figures, figureKind, type Unit } from '../contract/figures.ts';
import type { Ruling } from '../contract/report.ts';
import { nearest } from './nearest.ts';
import { factorBetween, unitsLike } from './units.ts';

export const OPERATORS = ['<', '<=', '>', '>=', '==', '!='] as const;
export type Operator = (typeof OPERATORS)[number];

/** What is added up on the right: a number, or so many times a figure, in the unit of the left. */
type Term = { times: number; figure: string | undefined };

export type Limit = {
  /** As it was written, without the spaces around it. */
  text: string;
  figure: string;
  unit: Unit;
  operator: Operator;
  terms: readonly Term[];
};

/** The user wrote a limit that cannot be understood; the message is one line for them. */
export class LimitError extends Error {}

const LIMIT_CHARS_MAX = 200;
const LIMITS_MAX = 200;
const EXAMPLE = 'such as "tick.p99 < 20ms" or "ack.p99 < rtt + 80ms"';
const LIMIT = /^(?<name>[\w.]+)\s*(?<operator><=|>=|==|!=|<|>)\s*(?<right>.+)$/;
const TERM = /(?<sign>[+-])?\s*(?:(?<number>\d+(?:\.\d+)?|\.\d+)\s*(?<unit>[A-Za-zµ%/]*)|(?<name>[A-Za-z][\w.]*))\s*/y;

/** @throws LimitError */
export function parseLimit(written: string): Limit {
  const text = written.trim();
  if (text.length > LIMIT_CHARS_MAX) throw new LimitError(`A limit has at most ${LIMIT_CHARS_MAX} characters.`);
  const { name, operator, right } = LIMIT.exec(text)?.groups ?? {};
  if (name === undefined || operator === undefined || right === undefined) {
    throw new LimitError(
      `"${text}" is no limit: expected a figure, one of ${OPERATORS.join(' ')} and a value, ${EXAMPLE}.`,
    );
  }
  const figure = figureNamed(name);
  const unit = unitOf(figure);
  return { text, figure, unit, operator: operator as Operator, terms: termsOf(right, figure, unit) };
}

/**
 * One limit per line; empty lines and what follows a # are left out.
 * @throws LimitError that names the line
 */
export function parseLimits(fileText: string): Limit[] {
  const limits: Limit[] = [];
  for (const [index, line] of fileText.split(/\r?\n/).entries()) {
    const text = line.replace(/#.*$/, '').trim();
    if (text === '') continue;
    if (limits.length === LIMITS_MAX) throw new LimitError(`Line ${index + 1}: more than ${LIMITS_MAX} limits.`);
    try {
      limits.push(parseLimit(text));
    } catch (error) {
      throw error instanceof LimitError ? new LimitError(`Line ${index + 1}: ${error.message}`) : error;
    }
  }
  return limits;
}

/** Figures whose usual limits stay beside the user's own: who asks for a latency has not said that players may be lost. */
const STANDING: ReadonlySet<string> = new Set(['errors', 'drops', 'lost']);

/**
 * @param own what the user wrote
 * @param usual what the scenario is judged by otherwise
 * @returns the user's limits, and of the usual ones those on STANDING figures that the user did not name
 */
export function withStanding(own: readonly Limit[], usual: readonly Limit[]): Limit[] {
  const named = new Set(own.map(({ figure }) => figure));
  return [...own, ...usual.filter(({ figure }) => STANDING.has(figure) && !named.has(figure))];
}

export function judge(limit: Limit, figures: Figures): Ruling {
  const measured = measuredOf(limit.figure, figures);
  let allowed: number | null = 0;
  for (const { times, figure } of limit.terms) {
    const value = figure === undefined ? 1 : measuredOf(figure, figures);
    allowed = allowed === null || value === null ? null : allowed + times * value;
  }
  const holds =
    measured !== null && allowed !== null && isKept(thousandths(measured), limit.operator, thousandths(allowed));
  return { limit: limit.text, measured, allowed, holds };
}

const measuredOf = (figure: string, figures: Figures): number | null => {
  const value = Object.hasOwn(figures, figure) ? figures[figure] : undefined;
  return value === undefined || !Number.isFinite(value) ? null : value;
};

/** To three places, as reports are written: units convert with a last bit of error, and no figure is worth more. */
const thousandths = (value: number): number => Math.round(value * 1000);

function isKept(measured: number, operator: Operator, allowed: number): boolean {
  switch (operator) {
    case '<':
      return measured < allowed;
    case '<=':
      return measured <= allowed;
    case '>':
      return measured > allowed;
    case '>=':
      return measured >= allowed;
    case '==':
      return measured === allowed;
    case '!=':
      return measured !== allowed;
  }
}

/** Distributions, which stand for their p50. */
const bareNames = [...FIGURES.keys()].filter((name) => name.endsWith('.p50')).map((name) => name.replace(/\.p50$/, ''));

const unitOf = (figure: string): Unit => figureKind(figure)?.unit ?? '';

/** @throws LimitError when there is no such figure */
function figureNamed(written: string): string {
  const name = written.replace(/\.p99\.9$/, '.p999');
  for (const candidate of [name, `${name}.p50`]) if (figureKind(candidate) !== undefined) return candidate;
  const near = nearest(name, [...bareNames, ...FIGURES.keys()]);
  const meant = near.length === 0 ? '' : ` Did you mean ${near.join(' or ')}?`;
  throw new LimitError(`There is no figure "${written}".${meant} --list shows all.`);
}

function termsOf(expression: string, left: string, unit: Unit): Term[] {
  const terms: Term[] = [];
  for (let at = 0; at < expression.length; ) {
    TERM.lastIndex = at;
    const found = TERM.exec(expression)?.groups;
    // The first term has no sign, every other one must have one.
    if (found === undefined || (found.sign === undefined) !== (terms.length === 0)) {
      throw new LimitError(
        `"${expression.slice(at)}" is no value: expected numbers and figures joined by + or -, ${EXAMPLE}.`,
      );
    }
    const sign = found.sign === '-' ? -1 : 1;
    if (found.name === undefined) {
      terms.push({ times: sign * Number(found.number) * factorOf(found.unit ?? '', left, unit), figure: undefined });
    } else {
      terms.push(figureTerm(sign, found.name, left, unit));
    }
    at = TERM.lastIndex;
  }
  return terms;
}

function factorOf(written: string, left: string, unit: Unit): number {
  const factor = written === '' ? 1 : factorBetween(written, unit);
  if (factor !== undefined) return factor;
  const expected = unitsLike(unit);
  throw new LimitError(
    expected === undefined
      ? `"${written}" does not fit ${left}, which is a plain number: leave the unit out.`
      : `"${written}" does not fit ${left}: expected ${expected}.`,
  );
}

function figureTerm(sign: number, written: string, left: string, unit: Unit): Term {
  const figure = figureNamed(written);
  const factor = factorBetween(unitOf(figure), unit);
  if (factor !== undefined) return { times: sign * factor, figure };
  const shown = (name: Unit): string => (name === '' ? 'a plain number' : `in ${name}`);
  throw new LimitError(`${figure} is ${shown(unitOf(figure))}, but ${left} is ${shown(unit)}: they do not compare.`);
}
