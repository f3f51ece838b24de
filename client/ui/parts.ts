/** The SDK and Phaser are parts of their own: fetched while the menu is idle, needed only in a fight. */
import { listModes } from '../matchmaker.ts';

const loadNetcode = () => import('../../shared/netcode/connection.ts');
const loadScene = () => import('../scenes/game.ts');

export type Parts = {
  netcode: Awaited<ReturnType<typeof loadNetcode>>;
  scene: Awaited<ReturnType<typeof loadScene>>;
};

/** A server that runs has no such part any more: it was updated since the page came. Its message is a sentence for the user. */
export class MissedPart extends Error {}

/** While the player types a name; a failure shows when the part is needed. */
export function fetchAhead(): void {
  void Promise.allSettled([loadNetcode(), loadScene()]);
}

/** @throws MissedPart; MatchmakerError when the server cannot be reached; what a part itself throws */
export async function needParts(): Promise<Parts> {
  const [netcode, scene] = await Promise.all([needPart(loadNetcode), needPart(loadScene)]);
  return { netcode, scene };
}

/** Asks once more for a part that did not come. */
export async function needPart<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch {
    return load().catch(explain);
  }
}

async function explain(error: unknown): Promise<never> {
  if (!(error instanceof TypeError)) throw error; // it came, and broke
  await listModes();
  throw new MissedPart('This page is older than the server. Reload it.', { cause: error });
}
