/** A server that there is not: an adapter of bots that do as a test says, and keep what they are told. */
import type { Adapter } from '../../loadtest/contract/adapter.ts';
import type { Play, PlayOptions, PlayState } from '../../loadtest/contract/play.ts';

/** The path by which the load tester finds the adapter below. */
export const FAKE_ADAPTER = import.meta.filename;

export class FakePlay implements Play {
  state: PlayState = 'out';
  roomId: string | undefined;
  heardMs = 0;
  readonly options: PlayOptions;
  readonly told: string[] = [];
  /** What each call does beside being kept. */
  onJoin: () => void | Promise<void> = () => this.enter();
  onDrop: () => void = () => {};
  onLeave: () => void | Promise<void> = () => {};
  /** Counted at the next flush. */
  patches = 0;

  constructor(options: PlayOptions) {
    this.options = options;
  }

  enter(): void {
    this.state = 'playing';
    this.roomId = this.options.roomId;
  }

  async join(dueMs: number): Promise<void> {
    this.told.push(`join ${dueMs}`);
    await this.onJoin();
  }

  async leave(): Promise<void> {
    this.told.push('leave');
    this.state = 'ended';
    await this.onLeave();
  }

  drop(): void {
    this.told.push('drop');
    this.onDrop();
  }

  advance(dueMs: number, nowMs: number): void {
    this.told.push(`advance ${dueMs} ${nowMs}`);
  }

  ping(): void {
    this.told.push('ping');
  }

  flush(): void {
    for (const tally of this.options.tallies()) tally.count('patches', this.patches);
    this.patches = 0;
  }

  settle(nowMs: number): void {
    this.told.push(`settle ${nowMs}`);
  }
}

/** All that were made, and what a test does to each before it joins; and how a room is opened. */
export const fake = {
  plays: [] as FakePlay[],
  onPlay: (_play: FakePlay): void => {},
  openRoom: async (): Promise<string> => 'a room',
  reset(): void {
    fake.plays = [];
    fake.onPlay = () => {};
    fake.openRoom = async () => 'a room';
  },
};

export const adapter: Adapter = {
  name: 'fake',
  summary: 'Plays nothing.',
  rateHz: 30,
  roomName: (mode) => mode,
  obstacle: async () => undefined,
  joinOptions: () => ({}),
  openRoom: () => fake.openRoom(),
  seatOf: () => {
    throw new Error('there is no room');
  },
  fullPlay: (options) => {
    const play = new FakePlay(options);
    fake.plays.push(play);
    fake.onPlay(play);
    return play;
  },
};
