import assert from 'node:assert/strict';
import { Bolts, type Target } from '../../../shared/netcode/bolts.ts';
import type { Leg } from '../../../shared/netcode/leg-flight.ts';
import { arenaOf } from '../../../shared/sim/arena.ts';
import { type Body, newBody } from '../../../shared/sim/body.ts';
import { flyBolt, pulseOf } from '../../../shared/sim/bolt-flight.ts';

const arena = arenaOf('foundry');
const BODY: Body = { ...newBody(), x: 1000, y: 1000, alive: true, life: 1, fireCooldownTicks: 6, fired: 1 };

function legAt(tick: number, owner: number): Leg {
  const bolt = pulseOf(BODY, owner, 1, tick);
  return { ...bolt, tick };
}

/** Where the server has the bolt `ticks` after it set out. */
function truthAfter(ticks: number): number {
  const bolt = pulseOf(BODY, 1, 1, 0);
  for (let i = 0; i < ticks; i++) flyBolt(bolt, arena);
  return bolt.x;
}

function advance(bolts: Bolts, from: number, to: number, targets: readonly Target[] = []): void {
  for (let time = from; time <= to + 1e-9; time += 0.5) bolts.advance({ time, passedTicks: 0.5, arena, targets });
}

describe('Bolts', () => {
  it('flies an own bolt at once, and on as the same bolt when the server names it', () => {
    const bolts = new Bolts();
    bolts.advance({ time: 100, passedTicks: 0, arena, targets: [] });
    bolts.fire(BODY, 1, 7);
    advance(bolts, 100.5, 102);
    const predicted = bolts.views()[0];
    assert.equal(predicted?.predicted, true);
    assert.ok(Math.abs((predicted?.x ?? 0) - truthAfter(2)) < 0.2);
    bolts.onPatch([['55', legAt(100, 1)]], 1, 7);
    bolts.advance({ time: 102, passedTicks: 0, arena, targets: [] });
    const confirmed = bolts.views();
    assert.equal(confirmed.length, 1);
    assert.equal(confirmed[0]?.id, predicted?.id);
    assert.equal(confirmed[0]?.predicted, false);
    assert.ok(Math.abs((confirmed[0]?.x ?? 0) - (predicted?.x ?? 0)) < 0.2);
  });

  it('hands over without a jump when the server fired two ticks later, and closes the gap', () => {
    const bolts = new Bolts();
    bolts.advance({ time: 100, passedTicks: 0, arena, targets: [] });
    bolts.fire(BODY, 1, 7);
    advance(bolts, 100.5, 104);
    const before = bolts.views()[0]?.x ?? 0;
    bolts.onPatch([['55', legAt(102, 1)]], 1, 7);
    bolts.advance({ time: 104, passedTicks: 0, arena, targets: [] });
    assert.ok(Math.abs((bolts.views()[0]?.x ?? 0) - before) < 0.2);
    advance(bolts, 104.5, 116);
    assert.ok(Math.abs((bolts.views()[0]?.x ?? 0) - truthAfter(14)) < 8);
  });

  it('takes a refused bolt back once its frame is acknowledged', () => {
    const bolts = new Bolts();
    bolts.fire(BODY, 1, 7);
    bolts.onPatch([], 1, 6);
    assert.equal(bolts.count, 1);
    bolts.onPatch([], 1, 7);
    assert.equal(bolts.count, 0);
  });

  it("shows another's bolt leaving the gun, and catching up with where it is", () => {
    const bolts = new Bolts();
    bolts.advance({ time: 105, passedTicks: 0, arena, targets: [] });
    bolts.onPatch([['9', legAt(100, 2)]], 1, 0);
    bolts.advance({ time: 105, passedTicks: 0, arena, targets: [] });
    assert.ok(Math.abs((bolts.views()[0]?.x ?? 0) - BODY.x) < 0.2);
    advance(bolts, 105.5, 120);
    assert.ok(Math.abs((bolts.views()[0]?.x ?? 0) - truthAfter(20)) < 15);
  });

  it('ends a bolt that the server no longer names', () => {
    const bolts = new Bolts();
    bolts.onPatch([['9', legAt(0, 2)]], 1, 0);
    bolts.onPatch([], 1, 0);
    assert.deepEqual(bolts.views(), []);
  });

  it('hides a bolt where it seems to hit somebody until the server has judged, and shows it again if it flew on', () => {
    const bolts = new Bolts();
    const target: Target = { seat: 3, x: 1100, y: 1000, alive: true, reflecting: false };
    bolts.onPatch([['9', legAt(0, 2)]], 1, 0);
    advance(bolts, 0, 5, [target]);
    assert.deepEqual(bolts.views(), []);
    advance(bolts, 5.5, 22);
    assert.equal(bolts.views().length, 1);
  });
});
