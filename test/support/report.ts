/** Reports of runs that never were, as real ones look: the same seed gives the same report. */
import type { Figures } from '../../loadtest/contract/figures.ts';
import type { Report, Series, Step } from '../../loadtest/contract/report.ts';
import { type Random, randomUnit } from '../../shared/sim/rng.ts';

const SHARES = [0, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.9999, 1] as const;
const BEATS = 60;

/** Around `value`, up to `share` of it to each side. */
const near = (random: Random, value: number, share: number): number =>
  Math.round(value * (1 + (randomUnit(random) * 2 - 1) * share) * 1000) / 1000;

function meter(random: Random, name: string, p50: number, spread: number, count: number): Figures {
  const at = (times: number): number => near(random, p50 * (1 + spread * times), 0.02);
  const shape = { p50: at(0), p90: at(0.6), p99: at(1), p999: at(1.7), max: at(2.4), mean: at(0.1) };
  return {
    ...Object.fromEntries(Object.entries(shape).map(([part, value]) => [`${name}.${part}`, value])),
    [`${name}.count`]: count,
  };
}

export function figuresFixture(seed = 1, players = 60): Figures {
  const random: Random = { rng: seed };
  const load = players / 60;
  return {
    players,
    joined: 100,
    errors: 0,
    drops: 0,
    rooms: Math.ceil(players / 20),
    seconds: BEATS,
    ...meter(random, 'join', 180, 1.4, players),
    ...meter(random, 'ack', 78 + 6 * load, 0.6, players * 1800),
    ...meter(random, 'rtt', 61, 0.5, players * 60),
    ...meter(random, 'age', 48, 0.7, players * 1800),
    ...meter(random, 'correction', 2.1, 6, 143),
    'ack.worst': near(random, 148, 0.02),
    'age.worst': near(random, 92, 0.02),
    unacked: 0,
    corrections: near(random, 2.4, 0.1),
    starvation: near(random, 0.31, 0.1),
    patches: near(random, 29.9, 0.002),
    'patches.min': near(random, 29.2, 0.004),
    frames: near(random, 30, 0.001),
    refused: 3,
    received: near(random, 10_100 * load ** 0.3, 0.02),
    'received.max': near(random, 11_900, 0.02),
    sent: near(random, 830, 0.02),
    ...meter(random, 'tick', 0.8 * load, 2.4, BEATS * 30 * Math.ceil(players / 20)),
    dropped: 0,
    cores: near(random, 0.42 * load, 0.04),
    rss: near(random, 148, 0.04),
    'loop.p99': near(random, 11.8, 0.03),
    'loop.max': near(random, 19.1, 0.1),
    encode: near(random, 38, 0.03),
    'server.in': near(random, 50_000 * load, 0.02),
    'server.out': near(random, 606_000 * load, 0.02),
    'server.rooms': Math.ceil(players / 20),
    'server.players': players,
    'server.bots': 0,
    'generator.cores': near(random, 0.61 * load, 0.05),
    'generator.loop.p99': near(random, 6.2, 0.1),
    'generator.loop.max': near(random, 14, 0.2),
  };
}

function seriesFixture(random: Random, figures: Figures, playersAt: (beat: number) => number): Series {
  const lines: Record<string, (number | null)[]> = {};
  const noisy = [
    'ack.p50',
    'ack.p99',
    'rtt.p50',
    'age.p50',
    'tick.p50',
    'tick.p99',
    'tick.max',
    'received',
    'sent',
    'patches',
  ];
  const others = ['cores', 'loop.p99', 'rss', 'generator.cores', 'generator.loop.p99', 'corrections', 'starvation'];
  const most = figures.players ?? 1;
  for (let beat = 0; beat < BEATS; beat++) {
    const load = Math.max(0.1, playersAt(beat) / most);
    // A garbage collection, half way through.
    const hiccup = beat === 34 ? 1.9 : 1;
    const put = (name: string, value: number | null): void => {
      lines[name] ??= [];
      lines[name].push(value);
    };
    for (const name of noisy) put(name, near(random, (figures[name] ?? 0) * (0.7 + 0.3 * load) * hiccup, 0.09));
    for (const name of others) put(name, near(random, (figures[name] ?? 0) * (0.5 + 0.5 * load), 0.07));
    put('players', playersAt(beat));
    put('joins', Math.max(0, playersAt(beat) - (beat === 0 ? 0 : playersAt(beat - 1))));
    put('drops', beat === 34 ? 2 : 0);
    put('errors', beat === 35 ? 1 : 0);
  }
  return { seconds: Array.from({ length: BEATS }, (_, beat) => beat + 1), lines };
}

const distributionOf = (random: Random, p50: number, spread: number): [number, number][] => {
  let last = 0;
  return SHARES.map((share) => {
    const tail = share < 0.5 ? share - 0.5 : -Math.log10(1.00001 - share) / 2.2;
    last = Math.max(last, near(random, p50 * (1 + spread * tail), 0.015));
    return [share, last];
  });
};

