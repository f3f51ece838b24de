/** Who plays and who only has a seat: what counts as doing something, and what becomes of who does nothing. */
import assert from 'node:assert/strict';
import { isAside } from '../../../shared/sim/aside.ts';
import { ticksOf } from '../../../shared/sim/tunables.ts';
import {
  BUTTON,
  ENDLESS_TICK,
  IDLE_INPUT_FRAME,
  type InputFrame,
  PHASE,
  type Pilot,
} from '../../../shared/sim/types.ts';
import type { OwnState } from '../../../shared/wire/state.ts';
import { GameTable, type GameTableOptions } from '../../support/game-table.ts';

const IDLE = { ...IDLE_INPUT_FRAME };
const [ASIDE, WARN, FREE] = [ticksOf(10), ticksOf(45), ticksOf(60)];
/** In the foundry: nothing is in the way for 800 u. */
const OPEN = { x: 1000, y: 940 };

class Room {
  readonly table: GameTable;

  /** In an endless warm-up: bots shoot, and hurt nobody. */
  constructor(names: readonly string[], options: GameTableOptions = { bots: 0 }) {
    this.table = new GameTable(options);
    this.table.world.match.endTick = ENDLESS_TICK;
    for (const name of names) this.table.game.seat(name, { name });
  }

  /** Plays so many ticks, a seat sending the same input frame in each. */
  run(ticks: number, sends: Record<string, InputFrame> = {}): void {
    for (let n = 0; n < ticks; n++) {
      for (const [name, inputFrame] of Object.entries(sends)) this.table.receive(name, inputFrame);
      this.table.tick();
    }
  }

  pilot(name: string): Pilot {
    const seat = this.table.state.own.get(name)?.seat;
    return this.table.world.pilots.find((pilot) => pilot.seat === seat) as Pilot;
  }

  own(name: string): OwnState {
    return this.table.state.own.get(name) as OwnState;
  }

  isAside(name: string): boolean {
    return this.table.state.players.get(name)?.aside === true;
  }

  /** Where the bots are and where they aim. */
  bots(): string {
    const seats = [...this.table.state.roster.values()].filter(({ bot }) => bot).map(({ seat }) => seat);
    const bots = this.table.world.pilots.filter(({ seat }) => seats.includes(seat));
    return JSON.stringify(bots.map(({ x, y, aim }) => [x, y, aim]));
  }

  /** Whether bots do anything in the next second. */
  thinks(sends: Record<string, InputFrame> = {}): boolean {
    const before = this.bots();
    this.run(30, sends);
    return this.bots() !== before;
  }
}

