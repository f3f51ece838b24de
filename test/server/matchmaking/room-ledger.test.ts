/** Who pays for which rooms and seats, and whose empty room ends for a newcomer. */
import assert from 'node:assert/strict';
import {
  type Account,
  EMPTY_COUNTS,
  type LedgerRoom,
  type Payer,
  RoomLedger,
  type RoomReading,
} from '../../../server/matchmaking/room-ledger.ts';
import { PRIOR, Weights } from '../../../server/matchmaking/weights.ts';

const [ANNA, BERT, CARL] = [{ address: 'a' }, { address: 'b' }, { address: 'c' }] as const;

const near = (actual: number, expected: number): void =>
  assert.ok(Math.abs(actual - expected) < 1e-9, `${actual} and not ${expected}`);

describe('The ledger of rooms', () => {
  let weights: Weights;
  let ledger: RoomLedger;
  let rooms = 0;
  beforeEach(() => {
    weights = new Weights();
    ledger = new RoomLedger(weights);
  });

  function open(payer: Payer, reading: Partial<RoomReading> = {}): LedgerRoom {
    const full = { mode: 'fray', bots: 7, seats: [], isPlayed: false, coreShare: undefined, ...reading };
    return Object.assign(
      ledger.begin(payer, () => full),
      { roomId: `room-${++rooms}` },
    );
  }

  const accountOf = (key: string): Account => ledger.accounts().get(key) ?? { rooms: 0, load: 0 };

  const opened = (payer: Payer, count: number): LedgerRoom[] => Array.from({ length: count }, () => open(payer));

  it('charges a room to who opened it, address and guest, and each seat to whose it is', () => {
    open({ address: 'a', guest: 'g' }, { seats: [ANNA, BERT, BERT, {}] });
    const whole = weights.expected({ mode: 'fray', bots: 7, people: 4 });
    near(accountOf('address b').load, 2 * PRIOR.person);
    near(accountOf('address a').load, whole - 3 * PRIOR.person);
    near(accountOf('guest g').load, whole - 4 * PRIOR.person);
    assert.deepEqual([accountOf('address a').rooms, accountOf('address b').rooms], [1, 0]);
    assert.deepEqual(accountOf('address c'), { rooms: 0, load: 0 });
  });

  it('counts a room as what its ticks take while it is played in, once that is known', () => {
    const weightOf = (reading: Partial<RoomReading>): number =>
      ledger.weight(open(ANNA, { seats: [ANNA], ...reading }));
    const expected = weights.expected({ mode: 'fray', bots: 7, people: 1 });
    near(weightOf({ isPlayed: true, coreShare: 0.2 }), 0.2);
    near(weightOf({ isPlayed: false, coreShare: 0.2 }), expected);
    near(weightOf({ isPlayed: true }), expected);
    near(weightOf({ isPlayed: true, coreShare: 0 }), expected / 2);
  });

  it('charges measured rooms by the same parts', () => {
    const expected = weights.expected({ mode: 'fray', bots: 7, people: 2 });
    const room = open(ANNA, { seats: [ANNA, BERT], isPlayed: true, coreShare: 3 * expected });
    near(accountOf('address b').load, 3 * PRIOR.person);
    near(ledger.seatWeight(room), 3 * PRIOR.person);
    near(accountOf('address a').load + accountOf('address b').load, 3 * expected);
  });

  it('commits to all rooms, and to what waits on top of what the process takes', () => {
    open(ANNA, { seats: [ANNA], isPlayed: true, coreShare: 0.2 });
    const resting = ledger.weight(open(BERT, { seats: [BERT] }));
    near(ledger.committed(0), 0.2 + resting);
    near(ledger.committed(0.5), 0.5 + resting);
  });

  it('commits to a part of an empty room, and to all of the one that somebody asks for a seat in', () => {
    const seated = open(ANNA, { seats: [ANNA], isPlayed: true, coreShare: 0.2 });
    const [first] = [open(BERT), open(BERT)];
    const weight = ledger.weight(first);
    near(ledger.committed(0.3), 0.3 + 2 * EMPTY_COUNTS * weight);
    near(ledger.committedWith(first, 0.3), 0.3 + weight);
    near(ledger.committedWith(seated, 0.3), 0.3);
  });

  it('learns from rooms that are played in, alone', () => {
    const before = weights.expected({ mode: 'fray', bots: 7, people: 1 });
    open(ANNA, { seats: [ANNA], coreShare: 0.5 });
    open(ANNA, { seats: [ANNA], isPlayed: true });
    ledger.learn();
    near(weights.expected({ mode: 'fray', bots: 7, people: 1 }), before);
    open(ANNA, { seats: [ANNA], isPlayed: true, coreShare: 0.5 });
    ledger.learn();
    assert.ok(weights.expected({ mode: 'fray', bots: 7, people: 1 }) > before);
  });

  it('forgets a room with its end', () => {
    const room = open(ANNA);
    assert.equal(ledger.find(room.roomId ?? ''), room);
    ledger.end(room);
    assert.deepEqual([ledger.size, ledger.emptyCount, accountOf('address a').rooms], [0, 0, 0]);
    assert.equal(ledger.find(room.roomId ?? ''), undefined);
  });

  it('finds the oldest empty room of the address that has most', () => {
    open(ANNA, { seats: [ANNA] });
    const [first] = opened(ANNA, 3);
    opened(BERT, 2);
    assert.deepEqual(ledger.crowded(CARL, 'rooms', 1, 1), [first]);
  });

  it('ends no room for the address that has it, for one that has as much, or of one without limits', () => {
    opened(ANNA, 3);
    opened({}, 9);
    assert.equal(ledger.crowded(ANNA, 'rooms', 1, 1), undefined);
    opened(BERT, 2);
    assert.equal(ledger.crowded(BERT, 'rooms', 1, 1), undefined, 'as many as the other then');
    ledger.begin(CARL, () => ({ mode: 'fray', bots: 7, seats: [], isPlayed: false, coreShare: undefined }));
    assert.notEqual(ledger.crowded(CARL, 'rooms', 1, 1), undefined);
  });

  it('ends no room with a seat in it, nor one that is being opened', () => {
    for (let n = 0; n < 9; n++) open(ANNA, { seats: [BERT] });
    ledger.begin(ANNA, () => ({ mode: 'fray', bots: 7, seats: [], isPlayed: false, coreShare: undefined }));
    assert.equal(ledger.crowded(CARL, 'rooms', 1, 1), undefined);
  });

  it('goes by load where that is what lacks', () => {
    const swarm = open(ANNA, { mode: 'swarm', bots: 100 });
    opened(BERT, 2);
    assert.deepEqual(ledger.crowded(CARL, 'load', 0.01, 0.01), [swarm]);
    assert.equal(ledger.crowded(CARL, 'load', 0.2, 0.01), undefined);
  });

  it('ends several where one does not do, of whoever has most then, and none where all of them would not do', () => {
    const first = opened(ANNA, 4);
    const second = opened(BERT, 4);
    const weight = ledger.weight(opened(CARL, 1)[0] as LedgerRoom);
    const ended = ledger.crowded({ address: 'd' }, 'load', weight, 3.5 * weight * EMPTY_COUNTS);
    assert.deepEqual(ended, [first[0], second[0], first[1], second[1]]);
    assert.equal(ledger.crowded({ address: 'd' }, 'load', weight, 6.5 * weight * EMPTY_COUNTS), undefined);
  });
});
