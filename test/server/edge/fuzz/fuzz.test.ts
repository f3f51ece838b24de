/**
 * Found inputs, each by its name, and a short stretch of fuzzing; both beside honest players.
 * The long stretch is among the abuse tests.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Health, Lever, PlayersOrder, PlayersReport } from '../../../support/raw/messages.ts';
import { type Child, type ServerChild, startPlayers, startServerChild } from '../../../support/raw/process.ts';
import { openRoom } from '../../../support/raw/seat.ts';
import { fuzzSeed } from '../../../support/raw/seed.ts';
import { type Aim, carryOut } from './attack.ts';
import { found } from './found.ts';
import { attackOf, fuzz, patchesPerSecond } from './fuzz.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

describe('found inputs', () => {
  let server: ServerChild<Lever>;
  let players: Child<PlayersOrder>;
  let aim: Aim;
  before(async function () {
    this.timeout(120_000);
    server = await startServerChild<Lever>();
    const roomId = await openRoom(server.url);
    players = await startPlayers<PlayersOrder>(server.url, roomId, 1);
    aim = { url: server.url, port: server.port, roomId };
    await server.ask({ kind: 'health' });
  });
  after(async () => {
    await players?.kill();
    await server?.kill();
  });

  for (const attack of found) {
    it(`row ${attack.row}: ${attack.name}`, async () => {
      await carryOut(aim, attack);
      assert.equal((await fetch(`${server.url}/healthz`, { signal: AbortSignal.timeout(3000) })).status, 200);
      assert.equal(server.exit, undefined);
    });
  }

  it('cost an honest player in the same room nothing, and no stall of 100 ms (promise 1)', async () => {
    const { troubles } = await players.ask<PlayersReport>({ kind: 'mark' });
    assert.deepEqual(troubles, []);
    assert.doesNotMatch(server.text, /unhandled|uncaught|internal_error/i);
    const { busyMsMax } = await server.ask<Health>({ kind: 'health' });
    assert.ok(busyMsMax < 100, `the event loop was busy for ${busyMsMax.toFixed(0)} ms`);
  });
});

describe('fuzzing', () => {
  it('makes the same attack from the same seed and number', () => {
    assert.deepEqual(attackOf(7, 123), attackOf(7, 123));
    assert.notDeepEqual(attackOf(7, 123), attackOf(8, 123));
  });

  it('explains itself with --help, and answers a bad option with one line', () => {
    const help = spawnSync(process.execPath, [MAIN, '--help'], { encoding: 'utf8' });
    assert.equal(help.status, 0);
    for (const word of ['--minutes', '--seed', '--first', '--count']) assert.ok(help.stdout.includes(word), word);
    const bad = spawnSync(process.execPath, [MAIN, '--minutes', 'ten'], { encoding: 'utf8' });
    assert.equal(bad.status, 1);
    assert.match(bad.stderr, /expected a number/);
  });

  it('of messages, inputs, frames, requests, options and tokens breaks no promise (promises 1 and 2)', async () => {
    const report = await fuzz({ seed: fuzzSeed, seconds: 8, calmSeconds: 2, isPatient: true });
    assert.deepEqual(report.failures, []);
    assert.ok(report.attacks > 20, `only ${report.attacks} attacks`);
    assert.ok(patchesPerSecond(report.under) > 0);
  }).timeout(150_000);
});