describe('Who does nothing', () => {
  it('[R13] stands aside after ten seconds, also while its page goes on sending the same', () => {
    const room = new Room(['silent', 'same']);
    const held = { ...IDLE, aim: 9000 };
    room.run(ASIDE - 1, { same: held });
    assert.deepEqual([room.isAside('silent'), room.isAside('same')], [false, false]);
    room.run(1, { same: held });
    assert.equal(room.isAside('silent'), true);
    assert.equal(room.own('silent').alive, false);
    room.run(ticksOf(2), { same: held });
    assert.equal(room.isAside('same'), true, 'the first aim was something new');
  });

  it('[R13] is warned after 45 s of when its seat will be freed, and is named from then on', () => {
    const room = new Room(['one']);
    room.run(WARN - 1);
    assert.equal(room.own('one').idleEndTick, 0);
    room.run(1);
    assert.equal(room.own('one').idleEndTick, FREE);
    room.run(FREE - WARN - 1);
    assert.deepEqual([room.own('one').idleEndTick, room.table.idle], [FREE, []]);
    room.run(1);
    assert.deepEqual([room.table.world.tick, room.table.idle], [FREE, ['one']]);
  });

  it('[R13] is neither warned nor named any more once it plays', () => {
    const room = new Room(['one']);
    room.run(FREE - 1);
    room.run(1, { one: { ...IDLE, buttons: BUTTON.fire } });
    room.run(WARN - 1, { one: IDLE });
    assert.deepEqual([room.own('one').idleEndTick, room.table.idle], [0, []]);
  });

  it('[R13] comes back with the tick after it has done something, in full part, and without a shield', () => {
    for (const inputFrame of [
      { ...IDLE, mx: 40 },
      { ...IDLE, my: -127 },
      { ...IDLE, aim: 4000 },
      { ...IDLE, buttons: BUTTON.fire },
      { ...IDLE, buttons: BUTTON.dash },
    ]) {
      const room = new Room(['one']);
      room.run(ticksOf(11), { one: IDLE });
      assert.equal(room.isAside('one'), true);
      const sent = room.table.waiting('one').length;
      room.run(sent + 2, { one: inputFrame });
      const { aside, alive, shielded } = room.table.state.players.get('one') ?? {};
      assert.deepEqual([aside, alive, shielded], [false, true, false], JSON.stringify(inputFrame));
    }
  });

  it('[R13] makes room for a bot at once, which goes when its player is back', () => {
    const room = new Room(['one', 'two'], {});
    const playing = (n: number): InputFrame => ({ ...IDLE, mx: n % 60 < 30 ? 127 : -127 });
    for (let n = 0; n < ASIDE; n++) room.run(1, { two: playing(n) });
    assert.deepEqual(room.table.game.counts, { players: 2, playing: 1, idle: 1, bots: 7 });
    assert.equal(room.table.playing, 1);
    room.run(1, { one: { ...IDLE, buttons: BUTTON.fire } });
    assert.deepEqual(room.table.game.counts, { players: 2, playing: 2, idle: 0, bots: 6 });
    assert.equal(room.table.playing, 2);
  });

  it('[R13] stays in a fight: for three seconds after it was hurt, and after its last shot', () => {
    const hurt = new Room(['one', 'two']);
    hurt.run(ASIDE - 2);
    Object.assign(hurt.pilot('one'), { hurtTick: hurt.table.world.tick, hurtBy: hurt.pilot('two').seat });
    hurt.run(ticksOf(3));
    assert.equal(hurt.isAside('one'), false);
    hurt.run(2);
    assert.equal(hurt.isAside('one'), true);
    const firing = new Room(['one']);
    firing.run(FREE, { one: { ...IDLE, buttons: BUTTON.fire } });
    assert.equal(firing.isAside('one'), false, 'something lies on the trigger');
    assert.equal(firing.own('one').idleEndTick > 0, true, 'and that is no play');
    firing.run(ticksOf(4), { one: IDLE });
    assert.equal(firing.isAside('one'), true);
  });

  it('[R13] is killed at most once: the next life begins aside', () => {
    const room = new Room(['one']);
    room.run(ASIDE);
    room.run(1, { one: { ...IDLE, buttons: BUTTON.dash } });
    room.run(ASIDE - 30);
    Object.assign(room.pilot('one'), { alive: false, hp: 0, respawnTick: room.table.world.tick + 60 });
    room.run(62);
    assert.deepEqual([room.isAside('one'), room.own('one').life], [true, 3]);
  });

  it('[R13] is not hurried while it waits for its next life or looks at a podium', () => {
    const room = new Room(['one']);
    const pilot = room.pilot('one');
    room.run(ASIDE - 10);
    Object.assign(pilot, { alive: false, hp: 0, respawnTick: room.table.world.tick + 60 });
    room.run(40);
    assert.equal(room.isAside('one'), false, 'dead');
    room.table.world.match.phase = PHASE.podium;
    room.table.world.match.endTick = room.table.world.tick + ticksOf(30);
    room.run(ticksOf(29));
    assert.equal(room.own('one').idleEndTick, 0);
  });

  it('[R13] loses no seat while it is away: that has an end of its own', () => {
    const room = new Room(['one']);
    room.run(WARN);
    room.table.game.drop('one');
    room.run(FREE);
    assert.deepEqual(room.table.idle, []);
    assert.equal(room.isAside('one'), true);
  });

  it('[R11] and comes anew without a wait, having been out of the fight', () => {
    const room = new Room(['one']);
    room.run(ASIDE + 1);
    room.table.game.unseat('one');
    room.table.game.seat('two', { name: 'two', guest: 'g' });
    room.run(ASIDE + 1);
    room.table.game.unseat('two');
    room.table.game.seat('again', { name: 'two', guest: 'g' });
    room.run(1);
    const { alive, shielded } = room.table.state.players.get('again') ?? {};
    assert.deepEqual([alive, shielded], [true, false]);
  });
});

