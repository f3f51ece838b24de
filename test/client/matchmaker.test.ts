/** The menu's questions to the server: what is asked, and every failure as a sentence. */
import assert from 'node:assert/strict';
import {
  createPrivateRoom,
  findRoomByCode,
  listModes,
  listRooms,
  MatchmakerError,
  sentenceOf,
} from '../../client/matchmaker.ts';

describe('matchmaker of the page', () => {
  const real = globalThis.fetch;
  let asked: { path: string; init: RequestInit }[];
  const answering = (answer: () => Response): void => {
    asked = [];
    globalThis.fetch = async (path, init = {}) => {
      asked.push({ path: String(path), init });
      return answer();
    };
  };
  const json =
    (body: unknown, status = 200): (() => Response) =>
    () =>
      Response.json(body, { status });
  /** The sentence that a failure becomes. */
  const sentence = (asking: Promise<unknown>): Promise<string> => asking.then(() => 'no failure', sentenceOf);

  afterEach(() => {
    globalThis.fetch = real;
  });

  it('asks for modes, rooms, a room of one’s own and one by its code', async () => {
    answering(json([{ name: 'fray' }]));
    assert.deepEqual(await listModes(), [{ name: 'fray' }]);
    assert.deepEqual(await listRooms(), [{ name: 'fray' }]);
    answering(json({ roomId: 'r', code: 'KRTPAM' }));
    assert.deepEqual(await createPrivateRoom('swarm'), { roomId: 'r', code: 'KRTPAM' });
    const [{ path, init } = { path: '', init: {} }] = asked;
    assert.deepEqual([path, init.method, init.body], ['api/rooms', 'POST', '{"mode":"swarm","private":true}']);
    assert.deepEqual(init.headers, { 'content-type': 'application/json' });
    await findRoomByCode('A/B');
    assert.equal(asked[1]?.path, 'api/codes/A%2FB');
    assert.ok(asked[1]?.init.signal instanceof AbortSignal);
  });

  it('says that a code leads nowhere', async () => {
    answering(json({ error: { code: 'not_found', message: 'No.' } }, 404));
    assert.match(await sentence(findRoomByCode('KRTPAM')), /^No room has the code KRTPAM\./);
    answering(json({ error: { code: 'busy', message: 'Later, please.' } }, 503));
    assert.equal(await sentence(findRoomByCode('KRTPAM')), 'Later, please.');
  });

  it('uses the server’s own words, or its own by the status', async () => {
    answering(json({ error: { code: 'x', message: 'Words of the server.' } }, 400));
    assert.equal(await sentence(listRooms()), 'Words of the server.');
    for (const [status, words] of [
      [429, 'Too many tries. Wait a moment.'],
      [503, 'The server is full or about to restart. Try again in a moment.'],
      [500, 'The server could not do that (error 500).'],
    ] as const) {
      for (const body of [
        {},
        null,
        [],
        'text',
        { error: null },
        { error: {} },
        { error: { message: '' } },
        { error: { message: 5 } },
      ]) {
        answering(json(body, status));
        assert.equal(await sentence(listRooms()), words);
      }
      answering(() => new Response('<html>', { status }));
      assert.equal(await sentence(listRooms()), words);
    }
  });

  it('does not take an answer of another shape', async () => {
    for (const body of [{}, null, 'text', 5]) {
      answering(json(body));
      assert.match(await sentence(listRooms()), /does not understand/);
    }
    answering(json([]));
    assert.match(await sentence(createPrivateRoom('fray')), /does not understand/);
    answering(() => new Response('<html>'));
    assert.match(await sentence(listModes()), /does not understand/);
  });

  it('says that the server is away or too slow', async () => {
    const failing = (error: Error): void => {
      globalThis.fetch = () => Promise.reject(error);
    };
    failing(new TypeError('fetch failed'));
    assert.equal(await sentence(listRooms()), 'The server cannot be reached.');
    failing(new DOMException('late', 'TimeoutError'));
    assert.equal(await sentence(listRooms()), 'The server takes too long to answer.');
    failing(new DOMException('gone', 'AbortError'));
    assert.equal(await sentence(listRooms()), 'The server cannot be reached.');
  });

  it('has a sentence for what was no answer at all', () => {
    assert.match(sentenceOf(new Error('a bug')), /^Something went wrong in this page/);
    assert.equal(sentenceOf(new MatchmakerError(0, 'A sentence.')), 'A sentence.');
  });
});
