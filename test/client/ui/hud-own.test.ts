/** The signs that concern the own pilot: health, shield, dash, Rail, the card while it is destroyed, and the hints. */
import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { Hints } from '../../../client/ui/hud/hints.ts';
import { PHASE, WEAPON } from '../../../shared/sim/types.ts';
import { boardLine, ownView } from '../../support/frame-views.ts';
import { WatchedHud } from '../../support/hud.ts';
import { usePage } from '../../support/page.ts';

const ADA = boardLine({ own: true });
const BOB = boardLine({ seat: 2, name: 'Bob' });
const EVIDENCE = { rewindMs: 120, apartU: 14, shooterRttMs: 96, victimRttMs: 42 };
const RAILED = { by: 2, victim: 1, damage: 55, weapon: WEAPON.rail, x: 0, y: 0, evidence: EVIDENCE };
const DEAD = { alive: false, hp: 0, respawnInTicks: 45, killedBy: 2, killedWith: WEAPON.pulse } as const;

describe('HUD of the own pilot', () => {
  const page = usePage();
  let hud: WatchedHud;
  const show = (some: Parameters<typeof ownView>[0]): void => {
    hud.own = ownView(some);
    hud.frame();
  };
  const ringLeft = (host: string): number =>
    100 - Number((hud.element(`${host} .ring-left`) as HTMLElement).style.strokeDashoffset);

  beforeEach(() => {
    hud = new WatchedHud();
    hud.board = [BOB, ADA];
  });

  it('shows health as a number and a bar, warns and alarms', () => {
    const healthAt = (hp: number) => {
      show({ hp });
      const { transform } = hud.element('.health-fill').style;
      return [hud.text('.health-number'), transform, hud.element('#health').dataset.level];
    };
    assert.deepEqual(healthAt(100), ['100', 'scaleX(1)', 'good']);
    assert.deepEqual(healthAt(61), ['61', 'scaleX(0.61)', 'good']);
    assert.deepEqual(healthAt(60), ['60', 'scaleX(0.6)', 'warn']);
    assert.deepEqual(healthAt(31), ['31', 'scaleX(0.31)', 'warn']);
    assert.equal(hud.host.hasAttribute('data-alarm'), false);
    assert.deepEqual(healthAt(30), ['30', 'scaleX(0.3)', 'alarm']);
    assert.equal(hud.host.hasAttribute('data-alarm'), true);
    assert.equal(hud.element('#health').getAttribute('aria-valuenow'), '30');
    show({ alive: false, hp: 30 });
    assert.equal(hud.text('.health-number'), '0');
    assert.equal(hud.host.hasAttribute('data-alarm'), false);
  });

  it('plays up what is lost, not what comes back', () => {
    const hurt = () => hud.element('#health').classList.contains('hurt');
    show({ hp: 50 });
    hud.element('#health').classList.remove('hurt');
    show({ hp: 58 });
    assert.equal(hurt(), false);
    show({ hp: 40 });
    assert.equal(hurt(), true);
  });

  it('[R13] says how to come back to who stands aside, with its health, and counts down once the seat is at stake', () => {
    const aside = { alive: false, aside: true, hp: 70 } as const;
    show({});
    assert.equal(hud.text('#aside'), undefined);
    show(aside);
    assert.equal(hud.text('#aside'), 'You stand aside. Move, aim or fire to play on.');
    assert.deepEqual([hud.text('#death'), hud.text('.health-number')], [undefined, '70']);
    show({ ...aside, idleEndInTicks: 301 });
    assert.match(hud.text('#aside') ?? '', /about to be given to others\. Seconds left: 11$/);
    assert.equal(hud.element('#aside').hasAttribute('data-warned'), true);
    show({ ...aside, idleEndInTicks: 0 });
    assert.doesNotMatch(hud.text('#aside') ?? '', /Seconds/);
    show({ alive: true, idleEndInTicks: 30 });
    assert.match(hud.text('#aside') ?? '', /^Still there\? .* Seconds left: 1$/);
    show({ alive: true });
    assert.equal(hud.text('#aside'), undefined);
  });

  it('shows the spawn shield of a living pilot', () => {
    const shielded = () => hud.element('#health').hasAttribute('data-shield');
    show({ shieldTicks: 1 });
    assert.equal(shielded(), true);
    show({ shieldTicks: 0 });
    assert.equal(shielded(), false);
    show({ shieldTicks: 1, alive: false });
    assert.equal(shielded(), false);
  });

  it('counts the seconds until the next dash', () => {
    const dash = () => [hud.text('.dash-seconds'), ringLeft('#dash'), hud.element('#dash').getAttribute('aria-label')];
    show({ dashCooldownTicks: 60 });
    assert.deepEqual(dash(), ['2.0', 0, 'Dash is recharging']);
    show({ dashCooldownTicks: 15 });
    assert.deepEqual(dash(), ['0.5', 75, 'Dash is recharging']);
    assert.equal(hud.element('#dash').hasAttribute('data-ready'), false);
    show({ dashCooldownTicks: 0 });
    assert.deepEqual(dash(), ['', 100, 'Dash ready']);
    assert.equal(hud.element('#dash').hasAttribute('data-ready'), true);
  });

  it('shows the Rail’s shots left while there are any, and that it charges', () => {
    const pips = () => [...hud.host.querySelectorAll('#rail i')].map((pip) => pip.hasAttribute('data-left'));
    show({ railShots: 0 });
    assert.equal(hud.text('#rail'), undefined);
    show({ railShots: 3, chargeTicks: 4 });
    assert.equal(hud.text('#rail'), 'Rail');
    assert.deepEqual(pips(), [true, true, true, false]);
    assert.equal(hud.element('#rail').getAttribute('aria-label'), 'Rail: 3 of 4 shots left');
    assert.equal(hud.element('#rail').hasAttribute('data-charging'), true);
    show({ railShots: 1, chargeTicks: 0 });
    assert.deepEqual(pips(), [true, false, false, false]);
    assert.equal(hud.element('#rail').hasAttribute('data-charging'), false);
    show({ railShots: 1, alive: false });
    assert.equal(hud.text('#rail'), undefined);
  });

  it('says by whom and how the pilot was destroyed, and counts down to its next life', () => {
    const card = () => [hud.text('.death-line'), hud.text('.death-how'), hud.element('#death').dataset.weapon];
    show({});
    assert.equal(hud.text('#death'), undefined);
    show(DEAD);
    assert.deepEqual(card(), ['Destroyed by Bob', 'Pulse', 'pulse']);
    assert.deepEqual([hud.text('.countdown b'), ringLeft('#death')], ['1.5', 75]);
    show({ ...DEAD, respawnInTicks: 3, killedWith: WEAPON.reflected });
    assert.deepEqual(card(), ['Destroyed by Bob', 'Thrown-back bolt', 'thrown']);
    assert.deepEqual([hud.text('.countdown b'), ringLeft('#death')], ['0.1', 5]);
    show({ ...DEAD, killedBy: 1 });
    assert.deepEqual(card(), ['Destroyed by your own bolt', 'Pulse', 'pulse']);
    show({ ...DEAD, killedBy: 0, killedWith: WEAPON.none });
    assert.deepEqual(card(), ['Getting you in', '', 'pulse']);
    show({ ...DEAD, killedBy: 0 });
    assert.equal(hud.text('.death-line'), 'Destroyed by your own bolt');
    show({ ...DEAD, respawnInTicks: 1 });
    assert.equal(hud.text('.countdown b'), '0.0', 'the card goes before the pilot is back');
    show({ ...DEAD, respawnInTicks: 0 });
    assert.equal(hud.text('#death'), undefined);
    hud.match = { ...hud.match, phase: PHASE.podium };
    show(DEAD);
    assert.equal(hud.text('#death'), undefined);
  });

  it('tells how the Rail hit was judged that ended this very life, and no other', () => {
    const railed = { ...DEAD, killedWith: WEAPON.rail, life: 4 } as const;
    const told = () => hud.text('#evidence')?.startsWith('Judged 120 ms back');
    hud.own = ownView({ life: 4 });
    hud.frame();
    hud.tell('hit', RAILED);
    show(railed);
    assert.deepEqual([hud.text('.death-how'), told(), hud.element('#death').dataset.weapon], ['Rail', true, 'rail']);
    show({ ...railed, killedBy: 3 });
    assert.equal(told(), undefined, 'by another one');
    show({ ...railed, life: 5 });
    show({ ...railed, life: 5, killedBy: 2 });
    assert.equal(told(), undefined, 'in an earlier life');
    show({ ...railed, killedWith: WEAPON.pulse });
    assert.equal(told(), undefined, 'with another weapon');
  });

  it('tells it too when the word comes after the state', () => {
    show({ ...DEAD, killedWith: WEAPON.rail, life: 4 });
    assert.equal(hud.text('#evidence'), undefined);
    hud.tell('hit', { ...RAILED, victim: 2 });
    hud.tell('hit', { by: 2, victim: 1, damage: 55, weapon: WEAPON.rail, x: 0, y: 0 });
    hud.frame();
    assert.equal(hud.text('#evidence'), undefined);
    hud.tell('hit', RAILED);
    hud.frame();
    assert.ok(hud.text('#evidence') !== undefined);
  });

  describe('hints', () => {
    const open = () => [...hud.host.querySelectorAll<HTMLElement>('#hints li')].map(({ dataset }) => dataset.hint);
    beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
    afterEach(() => mock.timers.reset());
    const shown = (some: Parameters<typeof ownView>[0]) => {
      show(some);
      mock.timers.tick(899);
      const before = open().length;
      mock.timers.tick(1);
      return [before, open()];
    };

    it('go one by one, a moment after the player did what they say', () => {
      assert.deepEqual(shown({ vx: 119 }), [3, ['move', 'fire', 'dash']]);
      assert.deepEqual(shown({ vx: 90, vy: -90 }), [3, ['fire', 'dash']]);
      assert.deepEqual(shown({ fireCooldownTicks: 1 }), [2, ['dash']]);
      assert.deepEqual(shown({ dashCooldownTicks: 1 }), [1, []]);
      assert.equal(page.window.localStorage.getItem('sparkfray.learnt'), 'move fire dash');
      hud = new WatchedHud();
      assert.deepEqual(open(), [], 'in this browser they never come back');
    });

    it('do not take a dash for a walk, nor anything of a destroyed pilot', () => {
      assert.deepEqual(shown({ vx: 900, dashTicks: 3 }), [3, ['move', 'fire']]);
      assert.deepEqual(shown({ vx: 900, alive: false, fireCooldownTicks: 3 }), [2, ['move', 'fire']]);
    });

    it('know of a hit or a kill that the player fired', () => {
      hud.frame();
      hud.tell('hit', { ...RAILED, by: 2 });
      hud.tell('kill', { killer: 2, victim: 1, weapon: WEAPON.pulse, points: 5, leader: false });
      mock.timers.tick(900);
      assert.deepEqual(open(), ['move', 'fire', 'dash']);
      hud.tell('hit', { ...RAILED, by: 1, victim: 2 });
      mock.timers.tick(900);
      assert.deepEqual(open(), ['move', 'dash']);
      hud = new WatchedHud();
      hud.board = [ADA, BOB];
      page.window.localStorage.clear();
      hud = new WatchedHud();
      hud.board = [ADA, BOB];
      hud.frame();
      hud.tell('kill', { killer: 1, victim: 2, weapon: WEAPON.pulse, points: 5, leader: false });
      mock.timers.tick(900);
      assert.deepEqual(open(), ['move', 'dash']);
    });

    it('tell of the Rail while there is one, until it was fired', () => {
      page.window.localStorage.setItem('sparkfray.learnt', 'move fire dash nonsense');
      hud = new WatchedHud();
      show({ railShots: 4 });
      show({ railShots: 4 });
      assert.deepEqual(open(), ['rail']);
      show({ railShots: 4, alive: false });
      assert.deepEqual(open(), [], 'lost, not learnt');
      show({ railShots: 0 });
      assert.deepEqual(open(), []);
      show({ railShots: 4 });
      assert.deepEqual(open(), ['rail']);
      assert.deepEqual(shown({ railShots: 3 }), [1, []]);
      show({ railShots: 4 });
      assert.deepEqual(open(), []);
    });

    it('speak of thumbs where there are thumbs, and go on without a storage', () => {
      const host = page.document.createElement('div');
      const hints = new Hints(host, undefined, true);
      assert.match(host.textContent ?? '', /Left thumb.*Right thumb.*Dash button/);
      hints.learnt('move');
      mock.timers.tick(900);
      assert.doesNotMatch(host.textContent ?? '', /Left thumb/);
      assert.match(hud.element('#hints').textContent ?? '', /W ?A ?S ?D.*Aim and fire.*Space/);
    });
  });
});
