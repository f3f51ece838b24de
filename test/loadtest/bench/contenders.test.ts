/** Who is measured: the same load is put on both servers, and each is started with what that load needs. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import {
  type Contender,
  fullBots,
  LOADTEST,
  oneRoom,
  ROOM_SEATS,
  smallRooms,
  socketFloor,
} from '../../../loadtest/bench/contenders.ts';
import { TICK_RATE_HZ } from '../../../shared/sim/tunables.ts';

const LOAD = { seconds: 8, loadtest: ['node', 'load.ts'] } as const;
const PLAYED = ['--think', 'wander', '--duration', '8', '--json', 'out.json', '--limit', 'errors == 0'];

const loadOf = ({ load }: Contender): readonly string[] => load('http://server', 'out.json');

/** What the load tester is asked for, on whichever server. */
const asked = (adapter: string, mode: string, players: string, ...rest: readonly string[]): readonly string[] => [
  ...['node', 'load.ts', '--url', 'http://server', '--adapter', adapter, '--mode', mode, '--players', players],
  ...rest,
  ...PLAYED,
];

/** What a server is started with, beside the program itself. */
const argsOf = ({ server }: Contender): readonly string[] => server.slice(2);

function assertStarts({ server }: Contender, script: RegExp): void {
  assert.equal(server[0], process.execPath);
  assert.match(server[1] ?? '', script);
  assert.ok(existsSync(server[1] ?? ''), `there is no ${server[1]}`);
}

describe('the contenders', () => {
  it('in small rooms have 12 seats each, as many rooms as that takes, and no views', () => {
    assert.equal(ROOM_SEATS, 12);
    const [ours, stock, ...others] = smallRooms(25, LOAD);
    assert.ok(ours !== undefined && stock !== undefined);
    assert.deepEqual([ours.side, ours.players, stock.side, stock.players, others], ['ours', 25, 'stock', 25, []]);
    assert.deepEqual(loadOf(ours), asked('sparkfray', 'fray', '25', '--rooms', '3', '--bots', 'light'));
    assert.deepEqual(loadOf(stock), asked(`colyseus:${TICK_RATE_HZ}`, 'stock', '25', '--bots', 'light'));
    assert.deepEqual([argsOf(ours), argsOf(stock)], [[], ['--max-clients', '12', '--sight', 'all']]);
    const [exact] = smallRooms(24, LOAD);
    assert.deepEqual(exact && loadOf(exact).includes('2'), true);
  });

  it('in one room are all in it, and see what is near', () => {
    const [ours, stock, ...others] = oneRoom(100, LOAD);
    assert.ok(ours !== undefined && stock !== undefined);
    assert.deepEqual([ours.side, ours.players, stock.side, stock.players, others], ['ours', 100, 'stock', 100, []]);
    assert.deepEqual(loadOf(ours), asked('sparkfray', 'swarm', '100', '--rooms', '1', '--bots', 'light'));
    assert.deepEqual(loadOf(stock), asked(`colyseus:${TICK_RATE_HZ}`, 'stock', '100', '--bots', 'light'));
    assert.deepEqual([argsOf(ours), argsOf(stock)], [[], ['--max-clients', '100', '--sight', 'view']]);
  });

  it('listen on any free port, ours without a word and without running out of rooms', () => {
    const [ours, stock] = oneRoom(100, LOAD);
    assert.ok(ours !== undefined && stock !== undefined);
    assertStarts(ours, /\/server\/main\.ts$/);
    assertStarts(stock, /\/bench\/stock\/main\.ts$/);
    const environment = { PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'silent', ROOMS_MAX: '2000' };
    assert.deepEqual([ours.environment, stock.environment], [environment, { PORT: '0' }]);
  });

  it('have a floor below them: sockets that only echo', () => {
    const floor = socketFloor(100, LOAD);
    assert.deepEqual([floor.side, floor.players, floor.environment, argsOf(floor)], ['floor', 100, {}, []]);
    assertStarts(floor, /\/bench\/stock\/floor\.ts$/);
    const [node, script = '', ...args] = loadOf(floor);
    assert.deepEqual([node, args], [process.execPath, ['http://server', '100', '8', 'out.json']]);
    assert.ok(script.endsWith('/bench/floor-crowd.ts') && existsSync(script), script);
  });

  it('are full bots where the bots themselves are measured', () => {
    const full = fullBots(30, LOAD);
    assert.deepEqual([full.side, full.players], ['ours', 30]);
    assert.deepEqual(loadOf(full), asked('sparkfray', 'fray', '30', '--rooms', '3', '--bots', 'full'));
    assertStarts(full, /\/server\/main\.ts$/);
  });

  it('are loaded by our own load tester', () => {
    const [node, script = '', ...args] = LOADTEST;
    assert.deepEqual([node, args], [process.execPath, []]);
    assert.ok(script.endsWith('/loadtest/main.ts') && existsSync(script), script);
  });
});
