/** Guest tokens: signed, expiring, optional; and what limits hold on to them. */
import assert from 'node:assert/strict';
import { Identities } from '../../../server/matchmaking/identity.ts';
import { send, useServer } from '../../support/server.ts';

const DAY_MS = 24 * 3600 * 1000;
const KEY = 'a-key-of-sixteen-letters';

describe('Guest token', () => {
  it('[H13] is good for thirty days, with the key that signed it', () => {
    const identities = new Identities([KEY]);
    const { id, token, expiresAt } = identities.issue(0);
    assert.equal(expiresAt, '1970-01-31T00:00:00.000Z');
    assert.equal(identities.verify(token, 29 * DAY_MS), id);
    assert.equal(identities.verify(token, 31 * DAY_MS), undefined);
    assert.equal(new Identities(['another-key-of-16-letters']).verify(token, 0), undefined);
    assert.equal(
      new Identities(['another-key-of-16-letters', KEY]).verify(token, 0),
      id,
      'an older key still verifies',
    );
    assert.notEqual(new Identities([]).verify(new Identities([]).issue(0).token, 0), id);
  });

  it('is not good once a letter of it is another', () => {
    const identities = new Identities([KEY]);
    const { token } = identities.issue(0);
    for (let at = 0; at < token.length - 1; at++) {
      const forged = `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`;
      assert.equal(identities.verify(forged, 0), undefined, `letter ${at}`);
    }
    for (const text of ['', '.', 'a.b', token.split('.')[0] ?? '', `${token}.x`, '{}', 'x'.repeat(10_000)]) {
      assert.equal(identities.verify(text, 0), undefined, text.slice(0, 20));
    }
  });
});

describe('Guests', () => {
  const server = useServer({ IDENTITY_KEY: KEY, SEATS_OPEN_PER_GUEST: '2' });
  const join = (token?: string) =>
    send(
      `${server.url}/matchmake/joinOrCreate/arena`,
      'POST',
      { mode: 'fray' },
      token === undefined ? {} : { authorization: `Bearer ${token}` },
    );

  it('[H10] [H13] get a token from the API and join with it or without', async () => {
    const answer = await send(`${server.url}/api/identity`, 'POST');
    assert.equal(answer.status, 201);
    const guest = (await answer.json()) as { id: string; token: string; expiresAt: string };
    assert.match(guest.id, /^[\w-]{16}$/);
    assert.equal((await join()).status, 200);
    assert.equal((await join(guest.token)).status, 200);
    const forged = await join(`${guest.token.slice(0, -2)}AA`);
    assert.equal(forged.status, 401);
    assert.match(((await forged.json()) as { error: string }).error, /^identity: /);
  });

  it('hold only so many seats that they do not take, wherever they come from', async () => {
    const { token } = (await (await send(`${server.url}/api/identity`, 'POST')).json()) as { token: string };
    const answers = [];
    for (let n = 0; n < 3; n++) answers.push((await join(token)).status);
    assert.deepEqual(answers, [200, 200, 429]);
    assert.equal((await join()).status, 200);
  });
});
