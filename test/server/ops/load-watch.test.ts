/** How much of a core the process takes: followed, smoothed, and measured on the real event loop. */
import assert from 'node:assert/strict';
import { LoadWatch } from '../../../server/ops/load-watch.ts';
import { sleep } from '../../support/server.ts';

const near = (actual: number, expected: number): void =>
  assert.ok(Math.abs(actual - expected) < 1e-9, `${actual} and not ${expected}`);

function work(ms: number): void {
  const endMs = performance.now() + ms;
  while (performance.now() < endMs);
}

describe('The load of the process', () => {
  it('follows what is measured, a quarter of the way with each look, and is 0 before the first', () => {
    let measured = 1;
    const watch = new LoadWatch(() => measured);
    near(watch.share, 0);
    watch.look();
    near(watch.share, 0.25);
    watch.look();
    near(watch.share, 0.4375);
    for (let n = 0; n < 100; n++) watch.look();
    near(watch.share, 1);
    measured = 0;
    watch.look();
    near(watch.share, 0.75);
  });

  it('is more of a loop that works than of one that waits', async () => {
    const [busy, idle] = [new LoadWatch(), new LoadWatch()];
    await sleep(1);
    work(100);
    busy.look();
    assert.ok(busy.share > 0, `${busy.share}`);
    idle.look();
    const before = idle.share;
    await sleep(200);
    idle.look();
    assert.ok(idle.share < before, `${idle.share} after ${before}`);
  });

  it('is looked at until that is ended', async () => {
    let looks = 0;
    const watch = new LoadWatch(() => 0);
    const stop = await new Promise<() => void>((resolve) => {
      const end = watch.start(() => {
        if (++looks === 2) resolve(end);
      });
    });
    stop();
    await sleep(700);
    assert.equal(looks, 2);
  });
});
