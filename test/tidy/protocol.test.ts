/**
 * The fingerprint of the wire: whoever changes a field of a schema raises the version with it, or old clients would
 * read nonsense. After raising it: UPDATE_FINGERPRINT=1 npx mocha test/tidy/protocol.test.ts
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { Encoder, Reflection, type Schema, schema, t } from '@colyseus/schema';
import { PlayerInput } from '../../shared/wire/input.ts';
import { PROTOCOL_VERSION } from '../../shared/wire/protocol.ts';
import { ArenaState } from '../../shared/wire/state.ts';
import { isUpdatingFingerprint } from '../support/flags.ts';
import { readText } from '../support/sources.ts';

type Pinned = { version: number; fingerprint: string };

const PINNED = 'test/tidy/protocol-fingerprint.json';

/** Hash of what the handshake tells about these: names, types, ranges and order of all fields, and what they refer to. */
function fingerprintOf(...roots: readonly Schema[]): string {
  const hash = createHash('sha256');
  for (const root of roots) hash.update(Reflection.encode(new Encoder(root)));
  return hash.digest('hex').slice(0, 32);
}

/** @returns what is wrong, as a sentence that says what to do */
function complaint(pinned: Pinned, now: Pinned): string | undefined {
  if (now.fingerprint === pinned.fingerprint && now.version === pinned.version) return undefined;
  const then = 'then pin it: UPDATE_FINGERPRINT=1 npx mocha test/tidy/protocol.test.ts';
  if (now.version > pinned.version) return `the protocol is at version ${now.version} now: if that is meant, ${then}`;
  return `the schemas changed: raise PROTOCOL_VERSION in shared/wire/protocol.ts above ${pinned.version}, ${then}`;
}

describe('the protocol', () => {
  const now: Pinned = { version: PROTOCOL_VERSION, fingerprint: fingerprintOf(new ArenaState(), new PlayerInput()) };

  it('[V2] has the fingerprint that is pinned for its version', () => {
    const pinned = JSON.parse(readText(PINNED)) as Pinned;
    const wrong = complaint(pinned, now);
    if (isUpdatingFingerprint && now.version > pinned.version) {
      writeFileSync(new URL('./protocol-fingerprint.json', import.meta.url), `${JSON.stringify(now, null, 2)}\n`);
    } else assert.equal(wrong, undefined, wrong);
  });
});

describe('the check of the protocol', () => {
  const fields = () => ({ a: t.uint8(), b: t.uint16() });
  const printOf = (given: Parameters<typeof schema>[0]): string => {
    const Root = schema(given, 'Root');
    return fingerprintOf(new Root());
  };

  it('notices another name, type, order, range, number of fields, and changes deep inside', () => {
    const same = printOf(fields());
    assert.equal(printOf(fields()), same);
    const child = (type: () => ReturnType<typeof t.uint8>) => schema({ c: type() }, 'Child');
    const deep = printOf({ m: t.map(child(() => t.uint8())) });
    const ranged = printOf({ a: t.quantized({ min: 0, max: 1, bits: 8 }) });
    for (const [one, other] of [
      [same, printOf({ a: t.uint8(), c: t.uint16() })],
      [same, printOf({ a: t.uint16(), b: t.uint16() })],
      [same, printOf({ b: t.uint16(), a: t.uint8() })],
      [same, printOf({ a: t.uint8() })],
      [same, printOf({ ...fields(), c: t.string() })],
      [ranged, printOf({ a: t.quantized({ min: 0, max: 2, bits: 8 }) })],
      [ranged, printOf({ a: t.quantized({ min: 0, max: 1, bits: 16 }) })],
      [deep, printOf({ m: t.map(child(() => t.int8())) })],
    ]) {
      assert.notEqual(one, other);
    }
  });

  it('asks for a new version when only the fields changed, and for a new pin once it was raised', () => {
    const pinned = { version: 3, fingerprint: 'a' };
    assert.equal(complaint(pinned, pinned), undefined);
    assert.match(
      complaint(pinned, { version: 3, fingerprint: 'b' }) ?? '',
      /raise PROTOCOL_VERSION .* above 3, then pin/,
    );
    assert.match(complaint(pinned, { version: 4, fingerprint: 'b' }) ?? '', /UPDATE_FINGERPRINT=1/);
    assert.match(complaint(pinned, { version: 2, fingerprint: 'a' }) ?? '', /above 3/);
  });
});
