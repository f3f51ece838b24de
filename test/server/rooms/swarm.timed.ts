/** A room of hundreds ticks in time: a promise about this machine's clock, and so in the lane of timed ones. */
import assert from 'node:assert/strict';
import { swarm } from '../../../shared/sim/modes/swarm.ts';
import { GameTable } from '../../support/game-table.ts';

const TICKS = 150;
/** More than a slow machine needs in the mean (measured: 2 ms); what is quadratic in the seats needs far more. */
const TICK_MS_MAX = 25;

describe('A game of 400 seats', () => {
  it(`takes less than ${TICK_MS_MAX} ms for a tick in the mean`, () => {
    const table = new GameTable({ mode: 'swarm' });
    for (let i = 1; i <= swarm.seatsMax; i++) table.game.seat(`session-${i}`, { name: 'Pilot' });
    let spentMs = 0;
    for (let tick = 0; tick < TICKS; tick++) {
      for (let i = 1; i <= swarm.seatsMax; i++) {
        const mx = ((i * 37 + tick) % 255) - 127;
        table.receive(`session-${i}`, { mx, my: -mx, aim: (i * 997 + tick * 500) & 0xffff, buttons: 1 });
      }
      const startMs = performance.now();
      table.tick();
      spentMs += performance.now() - startMs;
    }
    assert.ok(spentMs / TICKS < TICK_MS_MAX, `${(spentMs / TICKS).toFixed(1)} ms a tick`);
  });
});
