/**
 * One leg of a bolt's flight, followed from where it began, with the step of the simulation. Time is the leg's own: ticks
 * since it began, with their fraction. Invariant: where the bolt is depends on the leg and that time alone.
 */
import { type Flight, flyBolt, newPath, type Path } from '../sim/bolt-flight.ts';
import type { Arena, Bolt } from '../sim/types.ts';

/** The leg of a bolt as it travels on the wire. */
export type Leg = Pick<Bolt, 'kind' | 'owner' | 'nth' | 'turn' | 'bounces' | 'endTick' | 'x' | 'y' | 'vx' | 'vy'> & {
  tick: number;
};

export class LegFlight {
  readonly leg: Leg;
  readonly #path = newPath();
  #flight: Flight;
  /** Where the last step set out: the bolt is shown between there and where it arrived. */
  #previousX: number;
  #previousY: number;
  #flownTicks = 0;
  #ended = false;

  constructor(leg: Leg) {
    this.leg = leg;
    this.#flight = flightOf(leg);
    this.#previousX = leg.x;
    this.#previousY = leg.y;
  }

  /** Flies to the end of the step that `time` lies in. @param onStep is handed the way of each step that is flown */
  flyTo(time: number, arena: Arena, onStep: (path: Path) => void): void {
    const lastTick = this.leg.endTick - this.leg.tick + 1;
    const wantedTicks = Math.min(Math.floor(time) + 1, lastTick);
    if (wantedTicks < this.#flownTicks) this.#rewind();
    while (this.#flownTicks < wantedTicks && !this.#ended) {
      this.#previousX = this.#flight.x;
      this.#previousY = this.#flight.y;
      const flies = flyBolt(this.#flight, arena, this.#path);
      this.#flownTicks++;
      this.#ended = !flies || this.#flownTicks === lastTick;
      onStep(this.#path);
    }
  }

  /** @returns where the bolt is and how it flies; undefined before the leg began and after it ended */
  at(time: number): Pick<Flight, 'x' | 'y' | 'vx' | 'vy'> | undefined {
    if (this.#ended || time < 0) return undefined;
    const { x, y, vx, vy } = this.#flight;
    const share = time - Math.floor(time);
    return {
      x: this.#previousX + (x - this.#previousX) * share,
      y: this.#previousY + (y - this.#previousY) * share,
      vx,
      vy,
    };
  }

  #rewind(): void {
    this.#flight = flightOf(this.leg);
    this.#previousX = this.leg.x;
    this.#previousY = this.leg.y;
    this.#flownTicks = 0;
    this.#ended = false;
  }
}

const flightOf = ({ x, y, vx, vy, bounces }: Leg): Flight => ({ x, y, vx, vy, bounces });
