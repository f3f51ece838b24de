/** Ways into a fight that do not lead there: what the page says then, and which tries count no more. */
import assert from 'node:assert/strict';
import type * as Phaser from 'phaser';
import { LabStore } from '../../../client/lab.ts';
import { MatchmakerError } from '../../../client/matchmaker.ts';
import { SettingsStore } from '../../../client/settings.ts';
import type { Wanted } from '../../../client/ui/address.ts';
import { SettingsDialog } from '../../../client/ui/dialogs.ts';
import type { Destination } from '../../../client/ui/entry.ts';
import { Fight } from '../../../client/ui/fight.ts';
import { Notice } from '../../../client/ui/notice.ts';
import { MissedPart, needPart } from '../../../client/ui/parts.ts';
import { Renewal } from '../../../client/ui/renewal.ts';
import { SeatMemory } from '../../../client/ui/seat-memory.ts';
import { TestEngine } from '../../support/engine.ts';
import { clientBody, usePage } from '../../support/page.ts';

describe('a way into a fight', () => {
  const page = usePage(clientBody, 'https://play.test/');
  let fight: Fight;
  let menus: number;
  let reloads: number;
  let wanted: Wanted[];
  const notice = (): string | undefined => {
    const line = page.document.querySelector('#notice') as HTMLElement;
    return line.hidden ? undefined : (line.textContent ?? '');
  };
  const screen = (): string | undefined => page.document.body.dataset.screen;
  const fails = async (): Promise<Destination> => {
    throw new MatchmakerError(409, 'This room is full.');
  };

  beforeEach(async () => {
    // Who enters a fight loads the engine, which wants to find a page with a canvas.
    await TestEngine.open(page, 0, async () => {
      const { Scene } = await import('phaser');
      return new Scene('blank') as Phaser.Scene;
    });
    menus = 0;
    reloads = 0;
    wanted = [];
    const settings = new SettingsStore(undefined, '', false);
    const lab = new LabStore('');
    fight = new Fight({
      settings,
      lab,
      settingsDialog: new SettingsDialog(settings, lab),
      memory: new SeatMemory(undefined),
      notice: new Notice(),
      nameOf: () => 'Ada',
      renewal: new Renewal(page.window.sessionStorage, () => reloads++),
      onOutdated: (asked) => wanted.push(asked),
      onMenu: () => menus++,
      onAgain: () => assert.fail('asked for another fight'),
    });
  });

  it('that fails leads back to the menu and says why', async () => {
    const entered = fight.enter({ title: 'Joining', find: fails });
    assert.equal(screen(), 'joining');
    assert.equal(await entered, 'failed');
    assert.deepEqual([menus, notice(), fight.state], [1, 'This room is full.', 'idle']);
  });

  it('that fails says nothing where the player did not ask for it', async () => {
    assert.equal(await fight.enter({ title: 'Back again', find: fails, quiet: true }), 'failed');
    assert.deepEqual([menus, notice()], [1, undefined]);
  });

  it('that was left or followed by another one counts no more, however it ends', async () => {
    const waiting: (() => void)[] = [];
    const find = (): Promise<Destination> =>
      new Promise((_resolve, reject) => waiting.push(() => reject(new MatchmakerError(409, 'Too late.'))));
    const first = fight.enter({ title: 'One', find });
    const second = fight.enter({ title: 'Another', find });
    fight.leave();
    for (const end of waiting) end();
    assert.deepEqual([await first, await second], ['cancelled', 'cancelled']);
    assert.deepEqual([menus, notice()], [1, undefined]);
  });

  it('of a page that is older than the server fetches it anew, once, and then says so with a button', async () => {
    const quick: Wanted = { kind: 'quick', mode: 'fray' };
    const find = async (): Promise<Destination> => {
      throw new MissedPart('This page is older than the server. Reload it.');
    };
    const again = page.document.querySelector('#closed-again') as HTMLElement;
    const line = page.document.querySelector('#closed-line') as HTMLElement;
    assert.equal(await fight.enter({ title: 'Finding', wanted: quick, find }), 'failed');
    assert.deepEqual([reloads, wanted, menus, line.textContent], [1, [quick], 0, '']);
    await fight.enter({ title: 'Finding', wanted: quick, find });
    assert.deepEqual([reloads, screen()], [1, 'closed'], 'a moment later it would turn in circles');
    assert.deepEqual(
      [line.textContent, again.textContent],
      ['This page is older than the server. Reload it.', 'Reload'],
    );
    again.click();
    assert.equal(reloads, 2);
  });
});

describe('a page that is fetched anew', () => {
  const page = usePage();
  const { now } = Date;
  afterEach(() => {
    Date.now = now;
  });

  it('is so once in five minutes, and never where nothing remembers it', () => {
    let reloads = 0;
    const at = (nowMs: number, storage?: Storage): boolean => {
      Date.now = () => nowMs;
      return new Renewal(storage, () => reloads++).tryOnce();
    };
    const { sessionStorage } = page.window;
    const tries = [1_000_000, 1_299_999, 1_300_000, 900_000].map((nowMs) => at(nowMs, sessionStorage));
    assert.deepEqual([tries, reloads], [[true, false, true, true], 3], 'a clock that was set back counts as long ago');
    assert.equal(at(9_000_000), false);
    assert.equal(reloads, 3);
  });
});

describe('a part of the page', () => {
  const real = globalThis.fetch;
  const missing = new TypeError('Failed to fetch dynamically imported module');
  afterEach(() => {
    globalThis.fetch = real;
  });

  it('that did not come is asked for once more', async () => {
    let tries = 0;
    const load = async (): Promise<string> => {
      if (++tries === 1) throw missing;
      return 'part';
    };
    assert.equal(await needPart(load), 'part');
  });

  it('that a running server does not have makes the page outdated; where no server answers, that is said', async () => {
    const never = (): Promise<never> => Promise.reject(missing);
    globalThis.fetch = async () => Response.json([]);
    await assert.rejects(needPart(never), MissedPart);
    globalThis.fetch = async () => Promise.reject(new TypeError('offline'));
    await assert.rejects(needPart(never), { message: 'The server cannot be reached.' });
  });

  it('that came and broke is not blamed on the server', async () => {
    const broken = new ReferenceError('x is not defined');
    await assert.rejects(
      needPart(() => Promise.reject(broken)),
      broken,
    );
  });
});
