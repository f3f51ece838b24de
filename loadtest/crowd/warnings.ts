/** What makes the figures of a run doubtful, in words that say what to do. */
import type { Figures } from '../contract/figures.ts';

/** A generator that wakes up later than this, or is busier, measures itself. */
const LOOP_P99_MS_MAX = 15;
const CORES_MAX = 0.9;
/** One such hole is in the p99 of every bot. */
const LOOP_MAX_MS_MAX = 250;
/** Bots that send less than this share of their input frames are held up. */
const FRAMES_SHARE_MIN = 0.97;
/** Above these, others have taken so much of the machine that a worker had to wait. */
const STEAL_PERCENT_MAX = 5;
const WAITING_PERCENT_MAX = 20;
const OTHER_CORES_MAX = 0.5;

export type Doubts = {
  figures: Figures;
  url: string;
  /** Whether the server has shown metrics. */
  hasServer: boolean;
  interrupted: boolean;
  /** Input frames that a bot is to send per second. */
  rateHz: number;
};

export function warningsOf({ figures, url, hasServer, interrupted, rateHz }: Doubts): string[] {
  const { 'generator.loop.max': loopMaxMs = 0, frames = rateHz } = figures;
  const warnings = generatorWarnings(figures);
  if (loopMaxMs > LOOP_MAX_MS_MAX) {
    warnings.push(
      `A worker stood still for ${loopMaxMs.toFixed(0)} ms: that is in the latencies, and not the server’s doing.`,
    );
  }
  if (frames === 0) {
    warnings.push(
      'Bots sent no input: the room declares none (defineInput). What they are to send is for a scenario of yours (--scenario ./mine.ts).',
    );
  } else if (frames < rateHz * FRAMES_SHARE_MIN) {
    warnings.push(`Bots sent ${frames.toFixed(1)} of ${rateHz} input frames a second.`);
  }
  if (!hasServer) warnings.push('The server shows no /metrics: its own figures were not measured.');
  if (/^https?:\/\/(localhost|127\.|\[::1\])/.test(url)) {
    warnings.push('Server and generator share this machine: each slows the other down.');
  }
  if (interrupted) warnings.push('Interrupted: the measured time is shorter than asked for.');
  return warnings;
}

/** Who is late because of its own work needs more workers; who is late because of others needs a quiet machine. */
function generatorWarnings(figures: Figures): string[] {
  const { 'generator.loop.p99': loopMs = 0, 'generator.cores': cores = 0 } = figures;
  const {
    'generator.others': others = 0,
    'generator.steal': steal = 0,
    'generator.waiting': waiting = 0,
    cores: server = 0,
  } = figures;
  if (cores > CORES_MAX) return [bottleneck(loopMs, cores)];
  const isCrowded = steal > STEAL_PERCENT_MAX || (waiting > WAITING_PERCENT_MAX && others - server > OTHER_CORES_MAX);
  if (loopMs <= LOOP_P99_MS_MAX) {
    if (steal <= STEAL_PERCENT_MAX) return [];
    return [
      `Something else used the machine: its hypervisor gave ${steal.toFixed(0)} % of the processor time to others.`,
    ];
  }
  if (!isCrowded) return [bottleneck(loopMs, cores)];
  const signs = [
    `other processes used ${others.toFixed(2)} cores`,
    ...(steal > 1 ? [`its hypervisor gave ${steal.toFixed(0)} % of the processor time to others`] : []),
    ...(waiting > 0 ? [`for ${waiting.toFixed(0)} % of the time some process had to wait for a processor`] : []),
  ];
  return [
    `Something else used the machine: a worker that needs only ${cores.toFixed(2)} cores was ${loopMs.toFixed(1)} ms late (p99), while ${signs.join(', ')}. That lateness is part of the latencies, and no fault of the server. Measure again when the machine is quiet, or give the workers cores of their own (taskset).`,
  ];
}

const bottleneck = (loopMs: number, cores: number): string =>
  `The generator is the bottleneck: its event loop is ${loopMs.toFixed(1)} ms late (p99) and a worker uses ${cores.toFixed(2)} cores. Its own lateness is part of the latencies. Use fewer players, more --workers, or other machines (--worker-of).`;
