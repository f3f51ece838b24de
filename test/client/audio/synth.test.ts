/** Sound after a gesture, and again after whatever took it away: a call, a locked screen, a tab in the back. */
import assert from 'node:assert/strict';
import { Synth } from '../../../client/audio/synth.ts';
import { usePage } from '../../support/page.ts';

/** As far as a gesture needs it. */
class FakeContext {
  static made: FakeContext[] = [];
  state: string = 'suspended';
  resumes = 0;
  readonly destination = {};

  constructor() {
    FakeContext.made.push(this);
  }

  createDynamicsCompressor() {
    return { threshold: { value: 0 }, ratio: { value: 0 }, connect: () => {} };
  }

  createGain() {
    return { gain: { value: 0 }, connect: (next: unknown) => next };
  }

  async resume(): Promise<void> {
    this.resumes++;
    this.state = 'running';
  }

  async suspend(): Promise<void> {
    this.state = 'suspended';
  }

  async close(): Promise<void> {
    this.state = 'closed';
  }
}

describe('sound', () => {
  const page = usePage();
  let synth: Synth;
  const gesture = (type = 'pointerdown') => page.window.dispatchEvent(new Event(type));
  const context = (): FakeContext => FakeContext.made.at(-1) ?? assert.fail('no context yet');

  beforeEach(() => {
    FakeContext.made = [];
    Object.assign(globalThis, { AudioContext: FakeContext });
    synth = new Synth(1);
  });
  afterEach(() => synth.stop());

  it('begins with the first gesture, of mouse, finger or key', () => {
    assert.equal(FakeContext.made.length, 0);
    for (const type of ['pointerdown', 'pointerup', 'keydown']) gesture(type);
    assert.deepEqual([FakeContext.made.length, context().resumes], [1, 1]);
  });

  for (const state of ['suspended', 'interrupted'])
    it(`is asked for again with each gesture while it is ${state}`, () => {
      gesture();
      context().state = state;
      gesture('keydown');
      assert.deepEqual([context().resumes, context().state], [2, 'running']);
      gesture('keydown');
      assert.equal(context().resumes, 2, 'it runs');
    });

  it('stays away while the player is, and comes back with them', () => {
    gesture();
    synth.sleep();
    gesture();
    assert.deepEqual([context().resumes, context().state], [1, 'suspended']);
    synth.wake();
    assert.deepEqual([context().resumes, context().state], [2, 'running']);
  });

  it('is not asked for where there is none yet, nor once it is over', () => {
    synth.wake();
    assert.equal(FakeContext.made.length, 0);
    gesture();
    const { state: _state, ...before } = context();
    synth.stop();
    synth.wake();
    gesture();
    assert.deepEqual([FakeContext.made.length, context().resumes], [1, before.resumes]);
  });
});
