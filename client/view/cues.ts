/** Things that happened at a place, noticed by comparing what is seen with what was: eyes and ears react to the same. */
export type CueKind =
  | 'shot'
  | 'thrown'
  | 'ricochet'
  | 'impact'
  | 'fizzle'
  | 'dash'
  | 'spawn'
  | 'death'
  /** The Rail: taken from its pad, charging, going off at the gun and at the far end. */
  | 'armed'
  | 'charge'
  | 'rail'
  | 'railEnd'
  /** From the server's messages: an own bolt landed, was swallowed by a shield, hurt the own pilot; a kill by the own seat. */
  | 'landed'
  | 'shielded'
  | 'hurt'
  | 'kill'
  | 'collect';

export type Cue = {
  kind: CueKind;
  x: number;
  y: number;
  /** Direction of what came, in radians. */
  angle: number;
  /** Whether it is the own seat's doing (or undoing: death, hurt). */
  own: boolean;
  colour: number;
};

/** Bounds the effects of one frame, whatever arrives at once. */
const CUES_MAX = 96;

/** The cues of one frame; the instances are reused. */
export class Cues {
  readonly #cues: Cue[] = [];
  #count = 0;

  add(kind: CueKind, x: number, y: number, angle: number, own: boolean, colour: number): void {
    if (this.#count === CUES_MAX) return;
    const cue = this.#cues[this.#count];
    if (cue === undefined) this.#cues.push({ kind, x, y, angle, own, colour });
    else Object.assign(cue, { kind, x, y, angle, own, colour });
    this.#count++;
  }

  /** Forgets them unheard. */
  clear(): void {
    this.#count = 0;
  }

  /** Hands out every cue and forgets it. */
  drain(react: (cue: Readonly<Cue>) => void): void {
    for (let i = 0; i < this.#count; i++) react(this.#cues[i] as Cue);
    this.#count = 0;
  }
}
