/**
 * All bots of one worker, and the orders that they get. Invariant: an order is answered once, and rejects only for a mistake
 * of the coordinator; what goes wrong with bots is counted.
 */
import type { Adapter } from '../contract/adapter.ts';
import type { Answer, BotPlan, BotRow, Heard, Order, Setup, Slice } from '../contract/orders.ts';
import { Tally } from '../contract/tally.ts';
import { sleepMs } from '../timing/waiting.ts';
import { findAdapter } from './adapters/list.ts';
import { Bot, type WorkerTallies } from './bot.ts';
import { drive, newGroups } from './drive.ts';
import { GeneratorLoad } from './generator-load.ts';

/** Joins under way at once: more would measure the queue in front of matchmaking. Rooms likewise. */
const AT_ONCE_MAX = 32;
/** A dropped seat is held for 20 s; the SDK tries for less. */
const BACK_MS_MAX = 25_000;
const CUT_MS_MAX = 5000;
const POLL_MS = 20;
/** Rows kept of bots that left while a span was open. */
const GONE_ROWS_MAX = 10_000;

export class Team {
  readonly #bots = new Map<number, Bot>();
  readonly #groups = newGroups();
  readonly #load = new GeneratorLoad();
  readonly #goneRows: BotRow[] = [];
  #tallies: WorkerTallies = { honest: new Tally(), others: new Tally() };
  #setup: Setup | undefined;
  #adapter: Adapter | undefined;
  #stopDriving: () => void = () => {};
  #spanIsOpen = false;
  #isOver = false;
  #nextGroup = 0;
  /** When any bot, of those that have left too, last heard of the server; 0 before. */
  #heardMs = 0;

