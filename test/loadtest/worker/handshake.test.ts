/** Which first messages are of a version that is not spoken. */
import assert from 'node:assert/strict';
import { isForeignHandshake, isForeignReservation } from '../../../loadtest/worker/handshake.ts';
import { HANDSHAKES_OF_0_17, RESERVATIONS } from '../../support/foreign-server.ts';

const text = (word: string): number[] => [word.length, ...Buffer.from(word)];
const handshake = (...rest: readonly number[]): Uint8Array =>
  Uint8Array.from([10, ...text('a-token'), ...text('schema'), ...rest]);
const zeros = (count: number): number[] => Array.from({ length: count }, () => 0);

describe('a handshake', () => {
  it('of 0.18 is spoken: without a state, with a long one, with sections', () => {
    const spoken = [
      handshake(0),
      handshake(3, 1, 2, 3),
      handshake(204, 200, ...zeros(200)),
      handshake(205, 44, 1, ...zeros(300)),
      handshake(206, 0, 0, 1, 0, ...zeros(65_536)),
      handshake(0, 1, 2, 9, 9, 2, 0),
    ];
    for (const bytes of spoken) assert.equal(isForeignHandshake(bytes), false, bytes.toString().slice(0, 60));
  });

  it('of 0.17 is not, nor one that ends too early or too late', () => {
    const foreign = [
      ...Object.values(HANDSHAKES_OF_0_17),
      handshake(),
      handshake(3, 1, 2),
      handshake(0, 1),
      handshake(0, 1, 5, 0),
      handshake(205, 1),
      handshake(255, 1, 2),
      Uint8Array.from([10]),
    ];
    for (const bytes of foreign) assert.equal(isForeignHandshake(bytes), true, bytes.toString());
  });

  it('is the first message only: others are none', () => {
    assert.equal(isForeignHandshake(Uint8Array.from([14, 1, 2])), false);
    assert.equal(isForeignHandshake(new Uint8Array()), false);
  });

  it('follows a reservation: 0.16 has another one', () => {
    assert.equal(isForeignReservation(RESERVATIONS['0.16']), true);
    assert.equal(isForeignReservation(RESERVATIONS['0.17']), false);
    assert.equal(isForeignReservation(null), false);
  });
});
