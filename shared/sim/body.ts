/**
 * The body of a pilot: all that the predicted step reads or writes, and nothing else. This is its one description: the
 * type, the fields that are compared, adopted and hashed, and the wire's table (shared/wire/state.ts) follow from it.
 */

/** A body that was never in an arena. Lengths on the 1/8 grid. */
const NEW_BODY = {
  x: 0,
  y: 0,
  vx: 0,
  vy: 0,
  aim: 0,
  alive: false,
  /** Counts spawns: a change means that the place jumped and nothing may glide across it. */
  life: 0,
  /** Steps left of the running dash; 0 = none. */
  dashTicks: 0,
  dashCooldownTicks: 0,
  dashAim: 0,
  fireCooldownTicks: 0,
  /** Bolts fired since the seat was taken; names each bolt together with its owner. */
  fired: 0,
  shieldTicks: 0,
  /** Rail shots left; while there are any, the trigger charges the Rail instead of firing Pulse. */
  railShots: 0,
  /** Steps until the charging Rail goes off; 0 = not charging. */
  chargeTicks: 0,
  /** Rail shots fired since the seat was taken. */
  railFired: 0,
};

/** The owner of a seat gets exactly these fields, so that the same step on both sides gives the same bits. */
export type Body = typeof NEW_BODY;

/** Names of the fields of Body, in the order in which they are compared, adopted and sent. */
export const BODY_FIELDS = Object.keys(NEW_BODY) as readonly (keyof Body)[];

export const newBody = (): Body => ({ ...NEW_BODY });

/** Makes `body` equal to `from` in every field of Body; what else either has stays. */
export function adoptBody(body: Body, from: Readonly<Body>): void {
  for (const field of BODY_FIELDS) (body as Record<string, number | boolean>)[field] = from[field];
}

export function copyBody(from: Readonly<Body>): Body {
  const body = newBody();
  adoptBody(body, from);
  return body;
}

export const isSameBody = (a: Readonly<Body>, b: Readonly<Body>): boolean =>
  BODY_FIELDS.every((field) => a[field] === b[field]);
