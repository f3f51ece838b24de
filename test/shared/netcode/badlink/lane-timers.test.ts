/** A lane keeps one timer, however much is under way: a timer per parcel, set again each time, would pile up for ever. */
import assert from 'node:assert/strict';
import { Lane } from '../../../../shared/netcode/badlink/lane.ts';

describe('a lane of a long way', () => {
  it('has at most a few timers under way, delivers all in order and each in its time', () => {
    let nowMs = 0;
    const timers: { atMs: number; run: () => void }[] = [];
    const lane = new Lane({
      nowMs: () => nowMs,
      after: (ms, run) => void timers.push({ atMs: nowMs + ms, run }),
      random: () => 0.5,
    });
    lane.options = { delayMs: 280, jitterMs: 20 };
    const delivered: { nth: number; tookMs: number }[] = [];
    let most = 0;
    for (nowMs = 0; nowMs < 20_000; nowMs++) {
      for (const timer of timers.splice(0)) {
        if (timer.atMs <= nowMs) timer.run();
        else timers.push(timer);
      }
      const sentMs = nowMs;
      const nth = sentMs / 40;
      if (sentMs % 40 === 0) lane.pass(() => void delivered.push({ nth, tookMs: nowMs - sentMs }));
      if (nowMs === 5000) lane.stallUntil(5600);
      most = Math.max(most, timers.length);
    }
    assert.ok(most <= 3, `${most} timers at once`);
    assert.deepEqual(
      delivered.map(({ nth }) => nth),
      delivered.map((_, index) => index),
    );
    assert.ok(delivered.length > 480);
    for (const { nth, tookMs } of delivered)
      if (nth < 100 || nth > 150) assert.ok(Math.abs(tookMs - 300) <= 1, `${tookMs}`);
  });
});