describe('What somebody does', () => {
  /** Whether a pilot in the open is still in the fight after 25 s in which its player sent that. */
  const plays = (inputFrameAt: (tick: number) => InputFrame): boolean => {
    const room = new Room(['one']);
    room.run(1);
    Object.assign(room.pilot('one'), OPEN);
    for (let n = 0; n < ticksOf(25); n++) room.run(1, { one: inputFrameAt(n) });
    return !isAside(room.pilot('one'));
  };

  it('[R13] is steering elsewhere, a press, a turn of the gun: one of them every nine seconds will do', () => {
    const every9 = (n: number): number => Math.floor(n / ticksOf(9)) % 2;
    assert.equal(
      plays((n) => ({ ...IDLE, aim: every9(n) * 5000 })),
      true,
    );
    assert.equal(
      plays((n) => ({ ...IDLE, buttons: n % ticksOf(9) === 0 ? BUTTON.dash : 0 })),
      true,
    );
    assert.equal(
      plays((n) => ({ ...IDLE, mx: n % ticksOf(9) === 0 ? 60 : 0 })),
      true,
    );
  });

  it('[R13] is a way, but no key that something lies on, in front of a wall', () => {
    const room = new Room(['one'], { bots: 0, mode: 'swarm' });
    room.run(1);
    Object.assign(room.pilot('one'), { x: 200, y: 3000 });
    room.run(ticksOf(12), { one: { ...IDLE, mx: 127 } });
    assert.ok(room.pilot('one').x > 400, `${room.pilot('one').x}`);
    assert.equal(room.isAside('one'), false);
    assert.equal(plays(() => ({ ...IDLE, mx: -127, buttons: 1 })) && plays(() => ({ ...IDLE, my: -127 })), false);
  });

  it('[R13] is nothing that a stick or a page does by itself', () => {
    assert.equal(
      plays((n) => ({ ...IDLE, mx: n % 3 === 0 ? 10 : 0, my: -(n % 5) })),
      false,
    );
    assert.equal(
      plays((n) => ({ ...IDLE, aim: (n % 7) * 200 })),
      false,
    );
  });
});

describe('Bots', () => {
  it('[R1] think for who has just come, and rest when the last person stands aside', () => {
    const room = new Room(['one', 'two'], { bots: 5 });
    assert.ok(room.thinks());
    room.run(ASIDE - 31);
    assert.ok(room.thinks(), 'just before');
    room.run(2);
    assert.equal(room.thinks(), false);
    assert.equal(room.thinks({ one: IDLE, two: IDLE }), false, 'input frames of an idle page');
  });

  it('[R1] wake with the first thing that anybody does', () => {
    const room = new Room(['one', 'two'], { bots: 5 });
    room.run(ticksOf(11));
    room.run(1, { two: { ...IDLE, mx: 100 } });
    assert.ok(room.thinks());
  });

  it('[R1] rest while the only player is away, and wake when it is back', () => {
    const room = new Room(['one'], { bots: 5 });
    room.run(30, { one: { ...IDLE, mx: 100 } });
    room.table.game.drop('one');
    assert.equal(room.thinks(), false);
    room.table.game.restore('one');
    assert.ok(room.thinks());
  });
});
