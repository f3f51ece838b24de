/** The choice of a mode for quick play and private rooms: shown only when the server has more than one. */
import { listModes, type ModeInfo } from '../matchmaker.ts';
import { byId, make } from './dom.ts';

const MODE_DEFAULT = 'fray';

export class ModeChoice {
  readonly #field = byId('modes');
  readonly #line = byId('mode-line');
  #modes: readonly ModeInfo[] = [];
  #chosen: string;

  /** @param wanted mode from the address */
  constructor(wanted: string | undefined) {
    this.#chosen = wanted ?? MODE_DEFAULT;
  }

  get chosen(): string {
    return this.#chosen;
  }

  titleOf(mode: string): string {
    return this.#modes.find(({ name }) => name === mode)?.title ?? `${mode.slice(0, 1).toUpperCase()}${mode.slice(1)}`;
  }

  /** Quick play works without the answer, so a failure is not worth a word: the list of rooms tells it anyway. */
  async load(): Promise<void> {
    try {
      this.#modes = await listModes();
    } catch {
      return;
    }
    // An address may ask for a mode that this server does not have.
    if (!this.#modes.some(({ name }) => name === this.#chosen)) this.#chosen = this.#modes[0]?.name ?? this.#chosen;
    this.#field.hidden = this.#modes.length < 2;
    this.#field.append(...this.#modes.map((mode) => this.#choiceOf(mode)));
    this.#describe();
  }

  #choiceOf(mode: ModeInfo): HTMLElement {
    const input = make('input', { type: 'radio', name: 'mode', value: mode.name });
    input.checked = mode.name === this.#chosen;
    input.addEventListener('change', () => {
      this.#chosen = mode.name;
      this.#describe();
    });
    return make('label', {}, input, make('span', {}, mode.title));
  }

  #describe(): void {
    const mode = this.#modes.find(({ name }) => name === this.#chosen);
    if (mode === undefined) return;
    this.#line.textContent = [mode.title, `up to ${mode.seatsMax} pilots`, roundsOf(mode)].join(' · ');
  }
}

function roundsOf({ roundSeconds }: ModeInfo): string {
  if (roundSeconds === null) return 'no end';
  return roundSeconds < 60 ? `${roundSeconds} s rounds` : `${Math.round(roundSeconds / 6) / 10} min rounds`;
}
