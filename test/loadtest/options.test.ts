/** What the command lines of the load tester and of the bench mean, option by option. */
import assert from 'node:assert/strict';
import { readBenchOptions } from '../../loadtest/bench/options.ts';
import type { RunOptions } from '../../loadtest/contract/run-options.ts';
import { readCommandLine } from '../../loadtest/options.ts';

/** What a command says on the standard error, and the code that it would end with. */
function refused(read: (argv: string[]) => unknown, ...args: string[]): { code: number; says: string } {
  const { exit } = process;
  const { write } = process.stderr;
  const { write: print } = process.stdout;
  let says = '';
  const take = (text: string | Uint8Array): boolean => {
    says += String(text);
    return true;
  };
  process.exit = (code) => {
    throw { code };
  };
  Object.assign(process.stderr, { write: take });
  Object.assign(process.stdout, { write: take });
  try {
    read(['node', 'program', ...args]);
  } catch (ended) {
    return { code: (ended as { code: number }).code, says };
  } finally {
    process.exit = exit;
    Object.assign(process.stderr, { write });
    Object.assign(process.stdout, { write: print });
  }
  return assert.fail(`${args.join(' ')} is taken`);
}

describe('a command line of the load tester', () => {
  const runOf = (...args: string[]): RunOptions => {
    const read = readCommandLine(['node', 'loadtest', ...args]);
    assert.ok('conduct' in read);
    return read.conduct.run;
  };

  it('means twenty full bots for ten seconds where nothing is said', () => {
    assert.deepEqual(runOf(), {
      ...{ url: 'http://localhost:2567', adapter: 'sparkfray', mode: 'fray', players: 20, rooms: undefined },
      ...{ durationSeconds: 10, joinsPerSecond: 50, stepPlayers: 2, kind: 'full', think: 'fighter', seed: 1 },
      ...{ decodeEvery: 1, profile: undefined, link: {} },
    });
  });

  it('has about a hundred light bots decode, or as many as it says', () => {
    const every = (...args: string[]) => runOf('--bots', 'light', ...args).decodeEvery;
    assert.deepEqual(
      ['1', '100', '101', '1000'].map((players) => every('-p', players)),
      [1, 1, 2, 10],
    );
    assert.deepEqual([every('-p', '1000', '--decode-every', '1'), every('--decode-every', '7')], [1, 7]);
  });

  it('takes what was said before what the scenario says', () => {
    const pick = ({ mode, players, rooms, kind, think }: RunOptions) => [mode, players, rooms, kind, think];
    assert.deepEqual(pick(runOf('-s', 'swarm')), ['swarm', 100, 1, 'light', 'wander']);
    const said = ['-m', 'fray', '-p', '7', '--rooms', '3', '-b', 'full', '-t', 'idle'];
    assert.deepEqual(pick(runOf('-s', 'swarm', ...said)), ['fray', 7, 3, 'full', 'idle']);
    assert.equal(runOf('-s', 'churn').joinsPerSecond, 2);
    assert.equal(runOf('-s', 'churn', '--ramp', '4').joinsPerSecond, 5);
    assert.equal(runOf('--joins', '0.5').joinsPerSecond, 0.5);
    assert.deepEqual([runOf('-p', '4').stepPlayers, runOf('-p', '4', '--step', '3').stepPlayers], [1, 3]);
  });

  it('makes a bad network of its numbers, two stalls a minute where only their length is said', () => {
    const network = ['--latency', '60', '--jitter', '0', '--stall', '300'];
    const link = { latencyMs: 60, jitterMs: 0, stallMs: 300 };
    assert.deepEqual(runOf(...network).link, { ...link, stallsPerMinute: 2 });
    assert.deepEqual(runOf(...network, '--stalls', '0').link, { ...link, stallsPerMinute: 0 });
    assert.deepEqual(runOf(...network, '--profile', '4g').link, link);
  });

  it('takes a URL without the slash at its end', () => {
    assert.equal(runOf('-u', 'https://play.test/').url, 'https://play.test');
  });

  for (const [args, says] of [
    [['-d', '0'], /seconds, more than 0 and at most/],
    [['-d', '1e3'], /seconds, more than 0/],
    [['--joins', '0'], /joins per second, more than 0 and at most 5000/],
    [['--joins', '5001'], /at most 5000/],
    [['--latency', '-1'], /milliseconds, from 0 to/],
    [['--stalls', '601'], /times per minute, from 0 to 600/],
    [['-p', '0'], /whole number from 1 to 10000/],
    [['--ramp', '1', '--joins', '2'], /cannot be used with/],
    [['--listen', 'localhost:65536', '--remote-workers', '1'], /host:port/],
    [['--listen', ':7070', '--remote-workers', '1'], /host:port/],
    [['--listen', 'localhost:7070'], /--listen needs --remote-workers/],
    [['--remote-workers', '1'], /--remote-workers needs --listen/],
    [['--workers', '0'], /--workers 0 needs --remote-workers/],
  ] as const) {
    it(`is refused with code 2: ${args.join(' ')}`, () => {
      const { code, says: said } = refused(readCommandLine, ...args);
      assert.equal(code, 2);
      assert.match(said, says);
    });
  }
});

describe('a command line of the bench', () => {
  const read = (...args: string[]) => readBenchOptions(['node', 'bench', ...args]);

  it('means all parts, in three rounds of five seconds, where nothing is said', () => {
    assert.deepEqual(read(), {
      ...{ parts: ['step', 'rooms', 'room', 'generator'], rounds: 3, seconds: 5, players: [100, 200] },
      ...{ roomPlayers: 240, fullBots: 60, stealMax: 0.1, json: undefined },
    });
  });

  it('sorts the sizes and takes each once', () => {
    assert.deepEqual(read('--players', '300,100,300', '--only', 'room').players, [100, 300]);
    assert.deepEqual(read('--only', 'room').parts, ['room']);
    assert.equal(read('--players', '2,3,4,5,6,7,8,9').players.length, 8);
  });

  it('is refused with code 2 when it is wrong, and ends well after --help', () => {
    assert.equal(refused(readBenchOptions, '--rounds', '0').code, 2);
    assert.equal(refused(readBenchOptions, '--players', '1').code, 2);
    assert.match(refused(readBenchOptions, '--players', '2,3,4,5,6,7,8,9,10').says, /at most 8 sizes/);
    const help = refused(readBenchOptions, '--help');
    assert.equal(help.code, 0);
    assert.match(help.says, /Parts:\n {2}step/);
  });
});
