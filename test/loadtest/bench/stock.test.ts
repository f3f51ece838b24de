/** The peer of the bench: it really filters by view, moves by input, acknowledges, and leaves no ghosts behind. */
import assert from 'node:assert/strict';
import { matchMaker } from '@colyseus/core';
import { Client, type Room } from '@colyseus/sdk';
import type { StockInput, StockState } from '../../../loadtest/bench/stock/schema.ts';
import { ROOM_NAME, type StockServer, startStock } from '../../../loadtest/bench/stock/server.ts';
import { arenaFor, type StockWorld } from '../../../loadtest/bench/stock/world.ts';
import { parseMetrics } from '../../../loadtest/measure/scrape.ts';
import { VIEW } from '../../../shared/sim/tunables.ts';

type StockSeat = Room<{ state: StockState; input: StockInput }, StockState>;

const WAIT_MS_MAX = 2000;

/** Waits until what patches bring makes it true. */
async function until(holds: () => boolean, what: string): Promise<void> {
  const endMs = performance.now() + WAIT_MS_MAX;
  while (!holds()) {
    assert.ok(performance.now() < endMs, `${what}: not within ${WAIT_MS_MAX} ms`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function takeSeat(url: string, name: string): Promise<StockSeat> {
  const room = (await new Client(url).joinOrCreate(ROOM_NAME, { name })) as unknown as StockSeat;
  await until(() => room.state?.pilots?.has(room.sessionId) === true, `${name} sees itself`);
  return room;
}

const worldOf = (room: StockSeat): StockWorld =>
  (matchMaker.getLocalRoomById(room.roomId) as unknown as { world: StockWorld }).world;

/** Puts a pilot somewhere, as a walk would. */
function put(room: StockSeat, x: number, y: number): void {
  const pilot = worldOf(room).pilots.get(room.sessionId);
  assert.ok(pilot);
  Object.assign(pilot, { x, y, vx: 0, vy: 0 });
}

const seenBy = (room: StockSeat): string[] => [...room.state.pilots.values()].map(({ name }) => name).sort();
const sees = (room: StockSeat, names: string): boolean => seenBy(room).join(' ') === names;

describe('the stock server', () => {
  let server: StockServer;
  let seats: StockSeat[] = [];

  afterEach(async () => {
    await Promise.all(seats.map((seat) => seat.leave()));
    seats = [];
    await server.stop();
  });

  it('shows a client what is in view, and nothing else', async () => {
    server = await startStock(0, { maxClients: 400, sight: 'view', fields: 'quantized' });
    for (const name of ['a', 'b', 'c']) seats.push(await takeSeat(server.url, name));
    const [a, b, c] = seats as [StockSeat, StockSeat, StockSeat];
    put(a, 1000, 1000);
    put(b, 1000 + VIEW.widthU / 2 - 20, 1000);
    put(c, 4000, 2000);
    await until(() => sees(a, 'a b') && sees(b, 'a b') && sees(c, 'c'), 'near ones see each other, the far one none');

    const world = worldOf(a);
    world.bolts.push({ id: 9999, owner: 0, x: 1000, y: 800, vx: 1, vy: 1, bouncesLeft: 1, endTick: world.tick + 6 });
    await until(() => a.state.bolts.has('9999') && b.state.bolts.has('9999'), 'a bolt is seen by who is near');
    assert.equal(c.state.bolts.has('9999'), false);
    await until(() => !a.state.bolts.has('9999') && !b.state.bolts.has('9999'), 'and leaves no ghost');

    put(b, 4000, 2100);
    await until(() => sees(a, 'a') && sees(c, 'b c'), 'one that walks off is seen elsewhere');
    put(b, 1200, 1000);
    await until(() => sees(a, 'a b') && a.state.pilots.get(b.sessionId)?.x === 1200, 'and comes back as it is now');
    await b.leave();
    seats.splice(1, 1);
    await until(() => sees(a, 'a'), 'one that leaves is gone');
  });

  it('moves by input, acknowledges it, and tells of itself as our server does', async () => {
    server = await startStock(0, { maxClients: 12, sight: 'all', fields: 'float32' });
    seats = [await takeSeat(server.url, 'a'), await takeSeat(server.url, 'b')];
    const [a, b] = seats as [StockSeat, StockSeat];
    put(a, 100, 500);
    put(b, 1800.03, 500);
    const exactX = Math.fround(1800.03);
    await until(() => a.state.pilots.get(b.sessionId)?.x === exactX, 'places are as exact as 32 bits are');
    const input = a.input();
    for (let i = 0; i < 8; i++) {
      Object.assign(input.data, { mx: 1, my: 0, aim: 1, buttons: 0 });
      input.send();
      await new Promise((resolve) => setTimeout(resolve, 1000 / 30));
    }
    await until(() => input.lastProcessed === 8, 'all frames are used');
    await until(() => (b.state.pilots.get(a.sessionId)?.x ?? 0) > 130, 'and the others see where they led');
    assert.deepEqual(
      [seenBy(a), seenBy(b)],
      [
        ['a', 'b'],
        ['a', 'b'],
      ],
    );

    assert.equal((await fetch(`${server.url}/healthz`)).status, 200);
    const metrics = parseMetrics(await (await fetch(`${server.url}/metrics`)).text());
    const value = (name: string): number => metrics.get(name)?.[0]?.value ?? -1;
    assert.ok(value('sparkfray_tick_seconds_count') > 3 && value('process_cpu_seconds_total') > 0);
    assert.deepEqual(
      [value('sparkfray_players'), value('sparkfray_rooms'), value('sparkfray_dropped_ticks_total') >= 0],
      [2, 1, true],
    );
    assert.equal(metrics.get('sparkfray_bytes_total')?.length, 2);
  });
});

describe('the stock arena', () => {
  it('lets about 25 others be in view, however many play', () => {
    for (const pilots of [100, 200, 400, 800]) {
      const { width, height } = arenaFor(pilots);
      const across = VIEW.widthU - VIEW.widthU ** 2 / (4 * width);
      const down = VIEW.heightU - VIEW.heightU ** 2 / (4 * height);
      const others = ((pilots - 1) * across * down) / (width * height);
      assert.ok(Math.abs(others - 25) < 0.5, `${others} of ${pilots} in ${width} × ${height}`);
    }
  });
});
