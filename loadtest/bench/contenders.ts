/** Who is measured: how each server is started, and how the same load is put on it. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TICK_RATE_HZ } from '../../shared/sim/tunables.ts';
import type { Command } from './processes.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const STOCK = fileURLToPath(new URL('./stock/main.ts', import.meta.url));
const FLOOR = fileURLToPath(new URL('./stock/floor.ts', import.meta.url));
const FLOOR_CROWD = fileURLToPath(new URL('./floor-crowd.ts', import.meta.url));
const NODE = process.execPath;

/** Seats of a small room. */
export const ROOM_SEATS = 12;

export type Side = 'ours' | 'stock' | 'floor';

export type Contender = {
  side: Side;
  players: number;
  server: Command;
  environment: Readonly<Record<string, string>>;
  /** @returns the program that plays and writes its report as JSON to `file` */
  load: (url: string, file: string) => Command;
};

export type LoadOptions = { seconds: number; loadtest: Command };

export const LOADTEST: Command = [NODE, join(ROOT, 'loadtest/main.ts')];

type Bots = { adapter: string; mode: string; players: number; kind: 'light' | 'full'; rooms?: number };

function bots({ adapter, mode, players, kind, rooms }: Bots, { seconds, loadtest }: LoadOptions): Contender['load'] {
  return (url, file) => [
    ...[...loadtest, '--url', url, '--adapter', adapter, '--mode', mode, '--players', String(players)],
    ...(rooms === undefined ? [] : ['--rooms', String(rooms)]),
    ...['--bots', kind, '--think', 'wander', '--duration', String(seconds), '--json', file, '--limit', 'errors == 0'],
  ];
}

const ourServer = {
  side: 'ours',
  server: [NODE, join(ROOT, 'server/main.ts')],
  environment: { PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'silent', ROOMS_MAX: '2000' },
} as const;

const stockServer = (...args: string[]) => ({
  side: 'stock' as const,
  server: [NODE, STOCK, ...args],
  environment: { PORT: '0' },
});

const STOCK_ADAPTER = { adapter: `colyseus:${TICK_RATE_HZ}`, mode: 'stock', kind: 'light' } as const;

/** Rooms of 12, where each client gets all pilots: views would only cost the stock server more. */
export function smallRooms(players: number, options: LoadOptions): Contender[] {
  const rooms = Math.ceil(players / ROOM_SEATS);
  return [
    {
      ...ourServer,
      players,
      load: bots({ adapter: 'sparkfray', mode: 'fray', kind: 'light', players, rooms }, options),
    },
    {
      ...stockServer('--max-clients', String(ROOM_SEATS), '--sight', 'all'),
      players,
      load: bots({ ...STOCK_ADAPTER, players }, options),
    },
  ];
}

/** One room with all clients in it, against a StateView room in which each sees about 25 others. */
export function oneRoom(players: number, options: LoadOptions): Contender[] {
  return [
    {
      ...ourServer,
      players,
      load: bots({ adapter: 'sparkfray', mode: 'swarm', kind: 'light', players, rooms: 1 }, options),
    },
    {
      ...stockServer('--max-clients', String(players), '--sight', 'view'),
      players,
      load: bots({ ...STOCK_ADAPTER, players }, options),
    },
  ];
}

export const socketFloor = (players: number, { seconds }: LoadOptions): Contender => ({
  side: 'floor',
  players,
  server: [NODE, FLOOR],
  environment: {},
  load: (url, file) => [NODE, FLOOR_CROWD, url, String(players), String(seconds), file],
});

/** Bots with the whole netcode, to see how many a core drives. */
export const fullBots = (players: number, options: LoadOptions): Contender => ({
  ...ourServer,
  players,
  load: bots(
    { adapter: 'sparkfray', mode: 'fray', kind: 'full', players, rooms: Math.ceil(players / ROOM_SEATS) },
    options,
  ),
});
