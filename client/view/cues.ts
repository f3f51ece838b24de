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
  readonly kind: CueKind;
  readonly x: number;
  readonly y: number;
  /** Direction of what came, in radians; left out where it came from everywhere. */
  readonly angle?: number;
  /** Whether it is the own seat's doing (or undoing: death, hurt). */
  readonly own: boolean;
  readonly colour: number;
};

/** Bounds the effects of one frame, whatever arrives at once. */
const CUES_MAX = 96;

/** The cues of one frame. */
export class Cues {
  #cues: Cue[] = [];

  add(cue: Cue): void {
    if (this.#cues.length < CUES_MAX) this.#cues.push(cue);
  }

  /** Forgets them unheard. */
  clear(): void {
    this.#cues = [];
  }

  /** Hands out every cue and forgets it. */
  drain(react: (cue: Cue) => void): void {
    for (const cue of this.#cues) react(cue);
    this.#cues = [];
  }
}
