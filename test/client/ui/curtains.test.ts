/** What hides the fight while there is none, on the page as it is delivered. */
import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { Curtains } from '../../../client/ui/curtains.ts';
import { clientBody, setClock, usePage } from '../../support/page.ts';

describe('curtains', () => {
  const page = usePage(clientBody, 'https://play.test/');
  const element = <E extends HTMLElement = HTMLElement>(id: string): E => page.document.querySelector(`#${id}`) as E;
  const shown = (id: string): boolean => element(id).closest('[hidden]') === null;
  const text = (id: string): string => element(id).textContent?.trim() ?? '';
  let curtains: Curtains;
  let asks: string[];
  let nowMs: number;
  const up = (): string[] => ['joining', 'dropped', 'closed'].filter(shown);
  const pass = (ms: number): void => {
    for (let left = ms; left > 0; left -= 250) {
      nowMs += 250;
      setClock(nowMs);
      mock.timers.tick(250);
    }
  };

  beforeEach(() => {
    mock.timers.enable({ apis: ['setInterval'] });
    nowMs = 100_000;
    setClock(nowMs);
    asks = [];
    curtains = new Curtains({ onMenu: () => asks.push('menu'), onAgain: () => asks.push('again') });
  });
  afterEach(() => mock.timers.reset());

  it('are one at a time', () => {
    assert.deepEqual(up(), []);
    curtains.joining('Finding a fight…');
    assert.deepEqual([up(), text('joining-title')], [['joining'], 'Finding a fight…']);
    assert.equal(shown('joining-reason'), false);
    curtains.joining('Finding a fight…', 'The room has ended.');
    assert.deepEqual([shown('joining-reason'), text('joining-reason')], [true, 'The room has ended.']);
    curtains.dropped(nowMs);
    assert.deepEqual(up(), ['dropped']);
    curtains.closed('The room has ended.');
    assert.deepEqual([up(), text('closed-line'), shown('closed-wait')], [['closed'], 'The room has ended.', false]);
    curtains.none();
    assert.deepEqual(up(), []);
  });

  it('lead back to the menu, or into another fight', () => {
    for (const id of ['cancel-join', 'give-up', 'closed-menu', 'closed-again']) element(id).click();
    assert.deepEqual(asks, ['menu', 'menu', 'menu', 'again']);
  });

  it('count how long the seat is held, and for how long the server is looked for', () => {
    const line = () => [text('dropped-line'), element('dropped-meter').style.transform];
    curtains.dropped(nowMs - 1500);
    const held = (goneS: number, leftS: number) =>
      `Gone for ${goneS} s. Getting you back: a running server holds your seat for ${leftS} s more.`;
    const trying = (goneS: number, leftS: number) =>
      `Gone for ${goneS} s. Still trying, for ${leftS} s more. If your seat is gone, you get another fight.`;
    assert.deepEqual(line(), [held(1, 19), 'scaleX(0.9875)']);
    pass(16_500);
    assert.deepEqual(line(), [held(18, 2), 'scaleX(0.85)']);
    pass(2000);
    assert.deepEqual(line(), [trying(20, 100), `scaleX(${100 / 120})`]);
    pass(100_250);
    assert.deepEqual(line(), [trying(120, 0), 'scaleX(0)']);
    curtains.dropped(nowMs + 500);
    assert.match(text('dropped-line'), /^Gone for 0 s\./);
  });

  it('look for another fight by themselves, once', () => {
    curtains.closed('The server restarts.', 'Play again', 4000);
    assert.deepEqual([shown('closed-wait'), text('closed-wait')], [true, 'Looking for a fight in 4 s.']);
    pass(1250);
    assert.equal(text('closed-wait'), 'Looking for a fight in 3 s.');
    pass(2500);
    assert.deepEqual(asks, []);
    pass(250);
    assert.deepEqual([asks, text('closed-wait')], [['again'], 'Looking for a fight in 0 s.']);
    pass(5000);
    assert.deepEqual(asks, ['again']);
  });

  it('look for another fight only once the player sees the page', () => {
    Object.defineProperty(page.document, 'hidden', { value: true, configurable: true });
    curtains.closed('The server restarts.', 'Quick play', 1000);
    assert.equal(text('closed-again'), 'Quick play');
    pass(5000);
    assert.deepEqual(asks, []);
    Object.defineProperty(page.document, 'hidden', { value: false });
    pass(250);
    assert.deepEqual(asks, ['again']);
  });

  it('forget to look for it once they are down', () => {
    curtains.closed('The server restarts.', 'Play again', 4000);
    curtains.none();
    pass(10_000);
    assert.deepEqual(asks, []);
  });
});
