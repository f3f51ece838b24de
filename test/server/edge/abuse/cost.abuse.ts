/** Rooms that one address opens inside every budget, to take the core or the rooms from others (row N, promise 11). */
import assert from 'node:assert/strict';
import { binaryFrame } from '../../../support/raw/frames.ts';
import { ask } from '../../../support/raw/request.ts';
import { JOIN_ACK, MESSAGE, reserveSeat, takeSeat } from '../../../support/raw/seat.ts';
import type { RawSocket } from '../../../support/raw/socket.ts';
import { AttackSetup, freshAddress, sleep, tell } from './attack-setup.ts';

/** Of the time limit of a test, so much is attacked: 15 s of two minutes. SECURITY.md has what ten minutes showed. */
const ATTACKED = 1 / 8;
/** Between two tries: all of them stay within the budget of requests. */
const TRY_EVERY_MS = 250;
/** From each newcomer to the next, while the attack goes on. */
const NEWCOMER_EVERY_MS = 7500;
/** An input frame that steers: its player plays, and bots think for it. */
const STEER = binaryFrame(Buffer.from([MESSAGE.input, 0x80, 255]));
const HEAVY = { mode: 'swarm', private: true, bots: 100 };
const LIGHT = { mode: 'fray', private: true };

describe('abuse: rooms that cost', () => {
  let setup: AttackSetup;
  before(async () => {
    setup = await AttackSetup.set();
    await setup.calm();
  });
  after(() => setup.strike());

  const open = (from: string, body: object) => ask(`${setup.url}/api/rooms`, { body, from });

  const figures = async (): Promise<string> =>
    `load ${await setup.metric('sparkfray_load')}, committed ${await setup.metric('sparkfray_load_committed')}`;

  /** A newcomer's quick play and own room. */
  async function welcome(from: string): Promise<void> {
    const startMs = performance.now();
    await reserveSeat(setup.url, 'joinOrCreate/arena', { mode: 'fray' }, from);
    assert.ok(performance.now() - startMs < 1000, 'a seat at once');
    const { status, text } = await open(from, LIGHT);
    assert.equal(status, 201, `${text}, ${await figures()}`);
  }

  it('row N, promise 11: Swarms of 100 bots with a player in each leave the others 29 patches, a seat and a room', async function () {
    const attackMs = this.timeout() * ATTACKED;
    const from = freshAddress();
    const seats: RawSocket[] = [];
    const refused = new Map<number, number>();
    await setup.during(async () => {
      const endMs = performance.now() + attackMs;
      let newcomerMs = performance.now() + NEWCOMER_EVERY_MS;
      while (performance.now() < endMs) {
        const { status, text } = await open(from, HEAVY);
        if (status === 201) {
          const { roomId } = JSON.parse(text) as { roomId: string };
          const ticket = await reserveSeat(setup.url, `joinById/${roomId}`, {}, from);
          const raw = await takeSeat(setup.server, { ticket, from });
          raw.write(JOIN_ACK);
          seats.push(raw);
        } else refused.set(status, (refused.get(status) ?? 0) + 1);
        for (const seat of seats) {
          seat.frames.length = 0;
          seat.write(STEER);
        }
        if (performance.now() >= newcomerMs) {
          await welcome(freshAddress());
          newcomerMs += NEWCOMER_EVERY_MS;
        }
        await sleep(TRY_EVERY_MS);
      }
    });
    tell(`${seats.length} rooms, refused ${[...refused].map(([status, count]) => `${count} × ${status}`).join(', ')}`);
    tell(await figures());
    assert.ok(seats.length >= 1 && seats.length <= 4, `${seats.length} rooms`);
    assert.ok(refused.has(429), 'its share is used up');
    for (const status of refused.keys()) assert.ok(status === 429 || status === 503, `${status}`);
    for (const seat of seats) seat.destroy();
  });

  it('row N, promise 11: empty rooms of six addresses leave one to the seventh', async () => {
    const addresses = Array.from({ length: 6 }, freshAddress);
    let opened = 0;
    const refused = new Set<number>();
    for (let n = 0; n < 20; n++) {
      for (const from of addresses) {
        const { status } = await open(from, LIGHT);
        if (status === 201) opened++;
        else refused.add(status);
      }
    }
    tell(`${opened} rooms opened, ${await setup.metric('sparkfray_rooms')} there, refused with ${[...refused]}`);
    assert.ok(refused.size > 0);
    for (let n = 0; n < 5; n++) await welcome(freshAddress());
  });
});
