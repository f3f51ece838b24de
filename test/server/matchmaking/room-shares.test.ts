/** The share of a server's rooms that one address may open: while they are opened, while they last, and after their end. */
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { OPERATOR_TOKEN, send, useServer } from '../../support/server.ts';

describe('Rooms of one address', () => {
  const server = useServer({ LIMITS_PER_ADDRESS: 'on', ROOMS_PER_ADDRESS: '3', ROOMS_MAX: '10' });

  /** Opens a room from another address of this machine. @returns the status */
  const openFrom = (localAddress: string): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const body = '{"mode":"fray"}';
      const headers = { 'Content-Type': 'application/json', 'Content-Length': body.length };
      request(`${server.url}/api/rooms`.replace('localhost', '127.0.0.1'), { method: 'POST', localAddress, headers })
        .on('response', (response) => resolve(response.resume().statusCode))
        .on('error', reject)
        .end(body);
    });

  it('[E10] are three here: the fourth is refused with a sentence, another address opens its own', async () => {
    const rooms: string[] = [];
    for (let n = 0; n < 3; n++) {
      const opened = await send(`${server.url}/api/rooms`, 'POST', { mode: 'fray', private: n > 0 });
      assert.equal(opened.status, 201);
      rooms.push(((await opened.json()) as { roomId: string }).roomId);
    }
    const refused = await send(`${server.url}/api/rooms`, 'POST', { mode: 'fray' });
    assert.equal(refused.status, 429);
    assert.equal(refused.headers.get('retry-after'), '60');
    assert.deepEqual(await refused.json(), {
      error: {
        code: 'too_many_own_rooms',
        message: 'Your address has opened 3 rooms: play in one, or wait until one has ended.',
      },
    });
    assert.equal(await openFrom('127.0.0.9'), 201);
    const headers = { authorization: `Bearer ${OPERATOR_TOKEN}` };
    assert.equal((await send(`${server.url}/api/rooms/${rooms[0]}`, 'DELETE', undefined, headers)).status, 204);
    assert.equal((await send(`${server.url}/api/rooms`, 'POST', { mode: 'fray' })).status, 201);
  });
});
