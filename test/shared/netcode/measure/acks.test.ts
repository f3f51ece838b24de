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

  it('tells how long each frame under way has waited', () => {
    const log = new AckLog();
    for (const seq of [1, 2, 3]) log.sent(seq, seq * 10, seq * 10 - 5);
    log.acked(1, 40);
    log.giveUp(50, 34);
    assert.deepEqual(log.waitingMs(50), [25]);
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
    const stepper = { nowMs: 0, sent: 0, pong: () => {}, drop: () => {}, rttsMs: [] as number[] };
    const room = {
      connection: { isOpen: true },
      ping: (pong: () => void) => {
        stepper.sent++;
        stepper.pong = pong;
      },
      onDrop: (drop: () => void) => {
        stepper.drop = drop;
      },
    };
    const pings = new Pings(
      room as unknown as ConstructorParameters<typeof Pings>[0],
      () => stepper.nowMs,
      (rttMs) => stepper.rttsMs.push(rttMs),
    );
    return { stepper, room, pings };
  };

  it('that are due while one is under way are answered with it, each from when it was due', () => {
    const { stepper, pings } = setUp();
    for (const nowMs of [0, 1000, 2000]) {
      stepper.nowMs = nowMs;
      pings.send();
    }
    assert.equal(stepper.sent, 1);
    stepper.nowMs = 2500;
    stepper.pong();
    assert.deepEqual(stepper.rttsMs, [2500, 1500, 500]);
    pings.send();
    assert.equal(stepper.sent, 2);
  });

  it('go with their connection', () => {
    const { stepper, room, pings } = setUp();
    pings.send();
    stepper.drop();
    room.connection.isOpen = false;
    pings.send();
    assert.equal(stepper.sent, 1);
    room.connection.isOpen = true;
    stepper.nowMs = 5000;
    pings.send();
    stepper.nowMs = 5040;
    stepper.pong();
    assert.deepEqual(stepper.rttsMs, [40]);
  });
});
