/**
 * Attacks out of a seed for a stretch of time, while two honest players on the stock SDK play on in another process. First
 * a calm stretch, so that what they get under attack is compared with what this machine gives at rest.
 */
import { binaryFrame } from '../../../support/raw/frames.ts';
import type { Health, Lever, PlayersOrder, PlayersReport } from '../../../support/raw/messages.ts';
import { type Child, type ServerChild, startPlayers, startServerChild } from '../../../support/raw/process.ts';
import { JOIN_ACK, MESSAGE, openRoom, reserveSeat, takeSeat } from '../../../support/raw/seat.ts';
import { type Aim, type Attack, carryOut, shownAttack } from './attack.ts';
import { Chance } from './chance.ts';
import { joinAttack, requestAttack, tokenAttack, upgradeAttack } from './requests.ts';
import { frameAttack, messageAttack, singleMessageAttack } from './room-messages.ts';

export type FuzzOptions = {
  seed: number;
  seconds: number;
  calmSeconds: number;
  /** Number of the first attack, to go on or to repeat. */
  first?: number;
  /** Attacks to carry out at most. */
  count?: number;
  say?: (line: string) => void;
  /** Leaves out what a busy machine breaks as well: rates of patches, and gaps between them. */
  isPatient?: boolean;
};

export type FuzzReport = {
  attacks: number;
  byName: Readonly<Record<string, number>>;
  /** Attacks that found no seat or no connection: too many, and the run proves little. */
  refused: number;
  calm: PlayersReport;
  under: PlayersReport;
  health: Health;
  heapGrowthBytes: number;
  /** Broken promises in words, with what is needed to repeat them; empty = all kept. */
  failures: string[];
};

/** Each kind of attack, as often as it is listed. */
const GENERATORS: readonly ((chance: Chance) => Attack)[] = [
  messageAttack,
  singleMessageAttack,
  singleMessageAttack,
  frameAttack,
  frameAttack,
  requestAttack,
  requestAttack,
  requestAttack,
  upgradeAttack,
  upgradeAttack,
  joinAttack,
  joinAttack,
  tokenAttack,
];

/** Attacks at once. */
const LANES = 10;
/** A pause after each attack: the point is what the bytes do, and not how many of them a small machine bears. */
const PAUSE_MS = 15;
const PROGRESS_EVERY_MS = 10_000;
const PULSE_EVERY_MS = 1000;
const HANG_MS_MAX = 4000;
/** Of what was sent last, so much is shown when the server ends. */
const REMEMBERED = 20;

/** Promise 2: 29 of 30 patches, against what the same machine gave at rest. */
const PATCH_SHARE_MIN = 29 / 30;
/** Promise 1, in CPU time of the server's main thread. */
const STALL_MS_MAX = 100;
/** A gap that a player sees, beyond what the machine itself stood still. */
const GAP_MS_MAX = 300;
const HEAP_GROWTH_BYTES_MAX = 48 * 1024 * 1024;
const RSS_GROWTH_BYTES_MAX = 256 * 1024 * 1024;

/** @returns the attack of this number, the same for the same seed */
export function attackOf(seed: number, number: number): Attack {
  const chance = new Chance(Math.imul(seed, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b));
  return chance.pick(GENERATORS)(chance);
}

export const patchesPerSecond = ({ patches, elapsedMs }: PlayersReport): number =>
  (Math.min(...patches) * 1000) / elapsedMs;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

class Run {
  readonly #options: FuzzOptions;
  readonly #server: ServerChild<Lever>;
  readonly #aim: Aim;
  readonly recent: string[] = [];
  readonly byName: Record<string, number> = {};
  attacks = 0;
  refused = 0;
  hangs = false;
  #next: number;

  constructor(options: FuzzOptions, server: ServerChild<Lever>, aim: Aim) {
    this.#options = options;
    this.#server = server;
    this.#aim = aim;
    this.#next = options.first ?? 0;
  }

  async go(): Promise<void> {
    const startMs = performance.now();
    const progress = setInterval(() => this.#tell(startMs), PROGRESS_EVERY_MS);
    const pulse = setInterval(() => this.#feelPulse(), PULSE_EVERY_MS);
    const endMs = startMs + this.#options.seconds * 1000;
    await Promise.all(Array.from({ length: LANES }, () => this.#lane(endMs)));
    clearInterval(progress);
    clearInterval(pulse);
  }

  /** A server that hangs is ended, so that the run ends as well and tells what was sent last. */
  #feelPulse(): void {
    this.#server.ask({ kind: 'echo' }, HANG_MS_MAX).catch(async () => {
      this.hangs ||= this.#server.exit === undefined;
      await this.#server.kill();
    });
  }

  async #lane(endMs: number): Promise<void> {
    const last = (this.#options.first ?? 0) + (this.#options.count ?? Infinity);
    while (performance.now() < endMs && this.#server.exit === undefined && this.#next < last) {
      const number = this.#next++;
      const attack = attackOf(this.#options.seed, number);
      this.recent.push(`--seed ${this.#options.seed} --first ${number} --count 1: ${shownAttack(attack)}`);
      if (this.recent.length > REMEMBERED) this.recent.shift();
      this.attacks++;
      this.byName[attack.name] = (this.byName[attack.name] ?? 0) + 1;
      await carryOut(this.#aim, attack).catch(() => {
        this.refused++;
      });
      await sleep(PAUSE_MS);
    }
  }

  #tell(startMs: number): void {
    const seconds = (performance.now() - startMs) / 1000;
    this.#options.say?.(
      `${seconds.toFixed(0)} s: ${this.attacks} attacks, ${(this.attacks / seconds).toFixed(0)} a second`,
    );
  }
}

