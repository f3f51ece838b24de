/** Light bots that do not decode the state: what they read of it is what the others decode. */
import assert from 'node:assert/strict';
import { Client } from '@colyseus/sdk';
import { Tally } from '../../../loadtest/contract/tally.ts';
import { sparkfray } from '../../../loadtest/worker/adapters/sparkfray.ts';
import { LightPlay } from '../../../loadtest/worker/light-play.ts';
import { PROTOCOL_VERSION } from '../../../shared/wire/protocol.ts';
import { openRoom, until, useServer } from '../../support/server.ts';

type Reader = (bytes: Uint8Array, it?: { offset: number }) => unknown;

describe('Light bots that do not decode', () => {
  const server = useServer();

  it('read the tick that the stock SDK decodes, out of the first state and of every patch', async () => {
    const { roomId } = await openRoom(server.url, { bots: 3 });
    const room = await new Client(server.url).joinById<{ tick: number }>(roomId, { protocol: PROTOCOL_VERSION });
    room.onMessage('*', () => {});
    const serializer = room.serializer as unknown as Record<'setState' | 'patch', Reader>;
    const ticks: [read: number | undefined, decoded: number][] = [];
    for (const name of ['setState', 'patch'] as const) {
      const decode = serializer[name].bind(serializer);
      serializer[name] = (bytes, it) => {
        const read = sparkfray.tickOfPatch?.(bytes, it?.offset ?? 0);
        decode(bytes, it);
        ticks.push([read, room.state.tick]);
      };
    }
    await until(() => ticks.length > 60, 'two seconds of patches');
    for (const [read, decoded] of ticks) assert.equal(read, decoded);
    assert.ok((ticks.at(-1)?.[1] ?? 0) > (ticks[0]?.[1] ?? 0) + 50);
    await room.leave();
  });

  it('read none where there is none', () => {
    const read = (...bytes: number[]) => sparkfray.tickOfPatch?.(Uint8Array.from(bytes), 0);
    assert.deepEqual(
      [read(), read(128, 1, 0, 0), read(255, 1, 0, 0, 0), read(0, 4, 1, 0, 0)],
      [undefined, undefined, undefined, 260],
    );
  });

  it('feel and count the same as those that do', async () => {
    const { roomId } = await openRoom(server.url, { bots: 0 });
    const bots = [true, false].map((decodes) => {
      const tally = new Tally();
      const failures: string[] = [];
      const play = new LightPlay(sparkfray, {
        ...{ url: server.url, mode: 'fray', name: `Decodes ${decodes}`, roomId, think: 'wander' },
        ...{ role: 'honest', seed: 5, skill: 0, decodes },
        tallies: () => [tally],
        onEnd: (_code, sentence) => failures.push(sentence),
      });
      return { play, tally, failures };
    });
    await Promise.all(bots.map(({ play }) => play.join(performance.now())));
    for (const { play } of bots) play.ping(); // half of the round trip is part of the age
    const drive = setInterval(() => {
      const nowMs = performance.now();
      for (const { play } of bots) play.advance(nowMs, nowMs);
    }, 1000 / 30);
    await until(() => bots.every(({ tally }) => (tally.summary('ack')?.count ?? 0) > 60), 'two seconds of play');
    clearInterval(drive);
    for (const { play, tally, failures } of bots) {
      play.flush();
      assert.deepEqual(failures, []);
      assert.ok(tally.get('patches') > 55, `${tally.get('patches')} patches`);
      assert.ok(tally.get('bytesIn') > 1000);
      assert.ok((tally.summary('age')?.count ?? 0) > 55);
      assert.ok((tally.percentile('age', 0.5) ?? Number.NaN) < 500, 'by the tick, which it reads');
      await play.leave();
    }
  });
});
