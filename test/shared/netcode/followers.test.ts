/** What follows the server's word smoothly: sparks on the floor, and the clock of the own input. */
import assert from 'node:assert/strict';
import { InputClock } from '../../../shared/netcode/input-clock.ts';
import { SparkTrails } from '../../../shared/netcode/sparks.ts';
import { PICKUP, PickupState } from '../../../shared/wire/state.ts';

const patchOf = (...pickups: [id: string, kind: number, x: number, y: number][]): Map<string, PickupState> =>
  new Map(pickups.map(([id, kind, x, y]) => [id, new PickupState().assign({ kind, x, y })]));

const near = (actual: number | undefined, wanted: number): boolean => Math.abs((actual ?? NaN) - wanted) < 1e-9;

describe('The trails of sparks', () => {
  it('begin where the spark lies, of sparks only', () => {
    const trails = new SparkTrails();
    trails.onPatch(patchOf(['1', PICKUP.spark, 10, 20], ['2', PICKUP.railPad, 30, 40]));
    assert.deepEqual(
      trails.views().map(({ id, x, y }) => [id, x, y]),
      [['1', 10, 20]],
    );
  });

  it('close 1 − 1/e of the gap to the last patch in 50 ms, on both axes, and never pass it', () => {
    const trails = new SparkTrails();
    trails.onPatch(patchOf(['1', PICKUP.spark, 100, 200]));
    trails.onPatch(patchOf(['1', PICKUP.spark, 110, 180]));
    assert.deepEqual([trails.views()[0]?.x, trails.views()[0]?.y], [100, 200]);
    trails.advance(50);
    const [spark] = trails.views();
    assert.ok(near(spark?.x, 110 - 10 / Math.E) && near(spark?.y, 180 + 20 / Math.E), `${spark?.x}, ${spark?.y}`);
    trails.advance(1e6);
    assert.ok(near(trails.views()[0]?.x, 110) && near(trails.views()[0]?.y, 180));
  });

  it('end with their spark', () => {
    const trails = new SparkTrails();
    trails.onPatch(patchOf(['1', PICKUP.spark, 1, 1], ['2', PICKUP.spark, 2, 2]));
    trails.onPatch(patchOf(['2', PICKUP.spark, 2, 2]));
    assert.deepEqual(
      trails.views().map(({ id }) => id),
      ['2'],
    );
  });
});

describe('The clock of the own input', () => {
  it('jumps to an estimate more than twelve ticks away, ahead or behind', () => {
    const clock = new InputClock();
    assert.equal(clock.advance(100, 1), 100);
    assert.equal(clock.advance(88.5, 0), 100, 'eleven and a half are no jump');
    assert.equal(clock.advance(87.5, 0), 87.5);
    assert.equal(clock.time, 87.5);
  });

  it('goes on with time, and closes a tenth of the gap in a tick', () => {
    const clock = new InputClock();
    clock.advance(100, 1);
    assert.equal(clock.advance(101, 1), 101);
    assert.ok(near(clock.advance(112, 1), 103), 'a tick on, and 1 of the 10 that are missing');
    assert.ok(near(clock.advance(94, 1), 103), 'a tick on, and 1 of the 10 that are too many');
    assert.ok(near(clock.advance(110, 2), 106), 'two ticks on, and a fifth of 5');
  });

  it('does not shoot past its estimate after a long frame', () => {
    const clock = new InputClock();
    clock.advance(100, 1);
    assert.equal(clock.advance(115, 20), 115);
  });
});
