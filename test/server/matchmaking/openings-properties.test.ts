/** Whatever addresses ask for: shares hold, the books are right, and equals do not end each other's rooms (promise 11). */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readConfig } from '../../../server/config.ts';
import { Openings, RefusedOpening } from '../../../server/matchmaking/openings.ts';
import {
  EMPTY_COUNTS,
  type LedgerRoom,
  type Payer,
  RoomLedger,
  type RoomReading,
} from '../../../server/matchmaking/room-ledger.ts';
import { Weights } from '../../../server/matchmaking/weights.ts';

const ROOMS_MAX = 40;
const ADDRESSES = ['a', 'b', 'c', 'd', 'e'].map((address) => ({ address }));
const LIMITS = { ...readConfig({}).limits, roomsEmptyMax: 30 };

type FakeRoom = {
  owner: Payer;
  seats: Payer[];
  bots: number;
  mode: string;
  coreShare: number | undefined;
  end: () => void;
};

/** A process of rooms that do nothing. */
class FakeProcess {
  readonly weights = new Weights();
  readonly ledger = new RoomLedger(this.weights);
  readonly rooms = new Map<string, FakeRoom>();
  /** Whose rooms were ended for others. */
  readonly ended: Payer[] = [];
  opened = 0;
  processLoad = 0;
  readonly #openings = new Openings({
    ledger: this.ledger,
    weights: this.weights,
    limits: LIMITS,
    roomsMax: ROOMS_MAX,
    roomEmptySeconds: 60,
    processLoad: () => this.processLoad,
    endRoom: async (roomId) => this.end(roomId),
    onRefused: () => {},
  });

  /** @returns why not; undefined = it was opened */
  async open(payer: Payer, mode: string, bots: number): Promise<string | undefined> {
    try {
      await this.#openings.during({ payer, address: payer.address ?? '', isUnseen: true }, async () => {
        await this.#openings.place({ mode, bots });
        const roomId = `room-${++this.opened}`;
        // An empty room has a bot more than the one that was expected: it gives way to the first player.
        const room: FakeRoom = { owner: payer, seats: [], bots: bots + 1, mode, coreShare: undefined, end: () => {} };
        room.end = this.#openings.opened(roomId, () => readingOf(room));
        this.rooms.set(roomId, room);
      });
      return undefined;
    } catch (error) {
      if (error instanceof RefusedOpening) return error.reason;
      throw error;
    }
  }

  end(roomId: string): void {
    const room = this.rooms.get(roomId);
    assert.ok(room !== undefined && room.seats.length === 0, 'only an empty room ends for others');
    room.end();
    this.rooms.delete(roomId);
    this.ended.push(room.owner);
  }

  /** Somebody sits down if the room lets them. */
  join(nth: number, payer: Payer): void {
    const found = [...this.rooms][nth % Math.max(1, this.rooms.size)];
    if (found === undefined || this.#openings.judgeSeats(payer)(found[0]) !== undefined) return;
    const [roomId, room] = found;
    const opened = this.ledger.find(roomId) as LedgerRoom;
    const committed = this.ledger.committedWith(opened, this.processLoad);
    if (room.seats.length === 0) assert.ok(committed * 100 <= LIMITS.loadPercentMax, `woken, ${committed} of the core`);
    room.seats.push(payer);
  }

  leave(nth: number): void {
    [...this.rooms.values()][nth % Math.max(1, this.rooms.size)]?.seats.pop();
  }

  measure(nth: number, coreShare: number): void {
    const room = [...this.rooms.values()][nth % Math.max(1, this.rooms.size)];
    if (room !== undefined) room.coreShare = coreShare;
    this.ledger.learn();
  }

  load({ address }: Payer): number {
    return this.ledger.accounts().get(`address ${address}`)?.load ?? 0;
  }
}

const readingOf = ({ mode, bots, seats, coreShare }: FakeRoom): RoomReading => ({
  mode,
  bots: Math.max(0, bots - seats.length),
  seats,
  isPlayed: seats.length > 0,
  coreShare,
});

const NTH = fc.nat({ max: 60 });
const WHO = fc.constantFrom(...ADDRESSES);
/** Rooms that the API lets one ask for. */
const MAKEUP = fc.constantFrom(
  { mode: 'fray', bots: 0 },
  { mode: 'fray', bots: 7 },
  { mode: 'swarm', bots: 7 },
  { mode: 'swarm', bots: 100 },
);
/** What happens, in the order of the list. */
const EVENTS = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.tuple(WHO, MAKEUP).map(([who, makeup]) => ({ who, ...makeup })),
    },
    { weight: 2, arbitrary: fc.record({ join: NTH, who: WHO }) },
    { weight: 1, arbitrary: fc.record({ leave: NTH }) },
    { weight: 1, arbitrary: fc.record({ measure: NTH, coreShare: fc.double({ min: 0, max: 0.2, noNaN: true }) }) },
  ),
  { minLength: 1, maxLength: 120 },
);

