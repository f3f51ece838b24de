/** A name for a player who gave none: no player should have to think of one before the first fight. */

const FIRST = [
  'Brisk',
  'Bright',
  'Calm',
  'Copper',
  'Dusk',
  'Lucky',
  'Neon',
  'Quick',
  'Rusty',
  'Silent',
  'Solar',
  'Wild',
];
const LAST = ['Arc', 'Comet', 'Ember', 'Finch', 'Flare', 'Lynx', 'Moth', 'Otter', 'Raven', 'Spark', 'Swift', 'Viper'];

const oneOf = (words: readonly string[]): string => words[Math.floor(Math.random() * words.length)] ?? 'Pilot';

export const suggestName = (): string => `${oneOf(FIRST)} ${oneOf(LAST)}`;
