/** Who plays here and what may be asked for about their seats, on the page as it is delivered. */
import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { PauseDialog } from '../../../client/ui/dialogs.ts';
import type { BoardLine, HouseView } from '../../../shared/netcode/views.ts';
import { boardLine } from '../../support/frame-views.ts';
import { clientBody, setClock, usePage } from '../../support/page.ts';
import { PlayersSeat } from '../../support/players-seat.ts';

describe('players in the pause panel', () => {
  const page = usePage(clientBody, 'https://play.test/');
  const element = <E extends HTMLElement = HTMLElement>(id: string): E => page.document.querySelector(`#${id}`) as E;
  const text = (id: string): string => element(id).textContent?.trim() ?? '';
  let pause: PauseDialog;
  const ANNA = boardLine({ seat: 4, name: 'Anna', own: true });
  const BERT = boardLine({ seat: 5, name: 'Bert' });
  const CARL = boardLine({ seat: 6, name: 'Carl', aside: true, score: 9 });
  const lines = (): string[] =>
    [...page.document.querySelectorAll<HTMLElement>('#player-list li')].map((item) =>
      [...item.querySelectorAll<HTMLElement>('.who-name, small, button')]
        .filter(({ hidden }) => !hidden)
        .map(({ textContent }) => textContent)
        .filter((part) => part !== '')
        .join(' '),
    );
  const button = (seat: number): HTMLElement => page.document.querySelector(`[data-remove="${seat}"]`) as HTMLElement;
  const open = (house: HouseView, ...board: BoardLine[]): PlayersSeat => {
    const seat = new PlayersSeat();
    Object.assign(seat, { house, board });
    pause.open('https://play.test/#KRTPA', 'KRTPA', seat);
    return seat;
  };
  beforeEach(() => {
    mock.timers.enable({ apis: ['setInterval'] });
    pause = new PauseDialog(
      () => {},
      () => {},
    );
  });
  afterEach(() => mock.timers.reset());

  it('are people in the order of coming, the host marked, who is away too; without any power for others', () => {
    open({ host: 5, locked: false, vote: undefined }, CARL, boardLine({ seat: 1, bot: true }), ANNA, BERT);
    assert.deepEqual(lines(), ['Anna you', 'Bert host', 'Carl away']);
    assert.equal(element('lock-row').hidden, true);
  });

  it('[Q1] are removed by the host, who is asked twice and not about itself', () => {
    setClock(1000);
    const seat = open({ host: 4, locked: false, vote: undefined }, ANNA, BERT, CARL);
    assert.deepEqual(lines(), ['Anna you, host', 'Bert Remove', 'Carl away Remove']);
    button(5).click();
    assert.deepEqual([lines()[1], seat.asked], ['Bert Really?', []]);
    setClock(6000);
    mock.timers.tick(250);
    assert.equal(lines()[1], 'Bert Remove');
    button(5).click();
    button(5).click();
    assert.deepEqual(seat.asked, [['remove', 5]]);
    seat.board = [ANNA, CARL];
    mock.timers.tick(250);
    assert.deepEqual(lines(), ['Anna you, host', 'Carl away Remove']);
  });

  it('[R15] are voted out in a public room, where the open vote is marked', () => {
    const seat = open({ host: 0, locked: false, vote: undefined }, ANNA, BERT, CARL);
    assert.deepEqual(lines(), ['Anna you', 'Bert Vote out', 'Carl away Vote out']);
    button(5).click();
    button(5).click();
    assert.deepEqual(seat.asked, [['remove', 5]]);
    seat.house = { ...seat.house, vote: { on: 5, by: 4, votes: 1, needed: 2, secondsLeft: 9, endTick: 99 } };
    mock.timers.tick(250);
    assert.equal(lines()[1], 'Bert 1 of 2 votes');
    assert.equal(element('lock-row').hidden, true);
  });

  it('[Q2] are shut out and let in by a switch that shows what the room does', () => {
    const seat = open({ host: 4, locked: false, vote: undefined }, ANNA);
    const lock = element<HTMLInputElement>('lock-room');
    assert.equal(element('lock-row').hidden, false);
    lock.click();
    assert.deepEqual(seat.asked, [['lock', true]]);
    seat.house = { host: 4, locked: true, vote: undefined };
    mock.timers.tick(250);
    assert.equal(lock.checked, true);
  });

  it('[M8] say why something is not done, and nothing more once the panel is closed', () => {
    const seat = open({ host: 4, locked: false, vote: undefined }, ANNA, BERT);
    seat.tell({ reason: 'no_such_seat' });
    assert.equal(text('players-line'), 'That player has left already.');
    pause.close();
    assert.deepEqual(lines(), []);
    open({ host: 4, locked: false, vote: undefined }, ANNA);
    assert.equal(text('players-line'), '');
  });
});
