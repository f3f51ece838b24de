/** Whom bots think for: a person who does something, or has just come; not one who only has a seat. */
import assert from 'node:assert/strict';
import { ticksOf } from '../../../shared/sim/tunables.ts';
import { BUTTON, IDLE_INPUT_FRAME, type InputFrame } from '../../../shared/sim/types.ts';
import { GameTable } from '../../support/game-table.ts';

class Room {
  readonly table = new GameTable({ bots: 5 });

  constructor(...names: string[]) {
    for (const name of names) this.table.game.seat(name, { name });
  }

  /** Plays so many ticks, a seat sending the same input frame in each. */
  run(ticks: number, sends: Record<string, InputFrame> = {}): void {
    for (let n = 0; n < ticks; n++) {
      for (const [name, inputFrame] of Object.entries(sends)) this.table.receive(name, inputFrame);
      this.table.tick();
    }
  }

  /** Where the bots are and where they aim. */
  bots(): string {
    const bots = this.table.world.pilots.filter(({ seat }) => seat <= 5);
    assert.equal(bots.length, 5);
    return JSON.stringify(bots.map(({ x, y, aim }) => [x, y, aim]));
  }

  /** Whether bots do anything in the next second. */
  thinks(sends: Record<string, InputFrame> = {}): boolean {
    const before = this.bots();
    this.run(30, sends);
    return this.bots() !== before;
  }
}

const IDLE = { ...IDLE_INPUT_FRAME };

describe('Bots', () => {
  it('think for who has just come, and rest ten seconds after the last person has done something', () => {
    const room = new Room('one', 'two');
    assert.ok(room.thinks());
    room.run(ticksOf(10) - 31);
    assert.ok(room.thinks(), 'just before');
    room.run(2);
    assert.equal(room.thinks(), false);
    assert.equal(room.thinks({ one: IDLE, two: IDLE }), false, 'input frames of an idle page');
  });

  it('wake with the first step, shot or dash of anybody, and stay awake while it goes on', () => {
    for (const inputFrame of [
      { ...IDLE, mx: 1 },
      { ...IDLE, my: -127 },
      { ...IDLE, buttons: BUTTON.fire },
      { ...IDLE, buttons: BUTTON.dash },
    ]) {
      const room = new Room('one', 'two');
      room.run(ticksOf(11));
      room.run(1, { two: inputFrame });
      assert.ok(room.thinks(), JSON.stringify(inputFrame));
    }
    const room = new Room('one');
    room.run(ticksOf(25), { one: { ...IDLE, mx: 100 } });
    assert.ok(room.thinks());
  });

  it('rest for an aim that turns alone: pages aim by themselves where a pilot is pushed', () => {
    const room = new Room('one');
    room.run(ticksOf(11));
    for (let n = 0; n < 30; n++) room.run(1, { one: { ...IDLE, aim: n * 100 } });
    assert.equal(room.thinks(), false);
  });

  it('rest while the only player is away, and wake when it is back', () => {
    const room = new Room('one');
    room.run(30, { one: { ...IDLE, mx: 100 } });
    room.table.game.drop('one');
    assert.equal(room.thinks(), false);
    room.table.game.restore('one');
    assert.ok(room.thinks());
  });
});
