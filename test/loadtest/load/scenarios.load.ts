/**
 * Every scenario, small, against the real server: `npm run test:load`. What each does to the server must show in its report,
 * and the others must not feel it.
 */
import assert from 'node:assert/strict';
import type { Figures } from '../../../loadtest/contract/figures.ts';
import { scenarioNames } from '../../../loadtest/scenarios/list.ts';
import { useGameServer } from '../../support/game-server.ts';
import { launch, reported } from '../../support/loadtest.ts';

type Case = { args: string[]; shows: (figures: Figures) => void };

const figure = (figures: Figures, name: string): number => {
  const value = figures[name];
  assert.ok(value !== undefined, `${name} was not measured: ${JSON.stringify(figures)}`);
  return value;
};

/** Wide enough for a machine that runs other things too: what is tested is that it is measured. */
const LIMITS = ['errors == 0', 'ack.p50 < 500ms'].flatMap((limit) => ['--limit', limit]);

const CASES: Readonly<Record<string, Case>> = {
  steady: { args: ['-p', '10', '-d', '2', '--profile', 'mixed'], shows: (f) => assert.equal(f.players, 10) },
  ramp: {
    args: ['-p', '20', '--step', '10', '-d', '1'],
    shows: (f) => assert.equal(f.players, 20),
  },
  soak: { args: ['-p', '4', '-d', '2'], shows: (f) => assert.ok(Math.abs(figure(f, 'rss.growth')) < 500) },
  churn: {
    args: ['-p', '8', '-d', '4', '--joins', '4'],
    shows: (f) => {
      assert.ok(figure(f, 'joins') >= 8 + 12 && figure(f, 'leaves') >= 12, JSON.stringify(f));
      assert.equal(f.joined, 100);
    },
  },
  'join-storm': {
    args: ['-p', '40', '-d', '1', '--bots', 'light'],
    shows: (f) => assert.equal(figure(f, 'join.count'), 40),
  },
  'reconnect-storm': {
    args: ['-p', '20', '-d', '6'],
    shows: (f) => {
      assert.equal(figure(f, 'back.count'), 20);
      assert.ok(figure(f, 'back.max') < 5000);
      assert.equal(f.drops, 0, 'drops that were asked for are none');
    },
  },
  'matchmaking-storm': {
    args: ['--rooms', '8', '-p', '8', '-d', '1', '--bots', 'light'],
    shows: (f) => {
      assert.equal(figure(f, 'room.count'), 8);
      assert.equal(f.rooms, 8);
    },
  },
  swarm: {
    args: ['-p', '40', '-d', '2'],
    shows: (f) => {
      assert.equal(f.rooms, 1);
      assert.equal(f.players, 40);
    },
  },
  'stalled-readers': {
    args: ['-p', '10', '-d', '24', '--bots', 'light'],
    shows: (f) => {
      assert.ok(figure(f, 'ack.before') > 0);
      assert.equal(f['others.cut'], 1, 'the server gives up who has not answered its pings for 10 s');
      assert.equal(f.players, 10);
    },
  },
  cheaters: {
    args: ['-p', '12', '-d', '9', '--bots', 'light'],
    shows: (f) => {
      assert.ok(figure(f, 'others.cut') >= 2, 'the flooder and the garbler');
      assert.equal(f.players, 12);
    },
  },
};

describe('against the real server, the scenario', function () {
  this.timeout(120_000);
  const server = useGameServer({ ROOM_EMPTY_SECONDS: '1' });

  for (const name of scenarioNames) {
    it(name, async () => {
      const { args, shows } = CASES[name] ?? assert.fail(`there is no case for ${name}`);
      const { report, out, err } = await reported('--url', server.url, '--scenario', name, ...args, ...LIMITS);
      assert.ok(report.ok, out + err);
      shows(report.figures);
    });
  }

  it('counts as joined only who has got a seat', async () => {
    const { code, report } = await reported(
      ...['--url', server.url, '--rooms', '1', '-p', '30', '--bots', 'light', '-d', '1', '--limit', 'joined == 100%'],
    );
    assert.equal(code, 1);
    assert.deepEqual([report.figures.joins, report.figures.joined, report.figures.errors], [24, 80, 6]);
  });

  it('is played by workers of other machines too, who must know the key', async () => {
    const run = launch(
      ['--url', server.url, '-p', '4', '-d', '2', '--bots', 'light', '--json'].concat([
        '--listen',
        '127.0.0.1:0',
        '--remote-workers',
        '2',
        '--key',
        'a key of ours',
      ]),
    );
    try {
      const port = await new Promise<string>((resolve) => {
        run.child.stderr?.on('data', (chunk) => {
          const found = /--worker-of THIS_HOST:(\d+)/.exec(String(chunk))?.[1];
          if (found !== undefined) resolve(found);
        });
      });
      const worker = (key: string) => launch(['--worker-of', `127.0.0.1:${port}`, '--key', key]).ended;
      const stranger = await worker('another key');
      assert.equal(stranger.code, 2);
      assert.match(stranger.err, /--key/);
      const [{ code, out }, ...workers] = await Promise.all([
        run.ended,
        worker('a key of ours'),
        worker('a key of ours'),
      ]);
      assert.equal(code, 0, out);
      const report = JSON.parse(out);
      assert.deepEqual(
        report.workers.map(({ players }: { players: number }) => players),
        [2, 2],
      );
      assert.deepEqual(
        workers.map((ended) => ended.code),
        [0, 0],
      );
    } finally {
      run.child.kill();
    }
  });
});
