/** A real server on a free port in this process, for one describe block, and seats on it through the real netcode. */
import type { RequestHandler } from 'express';
import { type RunningServer, startServer } from '../../server/app.ts';
import { readConfig } from '../../server/config.ts';
import { createLog, type Log } from '../../server/ops/log.ts';
import { Connection, type ConnectionState, type JoinTarget } from '../../shared/netcode/connection.ts';
import type { SeatView } from '../../shared/netcode/seat-view.ts';
import type { Session } from '../../shared/netcode/session.ts';
import { IDLE_INPUT_FRAME, type InputFrame } from '../../shared/sim/types.ts';

export const OPERATOR_TOKEN = 'an-operator-token-for-tests';

/**
 * Starts before the block's tests and stops after them.
 * @param environment variables on top of the standard ones
 * @param client what serves the page; none by default
 * @param log none by default
 */
export function useServer(
  environment: Record<string, string> = {},
  client: () => Promise<RequestHandler> = async () => (_request, _response, next) => next(),
  log?: Log,
): { readonly url: string } {
  let server: RunningServer | undefined;
  before(async () => {
    const config = readConfig({
      PORT: '0',
      HOST: '127.0.0.1',
      LOG_LEVEL: 'silent',
      OPERATOR_TOKEN,
      SEED: '7',
      ...environment,
    });
    server = await startServer(config, log ?? createLog(config.logLevel), await client());
  });
  after(async () => server?.stop());
  return {
    get url() {
      if (server === undefined) throw new Error('the server starts before the tests of its block');
      return server.url;
    },
  };
}

/** One seat that is driven in real time: 60 rendered frames a second, as a browser would. */
export class TestSeat {
  readonly connection: Connection;
  readonly states: ConnectionState[] = [];
  token: string | null = null;
  /** What to send next; changed by the test at will. */
  inputFrame: InputFrame = { ...IDLE_INPUT_FRAME };
  /** Called after each rendered frame. */
  onFrame: (view: SeatView) => void = () => {};
  #timer: NodeJS.Timeout | undefined;

  constructor(url: string, name: string) {
    this.connection = new Connection({
      url,
      name,
      nowMs: () => performance.now(),
      after: (ms, run) => void setTimeout(run, ms),
      onChange: (state) => this.states.push(state),
      onToken: (token) => {
        this.token = token;
      },
    });
  }

  /** Joins and waits for the first state with the own pilot. */
  async join(target: JoinTarget): Promise<SeatView> {
    await this.connection.join(target);
    this.#timer = setInterval(() => this.#render(), 1000 / 60);
    await until(() => this.connection.state.kind === 'closed' || this.view?.ready === true, 'the first state');
    const { state } = this.connection;
    if (state.kind === 'closed') throw new Error(`not joined: ${state.message} (${state.code})`);
    return this.view as SeatView;
  }

  get view(): SeatView | undefined {
    return this.#session?.view;
  }

  /** As a page that is closed or reloaded. */
  abandon(): void {
    clearInterval(this.#timer);
    this.connection.abandon();
  }

  async leave(): Promise<void> {
    clearInterval(this.#timer);
    await this.connection.leave();
  }

  get #session(): Session | undefined {
    const { state } = this.connection;
    return state.kind === 'playing' || state.kind === 'dropped' ? state.session : undefined;
  }

  #render(): void {
    const session = this.#session;
    if (session === undefined) return;
    session.advance(performance.now(), () => this.inputFrame);
    this.onFrame(session.view);
  }
}

/** Generous: a machine that does other things makes no test of behaviour fail. What must be in time stands in the lane of npm run test:abuse. */
export const PATIENCE_MS = 20_000;

/** Waits until something holds. @throws after `timeoutMs`, saying what was waited for */
export async function until(holds: () => boolean, what: string, timeoutMs = PATIENCE_MS): Promise<void> {
  const endMs = performance.now() + timeoutMs;
  while (!holds()) {
    if (performance.now() > endMs) throw new Error(`waited ${timeoutMs} ms in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** POST or another method with a JSON body. */
export const send = (
  url: string,
  method: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Response> =>
  fetch(url, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });

/** Opens a room through the API. */
export async function openRoom(
  url: string,
  options: Record<string, unknown> = {},
): Promise<{ roomId: string; code: string; joinUrl: string }> {
  const response = await send(`${url}/api/rooms`, 'POST', { mode: 'fray', ...options });
  if (response.status !== 201) throw new Error(`no room: ${response.status} ${await response.text()}`);
  return (await response.json()) as { roomId: string; code: string; joinUrl: string };
}
