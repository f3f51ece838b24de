/** What is left of a name: nothing unseen, nothing that imitates or covers. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { visibleName } from '../../../shared/wire/names.ts';

describe('A name', () => {
  it('[H12] loses what cannot be seen, whatever it is made of', () => {
    for (const unseen of [
      '\uFE0F',
      '\u{E0100}',
      '\u034F',
      '\u{E0041}',
      '\u200B',
      '\u200D',
      '\uFEFF',
      '\u202E',
      '\u2066',
      '\u00AD',
      '\u115F',
      '\u3164',
      '\uFFA0',
      '\u2800',
      '\uD800',
      '\u0007',
    ]) {
      assert.equal(visibleName(`Vic${unseen}tim${unseen}`, 16), 'Victim', unseen.codePointAt(0)?.toString(16));
      assert.equal(visibleName(unseen.repeat(3), 16), '');
    }
  });

  it('[H12] leaves their mark to bots', () => {
    assert.equal(visibleName('Ember \u2699\uFE0E', 16), 'Ember');
  });

  it('[H12] has one spelling: wide, round and composed letters are the plain ones', () => {
    assert.equal(visibleName('\uFF36\u2170\u24D2\u{1D431}', 16), 'Vicx');
    assert.equal(visibleName('e\u200D\u0301', 16), '\u00E9');
  });

  it('[H12] keeps the accents of living scripts, two on a letter, and none that stands alone', () => {
    assert.equal(visibleName(`Z${'\u0300\u0301\u0302\u0303\u0304'.repeat(3)}`, 16), 'Z\u0300\u0301');
    for (const name of ['Nguy\u1EC5n', '\u0E1B\u0E39\u0E48', '\u0915\u094D\u0937'])
      assert.equal(visibleName(name, 16), name);
    assert.equal(visibleName('\u0301\u0301 a', 16), 'a');
  });

  it('[H12] cannot change any more, and is never longer than its limit', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 64 }), fc.integer({ min: 1, max: 32 }), (text, charsMax) => {
        const name = visibleName(text, charsMax);
        assert.equal(visibleName(name, charsMax), name);
        assert.ok([...name].length <= charsMax);
      }),
      { examples: [['a\u2699\u0301', 16]], numRuns: 2000 },
    );
  });
});
