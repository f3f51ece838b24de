/** Pads and sparks as a seat's view shows them, against the world that the server has. */
import assert from 'node:assert/strict';
import type { SeatView } from '../../../shared/netcode/seat-view.ts';
import { PAD } from '../../../shared/sim/tunables.ts';
import type { Pilot } from '../../../shared/sim/types.ts';
import { Stepper } from '../../support/virtual/stepper.ts';

const FAR = { delayMs: 80, jitterMs: 0 };

describe('Pickups in view', () => {
  let stepper: Stepper;
  let view: SeatView;

  beforeEach(async () => {
    stepper = await Stepper.open({ seed: 9, bots: 0 });
    ({ view } = await stepper.join('Looker', FAR));
    await stepper.runUntil(() => view.ready, 2000);
    await stepper.run(2000);
  });

  afterEach(() => stepper.close());

  const ownPilot = (): Pilot => stepper.room.world.pilots[0] as Pilot;

  it('tells in how many ticks each pad is ready, and keeps pads and sparks apart', async () => {
    const { world } = stepper.room;
    const [taken] = world.pads;
    assert.ok(taken !== undefined && world.pads.length > 1);
    Object.assign(ownPilot(), { x: 1200, y: 800 }); // all pads of the Foundry are in view from its middle
    taken.readyTick = world.tick + 200;
    await stepper.run(500);
    const waits = view
      .pads()
      .map(({ id, x, y, readyInTicks, refillTicks }) => ({ id, x, y, readyInTicks, refillTicks }));
    const expected = world.pads.map(({ id, x, y, readyTick }) => {
      const readyInTicks = Math.max(0, readyTick - view.stats().serverTick);
      return { id: String(id), x, y, readyInTicks, refillTicks: PAD.refillTicks };
    });
    assert.deepEqual(
      waits.sort((a, b) => Number(a.id) - Number(b.id)),
      expected,
    );
    assert.ok(waits.filter(({ readyInTicks }) => readyInTicks > 150 && readyInTicks < 200).length === 1);
    await stepper.run(8000);
    assert.deepEqual([...new Set(view.pads().map(({ readyInTicks }) => readyInTicks))], [0]);
  });

  it('shows sparks where the server has them, from the first picture on', async () => {
    const late = await stepper.join('Late', FAR);
    const astray: string[] = [];
    const seen = new Set<string>();
    late.onFrame = () => {
      for (const { id, x, y } of late.view.sparks()) {
        seen.add(id);
        const spark = late.room.state.pickups.get(id);
        if (Math.hypot(x - (spark?.x ?? 0), y - (spark?.y ?? 0)) > 40) astray.push(`${id} at ${x}, ${y}`);
      }
    };
    await stepper.run(3000);
    assert.ok(seen.size >= 2);
    assert.deepEqual(astray, []);
    assert.equal(late.view.sparks().length, late.room.state.pickups.size - late.view.pads().length);
  });
});
