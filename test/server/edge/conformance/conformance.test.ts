/**
 * RFC 6455 rule by rule over raw sockets, against this server as a process (issue: the WebSocket as a product). Each test
 * names its section. Where the room's own rules go beyond the RFC, the test says so. The same cases run against a stock
 * Colyseus server in compare.ts; the differences are listed in docs/websocket.md.
 */
import assert from 'node:assert/strict';
import { certificateFiles } from '../../../support/raw/certificate.ts';
import type { Health, Lever } from '../../../support/raw/messages.ts';
import { type ServerChild, startServerChild } from '../../../support/raw/process.ts';
import type { Target } from '../../../support/raw/seat.ts';
import { type Case, observe, wanted } from './case.ts';
import { themes } from './cases.ts';

const CASES_MIN = 150;

/** Through TLS goes every third case: what differs there is how bytes are cut, not what they mean. */
const TLS_EVERY = 3;

const titleOf = ({ id, section, rule, ours }: Case): string =>
  `${section} · ${rule}${ours === undefined ? '' : ` (here: ${ours.why})`} [${id}]`;

async function check(target: Target, test: Case): Promise<void> {
  const seen = await observe(target, test);
  const expected = test.ours === undefined ? wanted(test) : [test.ours.expect].flat();
  assert.ok(expected.includes(seen), `saw "${seen}", expected "${expected.join('" or "')}"`);
}

describe('WebSocket conformance', () => {
  let server: ServerChild<Lever>;
  before(async function () {
    this.timeout(120_000);
    server = await startServerChild<Lever>();
    await observe(server, { id: 'warm-up', section: '', rule: 'has compiled what it runs', expect: '101 open' });
    await server.ask<Health>({ kind: 'health' });
  });
  after(() => server.kill());

  it(`has at least ${CASES_MIN} cases, each with a name of its own`, () => {
    const ids = themes.flatMap(({ cases }) => cases.map(({ id }) => id));
    assert.ok(ids.length >= CASES_MIN);
    assert.deepEqual(
      ids.filter((id, at) => ids.indexOf(id) !== at),
      [],
    );
  });

  for (const { name, cases } of themes) {
    describe(name, () => {
      for (const test of cases) {
        it(titleOf(test), () => check(server, test));
      }
    });
  }

  it('ends none of it with an exit, an unhandled error or a stall of 100 ms (promise 1)', async () => {
    assert.equal(server.exit, undefined);
    assert.doesNotMatch(server.text, /unhandled|uncaught|internal_error/i);
    const { busyMsMax } = await server.ask<Health>({ kind: 'health' });
    assert.ok(busyMsMax < 100, `the event loop was busy for ${busyMsMax.toFixed(0)} ms`);
  });
});

describe('WebSocket conformance through TLS', () => {
  const files = certificateFiles();
  let server: ServerChild<Lever>;
  before(async function () {
    this.timeout(120_000);
    server = await startServerChild<Lever>(files.environment);
  });
  after(async () => {
    await server?.kill();
    files.remove();
  });

  const all = themes.flatMap(({ cases }) => cases).filter(({ timeoutMs }) => timeoutMs === undefined);
  for (const test of all.filter((_case, at) => at % TLS_EVERY === 0)) {
    it(`wss: ${titleOf(test)}`, () => check({ url: server.url, port: server.port, tls: true }, test));
  }
});
