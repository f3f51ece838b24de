/** Voices made of oscillators, noise and envelopes. At most 16 sound at once; what comes then is not heard. */
const VOICES_MAX = 16;
const NOISE_SECONDS = 1;

type Sound = {
  gain: number;
  /** -1 left .. 1 right. */
  pan: number;
  seconds: number;
  /** From now. */
  delayS?: number;
};

export type Tone = Sound & {
  wave: OscillatorType;
  fromHz: number;
  toHz: number;
  attackS?: number;
};

export type Noise = Sound & {
  filter: BiquadFilterType;
  fromHz: number;
  toHz: number;
  q?: number;
};

export class Synth {
  #context: AudioContext | undefined;
  #master: GainNode | undefined;
  #noise: AudioBuffer | undefined;
  #voices = 0;
  #asleep = false;
  #volume: number;
  readonly #stopListening = new AbortController();

  constructor(volume: number) {
    this.#volume = volume;
    const options = { signal: this.#stopListening.signal, capture: true, passive: true };
    // Browsers allow sound only after a gesture, and may suspend it again: every gesture sees to it.
    for (const type of ['pointerdown', 'pointerup', 'keydown'])
      window.addEventListener(type, () => this.#unlock(), options);
  }

  setVolume(volume: number): void {
    this.#volume = volume;
    if (this.#master !== undefined) this.#master.gain.value = volume;
  }

  tone(tone: Tone): void {
    const context = this.#ready();
    if (context === undefined) return;
    const source = context.createOscillator();
    const at = context.currentTime + (tone.delayS ?? 0);
    source.type = tone.wave;
    source.frequency.setValueAtTime(tone.fromHz, at);
    source.frequency.exponentialRampToValueAtTime(Math.max(1, tone.toHz), at + tone.seconds);
    this.#voice(source, source, tone, tone.attackS ?? 0.004, at);
  }

  noise(noise: Noise): void {
    const context = this.#ready();
    if (context === undefined) return;
    const source = context.createBufferSource();
    this.#noise ??= makeNoise(context);
    source.buffer = this.#noise;
    const at = context.currentTime + (noise.delayS ?? 0);
    const filter = context.createBiquadFilter();
    filter.type = noise.filter;
    filter.Q.value = noise.q ?? 1;
    filter.frequency.setValueAtTime(noise.fromHz, at);
    filter.frequency.exponentialRampToValueAtTime(Math.max(1, noise.toHz), at + noise.seconds);
    source.connect(filter);
    this.#voice(source, filter, noise, 0.002, at);
  }

  sleep(): void {
    this.#asleep = true;
    this.#context?.suspend().catch(() => {}); // closed already: as silent as can be
  }

  wake(): void {
    this.#asleep = false;
    this.#resume();
  }

  stop(): void {
    this.#stopListening.abort();
    this.#context?.close().catch(() => {}); // closed already: as wanted
    this.#context = undefined;
  }

  #voice(source: AudioScheduledSourceNode, tail: AudioNode, sound: Sound, attackS: number, at: number): void {
    const { context } = source;
    const { gain, pan, seconds } = sound;
    const envelope = context.createGain();
    envelope.gain.setValueAtTime(0.0001, at);
    envelope.gain.exponentialRampToValueAtTime(Math.max(0.0002, gain), at + attackS);
    envelope.gain.exponentialRampToValueAtTime(0.0001, at + seconds);
    const panner = context.createStereoPanner();
    panner.pan.value = Math.max(-1, Math.min(1, pan));
    tail
      .connect(envelope)
      .connect(panner)
      .connect(this.#master as GainNode);
    this.#voices++;
    source.onended = () => {
      this.#voices--;
      panner.disconnect();
    };
    source.start(at);
    source.stop(at + seconds + 0.02);
  }

  /** @returns the context, if a voice may sound now */
  #ready(): AudioContext | undefined {
    if (this.#asleep || this.#volume <= 0 || this.#voices >= VOICES_MAX) return undefined;
    return this.#context?.state === 'running' ? this.#context : undefined;
  }

  #unlock(): void {
    if (this.#context === undefined) {
      this.#context = new AudioContext({ latencyHint: 'interactive' });
      const limiter = this.#context.createDynamicsCompressor();
      limiter.threshold.value = -12;
      limiter.ratio.value = 8;
      this.#master = this.#context.createGain();
      this.#master.gain.value = this.#volume;
      this.#master.connect(limiter).connect(this.#context.destination);
    }
    if (!this.#asleep) this.#resume();
  }

  /** Suspended by the browser, or interrupted by a call: whatever keeps it from running. */
  #resume(): void {
    const { state = 'closed' } = this.#context ?? {};
    if (state !== 'running' && state !== 'closed') this.#context?.resume().catch(() => {}); // not allowed yet: the next gesture
  }
}

function makeNoise(context: AudioContext): AudioBuffer {
  const buffer = context.createBuffer(1, context.sampleRate * NOISE_SECONDS, context.sampleRate);
  const samples = buffer.getChannelData(0);
  for (let i = 0; i < samples.length; i++) samples[i] = Math.random() * 2 - 1;
  return buffer;
}
