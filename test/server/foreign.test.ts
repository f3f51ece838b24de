/** A client in another language plays by PROTOCOL.md alone: test/foreign, in Python's standard library. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { useServer } from '../support/server.ts';

const CLIENT = fileURLToPath(new URL('../foreign/client.py', import.meta.url));
const RUN_MS_MAX = 90_000;

type Place = { x: number; y: number; seat: number; aim: number };
type Told = {
  sessionId: string;
  roster: Record<string, { name: string; seat: number; bot: boolean }>;
  own: Record<string, Place & { vx: number }>;
  start: Place;
  end: Place;
  ahead: number;
  acked: number;
  closed: number;
};

/** @throws when Python is not there, or the client fails: with what it wrote */
async function run(url: string): Promise<Told> {
  const { stdout } = await promisify(execFile)('python3', ['-B', CLIENT, url], { timeout: RUN_MS_MAX });
  return JSON.parse(stdout) as Told;
}

describe('Client in another language', () => {
  const server = useServer();

  it('[B1] [B2] [B3] [B4] [B8] joins, finds its own place, sees itself move and leaves', async function () {
    this.timeout(RUN_MS_MAX);
    const told = await run(server.url.replace('localhost', '127.0.0.1'));
    const { sessionId, start, end, ahead } = told;
    assert.deepEqual(Object.keys(told.roster), [sessionId]);
    assert.equal(told.roster[sessionId]?.name, 'Snake');
    assert.equal(told.roster[sessionId]?.bot, false);
    assert.equal(end.seat, told.roster[sessionId]?.seat);
    assert.ok((end.x - start.x) * ahead > 60, 'it has moved as it wanted');
    assert.equal(end.y, start.y);
    assert.ok(Math.abs(end.aim - Math.PI / 2) < 1e-4);
    assert.ok((told.own[sessionId]?.vx ?? 0) * ahead > 0, 'what only its owner is told');
    assert.ok(told.acked > 0);
    assert.equal(told.closed, 4000);
  });
});
