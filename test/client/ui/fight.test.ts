/** Ways into a fight that do not lead there: what the page says then, and which tries count no more. */
import assert from 'node:assert/strict';
import type * as Phaser from 'phaser';
import { LabStore } from '../../../client/lab.ts';
import { MatchmakerError } from '../../../client/matchmaker.ts';
import { SettingsStore } from '../../../client/settings.ts';
import { SettingsDialog } from '../../../client/ui/dialogs.ts';
import { type Destination, Fight } from '../../../client/ui/fight.ts';
import { Notice } from '../../../client/ui/notice.ts';
import { SeatMemory } from '../../../client/ui/seat-memory.ts';
import { TestEngine } from '../../support/engine.ts';
import { clientBody, usePage } from '../../support/page.ts';

describe('a way into a fight', () => {
  const page = usePage(clientBody, 'https://play.test/');
  let fight: Fight;
  let menus: number;
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
    const settings = new SettingsStore(undefined, '', false);
    const lab = new LabStore('');
    fight = new Fight({
      settings,
      lab,
      settingsDialog: new SettingsDialog(settings, lab),
      memory: new SeatMemory(undefined),
      notice: new Notice(),
      nameOf: () => 'Ada',
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
});
