/** TLS in the server itself: https and wss, a renewed certificate without a restart, and half a renewal. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { connect } from 'node:tls';
import { type RunningServer, startServer } from '../../../server/app.ts';
import { readConfig } from '../../../server/config.ts';
import { createLog } from '../../../server/ops/log.ts';
import { IDLE_INPUT, JOIN_ACK, MESSAGE, pathOf, type SeatTicket, upgradeRequest } from '../../support/raw/seat.ts';
import { RawSocket } from '../../support/raw/socket.ts';
import { PATIENCE_MS, until } from '../../support/server.ts';

const folder = mkdtempSync(join(tmpdir(), 'sparkfray-tls-'));
const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];

/** Writes a certificate of that name, as a renewal does. */
function certify(name: string, files: readonly [string, string] = [certFile, keyFile]): void {
  const [cert, key] = files;
  const options = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  execFileSync('openssl', [...options, '-subj', `/CN=${name}`, '-out', cert, '-keyout', key], { stdio: 'ignore' });
}

/** @returns the name in the certificate that a new connection gets */
function nameAt(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false }, () => {
      resolve(String(socket.getPeerCertificate().subject.CN));
      socket.destroy();
    });
    socket.on('error', reject);
  });
}

/** One request over TLS. @returns status and body */
async function ask(port: number, request: string): Promise<{ status: number; body: string }> {
  const raw = await RawSocket.open({ port, tls: true });
  raw.write(request);
  await raw.until(() => raw.ended, PATIENCE_MS);
  raw.destroy();
  return { status: raw.head?.status ?? 0, body: raw.body.toString() };
}

describe('TLS', () => {
  let server: RunningServer;
  const port = (): number => Number(new URL(server.url).port);
  let failures = 0;
  const sink = new Writable({
    write(chunk, _encoding, done) {
      if (String(chunk).includes('certificate_not_renewed')) failures++;
      done();
    },
  });

  /** Waits until the server has looked at the files and found that they do not fit. */
  async function notRenewed(): Promise<void> {
    const before = failures;
    await until(() => failures > before, 'a look at the files');
  }

  before(async () => {
    certify('first');
    const config = readConfig({
      PORT: '0',
      HOST: '127.0.0.1',
      LOG_LEVEL: 'silent',
      TLS_CERT: certFile,
      TLS_KEY: keyFile,
      TLS_CHECK_SECONDS: '1',
    });
    server = await startServer(config, createLog('error', sink), (_request, _response, next) => next());
  });
  after(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  it('serves https, with https in its links', async () => {
    assert.match(server.url, /^https:/);
    const body = '{"mode":"fray"}';
    const request = `POST /api/rooms HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    const answer = await ask(port(), request);
    assert.equal(answer.status, 201);
    assert.match((JSON.parse(answer.body) as { joinUrl: string }).joinUrl, /^https:\/\/a\.example\/#/);
  });

  it('[T15] counts a handshake that failed as bad_tls, once, and what is no HTTP behind a good one as bad_http', async () => {
    const counted = async (): Promise<number[]> => {
      const { body } = await ask(port(), 'GET /metrics HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
      return ['bad_tls', 'bad_http'].map((reason) => Number(body.split(`{reason="${reason}"} `)[1]?.split('\n')[0]));
    };
    const [tls = 0, http = 0] = await counted();
    for (const [isTls, expected] of [
      [false, [tls + 1, http]],
      [true, [tls + 1, http + 1]],
    ] as const) {
      const raw = await RawSocket.open({ port: port(), tls: isTls });
      raw.write('no HTTP at all\r\n\r\n');
      await raw.until(() => raw.ended || raw.reset, PATIENCE_MS);
      raw.destroy();
      assert.deepEqual(await counted(), expected);
    }
  });

  it('serves wss, and renews its certificate under a running match', async () => {
    const options = '{}';
    const ticket = JSON.parse(
      (
        await ask(
          port(),
          `POST /matchmake/joinOrCreate/arena HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n${options}`,
        )
      ).body,
    ) as SeatTicket;
    const raw = await RawSocket.open({ port: port(), tls: true });
    raw.write(upgradeRequest(pathOf(ticket), port()));
    await raw.until(() => raw.frames.some(({ payload }) => payload[0] === MESSAGE.join), PATIENCE_MS);
    raw.write(JOIN_ACK);
    assert.equal(await nameAt(port()), 'first');
    certify('second');
    const endMs = performance.now() + PATIENCE_MS;
    let name = 'first';
    while (name === 'first' && performance.now() < endMs) {
      raw.write(IDLE_INPUT);
      await new Promise((resolve) => setTimeout(resolve, 100));
      name = await nameAt(port());
    }
    assert.equal(name, 'second');
    const patches = raw.frames.length;
    assert.equal(await raw.until(() => raw.frames.length > patches + 10, PATIENCE_MS), true, 'the match goes on');
    raw.destroy();
  });

  it('keeps the old certificate while the new files do not fit together', async () => {
    certify('third', [join(folder, 'other.pem'), keyFile]);
    utimesSync(certFile, new Date(), new Date());
    await notRenewed();
    assert.equal(await nameAt(port()), 'second');
    writeFileSync(certFile, 'nothing');
    await notRenewed();
    assert.equal(await nameAt(port()), 'second');
    certify('fourth');
    let name = '';
    nameAt(port()).then(
      (found) => (name = found),
      () => {},
    );
    await until(() => {
      nameAt(port()).then(
        (found) => (name = found),
        () => {},
      );
      return name === 'fourth';
    }, 'the new certificate');
  });

  it('ends a connection that never shakes hands', async () => {
    const raw = await RawSocket.open({ port: port() });
    assert.equal(await raw.until(() => raw.ended, PATIENCE_MS), true);
  });

  it('refuses to start with a certificate that does not fit', async () => {
    writeFileSync(join(folder, 'bad.pem'), 'nothing');
    const config = readConfig({ PORT: '0', TLS_CERT: join(folder, 'bad.pem'), TLS_KEY: keyFile, LOG_LEVEL: 'silent' });
    await assert.rejects(startServer(config, createLog('silent'), (_request, _response, next) => next()));
  });
});
