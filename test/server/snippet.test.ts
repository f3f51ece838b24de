/** The client that README.md prints runs as printed, and writes nothing that nobody asked for. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { matchMaker } from '@colyseus/core';
import { until, useServer } from '../support/server.ts';
import { ROOT, readText } from '../support/sources.ts';

type State = {
  toJSON: () => {
    players: Record<string, { x: number }>;
    roster: Record<string, { name: string; kills: number }>;
  };
};

const PRINTED_URL = 'http://localhost:2567';

/** @returns the code, for the server at `url` */
function printed(url: string): string {
  const [, code = ''] = /```js\n([\s\S]*?)```/.exec(readText('README.md')) ?? [];
  assert.ok(code.includes(PRINTED_URL));
  return code.replace(PRINTED_URL, url);
}

describe('The snippet of README.md', () => {
  const server = useServer();
  const folder = mkdtempSync(join(tmpdir(), 'snippet-'));
  let robot: ChildProcess | undefined;
  let told = '';

  before(() => {
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    writeFileSync(join(folder, 'robot.mjs'), printed(server.url));
  });
  after(() => {
    robot?.kill();
    rmSync(folder, { recursive: true });
  });

  it('joins, runs and fires without a warning', async () => {
    robot = spawn(process.execPath, ['robot.mjs'], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [robot.stdout, robot.stderr]) stream?.on('data', (text) => (told += text));
    const { state } = await waitForRoom();
    const robotX = (): number | undefined => {
      const { roster, players } = state.toJSON();
      return players[Object.keys(roster).find((key) => roster[key]?.name === 'Robot') ?? '']?.x;
    };
    await until(() => robotX() !== undefined, 'its pilot');
    const startX = robotX() ?? 0;
    await until(() => Math.abs((robotX() ?? startX) - startX) > 60, 'it to run');
    const kills = () => Object.values(state.toJSON().roster).reduce((sum, entry) => sum + entry.kills, 0);
    await until(() => kills() > 0 && told.includes('got seat'), 'a kill among bots, told by the robot', 60_000);
    assert.equal(robot.exitCode, null, told);
    for (const line of told.trim().split('\n')) assert.match(line, /^seat \d+ got seat \d+$/);
  });
});

async function waitForRoom(): Promise<{ state: State }> {
  let id: string | undefined;
  const isThere = (): boolean => {
    void matchMaker.query({ name: 'arena' }).then(([room]) => {
      id = room?.roomId;
    });
    return id !== undefined;
  };
  await until(isThere, 'a room');
  return matchMaker.getLocalRoomById(id ?? '') as unknown as { state: State };
}
