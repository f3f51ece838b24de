/** What the parts of one server share. */
import { type Config, limitsIn } from './config.ts';
import { createCosts } from './costs.ts';
import { Addresses } from './edge/address.ts';
import { Admission } from './edge/admission.ts';
import { Refusals } from './edge/refusals.ts';
import { Identities } from './matchmaking/identity.ts';
import { Reservations } from './matchmaking/reservations.ts';
import { InternalErrors } from './ops/internal-errors.ts';
import type { LoadWatch } from './ops/load-watch.ts';
import type { Log } from './ops/log.ts';
import { createMetrics } from './ops/metrics.ts';

export function createParts(config: Config, log: Log, load: LoadWatch) {
  const metrics = createMetrics();
  for (const [name, limit] of limitsIn(config)) metrics.limits.set({ name }, limit);
  const errors = new InternalErrors(log, metrics);
  const refusals = new Refusals(log, metrics);
  const admission = new Admission(config.limits, new Addresses(config.trustProxy, config.forwardedHeader));
  const identities = new Identities(config.identityKey);
  const reservations = new Reservations({
    admission,
    refusals,
    identities,
    seatsPerAddress: config.limits.seatsPerAddress,
  });
  const costs = createCosts(config, refusals, load);
  return { config, log, metrics, errors, refusals, admission, identities, reservations, costs };
}

export type Parts = ReturnType<typeof createParts>;
