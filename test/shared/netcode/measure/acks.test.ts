/** Acknowledgements and pings: what counts as latency, and what as lost. */
import assert from 'node:assert/strict';
import { AckLog } from '../../../../shared/netcode/measure/acks.ts';
import { Pings } from '../../../../shared/netcode/measure/pings.ts';

function watched(): { log: AckLog; acks: [rttMs: number, feltMs: number][]; lost: number[] } {
  const log = new AckLog();
  const acks: [number, number][] = [];
  const lost: number[] = [];
  log.listen((rttMs, feltMs) => acks.push([rttMs, feltMs]));
  log.listenToLosses((ageMs) => lost.push(ageMs));
  return { log, acks, lost };
}

describe('the log of acks', () => {
  it('tells of each frame since it was sent and since it was due', () => {
    const { log, acks } = watched();
    log.sent(1, 100);
    log.sent(2, 150, 133);
    log.acked(2, 200);
    assert.deepEqual(acks, [
      [100, 100],
      [50, 67],
    ]);
    assert.equal(log.rttMs, 95, 'smoothed over what was sent, not over what was due');
  });

  it('counts a frame once, whatever the server says again or too early', () => {
    const { log, acks, lost } = watched();
    log.sent(1, 0);
    log.acked(7, 10);
    log.acked(1, 20);
    log.sent(2, 30);
    log.acked(2, 45);
    assert.deepEqual(
      acks.map(([rttMs]) => rttMs),
      [10, 15],
    );
    assert.deepEqual(lost, []);
  });

  it('gives up what waits for too long, and does not count it again when its ack comes', () => {
    const { log, acks, lost } = watched();
    log.sent(1, 0);
    log.sent(2, 900);
    log.giveUp(1500, 1000);
    assert.deepEqual(lost, [1500]);
    log.giveUp(1600, 1000);
    assert.deepEqual(lost, [1500]);
    log.acked(2, 1700);
    assert.deepEqual(acks, [[800, 800]]);
  });

  it('loses what was under way with its connection, and counts from 1 again', () => {
    const { log, acks, lost } = watched();
    log.sent(1, 0);
    log.acked(1, 10);
    log.sent(2, 20);
    log.follow(1, 100);
    log.follow(1, 200);
    assert.deepEqual(lost, [80]);
    log.sent(1, 300);
    log.acked(1, 340);
    assert.deepEqual(acks.at(-1), [40, 40]);
  });

  it('remembers a bounded number of frames, and says which it forgot', () => {
    const { log, lost } = watched();
    for (let seq = 1; seq <= 300; seq++) log.sent(seq, seq);
    assert.equal(lost.length, 300 - 256);
    assert.equal(lost[0], 256);
  });
});

describe('pings', () => {
  const setUp = () => {
    const stage = { nowMs: 0, sent: 0, pong: () => {}, drop: () => {}, rttsMs: [] as number[] };
    const room = {
      connection: { isOpen: true },
      ping: (pong: () => void) => {
        stage.sent++;
        stage.pong = pong;
      },
      onDrop: (drop: () => void) => {
        stage.drop = drop;
      },
    };
    const pings = new Pings(
      room as unknown as ConstructorParameters<typeof Pings>[0],
      () => stage.nowMs,
      (rttMs) => stage.rttsMs.push(rttMs),
    );
    return { stage, room, pings };
  };

  it('that are due while one is under way are answered with it, each from when it was due', () => {
    const { stage, pings } = setUp();
    for (const nowMs of [0, 1000, 2000]) {
      stage.nowMs = nowMs;
      pings.send();
    }
    assert.equal(stage.sent, 1);
    stage.nowMs = 2500;
    stage.pong();
    assert.deepEqual(stage.rttsMs, [2500, 1500, 500]);
    pings.send();
    assert.equal(stage.sent, 2);
  });

  it('go with their connection', () => {
    const { stage, room, pings } = setUp();
    pings.send();
    stage.drop();
    room.connection.isOpen = false;
    pings.send();
    assert.equal(stage.sent, 1);
    room.connection.isOpen = true;
    stage.nowMs = 5000;
    pings.send();
    stage.nowMs = 5040;
    stage.pong();
    assert.deepEqual(stage.rttsMs, [40]);
  });
});
