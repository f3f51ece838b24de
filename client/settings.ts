/**
 * The player's settings: remembered in the browser, overridden by URL switches for this visit only.
 * What is stored is only what the player changed by hand, so that defaults may follow the machine.
 */
import { LIMITS } from '../shared/wire/protocol.ts';

export type Quality = 'high' | 'low';
export type Renderer = 'auto' | 'canvas';

export type Settings = {
  /** '' until the player has given one. */
  name: string;
  quality: Quality;
  renderer: Renderer;
  /** 0..1 */
  volume: number;
  reducedMotion: boolean;
};

const STORE_KEY = 'sparkfray.settings';

export type SettingsListener = (settings: Settings) => void;

export class SettingsStore {
  readonly #storage: Storage | undefined;
  readonly #listeners = new Set<SettingsListener>();
  #chosen: Partial<Settings>;
  #current: Settings;

  /**
   * @param storage where choices are kept; undefined when the browser refuses to keep any
   * @param search the query of the page's URL
   */
  constructor(storage: Storage | undefined, search: string, prefersReducedMotion: boolean) {
    this.#storage = storage;
    this.#chosen = read(storage);
    const defaults: Settings = {
      name: '',
      quality: 'high',
      renderer: 'auto',
      volume: 0.7,
      reducedMotion: prefersReducedMotion,
    };
    this.#current = { ...defaults, ...this.#chosen, ...switchesOf(search) };
  }

  get current(): Readonly<Settings> {
    return this.#current;
  }

  /** Remembers what differs from now and tells all listeners. */
  change(wanted: Partial<Settings>): void {
    const changed = Object.entries(accepted(wanted)).filter(
      ([key, value]) => this.#current[key as keyof Settings] !== value,
    );
    if (changed.length === 0) return;
    const patch = Object.fromEntries(changed) as Partial<Settings>;
    this.#current = { ...this.#current, ...patch };
    this.#chosen = { ...this.#chosen, ...patch };
    write(this.#storage, this.#chosen);
    for (const listener of this.#listeners) listener(this.#current);
  }

  onChange(listener: SettingsListener): void {
    this.#listeners.add(listener);
  }
}

/** `?quality=low&renderer=canvas&name=Ada`: for sharing and for tests; never stored. */
export function switchesOf(search: string): Partial<Settings> {
  const query = new URLSearchParams(search);
  return accepted({ name: query.get('name'), quality: query.get('quality'), renderer: query.get('renderer') });
}

/** A name as the server will take it: no control characters, single spaces, not too long. */
export function cleanName(text: string): string {
  const plain = text.replace(/[\p{C}\p{Z}\s]+/gu, ' ').trimStart();
  return Array.from(plain).slice(0, LIMITS.nameCharsMax).join('');
}

/** @returns only those fields that are what they should be: storage and URLs are written by strangers too */
function accepted(raw: { readonly [K in keyof Settings]?: unknown }): Partial<Settings> {
  const { name, quality, renderer, volume, reducedMotion } = raw;
  const good: Partial<Settings> = {};
  if (typeof name === 'string') good.name = cleanName(name).trimEnd();
  if (quality === 'high' || quality === 'low') good.quality = quality;
  if (renderer === 'auto' || renderer === 'canvas') good.renderer = renderer;
  if (typeof volume === 'number' && volume >= 0 && volume <= 1) good.volume = volume;
  if (typeof reducedMotion === 'boolean') good.reducedMotion = reducedMotion;
  return good;
}

/** Merely touching storage throws where the browser forbids it. */
export function storageOf(name: 'localStorage' | 'sessionStorage'): Storage | undefined {
  try {
    return window[name];
  } catch {
    return undefined;
  }
}

function read(storage: Storage | undefined): Partial<Settings> {
  try {
    const stored: unknown = JSON.parse(storage?.getItem(STORE_KEY) ?? '{}');
    return typeof stored === 'object' && stored !== null ? accepted(stored) : {};
  } catch {
    return {}; // a broken or forbidden store is no reason not to play
  }
}

function write(storage: Storage | undefined, chosen: Partial<Settings>): void {
  try {
    storage?.setItem(STORE_KEY, JSON.stringify(chosen));
  } catch {
    // private windows may refuse: the settings hold for this visit
  }
}
