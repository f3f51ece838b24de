/** Names for players who gave none: made of all the words there are, each as likely as the others. */
import assert from 'node:assert/strict';
import { suggestName } from '../../../client/ui/pilot-name.ts';

const WORDS = 12;

describe('a suggested name', () => {
  const random = Math.random;
  afterEach(() => {
    Math.random = random;
  });

  it('is made of two words, and every word has its turn', () => {
    const names = Array.from({ length: WORDS }, (_, nth) => {
      Math.random = () => (nth + 0.5) / WORDS;
      return suggestName();
    });
    const [first, last] = [0, 1].map((nth) => new Set(names.map((name) => name.split(' ')[nth])));
    assert.deepEqual([first?.size, last?.size], [WORDS, WORDS], names.join(', '));
    assert.deepEqual([names[0], names.at(-1)], ['Brisk Arc', 'Wild Viper']);
  });

  it('is one at the ends of chance too', () => {
    const at = (chance: number): string => {
      Math.random = () => chance;
      return suggestName();
    };
    assert.deepEqual([at(0), at(1 - Number.EPSILON)], ['Brisk Arc', 'Wild Viper']);
  });
});
