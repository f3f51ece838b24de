/** Floods over a seat (rows J, K): cut within half a second, and the others do not notice (promises 2 and 5). */
import assert from 'node:assert/strict';
import { Client, type Room } from '@colyseus/sdk';
import { INPUT_BUDGET } from '../../../../server/rooms/input-budget.ts';
import { PILOT } from '../../../../shared/sim/tunables.ts';
import { binaryFrame, frame, OPCODE, pingFrame, pongFrame } from '../../../support/raw/frames.ts';
import { IDLE_INPUT, JOIN_ACK, ROOM_PING } from '../../../support/raw/seat.ts';
import { AttackSetup, sleep, tell } from './attack-setup.ts';

const CUT_MS_MAX = 500;
/** From the last byte to the end of TCP. */
const GONE_MS_MAX = 1000;
/** Frames in one write, and writes before the event loop has its turn. */
const BURST = 200;

const times = (bytes: Buffer): Buffer => Buffer.concat(Array.from({ length: BURST }, () => bytes));

const FLOODS: readonly [what: string, bytes: Buffer][] = [
  ['input frames', times(IDLE_INPUT)],
  ['room pings', times(ROOM_PING)],
  ['pings', times(pingFrame('flood'))],
  ['pings of 125 bytes', times(pingFrame(Buffer.alloc(125, 65)))],
  ['unasked pongs', times(pongFrame('flood'))],
  ['unknown messages', times(binaryFrame(Buffer.from([13, 0xa1, 0x61, 0xc0])))],
  ['JOIN again and again', times(JOIN_ACK)],
  [
    'fragments',
    Buffer.concat([
      binaryFrame(Buffer.from([18]), { fin: false }),
      times(frame(OPCODE.continuation, 'aaaa', { fin: false })),
    ]),
  ],
  ['messages of 1 000 bytes', times(binaryFrame(Buffer.concat([Buffer.from([18]), Buffer.alloc(999)])))],
];

/** Writes as fast as the socket takes it. @returns milliseconds until the close frame or the end came */
async function flood(
  setup: AttackSetup,
  bytes: Buffer,
): Promise<{ cutMs: number; goneMs: number; code: number | undefined }> {
  const raw = await setup.seat();
  raw.write(JOIN_ACK);
  const startMs = performance.now();
  let cutMs = 0;
  while (!raw.ended && performance.now() - startMs < 5000) {
    if (cutMs === 0 && raw.closeCode !== undefined) cutMs = performance.now() - startMs;
    if (raw.socket.writableLength < 1_000_000) raw.write(bytes);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const goneMs = performance.now() - startMs;
  raw.destroy();
  return { cutMs: cutMs || goneMs, goneMs, code: raw.closeCode };
}

describe('abuse: floods over a seat', () => {
  let setup: AttackSetup;
  before(async () => {
    setup = await AttackSetup.set();
    await setup.calm();
  });
  after(() => setup.strike());

  for (const [what, bytes] of FLOODS) {
    it(`row J, promise 2: a flood of ${what} is cut within 0.5 s; others keep 29 of 30 patches`, async () => {
      await setup.during(async () => {
        const { cutMs, goneMs, code } = await flood(setup, bytes);
        tell(`cut after ${cutMs.toFixed(0)} ms with ${code ?? 'the end of TCP'}, gone after ${goneMs.toFixed(0)} ms`);
        assert.ok(cutMs <= CUT_MS_MAX);
        assert.ok(goneMs <= GONE_MS_MAX);
        await sleep(Math.max(0, 3000 - goneMs)); // a window long enough to count patches in
      });
    });
  }

  it('row J, promise 2: four that come back and flood for 6 s, each time from another address, disturb nobody', async () => {
    const cuts = await setup.during(async () => {
      const endMs = performance.now() + 6000;
      let cut = 0;
      const attacker = async (): Promise<void> => {
        while (performance.now() < endMs) {
          await flood(setup, times(IDLE_INPUT));
          cut++;
        }
      };
      await Promise.all([attacker(), attacker(), attacker(), attacker()]);
      return cut;
    });
    tell(`${cuts} cuts`);
    assert.ok(cuts >= 8);
  });

  it('row K: a speed hack of ×10 is cut', async () => {
    await setup.during(async () => {
      const raw = await setup.seat();
      raw.write(JOIN_ACK);
      const startMs = performance.now();
      while (raw.closeCode === undefined && !raw.ended && performance.now() - startMs < 5000) {
        raw.write(Buffer.concat(Array.from({ length: 3 }, () => IDLE_INPUT)));
        await sleep(10);
      }
      tell(`cut after ${(performance.now() - startMs).toFixed(0)} ms`);
      assert.equal(raw.closeCode, 4002);
      assert.ok(performance.now() - startMs < 1500);
      raw.destroy();
      await sleep(1000);
    });
  });

  it('row K, promise 5: twice the frames move a pilot no farther than once', async () => {
    const room: Room = await new Client(setup.url).joinById(setup.roomId, { name: 'Hasty' });
    room.onMessage('*', () => {});
    const me = (): { x: number; y: number; alive: boolean; life: number } => room.state?.players?.get(room.sessionId);
    while (me()?.alive !== true) await sleep(20);
    const input = room.input<Record<string, number>>();
    const start = { x: me().x, y: me().y, life: me().life, tick: room.state.tick };
    const direction = start.x < 1200 ? 1 : -1;
    let path = 0;
    let last = { x: start.x, y: start.y };
    for (let nth = 0; nth < 60; nth++) {
      for (let copy = 0; copy < 2; copy++) {
        Object.assign(input.data, { mx: direction, my: 0, aim: 0, buttons: 0 });
        input.send();
      }
      await sleep(1000 / 30);
      const { x, y } = me();
      path += Math.hypot(x - last.x, y - last.y);
      last = { x, y };
    }
    const ticks = room.state.tick - start.tick;
    const [farthest, stayed] = [((ticks + INPUT_BUDGET.creditsMax) * PILOT.speed) / 30, me().life === start.life];
    tell(`${path.toFixed(0)} u in ${ticks} ticks; one step a tick and twelve saved up make ${farthest.toFixed(0)} u`);
    assert.ok(Number.isFinite(path));
    if (stayed) assert.ok(path <= farthest + 1 && path > 0);
    await room.leave();
  });
});
