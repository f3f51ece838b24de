/** The end, with hooks that never settle and peers that never answer (row X2, promise 9); and rooms that break (row F). */
import assert from 'node:assert/strict';
import { Client } from '@colyseus/sdk';
import { closeFrame } from '../../../support/raw/frames.ts';
import { JOIN_ACK, openRoom, reserveSeat, takeSeat, upgradeRequest } from '../../../support/raw/seat.ts';
import { RawSocket } from '../../../support/raw/socket.ts';
import { AttackSetup, freshAddress, sleep, tell, timeUntil } from './attack-setup.ts';

const END_MS_MAX = 10_000;
/** For the machine, on top of the promise. */
const NOISE_MS = 500;
/** "Typically 0.1 s": a machine under load takes longer, a wait for a deadline much longer. */
const PROMPT_MS_MAX = 2000;

async function endOf(setup: AttackSetup): Promise<number> {
  const startMs = performance.now();
  setup.server.process.kill('SIGTERM');
  await Promise.race([setup.server.ended, sleep(END_MS_MAX + 3000)]);
  const ms = performance.now() - startMs;
  tell(`ended after ${(ms / 1000).toFixed(2)} s with ${setup.server.exit ?? 'nothing: it still runs'}`);
  return ms;
}

describe('abuse: the end', () => {
  let setup: AttackSetup;
  beforeEach(async () => {
    setup = await AttackSetup.set();
  });
  afterEach(() => setup.strike());

  it('promise 9: SIGTERM ends promptly, and players get 4001', async () => {
    const ms = await endOf(setup);
    assert.ok(ms <= PROMPT_MS_MAX);
    assert.equal(setup.server.exit, 0);
    const { troubles } = await setup.mark();
    assert.ok(
      troubles.some((line) => line.endsWith('left 4001')),
      troubles.join('; '),
    );
  });

  it('promise 9: SIGTERM ends within 10 s although a seat is reserved that nobody has taken yet', async () => {
    await reserveSeat(setup.url, `joinById/${setup.roomId}`, {}, freshAddress());
    assert.ok((await endOf(setup)) <= END_MS_MAX);
    assert.equal(setup.server.exit, 0);
  });

  it('row X2, promise 9: SIGTERM ends within 10 s although an onLeave never settles, and players get 4001', async () => {
    await setup.server.ask({ kind: 'stickLeave', roomId: setup.roomId });
    const ms = await endOf(setup);
    assert.ok(ms <= END_MS_MAX + NOISE_MS);
    assert.notEqual(setup.server.exit, undefined);
    const { troubles } = await setup.mark();
    assert.ok(
      troubles.some((line) => line.endsWith('left 4001')),
      troubles.join('; '),
    );
  });

  it('row X2, promise 9: a hook that hung before SIGTERM does not hold it either', async () => {
    await setup.server.ask({ kind: 'stickLeave', roomId: setup.roomId });
    const gone = await setup.seat();
    gone.write(JOIN_ACK);
    gone.write(closeFrame(4000));
    await sleep(500);
    const ms = await endOf(setup);
    assert.ok(ms <= END_MS_MAX + NOISE_MS);
    assert.notEqual(setup.server.exit, undefined);
  });

  it('promise 9: peers that do not read, never close, or sent half a request do not hold SIGTERM', async () => {
    const mute = await setup.seat(freshAddress(), { answersClose: false });
    mute.write(JOIN_ACK);
    const deaf = await setup.seat();
    deaf.write(JOIN_ACK);
    deaf.socket.pause();
    const half = await RawSocket.open({ port: setup.server.port, from: freshAddress() });
    half.write('POST /api/rooms HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\n{');
    const shy = await RawSocket.open({ port: setup.server.port, from: freshAddress() });
    shy.write(upgradeRequest('/p/r?sessionId=s', setup.server.port).slice(0, -2));
    const ms = await endOf(setup);
    assert.ok(ms <= PROMPT_MS_MAX * 2);
    assert.equal(mute.closeCode, 4001);
    for (const raw of [mute, deaf, half, shy]) raw.destroy();
  });

  it('promise 9: a second SIGTERM does not prolong it', async () => {
    setTimeout(() => setup.server.process.kill('SIGTERM'), 20);
    assert.ok((await endOf(setup)) <= END_MS_MAX);
  });
});

describe('abuse: game code that throws', () => {
  let setup: AttackSetup;
  before(async () => {
    setup = await AttackSetup.set();
    await setup.calm();
  });
  after(() => setup.strike());

  it('row F, promise 4: a room that throws is closed alone with 4100 and counted; others play on', async () => {
    await setup.during(async () => {
      const client = new Client(setup.url);
      const roomId = await openRoom(setup.url);
      const room = await client.joinById(roomId, { name: 'Unlucky' });
      room.onMessage('*', () => {});
      let code = 0;
      room.onLeave((left) => {
        code = left;
      });
      await sleep(500);
      const failures = await setup.metric('sparkfray_room_failures_total');
      await setup.server.ask({ kind: 'breakTick', roomId });
      await timeUntil(() => code !== 0, 'the close code', 3000);
      assert.equal(code, 4100);
      assert.equal(await setup.metric('sparkfray_room_failures_total'), failures + 1);
      await sleep(2000);
    });
    const late = await takeSeat(setup.server, { ticket: await reserveSeat(setup.url) });
    late.destroy();
  });
});
