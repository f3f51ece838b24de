/** Listens to what happens in the arena and to the course of the match, and plays it. */

import type { MatchView } from '../../shared/netcode/views.ts';
import { PHASE } from '../../shared/sim/types.ts';
import type { Cue } from '../view/cues.ts';
import type { Lens } from '../view/lens.ts';
import { type Heard, play, playSpark, type SoundName } from './sounds.ts';
import { Synth } from './synth.ts';

/** Beyond this distance from the middle of the view nothing is heard; half as loud at a third of it. */
const EARSHOT_U = 1300;
const FADE_U = 430;
const STREAK_MS = 700;
/** The last seconds of a phase that are counted aloud. */
const WARMUP_COUNT_S = 3;
const PLAY_COUNT_S = 5;

export class Soundscape {
  readonly #synth: Synth;
  #phase = -1;
  #counted = -1;
  #sparks = 0;
  #streak = 0;
  #sparkMs = -Infinity;

  constructor(volume: number) {
    this.#synth = new Synth(volume);
  }

  setVolume(volume: number): void {
    this.#synth.setVolume(volume);
  }

  play(cue: Cue, lens: Lens): void {
    const name = soundOf(cue);
    if (name === undefined) return;
    const heard = hear(cue, lens);
    if (heard.near > 0) play(this.#synth, name, heard);
  }

  /** Beeps, and the signals of start and end. @param quiet what changed while the player was away is not told */
  follow(match: Readonly<MatchView>, quiet: boolean): void {
    if (quiet) this.#phase = match.phase;
    if (match.phase !== this.#phase) {
      if (this.#phase >= 0 && match.phase === PHASE.play) play(this.#synth, 'matchStart');
      if (this.#phase >= 0 && match.phase === PHASE.podium) play(this.#synth, 'matchEnd');
      this.#phase = match.phase;
      this.#counted = -1;
    }
    const whole = Math.ceil(match.secondsLeft);
    const from = match.phase === PHASE.warmup ? WARMUP_COUNT_S : match.phase === PHASE.play ? PLAY_COUNT_S : 0;
    if (whole < 1 || whole > from || whole === this.#counted) return;
    this.#counted = whole;
    play(this.#synth, 'countdown');
  }

  /** @param sparks how many the own pilot carries: more than before means that it took some */
  carry(sparks: number, nowMs: number, quiet: boolean): void {
    if (sparks > this.#sparks && !quiet) {
      this.#streak = nowMs - this.#sparkMs < STREAK_MS ? this.#streak + 1 : 0;
      this.#sparkMs = nowMs;
      playSpark(this.#synth, this.#streak);
    }
    this.#sparks = sparks;
  }

  /** The player is away: what still sounds ends with it. */
  sleep(): void {
    this.#synth.sleep();
  }

  wake(): void {
    this.#synth.wake();
  }

  stop(): void {
    this.#synth.stop();
  }
}

function soundOf({ kind, own }: Cue): SoundName | undefined {
  switch (kind) {
    case 'shot':
      return own ? 'ownBolt' : 'otherBolt';
    case 'impact':
      return 'wall';
    case 'spawn':
      return own ? 'spawn' : undefined;
    case 'armed':
    case 'charge':
    case 'rail':
    case 'ricochet':
    case 'thrown':
    case 'dash':
    case 'death':
    case 'landed':
    case 'shielded':
    case 'hurt':
    case 'kill':
      return kind;
    case 'railEnd':
    case 'fizzle':
    case 'collect':
      return undefined;
  }
}

function hear(cue: Cue, lens: Lens): Heard {
  const dx = cue.x - lens.x;
  const distance = Math.hypot(dx, cue.y - lens.y);
  const near = distance > EARSHOT_U ? 0 : cue.own ? 1 : FADE_U / (FADE_U + distance);
  return { near, pan: (dx / lens.uPerPx / (lens.width / 2)) * 0.7 };
}
