/** What is known by its key, marked as each list has it, and swept. */
import assert from 'node:assert/strict';
import { Marked } from '../../../shared/wire/marked.ts';

/** Marks a whole list; new things are made from their key. */
function list(known: Marked<number, string>, ...keys: readonly number[]): void {
  known.begin();
  for (const key of keys) known.mark(key, () => `thing ${key}`);
}

describe('marked things', () => {
  it('are made once, and stay the same for as long as each list has them', () => {
    const known = new Marked<number, { key: number }>();
    const first = known.mark(1, () => ({ key: 1 }));
    known.begin();
    assert.equal(
      known.mark(1, () => assert.fail('made again')),
      first,
    );
    known.sweep(() => assert.fail('swept'));
    assert.equal(known.get(1), first);
  });

  it('go, each once, when a list does not have them', () => {
    const known = new Marked<number, string>();
    const gone: string[] = [];
    list(known, 1, 2, 3);
    list(known, 2, 4);
    known.sweep((value, key) => gone.push(`${key} ${value}`));
    assert.deepEqual(gone, ['1 thing 1', '3 thing 3']);
    assert.deepEqual([...known.keys()], [2, 4]);
    known.sweep((value) => gone.push(value));
    assert.equal(gone.length, 2);
  });

  it('may linger unmarked, list after list, until they are deleted or marked again', () => {
    const known = new Marked<number, string>();
    list(known, 1, 2);
    list(known, 2);
    assert.deepEqual([...known.unmarked()], [[1, 'thing 1']]);
    list(known);
    assert.deepEqual([...known.unmarked()].length, 2);
    known.delete(1);
    list(known, 2);
    assert.deepEqual([...known.unmarked()], []);
    assert.deepEqual([...known.keys()], [2]);
  });

  it('may be deleted while the unmarked are gone through', () => {
    const known = new Marked<number, string>();
    list(known, 1, 2, 3);
    known.begin();
    for (const [key] of known.unmarked()) known.delete(key);
    assert.equal(known.size, 0);
  });
});
