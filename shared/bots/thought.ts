/** What one thought is made with: the parts of a brain (legs, gun, reflexes) all get the same. */
import type { Random } from '../sim/rng.ts';
import type { Remembered } from './memory.ts';
import type { OtherSight, Sight } from './sight.ts';
import type { Traits } from './skill.ts';

export type Thought = {
  /** Counts the bot's own thoughts. */
  tick: number;
  traits: Traits;
  random: Random;
  sight: Sight;
  /** The others as far as the bot has realised by now, and the one of them that it fights. */
  others: readonly OtherSight[];
  target: Remembered | undefined;
};
