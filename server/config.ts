/** Settings of the server: the only reader of the environment. Raw strings come in, validated constants go out. */
import { z } from 'zod';
import { FORWARDED_HEADERS, parseProxies } from './edge/address.ts';
import { checkLimits, type EdgeLimits, limitSettings } from './edge/limits.ts';
import type { TlsFiles } from './edge/listener.ts';
import { parseEmbedders, parseOrigins } from './edge/origin.ts';
import { parseBasePath } from './edge/target.ts';
import { LOG_FORMATS, type LogFormat } from './ops/speech.ts';
import { checkSpelling, helpOf, numbersOf, readSettings, type SettingsOf, whole } from './settings.ts';

const Secret = z.string().min(16);

export const COLYSEUS_TOOLS = ['monitor', 'playground'] as const;
export type ColyseusTool = (typeof COLYSEUS_TOOLS)[number];

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

const serverSettings = {
  port: whole(0, 65_535, 2567).describe('port of everything; 0 takes a free one'),
  host: z.string().optional().describe('address to listen on; empty = all, of IPv4 and IPv6'),
  logLevel: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
    .default('info')
    .describe('log level'),
  logFormat: z
    .enum(LOG_FORMATS)
    .default('text')
    .describe('json: all lines are JSON; text: those of start and end are sentences'),
  nodeEnv: z.string().optional().describe('production warns of missing secrets'),
  operatorToken: Secret.optional().describe('bearer token of operator routes; without it they are closed'),
  colyseusTools: formed(parseTools).describe(
    'pages of Colyseus for who has the operator token, by commas: monitor, playground (development); below /operator/',
  ),
  identityKey: z
    .string()
    .optional()
    .transform(listOf)
    .pipe(z.array(Secret))
    .describe('key that signs guest tokens; several, newest first, by commas; without it they end with the process'),
  roomsMax: whole(1, 10_000, 200).describe('rooms of this process; more are answered with 503'),
  roomEmptySeconds: whole(1, 3600, 60).describe('how long a room without people is kept'),
  idle: {
    asideSeconds: whole(1, 86_400, 10).describe('so long without any doing, and a pilot steps aside: nothing hits it'),
    warnSeconds: whole(1, 86_400, 45).describe('so long, and its player is warned'),
    freeSeconds: whole(2, 86_400, 60).describe('so long, and its seat is freed'),
  },
  seed: whole(0, 0xffff_ffff, 0).describe('seed of every room; 0 draws one per room'),
  allowedOrigins: formed(parseOrigins).describe(
    'origins of pages that may talk to this server, by commas; empty = the same host, * = any',
  ),
  frameAncestors: formed(parseEmbedders).describe(
    'origins of pages that may show the game in a frame (portals), by commas; empty = the same host, * = any',
  ),
  basePath: formed(parseBasePath).describe('path below which the page lies, like /game/; empty = the root'),
  trustProxy: formed(parseProxies).describe(
    'proxies whose X-Forwarded-* count: addresses, networks, loopback, by commas',
  ),
  forwardedHeader: z
    .enum(FORWARDED_HEADERS)
    .default('x-forwarded-for')
    .describe('which header those write: x-forwarded-for, or forwarded (RFC 7239)'),
  tls: {
    cert: z
      .string()
      .default('')
      .describe('file with the certificate chain: serves https and wss; read again when it changes'),
    key: z.string().default('').describe('file with its key'),
    checkSeconds: whole(1, 86_400, 10).describe('how often those files are looked at'),
  },
};

export type Config = Omit<SettingsOf<typeof serverSettings>, 'tls'> & {
  /** undefined = plain HTTP */
  tls: TlsFiles | undefined;
  limits: EdgeLimits;
};

/** Names, meanings and standard values of the environment variables, for --help. */
export const environmentHelp: readonly string[] = [...helpOf(serverSettings), ...helpOf(limitSettings)];

/** What the server allows, by the variable that sets it; an address or a seed is no limit. */
export function limitsIn({ limits, ...config }: Config): [string, number][] {
  const { roomsMax, roomEmptySeconds } = serverSettings;
  return [...numbersOf({ roomsMax, roomEmptySeconds }, config), ...numbersOf(limitSettings, limits)];
}

/** How to speak before the other settings are read, and of what is wrong with them. */
export const logFormatOf = (environment: NodeJS.ProcessEnv = process.env): LogFormat =>
  serverSettings.logFormat.safeParse(environment.LOG_FORMAT).data ?? 'text';

/** @throws Error with one line that names the variable and what was expected */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  checkSpelling([serverSettings, limitSettings], environment);
  const { tls, ...settings } = readSettings(serverSettings, environment);
  if ((tls.cert === '') !== (tls.key === '')) throw new Error('TLS_CERT and TLS_KEY: set both or none');
  const { asideSeconds, warnSeconds, freeSeconds } = settings.idle;
  if (asideSeconds > warnSeconds || warnSeconds >= freeSeconds)
    throw new Error('IDLE_ASIDE_SECONDS, IDLE_WARN_SECONDS, IDLE_FREE_SECONDS: expected one after the other');
  if (settings.colyseusTools.length > 0 && settings.operatorToken === undefined)
    throw new Error('COLYSEUS_TOOLS: needs an OPERATOR_TOKEN');
  const limits = readSettings(limitSettings, environment);
  checkLimits(limits);
  return { ...settings, tls: tls.cert === '' ? undefined : tls, limits };
}

/** @throws Error with one line */
function parseTools(text: string): readonly ColyseusTool[] {
  return listOf(text).map((word) => {
    const tool = COLYSEUS_TOOLS.find((name) => name === word);
    if (tool === undefined) throw new Error(`expected ${COLYSEUS_TOOLS.join(' or ')}, and not "${word}"`);
    return tool;
  });
}

function listOf(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}
