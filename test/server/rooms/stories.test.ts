/** What becomes of a player: from where it came, its seat, drops, returns and why it ended, all by one grep for its session. */
import assert from 'node:assert/strict';
import type { Client } from '@colyseus/core';
import { StoryLines } from '../../../server/ops/story-lines.ts';
import type { HoldOutcome } from '../../../server/rooms/reconnection.ts';
import { Stories } from '../../../server/rooms/stories.ts';
import { CLOSE } from '../../../shared/wire/protocol.ts';
import { logInto } from '../../support/log-lines.ts';
import { textFrame } from '../../support/raw/frames.ts';
import { JOIN_ACK, reserveSeat, takeSeat, tokenIn } from '../../support/raw/seat.ts';
import { OPERATOR_TOKEN, openRoom, send, TestSeat, until, useServer } from '../../support/server.ts';

type Line = Record<string, unknown>;

describe("A player's story", () => {
  const lines: Line[] = [];
  const server = useServer({ SILENCE_MS_MAX: '1500' }, undefined, logInto(lines));
  const target = () => ({ url: server.url, port: Number(new URL(server.url).port) });
  const grep = (session: string): Line[] => lines.filter((line) => JSON.stringify(line).includes(session));
  const until1 = async (session: string, event: string): Promise<Line> => {
    await until(() => grep(session).some((line) => line.event === event), event);
    return grep(session).find((line) => line.event === event) as Line;
  };
  /** The turns of a story, each in a word. */
  const turns = (session: string): string[] =>
    grep(session).map(
      ({ event, why }) => `${String(event).slice('player_'.length)}${why === undefined ? '' : ` ${why}`}`,
    );

  it('is told from where it joined to why it ended, with room, seat, guest, address, drops and returns', async () => {
    const { roomId } = await openRoom(server.url, { bots: 0 });
    const guest = (await (await send(`${server.url}/api/identity`, 'POST', {})).json()) as {
      id: string;
      token: string;
    };
    const answer = await send(
      `${server.url}/matchmake/joinById/${roomId}`,
      'POST',
      { name: 'Ada' },
      {
        authorization: `Bearer ${guest.token}`,
      },
    );
    const ticket = (await answer.json()) as Awaited<ReturnType<typeof reserveSeat>>;
    const { sessionId } = ticket;
    let token: string | undefined;
    const first = await takeSeat(target(), {
      ticket,
      onFrame: (frame) => {
        token ??= tokenIn(frame);
      },
    });
    first.write(JOIN_ACK);
    const joined = await until1(sessionId, 'player_joined');
    assert.deepEqual(
      [joined.room, joined.seat, joined.name, joined.address, joined.guest],
      [roomId, 1, 'Ada', '127.0.0.1', guest.id],
    );
    await until(() => first.frames.length > 3, 'the game');
    first.destroy();
    await until1(sessionId, 'player_dropped');
    const second = new TestSeat(server.url, 'Ada');
    await second.join({ kind: 'token', reconnectionToken: `${roomId}:${token}` });
    assert.equal((await until1(sessionId, 'player_returned')).address, '127.0.0.1');
    const third = new TestSeat(server.url, 'Ada');
    await third.join({ kind: 'token', reconnectionToken: second.token ?? '' });
    await third.leave();
    second.abandon();
    const left = await until1(sessionId, 'player_left');
    assert.deepEqual([left.drops, left.returns, left.code, typeof left.seconds], [2, 2, 4000, 'number']);
    assert.deepEqual(turns(sessionId), [
      'joined',
      'dropped lost',
      'returned',
      'dropped replaced',
      'returned',
      'left left',
    ]);
  });

  it('ends with the reason of a cut', async () => {
    const ticket = await reserveSeat(server.url);
    const raw = await takeSeat(target(), { ticket });
    raw.write(JOIN_ACK);
    raw.write(textFrame('hello'));
    await until1(ticket.sessionId, 'player_left');
    assert.deepEqual(turns(ticket.sessionId), ['joined', 'left cut_text']);
    raw.destroy();
  });

  it('says who fell silent, and that its room ended before it was back', async () => {
    const { roomId } = await openRoom(server.url);
    const ticket = await reserveSeat(server.url, `joinById/${roomId}`);
    const raw = await takeSeat(target(), { ticket, answersPings: false });
    raw.write(JOIN_ACK);
    await until1(ticket.sessionId, 'player_dropped');
    const authorization = `Bearer ${OPERATOR_TOKEN}`;
    await send(`${server.url}/api/rooms/${roomId}`, 'DELETE', undefined, { authorization });
    await until1(ticket.sessionId, 'player_left');
    assert.deepEqual(turns(ticket.sessionId), ['joined', 'dropped silent', 'left room_ended']);
    assert.ok(
      lines.some(
        ({ event, action, room }) => event === 'operator_action' && action === 'close_room' && room === roomId,
      ),
    );
    raw.destroy();
  });

  it('of who sits there when an operator closes the room ends with that', async () => {
    const { roomId } = await openRoom(server.url);
    const ticket = await reserveSeat(server.url, `joinById/${roomId}`);
    const raw = await takeSeat(target(), { ticket });
    raw.write(JOIN_ACK);
    await until(() => raw.frames.length > 3, 'the game');
    const authorization = `Bearer ${OPERATOR_TOKEN}`;
    await send(`${server.url}/api/rooms/${roomId}`, 'DELETE', undefined, { authorization });
    await until1(ticket.sessionId, 'player_left');
    assert.deepEqual(turns(ticket.sessionId), ['joined', 'dropped room_closed', 'left room_closed']);
    raw.destroy();
  });

  it('ends after its seat was held in vain, or with the end of its room', () => {
    const lines: Line[] = [];
    const stories = new Stories(logInto(lines), undefined);
    const client = { sessionId: 'a', ref: {} } as unknown as Client;
    const end = (code: number, outcome: HoldOutcome): unknown => {
      stories.joined({ session: 'a', seat: 1, name: 'Ada' });
      stories.dropped(client, code);
      stories.held('a', outcome);
      stories.left(client, code);
      return lines.at(-1)?.why;
    };
    assert.deepEqual(
      [end(1006, 'not_back'), end(1006, 'room_ended'), end(CLOSE.roomFailed, 'room_ended'), end(1006, 'back')],
      ['not_back', 'room_ended', 'room_failed', 'lost'],
    );
  });
});

describe('Lines about players', () => {
  it('are 240 of one address, then one a second; how many were left out is told with the next', () => {
    const lines = new StoryLines((address) => address);
    const told = Array.from({ length: 250 }, () => lines.unsaid('a', 0));
    assert.deepEqual([told.lastIndexOf(0), told[240]], [239, undefined]);
    assert.equal(lines.unsaid('b', 0), 10, 'another address has its own');
    assert.deepEqual(
      [lines.unsaid('a', 999), lines.unsaid('a', 1000), lines.unsaid('a', 1001)],
      [undefined, 1, undefined],
    );
  });

  it('of an address without limits are all written', () => {
    const lines = new StoryLines(() => undefined);
    assert.ok(Array.from({ length: 1000 }, () => lines.unsaid('a', 0)).every((unsaid) => unsaid === 0));
  });
});
