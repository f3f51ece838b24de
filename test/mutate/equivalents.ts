/** Mutations that change nothing that a player, an operator or a test could see, argued one by one. They are not counted. */
import { linesOf, type Mutation } from './mutations.ts';

/** `before` and `after` are the lines that a survivor is reported with. */
export type Equivalent = { path: string; before: string; after: string; why: string };

const ONE_COLUMN_MORE =
  'Places in the arena never lie in one more column at its right edge. For places beyond it, the list of a cell gives the same answers as the list of all walls.';
const ONE_STEP_OF_AIM =
  'It moves a random error by one step of aim at most: 0.07 u at the range within which a bot fires, less than the grid holds.';

export const EQUIVALENTS: readonly Equivalent[] = [
  {
    path: 'shared/sim/walls.ts',
    before: 'const columns = Math.floor(width / CELL) + 1;',
    after: 'const columns = Math.floor(width / CELL) + 2;',
    why: ONE_COLUMN_MORE,
  },
  {
    path: 'shared/sim/walls.ts',
    before: 'const columns = Math.floor(width / CELL) + 1;',
    after: 'const columns = Math.ceil(width / CELL) + 1;',
    why: ONE_COLUMN_MORE,
  },
  {
    path: 'shared/bots/gun.ts',
    before: 'const meant = wanted + Math.round(gun.error * traits.aimErrorMax);',
    after: 'const meant = wanted + Math.floor(gun.error * traits.aimErrorMax);',
    why: ONE_STEP_OF_AIM,
  },
  {
    path: 'shared/bots/gun.ts',
    before:
      'turn(gun, traits, aimOf(gun.heldX - own.x, gun.heldY - own.y) + Math.round(gun.error * traits.aimErrorMax));',
    after:
      'turn(gun, traits, aimOf(gun.heldX - own.x, gun.heldY - own.y) + Math.floor(gun.error * traits.aimErrorMax));',
    why: ONE_STEP_OF_AIM,
  },
  {
    path: 'client/input/touch.ts',
    before: 'dash: { x: 0, y: 0, radius: DASH_RADIUS_PX, pressed: false },',
    after: 'dash: { x: 1, y: 0, radius: DASH_RADIUS_PX, pressed: false },',
    why: 'The constructor of Devices, the only owner, measures the surface and so places the button before any reader.',
  },
  {
    path: 'client/input/touch.ts',
    before:
      'const restingStick = (): Stick => ({ active: false, originX: 0, originY: 0, x: 0, y: 0, pointerId: undefined });',
    after:
      'const restingStick = (): Stick => ({ active: false, originX: (-1), originY: 0, x: 0, y: 0, pointerId: undefined });',
    why: 'The origin is read only of a stick that is active, and what makes it active sets the origin.',
  },
  {
    path: 'client/view/touch-controls.ts',
    before: 'if (!touch.used) return;',
    after: '{}',
    why: 'The line before hides the pen: what is drawn after it is not seen. The return saves time only.',
  },
  {
    path: 'client/view/ground.ts',
    before: '#fine = false;',
    after: '#fine = true;',
    why: 'It is compared only beside the arena, which differs at the first call; that call sets both.',
  },
  {
    path: 'client/ui/fight.ts',
    before: 'this.#attempt++;',
    after: 'this.#attempt--;',
    why: 'The number of a try is only compared with that of another try: that each differs is all it must do.',
  },
  {
    path: 'loadtest/bench/main.ts',
    before: 'const busyBefore = loadavg()[0] ?? 0;',
    after: 'const busyBefore = loadavg()[0] ?? (-1);',
    why: 'Node always gives three numbers; the fallback is for the type checker.',
  },
];

export function isEquivalent(text: string, mutation: Mutation, known: readonly Equivalent[] = EQUIVALENTS): boolean {
  const candidates = known.filter(({ path }) => path === mutation.path);
  if (candidates.length === 0) return false;
  const { before, after } = linesOf(text, mutation);
  return candidates.some((equivalent) => equivalent.before === before && equivalent.after === after);
}
