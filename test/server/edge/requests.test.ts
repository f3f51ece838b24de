/** What an address gets that asks more often than it may (promise 7). */
import assert from 'node:assert/strict';
import { RawSocket } from '../../support/raw/socket.ts';
import { PATIENCE_MS, useServer } from '../../support/server.ts';

describe('One address that has used up its requests', () => {
  const limits = { LIMITS_PER_ADDRESS: 'on', REQUESTS_BURST: '5', REQUESTS_PER_SECOND: '1' };
  const LATE_MS = 500;
  const open = (url: string): Promise<RawSocket> => RawSocket.open({ port: Number(new URL(url).port) });
  const GET = 'GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n';
  /** What a connection was answered up to now, in order. */
  const statuses = ({ head, body }: RawSocket): string =>
    [head?.status, ...[...body.toString('latin1').matchAll(/HTTP\/1\.1 (\d{3})/gu)].map(([, status]) => status)].join(
      ' ',
    );

  describe('without a proxy', () => {
    const server = useServer(limits);

    it('waits for each answer, and keeps its connection', async () => {
      const raw = await open(server.url);
      raw.write(`${GET}\r\n`.repeat(5));
      assert.equal(await raw.until(() => statuses(raw) === '200 200 200 200 200', PATIENCE_MS), true);
      for (const answered of ['200 429', '200 429 429']) {
        const startMs = performance.now();
        raw.write(`${GET}\r\n`);
        assert.equal(await raw.until(() => statuses(raw).endsWith(answered), PATIENCE_MS), true, statuses(raw));
        assert.ok(performance.now() - startMs > 0.9 * LATE_MS);
      }
      assert.equal(raw.ended, false);
      raw.destroy();
    });
  });

  describe('and asks on without waiting', () => {
    const server = useServer(limits);

    it('loses the connection', async () => {
      const raw = await open(server.url);
      raw.write(`${GET}\r\n`.repeat(2000));
      assert.equal(await raw.until(() => raw.ended || raw.reset, PATIENCE_MS), true);
      assert.doesNotMatch(statuses(raw), /429/u);
      raw.destroy();
    });
  });

  describe('for what is refused', () => {
    const server = useServer(limits);

    it('has used them up as well', async () => {
      const raw = await open(server.url);
      raw.write(`${GET}Origin: https://evil.example\r\n\r\n`.repeat(6));
      assert.equal(
        await raw.until(() => statuses(raw) === '403 403 403 403 403 429', PATIENCE_MS),
        true,
        statuses(raw),
      );
      raw.destroy();
    });
  });

  describe('behind a proxy', () => {
    const server = useServer({ ...limits, TRUST_PROXY: '127.0.0.1' });

    it('costs the connection, which is everybody’s, nothing', async () => {
      const raw = await open(server.url);
      raw.write(`${GET}X-Forwarded-For: 203.0.113.9\r\n\r\n`.repeat(7));
      raw.write(`${GET}X-Forwarded-For: 203.0.113.10\r\n\r\n`);
      assert.equal(await raw.until(() => statuses(raw) === '200 200 200 200 200 429 429 200', PATIENCE_MS), true);
      raw.destroy();
    });
  });
});
