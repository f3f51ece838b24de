/** Budgets for wrong guesses, on handed-in time and through the API: codes of rooms, the operator's token. */
import assert from 'node:assert/strict';
import { readConfig } from '../../../server/config.ts';
import { networkOf } from '../../../server/edge/address.ts';
import { Guesses } from '../../../server/edge/guesses.ts';
import { CODE_LETTERS, LIMITS } from '../../../shared/wire/protocol.ts';
import { OPERATOR_TOKEN, openRoom, send, useServer } from '../../support/server.ts';

const { limits } = readConfig({});
const HOUR_MS = 3_600_000;

describe('Wrong guesses', () => {
  it('are answered to 60 codes at once and 60 an hour: one of 100 rooms is found in almost three years, and a code that is right waits a minute', () => {
    const guesses = new Guesses(limits);
    let answered = 0;
    for (let nowMs = 0; nowMs <= 1000 * HOUR_MS; nowMs += HOUR_MS / 10)
      for (let n = 0; n < 70; n++) if (guesses.miss('codes', '192.0.2.1', nowMs) === 0) answered++;
    assert.equal(answered, 60 + 60_000);
    assert.equal(guesses.miss('codes', '192.0.2.1', 1000 * HOUR_MS), 60);
    const years = CODE_LETTERS.length ** LIMITS.codeChars / 100 / limits.codeMisses.perHour / 24 / 365;
    assert.ok(years > 2.8, String(years));
  });

  it('tell how long to wait, and right ones cost nothing', () => {
    const guesses = new Guesses({ ...limits, codeMisses: { perHour: 6, burst: 1 } });
    for (let n = 0; n < 50; n++) {
      assert.equal(guesses.miss('codes', '192.0.2.1', 0), 0);
      guesses.hit('codes', '192.0.2.1');
    }
    assert.deepEqual([guesses.miss('codes', '192.0.2.1', 0), guesses.miss('codes', '192.0.2.1', 0)], [0, 600]);
    assert.equal(guesses.miss('operatorToken', '192.0.2.1', 0), 0, 'a budget of its own');
  });

  for (const [network, addressOf] of [
    ['192.0.2.0/24', (n: number) => `192.0.2.${n}`],
    ['2001:db8:7::/48', (n: number) => `2001:db8:7:${n}::1`],
  ] as const)
    it(`of all of ${network} together are twice those of one address`, () => {
      const guesses = new Guesses(limits);
      let answered = 0;
      for (let n = 1; n <= 200; n++) if (guesses.miss('codes', addressOf(n), 0) === 0) answered++;
      assert.equal(answered, 120);
      assert.equal(networkOf(addressOf(3)), network);
      assert.equal(guesses.miss('codes', '198.51.100.1', 0), 0, 'another network');
    });

  it('of one address leave its network something', () => {
    const guesses = new Guesses(limits);
    for (let n = 0; n < 100; n++) guesses.miss('codes', '192.0.2.1', 0);
    assert.equal(guesses.miss('codes', '192.0.2.2', 0), 0);
  });
});

describe('Guesses through the API', () => {
  const server = useServer({
    LIMITS_PER_ADDRESS: 'on',
    CODE_MISSES_BURST: '2',
    OPERATOR_MISSES_BURST: '3',
    MISSES_PER_NETWORK: '1',
  });
  const codeOf = async (response: Response): Promise<string | undefined> =>
    ((await response.json()) as { error?: { code: string } }).error?.code;

  it('[E10] of room codes: a right one costs nothing, after too many wrong ones it is not answered either', async () => {
    const { code } = await openRoom(server.url, { private: true });
    const ask = (guess: string) => fetch(`${server.url}/api/codes/${guess}`);
    for (let n = 0; n < 5; n++) assert.equal((await ask(code)).status, 200);
    const wrong = await Promise.all(Array.from({ length: 6 }, () => ask('WRONGS')));
    assert.deepEqual(wrong.map(({ status }) => status).sort(), [404, 404, 429, 429, 429, 429]);
    const right = await ask(code);
    assert.equal(right.status, 429);
    assert.ok(Number(right.headers.get('retry-after')) > 30);
    assert.equal(await codeOf(right), 'too_many_wrong_codes');
  });

  it("[E10] of the operator's token: only Bearer is a scheme, and the fourth wrong one is not looked at", async () => {
    const { roomId } = await openRoom(server.url);
    const end = (authorization: string) =>
      send(`${server.url}/api/rooms/${roomId}`, 'DELETE', undefined, { authorization });
    for (const given of [OPERATOR_TOKEN, `Basic ${OPERATOR_TOKEN}`, `Bearer ${'x'.repeat(OPERATOR_TOKEN.length)}`])
      assert.equal(await codeOf(await end(given)), 'operator_token_wrong', given);
    const right = await end(`Bearer ${OPERATOR_TOKEN}`);
    assert.equal(right.status, 429);
    assert.ok(Number(right.headers.get('retry-after')) > 0);
    assert.equal(await codeOf(right), 'too_many_wrong_tokens');
  });
});