  async carryOut(order: Order): Promise<Answer> {
    switch (order.do) {
      case 'setup':
        await this.#setUp(order.setup);
        return {};
      case 'join':
        return { joined: await this.#join(order.bots) };
      case 'leave':
        await Promise.all(this.#named(order.bots).map((bot) => this.#dismiss(bot)));
        return {};
      case 'drop':
        await this.#drop(this.#named(order.bots));
        return {};
      case 'stall':
        for (const bot of this.#named(order.bots)) bot.stall(order.on);
        return {};
      case 'rooms':
        return { rooms: await this.#openRooms(order.count, order.perSecond) };
      case 'beat':
        return { slice: this.#slice() };
      case 'heard':
        return { heard: this.#heard() };
      case 'open':
        this.#open();
        return {};
      case 'close':
        return { rows: this.#close() };
      case 'end':
        await this.end();
        return {};
    }
  }

  /** All bots leave. */
  async end(): Promise<void> {
    this.#isOver = true;
    await Promise.all([...this.#bots.values()].map((bot) => this.#dismiss(bot)));
    this.#stopDriving();
    this.#load.stop();
  }

  async #setUp(setup: Setup): Promise<void> {
    this.#adapter = await findAdapter(setup.adapter);
    this.#setup = setup;
    this.#stopDriving();
    this.#stopDriving = drive(this.#groups, this.#adapter.rateHz);
  }

  async #join(plans: readonly BotPlan[]): Promise<number[]> {
    const orderedMs = performance.now();
    const { setup, adapter } = this.#ready();
    const joined: number[] = [];
    await paced(
      plans,
      ({ afterMs }) => orderedMs + afterMs,
      async (plan, dueMs) => {
        if (this.#isOver) return;
        const bot = new Bot(plan, setup, adapter, () => this.#tallies);
        this.#admit(bot);
        await bot.join(dueMs);
        if (bot.state === 'playing') joined.push(plan.id);
      },
    );
    return joined;
  }

  #admit(bot: Bot): void {
    this.#bots.set(bot.plan.id, bot);
    this.#groups[this.#nextGroup++ % this.#groups.length]?.add(bot);
    if (this.#spanIsOpen) bot.openSpan();
  }

  async #dismiss(bot: Bot): Promise<void> {
    if (!this.#bots.delete(bot.plan.id)) return;
    this.#noteHeard([bot]);
    if (this.#spanIsOpen && bot.isHonest) {
      bot.settle(performance.now());
      const row = bot.closeSpan();
      if (row !== undefined && this.#goneRows.length < GONE_ROWS_MAX) this.#goneRows.push(row);
    }
    for (const group of this.#groups) group.delete(bot);
    await bot.leave();
  }

  async #drop(bots: readonly Bot[]): Promise<void> {
    const playing = bots.filter((bot) => bot.state === 'playing');
    for (const bot of playing) bot.drop();
    // The end takes its way through the network, too.
    await waitWhile(() => playing.some((bot) => bot.state === 'playing'), CUT_MS_MAX);
    const isAway = (bot: Bot) => bot.state === 'dropped';
    await waitWhile(() => playing.some(isAway), BACK_MS_MAX);
    for (const bot of playing.filter(isAway)) bot.giveUp();
  }

  async #openRooms(count: number, perSecond: number): Promise<string[]> {
    const { setup, adapter } = this.#ready();
    const { openRoom } = adapter;
    if (openRoom === undefined) throw new Error(`The adapter ${adapter.name} cannot open rooms.`);
    const orderedMs = performance.now();
    const rooms: string[] = [];
    await paced(
      Array.from({ length: count }, (_, i) => i),
      (i) => orderedMs + (i * 1000) / perSecond,
      async (_i, dueMs) => {
        if (this.#isOver) return;
        try {
          rooms.push(await openRoom(setup));
          this.#tallies.honest.record('room', performance.now() - dueMs);
        } catch (error) {
          this.#tallies.honest.failed(error instanceof Error ? error.message : String(error));
        }
      },
    );
    return rooms;
  }

  #slice(): Slice {
    const bots = [...this.#bots.values()];
    for (const bot of bots) bot.flush();
    const { honest, others } = this.#tallies;
    this.#tallies = { honest: new Tally(), others: new Tally() };
    for (const bot of bots) bot.retarget();
    const { seconds, ...load } = this.#load.take();
    return {
      seconds,
      honest: honest.toWire(),
      others: others.toWire(),
      playing: bots.filter((bot) => bot.isHonest && bot.state === 'playing').length,
      away: bots.filter((bot) => bot.isAway).length,
      roomIds: [...new Set(bots.flatMap((bot) => bot.roomId ?? []))],
      load,
    };
  }

  #heard(): Heard {
    const bots = [...this.#bots.values()];
    this.#noteHeard(bots);
    const agoMs = this.#heardMs === 0 ? null : Math.max(0, performance.now() - this.#heardMs);
    const { length } = bots;
    return {
      agoMs,
      bots: length,
      connected: bots.filter(({ state }) => state === 'playing' || state === 'joining').length,
    };
  }

  #noteHeard(bots: readonly Bot[]): void {
    for (const { heardMs } of bots) this.#heardMs = Math.max(this.#heardMs, heardMs);
  }

  #open(): void {
    this.#goneRows.length = 0;
    this.#spanIsOpen = true;
    for (const bot of this.#bots.values()) bot.openSpan();
  }

  #close(): BotRow[] {
    const nowMs = performance.now();
    this.#spanIsOpen = false;
    const rows = [...this.#bots.values()].flatMap((bot) => {
      // A bot that is away when the measured time ends has not come back in time.
      if (bot.isHonest && bot.state === 'dropped') bot.giveUp();
      bot.settle(nowMs);
      const row = bot.closeSpan();
      return row !== undefined && bot.isHonest ? [row] : [];
    });
    return rows.concat(this.#goneRows.splice(0));
  }

  #named(ids: readonly number[]): Bot[] {
    return ids.flatMap((id) => this.#bots.get(id) ?? []);
  }

  #ready(): { setup: Setup; adapter: Adapter } {
    if (this.#setup === undefined || this.#adapter === undefined) throw new Error('There is no setup yet.');
    return { setup: this.#setup, adapter: this.#adapter };
  }
}

/** Starts each in its time, or as soon as one of AT_ONCE_MAX is over; done when all are. None may reject. */
async function paced<T>(
  items: readonly T[],
  dueMsOf: (item: T) => number,
  start: (item: T, dueMs: number) => Promise<void>,
): Promise<void> {
  const running = new Set<Promise<void>>();
  for (const item of items) {
    const dueMs = dueMsOf(item);
    await sleepMs(dueMs - performance.now());
    while (running.size >= AT_ONCE_MAX) await Promise.race(running);
    const one = start(item, dueMs).finally(() => running.delete(one));
    running.add(one);
  }
  await Promise.all(running);
}

async function waitWhile(holds: () => boolean, limitMs: number): Promise<void> {
  for (const endMs = performance.now() + limitMs; holds() && performance.now() < endMs; ) await sleepMs(POLL_MS);
}
