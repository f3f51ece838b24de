/** The bench's arithmetic on made-up rounds, its rounds with made-up programs, and what it says when used wrongly. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { type BudgetRow, budgetRows } from '../../../loadtest/bench/budget.ts';
import { compete, inTurn } from '../../../loadtest/bench/compete.ts';
import type { Contender } from '../../../loadtest/bench/contenders.ts';
import { parseCoreTimes, pinned, stealBetween } from '../../../loadtest/bench/machine.ts';
import {
  type MedianRow,
  median,
  medianRowOf,
  playersAt,
  ratio,
  usPerClientTick,
} from '../../../loadtest/bench/median-row.ts';
import { budgetLines } from '../../../loadtest/bench/print.ts';
import { type Round, readReport, runRound } from '../../../loadtest/bench/round.ts';

const STEAL_MAX = 0.1;

function roundOf(side: Round['side'], players: number, cores: number, more: Partial<Round> = {}): Round {
  return { side, players, steal: 0, figures: { cores, patches: 30, 'tick.p99': 4, 'late.p99': 2.5 }, ...more };
}

const rowOf = (side: Round['side'], players: number, cores: number, more: Partial<Round> = {}): MedianRow =>
  medianRowOf(side, players, [roundOf(side, players, cores, more)], STEAL_MAX);

describe('what the bench makes of its rounds', () => {
  it('takes medians, of nothing too', () => {
    assert.deepEqual([median([3, 1, 2]), median([4, 1, undefined, 3, 2]), median([])], [2, 2.5, undefined]);
    assert.deepEqual([ratio(6, 3), ratio(1, 0), ratio(undefined, 1)], [2, undefined, undefined]);
  });

  it('counts processor time per client and tick, by the ticks that were sent where the server lags behind', () => {
    // 0.3 cores for 100 players × 30 ticks: 0.3 / 3000 s = 100 µs
    const cost = usPerClientTick(roundOf('ours', 100, 0.3)) ?? 0;
    assert.ok(Math.abs(cost - 100) < 1e-9);
    const lagging = usPerClientTick(roundOf('ours', 100, 0.3, { figures: { cores: 0.3, patches: 15 } })) ?? 0;
    assert.ok(Math.abs(lagging - 200) < 1e-9);
    assert.equal(usPerClientTick(roundOf('ours', 100, 0, { figures: {} })), undefined);
  });

  it('leaves out rounds with steal and rounds that failed, and says how many and why', () => {
    const rounds = [
      roundOf('ours', 100, 0.2),
      roundOf('ours', 100, 0.9, { steal: 0.3 }),
      roundOf('ours', 100, 0.4),
      roundOf('ours', 100, 0, { figures: {}, problem: 'no seat' }),
      roundOf('stock', 100, 5),
      roundOf('ours', 200, 7),
    ];
    const { cores, rounds: counted, discarded, problems, usRange } = medianRowOf('ours', 100, rounds, STEAL_MAX);
    assert.ok(Math.abs((cores ?? 0) - 0.3) < 1e-9);
    assert.deepEqual([counted, discarded, problems], [2, 1, ['no seat']]);
    assert.deepEqual(
      usRange?.map((us) => Math.round(us)),
      [67, 133],
    );
  });

  it('finds the players for a load on a straight line, between sizes or beyond them', () => {
    const at = (...points: [number, number][]) =>
      playersAt(
        0.7,
        points.map(([n, cores]) => rowOf('ours', n, cores)),
      );
    const near = (actual: number | undefined, expected: number) =>
      assert.ok(Math.abs((actual ?? 0) - expected) < 1e-6, `${actual} instead of ${expected}`);
    near(at([100, 0.3], [200, 0.5]), 300);
    near(at([100, 0.1], [200, 0.6], [400, 1]), 250);
    near(at([100, 0.8], [200, 0.9]), 0);
    assert.equal(at([100, 0.3]), undefined);
    assert.equal(at([100, 0.3], [200, 0.29]), undefined);
  });

  it('reads steal from the kernel, of the core that lost most', () => {
    const stat = (steal: number, idle: number) =>
      `cpu  9 9 9 9 9 9 9 9 0 0\ncpu0 10 0 10 ${idle} 0 0 0 ${steal} 5 0\ncpu1 10 0 10 ${idle} 0 0 0 0 0 0\nintr 1`;
    const [before, after] = [parseCoreTimes(stat(0, 100)), parseCoreTimes(stat(25, 175))];
    assert.equal(before.length, 2);
    assert.equal(stealBetween(before, after), 0.25);
    assert.deepEqual([stealBetween(after, after), stealBetween(undefined, undefined)], [0, 0]);
  });

  it('does not count a server that had fewer players than asked for, nor one that tells nothing', () => {
    const written = { figures: { players: 10, cores: 0.1 }, errors: [], warnings: [], workers: [] };
    assert.equal(readReport(written, 10).problem, undefined);
    assert.equal(readReport(written, 12).problem, '10 of 12 bots played');
    assert.match(readReport({ ...written, figures: { players: 10 } }, 10).problem ?? '', /processor time/);
    const failed = { ...written, errors: [{ message: 'no seat', count: 2 }] };
    assert.equal(readReport(failed, 10).problem, '2 bots failed: no seat');
    const workers = [
      { name: 'a', players: 60, cores: 0.2, loopP99Ms: 1 },
      { name: 'b', players: 40, cores: 0.3, loopP99Ms: 1 },
    ];
    assert.equal(readReport({ ...written, workers }, 10).botsPerCore, 200);
  });
});

describe('the budget', () => {
  const find = (rows: readonly BudgetRow[], what: string): BudgetRow => {
    const found = rows.find((row) => row.what.startsWith(what));
    assert.ok(found, what);
    return found;
  };
  const room = (oursAt200: number, more: Partial<Round> = {}): MedianRow[] => [
    ...[rowOf('ours', 200, oursAt200, more), rowOf('stock', 200, 0.4)],
    ...[rowOf('ours', 400, 2 * oursAt200, more), rowOf('stock', 400, 0.8), rowOf('floor', 400, 0.1)],
  ];

  it('passes what is good and fails what is not', () => {
    const good = budgetRows({ room: room(0.18), rooms: [rowOf('ours', 240, 0.2), rowOf('stock', 240, 0.3)] });
    assert.deepEqual(
      [find(good, 'rooms of 12').ruling, Math.round((find(good, 'rooms of 12').ratio ?? 0) * 10)],
      ['pass', 15],
    );
    const bad = budgetRows({ room: room(0.39), rooms: [rowOf('ours', 240, 0.3), rowOf('stock', 240, 0.3)] });
    assert.deepEqual(
      ['players in one room', 'processor per client', 'rooms of 12'].map((what) => find(bad, what).ruling),
      ['fail', 'fail', 'fail'],
    );
    assert.equal(find(good, 'ticks late, p99, 400').ruling, 'pass');
    const late = room(0.18, { figures: { cores: 0.36, patches: 30, 'tick.p99': 4, 'late.p99': 3.1 } });
    assert.equal(find(budgetRows({ room: late }), 'ticks late, p99, 400').ruling, 'fail');
  });

  it('does not judge what was measured at other sizes, by far guesses, or with a generator at its end', () => {
    const rows = budgetRows({ room: room(0.05) });
    assert.deepEqual(
      [find(rows, 'players in one room').ruling, find(rows, 'ticks late, p99, 800').ruling],
      ['not judged', 'not judged'],
    );
    const figures = { cores: 0.2, patches: 30, 'generator.cores': 0.99 };
    const starved = budgetRows({ room: room(0.2, { figures }) });
    assert.equal(find(starved, 'processor per client').ruling, 'not judged');
    assert.match(find(starved, 'processor per client').note, /the generator was the limit/);
    const slow = budgetRows({ room: room(0.2, { figures: { cores: 0.2, patches: 30, frames: 20 } }) });
    assert.equal(find(slow, 'processor per client').ruling, 'not judged');
  });

  it('says of every row that was not measured where it is', () => {
    const rows = budgetRows({});
    assert.ok(rows.every(({ ruling, note }) => ruling === 'not measured' && /not (here|in this run): /.test(note)));
    assert.equal(budgetLines(rows).length, rows.length + 2);
    const broken = rowOf('ours', 240, 0, { figures: {}, problem: 'no mode "swarm"' });
    assert.match(find(budgetRows({ rooms: [broken] }), 'rooms of 12').note, /ours: no mode "swarm"/);
  });
});

describe('rounds of the bench', () => {
  const contender = (side: Round['side'], server: string, load: string): Contender => ({
    ...{ side, players: 3, environment: { WHO: side } },
    server: [process.execPath, '-e', server],
    load: (url, file) => [process.execPath, '-e', load, url, file],
  });
  const UP = "console.log('Fake is up: http://127.0.0.1:9/' + process.env.WHO); setInterval(() => {}, 1000)";
  const WRITE = `require('fs').writeFileSync(process.argv[2], JSON.stringify(
    { figures: { players: 3, cores: 0.5, url: process.argv[1] }, errors: [], warnings: [], workers: [] }))`;
  const once = (given: Contender) => runRound(given, { pins: undefined, seconds: 1 });

  it('start a server, put the load on it and read what it wrote', async () => {
    const { figures, problem } = await once(contender('ours', UP, WRITE));
    assert.deepEqual([problem, figures], [undefined, { players: 3, cores: 0.5, url: 'http://127.0.0.1:9/ours' }]);
  });

  it('tell what went wrong, in the words of what failed', async () => {
    const mute = await once(contender('ours', "console.error('no port'); process.exit(1)", WRITE));
    assert.equal(mute.problem, 'the server did not start: no port');
    const lost = await once(contender('ours', UP, "console.error('no mode'); process.exit(2)"));
    assert.equal(lost.problem, 'the load ended with 2: no mode');
  });

  it('take turns, forwards and backwards, and repeat a round with steal once', async () => {
    assert.deepEqual(
      [inTurn(['a', 'b'], 0), inTurn(['a', 'b'], 1)],
      [
        ['a', 'b'],
        ['b', 'a'],
      ],
    );
    const contenders = [contender('ours', UP, WRITE), contender('stock', UP, WRITE)];
    const order: string[] = [];
    const lines: string[] = [];
    const rounds = await compete({
      ...{ name: 'test', contenders, rounds: 2, stealMax: STEAL_MAX, say: (line: string) => void lines.push(line) },
      runOne: async ({ side }) => {
        order.push(side);
        return roundOf(side, 3, 0.5, { steal: order.length === 2 ? 0.5 : 0 });
      },
    });
    assert.deepEqual(order, ['ours', 'stock', 'stock', 'stock', 'ours']);
    assert.equal(rounds.length, 5);
    assert.equal(lines.filter((line) => line.includes('discarded: others took 50 % of a core')).length, 1);
  });

  it('bind programs to a core only where there is one to bind to', () => {
    assert.deepEqual(pinned(undefined, ['node', 'a.ts']), ['node', 'a.ts']);
    assert.deepEqual(pinned(1, ['node']), ['taskset', '-c', '1', 'node']);
  });
});

const BENCH = 'loadtest/bench/main.ts';
const STOCK = 'loadtest/bench/stock/main.ts';

describe('the programs of the bench', () => {
  for (const [program, option] of [
    [BENCH, '--room-players'],
    [STOCK, '--max-clients'],
  ] as const) {
    it(`${program} explains its options with --help, and that is no failure`, () => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [program, '--help'], { encoding: 'utf8' });
      assert.deepEqual([status, stdout.includes(option), stderr], [0, true, '']);
    });
  }
});

describe('the stock server as a program', () => {
  it('says where it is up, and ends well when it is asked to', async () => {
    const child = spawn(process.execPath, [STOCK, '--port', '0', '--max-clients', '12', '--sight', 'all']);
    const exited = once(child, 'exit');
    const [said] = await Promise.race([once(child.stdout, 'data'), exited]);
    assert.match(String(said), /^Stock is up: http:\/\/\S+:\d+\n$/);
    child.kill('SIGTERM');
    assert.deepEqual(await exited, [0, null]);
  });
});

describe('npm run bench, used wrongly,', () => {
  const wrong: [args: string[], says: RegExp, program?: string][] = [
    [['--port', 'x'], /--port <number>.*'x' is invalid.*whole number from 0 to 65535/, STOCK],
    [['--port', '65536'], /--port <number>.*whole number from 0 to 65535/, STOCK],
    [['--max-clients', '0'], /--max-clients <count>.*whole number from 1 to 10000/, STOCK],
    [['--only', 'all'], /--only <part>.*'all' is invalid.*step, rooms, room, generator/],
    [['--players', '100,x'], /--players <counts>.*whole number from 2/],
    [['--fast'], /unknown option '--fast'/],
  ];
  for (const [args, says, program = BENCH] of wrong) {
    it(`answers ${args.join(' ')} with one line and code 2`, () => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
        encoding: 'utf8',
      });
      assert.deepEqual([status, stdout, stderr.trim().split('\n').length], [2, '', 1]);
      assert.match(stderr, says);
    });
  }
});
