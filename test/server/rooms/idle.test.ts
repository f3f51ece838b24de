/** Who does nothing, from both sides of a real connection: told, let go, and free to come again. */
import assert from 'node:assert/strict';
import { CLOSE, closeSentence } from '../../../shared/wire/protocol.ts';
import { openRoom, sleep, TestSeat, until, useServer } from '../../support/server.ts';

/** A seat whose player never rests. */
function busy(url: string): TestSeat {
  const seat = new TestSeat(url, 'Busy');
  let frames = 0;
  seat.onFrame = () => {
    seat.inputFrame = { mx: frames++ % 60 < 30 ? 127 : -127, my: 0, aim: 0, buttons: 0 };
  };
  return seat;
}

describe('A player who does nothing', () => {
  const server = useServer({ IDLE_ASIDE_SECONDS: '1', IDLE_WARN_SECONDS: '2', IDLE_FREE_SECONDS: '3' });

  it('[R13] [F5] [F8] sees itself aside and warned, as others see it aside', async () => {
    const { roomId } = await openRoom(server.url, { bots: 0 });
    const [idle, other] = [new TestSeat(server.url, 'Idle'), busy(server.url)];
    const [own, others] = [await idle.join({ kind: 'room', roomId }), await other.join({ kind: 'room', roomId })];
    await until(() => own.own()?.aside === true, 'it to stand aside');
    await until(() => others.board().some(({ name, aside }) => name === 'Idle' && aside), 'the other to hear of it');
    assert.equal(others.board().find(({ own }) => own)?.aside, false);
    await until(() => (own.own()?.idleEndInTicks ?? 0) > 0, 'the warning');
    assert.ok((own.own()?.idleEndInTicks ?? 99) <= 30, 'one second is left');
    idle.inputFrame = { mx: 0, my: 0, aim: 20_000, buttons: 0 };
    await until(() => own.own()?.alive === true, 'it to be back');
    assert.deepEqual([own.own()?.aside, own.own()?.idleEndInTicks], [false, 0]);
    await Promise.all([idle.leave(), other.leave()]);
  });

  it('[H9] does not draw others into its room: quick play looks for people who play', async () => {
    const idle = [new TestSeat(server.url, 'Idle'), new TestSeat(server.url, 'Still')];
    const own = await idle[0]?.join({ kind: 'quick', mode: 'fray' });
    await idle[1]?.join({ kind: 'quick', mode: 'fray' });
    const { roomId } = await openRoom(server.url, { bots: 0 });
    const other = busy(server.url);
    await other.join({ kind: 'room', roomId });
    await until(() => own?.own()?.aside === true, 'the idle to stand aside');
    const listed = async () => ((await (await fetch(`${server.url}/api/rooms`)).json()) as { roomId: string }[])[0];
    while ((await listed())?.roomId !== roomId) await sleep(50);
    const comer = busy(server.url);
    const view = await comer.join({ kind: 'quick', mode: 'fray' });
    assert.deepEqual(
      view
        .board()
        .map(({ name }) => name)
        .sort(),
      ['Busy', 'Busy 2'],
    );
    await Promise.all([...idle, other, comer].map((seat) => seat.leave()));
  });

  it('[C22] is told that its seat was freed, by a code of its own, and may play again', async () => {
    const { roomId } = await openRoom(server.url, { bots: 0 });
    const [idle, other] = [new TestSeat(server.url, 'Idle'), busy(server.url)];
    await idle.join({ kind: 'room', roomId });
    const others = await other.join({ kind: 'room', roomId });
    const { token } = idle;
    await until(() => idle.connection.state.kind === 'closed', 'the end');
    const { state } = idle.connection;
    assert.ok(state.kind === 'closed');
    assert.deepEqual([state.code, state.message, state.searches], [CLOSE.idle, closeSentence(CLOSE.idle), false]);
    await until(() => others.board().length === 1, 'the seat to be free');
    const back = new TestSeat(server.url, 'Back');
    await assert.rejects(back.join({ kind: 'token', reconnectionToken: token ?? '' }), /gone/u);
    const again = new TestSeat(server.url, 'Again');
    await again.join({ kind: 'room', roomId });
    await Promise.all([again.leave(), other.leave()]);
  });
});
