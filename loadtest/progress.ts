/** How far a run is: one line that rewrites itself on a terminal, a plain line now and then elsewhere. */
import type { Progress } from './run.ts';

const PLAIN_EVERY_MS = 5000;

type Output = { isTTY?: boolean; write: (text: string) => unknown };

export class ProgressLine {
  readonly #output: Output;
  readonly #players: number;
  #stage = '';
  #shownMs = -Infinity;

  constructor(output: Output, players: number) {
    this.#output = output;
    this.#players = players;
  }

  show(progress: Progress): void {
    const text = sentenceFor(progress, this.#players);
    if (this.#output.isTTY === true) {
      this.#output.write(`\r\x1b[2K${text}`);
      return;
    }
    const nowMs = performance.now();
    if (progress.stage === this.#stage && nowMs - this.#shownMs < PLAIN_EVERY_MS) return;
    this.#stage = progress.stage;
    this.#shownMs = nowMs;
    this.#output.write(`${text}\n`);
  }

  end(): void {
    if (this.#output.isTTY === true) this.#output.write('\r\x1b[2K');
  }
}

function sentenceFor({ stage, playing, failed, secondsLeft }: Progress, players: number): string {
  const failures = failed === 0 ? '' : `, ${failed} failed`;
  switch (stage) {
    case 'joining':
      return `joining: ${playing} of ${players}${failures}`;
    case 'playing':
      return `playing: ${playing} of ${players}${failures}, ${Math.ceil(secondsLeft)} s left`;
    case 'leaving':
      return `leaving: ${playing} of ${players}${failures}`;
  }
}
