/** What each thing sounds like, as recipes for the synth. */
import type { Synth } from './synth.ts';

/** A sound's loudness (0..1, from its distance) and side (-1..1). */
export type Heard = { near: number; pan: number };

type Recipe = (synth: Synth, heard: Heard) => void;

const CENTRE: Heard = { near: 1, pan: 0 };
/** Pitches of sparks taken in quick succession: a pentatonic scale, so that every run sounds well. */
const SPARK_SCALE_HZ = [659, 784, 880, 1047, 1175, 1319, 1568, 1760, 2093, 2349] as const;

export const SOUND = {
  ownBolt: (synth, { pan }) => {
    synth.tone({ wave: 'triangle', fromHz: 1080, toHz: 240, seconds: 0.11, gain: 0.2, pan });
    synth.noise({ filter: 'highpass', fromHz: 3200, toHz: 1600, seconds: 0.05, gain: 0.1, pan });
  },
  otherBolt: (synth, { near, pan }) => {
    synth.tone({ wave: 'triangle', fromHz: 760, toHz: 180, seconds: 0.1, gain: 0.12 * near, pan });
  },
  ricochet: (synth, { near, pan }) => {
    synth.tone({ wave: 'sine', fromHz: 2500, toHz: 1500, seconds: 0.12, gain: 0.08 * near, pan });
  },
  wall: (synth, { near, pan }) => {
    synth.noise({ filter: 'bandpass', fromHz: 900, toHz: 300, seconds: 0.06, gain: 0.1 * near, pan });
  },
  landed: (synth, { pan }) => {
    synth.tone({ wave: 'square', fromHz: 1900, toHz: 1500, seconds: 0.05, gain: 0.1, pan });
    synth.noise({ filter: 'bandpass', fromHz: 4200, toHz: 2600, q: 2, seconds: 0.04, gain: 0.2, pan });
  },
  shielded: (synth, { pan }) => {
    synth.tone({ wave: 'sine', fromHz: 420, toHz: 700, seconds: 0.12, gain: 0.12, pan });
  },
  hurt: (synth) => {
    synth.tone({ wave: 'sine', fromHz: 190, toHz: 52, seconds: 0.2, gain: 0.5, pan: 0 });
    synth.noise({ filter: 'lowpass', fromHz: 900, toHz: 180, seconds: 0.12, gain: 0.28, pan: 0 });
  },
  dash: (synth, { near, pan }) => {
    synth.noise({ filter: 'bandpass', fromHz: 500, toHz: 3400, q: 1.4, seconds: 0.2, gain: 0.26 * near, pan });
  },
  thrown: (synth, { near, pan }) => {
    synth.tone({ wave: 'sine', fromHz: 2100, toHz: 3300, seconds: 0.3, gain: 0.14 * near, pan });
    synth.tone({ wave: 'triangle', fromHz: 3150, toHz: 4950, seconds: 0.22, gain: 0.07 * near, pan });
  },
  death: (synth, { near, pan }) => {
    synth.noise({ filter: 'lowpass', fromHz: 3000, toHz: 120, seconds: 0.5, gain: 0.36 * near, pan });
    synth.tone({ wave: 'sawtooth', fromHz: 220, toHz: 38, seconds: 0.42, gain: 0.16 * near, pan });
  },
  charge: (synth, { near, pan }) => {
    synth.tone({ wave: 'sawtooth', fromHz: 190, toHz: 1250, seconds: 0.25, gain: 0.1 * near, pan, attackS: 0.12 });
    synth.tone({ wave: 'sine', fromHz: 380, toHz: 2500, seconds: 0.25, gain: 0.08 * near, pan, attackS: 0.16 });
  },
  rail: (synth, { near, pan }) => {
    synth.noise({ filter: 'highpass', fromHz: 5200, toHz: 900, seconds: 0.13, gain: 0.42 * near, pan });
    synth.tone({ wave: 'square', fromHz: 1500, toHz: 90, seconds: 0.16, gain: 0.16 * near, pan });
    synth.tone({ wave: 'sine', fromHz: 150, toHz: 42, seconds: 0.3, gain: 0.34 * near, pan });
  },
  armed: (synth, { near, pan }) => {
    synth.tone({ wave: 'triangle', fromHz: 330, toHz: 330, seconds: 0.1, gain: 0.2 * near, pan });
    synth.tone({ wave: 'triangle', fromHz: 495, toHz: 990, seconds: 0.24, gain: 0.22 * near, pan, delayS: 0.08 });
  },
  kill: (synth) => {
    synth.tone({ wave: 'triangle', fromHz: 660, toHz: 660, seconds: 0.13, gain: 0.26, pan: 0 });
    synth.tone({ wave: 'triangle', fromHz: 990, toHz: 990, seconds: 0.24, gain: 0.28, pan: 0, delayS: 0.09 });
  },
  spawn: (synth) => {
    synth.tone({ wave: 'sine', fromHz: 260, toHz: 780, seconds: 0.32, gain: 0.2, pan: 0, attackS: 0.05 });
  },
  countdown: (synth) => {
    synth.tone({ wave: 'sine', fromHz: 660, toHz: 660, seconds: 0.12, gain: 0.25, pan: 0 });
  },
  matchStart: (synth) => {
    for (const [index, hz] of [523, 784, 1047].entries()) {
      synth.tone({ wave: 'triangle', fromHz: hz, toHz: hz, seconds: 0.3, gain: 0.22, pan: 0, delayS: index * 0.07 });
    }
  },
  matchEnd: (synth) => {
    for (const [index, hz] of [784, 659, 523, 1047].entries()) {
      synth.tone({ wave: 'triangle', fromHz: hz, toHz: hz, seconds: 0.4, gain: 0.22, pan: 0, delayS: index * 0.14 });
    }
  },
} as const satisfies Record<string, Recipe>;

export type SoundName = keyof typeof SOUND;

export const play = (synth: Synth, name: SoundName, heard: Heard = CENTRE): void => SOUND[name](synth, heard);

/** @param streak how many were taken just before this one */
export function playSpark(synth: Synth, streak: number): void {
  const hz = SPARK_SCALE_HZ[Math.min(streak, SPARK_SCALE_HZ.length - 1)] as number;
  synth.tone({ wave: 'sine', fromHz: hz, toHz: hz, seconds: 0.14, gain: 0.14, pan: 0 });
  synth.tone({ wave: 'sine', fromHz: hz * 2, toHz: hz * 2, seconds: 0.08, gain: 0.06, pan: 0 });
}
