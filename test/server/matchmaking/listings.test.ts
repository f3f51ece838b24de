/** Rooms as the API lists them, and the codes that lead to them. */
import assert from 'node:assert/strict';
import { Codes } from '../../../server/matchmaking/codes.ts';
import {
  createdRoom,
  findByCode,
  type Listing,
  makeCode,
  publicRooms,
  roomInfo,
} from '../../../server/matchmaking/listings.ts';
import { CODE_LETTERS, type RoomMetadata } from '../../../shared/wire/protocol.ts';

const METADATA: RoomMetadata = {
  mode: 'fray',
  name: 'Den',
  code: 'ABCDE',
  players: 3,
  playing: 0,
  idle: 0,
  bots: 2,
  startedAt: 0,
};

const listing = (roomId: string, fields: Partial<Listing> = {}, metadata: Partial<RoomMetadata> = {}): Listing => ({
  roomId,
  clients: 1,
  maxClients: 8,
  metadata: { ...METADATA, ...metadata },
  ...fields,
});

describe('A room in the API', () => {
  it('shows people and bots, its seats, and where to join it', () => {
    const shown = {
      roomId: 'a',
      mode: 'fray',
      name: 'Den',
      players: 3,
      playing: 0,
      bots: 2,
      maxPlayers: 8,
      private: false,
      joinUrl: 'http://host/#ABCDE',
    };
    assert.deepEqual(roomInfo(listing('a'), 'http://host/'), shown);
    assert.deepEqual(createdRoom(listing('a'), 'http://host/'), { ...shown, code: 'ABCDE' });
    assert.equal(roomInfo(listing('a', { private: true }), 'http://host/').private, true);
  });

  it('has nothing to show before it has told of itself', () => {
    const { metadata: _, ...young } = listing('a');
    const { mode, name, players, playing, bots, joinUrl } = roomInfo(young, 'http://host/');
    assert.deepEqual([mode, name, players, playing, bots, joinUrl], ['', '', 0, 0, 0, 'http://host/#']);
  });
});

describe('Public rooms', () => {
  const { metadata: _, ...young } = listing('young');
  const rooms = [
    listing('b'),
    listing('a'),
    listing('awaited', { clients: 2 }),
    listing('asleep', { clients: 7 }, { idle: 7 }),
    listing('dozing', { clients: 7 }, { playing: 3, idle: 4 }),
    listing('lively', { clients: 3 }, { playing: 3 }),
    listing('other', { clients: 5 }, { mode: 'swarm', playing: 4 }),
    listing('hidden', { private: true, clients: 6 }, { playing: 6 }),
    young,
  ];

  it('are listed by how many people play, then by how few do not and how many are about to, equals by id, without the private and those that have not told of themselves', () => {
    const idsOf = (mode?: string): string[] => publicRooms(rooms, mode).map(({ roomId }) => roomId);
    assert.deepEqual(idsOf(), ['other', 'lively', 'dozing', 'awaited', 'a', 'b', 'asleep']);
    assert.deepEqual(idsOf('fray'), ['lively', 'dozing', 'awaited', 'a', 'b', 'asleep']);
    assert.deepEqual(idsOf('swarm'), ['other']);
  });

  it('are found by code, in letters of either case', () => {
    assert.equal(findByCode(rooms, 'abcde')?.roomId, 'b');
    assert.equal(findByCode(rooms, 'abcdx'), undefined);
  });
});

describe('Codes', () => {
  it('are six letters, each drawn from all of them', () => {
    assert.equal(
      makeCode((limit) => limit - 1),
      CODE_LETTERS.slice(-1).repeat(6),
    );
    assert.equal(
      makeCode(() => 0),
      CODE_LETTERS.slice(0, 1).repeat(6),
    );
  });

  it('belong to one room until it has ended', () => {
    let draws = ['AAAAA', 'AAAAA', 'BBBBB', 'AAAAA', 'AAAAA'];
    const codes = new Codes(() => {
      const [drawn = '', ...left] = draws;
      draws = left;
      return drawn;
    });
    assert.deepEqual([codes.take(), codes.take()], ['AAAAA', 'BBBBB']);
    codes.release('AAAAA');
    assert.equal(codes.take(), 'AAAAA');
    assert.deepEqual(draws, ['AAAAA']);
  });
});