describe('Openings, whatever is asked for', () => {
  it('keep every share, and each room and seat is in the books once', () =>
    fc.assert(
      fc.asyncProperty(EVENTS, async (events) => {
        const fake = new FakeProcess();
        for (const event of events) {
          if ('mode' in event) await openAndCheck(fake, event.who, event.mode, event.bots);
          else if ('join' in event) fake.join(event.join, event.who);
          else if ('leave' in event) fake.leave(event.leave);
          else fake.measure(event.measure, event.coreShare);
          assert.equal(fake.ledger.size, fake.rooms.size);
          assert.equal(
            fake.ledger.emptyCount,
            [...fake.rooms.values()].filter(({ seats }) => seats.length === 0).length,
          );
        }
      }),
    ));

  it("come to rest: addresses that ask again and again get equal parts, and end nobody's rooms any more", () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: ADDRESSES.length }), MAKEUP, async (count, { mode, bots }) => {
        const fake = new FakeProcess();
        const askers = ADDRESSES.slice(0, count);
        for (let n = 0; n < 3 * ROOMS_MAX; n++) for (const who of askers) await fake.open(who, mode, bots);
        const owned = askers.map((who) => [...fake.rooms.values()].filter(({ owner }) => owner === who).length);
        assert.ok(Math.max(...owned) - Math.min(...owned) <= 1, `rooms ${owned}`);
        assert.ok(fake.ended.length <= ROOMS_MAX, `${fake.ended.length} rooms were ended`);
        const { opened } = fake;
        for (const who of askers) assert.notEqual(await fake.open(who, mode, bots), undefined);
        assert.equal(fake.opened, opened);
      }),
    ));

  it('wake no more empty rooms than the core can play, however many were opened', async () => {
    const fake = new FakeProcess();
    for (const who of ADDRESSES) for (let n = 0; n < 2; n++) await fake.open(who, 'swarm', 100);
    assert.equal(fake.rooms.size, 10);
    for (let nth = 0; nth < 10; nth++) fake.join(nth, { address: `friend ${nth}` });
    const seated = [...fake.rooms.values()].filter(({ seats }) => seats.length > 0).length;
    assert.equal(
      seated,
      Math.floor(LIMITS.loadPercentMax / 100 / fake.weights.expected({ mode: 'swarm', bots: 100, people: 1 })),
    );
    assert.ok(seated < 10);
  });

  it('end no room in vain: in a process that something else keeps busy, the newcomer is refused, and that is all', async () => {
    const fake = new FakeProcess();
    const [anna, bert] = ADDRESSES as [Payer, Payer];
    for (let n = 0; n < 9; n++) await fake.open(anna, 'fray', 7);
    fake.processLoad = 0.69;
    assert.equal(await fake.open(bert, 'fray', 7), 'server_busy');
    assert.equal(fake.rooms.size, 9);
    fake.processLoad = 0.67;
    assert.equal(await fake.open(bert, 'fray', 7), undefined);
    assert.ok(fake.ended.length > 0);
  });
});

/** One opening, with what must be true of it whether it is granted or refused. */
async function openAndCheck(fake: FakeProcess, who: Payer, mode: string, bots: number): Promise<void> {
  const before = new Map(ADDRESSES.map(({ address }) => [address, fake.load({ address })]));
  const ended = fake.ended.length;
  if ((await fake.open(who, mode, bots)) !== undefined) return;
  const expected = fake.weights.expected({ mode, bots, people: 1 });
  const own = before.get(who.address ?? '') ?? 0;
  assert.ok((own + expected) * 100 <= LIMITS.loadPercentPerAddress + 1e-9, `has ${own}, and got ${expected}`);
  assert.ok(fake.rooms.size <= ROOMS_MAX);
  const others = fake.ledger.committed(0) - EMPTY_COUNTS * fake.weights.expected({ mode, bots: bots + 1, people: 0 });
  assert.ok((others + expected) * 100 <= LIMITS.loadPercentMax + 1e-9, `${others} of others`);
  for (const victim of fake.ended.slice(ended)) {
    assert.notEqual(victim.address, who.address);
    assert.ok((before.get(victim.address ?? '') ?? 0) > own || fake.rooms.size >= LIMITS.roomsEmptyMax - 1);
  }
}
