/** What admission by cost goes by: load, limits and learned weights. */
import { Gauge } from 'prom-client';
import type { Metrics } from './metrics.ts';

/** Shares are of one core. */
export type LoadFigures = {
  process: () => number;
  committed: () => number;
  /** By whom or what they hold for: process, address, guest. */
  loadLimits: Readonly<Record<string, number>>;
  roomLimits: Readonly<Record<string, number>>;
  /** What one room, bot or person weighs. */
  weights: () => Iterable<{ mode: string; part: string; weight: number }>;
};

export function watchLoad({ registry }: Pick<Metrics, 'registry'>, figures: LoadFigures): void {
  const registers = [registry];
  const gauge = (name: string, help: string, read: () => number): void => {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  };
  const limits = (name: string, help: string, values: Readonly<Record<string, number>>): void => {
    const limit = new Gauge({ name, help, labelNames: ['of'] as const, registers });
    for (const [of, value] of Object.entries(values)) limit.set({ of }, value);
  };
  gauge('sparkfray_load', 'Share of a core that this process takes, over the last seconds', figures.process);
  gauge('sparkfray_load_committed', 'Share of a core that it takes when all rooms are played in', figures.committed);
  limits('sparkfray_load_limit', 'Share of a core: what one has at most, before rooms are refused', figures.loadLimits);
  limits('sparkfray_rooms_limit', 'Rooms: how many one has at most, before more are refused', figures.roomLimits);
  new Gauge({
    name: 'sparkfray_weight',
    help: 'Learned share of a core by mode and part: a room, a person in it, a bot in it',
    labelNames: ['mode', 'part'] as const,
    registers,
    collect() {
      for (const { mode, part, weight } of figures.weights()) this.set({ mode, part }, weight);
    },
  });
}
