/** F3: what the connection and the prediction are doing, as numbers and two small curves. Costs nothing while hidden. */
import type { NetStats } from '../../../shared/netcode/views.ts';
import { make, textOf } from '../dom.ts';

const SAMPLE_EVERY_MS = 100;
const SAMPLES = 120;
const WIDTH = 116;
const HEIGHT = 30;

/** The last twelve seconds of one value. */
class Curve {
  readonly canvas = make('canvas', { width: String(WIDTH * 2), height: String(HEIGHT * 2), 'aria-hidden': 'true' });
  readonly #colour: string;
  readonly #leastMax: number;
  readonly #values: number[] = [];

  /** @param leastMax the scale never gets finer than this: noise must not look like trouble */
  constructor(colour: string, leastMax: number) {
    this.#colour = colour;
    this.#leastMax = leastMax;
  }

  push(value: number): void {
    this.#values.push(value);
    if (this.#values.length > SAMPLES) this.#values.shift();
  }

  draw(): void {
    const context = this.canvas.getContext('2d');
    if (context === null) return;
    const { width, height } = this.canvas;
    const max = Math.max(this.#leastMax, ...this.#values);
    context.clearRect(0, 0, width, height);
    context.beginPath();
    this.#values.forEach((value, nth) => {
      const x = width - ((this.#values.length - 1 - nth) / (SAMPLES - 1)) * width;
      context.lineTo(x, height - 3 - (value / max) * (height - 6));
    });
    context.strokeStyle = this.#colour;
    context.lineWidth = 3;
    context.stroke();
  }
}

const kilobytes = (bytes: number): string => (bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(0)} kB` : `${(bytes / 1024 / 1024).toFixed(2)} MB`);

export class NetGraph {
  readonly #panel = make('section', { id: 'net-graph', 'data-testid': 'net-graph', 'aria-label': 'Network', hidden: true });
  readonly #rtt = new Curve('#8ea3f0', 60);
  readonly #correction = new Curve('#ff5d73', 4);
  readonly #values = new Map<string, (text: string) => void>();
  #sampledMs = -SAMPLE_EVERY_MS;
  #corrections = 0;
  #rates = { atMs: 0, bytesIn: 0, bytesOut: 0, inPerSecond: 0, outPerSecond: 0 };

  constructor(hud: HTMLElement) {
    this.#panel.append(
      this.#numbers(['RTT', 'jitter', 'view delay', 'tick']),
      this.#numbers(['unacked', 'queued', 'entities', 'fps']),
      this.#numbers(['corr. last', 'corr. max', 'corrected', 'patches']),
      this.#numbers(['in', 'in/s', 'out', 'out/s']),
      make('div', { class: 'curves' },
        make('figure', {}, make('figcaption', {}, 'RTT'), this.#rtt.canvas),
        make('figure', {}, make('figcaption', {}, 'correction'), this.#correction.canvas)),
    );
    hud.append(this.#panel);
  }

  toggle(): void {
    this.#panel.hidden = !this.#panel.hidden;
  }

  frame(nowMs: number, fps: number, statsOf: () => NetStats): void {
    if (this.#panel.hidden || nowMs - this.#sampledMs < SAMPLE_EVERY_MS) return;
    this.#sampledMs = nowMs;
    const stats = statsOf();
    this.#rtt.push(stats.rttMs);
    this.#correction.push(stats.corrections === this.#corrections ? 0 : stats.lastCorrectionU);
    this.#corrections = stats.corrections;
    this.#rtt.draw();
    this.#correction.draw();
    this.#measureRates(nowMs, stats);
    this.#write(stats, fps);
  }

  #measureRates(nowMs: number, { bytesIn, bytesOut }: NetStats): void {
    const before = this.#rates;
    const seconds = (nowMs - before.atMs) / 1000;
    if (seconds < 1) return;
    const fresh = before.atMs === 0;
    const inPerSecond = fresh ? 0 : (bytesIn - before.bytesIn) / seconds;
    const outPerSecond = fresh ? 0 : (bytesOut - before.bytesOut) / seconds;
    this.#rates = { atMs: nowMs, bytesIn, bytesOut, inPerSecond, outPerSecond };
  }

  #write(stats: NetStats, fps: number): void {
    const shown: Record<string, string> = {
      RTT: `${Math.round(stats.rttMs)} ms`,
      jitter: `${stats.jitterMs.toFixed(1)} ms`,
      'view delay': `${Math.round(stats.interpolationDelayMs)} ms`,
      tick: String(stats.serverTick),
      unacked: String(stats.unackedFrames),
      queued: String(stats.queuedFrames),
      entities: String(stats.entities),
      fps: String(Math.round(fps)),
      'corr. last': `${stats.lastCorrectionU.toFixed(2)} u`,
      'corr. max': `${stats.maxCorrectionU.toFixed(2)} u`,
      corrected: String(stats.corrections),
      patches: String(stats.patches),
      in: kilobytes(stats.bytesIn),
      'in/s': `${(this.#rates.inPerSecond / 1024).toFixed(1)} kB`,
      out: kilobytes(stats.bytesOut),
      'out/s': `${(this.#rates.outPerSecond / 1024).toFixed(1)} kB`,
    };
    for (const [name, write] of this.#values) write(shown[name] ?? '');
  }

  #numbers(names: readonly string[]): HTMLElement {
    const list = make('dl');
    for (const name of names) {
      const value = make('dd');
      this.#values.set(name, textOf(value));
      list.append(make('div', {}, make('dt', {}, name), value));
    }
    return list;
  }
}
