/** The signs that concern everybody: scores, clock, board, kills, the start, the podium, and the keys that open them. */
import assert from 'node:assert/strict';
import { PHASE, type Phase, WEAPON } from '../../../shared/sim/types.ts';
import { boardLine } from '../../support/frame-views.ts';
import { WatchedHud } from '../../support/hud.ts';
import { usePage } from '../../support/page.ts';

const ADA = boardLine({ own: true, score: 12, kills: 2, deaths: 1, sparks: 3 });
const BOB = boardLine({ seat: 2, name: 'Bob', bot: true, score: 20, kills: 4, deaths: 0, sparks: 9 });
const CAT = boardLine({ seat: 3, name: 'Cat', connected: false, score: 5, kills: 1, deaths: 3 });
const KILL = { killer: 2, victim: 3, weapon: WEAPON.pulse, points: 5, leader: false };

const crowdOf = (count: number) =>
  Array.from({ length: count }, (_, i) => boardLine({ seat: i + 1, name: `P${i + 1}`, score: 1000 - i }));

describe('HUD', () => {
  const page = usePage();
  let hud: WatchedHud;
  const key = (type: 'keydown' | 'keyup', code: string, repeat = false): Event => {
    const event = new KeyboardEvent(type, { code, repeat, cancelable: true });
    page.window.dispatchEvent(event);
    return event;
  };

  beforeEach(() => {
    hud = new WatchedHud();
    page.document.body.dataset.screen = 'playing';
  });

  it('says nothing before the first state', () => {
    hud.ready = false;
    hud.board = [ADA];
    hud.frame();
    assert.equal(hud.host.hasAttribute('data-waiting'), true);
    assert.deepEqual(hud.texts('#board li'), []);
    hud.ready = true;
    hud.frame();
    assert.equal(hud.host.hasAttribute('data-waiting'), false);
    assert.deepEqual(hud.texts('#board li'), ['1 Ada 12']);
  });

  it('names the private room, and none elsewhere', () => {
    assert.equal(hud.host.querySelector('.room-code'), null);
    assert.equal(new WatchedHud('KRTPAM').text('.room-code'), 'Room KRTPAM');
  });

  it('shows the own score and place, and plays it up when it rises', () => {
    hud.board = [BOB, ADA, CAT];
    hud.frame();
    assert.deepEqual([hud.text('#score'), hud.text('#place')], ['12', '#2 of 3']);
    hud.element('#score').classList.remove('gained');
    hud.board = [{ ...ADA, score: 8 }, BOB];
    hud.frame();
    assert.deepEqual([hud.text('#score'), hud.text('#place')], ['8', '#1 of 2']);
    assert.equal(hud.element('#score').classList.contains('gained'), false, 'a loss is no gain');
    hud.board = [{ ...ADA, score: 9 }];
    hud.frame();
    assert.equal(hud.element('#score').classList.contains('gained'), true);
  });

  it('names who leads', () => {
    hud.board = [BOB, ADA];
    hud.frame();
    assert.equal(hud.text('#leader'), undefined);
    hud.match = { ...hud.match, leader: 2 };
    hud.frame();
    assert.equal(hud.text('#leader'), 'Bob ⚙\uFE0E');
    assert.equal(hud.element('#leader').hasAttribute('data-own'), false);
    hud.match = { ...hud.match, leader: 1 };
    hud.frame();
    assert.equal(hud.text('#leader'), 'You lead');
    assert.equal(hud.element('#leader').hasAttribute('data-own'), true);
    hud.match = { ...hud.match, leader: 0 };
    hud.frame();
    assert.equal(hud.text('#leader'), undefined);
  });

  it('counts the time of a match down, and hurries at its end', () => {
    const clockAt = (secondsLeft: number, phase: Phase = PHASE.play) => {
      hud.match = { ...hud.match, secondsLeft, phase };
      hud.frame();
      return [hud.text('#clock'), hud.element('#clock').hasAttribute('data-hurry')];
    };
    assert.deepEqual(clockAt(299.2), ['5:00', false]);
    assert.deepEqual(clockAt(61), ['1:01', false]);
    assert.deepEqual(clockAt(10.1), ['0:11', false]);
    assert.deepEqual(clockAt(10), ['0:10', true]);
    assert.deepEqual(clockAt(0), ['0:00', true]);
    assert.deepEqual(clockAt(3, PHASE.warmup), ['Warm-up', false]);
    assert.deepEqual(clockAt(3, PHASE.podium), ['Full time', false]);
    assert.deepEqual(clockAt(Number.POSITIVE_INFINITY), [undefined, false]);
  });

  it('announces the start that was seen coming, for a moment', () => {
    const bannerIn = (phase: Phase, secondsLeft: number, afterMs = 100) => {
      hud.match = { ...hud.match, phase, secondsLeft };
      hud.frame(afterMs);
      return hud.text('#banner');
    };
    assert.equal(bannerIn(PHASE.play, 100), undefined);
    assert.equal(bannerIn(PHASE.warmup, 2.4), 'Get ready 3');
    assert.equal(bannerIn(PHASE.play, 100), 'Fight!');
    assert.equal(bannerIn(PHASE.play, 99, 850), 'Fight!');
    assert.equal(bannerIn(PHASE.play, 99, 60), undefined);
    assert.equal(bannerIn(PHASE.warmup, 1), 'Get ready 1');
    assert.equal(bannerIn(PHASE.play, 100, 2000), undefined, 'a start that was missed');
  });

  it('lists the best five and the own line, with what marks each', () => {
    hud.board = [...crowdOf(6).slice(1), ADA, CAT];
    hud.match = { ...hud.match, leader: 2 };
    hud.frame();
    assert.deepEqual(hud.texts('#board li'), ['1 P2 999', '2 P3 998', '3 P4 997', '4 P5 996', '5 P6 995', '6 Ada 12']);
    const marks = (nth: number) => (hud.host.querySelectorAll('#board li')[nth] as HTMLElement).className.trim();
    assert.deepEqual([marks(0), marks(1), marks(5)], ['leads', '', 'own']);
    hud.board = [BOB, CAT];
    hud.frame();
    assert.deepEqual(hud.texts('#board li'), ['1 Bob ⚙\uFE0E 20', '2 Cat away 5']);
    assert.deepEqual([marks(0), marks(1)], ['leads', 'gone']);
  });

  it('shows all numbers of all pilots while Tab is held', () => {
    hud.board = [BOB, ADA];
    hud.frame();
    assert.equal(hud.text('#board-full'), undefined);
    assert.equal(key('keydown', 'Tab').defaultPrevented, true);
    hud.frame(10);
    assert.deepEqual(hud.texts('#board-full li'), ['1 Bob ⚙\uFE0E 20 4 0 9', '2 Ada 12 2 1 3']);
    key('keyup', 'KeyQ');
    assert.ok(hud.text('#board-full') !== undefined);
    key('keyup', 'Tab');
    assert.equal(hud.text('#board-full'), undefined);
    key('keydown', 'Tab');
    page.window.dispatchEvent(new Event('blur'));
    assert.equal(hud.text('#board-full'), undefined, 'Alt+Tab sends no release');
  });

  it('opens and closes the whole board by a tap', () => {
    hud.element('#board').click();
    assert.ok(hud.text('#board-full') !== undefined);
    hud.element('#board').click();
    assert.equal(hud.text('#board-full'), undefined);
    hud.element('#board').click();
    hud.element('#board-full').click();
    assert.equal(hud.text('#board-full'), undefined);
  });

  it('fits a crowd on the whole board: its best, and the own line as the last one', () => {
    key('keydown', 'Tab');
    hud.board = crowdOf(40);
    hud.frame();
    assert.equal(hud.texts('#board-full li').length, 24);
    hud.board = crowdOf(40).map((line) => (line.seat === 24 ? { ...line, own: true } : line));
    hud.frame();
    assert.equal(hud.texts('#board-full li').length, 24);
    assert.match(hud.texts('#board-full li').at(-1) ?? '', /^24 P24 /);
    hud.board = crowdOf(40).map((line) => (line.seat === 30 ? { ...line, own: true } : line));
    hud.frame();
    const lines = hud.texts('#board-full li');
    assert.deepEqual([lines.length, lines[22]?.slice(0, 6), lines[23]?.slice(0, 6)], [24, '23 P23', '30 P30']);
  });

  it('leaves Tab and F3 to the page under a curtain', () => {
    hud.playing = false;
    assert.equal(key('keydown', 'Tab').defaultPrevented, false);
    key('keydown', 'F3');
    assert.equal(hud.text('#board-full'), undefined);
    assert.equal(hud.lab.current.graph, false);
  });

  it('switches the net graph by F3, once for each press', () => {
    assert.equal(key('keydown', 'F3').defaultPrevented, true);
    key('keydown', 'F3', true);
    assert.equal(hud.lab.current.graph, true);
    key('keydown', 'F3');
    assert.equal(hud.lab.current.graph, false);
    assert.equal(key('keydown', 'KeyG').defaultPrevented, false);
  });

  it('tells kills, who made them and with what, for five seconds', () => {
    hud.board = [BOB, ADA, CAT];
    hud.frame();
    const lines = () => hud.texts('#feed li');
    const signs = () => [...hud.host.querySelectorAll('#feed .weapon')].map((sign) => sign.getAttribute('aria-label'));
    const kinds = () => [...hud.host.querySelectorAll('#feed li')].map((line) => line.className);
    hud.tell('kill', KILL);
    for (const afterMs of [900, 900]) hud.frame(afterMs);
    hud.tell('kill', { ...KILL, killer: 1, victim: 2, weapon: WEAPON.rail, points: 15, leader: true });
    hud.tell('kill', { ...KILL, killer: 2, victim: 1, weapon: WEAPON.reflected, points: 1 });
    hud.tell('kill', { ...KILL, killer: 3, victim: 3, points: 0 });
    assert.deepEqual(lines(), ['Bob ⚙\uFE0E Cat +5', 'Ada Bob ⚙\uFE0E +15', 'Bob ⚙\uFE0E Ada +1', 'Cat']);
    assert.deepEqual(signs(), ['destroyed', 'railed', 'threw a bolt back at', 'destroyed']);
    assert.deepEqual(kinds(), ['', 'mine', 'against', '']);
    assert.equal(hud.host.querySelectorAll('#feed li:nth-child(2) .crown').length, 1);
    assert.equal(hud.host.querySelectorAll('#feed .crown').length, 1);
    for (const afterMs of [900, 900, 900, 490]) hud.frame(afterMs);
    assert.equal(lines().length, 4);
    hud.frame(60);
    assert.equal(lines().length, 3);
    hud.tell('kill', { ...KILL, killer: 0, victim: 77 });
    hud.tell('kill', { ...KILL, killer: 78, victim: 3 });
    assert.deepEqual(lines(), ['Bob ⚙\uFE0E Ada +1', 'Cat', 'Late +5', 'a pilot Cat +5'], 'four at most');
  });

  it('tells of a crowd only what concerns the player, and the leader’s fall', () => {
    const kills = (count: number): string[] => {
      hud.hud.refresh();
      hud.board = crowdOf(count).map((line) => (line.seat === 1 ? { ...line, own: true } : line));
      hud.frame();
      hud.tell('kill', { ...KILL, killer: 5, victim: 6 });
      hud.tell('kill', { ...KILL, killer: 5, victim: 7, leader: true });
      hud.tell('kill', { ...KILL, killer: 1, victim: 8 });
      hud.tell('kill', { ...KILL, killer: 9, victim: 1 });
      return hud.texts('#feed li');
    };
    assert.equal(kills(24).length, 4);
    assert.deepEqual(kills(25), ['P5 P7 +5', 'P1 P8 +5', 'P9 P1 +5']);
  });

  it('forgets what was told while the page was away', () => {
    hud.board = [ADA, BOB];
    hud.frame();
    key('keydown', 'Tab');
    hud.tell('kill', { ...KILL, killer: 1, victim: 2 });
    hud.frame(1000);
    assert.equal(hud.texts('#feed li').length, 1);
    hud.frame(1001);
    assert.deepEqual(hud.texts('#feed li'), []);
    assert.equal(hud.text('#board-full'), undefined);
  });

  it('shows the podium after the last second: the best three, the own result and when it goes on', () => {
    const fourth = boardLine({ seat: 4, name: 'Dot', score: 1, kills: 0 });
    hud.board = [BOB, ADA, CAT, fourth];
    hud.frame();
    assert.equal(hud.text('#podium'), undefined);
    hud.match = { ...hud.match, phase: PHASE.podium, secondsLeft: 7.2 };
    hud.frame();
    assert.equal(hud.text('#podium h2'), 'Bob wins');
    assert.deepEqual(hud.texts('#podium li'), ['Bob ⚙\uFE0E 1 20 4 kills', 'Ada 2 12 2 kills', 'Cat 3 5 1 kill']);
    assert.equal(hud.text('#podium-own'), 'You: #2 of 4 · 12 points · 2 kills · 1 death');
    assert.equal(hud.text('.podium-next'), 'Next match in 8');
    assert.equal(hud.host.querySelectorAll('#podium .crown').length, 1);
    assert.equal(hud.host.querySelector('#podium .own')?.getAttribute('data-place'), '2');
    hud.board = [{ ...ADA, score: 1, kills: 1, deaths: 2 }, BOB];
    hud.frame();
    assert.equal(hud.text('#podium h2'), 'You win!');
    assert.equal(hud.text('#podium-own'), 'You: #1 of 2 · 1 point · 1 kill · 2 deaths');
    hud.board = [BOB];
    hud.frame();
    assert.equal(hud.text('#podium-own'), undefined);
    hud.board = [];
    hud.frame();
    assert.equal(hud.text('#podium h2'), 'Full time');
    hud.match = { ...hud.match, phase: PHASE.warmup };
    hud.frame();
    assert.equal(hud.text('#podium'), undefined);
  });

  it('says what the latency lab does', () => {
    hud.frame();
    assert.equal(hud.text('#lab-badge'), undefined);
    hud.lab.change({ lagMs: 100, ghosts: true });
    hud.frame();
    assert.equal(hud.text('#lab-badge'), 'Lab: +100 ms · ghosts');
    assert.equal(hud.element('#lab-badge').textContent, 'Lab: +100 ms · ghosts');
  });

  it('has a pause button of its own, whose press is no shot', () => {
    let shots = 0;
    page.document.body.addEventListener('pointerdown', () => {
      shots++;
    });
    const button = hud.element('#pause-open');
    button.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
    button.focus();
    button.click();
    assert.deepEqual([shots, hud.paused], [0, 1]);
    assert.notEqual(page.document.activeElement, button, 'the next Space presses it again');
  });

  it('is gone when the fight is, and listens no more', () => {
    hud.hud.remove();
    assert.deepEqual([hud.host.childElementCount, hud.listens], [0, []]);
    key('keydown', 'F3');
    assert.equal(hud.lab.current.graph, false);
  });
});
