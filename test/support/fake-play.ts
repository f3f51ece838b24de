/** A server that there is not: an adapter of bots that do as a test says, and keep what they are told. */
import assert from 'node:assert/strict';
import type { Adapter } from '../../loadtest/contract/adapter.ts';
import { PERFECT } from '../../loadtest/contract/link.ts';
import type { BotPlan } from '../../loadtest/contract/orders.ts';
import type { Play, PlayOptions, PlayState } from '../../loadtest/contract/play.ts';
import { Tally } from '../../loadtest/contract/tally.ts';
import { Bot } from '../../loadtest/worker/bot.ts';
import { setClock } from './page.ts';

/** The path by which the load tester finds the adapter below. */
export const FAKE_ADAPTER = import.meta.filename;

export class FakePlay implements Play {
  state: PlayState = 'out';
  roomId: string | undefined;
  heardMs = 0;
  hasAcks = true;
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

  settle(nowMs: number, worstMs: number): void {
    this.told.push(`settle ${nowMs}, worst ${Math.round(worstMs)}`);
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

export const BOT_SETUP = {
  url: 'http://127.0.0.1:1',
  adapter: 'fake',
  mode: 'fray',
  kind: 'full',
  think: 'idle',
} as const;
export const BOT_PLAN: BotPlan = {
  ...{
    id: 7,
    name: 'Bot 7',
    seed: 3,
    skill: 0.5,
    role: 'honest',
    decodes: true,
    link: PERFECT,
    roomId: 'r1',
    afterMs: 0,
  },
};

/** Bots without a team; the clock stands at 1000 ms before each test of the block. */
export function useBots() {
  const bots = {
    tallies: { honest: new Tally(), others: new Tally() },
    /** As if nothing had been counted or played yet. */
    renew(): void {
      fake.reset();
      bots.tallies = { honest: new Tally(), others: new Tally() };
    },
    newBot: (more: Partial<BotPlan> = {}): Bot =>
      new Bot({ ...BOT_PLAN, ...more }, BOT_SETUP, adapter, () => bots.tallies),
    async playing(more: Partial<BotPlan> = {}): Promise<{ bot: Bot; play: FakePlay }> {
      const bot = bots.newBot(more);
      await bot.join(990);
      const play = fake.plays.at(-1);
      assert.ok(play !== undefined);
      play.told.length = 0;
      return { bot, play };
    },
  };
  beforeEach(() => {
    bots.renew();
    setClock(1000);
  });
  afterEach(() => Reflect.deleteProperty(performance, 'now'));
  return bots;
}
