/** What options are written in: numbers, addresses, tags. What is wrong is told in one line. */
import { InvalidArgumentError } from 'commander';

export const PLAYERS_MAX = 10_000;
export const SECONDS_MAX = 86_400 * 7;
export const WORKERS_MAX = 64;
export const REPEAT_MAX = 20;
export const SEED_MAX = 0xffff_ffff;
const LATENCY_MS_MAX = 10_000;

export type Address = { host: string; port: number };

export const whole = (min: number, max: number) => (text: string) => {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= max) return value;
  throw new InvalidArgumentError(`Expected a whole number from ${min} to ${max}.`);
};

export const decimal = (what: string, max: number, isZeroFine: boolean) => (text: string) => {
  const value = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && value <= max && (value > 0 || isZeroFine)) return value;
  throw new InvalidArgumentError(`Expected ${what}, ${isZeroFine ? 'from 0 to' : 'more than 0 and at most'} ${max}.`);
};

export const seconds = decimal('seconds', SECONDS_MAX, false);
export const latency = decimal('milliseconds', LATENCY_MS_MAX, true);

/** @returns the URL without a slash at its end */
export function httpUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url.href.replace(/\/+$/, '');
  throw new InvalidArgumentError('Expected a URL such as http://localhost:2567.');
}

export function address(text: string): Address {
  const [, host, port] = /^(.*):(\d{1,5})$/.exec(text) ?? [];
  if (host !== undefined && host !== '' && Number(port) <= 65_535) {
    return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) };
  }
  throw new InvalidArgumentError('Expected host:port, such as 0.0.0.0:7070.');
}

/** `name=value`; names as metrics have labels. */
export function tagged(text: string, all: Record<string, string> = {}): Record<string, string> {
  const [, name, value] = /^([A-Za-z_]\w{0,63})=(.{0,200})$/.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    throw new InvalidArgumentError('Expected name=value, such as commit=abc123; a name has letters, digits and _.');
  }
  return { ...all, [name]: value };
}