export function reportFixture(seed = 1, changes: Partial<Report> = {}): Report {
  const random: Random = { rng: seed + 1000 };
  const figures = figuresFixture(seed);
  return {
    version: 2,
    ok: true,
    faults: [],
    interrupted: false,
    startedAt: '2026-11-22T19:40:12.000Z',
    scenario: 'steady',
    url: 'http://localhost:2567',
    options: {
      adapter: 'sparkfray',
      mode: 'fray',
      players: 60,
      rooms: null,
      durationSeconds: 60,
      joinsPerSecond: 20,
      seed: 1,
      kind: 'full',
      think: 'fighter',
      decodeEvery: 1,
      profile: 'wifi',
      link: { latencyMs: 60, jitterMs: 20, stallsPerMinute: 1, stallMs: 200 },
      repeat: 1,
    },
    tags: {},
    machine: { cpu: 'A machine for tests', cores: 2, memoryBytes: 24 * 2 ** 30, os: 'Linux 6.1 x64', node: 'v24.21.0' },
    rulings: [
      { limit: 'tick.p99 < 20ms', measured: figures['tick.p99'] ?? null, allowed: 20, holds: true },
      {
        limit: 'ack.p99 < rtt + 80ms',
        measured: figures['ack.p99'] ?? null,
        allowed: (figures['rtt.p50'] ?? 0) + 80,
        holds: true,
      },
      { limit: 'received < 12 kB/s', measured: figures.received ?? null, allowed: 12_000, holds: true },
      { limit: 'starvation <= 1%', measured: figures.starvation ?? null, allowed: 1, holds: true },
      { limit: 'errors == 0', measured: 0, allowed: 0, holds: true },
      { limit: 'dropped == 0', measured: 0, allowed: 0, holds: true },
    ],
    figures,
    runs: [],
    errors: [],
    closes: [],
    warnings: [],
    ramp: null,
    series: seriesFixture(random, figures, (beat) => Math.min(60, (beat + 1) * 20)),
    marks: [
      { atSeconds: 3, label: 'all joined' },
      { atSeconds: 34, label: 'network stalls' },
    ],
    distributions: {
      join: distributionOf(random, 180, 0.6),
      ack: distributionOf(random, 84, 0.6),
      rtt: distributionOf(random, 61, 0.4),
      age: distributionOf(random, 48, 0.5),
      correction: distributionOf(random, 2.1, 2),
    },
    workers: [
      { name: 'localhost #1', players: 30, cores: 0.61, loopP99Ms: 6.2 },
      { name: 'localhost #2', players: 30, cores: 0.58, loopP99Ms: 5.9 },
    ],
    ...changes,
  };
}

/** Several runs on each side of a comparison; `times` makes figures of all of them that much greater. */
export function runsFixture(count: number, seed: number, times: Figures = {}): Figures[] {
  return Array.from({ length: count }, (_, run) => {
    const figures = figuresFixture(seed + run);
    const changed = Object.entries(times).map(([name, factor]) => [name, (figures[name] ?? 0) * factor]);
    return { ...figures, ...Object.fromEntries(changed) };
  });
}

/** The same with a longer tail of one meter. */
function slower(figures: Figures, name: string, times: number): Figures {
  const tail = ['p99', 'p999', 'max', 'worst'].map((part) => `${name}.${part}`).filter((part) => part in figures);
  return { ...figures, ...Object.fromEntries(tail.map((part) => [part, (figures[part] ?? 0) * Math.max(1, times)])) };
}

/** A ramp to a server that breaks down between 160 and 200 players, with everything that can go wrong on the way. */
export function rampFixture(seed = 1): Report {
  const random: Random = { rng: seed + 2000 };
  const steps: Step[] = [40, 80, 120, 160, 200].map((players) => {
    const figures = slower(
      slower(figuresFixture(seed, players), 'ack', 1 + 2 ** ((players - 160) / 20) / 3),
      'tick',
      players / 70,
    );
    const isBroken = (figures['tick.p99'] ?? 0) > 20;
    return { players, figures, broken: isBroken ? ['tick.p99 < 20ms', 'ack.p99 < rtt + 80ms'] : [] };
  });
  const { figures = {} } = steps.at(-1) ?? {};
  const { options } = reportFixture(seed);
  return reportFixture(seed, {
    ok: false,
    options: { ...options, players: 200 },
    scenario: 'ramp',
    ramp: { steps, knee: 160, brokenBy: ['tick.p99 < 20ms', 'ack.p99 < rtt + 80ms'] },
    figures: { ...figures, errors: 3, drops: 4 },
    rulings: [
      { limit: 'tick.p99 < 20ms', measured: figures['tick.p99'] ?? null, allowed: 20, holds: false },
      { limit: 'ack.p99 < rtt + 80ms', measured: figures['ack.p99'] ?? null, allowed: 141, holds: false },
      { limit: 'encode <= 50%', measured: null, allowed: 50, holds: false },
      { limit: 'errors < 10', measured: 3, allowed: 10, holds: true },
    ],
    errors: [
      { message: 'Joining took longer than 10 s.', count: 2 },
      { message: 'The room said: <script>document.title = "broken"</script> \u001b[2J', count: 1 },
    ],
    closes: [
      { code: 4002, count: 3 },
      { code: 1006, count: 1 },
    ],
    warnings: [
      'The generator is the limit (event loop p99 41 ms): its own lateness is part of the latencies. Use more workers or another machine.',
    ],
    series: seriesFixture(random, figures, (beat) => 40 * (1 + Math.floor(beat / 12))),
    marks: [40, 80, 120, 160, 200].map((players, index) => ({
      atSeconds: 1 + index * 12,
      label: `${players} players`,
    })),
  });
}
