/** Adapters: how they are found, and what the plain one makes of rooms that it does not know. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { schema, t } from '@colyseus/schema';
import type { Room } from '@colyseus/sdk';
import type { Intent } from '../../../loadtest/contract/adapter.ts';
import { colyseus, colyseusAt } from '../../../loadtest/worker/adapters/colyseus.ts';
import { findAdapter } from '../../../loadtest/worker/adapters/list.ts';
import { sparkfray } from '../../../loadtest/worker/adapters/sparkfray.ts';
import { OTHER_VERSION } from '../../../loadtest/worker/handshake.ts';
import { technicalReason } from '../../../loadtest/worker/reasons.ts';
import { useServer } from '../../support/server.ts';

const INTENT: Intent = { x: -0.5, y: 0.25, aimRadians: 1.5, fire: true, dash: false };
const NO_TOOLS = { name: 'Load 1', random: () => 0, measure: () => {}, count: () => {}, fail: () => {} };
/** No server listens there. */
const NO_SERVER = 'http://127.0.0.1:1';

describe('the list of adapters', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'adapters-'));
  });
  after(() => rm(folder, { recursive: true }));

  const moduleOf = async (name: string, text: string): Promise<string> => {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };

  it('knows its own by name, and the plain one at any rate', async () => {
    assert.equal(await findAdapter('sparkfray'), sparkfray);
    assert.equal(await findAdapter('colyseus'), colyseus);
    assert.equal((await findAdapter('colyseus:60')).rateHz, 60);
  });

  it('loads one from a module', async () => {
    const path = await moduleOf(
      'good.mjs',
      `export const adapter = { name: 'mine', summary: 's', rateHz: 10, roomName: () => 'r',
        obstacle: async () => undefined, joinOptions: () => ({}), seatOf: () => ({}) };`,
    );
    assert.equal((await findAdapter(path)).name, 'mine');
  });

  it('says what is wrong with a name or a module', async () => {
    await assert.rejects(findAdapter('nobody'), /no adapter "nobody"\. Choose sparkfray, colyseus/);
    await assert.rejects(findAdapter('colyseus:999'), /no adapter/);
    await assert.rejects(findAdapter('./not-there.mjs'), /cannot be loaded/);
    await assert.rejects(findAdapter(await moduleOf('none.mjs', 'export const other = 1;')), /exports no "adapter"/);
    const lacking = await moduleOf('lacking.mjs', `export const adapter = { name: 'x', summary: 's', rateHz: 10 };`);
    await assert.rejects(findAdapter(lacking), /is none: roomName: must be a function/);
  });
});

describe('an adapter’s obstacle', () => {
  const server = useServer();

  it('is none where the server and its mode are there', async () => {
    assert.equal(await sparkfray.obstacle({ url: server.url, mode: 'fray' }), undefined);
    assert.equal(await colyseus.obstacle({ url: server.url, mode: 'anything' }), undefined);
  });

  it('says what to do next', async () => {
    assert.match(
      (await sparkfray.obstacle({ url: server.url, mode: 'chess' })) ?? '',
      /no mode "chess".*--mode .*fray/,
    );
    assert.match((await sparkfray.obstacle({ url: NO_SERVER, mode: 'fray' })) ?? '', /No server answers.*npm start/);
    assert.match((await colyseus.obstacle({ url: NO_SERVER, mode: 'x' })) ?? '', /Nothing answers/);
  });

  it('of opening rooms is told by the server', async () => {
    assert.match((await sparkfray.openRoom?.({ url: server.url, mode: 'fray' })) ?? '', /^\S{4,}$/);
    await assert.rejects(
      async () => sparkfray.openRoom?.({ url: server.url, mode: 'chess' }),
      /opened no room \(400\)/,
    );
  });
});

describe('what bots say', () => {
  it('of a seat that they did not get, or lost, is never that they were away for too long', () => {
    const codes = Array.from({ length: 5000 }, (_, code) => code);
    for (const code of codes) {
      assert.doesNotMatch(sparkfray.sentences?.join(code, '') ?? '', /away/, `${code}`);
      assert.doesNotMatch(sparkfray.sentences?.close(code, '') ?? '', /away/, `${code}`);
    }
  });

  it('names what is neither the server’s word nor the player’s doing', () => {
    const emfile = new TypeError('fetch failed', { cause: new Error('connect EMFILE 127.0.0.1:2567') });
    assert.match(technicalReason(emfile) ?? '', /may open no more files/);
    assert.equal(technicalReason(`1002: ${OTHER_VERSION}`), OTHER_VERSION);
    assert.equal(technicalReason(new Error('The room is full.')), undefined);
    assert.equal(technicalReason(undefined), undefined);
  });
});

describe('the plain adapter', () => {
  const roomWith = (input: unknown, sent: unknown[] = [], state: unknown = {}): Room =>
    ({
      state,
      connection: { isOpen: true },
      input: () => {
        if (input === undefined) throw new Error('no input schema available');
        return input;
      },
      send: (...message: unknown[]) => sent.push(message),
    }) as unknown as Room;

  it('names the room as the mode', () => {
    assert.equal(colyseus.roomName('my_room'), 'my_room');
  });

  it('sets the fields of a declared input that it knows, whatever their type, and leaves the others', () => {
    const Frame = schema({
      left: t.boolean(),
      right: t.boolean(),
      dy: t.float32(),
      angle: t.float32(),
      ammo: t.uint8(),
    });
    const frame = Object.assign(new Frame(), { ammo: 9 });
    const seat = colyseusAt(30).seatOf(
      roomWith({ data: frame, send: () => 4, lastProcessed: 3, tickRate: 60 }, [], { tick: 120 }),
      NO_TOOLS,
    );
    assert.equal(seat.send(INTENT), 4);
    assert.deepEqual([frame.left, frame.right, frame.dy, frame.angle, frame.ammo], [true, false, 0.25, 1.5, 9]);
    assert.equal(seat.acked(), 3);
    assert.equal(seat.tick(), 60, '120 ticks at 60 Hz are as long as 60 at 30 Hz');
  });

  it('sends nothing where no input is declared: a message that the room does not know would cut the bot', () => {
    const sent: unknown[] = [];
    const seat = colyseus.seatOf(roomWith(undefined, sent, { tick: 5 }), NO_TOOLS);
    assert.deepEqual([seat.send(INTENT), sent, seat.acked()], [0, [], undefined]);
    assert.equal(seat.tick(), undefined, 'how fast it counts is not known');
  });
});
