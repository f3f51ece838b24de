/**
 * A server as a process, honest players in another one, and attackers from addresses of their own. Rates are compared with
 * a calm stretch of the same run: what a noisy machine takes from everybody is no fault of the server.
 */
import assert from 'node:assert/strict';
import type { Health, Lever, PlayersOrder, PlayersReport } from '../../../support/raw/messages.ts';
import { type Child, type ServerChild, startPlayers, startServerChild } from '../../../support/raw/process.ts';
import { addressOf, ask } from '../../../support/raw/request.ts';
import { openRoom, reserveSeat, takeSeat } from '../../../support/raw/seat.ts';
import type { RawSocket } from '../../../support/raw/socket.ts';

const CALM_MS = 3000;
const HONEST = 2;
/** After an attack, for patches that are on their way. */
const SETTLE_MS = 300;
/** So many may still be on their way when a window is closed; a machine that does other things delays, it does not drop. */
const ON_THEIR_WAY = 3;

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export const patchesPerSecond = ({ patches, elapsedMs }: PlayersReport): number =>
  (Math.min(...patches) * 1000) / elapsedMs;

let nextAddress = 2;
/** @returns an address that nobody had before in this run */
export const freshAddress = (): string => addressOf(nextAddress++);

export class AttackSetup {
  readonly server: ServerChild<Lever>;
  readonly players: Child<PlayersOrder>;
  /** Where the honest players are. */
  readonly roomId: string;
  #calm: PlayersReport | undefined;

  private constructor(server: ServerChild<Lever>, players: Child<PlayersOrder>, roomId: string) {
    this.server = server;
    this.players = players;
    this.roomId = roomId;
  }

  static async set(environment: Readonly<Record<string, string>> = {}): Promise<AttackSetup> {
    const server = await startServerChild<Lever>({ LIMITS_PER_ADDRESS: 'on', ...environment });
    try {
      const roomId = await openRoom(server.url);
      return new AttackSetup(server, await startPlayers<PlayersOrder>(server.url, roomId, HONEST), roomId);
    } catch (error) {
      await server.kill();
      throw error;
    }
  }

  async strike(): Promise<void> {
    await this.players.kill();
    await this.server.kill();
  }

  get url(): string {
    return this.server.url;
  }

  health(): Promise<Health> {
    return this.server.ask<Health>({ kind: 'health' });
  }

  mark(): Promise<PlayersReport> {
    return this.players.ask<PlayersReport>({ kind: 'mark' });
  }

  /** What players get when nobody attacks; measured once. */
  async calm(): Promise<PlayersReport> {
    if (this.#calm === undefined) {
      await sleep(1500); // both processes have just started
      await this.mark();
      await sleep(CALM_MS);
      this.#calm = await this.mark();
    }
    return this.#calm;
  }

  /** Runs an attack. @throws unless honest players got their patches meanwhile, and the event loop kept turning */
  async during<T>(attack: () => Promise<T>, patchesMin = 29): Promise<T> {
    const calm = Math.min(30, patchesPerSecond(await this.calm()));
    await this.health();
    await this.mark();
    const result = await attack();
    await sleep(SETTLE_MS);
    const under = await this.mark();
    const { busyMsMax } = await this.health();
    const attacked = patchesPerSecond(under);
    const said = `${attacked.toFixed(1)} patches/s, ${calm.toFixed(1)} at rest; gap ${under.gapMsMax.toFixed(0)} ms; busy ${busyMsMax.toFixed(0)} ms`;
    tell(said);
    assert.deepEqual(under.troubles, []);
    const wanted = (((calm * patchesMin) / 30) * under.elapsedMs) / 1000 - ON_THEIR_WAY;
    assert.ok(Math.min(...under.patches) >= wanted, said);
    assert.ok(busyMsMax < 100, said);
    assert.equal(this.server.exit, undefined);
    return result;
  }

  /** A seat beside the honest players, taken from an address of its own. */
  async seat(
    from = freshAddress(),
    options: { answersPings?: boolean; answersClose?: boolean } = {},
  ): Promise<RawSocket> {
    const ticket = await reserveSeat(this.url, `joinById/${this.roomId}`, {}, from);
    return takeSeat(this.server, { ticket, from, ...options });
  }

  /** @returns a number of /metrics, labels as they are written there */
  async metric(name: string): Promise<number> {
    const { text } = await ask(`${this.url}/metrics`);
    const line = text.split('\n').find((each) => each.startsWith(`${name} `));
    if (line === undefined) throw new Error(`/metrics has no ${name}`);
    return Number(line.slice(name.length + 1));
  }
}

/** Figures for whoever reads the run; mocha prints them between its lines. */
export const tell = (line: string): void => void process.stdout.write(`      · ${line}\n`);

/** @returns milliseconds until it holds @throws after `timeoutMs` */
export async function timeUntil(
  holds: () => boolean | Promise<boolean>,
  what: string,
  timeoutMs: number,
): Promise<number> {
  const startMs = performance.now();
  while (!(await holds())) {
    if (performance.now() - startMs > timeoutMs) throw new Error(`waited ${timeoutMs} ms in vain for ${what}`);
    await sleep(20);
  }
  return performance.now() - startMs;
}
