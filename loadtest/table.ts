/** A report for people: one figure per line, units with it, warnings last where they are seen. */
import { LOOP_DELAY_P99_MS_MAX, type Report } from './report.ts';

const LABEL_CHARS = 20;
const ERRORS_SHOWN = 5;

/** @returns lines without their line ends */
export function tableOf(report: Report): string[] {
  return [
    ...playersPart(report),
    ...networkPart(report),
    ...serverPart(report),
    ...generatorPart(report),
    verdict(report),
  ];
}

const line = (label: string, text: string): string => `  ${label.padEnd(LABEL_CHARS)}${text}`;
const ms = (value: number): string => `${value.toFixed(value < 10 ? 2 : 1)} ms`;
const rate = (value: number): string => `${value.toFixed(1)}/s`;
const bytes = (value: number): string =>
  value < 1000 ? `${value.toFixed(0)} B/s` : `${(value / 1000).toFixed(2)} kB/s`;

function playersPart(report: Report): string[] {
  const { joined, players, failed, rooms, drops, errors, joinMs, steadySeconds, fight } = report;
  const lines = [
    '',
    `${report.mode} at ${report.url}, ${steadySeconds.toFixed(1)} s${report.interrupted ? ' (interrupted)' : ''}`,
    line('joined', `${joined} of ${players} in ${rooms} ${rooms === 1 ? 'room' : 'rooms'}`),
    line('failed', String(failed)),
    ...errors.slice(0, ERRORS_SHOWN).map(({ message, count }) => line('', `${count} × ${message}`)),
  ];
  if (errors.length > ERRORS_SHOWN) lines.push(line('', `… and ${errors.length - ERRORS_SHOWN} other reasons`));
  if (drops > 0) lines.push(line('dropped connections', String(drops)));
  lines.push(line('join', `p50 ${ms(joinMs.p50)}   p99 ${ms(joinMs.p99)}`));
  lines.push(line('fight', `${fight.hits} hits, ${fight.kills} kills`));
  return lines;
}

function networkPart({ perPlayer, ackMs }: Report): string[] {
  const { patchesPerSecond, bytesInPerSecond, bytesOutPerSecond, framesPerSecond, correctionsPerMinute } = perPlayer;
  return [
    '',
    'Per player',
    line('patches', `${rate(patchesPerSecond.mean)}   fewest ${rate(patchesPerSecond.min)}`),
    line('received', `${bytes(bytesInPerSecond.mean)}   most ${bytes(bytesInPerSecond.max)}`),
    line('sent', `${bytes(bytesOutPerSecond.mean)}   ${rate(framesPerSecond.mean)} input frames`),
    line('ack latency', `p50 ${ms(ackMs.p50)}   p90 ${ms(ackMs.p90)}   p99 ${ms(ackMs.p99)}   max ${ms(ackMs.max)}`),
    line('', `p99 of the worst player ${ms(ackMs.worstPlayerP99)}`),
    line(
      'corrections',
      `${correctionsPerMinute.mean.toFixed(1)}/min   largest ${perPlayer.maxCorrectionU.toFixed(1)} u`,
    ),
  ];
}

function serverPart({ server }: Report): string[] {
  if (server === null) return ['', 'Server', line('metrics', 'none: it does not answer at /metrics')];
  const { tickMs, rooms, players, bots, droppedTicks, bytesInPerSecond, bytesOutPerSecond } = server;
  return [
    '',
    'Server',
    line('tick', `p50 ${ms(tickMs.p50)}   p99 ${ms(tickMs.p99)}   ${tickMs.ticks} ticks, ${droppedTicks} dropped`),
    line('rooms', `${rooms} with ${players} players and ${bots} bots of its own`),
    line('traffic', `${bytes(bytesInPerSecond)} in, ${bytes(bytesOutPerSecond)} out`),
  ];
}

function generatorPart({ generator }: Report): string[] {
  const { loopDelayMs, cpuCores, isBottleneck } = generator;
  const lines = [
    '',
    'This generator',
    line('event loop late by', `p50 ${ms(loopDelayMs.p50)}   p99 ${ms(loopDelayMs.p99)}   max ${ms(loopDelayMs.max)}`),
    line('CPU', `${cpuCores.toFixed(2)} cores`),
  ];
  if (isBottleneck) {
    lines.push(
      '',
      `Warning: the generator is the bottleneck (p99 above ${LOOP_DELAY_P99_MS_MAX} ms): its own lateness is part of the`,
      'latencies above. Use fewer players, or another machine.',
    );
  }
  return lines;
}

function verdict({ ok, joined, players, failed }: Report): string {
  if (ok) return `\nGood: all ${players} joined and none failed.`;
  return `\nNot good: ${players - joined} did not join, ${failed} failed.`;
}
