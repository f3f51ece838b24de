import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Prediction } from '../../../shared/netcode/predict.ts';
import { arenaOf } from '../../../shared/sim/arena.ts';
import { BODY_FIELDS, type Body, copyBody, newBody } from '../../../shared/sim/body.ts';
import { stepPilot } from '../../../shared/sim/pilot.ts';
import type { InputFrame } from '../../../shared/sim/types.ts';

const arena = arenaOf('foundry');
const START: Body = { ...newBody(), x: 1000, y: 1000, alive: true, life: 1 };
const RIGHT: InputFrame = { mx: 127, my: 0, aim: 0, buttons: 0 };

const anyFrame = fc.record({
  mx: fc.integer({ min: -127, max: 127 }),
  my: fc.integer({ min: -127, max: 127 }),
  aim: fc.integer({ min: 0, max: 65_535 }),
  buttons: fc.integer({ min: 0, max: 3 }),
});

describe('Prediction', () => {
  it('never corrects a client that the server agrees with, whatever the lag and the frames', () => {
    fc.assert(
      fc.property(
        fc.array(anyFrame, { minLength: 1, maxLength: 120 }),
        fc.integer({ min: 0, max: 20 }),
        (inputFrames, lag) => {
          const prediction = new Prediction(START);
          const server = copyBody(START);
          inputFrames.forEach((inputFrame, i) => {
            prediction.predict(i + 1, inputFrame, arena);
            const acked = i + 1 - lag;
            if (acked < 1) return;
            stepPilot(server, inputFrames[acked - 1] as InputFrame, arena);
            assert.equal(prediction.reconcile(acked, server, arena), true);
          });
          assert.equal(prediction.stats.corrections, 0);
        },
      ),
    );
  });

  it('adopts the truth and replays what is still on its way', () => {
    const prediction = new Prediction(START);
    for (let seq = 1; seq <= 6; seq++) prediction.predict(seq, RIGHT, arena);
    const truth = { ...copyBody(START), y: 1040 }; // somebody moved it: 40 u down before the first frame
    for (let i = 0; i < 2; i++) stepPilot(truth, RIGHT, arena);
    assert.equal(prediction.reconcile(2, truth, arena), false);
    const expected = copyBody(truth);
    for (let i = 0; i < 4; i++) stepPilot(expected, RIGHT, arena);
    for (const field of BODY_FIELDS) assert.equal(prediction.body[field], expected[field], field);
    assert.equal(prediction.stats.lastU, 40);
  });

  it('shows no jump at a correction and lets it fade within 100 ms', () => {
    const prediction = new Prediction(START);
    prediction.predict(1, RIGHT, arena);
    const before = prediction.shown(0.5);
    prediction.reconcile(1, { ...copyBody(prediction.body), y: 1030 }, arena);
    assert.deepEqual(prediction.shown(0.5), before);
    prediction.fade(100);
    assert.ok(Math.abs(prediction.shown(1).y - 1030) < 1.2);
  });

  it('jumps to a spawn instead of gliding there', () => {
    const prediction = new Prediction(START);
    prediction.predict(1, RIGHT, arena);
    const spawned = { ...copyBody(START), x: 200, y: 200, life: 2 };
    prediction.reconcile(1, spawned, arena);
    assert.deepEqual(prediction.shown(0), { x: 200, y: 200 });
    assert.equal(prediction.stats.corrections, 0);
  });

  it('notices a truth that changed without a new ack', () => {
    const prediction = new Prediction(START);
    prediction.predict(1, RIGHT, arena);
    prediction.predict(2, RIGHT, arena);
    const truth = copyBody(START);
    stepPilot(truth, RIGHT, arena);
    assert.equal(prediction.reconcile(1, truth, arena), true);
    assert.equal(prediction.reconcile(1, truth, arena), true);
    assert.equal(prediction.reconcile(1, { ...truth, alive: false, vx: 0 }, arena), false);
    assert.equal(prediction.body.alive, false);
  });
});
