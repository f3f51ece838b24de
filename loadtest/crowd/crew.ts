/**
 * The workers as one: asks each, and goes on without those that are lost. Invariant: asking never rejects; a worker that
 * fails takes its bots with it, and that is told once.
 */
import type { Answer, Order } from '../contract/orders.ts';
import type { Worker } from './workers.ts';

/** What a worker does at once: it answers soon, or has lost its machine. */
const AT_ONCE: ReadonlySet<Order['do']> = new Set(['setup', 'beat', 'heard', 'open', 'close']);
const ANSWER_MS_MAX = 15_000;

export class Crew {
  readonly all: readonly Worker[];
  readonly #onFailed: (sentence: string, worker: Worker | undefined) => void;
  readonly #lost = new Set<Worker>();
  #isOver = false;

  /** @param onFailed an order failed, or the worker itself is lost */
  constructor(workers: readonly Worker[], onFailed: (sentence: string, lost: Worker | undefined) => void) {
    this.all = workers;
    this.#onFailed = onFailed;
  }

  /** Those that still take orders. */
  get present(): readonly Worker[] {
    return this.all.filter((worker) => !this.#lost.has(worker));
  }

  askAll(order: Order): Promise<Answer[]> {
    return Promise.all(this.all.map((worker) => this.ask(worker, order)));
  }

  async ask(worker: Worker, order: Order): Promise<Answer> {
    const isAtOnce = AT_ONCE.has(order.do);
    const late = isAtOnce ? setTimeout(() => worker.lose('it did not answer any more'), ANSWER_MS_MAX) : undefined;
    try {
      return await worker.ask(order);
    } catch (error) {
      if (this.#isOver) return {}; // what was still going on when the run ended
      if (worker.goneBecause !== undefined) this.lose(worker);
      else this.#onFailed(error instanceof Error ? error.message : String(error), undefined);
      return {};
    } finally {
      clearTimeout(late);
    }
  }

  lose(worker: Worker): void {
    if (this.#lost.has(worker)) return;
    this.#lost.add(worker);
    this.#onFailed(worker.goneBecause ?? 'A worker is gone.', worker);
  }

  /** What fails from now on is of no interest. */
  end(): void {
    this.#isOver = true;
  }
}
