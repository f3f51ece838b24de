/** Settings of the server: the only reader of the environment. Raw strings come in, validated constants go out. */
import type { BlockList } from 'node:net';
import { z } from 'zod';
import { parseProxies } from './edge/address.ts';
import { type EdgeLimits, edgeLimits, limitSettings } from './edge/limits.ts';
import { type Origins, parseOrigins } from './edge/origin.ts';

const whole = (min: number, max: number, standard: number) =>
  z.coerce.number().int().min(min).max(max).default(standard);

/** Set to nothing means not set. */
const secret = () => z.preprocess((text) => (text === '' ? undefined : text), z.string().min(16).optional());

/** A text with a form of its own. @param parse throws an Error with one line */
const formed = <T>(parse: (text: string) => T) =>
  z
    .string()
    .default('')
    .transform((text, context) => {
      try {
        return parse(text);
      } catch (error) {
        context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
        return z.NEVER;
      }
    });

const Environment = z.object({
  PORT: whole(0, 65_535, 2567).describe('port of everything; 0 takes a free one'),
  HOST: z.string().min(1).default('0.0.0.0').describe('address to listen on'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
    .default('info')
    .describe('log level'),
  NODE_ENV: z.string().optional().describe('production warns of missing secrets'),
  OPERATOR_TOKEN: secret().describe('bearer token of operator routes; without it they are closed'),
  IDENTITY_KEY: secret().describe(
    'key that signs guest tokens; several, newest first, by commas; without it they end with the process',
  ),
  ROOMS_MAX: whole(1, 10_000, 200).describe('rooms of this process; more are answered with 503'),
  ROOM_EMPTY_SECONDS: whole(1, 3600, 60).describe('how long a room without people is kept'),
  SEED: whole(0, 0xffff_ffff, 0).describe('seed of every room; 0 draws one per room'),
  ALLOWED_ORIGINS: formed(parseOrigins).describe(
    'origins of pages that may talk to this server, by commas; empty = the same host, * = any',
  ),
  TRUST_PROXY: formed(parseProxies).describe(
    'proxies whose X-Forwarded-* count: addresses, networks, loopback, by commas',
  ),
  TLS_CERT: z
    .string()
    .default('')
    .describe('file with the certificate chain: serves https and wss; read again when it changes'),
  TLS_KEY: z.string().default('').describe('file with its key'),
  TLS_CHECK_SECONDS: whole(1, 86_400, 10).describe('how often those files are looked at'),
  ...limitSettings,
});

export type Config = {
  port: number;
  host: string;
  logLevel: z.infer<typeof Environment>['LOG_LEVEL'];
  isProduction: boolean;
  operatorToken: string | undefined;
  identityKeys: readonly string[];
  roomsMax: number;
  roomEmptySeconds: number;
  seed: number;
  origins: Origins;
  proxies: BlockList;
  tls: { certFile: string; keyFile: string; checkSeconds: number } | undefined;
  limits: EdgeLimits;
};

/** Names, meanings and standard values of the environment variables, for --help. */
export const environmentHelp: readonly string[] = Object.entries(Environment.shape).map(([name, type]) => {
  const standard = type.safeParse(undefined).data;
  const isShown = typeof standard === 'number' || (typeof standard === 'string' && standard !== '');
  return `  ${name.padEnd(25)} ${type.description}${isShown ? ` (${standard})` : ''}`;
});

/** @throws Error with one line that names the variable and what was expected */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const parsed = Environment.safeParse(environment);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new Error(`${issue?.path.join('.')}: ${issue?.message}`);
  }
  const {
    PORT,
    HOST,
    LOG_LEVEL,
    NODE_ENV,
    OPERATOR_TOKEN,
    IDENTITY_KEY,
    ROOMS_MAX,
    ROOM_EMPTY_SECONDS,
    SEED,
    ...rest
  } = parsed.data;
  const { ALLOWED_ORIGINS, TRUST_PROXY, TLS_CERT, TLS_KEY, TLS_CHECK_SECONDS, ...limits } = rest;
  if ((TLS_CERT === '') !== (TLS_KEY === '')) throw new Error('TLS_CERT and TLS_KEY: set both or none');
  return {
    port: PORT,
    host: HOST,
    logLevel: LOG_LEVEL,
    isProduction: NODE_ENV === 'production',
    operatorToken: OPERATOR_TOKEN,
    identityKeys: (IDENTITY_KEY ?? '')
      .split(',')
      .map((key) => key.trim())
      .filter((key) => key !== ''),
    roomsMax: ROOMS_MAX,
    roomEmptySeconds: ROOM_EMPTY_SECONDS,
    seed: SEED,
    origins: ALLOWED_ORIGINS,
    proxies: TRUST_PROXY,
    tls: TLS_CERT === '' ? undefined : { certFile: TLS_CERT, keyFile: TLS_KEY, checkSeconds: TLS_CHECK_SECONDS },
    limits: edgeLimits(limits),
  };
}
