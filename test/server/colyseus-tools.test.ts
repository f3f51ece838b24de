/** Colyseus's own pages on our server: for operators only, and not there unless they are asked for. */
import assert from 'node:assert/strict';
import { readConfig } from '../../server/config.ts';
import { type ServerChild, startServerChild } from '../support/raw/process.ts';
import { ask } from '../support/raw/request.ts';
import { OPERATOR_TOKEN, openRoom, useServer } from '../support/server.ts';

const basic = (password: string): string => `Basic ${Buffer.from(`anybody:${password}`).toString('base64')}`;
const RIGHT = { authorization: basic(OPERATOR_TOKEN), 'sec-fetch-site': 'same-origin' };

describe('Pages of Colyseus', () => {
  let server: ServerChild<never>;
  const get = async (path: string, headers: Record<string, string> = {}) => {
    const answer = await ask(`${server.url}/operator/${path}`, { method: 'GET', headers });
    return { ...answer, json: () => JSON.parse(answer.text) as Record<string, unknown> };
  };

  // In a process of its own: they change the rooms of all servers in theirs.
  before(async () => {
    server = await startServerChild({
      OPERATOR_TOKEN,
      COLYSEUS_TOOLS: 'monitor, playground',
      LOG_LEVEL: 'warn',
      NODE_ENV: 'production',
    });
  });
  after(() => server?.kill());

  it('ask a browser for the operator token, and programs may send it as everywhere', async () => {
    const asked = await get('monitor/');
    assert.equal(asked.status, 401);
    assert.match(String(asked.headers['www-authenticate']), /^Basic realm="Sparkfray operators/);
    assert.equal((await get('monitor/', { ...RIGHT, authorization: basic('a-wrong-operator-token') })).status, 401);
    assert.equal((await get('monitor/', { authorization: `Bearer ${OPERATOR_TOKEN}` })).status, 200);
    for (const tool of ['monitor', 'playground']) {
      const page = await get(`${tool}/`, RIGHT);
      assert.equal(page.status, 200, tool);
      assert.match(String(page.headers['content-security-policy']), /frame-ancestors 'none'/);
      const script = /src="\.\/([^"]+\.js)"/.exec(page.text)?.[1];
      assert.equal((await get(`${tool}/${script}`, RIGHT)).status, 200, script);
      assert.equal((await get(`${tool}/${script}`)).status, 401, 'nothing of them is public');
    }
  });

  it('do nothing that a page of another site makes the operator’s browser ask for', async () => {
    const { authorization } = RIGHT;
    const { host } = new URL(server.url);
    const statuses = async (...all: Record<string, string>[]): Promise<number[]> =>
      Promise.all(all.map(async (headers) => (await get('monitor/api', { authorization, ...headers })).status));
    const [cross, near, silent, foreign] = await statuses(
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      {},
      { referer: `http://evil.example/${host}` },
    );
    assert.deepEqual([cross, near, silent, foreign], [403, 403, 403, 403]);
    assert.deepEqual(
      await statuses({ 'sec-fetch-site': 'none' }, { referer: `http://${host}/operator/monitor/` }),
      [200, 200],
    );
  });

  it('show a room, end it, and leave a line that says who did', async () => {
    const { roomId } = await openRoom(server.url, { bots: 0 });
    const rooms = (await get('monitor/api', RIGHT)).json().rooms as { roomId: string }[];
    assert.ok(rooms.some((room) => room.roomId === roomId));
    const inspected = (await get(`monitor/api/room?roomId=${roomId}`, RIGHT)).json();
    assert.equal(inspected.roomId, roomId);
    const call = `monitor/api/room/call?roomId=${roomId}&method=disconnect&args=%5B%5D`;
    assert.equal((await get(call, RIGHT)).status, 200);
    assert.equal((await ask(`${server.url}/api/rooms/${roomId}`, { method: 'GET' })).status, 404);
    assert.match(server.text, new RegExp(`"event":"operator_action","action":"call disconnect","room":"${roomId}"`));
  });

  it('of the playground know the rooms', async () => {
    const { rooms } = (await get('playground/rooms', RIGHT)).json();
    assert.deepEqual(rooms, ['arena']);
  });
});

describe('Pages of Colyseus that nobody asked for', () => {
  const server = useServer();

  it('are not there', async () => {
    for (const tool of ['monitor', 'playground'])
      assert.equal((await ask(`${server.url}/operator/${tool}/`, { method: 'GET', headers: RIGHT })).status, 404, tool);
  });

  it('need a token, and are known by name', () => {
    assert.throws(() => readConfig({ COLYSEUS_TOOLS: 'monitor' }), {
      message: 'COLYSEUS_TOOLS: needs an OPERATOR_TOKEN',
    });
    assert.throws(
      () => readConfig({ OPERATOR_TOKEN, COLYSEUS_TOOLS: 'monitor,arena' }),
      /COLYSEUS_TOOLS: expected monitor or playground, and not "arena"/,
    );
  });
});
