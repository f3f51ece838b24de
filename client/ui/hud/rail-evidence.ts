/** How a Rail hit was judged, for the player whom it struck: the server's numbers as one sentence and as a tiny drawing. */
import { PILOT } from '../../../shared/sim/tunables.ts';
import type { RailEvidence } from '../../../shared/wire/messages.ts';
import { make } from '../dom.ts';

const HEIGHT = 34;
const RADIUS = 11;
/** Half the way that the drawn ray leans over. */
const LEAN = 8;
/** Farther apart than this the drawing stops growing; the number tells. */
const SPREAD_MAX = 60;

const count = (value: number, unit: string): string => `${Math.max(0, Math.round(value))} ${unit}`;

/** @returns e.g. "Judged 120 ms back · you were 14 u away from there · their round trip 96 ms, yours 42 ms" */
export function evidenceText({ rewindMs, apartU, shooterRttMs, victimRttMs }: Readonly<RailEvidence>): string {
  const back = rewindMs >= 1 ? `Judged ${count(rewindMs, 'ms')} back` : 'Judged as it stood';
  const apart = apartU >= 1 ? `you were ${count(apartU, 'u')} away from there` : 'you were right there';
  // A bot sits in the server: it has no way to measure.
  const theirs = shooterRttMs >= 1 ? `their round trip ${count(shooterRttMs, 'ms')}, yours` : 'your round trip';
  return `${back} · ${apart} · ${theirs} ${count(victimRttMs, 'ms')}`;
}

/** @returns how far apart the two places are drawn, in px, where a pilot has RADIUS */
export const spreadOf = (apartU: number): number => Math.min(SPREAD_MAX, Math.max(0, (apartU / PILOT.radius) * RADIUS));

/** The place that the shooter saw, dashed, and the one where the pilot stood. */
function drawing(apartU: number): string {
  const spread = spreadOf(apartU);
  const seenX = RADIUS + 2;
  const nowX = seenX + spread;
  const width = Math.ceil(nowX + RADIUS + 2);
  const y = HEIGHT / 2;
  return `<svg viewBox="0 0 ${width} ${HEIGHT}" width="${width}" height="${HEIGHT}" aria-hidden="true">
    <circle class="now" cx="${nowX}" cy="${y}" r="${RADIUS}"/><circle class="seen" cx="${seenX}" cy="${y}" r="${RADIUS}"/>
    <path class="ray" d="M${seenX + LEAN} 0L${seenX - LEAN} ${HEIGHT}"/></svg>`;
}

/** The line on the death card. */
export class EvidenceLine {
  readonly root = make('p', { id: 'evidence', 'data-testid': 'evidence', class: 'evidence', hidden: true });

  show(evidence: Readonly<RailEvidence> | undefined): void {
    this.root.hidden = evidence === undefined;
    if (evidence === undefined) return;
    this.root.innerHTML = drawing(evidence.apartU);
    this.root.append(make('span', {}, evidenceText(evidence)));
  }
}
