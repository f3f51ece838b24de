/** Settings of the server: the only reader of the environment. Raw strings come in, validated constants go out. */
import { z } from 'zod';

const whole = (min: number, max: number, standard: number) => z.coerce.number().int().min(min).max(max).default(standard);

const Environment = z.object({
  PORT: whole(0, 65_535, 2567).describe('port of everything; 0 takes a free one'),
  HOST: z.string().min(1).default('0.0.0.0').describe('address to listen on'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info').describe('log level'),
  OPERATOR_TOKEN: z.preprocess((text) => (text === '' ? undefined : text), z.string().min(16).optional()).describe('bearer token of operator routes; without it they are closed'),
  ROOMS_MAX: whole(1, 10_000, 200).describe('rooms of this process; more are answered with 503'),
  ROOM_EMPTY_SECONDS: whole(1, 3600, 60).describe('how long a room without people is kept'),
  SEED: whole(0, 0xffff_ffff, 0).describe('seed of every room; 0 draws one per room'),
});

export type Config = {
  port: number;
  host: string;
  logLevel: z.infer<typeof Environment>['LOG_LEVEL'];
  operatorToken: string | undefined;
  roomsMax: number;
  roomEmptySeconds: number;
  seed: number;
};

/** Names, meanings and standard values of the environment variables, for --help. */
export const environmentHelp: readonly string[] = Object.entries(Environment.shape).map(([name, type]) => {
  const standard = type.safeParse(undefined).data;
  return `  ${name.padEnd(20)}${type.description}${standard === undefined ? '' : ` (${standard})`}`;
});

/** @throws Error with one line that names the variable and what was expected */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const parsed = Environment.safeParse(environment);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new Error(`${issue?.path.join('.')}: ${issue?.message}`);
  }
  const { PORT, HOST, LOG_LEVEL, OPERATOR_TOKEN, ROOMS_MAX, ROOM_EMPTY_SECONDS, SEED } = parsed.data;
  return {
    port: PORT, host: HOST, logLevel: LOG_LEVEL, operatorToken: OPERATOR_TOKEN, roomsMax: ROOMS_MAX,
    roomEmptySeconds: ROOM_EMPTY_SECONDS, seed: SEED,
  };
}
