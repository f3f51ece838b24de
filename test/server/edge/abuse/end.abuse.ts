/** The end, with hooks that never settle and peers that never answer (row X2, promise 9); and rooms that break (row F). */
import assert from 'node:assert/strict';
import { Client } from '@colyseus/sdk';
import { closeFrame } from '../../../support/raw/frames.ts';
import { JOIN_ACK, openRoom, reserveSeat, takeSeat, upgradeRequest } from '../../../support/raw/seat.ts';
import { RawSocket } from '../../../support/raw/socket.ts';
import { freshAddress, Stage, sleep, tell, timeUntil } from './attack-setup.ts';

const END_MS_MAX = 10_000;
/** For the machine, on top of the promise. */
const NOISE_MS = 500;
/** "Typically 0.1 s": a machine under load takes longer, a wait for a deadline much longer. */
const PROMPT_MS_MAX = 2000;

async function endOf(stage: Stage): Promise<number> {
  const startMs = performance.now();
  stage.server.process.kill('SIGTERM');
  await Promise.race([stage.server.ended, sleep(END_MS_MAX + 3000)]);
  const ms = performance.now() - startMs;
  tell(`ended after ${(ms / 1000).toFixed(2)} s with ${stage.server.exit ?? 'nothing: it still runs'}`);
  return ms;
}

describe('abuse: the end', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await Stage.set();
  });
  afterEach(() => stage.strike());

  it('promise 9: SIGTERM ends promptly, and players get 4001', async () => {
    const ms = await endOf(stage);
    assert.ok(ms <= PROMPT_MS_MAX);
    assert.equal(stage.server.exit, 0);
    const { troubles } = await stage.mark();
    assert.ok(
      troubles.some((line) => line.endsWith('left 4001')),
      troubles.join('; '),
    );
  });

  it('promise 9: SIGTERM ends within 10 s although a seat is reserved that nobody has taken yet', async () => {
    await reserveSeat(stage.url, `joinById/${stage.roomId}`, {}, freshAddress());
    assert.ok((await endOf(stage)) <= END_MS_MAX);
    assert.equal(stage.server.exit, 0);
  });

  it('row X2, promise 9: SIGTERM ends within 10 s although an onLeave never settles, and players get 4001', async () => {
    await stage.server.ask({ kind: 'stickLeave', roomId: stage.roomId });
    const ms = await endOf(stage);
    assert.ok(ms <= END_MS_MAX + NOISE_MS);
    assert.notEqual(stage.server.exit, undefined);
    const { troubles } = await stage.mark();
    assert.ok(
      troubles.some((line) => line.endsWith('left 4001')),
      troubles.join('; '),
    );
  });

  it('row X2, promise 9: a hook that hung before SIGTERM does not hold it either', async () => {
    await stage.server.ask({ kind: 'stickLeave', roomId: stage.roomId });
    const gone = await stage.seat();
    gone.write(JOIN_ACK);
    gone.write(closeFrame(4000));
    await sleep(500);
    const ms = await endOf(stage);
    assert.ok(ms <= END_MS_MAX + NOISE_MS);
    assert.notEqual(stage.server.exit, undefined);
  });

  it('promise 9: peers that do not read, never close, or sent half a request do not hold SIGTERM', async () => {
    const mute = await stage.seat(freshAddress(), { answersClose: false });
    mute.write(JOIN_ACK);
    const deaf = await stage.seat();
    deaf.write(JOIN_ACK);
    deaf.socket.pause();
    const half = await RawSocket.open({ port: stage.server.port, from: freshAddress() });
    half.write('POST /api/rooms HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\n{');
    const shy = await RawSocket.open({ port: stage.server.port, from: freshAddress() });
    shy.write(upgradeRequest('/p/r?sessionId=s', stage.server.port).slice(0, -2));
    const ms = await endOf(stage);
    assert.ok(ms <= PROMPT_MS_MAX * 2);
    assert.equal(mute.closeCode, 4001);
    for (const raw of [mute, deaf, half, shy]) raw.destroy();
  });

  it('promise 9: a second SIGTERM does not prolong it', async () => {
    setTimeout(() => stage.server.process.kill('SIGTERM'), 20);
    assert.ok((await endOf(stage)) <= END_MS_MAX);
  });
});

describe('abuse: game code that throws', () => {
  let stage: Stage;
  before(async () => {
    stage = await Stage.set();
    await stage.calm();
  });
  after(() => stage.strike());

  it('row F, promise 4: a room that throws is closed alone with 4100 and counted; others play on', async () => {
    await stage.during(async () => {
      const client = new Client(stage.url);
      const roomId = await openRoom(stage.url);
      const room = await client.joinById(roomId, { name: 'Unlucky' });
      room.onMessage('*', () => {});
      let code = 0;
      room.onLeave((left) => {
        code = left;
      });
      await sleep(500);
      const failures = await stage.metric('sparkfray_room_failures_total');
      await stage.server.ask({ kind: 'breakTick', roomId });
      await timeUntil(() => code !== 0, 'the close code', 3000);
      assert.equal(code, 4100);
      assert.equal(await stage.metric('sparkfray_room_failures_total'), failures + 1);
      await sleep(2000);
    });
    const late = await takeSeat(stage.server, { ticket: await reserveSeat(stage.url) });
    late.destroy();
  });
});
