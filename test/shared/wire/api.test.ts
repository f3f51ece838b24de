/** What the HTTP API takes and what it never answers, by the bounds of each field (PROTOCOL.md, H). */
import assert from 'node:assert/strict';
import { modeNames, modeOf } from '../../../shared/sim/modes/modes.ts';
import { JoinOptions, ModeInfo, RoomInfo, RoomRequest } from '../../../shared/wire/api.ts';

const botsMax = Math.max(...modeNames.map((name) => modeOf(name).botsMax));

describe('The request for a room', () => {
  const takes = (fields: object): boolean => RoomRequest.safeParse({ mode: 'fray', ...fields }).success;

  it('takes whole numbers in range', () => {
    for (const [fields, isTaken] of [
      [{ bots: -1 }, false],
      [{ bots: 0 }, true],
      [{ bots: botsMax }, true],
      [{ bots: botsMax + 1 }, false],
      [{ bots: 0.5 }, false],
      [{ maxPlayers: 0 }, false],
      [{ maxPlayers: 1 }, true],
      [{ maxPlayers: 1.5 }, false],
      [{ mode: 'chess' }, false],
      [{ more: 1 }, false],
    ] as const) {
      assert.equal(takes(fields), isTaken, JSON.stringify(fields));
    }
  });

  it('takes names of up to 256 characters, of which the first 32 printable ones are kept', () => {
    const nameOf = (name: string) => RoomRequest.safeParse({ mode: 'fray', name }).data?.name;
    assert.equal(nameOf('a'.repeat(256)), 'a'.repeat(32));
    assert.equal(nameOf('a'.repeat(257)), undefined);
    assert.equal(nameOf('  a \u0007 \n b\u202E  '), 'a b');
    assert.equal(nameOf(`${'a'.repeat(31)} b`), 'a'.repeat(31));
  });
});

describe('The request for a seat', () => {
  it('may leave everything out, and loses what is not known', () => {
    assert.deepEqual(JoinOptions.parse({}), { mode: 'fray', name: '' });
    assert.deepEqual(JoinOptions.parse({ mode: 'swarm', name: 'a'.repeat(17), protocol: 1, more: 2 }), {
      mode: 'swarm',
      name: 'a'.repeat(16),
      protocol: 1,
    });
  });
});

describe('An answer', () => {
  it('counts in whole numbers from 0 on', () => {
    const room = {
      roomId: 'a',
      mode: 'fray',
      name: '',
      players: 0,
      playing: 0,
      bots: 0,
      maxPlayers: 0,
      private: false,
    };
    const joinUrl = 'http://localhost/#A';
    for (const field of ['players', 'playing', 'bots', 'maxPlayers']) {
      for (const [count, isFit] of [
        [0, true],
        [8, true],
        [-1, false],
        [0.5, false],
      ] as const) {
        assert.equal(RoomInfo.safeParse({ ...room, joinUrl, [field]: count }).success, isFit, `${field} ${count}`);
      }
    }
  });

  it('tells of a round that it lasts a while, or has no end', () => {
    const mode = { name: 'fray', title: 'Fray', seatsMax: 1, botsMax: 0, arenas: [] };
    const fits = (roundSeconds: number | null): boolean => ModeInfo.safeParse({ ...mode, roundSeconds }).success;
    assert.deepEqual([0, 0.5, 240, null].map(fits), [false, true, true, true]);
  });
});
