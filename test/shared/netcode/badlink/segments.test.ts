/** TCP on a lossy way, by example: 50 ms each way without jitter, a segment every 33 ms from 0 on. */
import assert from 'node:assert/strict';
import { Segments } from '../../../../shared/netcode/badlink/segments.ts';

const WAY = { delayMs: 50, jitterMs: 0, loss: 0.5 };
const EVERY_MS = 33;

/** @param losses of each transmission in turn, whether it is lost @returns when each segment was handed over */
function arrivals(count: number, losses: readonly boolean[], everyMs = EVERY_MS): number[] {
  let draws = 0;
  // Two draws for each transmission: how long it takes, and whether it is lost.
  const segments = new Segments(WAY, () => (draws++ % 2 === 1 && losses[(draws >> 1) - 1] ? 0 : 0.9));
  const arrivedMs: number[] = [];
  let nowMs = 0;
  for (; nowMs < 3000; nowMs++) {
    segments.deliver(nowMs);
    const nth = nowMs / everyMs;
    if (Number.isInteger(nth) && nth < count) segments.send(nowMs, () => void arrivedMs.push(nowMs));
  }
  assert.equal(segments.count, 0);
  return arrivedMs;
}

describe('a lossy way', () => {
  it('delivers each segment in its time while none is lost', () => {
    assert.deepEqual(arrivals(4, []), [50, 83, 116, 149]);
  });

  it('sends a lost one again when three later ones have arrived, and holds back all behind it', () => {
    // The third later one is sent at 99 and arrives at 149; its ack is back at 199, the copy there at 249.
    assert.deepEqual(arrivals(7, [true]), [249, 249, 249, 249, 249, 249, 249]);
    assert.deepEqual(arrivals(8, [true]).at(-1), 281, 'the eighth comes in its own time');
  });

  it('waits for the timer, 200 ms, when too little comes after it', () => {
    assert.deepEqual(arrivals(1, [true]), [250]);
    assert.deepEqual(arrivals(3, [true]), [250, 250, 250]);
  });

  it('waits for the timer when the copy is lost too, and twice as long each time the timer has run out', () => {
    // Copy at 199 (fast), lost; the timer of 200 ms sends another at 399.
    assert.deepEqual(arrivals(4, [true, false, false, false, true]), [449, 449, 449, 449]);
    // Lost at 0, 200 and 600: the third copy goes out at 1400.
    assert.deepEqual(arrivals(1, [true, true, true]), [1450]);
  });

  it('takes a longer timer on a way that varies: smoothed round trip and four times its variation', () => {
    let draws = 0;
    const segments = new Segments({ delayMs: 100, jitterMs: 20, loss: 0.5 }, () => (draws++ === 1 ? 0 : 0.5));
    segments.send(0, () => {});
    assert.equal(segments.nextMs, 2 * 120 + 4 * 20);
  });

  it('hands over nothing after a cut', () => {
    const segments = new Segments(WAY, () => 0.9);
    segments.send(300, () => assert.fail('it was cut'));
    segments.clear();
    segments.deliver(1000);
    assert.equal(segments.nextMs, Number.POSITIVE_INFINITY);
  });
});
