/** HTTP requests from an address of choice, also to a server whose certificate nobody vouches for. */
import { type IncomingHttpHeaders, request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';

export type Answer = { status: number; text: string; headers: IncomingHttpHeaders };

export type RequestOptions = {
  method?: string;
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
  /** Address of this machine to connect from (127.0.0.2 …): limits go by address. */
  from?: string;
};

/** A server that answers later than this hangs. */
const ANSWER_MS_MAX = 20_000;

export function ask(url: string, options: RequestOptions = {}): Promise<Answer> {
  const body = options.body === undefined ? '' : JSON.stringify(options.body);
  const settings = {
    method: options.method ?? (body === '' ? 'GET' : 'POST'),
    headers: {
      ...(body === '' ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
      ...options.headers,
    },
    rejectUnauthorized: false,
    signal: AbortSignal.timeout(ANSWER_MS_MAX),
    ...(options.from === undefined ? {} : { localAddress: options.from }),
  };
  return new Promise((resolve, reject) => {
    const request = (url.startsWith('https:') ? secureRequest : plainRequest)(url, settings, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.once('end', () => resolve({ status: response.statusCode ?? 0, text, headers: response.headers }));
      response.once('error', reject);
    });
    request.once('error', reject);
    request.end(body);
  });
}

/**
 * Addresses of this machine for clients that shall not share a limit. Linux answers to all of 127.0.0.0/8; elsewhere
 * everybody has the same address.
 */
export const addressOf = (number: number): string =>
  process.platform === 'linux' ? `127.0.${1 + (number >> 8)}.${number & 255}` : '127.0.0.1';
