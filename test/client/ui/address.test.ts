/** The page's address as a way into a room, and back. */
import assert from 'node:assert/strict';
import {
  codeLetters,
  inviteIn,
  keepInAddress,
  linkTo,
  modeIn,
  playsAtOnce,
  serverUrl,
  showInAddress,
  type Wanted,
} from '../../../client/ui/address.ts';

const at = (tail: string): Location => new URL(`https://play.test/${tail}`) as unknown as Location;

describe('address', () => {
  it('leads into a private room by its code, whatever its case', () => {
    assert.deepEqual(inviteIn(at('#KRTPAM')), { kind: 'code', code: 'KRTPAM' });
    assert.deepEqual(inviteIn(at('?join=abc#krtpam')), { kind: 'code', code: 'KRTPAM' });
  });

  it('leads nowhere by what is no code', () => {
    for (const tail of ['', '#', '#KRTPA', '#KRTPAMA', '#KRT1AM', '#KR TP'])
      assert.equal(inviteIn(at(tail)), undefined);
  });

  it('leads into a public room by its id', () => {
    assert.deepEqual(inviteIn(at('?join=aB-9_z')), { kind: 'room', roomId: 'aB-9_z' });
    assert.deepEqual(inviteIn(at(`?join=${'a'.repeat(64)}`)), { kind: 'room', roomId: 'a'.repeat(64) });
    for (const roomId of ['', 'a'.repeat(65), 'a b', 'a/b']) assert.equal(inviteIn(at(`?join=${roomId}`)), undefined);
  });

  it('asks for a mode that could be one', () => {
    assert.equal(modeIn(at('?mode=swarm-2')), 'swarm-2');
    assert.equal(modeIn(at(`?mode=${'a'.repeat(32)}`)), 'a'.repeat(32));
    for (const mode of ['', 'Swarm', 'a'.repeat(33), 'a_b']) assert.equal(modeIn(at(`?mode=${mode}`)), undefined);
    assert.equal(modeIn(at('')), undefined);
  });

  it('plays at once only when it says so', () => {
    assert.deepEqual(
      [playsAtOnce(at('?play=1')), playsAtOnce(at('?play=0')), playsAtOnce(at(''))],
      [true, false, false],
    );
  });

  it('gives the letters of a code out of what was typed or pasted', () => {
    assert.equal(codeLetters('krtpam'), 'KRTPAM');
    assert.equal(codeLetters(' k-r t.p a m'), 'KRTPAM');
    assert.equal(codeLetters('https://play.test/#KRTPAMXYZ'), 'KRTPAM');
    assert.equal(codeLetters('12'), '');
  });

  it('is what brings a friend to the room', () => {
    assert.equal(linkTo(at('?mode=fray#x'), { roomId: 'r1' }), 'https://play.test/?join=r1');
    assert.equal(linkTo(at('?mode=fray#x'), { roomId: 'r1', code: 'KRTPAM' }), 'https://play.test/#KRTPAM');
  });

  it('shows the private room, and loses what led into another', () => {
    const shown = (tail: string, code?: string): string => {
      let url = '';
      const replaceState = (_data: unknown, _title: string, to: string): void => {
        url = to;
      };
      showInAddress(at(tail), { replaceState } as unknown as History, code);
      return url;
    };
    assert.equal(shown('?join=r1&quality=low&play=1#KRTPAM'), '/?quality=low');
    assert.equal(shown('?join=r1', 'KRTPAM'), '/#KRTPAM');
    assert.equal(shown('sub/?lag=50', 'KRTPAM'), '/sub/?lag=50#KRTPAM');
  });

  it('leads to the server beside the page, which may lie below a path', () => {
    assert.equal(serverUrl(at('?mode=fray')), 'https://play.test');
    assert.equal(serverUrl(at('game/index.html?x=1#KRTPAM')), 'https://play.test/game');
    assert.equal(linkTo(at('game/'), { roomId: 'r1', code: 'KRTPAM' }), 'https://play.test/game/#KRTPAM');
    assert.equal(linkTo(at('game/'), { roomId: 'r1' }), 'https://play.test/game/?join=r1');
  });

  it('keeps what a player asks for, so that a page that is fetched anew finds it there', () => {
    const kept = (tail: string, wanted: Wanted): string => {
      let url = '';
      const replaceState = (_data: unknown, _title: string, to: string): void => {
        url = to;
      };
      keepInAddress(at(tail), { replaceState } as unknown as History, wanted);
      return url;
    };
    const quick: Wanted = { kind: 'quick', mode: 'swarm' };
    assert.equal(kept('?lag=50&mode=fray#KRTPAM', quick), '/?lag=50&mode=swarm&play=1');
    assert.equal(kept('?play=1', { kind: 'room', roomId: 'r1' }), '/?join=r1');
    assert.equal(kept('?join=r1', { kind: 'code', code: 'KRTPAM' }), '/#KRTPAM');
    const address = at(kept('game/?join=r1', quick).slice(1));
    assert.deepEqual([playsAtOnce(address), modeIn(address), inviteIn(address)], [true, 'swarm', undefined]);
  });
});
