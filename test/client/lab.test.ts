/** The latency lab: what the address asks for, and what the badge says. */
import assert from 'node:assert/strict';
import { type LabChoice, LabStore, labIn, labParts } from '../../client/lab.ts';

const normal: LabChoice = new LabStore('').current;

describe('latency lab in the address', () => {
  it('is off unless asked for', () => {
    assert.deepEqual(labIn(''), {});
    assert.deepEqual(labIn('?quality=low&name=Ada'), {});
    assert.equal(new LabStore('?mode=fray').isNormal, true);
  });

  it('takes lag, jitter, loss and stalls', () => {
    const wanted = { lagMs: 200, jitterMs: 40, lossPercent: 2, stallsPerMinute: 1 };
    assert.deepEqual(labIn('?lag=200&jitter=40&loss=2&stalls=1'), wanted);
  });

  it('keeps numbers within their sliders, and leaves out what is none', () => {
    assert.deepEqual(labIn('?lag=9000&jitter=-5&loss=70&stalls=2.6'), {
      lagMs: 400,
      jitterMs: 0,
      lossPercent: 10,
      stallsPerMinute: 3,
    });
    assert.deepEqual(labIn('?lag=&jitter=abc&stalls=Infinity'), {});
  });

  it('switches ghosts and the net graph on, and what hides latency off', () => {
    assert.deepEqual(labIn('?ghosts=1&graph=1'), { ghosts: true, graph: true });
    assert.deepEqual(labIn('?ghosts=0&off=prediction,compensation,nonsense'), {
      prediction: false,
      lagCompensation: false,
    });
  });
});

describe('latency lab', () => {
  it('hands the link to the connection at once', () => {
    const store = new LabStore('?lag=100&jitter=20&loss=2&stalls=2');
    assert.deepEqual(store.lab.link, { lagMs: 100, jitterMs: 20, loss: 0.02, stallsPerMinute: 2, stallMs: 700 });
    store.change({ lagMs: 250 });
    assert.equal(store.lab.link.lagMs, 250);
    assert.equal(store.lab.link.jitterMs, 20);
  });

  it('gives sessions their switches and tells of every change', () => {
    const store = new LabStore('?off=interpolation');
    const told: boolean[] = [];
    store.onChange(({ prediction }) => told.push(prediction));
    store.change({ prediction: false });
    assert.deepEqual(store.switches, { prediction: false, interpolation: false, lagCompensation: true });
    store.reset();
    assert.deepEqual(told, [false, true]);
    assert.equal(store.isNormal, true);
  });

  it('leaves the net graph open when it is reset', () => {
    const store = new LabStore('?lag=50&graph=1');
    store.reset();
    assert.deepEqual(store.current, { ...normal, graph: true });
  });
});

describe('badge of the latency lab', () => {
  it('is empty in a normal game, net graph or not', () => {
    assert.deepEqual(labParts(normal), []);
    assert.deepEqual(labParts({ ...normal, graph: true }), []);
  });

  it('names what is not normal', () => {
    assert.deepEqual(labParts({ ...normal, lagMs: 100, jitterMs: 20 }), ['+100 ms ± 20']);
    assert.deepEqual(labParts({ ...normal, lagMs: 100 }), ['+100 ms']);
    assert.deepEqual(labParts({ ...normal, jitterMs: 30 }), ['+0 ms ± 30']);
    assert.deepEqual(labParts({ ...normal, lossPercent: 2 }), ['2 % loss']);
    assert.deepEqual(labParts({ ...normal, stallsPerMinute: 1 }), ['1 stall/min']);
    assert.deepEqual(labParts({ ...normal, stallsPerMinute: 2, prediction: false, ghosts: true }), [
      '2 stalls/min',
      'no prediction',
      'ghosts',
    ]);
  });
});
