/** Floods and bombs over HTTP (rows N, O, P, S, T, W): budgets hold, others play on (promise 7). */
import assert from 'node:assert/strict';
import { addressOf, ask, type RequestOptions } from '../../../support/raw/request.ts';
import { reserveSeat } from '../../../support/raw/seat.ts';
import { RawSocket } from '../../../support/raw/socket.ts';
import { AttackSetup, freshAddress, sleep, tell } from './attack-setup.ts';

const FLOOD_MS = 4000;

/** Asks again and again over some connections. @returns how often each status came */
async function floodOf(
  url: string,
  lanes: number,
  options: (lane: number) => RequestOptions,
): Promise<Map<number, number>> {
  const seen = new Map<number, number>();
  const endMs = performance.now() + FLOOD_MS;
  const lane = async (nth: number): Promise<void> => {
    while (performance.now() < endMs) {
      const { status } = await ask(url, options(nth)).catch(() => ({ status: 0 }));
      seen.set(status, (seen.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: lanes }, (_none, nth) => lane(nth)));
  return seen;
}

const shown = (seen: Map<number, number>): string =>
  [...seen].map(([status, count]) => `${count} × ${status}`).join(', ');

describe('abuse: floods over HTTP', () => {
  let setup: AttackSetup;
  before(async () => {
    setup = await AttackSetup.set();
    await setup.calm();
  });
  after(() => setup.strike());

  it('row N, promise 7: twelve connections that flood room creation get 429; others keep 28 patches', async () => {
    const from = freshAddress();
    const seen = await setup.during(
      () => floodOf(`${setup.url}/api/rooms`, 12, () => ({ from, body: { mode: 'fray' } })),
      28,
    );
    tell(shown(seen));
    tell(`load ${await setup.metric('sparkfray_load')}, committed ${await setup.metric('sparkfray_load_committed')}`);
    assert.ok((seen.get(429) ?? 0) > (seen.get(201) ?? 0));
    assert.ok((seen.get(201) ?? 0) <= 40, 'a burst of 20 and 2 a second');
    const { status } = await ask(`${setup.url}/api/rooms`, { from: freshAddress(), body: { mode: 'fray' } });
    assert.equal(status, 201, 'another address opens a room at once');
  });

  it('row N, promise 7: the same from eight addresses ends at the cap of empty rooms with 503', async () => {
    const addresses = Array.from({ length: 8 }, freshAddress);
    const seen = await setup.during(
      () => floodOf(`${setup.url}/api/rooms`, 8, (lane) => ({ from: addresses[lane] ?? '', body: { mode: 'fray' } })),
      28,
    );
    tell(shown(seen));
    assert.ok((seen.get(201) ?? 0) <= 100);
    assert.ok((seen.get(429) ?? 0) + (seen.get(503) ?? 0) > 0);
  });

  it('row N, promise 7: a flood of quick play gets 429; others keep 28 patches', async () => {
    const from = freshAddress();
    const seen = await setup.during(
      () => floodOf(`${setup.url}/matchmake/joinOrCreate/arena`, 12, () => ({ from, body: { mode: 'fray' } })),
      28,
    );
    tell(shown(seen));
    assert.ok((seen.get(429) ?? 0) > (seen.get(200) ?? 0));
  });

  it('row O: seats that are reserved and not used are capped, and free again after 5 s', async () => {
    const from = freshAddress();
    let reserved = 0;
    let refused = '';
    while (refused === '' && reserved < 60) {
      await reserveSeat(setup.url, undefined, {}, from).then(
        () => reserved++,
        (error: Error) => {
          refused = error.message;
        },
      );
    }
    tell(`${reserved} seats, then ${refused.slice(0, 60)}`);
    assert.ok(reserved <= 24);
    assert.match(refused, /429/);
    await sleep(6500);
    await reserveSeat(setup.url, undefined, {}, from);
  });

  it('row P: a body of 20 MB is refused before it is read', async () => {
    await setup.during(async () => {
      for (const head of ['Content-Length: 20000000', 'Transfer-Encoding: chunked']) {
        const raw = await RawSocket.open({ port: setup.server.port, from: freshAddress() });
        raw.write(
          `POST /matchmake/joinOrCreate/arena HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n${head}\r\n\r\n`,
        );
        const chunk = Buffer.alloc(64_000, 0x5b);
        for (let nth = 0; nth < 300 && !raw.ended; nth++) {
          if (raw.socket.writableLength < 1_000_000) raw.write(chunk);
          await new Promise((resolve) => setImmediate(resolve));
        }
        await raw.until(() => raw.head !== undefined || raw.ended, 3000);
        assert.ok([411, 413].includes(raw.head?.status ?? 0) || raw.reset, `${raw.head?.status}`);
        raw.destroy();
      }
      await sleep(2000);
    });
  });

  it('row S: pages of other sites get 403 without CORS headers', async () => {
    const { status } = await ask(`${setup.url}/api/rooms`, { headers: { origin: 'http://evil.example' } });
    assert.equal(status, 403);
  });

  it('row T: invented client addresses do not widen a budget', async () => {
    const from = freshAddress();
    let forged = 0;
    const seen = await setup.during(
      () =>
        floodOf(`${setup.url}/matchmake/joinOrCreate/arena`, 8, () => {
          const invented = addressOf(1000 + forged++);
          return {
            from,
            body: {},
            headers: { 'x-forwarded-for': invented, 'x-real-ip': invented, 'x-client-ip': invented },
          };
        }),
      28,
    );
    tell(shown(seen));
    assert.ok((seen.get(429) ?? 0) > (seen.get(200) ?? 0));
  });

  it('row W: guessing reconnection tokens gets 429', async () => {
    const from = freshAddress();
    const seen = await setup.during(
      () =>
        floodOf(`${setup.url}/matchmake/reconnect/${setup.roomId}`, 8, () => ({
          from,
          body: { reconnectionToken: 'guessed' },
        })),
      28,
    );
    tell(shown(seen));
    assert.equal(seen.get(200), undefined);
    assert.ok((seen.get(429) ?? 0) > 0);
  });

  it('row J: a flood of plain requests gets 429', async () => {
    const from = freshAddress();
    const seen = await setup.during(() => floodOf(`${setup.url}/api/rooms?mode=fray`, 12, () => ({ from })), 28);
    tell(shown(seen));
    assert.ok((seen.get(429) ?? 0) > 0);
  });
});
