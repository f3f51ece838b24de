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

const METADATA: RoomMetadata = { mode: 'fray', name: 'Den', code: 'ABCDE', players: 3, bots: 2, startedAt: 0 };

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
    const { mode, name, players, bots, joinUrl } = roomInfo(young, 'http://host/');
    assert.deepEqual([mode, name, players, bots, joinUrl], ['', '', 0, 0, 'http://host/#']);
  });
});

describe('Public rooms', () => {
  const { metadata: _, ...young } = listing('young');
  const rooms = [
    listing('b'),
    listing('a'),
    listing('full', { clients: 7 }),
    listing('other', { clients: 5 }, { mode: 'swarm' }),
    listing('hidden', { private: true, clients: 6 }),
    young,
  ];

  it('are listed fullest first, equals by id, without the private and those that have not told of themselves', () => {
    const idsOf = (mode?: string): string[] => publicRooms(rooms, mode).map(({ roomId }) => roomId);
    assert.deepEqual(idsOf(), ['full', 'other', 'a', 'b']);
    assert.deepEqual(idsOf('fray'), ['full', 'a', 'b']);
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
