/** The latency lab's part of the settings: sliders and switches that take hold while they are moved. */
import { LAB_MAX, type LabChoice, type LabStore } from '../lab.ts';
import { byId } from './dom.ts';

type Slider = { id: string; key: keyof typeof LAB_MAX; text: (value: number) => string };
type Switch = { id: string; key: 'prediction' | 'interpolation' | 'lagCompensation' | 'ghosts' | 'graph' };

const orNone = (value: number, text: string): string => (value === 0 ? 'none' : text);

const SLIDERS: readonly Slider[] = [
  { id: 'lab-lag', key: 'lagMs', text: (value) => orNone(value, `+${value} ms`) },
  { id: 'lab-jitter', key: 'jitterMs', text: (value) => orNone(value, `± ${value} ms`) },
  { id: 'lab-loss', key: 'lossPercent', text: (value) => orNone(value, `${value} %`) },
  { id: 'lab-stalls', key: 'stallsPerMinute', text: (value) => orNone(value, `${value} per minute`) },
];
const SWITCHES: readonly Switch[] = [
  { id: 'lab-prediction', key: 'prediction' },
  { id: 'lab-interpolation', key: 'interpolation' },
  { id: 'lab-compensation', key: 'lagCompensation' },
  { id: 'lab-ghosts', key: 'ghosts' },
  { id: 'lab-graph', key: 'graph' },
];

export class LabPanel {
  readonly #lab: LabStore;

  constructor(lab: LabStore) {
    this.#lab = lab;
    for (const { id, key } of SLIDERS) {
      const slider = byId<HTMLInputElement>(id);
      slider.max = String(LAB_MAX[key]);
      slider.addEventListener('input', () => lab.change({ [key]: Number(slider.value) }));
    }
    for (const { id, key } of SWITCHES) {
      const box = byId<HTMLInputElement>(id);
      box.addEventListener('change', () => lab.change({ [key]: box.checked }));
    }
    byId('lab-reset').addEventListener('click', () => lab.reset());
    lab.onChange((choice) => this.#write(choice));
  }

  /** The settings open: a lab that is at work shows itself. */
  show(): void {
    if (!this.#lab.isNormal) byId<HTMLDetailsElement>('lab').open = true;
    this.#write(this.#lab.current);
  }

  #write(choice: Readonly<LabChoice>): void {
    for (const { id, key, text } of SLIDERS) {
      byId<HTMLInputElement>(id).value = String(choice[key]);
      byId(`${id}-shown`).textContent = text(choice[key]);
    }
    for (const { id, key } of SWITCHES) byId<HTMLInputElement>(id).checked = choice[key];
  }
}
