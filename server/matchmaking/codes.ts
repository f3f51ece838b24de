/** Room codes that people read out to each other: each belongs to one room of this process until that has ended. */
import { randomInt } from 'node:crypto';
import { makeCode } from './listings.ts';

export class Codes {
  readonly #taken = new Set<string>();
  readonly #draw: () => string;

  constructor(draw: () => string = () => makeCode(randomInt)) {
    this.#draw = draw;
  }

  take(): string {
    for (;;) {
      const code = this.#draw();
      if (this.#taken.has(code)) continue;
      this.#taken.add(code);
      return code;
    }
  }

  release(code: string): void {
    this.#taken.delete(code);
  }
}
