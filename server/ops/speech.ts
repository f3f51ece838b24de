/**
 * What the server says to whoever starts and ends it: sentences on a terminal, or JSON like all lines of the log, the
 * first and the last too. Each is written at once, so that the last words are out before the process is gone.
 */
export const LOG_FORMATS = ['text', 'json'] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

/** Numbers of pino's levels. */
const LEVELS = { info: 30, fatal: 60 } as const;

/** Where lines go. */
export type Streams = { out: (text: string) => void; err: (text: string) => void };

export class Speech {
  readonly #format: LogFormat;
  readonly #streams: Streams;

  constructor(format: LogFormat, streams: Streams) {
    this.#format = format;
    this.#streams = streams;
  }

  say(event: string, sentence: string): void {
    this.#streams.out(this.#line('info', event, sentence));
  }

  /** @param error its stack belongs to the line */
  complain(event: string, sentence: string, error?: unknown): void {
    this.#streams.err(this.#line('fatal', event, sentence, error));
  }

  #line(level: keyof typeof LEVELS, event: string, sentence: string, error?: unknown): string {
    const stack = error instanceof Error ? error.stack : undefined;
    if (this.#format === 'text') return `${sentence}${stack === undefined ? '' : `\n${stack}`}\n`;
    const fields = { level: LEVELS[level], time: new Date().toISOString(), event, msg: sentence };
    return `${JSON.stringify(stack === undefined ? fields : { ...fields, error: { stack } })}\n`;
  }
}
