/** Budgets by address over real sockets, as an attacker from one address meets them (rows N, O, R; promise 7). */
import assert from 'node:assert/strict';
import { reserveSeat, takeSeat, upgradeRequest } from '../../support/raw/seat.ts';
import { RawSocket } from '../../support/raw/socket.ts';
import { openRoom, PATIENCE_MS, send, sleep, TestSeat, until, useServer } from '../../support/server.ts';

/** Posts so many times at once. @returns how many answers had which status */
async function statuses(count: number, post: () => Promise<Response>): Promise<Map<number, number>> {
  const counts = new Map<number, number>();
  const answers = await Promise.all(Array.from({ length: count }, post));
  for (const answer of answers) counts.set(answer.status, (counts.get(answer.status) ?? 0) + 1);
  return counts;
}

describe('Admission by address', () => {
  const server = useServer({
    LIMITS_PER_ADDRESS: 'on',
    ROOM_CREATIONS_BURST: '5',
    ROOM_CREATIONS_PER_SECOND: '1',
    JOINS_BURST: '30',
    JOINS_PER_SECOND: '1',
    SEATS_OPEN_PER_ADDRESS: '6',
    CONNECTIONS_PER_ADDRESS: '4',
    CONNECTS_BURST: '14',
    CONNECTS_PER_SECOND: '1',
    REQUESTS_BURST: '1000',
  });
  const port = (): number => Number(new URL(server.url).port);

  it('answers room creation over budget with 429 and Retry-After, and players notice nothing', async () => {
    const { roomId } = await openRoom(server.url, { bots: 0 });
    const seat = new TestSeat(server.url, 'Calm');
    const view = await seat.join({ kind: 'room', roomId });
    const { serverTick } = view.stats();
    const startMs = performance.now();
    const counts = await statuses(60, () => send(`${server.url}/api/rooms`, 'POST', { mode: 'fray' }));
    const seconds = (performance.now() - startMs) / 1000;
    assert.ok((counts.get(201) ?? 0) <= 5 + Math.ceil(seconds), `${counts.get(201)} rooms`);
    assert.equal((counts.get(201) ?? 0) + (counts.get(429) ?? 0), 60);
    const late = await send(`${server.url}/api/rooms`, 'POST', { mode: 'fray' });
    assert.match(late.headers.get('retry-after') ?? '', /^[1-9]\d*$/);
    assert.equal(((await late.json()) as { error: { code: string } }).error.code, 'too_many_rooms');
    await until(() => view.stats().serverTick > serverTick + 30, 'a moment of play');
    await seat.leave();
  });

  it('lets one address hold only so many seats that it does not take', async () => {
    const counts = await statuses(10, () =>
      send(`${server.url}/matchmake/joinOrCreate/arena`, 'POST', { mode: 'fray' }),
    );
    assert.deepEqual([counts.get(200), counts.get(429)], [6, 4]);
    const ask = () => send(`${server.url}/matchmake/joinOrCreate/arena`, 'POST', { mode: 'fray' });
    let { status } = await ask();
    // Reservations end by themselves after 5 s; asking once a second is within the budget.
    for (let second = 0; second < 20 && status === 429; second++) {
      await sleep(1000);
      ({ status } = await ask());
    }
    assert.equal(status, 200);
  });

  it('lets one address hold only so many connections, and try only so often', async () => {
    const target = { url: server.url, port: port() };
    const taken: RawSocket[] = [];
    for (let n = 0; n < 4; n++) taken.push(await takeSeat(target));
    await assert.rejects(takeSeat(target), /no seat taken: 429/);
    for (const raw of taken) raw.destroy();
    await until(() => taken.every((raw) => raw.ended), 'the ends');
    const { roomId, processId } = await reserveSeat(server.url);
    let last: RawSocket | undefined;
    for (let n = 0; n < 100 && last?.head?.status !== 429; n++) {
      last = await RawSocket.open({ port: port() });
      last.write(upgradeRequest(`/${processId}/nowhere-${roomId}?sessionId=abc`, port()));
      await last.until(() => last?.ended === true, PATIENCE_MS);
    }
    assert.equal(last?.head?.status, 429);
    assert.match(last.head.headers.get('retry-after') ?? '', /^[1-9]\d*$/);
  });

  it('answers matchmaking over budget with 429 in the form that the SDK reads', async () => {
    await statuses(40, () => send(`${server.url}/matchmake/joinOrCreate/arena`, 'POST', { mode: 'fray' }));
    const answer = await send(`${server.url}/matchmake/joinOrCreate/arena`, 'POST', { mode: 'fray' });
    assert.equal(answer.status, 429);
    assert.match(answer.headers.get('retry-after') ?? '', /^[1-9]\d*$/);
    assert.deepEqual(Object.keys((await answer.json()) as object), ['code', 'error']);
    const seat = new TestSeat(server.url, 'Late');
    await assert.rejects(seat.join({ kind: 'quick', mode: 'fray' }), /Too many tries/);
  });
});
