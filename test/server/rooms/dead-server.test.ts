/** Servers and links that die without a word: noticed in time, looked for, and told to the player as it was. */
import assert from 'node:assert/strict';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { LOSS_SENTENCES } from '../../../shared/wire/protocol.ts';
import { type ServerChild, startServerChild } from '../../support/raw/process.ts';
import { openRoom, sleep, TestSeat, until } from '../../support/server.ts';

/** A way to the server on which one connection can die: neither end hears of the other any more, no close included. */
class Way {
  readonly #server: Server;
  readonly #links: (readonly [Socket, Socket])[] = [];
  #dead: readonly Socket[] = [];

  constructor(port: number) {
    this.#server = createServer((near) => {
      const far = connect(port, '127.0.0.1');
      near.pipe(far).pipe(near);
      for (const socket of [near, far]) socket.on('error', () => {});
      this.#links.push([near, far]);
    });
  }

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return `http://127.0.0.1:${address.port}`;
  }

  /** The newest connection dies. Older ones are requests that Node keeps open and, unlike a browser, would upgrade. */
  die(): void {
    this.#dead = this.#links.pop() ?? [];
    for (const socket of this.#dead) socket.unpipe().pause();
    this.#closeOthers();
  }

  close(): void {
    for (const socket of this.#dead) socket.destroy();
    this.#closeOthers();
    this.#server.close();
  }

  #closeOthers(): void {
    for (const socket of this.#links.splice(0).flat()) socket.destroy();
  }
}

const kindsOf = (seat: TestSeat): string[] => seat.states.map(({ kind }) => kind);

describe('A server that dies', function () {
  this.timeout(150_000);
  let server: ServerChild<never>;
  let seat: TestSeat;

  beforeEach(async () => {
    server = await startServerChild<never>();
  });
  afterEach(async () => {
    seat.abandon();
    await server.kill();
  });

  it('[C19] is noticed, looked for, and known to have lost the room when it is back: then another match is found', async () => {
    seat = new TestSeat(server.url, 'Survivor');
    await seat.join({ kind: 'quick', mode: 'fray' });
    const { port } = server;
    await server.kill();
    await until(() => seat.connection.state.kind === 'dropped', 'the drop');
    await sleep(1000); // tries against a closed port
    assert.equal(seat.connection.state.kind, 'dropped');
    server = await startServerChild<never>({ PORT: String(port) });
    await until(() => seat.connection.state.kind === 'closed', 'the word that the room is gone');
    assert.deepEqual(seat.connection.state, {
      kind: 'closed',
      code: 4003,
      message: LOSS_SENTENCES.roomGone,
      searches: true,
    });
    assert.equal(seat.token, null);
    const view = await seat.join({ kind: 'quick', mode: 'fray' });
    assert.ok(view.ready);
  });

  it('[R6] loses no seat by standing still: the way back is the token', async () => {
    const { roomId } = await openRoom(server.url, { bots: 0 });
    seat = new TestSeat(server.url, 'Patient');
    const view = await seat.join({ kind: 'room', roomId });
    const own = view.own()?.seat;
    server.process.kill('SIGSTOP');
    await until(() => seat.connection.state.kind === 'dropped', 'the silence being noticed');
    await sleep(5000); // a try and some questions wait at the server's door
    server.process.kill('SIGCONT');
    await until(() => seat.connection.state.kind === 'playing', 'the way back');
    const { serverTick } = view.stats();
    await until(() => view.stats().serverTick > serverTick + 30, 'a second of play');
    // A machine that is short of time may stand still once more by itself; what counts is that the seat is never lost.
    assert.deepEqual(kindsOf(seat).slice(0, 4), ['joining', 'playing', 'dropped', 'playing']);
    assert.ok(!kindsOf(seat).includes('closed'));
    assert.equal(view.own()?.seat, own);
  });

  it('[R6] gives the seat back at once when only the link has died, before the server has noticed', async () => {
    const { roomId } = await openRoom(server.url, { bots: 0 });
    const way = new Way(server.port);
    try {
      seat = new TestSeat(await way.open(), 'Cut off');
      const view = await seat.join({ kind: 'room', roomId });
      const own = view.own()?.seat;
      way.die();
      await until(() => seat.connection.state.kind === 'dropped', 'the silence being noticed');
      await until(() => seat.connection.state.kind !== 'dropped', 'the way back');
      assert.deepEqual(kindsOf(seat), ['joining', 'playing', 'dropped', 'playing']);
      assert.equal(view.own()?.seat, own);
    } finally {
      way.close();
    }
  });
});
