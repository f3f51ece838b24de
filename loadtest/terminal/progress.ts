/** How far a run is: one line that rewrites itself on a terminal, a plain line now and then elsewhere. */
import type { Moment } from '../contract/moment.ts';
import { formatFigure } from '../wording/format.ts';
import { unitOfFigure } from '../wording/sentences.ts';
import { cut } from './columns.ts';

const PLAIN_EVERY_MS = 5000;
const COLUMNS_USUAL = 80;
const ERASE_LINE = '\r\x1b[2K';

type Output = { isTTY?: boolean; columns?: number; write: (text: string) => unknown };

const SHOWN = [
  ['ack', ['ack.p50', 'ack.p99']],
  ['tick p99', ['tick.p99']],
  ['received', ['received']],
] as const;

export class Progress {
  readonly #output: Output;
  readonly #nowMs: () => number;
  #phase: string | undefined;
  #shownMs = -Infinity;

  constructor(output: Output, nowMs: () => number = () => performance.now()) {
    this.#output = output;
    this.#nowMs = nowMs;
  }

  show(moment: Moment): void {
    if (this.#output.isTTY === true) {
      // One column stays free: a full line would wrap, and only its last row would be rewritten.
      const columns = Math.max(1, (this.#output.columns ?? COLUMNS_USUAL) - 1);
      this.#output.write(`${ERASE_LINE}${cut(sentenceFor(moment), columns)}`);
      return;
    }
    const nowMs = this.#nowMs();
    if (moment.phase === this.#phase && nowMs - this.#shownMs < PLAIN_EVERY_MS) return;
    this.#phase = moment.phase;
    this.#shownMs = nowMs;
    this.#output.write(`${sentenceFor(moment)}\n`);
  }

  end(): void {
    if (this.#output.isTTY === true) this.#output.write(ERASE_LINE);
  }
}

function sentenceFor({ phase, players, playing, failed, secondsLeft, figures }: Moment): string {
  const measured = SHOWN.map(([label, names]) => {
    const texts = names.flatMap((name) => {
      const value = figures[name];
      return value === undefined ? [] : [formatFigure(value, unitOfFigure(name))];
    });
    return texts.length === 0 ? '' : `${label} ${texts.join('/')}`;
  });
  const parts = [
    `${phase}: ${playing} of ${players}`,
    failed === 0 ? '' : `${failed} failed`,
    secondsLeft === undefined ? '' : `${Math.ceil(secondsLeft)} s left`,
    ...measured,
  ];
  return parts.filter((part) => part !== '').join(', ');
}
