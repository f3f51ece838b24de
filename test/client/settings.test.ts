/** The player's settings and the seat's way back: what is kept, what an address may say, and storage that refuses. */
import assert from 'node:assert/strict';
import { cleanName, SettingsStore, storageOf, switchesOf } from '../../client/settings.ts';
import { SeatMemory } from '../../client/ui/seat-memory.ts';

const KEY = 'sparkfray.settings';
const DEFAULTS = { name: '', quality: 'high', renderer: 'auto', volume: 0.7, reducedMotion: false };

/** A browser's storage in memory. */
function storageWith(entries: Record<string, string> = {}): Storage & { readonly kept: Record<string, string> } {
  const kept = { ...entries };
  const storage = {
    kept,
    getItem: (key: string) => kept[key] ?? null,
    setItem: (key: string, value: string) => {
      kept[key] = value;
    },
    removeItem: (key: string) => {
      delete kept[key];
    },
  };
  return storage as unknown as Storage & { readonly kept: Record<string, string> };
}

/** As a browser that forbids it. */
const refusal = (): never => {
  throw new Error('storage is forbidden');
};
const refusing = { getItem: refusal, setItem: refusal, removeItem: refusal } as unknown as Storage;

describe('settings', () => {
  it('begin with what suits most, and less motion for who asks the system for it', () => {
    assert.deepEqual(new SettingsStore(undefined, '', false).current, DEFAULTS);
    assert.deepEqual(new SettingsStore(storageWith(), '', true).current, { ...DEFAULTS, reducedMotion: true });
  });

  it('come from storage, overridden by the address', () => {
    const storage = storageWith({
      [KEY]: JSON.stringify({ name: 'Ada', quality: 'low', volume: 0, reducedMotion: true }),
    });
    const { current } = new SettingsStore(storage, '?quality=high&renderer=canvas&name=Bob', false);
    assert.deepEqual(current, { name: 'Bob', quality: 'high', renderer: 'canvas', volume: 0, reducedMotion: true });
  });

  it('leave out what is not what it should be', () => {
    for (const stored of [
      '{"name":5,"quality":"best","renderer":"webgpu","volume":1.1,"reducedMotion":"yes"}',
      '{"volume":-0.1,"quality":null}',
      '{"volume":"1"}',
      '[]',
      'null',
      '7',
      '{"name":',
    ]) {
      assert.deepEqual(new SettingsStore(storageWith({ [KEY]: stored }), '', false).current, DEFAULTS, stored);
    }
    for (const volume of [0, 1]) {
      const storage = storageWith({ [KEY]: JSON.stringify({ volume, quality: 'high', renderer: 'auto' }) });
      assert.deepEqual(new SettingsStore(storage, '', false).current, { ...DEFAULTS, volume });
    }
    assert.deepEqual(switchesOf('?quality=ultra&volume=1'), {});
  });

  it('keep what was changed by hand, and nothing else', () => {
    const storage = storageWith({ [KEY]: '{"name":"Ada"}' });
    const settings = new SettingsStore(storage, '?quality=low', false);
    const told: unknown[] = [];
    settings.onChange((current) => told.push(current));
    settings.change({ volume: 0.7 });
    assert.deepEqual([told, storage.kept[KEY]], [[], '{"name":"Ada"}'], 'nothing was changed');
    settings.change({ volume: 0.2, name: 'Ada' });
    assert.deepEqual(told, [{ ...DEFAULTS, name: 'Ada', quality: 'low', volume: 0.2 }]);
    assert.deepEqual(JSON.parse(storage.kept[KEY] ?? ''), { name: 'Ada', volume: 0.2 });
    settings.change({ volume: 3 });
    assert.equal(settings.current.volume, 0.2);
  });

  it('hold for the visit where nothing can be kept', () => {
    const settings = new SettingsStore(refusing, '', false);
    settings.change({ quality: 'low' });
    assert.equal(settings.current.quality, 'low');
    assert.equal(storageOf('localStorage'), undefined, 'here is no window to have one');
  });

  it('clean a name as the server will', () => {
    assert.equal(cleanName('  A\u0000da\n\t Love\u00a0lace '), 'A da Love lace ');
    assert.equal(Array.from(cleanName('😀'.repeat(40))).length, 16);
    assert.equal(switchesOf('?name=%20Ada%20').name, 'Ada');
  });
});

describe('seat memory', () => {
  const STORE = 'sparkfray.seat';

  it('keeps the way back to a seat, and forgets it', () => {
    const storage = storageWith();
    const memory = new SeatMemory(storage);
    assert.equal(memory.recall(), undefined);
    memory.keep({ reconnectionToken: 'room:token' });
    assert.deepEqual(new SeatMemory(storage).recall(), { reconnectionToken: 'room:token' });
    memory.keep({ reconnectionToken: 'room:other', code: 'KRTPAM' });
    assert.deepEqual(memory.recall(), { reconnectionToken: 'room:other', code: 'KRTPAM' });
    memory.forget();
    assert.equal(memory.recall(), undefined);
    assert.deepEqual(storage.kept, {});
  });

  it('makes nothing of what it did not write', () => {
    for (const stored of ['', '7', 'null', '[]', '{}', '{"reconnectionToken":5}', '{"code":"KRTPAM"}']) {
      assert.equal(new SeatMemory(storageWith({ [STORE]: stored })).recall(), undefined, stored);
    }
    const odd = storageWith({ [STORE]: '{"reconnectionToken":"t","code":5}' });
    assert.deepEqual(new SeatMemory(odd).recall(), { reconnectionToken: 't' });
  });

  it('does without a storage', () => {
    for (const storage of [undefined, refusing]) {
      const memory = new SeatMemory(storage);
      memory.keep({ reconnectionToken: 't' });
      memory.forget();
      assert.equal(memory.recall(), undefined);
    }
  });
});
