/** F3: what the connection and the prediction are doing, as numbers and small curves. Costs nothing while hidden. */
import type { NetStats } from '../../../shared/netcode/views.ts';
import { hiddenOf, make, textOf } from '../dom.ts';
import { Curve } from './curve.ts';
import { NetMeter, netGroups } from './net-numbers.ts';

const SAMPLE_EVERY_MS = 100;

export class NetGraph {
  readonly #panel = make('section', {
    id: 'net-graph',
    'data-testid': 'net-graph',
    'aria-label': 'Network',
    hidden: true,
  });
  readonly #hidden = hiddenOf(this.#panel);
  readonly #meter = new NetMeter();
  readonly #rtt = new Curve('RTT', ' ms', '#8ea3f0', 60);
  readonly #queue = new Curve('queue', '', '#5dff9b', 4);
  readonly #correction = new Curve('corr.', ' u', '#ff5d73', 4);
  readonly #gap = new Curve('gap', ' ms', '#ffe45e', 100);
  /** Writers of the values, in the order of the groups' rows; made with the first numbers. */
  #writers: ((text: string) => void)[] = [];
  #sampledMs = -SAMPLE_EVERY_MS;

  constructor(hud: HTMLElement) {
    hud.append(this.#panel);
  }

  /** @param statsOf asked only while the graph is open */
  frame(nowMs: number, fps: number, open: boolean, statsOf: () => NetStats): void {
    this.#hidden(!open);
    if (!open) return;
    const stats = statsOf();
    this.#meter.see(nowMs, stats);
    if (nowMs - this.#sampledMs < SAMPLE_EVERY_MS) return;
    this.#sampledMs = nowMs;
    const rates = this.#meter.sample(nowMs, stats);
    const groups = netGroups(stats, rates, fps);
    if (this.#writers.length === 0) this.#build(groups);
    for (const [nth, [, value]] of groups.flatMap(({ rows }) => rows).entries()) this.#writers[nth]?.(value);
    this.#rtt.push(stats.rttMs);
    this.#queue.push(stats.queuedInputFrames);
    this.#correction.push(rates.correctionU);
    this.#gap.push(rates.patchGapMs);
  }

  #build(groups: ReturnType<typeof netGroups>): void {
    for (const { title, rows } of groups) {
      const list = make('dl');
      for (const [name] of rows) {
        const value = make('dd');
        this.#writers.push(textOf(value));
        list.append(make('div', {}, make('dt', {}, name), value));
      }
      this.#panel.append(make('h3', {}, title), list);
    }
    const curves = [this.#rtt, this.#queue, this.#correction, this.#gap];
    this.#panel.append(make('div', { class: 'curves' }, ...curves.map(({ figure }) => figure)));
  }
}
