/** Measured times and what is told about them: medians and high quantiles, since the machine is noisy. */

export class Samples {
  readonly #values: number[] = [];

  add(value: number): void {
    this.#values.push(value);
  }

  /** @param share in [0, 1] @returns the smallest sample that at least this share of all does not exceed */
  quantile(share: number): number {
    if (this.#values.length === 0) return Number.NaN;
    const sorted = this.#values.toSorted((a, b) => a - b);
    return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] as number;
  }

  get median(): number {
    return this.quantile(0.5);
  }

  get p99(): number {
    return this.quantile(0.99);
  }
}

/** @returns milliseconds that the work took */
export function timeMs(work: () => void): number {
  const startMs = performance.now();
  work();
  return performance.now() - startMs;
}
