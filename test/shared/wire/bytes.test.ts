/** PROTOCOL.md, "Bytes": its examples are what the libraries of both ends write. */
import assert from 'node:assert/strict';
import { Encoder, Reflection } from '@colyseus/schema';
import { InputEncoder } from '@colyseus/schema/input';
import { PlayerInput } from '../../../shared/wire/input.ts';
import { ArenaState, PilotState } from '../../../shared/wire/state.ts';
import { codeIn, rowsOf } from '../../support/documents.ts';
import { readText } from '../../support/sources.ts';

const INPUT_FRAME = 19;

const hex = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString('hex')
    .replace(/..(?=.)/g, '$& ');

/** @returns the bytes of a row, as it writes them */
function example(row: string): string {
  const [bytes = ''] = codeIn(rowsOf(readText('PROTOCOL.md')).get(row)?.[0] ?? '');
  return bytes;
}

/** @returns what the library makes of each change, one patch after another */
function patchesOf(...changes: ((state: ArenaState) => void)[]): string[] {
  const state = new ArenaState();
  const encoder = new Encoder(state);
  encoder.encodeAll({ offset: 0 });
  encoder.discardChanges();
  return changes.map((change) => {
    change(state);
    const patch = hex(encoder.encode({ offset: 0 }));
    encoder.discardChanges();
    return patch;
  });
}

describe('Bytes', () => {
  it('[B10] [B11] [B12] an input frame holds the fields that have changed', () => {
    const input = new PlayerInput();
    const encoder = new InputEncoder(input);
    encoder.encode(); // the standard values, all of them
    const next = (fields: Partial<PlayerInput>): string => {
      Object.assign(input, fields);
      return hex(Buffer.from([INPUT_FRAME, ...encoder.encode()]));
    };
    assert.equal(example('B11'), next({ mx: 1, aim: Math.PI / 2, buttons: 1 }));
    assert.equal(example('B12'), next({ mx: 0, buttons: 0 }));
    assert.equal(next({}), hex(Buffer.from([INPUT_FRAME])));
  });

  it('[B5] [B6] [B7] [B13] [B14] [B15] a patch sets, changes and deletes', () => {
    const pilot = new PilotState();
    const [added = '', changed, deleted] = patchesOf(
      (state) => {
        state.tick = 514;
        Object.assign(pilot, { seat: 5, x: 300 });
        state.players.set('ab', pilot);
      },
      (state) => {
        pilot.x = 310.5;
        state.tick = 515;
      },
      (state) => {
        state.players.delete('ab');
        state.tick = 516;
      },
    );
    assert.ok(example('B13').length > 0);
    assert.equal(added.slice(0, example('B13').length), example('B13'));
    assert.equal(example('B14'), changed);
    assert.equal(example('B15'), deleted);
  });

  it('[B9] a reflection has no subtypes and no collections of plain values, whose bytes are not described', () => {
    const types = Reflection.decode(Reflection.encode(new Encoder(new ArenaState()))).context.schemas;
    assert.ok(types.size > 5);
    const text = Buffer.from(Reflection.encode(new Encoder(new ArenaState()))).toString('latin1');
    for (const word of ['set', 'collection', 'stream', 'array'])
      assert.ok(!text.includes(String.fromCharCode(0xa0 + word.length) + word), word);
  });
});
