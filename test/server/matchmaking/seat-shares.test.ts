/** What one address may have of the seats of a room: by a link, by quick play, and by many requests at once. */
import assert from 'node:assert/strict';
import { matchMaker } from '@colyseus/core';
import { reserveSeat } from '../../support/raw/seat.ts';
import { openRoom, send, useServer } from '../../support/server.ts';

describe('Seats of one room for one address', () => {
  const server = useServer({ LIMITS_PER_ADDRESS: 'on', SEATS_PER_ADDRESS: '3' });
  const other = '127.0.0.9';
  const quick = async (from?: string): Promise<string> =>
    (await reserveSeat(server.url, 'joinOrCreate/arena', { mode: 'fray' }, from)).roomId;

  it('[E13] are refused beyond its share with 409 and a sentence, and another address still gets one', async () => {
    const { roomId } = await openRoom(server.url, { private: true });
    for (let n = 0; n < 3; n++) await reserveSeat(server.url, `joinById/${roomId}`);
    const refused = await send(`${server.url}/matchmake/joinById/${roomId}`, 'POST', {});
    assert.equal(refused.status, 409);
    assert.deepEqual(await refused.json(), {
      code: 409,
      error: 'your address has 3 seats in that room already: play in another one',
    });
    assert.equal((await reserveSeat(server.url, `joinById/${roomId}`, {}, other)).roomId, roomId);
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    assert.match(metrics, /sparkfray_refusals_total\{reason="too_many_own_seats"\} 1/);
  });

  it('are found by quick play in other rooms, opened for them at need; others join the fullest one', async () => {
    const rooms: string[] = [];
    for (let n = 0; n < 7; n++) rooms.push(await quick());
    const [first = '', , , second = '', , , third = ''] = rooms;
    assert.deepEqual(rooms, [first, first, first, second, second, second, third]);
    assert.equal(new Set(rooms).size, 3);
    assert.ok([first, second].includes(await quick(other)));
  });
});

describe('Seats of one room that are asked for at once', () => {
  const server = useServer({ LIMITS_PER_ADDRESS: 'on', SEATS_PER_ADDRESS: '3' });

  it('are no more than the share', async () => {
    const { roomId } = await openRoom(server.url, { private: true });
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => send(`${server.url}/matchmake/joinById/${roomId}`, 'POST', {})),
    );
    assert.equal(answers.filter(({ status }) => status === 200).length, 3);
  });

  it('are no more than the share for the room itself, which alone sees all that is reserved', async () => {
    const { roomId } = await openRoom(server.url, { private: true });
    const ask = () => matchMaker.joinById(roomId, {}, { ip: '127.0.0.1', headers: new Headers(), token: '' } as never);
    const seats = await Promise.allSettled(Array.from({ length: 10 }, ask));
    assert.equal(seats.filter(({ status }) => status === 'fulfilled').length, 3);
  });

  it('by quick play are found for all, in no more rooms than it takes', async () => {
    const seats = await Promise.all(
      Array.from({ length: 10 }, () => reserveSeat(server.url, 'joinOrCreate/arena', { mode: 'fray' })),
    );
    const counts = new Map<string, number>();
    for (const { roomId } of seats) counts.set(roomId, (counts.get(roomId) ?? 0) + 1);
    assert.deepEqual([...counts.values()].sort(), [1, 3, 3, 3]);
  });
});
