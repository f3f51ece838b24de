/** A stock SDK without any of our classes decodes the whole state by reflection (PROTOCOL.md, S1). */
import assert from 'node:assert/strict';
import { matchMaker } from '@colyseus/core';
import { Client, type Room } from '@colyseus/sdk';
import { openRoom, PATIENCE_MS, TestSeat, until, useServer } from '../../support/server.ts';

type Plain = Record<string, Record<string, unknown>> & { tick: number };

/** Of a list, what a client is shown of it: the interest rule has tests of its own. */
const onlyOf = (shown: object = {}, all: Record<string, unknown> = {}): Record<string, unknown> =>
  Object.fromEntries(Object.keys(shown).map((key) => [key, all[key]]));

describe('Stock SDK', () => {
  const server = useServer();

  it('[S1] decodes every field of the state as the server holds it, tick after tick', async () => {
    const { roomId } = await openRoom(server.url, { bots: 6 });
    const gunner = new TestSeat(server.url, 'Gunner');
    await gunner.join({ kind: 'room', roomId });
    gunner.inputFrame = { mx: 90, my: -40, aim: 9000, buttons: 1 };
    const stock: Room = await new Client(server.url).joinById(roomId, { name: 'Stock' });
    stock.onMessage('*', () => {});
    const truth = matchMaker.getLocalRoomById(roomId) as unknown as { state: { toJSON: () => Plain } };
    let compared = 0;
    let boltsSeen = 0;
    stock.onStateChange((state: { toJSON: () => Plain }) => {
      const seen = state.toJSON();
      const expected = truth.state.toJSON();
      if (seen.tick !== expected.tick) return; // the server is a tick ahead already
      expected.own = { [stock.sessionId]: expected.own?.[stock.sessionId] };
      for (const list of ['players', 'shots', 'pickups']) expected[list] = onlyOf(seen[list], expected[list]);
      assert.deepEqual(seen, expected);
      compared++;
      boltsSeen += Object.keys(seen.shots ?? {}).length;
    });
    await until(() => compared >= 100, '100 compared ticks', 2 * PATIENCE_MS);
    assert.ok(boltsSeen > 50, 'bolts were compared too');
    await stock.leave();
    await gunner.leave();
  });

  it('plays by the reflected input schema alone: it moves, aims and shoots', async () => {
    const { roomId } = await openRoom(server.url, { bots: 0 });
    const stock: Room = await new Client(server.url).joinById(roomId, { name: 'Stock' });
    stock.onMessage('*', () => {});
    await until(() => stock.state?.players?.get(stock.sessionId)?.alive === true, 'the own pilot');
    const me = () => stock.state.players.get(stock.sessionId);
    const startX = me().x;
    const direction = startX < 1200 ? 1 : -1;
    const input = stock.input<Record<string, number>>();
    const timer = setInterval(() => {
      Object.assign(input.data, { mx: direction, my: 0, aim: Math.PI / 2, buttons: 1 });
      input.send();
    }, 1000 / 30);
    await until(() => Math.abs(me().x - startX) > 60 && stock.state.shots.size > 0, 'movement and bolts');
    clearInterval(timer);
    assert.equal(Math.sign(me().x - startX), direction);
    assert.ok(Math.abs(me().aim - Math.PI / 2) < 1e-9);
    await stock.leave();
  });

  it('[R5] cannot bring a number that is not one into the world', async () => {
    const { roomId } = await openRoom(server.url, { bots: 0 });
    const stock: Room = await new Client(server.url).joinById(roomId, {});
    stock.onMessage('*', () => {});
    await until(() => stock.state?.players?.get(stock.sessionId)?.alive === true, 'the own pilot');
    const input = stock.input<Record<string, number>>();
    for (const bad of [Number.NaN, Infinity, -Infinity, 1e300]) {
      Object.assign(input.data, { mx: bad, my: bad, aim: bad, buttons: 255 });
      input.send();
    }
    const { tick } = stock.state;
    await until(() => stock.state.tick > tick + 15, 'half a second');
    const { x, y, aim } = stock.state.players.get(stock.sessionId);
    for (const value of [x, y, aim]) assert.ok(Number.isFinite(value));
    await stock.leave();
  });
});
