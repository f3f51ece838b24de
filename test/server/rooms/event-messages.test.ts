/** What happened in a step, as it is told: which message, with what in it, to whom. */
import assert from 'node:assert/strict';
import { messagesOf } from '../../../server/rooms/event-messages.ts';
import { type SimEvent, WEAPON } from '../../../shared/sim/types.ts';

const RTT_MS: Readonly<Record<number, number>> = { 1: 80.4, 2: 19.6 };

const toldOf = (event: SimEvent, isCrowd = false): unknown[] =>
  messagesOf(event, { rttMsOf: (seat) => RTT_MS[seat] ?? 0, isCrowd }).map(({ type, message, to, about }) => [
    type,
    message,
    to ?? about,
  ]);

describe('Event messages', () => {
  it('tell a death to every client: killer, victim, weapon, points, whether it led', () => {
    const kill = { kind: 'kill', by: 1, victim: 2, weapon: WEAPON.rail, points: 15, leader: true } as SimEvent;
    const message = { killer: 1, victim: 2, weapon: WEAPON.rail, points: 15, leader: true };
    assert.deepEqual(toldOf(kill), [['kill', message, undefined]]);
    assert.deepEqual(toldOf(kill, true), [['kill', message, undefined]]);
  });

  it('tell a death in a crowd to those about whom it is and who see them, unless the leader fell', () => {
    const kill = { kind: 'kill', by: 1, victim: 2, weapon: WEAPON.rail, points: 5, leader: false } as SimEvent;
    const message = { killer: 1, victim: 2, weapon: WEAPON.rail, points: 5, leader: false };
    assert.deepEqual(toldOf(kill, true), [['kill', message, [1, 2]]]);
    assert.deepEqual(toldOf(kill), [['kill', message, undefined]]);
  });

  it('tell a hit to the shooter and the victim, without evidence where there is none', () => {
    const hit = { by: 1, victim: 2, damage: 18, weapon: WEAPON.pulse, x: 3, y: 4 };
    assert.deepEqual(toldOf({ kind: 'hit', ...hit }), [['hit', hit, [1, 2]]]);
  });

  it('tell a Rail hit with how it was judged: the rewind in ms, how far apart, both round trips', () => {
    const hit = { by: 1, victim: 2, damage: 55, weapon: WEAPON.rail, x: 3, y: 4 };
    const evidence = { rewindTicks: 4.5, seenX: 100, seenY: 200, nowX: 130, nowY: 240 };
    assert.deepEqual(toldOf({ kind: 'hit', ...hit, evidence }), [
      ['hit', { ...hit, evidence: { rewindMs: 150, apartU: 50, shooterRttMs: 80, victimRttMs: 20 } }, [1, 2]],
    ]);
  });

  it('tell a Rail shot to those who see something of its ray, and whom the cover rule spared to the two of them alone', () => {
    const ray = { seat: 1, x: 10, y: 20, toX: 30, toY: 40 };
    const area = { minX: 10, minY: 20, maxX: 30, maxY: 40 };
    assert.deepEqual(toldOf({ kind: 'rail', ...ray, spared: 0 }), [['rail', ray, area]]);
    assert.deepEqual(toldOf({ kind: 'rail', ...ray, spared: 2 }), [
      ['rail', ray, area],
      ['spared', { by: 1, victim: 2 }, [1, 2]],
    ]);
  });

  it('say nothing of what every client sees in the state', () => {
    assert.deepEqual(toldOf({ kind: 'fire', seat: 1, bolt: 2 }), []);
    assert.deepEqual(toldOf({ kind: 'spawn', seat: 1 }), []);
  });
});
