/** Peers that are slow or say nothing (rows L, L3, Q, R): each is noticed in time (promises 3 and 6). */
import assert from 'node:assert/strict';
import { pingFrame, pongFrame } from '../../../support/raw/frames.ts';
import { isMessage, JOIN_ACK, MESSAGE, upgradeRequest } from '../../../support/raw/seat.ts';
import { RawSocket } from '../../../support/raw/socket.ts';
import { AttackSetup, freshAddress, sleep, tell, timeUntil } from './attack-setup.ts';

const SLOW_MS_MAX = 12_000;
const JOIN_MS_MAX = 6000;
/** For the machine, on top of a promise. */
const NOISE_MS = 500;

type Slow = (setup: AttackSetup) => Promise<RawSocket>;

/** Does something every so often for as long as the socket lives. */
function every(raw: RawSocket, ms: number, act: () => void): RawSocket {
  const timer = setInterval(() => (raw.ended || raw.socket.destroyed ? clearInterval(timer) : act()), ms);
  return raw;
}

const joined = async (setup: AttackSetup, answersPings: boolean): Promise<RawSocket> => {
  const raw = await setup.seat(freshAddress(), { answersPings });
  raw.write(JOIN_ACK);
  await raw.until(() => raw.frames.some((frame) => isMessage(frame, MESSAGE.state)), 2000);
  return raw;
};

const request = (setup: AttackSetup): Promise<RawSocket> =>
  RawSocket.open({ port: setup.server.port, from: freshAddress() });

const SLOW: readonly { id: string; title: string; msMax: number; start: Slow }[] = [
  {
    id: 'unasked pongs',
    title: 'row L, promise 3: whoever stops reading and answers pings unasked is cut within 12 s',
    msMax: SLOW_MS_MAX,
    start: async (setup) => {
      const raw = await joined(setup, false);
      raw.socket.pause();
      return every(raw, 500, () => raw.write(pongFrame('12345678')));
    },
  },
  {
    id: 'unread pongs',
    title: 'row L, promise 3: whoever pings and never reads the pongs is cut within 12 s',
    msMax: SLOW_MS_MAX,
    start: async (setup) => {
      const raw = await joined(setup, false);
      raw.socket.pause();
      return every(raw, 20, () => raw.write(pingFrame(Buffer.alloc(100))));
    },
  },
  {
    id: 'silent',
    title: 'row L, promise 6: a silent peer is noticed within 12 s',
    msMax: SLOW_MS_MAX,
    start: (setup) => joined(setup, false),
  },
  {
    id: 'no join',
    title: 'row L3, promise 6: whoever never acknowledges JOIN is cut within 6 s',
    msMax: JOIN_MS_MAX,
    start: (setup) => setup.seat(),
  },
  {
    id: 'no join, busy',
    title: 'row L3, promise 6: the same of one that keeps sending',
    msMax: JOIN_MS_MAX,
    start: async (setup) => {
      const raw = await setup.seat();
      return every(raw, 200, () => raw.write(pingFrame('on')));
    },
  },
  {
    id: 'slow head',
    title: 'row Q, promise 6: a request whose head drips is ended within 12 s',
    msMax: SLOW_MS_MAX,
    start: async (setup) => {
      const raw = await request(setup);
      raw.write('GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n');
      return every(raw, 500, () => raw.write('X-A: b\r\n'));
    },
  },
  {
    id: 'slow body',
    title: 'row Q, promise 6: a request whose body drips is ended within 12 s',
    msMax: SLOW_MS_MAX,
    start: async (setup) => {
      const raw = await request(setup);
      raw.write(
        'POST /matchmake/joinOrCreate/arena HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 4000\r\n\r\n{',
      );
      return every(raw, 500, () => raw.write(' '));
    },
  },
  {
    id: 'slow upgrade',
    title: 'row Q, promise 6: an upgrade that drips is ended within 12 s',
    msMax: SLOW_MS_MAX,
    start: async (setup) => {
      const raw = await request(setup);
      raw.write(upgradeRequest('/p/r?sessionId=s', setup.server.port).slice(0, -2));
      return every(raw, 500, () => raw.write('X-A: b\r\n'));
    },
  },
  {
    id: 'nothing',
    title: 'row Q, promise 6: a connection that says nothing is ended within 12 s',
    msMax: SLOW_MS_MAX,
    start: request,
  },
];

/** Who does not read does not see the end either, unless it writes: the reset that follows tells. */
async function measure(setup: AttackSetup, start: Slow): Promise<{ ms: number; code: number | undefined }> {
  const raw = await start(setup);
  const startMs = performance.now();
  const isOver = (): boolean => raw.ended || raw.reset || raw.socket.destroyed;
  await timeUntil(isOver, 'the end', SLOW_MS_MAX + 3000).catch(() => undefined);
  const ms = isOver() ? performance.now() - startMs : Number.POSITIVE_INFINITY;
  raw.destroy();
  return { ms, code: raw.closeCode };
}

describe('abuse: slow and silent peers', () => {
  let setup: AttackSetup;
  const ended = new Map<string, { ms: number; code: number | undefined }>();
  before(async function () {
    this.timeout(60_000);
    setup = await AttackSetup.set();
    await setup.calm();
    // All at once: each has its own deadline, and nobody else may notice.
    await setup.during(() =>
      Promise.all(SLOW.map(async ({ id, start }) => ended.set(id, await measure(setup, start)))),
    );
  });
  after(() => setup.strike());

  for (const { id, title, msMax } of SLOW) {
    it(title, () => {
      const { ms, code } = ended.get(id) ?? { ms: Infinity, code: undefined };
      tell(`ended after ${(ms / 1000).toFixed(1)} s${code === undefined ? '' : ` with ${code}`}`);
      assert.ok(ms <= msMax + NOISE_MS);
    });
  }

  it('row R: 300 upgrades to unknown rooms that ignore every answer are gone within 4 s', async () => {
    const before = await setup.metric('sparkfray_connections');
    await setup.during(async () => {
      const sockets = await Promise.all(
        Array.from({ length: 300 }, async (_none, nth) => {
          const raw = await RawSocket.open({
            port: setup.server.port,
            from: `127.0.9.${nth % 250}`,
            answersClose: false,
          });
          raw.write(upgradeRequest('/p/nosuchroom?sessionId=a', setup.server.port));
          return raw;
        }),
      );
      const ms = await timeUntil(() => sockets.every((raw) => raw.ended || raw.reset), 'all to end', 4000);
      tell(`all ended after ${(ms / 1000).toFixed(1)} s with ${sockets[0]?.head?.status}`);
      await sleep(1500);
      for (const raw of sockets) raw.destroy();
    });
    assert.ok((await setup.metric('sparkfray_connections')) <= before);
  });

  it('row R: an address has at most so many connections, and others get in all the same', async () => {
    const from = freshAddress();
    await setup.during(async () => {
      const sockets = await Promise.all(
        Array.from({ length: 400 }, () => RawSocket.open({ port: setup.server.port, from }).catch(() => undefined)),
      );
      await sleep(1000);
      const alive = sockets.filter((raw) => raw !== undefined && !raw.ended && !raw.reset).length;
      tell(`${alive} of 400 connections stay`);
      assert.ok(alive <= 124, 'CONNECTIONS_PER_ADDRESS, and 64 that speak plain HTTP');
      const other = await setup.seat();
      assert.equal(other.ended, false);
      other.destroy();
      for (const raw of sockets) raw?.destroy();
    });
  });
});
