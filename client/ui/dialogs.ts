/** The pause panel and the settings: native dialogs, so that focus, Esc and the keyboard work by themselves. */
import type { LabStore } from '../lab.ts';
import type { SettingsStore } from '../settings.ts';
import { byId, copyOnClick } from './dom.ts';
import { LabPanel } from './lab-panel.ts';
import { PlayersPanel, type PlayersSource } from './players-panel.ts';

/** While a dialog is open its keys and clicks are not the pilot's. Releases go through, or a held key would stick. */
function keepToItself(dialog: HTMLDialogElement): void {
  for (const type of ['keydown', 'pointerdown', 'mousedown', 'touchstart', 'wheel', 'contextmenu']) {
    dialog.addEventListener(type, (event) => event.stopPropagation());
  }
  let pressedOutside = false; // a slider dragged beyond the edge ends there too, and means nothing by it
  dialog.addEventListener('pointerdown', (event) => {
    pressedOutside = outside(dialog, event);
  });
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog && pressedOutside && outside(dialog, event)) dialog.close();
  });
  dialog.addEventListener('close', markPaused);
}

/** The input devices let go of everything while the page says so: a trigger held when the panel opened must not stay. */
function markPaused(): void {
  document.body.dataset.paused = String(document.querySelector('dialog[open]') !== null);
}

function outside(dialog: HTMLDialogElement, { clientX, clientY }: MouseEvent): boolean {
  const { left, right, top, bottom } = dialog.getBoundingClientRect();
  return clientX < left || clientX > right || clientY < top || clientY > bottom;
}

export class SettingsDialog {
  readonly #dialog = byId<HTMLDialogElement>('settings');
  readonly #settings: SettingsStore;
  readonly #lab: LabPanel;

  constructor(settings: SettingsStore, lab: LabStore) {
    this.#settings = settings;
    this.#lab = new LabPanel(lab);
    keepToItself(this.#dialog);
    byId('open-settings').addEventListener('click', () => this.open());
    const volume = byId<HTMLInputElement>('volume');
    volume.addEventListener('input', () => {
      settings.change({ volume: Number(volume.value) / 100 });
      this.#show();
    });
    const reduced = byId<HTMLInputElement>('reduced-motion');
    reduced.addEventListener('change', () => settings.change({ reducedMotion: reduced.checked }));
    for (const radio of this.#qualities()) {
      radio.addEventListener('change', () => settings.change({ quality: radio.value === 'low' ? 'low' : 'high' }));
    }
  }

  open(): void {
    this.#show();
    this.#lab.show();
    this.#dialog.showModal();
    markPaused();
  }

  close(): void {
    this.#dialog.close();
  }

  #qualities(): HTMLInputElement[] {
    return [...this.#dialog.querySelectorAll<HTMLInputElement>('input[name="quality"]')];
  }

  #show(): void {
    const { quality, volume, reducedMotion } = this.#settings.current;
    for (const radio of this.#qualities()) radio.checked = radio.value === quality;
    const percent = Math.round(volume * 100);
    byId<HTMLInputElement>('volume').value = String(percent);
    byId('volume-shown').textContent = percent === 0 ? 'off' : `${percent} %`;
    byId<HTMLInputElement>('reduced-motion').checked = reducedMotion;
  }
}

export class PauseDialog {
  readonly #dialog = byId<HTMLDialogElement>('pause');
  readonly #players = new PlayersPanel();
  #link = '';

  constructor(onSettings: () => void, onLeave: () => void) {
    keepToItself(this.#dialog);
    byId('resume').addEventListener('click', () => this.close());
    byId('pause-settings').addEventListener('click', onSettings);
    byId('leave').addEventListener('click', onLeave);
    this.#dialog.addEventListener('close', () => this.#players.leave());
    copyOnClick(byId('pause-copy'), () => this.#link);
  }

  /** @param link brings a friend to this room; `code` names it when it is private */
  open(link: string, code: string | undefined, players: PlayersSource): void {
    if (this.#dialog.open) return;
    this.#link = link;
    byId('pause-title').textContent = code === undefined ? 'Sparkfray' : `Room ${code}`;
    byId('pause-link').textContent = link.replace(/^https?:\/\//, '');
    this.#players.follow(players);
    this.#dialog.showModal();
    markPaused();
  }

  close(): void {
    this.#dialog.close();
  }
}
