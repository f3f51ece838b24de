/** The listening server alone: how many sockets it takes, and how long it waits for a request. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readConfig } from '../../../server/config.ts';
import { Addresses, parseProxies } from '../../../server/edge/address.ts';
import { Admission } from '../../../server/edge/admission.ts';
import { guardConnections } from '../../../server/edge/connection-guard.ts';
import { createListener } from '../../../server/edge/listener.ts';
import { Refusals } from '../../../server/edge/refusals.ts';
import { InternalErrors } from '../../../server/ops/internal-errors.ts';
import { createLog } from '../../../server/ops/log.ts';
import { createMetrics } from '../../../server/ops/metrics.ts';
import { RawSocket } from '../../support/raw/socket.ts';
import { PATIENCE_MS } from '../../support/server.ts';

describe('A listener that is full', () => {
  it('drops what is too much, and counts it', async () => {
    const log = createLog('silent');
    const metrics = createMetrics();
    const listener = createListener(undefined, 2, log);
    const admission = new Admission(readConfig({}).limits, new Addresses(parseProxies('')));
    const errors = new InternalErrors(log, metrics);
    guardConnections(listener, { admission, refusals: new Refusals(log, metrics), errors });
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    const { port } = listener.address() as AddressInfo;
    const open = await Promise.all(Array.from({ length: 2 }, () => RawSocket.open({ port })));
    const extra = await RawSocket.open({ port });
    assert.equal(await extra.until(() => extra.ended || extra.reset, PATIENCE_MS), true);
    assert.ok(open.every(({ ended }) => !ended));
    const { values } = await metrics.refusals.get();
    assert.equal(values.find(({ labels }) => labels.reason === 'server_full')?.value, 1);
    for (const raw of [...open, extra]) raw.destroy();
    await new Promise((resolve) => listener.close(resolve));
  });

  it('and gives a head 5 s, a request 10 s, and looks every second', () => {
    const listener = createListener(undefined, 2, createLog('silent'));
    const { headersTimeout, requestTimeout, timeout, maxConnections } = listener;
    assert.deepEqual([headersTimeout, requestTimeout, timeout, maxConnections], [5000, 10_000, 30_000, 2]);
    assert.notEqual(createServer().headersTimeout, headersTimeout, 'Node by itself is more patient');
  });
});
