/** Runs that cannot be: each ends early, with a reason that says what to do. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { HANDSHAKES_OF_0_17, useForeignServer } from '../support/foreign-server.ts';
import { reported } from '../support/loadtest.ts';
import { usePeer } from '../support/peer.ts';

/** Much longer than any of them may take. */
const LONG = ['-p', '40', '-d', '600', '--bots', 'light', '--adapter', 'colyseus', '--workers', '1'];

describe('a run in which nobody can join', function () {
  this.timeout(60_000);
  const peer = usePeer();
  const servers = {
    '0.17 with a state': useForeignServer('0.17', HANDSHAKES_OF_0_17.state),
    '0.17 without one': useForeignServer('0.17', HANDSHAKES_OF_0_17.none),
    '0.16': useForeignServer('0.16', HANDSHAKES_OF_0_17.state),
  } as const;

  it('ends early, with the reason and code 1', async () => {
    const { code, report, out } = await reported('--url', peer.url, '--mode', 'no_such_room', ...LONG);
    assert.equal(code, 1);
    assert.equal(report.interrupted, false);
    assert.match(
      report.faults.join(),
      /^No bot could join \(\d+ tries\)\. There was no seat: .*no_such_room.*not defined/,
    );
    assert.match(out, /Not good\. No bot could join/);
    assert.ok((report.figures.seconds ?? 0) < 60, 'it did not go on for 600 s');
  });

  for (const [version, server] of Object.entries(servers)) {
    it(`because the server is one of ${version} says so`, async () => {
      const { code, report } = await reported('--url', server.url, '--mode', 'old', ...LONG);
      assert.equal(code, 1);
      assert.match(report.faults.join(), /^No bot could join .* speaks another version of Colyseus; .* speaks 0\.18\./);
      assert.equal(report.errors.length, 1, JSON.stringify(report.errors));
    });
  }

  it('because this machine may not open so many files does not begin, and says so with code 2', async () => {
    const args = ['--url', peer.url, '--mode', 'plain', ...LONG].join(' ');
    const child = spawn('sh', ['-c', `ulimit -n 64; exec "${process.execPath}" loadtest/main.ts ${args}`]);
    let err = '';
    child.stderr.on('data', (chunk) => {
      err += chunk;
    });
    const [code] = await once(child, 'close');
    assert.equal(code, 2, err);
    assert.match(err, /may open only 64 files.*40 bots need about 88\. Raise the limit \(ulimit -n 256\)/);
  });
});
