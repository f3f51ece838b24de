/** The open vote beside the fight: whom it asks, and how a player is for it. */
import assert from 'node:assert/strict';
import { boardLine } from '../../support/frame-views.ts';
import { WatchedHud } from '../../support/hud.ts';
import { usePage } from '../../support/page.ts';

const ADA = boardLine({ own: true });
const BOB = boardLine({ seat: 2, name: 'Bob' });
const CAT = boardLine({ seat: 3, name: 'Cat' });

describe('The open vote', () => {
  const page = usePage();
  let hud: WatchedHud;
  beforeEach(() => {
    hud = new WatchedHud();
  });

  it('[R15] asks for a vote once, by a button or V, and only those whom it concerns', () => {
    const vote = { on: 2, by: 3, votes: 1, needed: 2, secondsLeft: 20.2, endTick: 900 };
    const key = (): boolean => page.window.dispatchEvent(new KeyboardEvent('keydown', { code: 'KeyV' }));
    const show = (some: Partial<typeof vote> | undefined): string | undefined => {
      hud.house = { ...hud.house, vote: some && { ...vote, ...some } };
      hud.frame();
      return hud.text('#vote');
    };
    hud.board = [ADA, BOB, CAT];
    key();
    assert.equal(show(undefined), undefined);
    assert.equal(show({}), 'Remove Bob? 1 of 2 votes · 21 s Vote out V');
    key();
    key();
    assert.equal(show({ votes: 2 }), 'Remove Bob? 2 of 2 votes · 21 s');
    assert.deepEqual(hud.votes, [2]);
    show({ endTick: 1900 });
    (hud.element('#vote button') as HTMLButtonElement).click();
    assert.deepEqual(hud.votes, [2, 2], 'another vote on the same');
    assert.equal(show({ endTick: 2900, by: 1 }), 'Remove Bob? 1 of 2 votes · 21 s', 'who began it');
    assert.equal(show({ endTick: 3900, on: 1 }), 'A vote is open to remove you. 1 of 2 votes · 21 s');
    key();
    assert.deepEqual(hud.votes, [2, 2]);
  });
});