function brokenPromises(
  report: Omit<FuzzReport, 'failures'>,
  server: ServerChild<Lever>,
  rssGrowthBytes: number,
  isPatient: boolean,
): string[] {
  const { calm, under, health } = report;
  const [atRest, attacked] = [Math.min(30, patchesPerSecond(calm)), patchesPerSecond(under)];
  const unhandled = server.text.split('\n').find((line) => /unhandled|uncaught|internal_error/i.test(line));
  const mib = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(0)} MiB`;
  // What the machine took from either process is on top: a server that was not allowed to run did not stall.
  const gapMsMax = GAP_MS_MAX + health.gapMsMax + under.ownGapMsMax;
  const checks: readonly [boolean, string][] = [
    [unhandled === undefined, `an unhandled error: ${unhandled}`],
    [under.troubles.length === 0, `honest players had trouble: ${under.troubles.join('; ')}`],
    [
      isPatient || attacked >= atRest * PATCH_SHARE_MIN,
      `${attacked.toFixed(1)} patches/s under attack, ${atRest.toFixed(1)} at rest`,
    ],
    [
      isPatient || under.gapMsMax <= gapMsMax,
      `a gap of ${under.gapMsMax.toFixed(0)} ms between patches (server ${health.gapMsMax.toFixed(0)}, players ${under.ownGapMsMax.toFixed(0)})`,
    ],
    [health.busyMsMax < STALL_MS_MAX, `the event loop was busy for ${health.busyMsMax.toFixed(0)} ms`],
    [report.heapGrowthBytes < HEAP_GROWTH_BYTES_MAX, `the heap grew by ${mib(report.heapGrowthBytes)}`],
    [rssGrowthBytes < RSS_GROWTH_BYTES_MAX, `resident memory grew by ${mib(rssGrowthBytes)}`],
    [
      report.refused <= report.attacks / 4,
      `${report.refused} of ${report.attacks} attacks found no seat or no connection`,
    ],
  ];
  return checks.filter(([holds]) => !holds).map(([, words]) => words);
}

async function measure(
  server: ServerChild<Lever>,
  players: Child<PlayersOrder>,
  options: FuzzOptions,
  roomId: string,
): Promise<FuzzReport> {
  const run = new Run(options, server, { url: server.url, port: server.port, roomId });
  await players.ask<PlayersReport>({ kind: 'mark' });
  await sleep(options.calmSeconds * 1000);
  const before = await server.ask<Health>({ kind: 'health' });
  const calm = await players.ask<PlayersReport>({ kind: 'mark' });
  await run.go();
  const { attacks, byName, refused } = run;
  const under = await players.ask<PlayersReport>({ kind: 'mark' });
  if (server.exit !== undefined) {
    const failures = [
      `the server ${run.hangs ? 'hung' : 'ended'} (${server.exit}). Last output:\n${server.text.slice(-2000)}`,
      'Last attacks:',
      ...run.recent,
    ];
    return { attacks, byName, refused, calm, under, health: before, heapGrowthBytes: 0, failures };
  }
  const health = await server.ask<Health>({ kind: 'health' });
  const report = {
    attacks,
    byName,
    refused,
    calm,
    under,
    health,
    heapGrowthBytes: health.heapBytes - before.heapBytes,
  };
  const failures = brokenPromises(report, server, health.rssBytes - before.rssBytes, options.isPatient === true);
  if (failures.length > 0)
    failures.push(`repeat with --seed ${options.seed} --first ${options.first ?? 0} --count ${attacks}`);
  return { ...report, failures };
}

/** Empty rooms end at once: what is left behind shall be what leaks. */
const ENVIRONMENT = { ROOM_EMPTY_SECONDS: '1' } as const;

export async function fuzz(options: FuzzOptions): Promise<FuzzReport> {
  const server = await startServerChild<Lever>(ENVIRONMENT);
  try {
    const roomId = await openRoom(server.url);
    // The players are a process that has to start first: until they are there, this seat keeps the room.
    const keeper = await takeSeat(server, { ticket: await reserveSeat(server.url, `joinById/${roomId}`) });
    keeper.write(JOIN_ACK);
    const players = await startPlayers<PlayersOrder>(server.url, roomId, 2);
    keeper.write(binaryFrame(Buffer.from([MESSAGE.leave])));
    try {
      return await measure(server, players, options, roomId);
    } finally {
      await players.kill();
    }
  } finally {
    await server.kill();
  }
}
