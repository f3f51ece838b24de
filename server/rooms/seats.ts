/** Who sits where in one room. A seat outlives its connection; seat numbers and keys are never used again. */
import { type Brain, createBrain } from '../../shared/bots/brain.ts';
import { InputBudget } from './input-budget.ts';
import { skeletonOf } from './lookalikes.ts';
import { Presence } from './presence.ts';

type SeatBase = { seat: number; key: string; name: string };
/** What the seat's owner is told about its input: see OwnState. */
export type InputStatus = { queued: number; starved: number; dropped: number; clamped: number };
export type HumanSeat = SeatBase & {
  bot: false;
  connected: boolean;
  /** While its connection is dropped: since when. */
  droppedTick?: number;
  /** Guest and address of its player, as far as they are known. */
  keys: readonly string[];
  /** The same, as far as they keep its player out once it was removed. */
  bars: readonly string[];
  budget: InputBudget;
  presence: Presence;
  inputStatus: InputStatus;
};
export type BotSeat = SeatBase & { bot: true; brain: Brain };
export type Seat = HumanSeat | BotSeat;

/** Seat numbers travel in 16 bits and are never used again; those above this are left for bots who come and go. */
const SEAT_NUMBERS_FOR_PEOPLE = 60_000;

const BOT_NAMES = [
  'Ember',
  'Flint',
  'Cinder',
  'Tinder',
  'Ash',
  'Arc',
  'Volt',
  'Ignis',
  'Wick',
  'Pyre',
  'Soot',
  'Blaze',
  'Coal',
  'Match',
  'Kindle',
  'Glint',
  'Forge',
  'Anvil',
  'Slag',
  'Brand',
  'Torch',
  'Scorch',
  'Fuse',
  'Spark',
] as const;

/** A person never looks like a bot, also while that one is not there. */
const BOT_SKELETONS: ReadonlySet<string> = new Set(BOT_NAMES.map(skeletonOf));

export class Seats {
  /** By key: the sessionId of a person, a made-up key of a bot. In the order of seating. */
  readonly byKey = new Map<string, Seat>();
  readonly #bySeat = new Map<number, Seat>();
  /** What each name looks like: no two of a room look alike. */
  readonly #skeletons = new Set<string>();
  /** In the order of seating. */
  readonly #bots: BotSeat[] = [];
  #lastSeat = 0;

  /** Seats a person. Two whose names look alike are told apart by a number. */
  addHuman(sessionId: string, name: string, keys: readonly string[], bars: readonly string[] = []): HumanSeat {
    const seat: HumanSeat = {
      seat: ++this.#lastSeat,
      key: sessionId,
      name: this.#freeName(name, BOT_SKELETONS),
      bot: false,
      connected: true,
      keys,
      bars,
      budget: new InputBudget(),
      presence: new Presence(),
      inputStatus: { queued: 0, starved: 0, dropped: 0, clamped: 0 },
    };
    this.#add(seat);
    return seat;
  }

  /** Seats a bot; the first ones are weak, so that a beginner meets a bot to beat. */
  addBot(seed: number): BotSeat {
    const seat = ++this.#lastSeat;
    const name = this.#freeName(BOT_NAMES[(seed + seat) % BOT_NAMES.length] as string);
    const skill = Math.min(0.9, 0.15 + 0.1 * this.#bots.length);
    const bot: BotSeat = { seat, key: `bot-${seat}`, name, bot: true, brain: createBrain(seed + seat, skill) };
    this.#bots.push(bot);
    this.#add(bot);
    return bot;
  }

  remove(key: string): Seat | undefined {
    const seat = this.byKey.get(key);
    if (seat === undefined) return undefined;
    this.byKey.delete(key);
    this.#bySeat.delete(seat.seat);
    this.#skeletons.delete(skeletonOf(seat.name));
    if (seat.bot) this.#bots.splice(this.#bots.indexOf(seat), 1);
    return seat;
  }

  human(sessionId: string): HumanSeat | undefined {
    const seat = this.byKey.get(sessionId);
    return seat === undefined || seat.bot ? undefined : seat;
  }

  /** @returns the person with that seat number, or undefined for a bot's and for one that is free */
  humanAt(number: number): HumanSeat | undefined {
    const seat = this.#bySeat.get(number);
    return seat === undefined || seat.bot ? undefined : seat;
  }

  /** In the order of seating. */
  *people(): Iterable<HumanSeat> {
    for (const seat of this.byKey.values()) if (!seat.bot) yield seat;
  }

  get humanCount(): number {
    return this.byKey.size - this.#bots.length;
  }

  get botCount(): number {
    return this.#bots.length;
  }

  /** Whether hardly any seat numbers are left: a room that never ends can see that many come and go. */
  get isWornOut(): boolean {
    return this.#lastSeat >= SEAT_NUMBERS_FOR_PEOPLE;
  }

  /** The bot that was seated last. */
  get lastBot(): BotSeat | undefined {
    return this.#bots.at(-1);
  }

  #add(seat: Seat): void {
    this.byKey.set(seat.key, seat);
    this.#bySeat.set(seat.seat, seat);
    this.#skeletons.add(skeletonOf(seat.name));
  }

  /** @param kept skeletons that belong to others, seated or not */
  #freeName(wanted: string, kept?: ReadonlySet<string>): string {
    for (let name = wanted, number = 2; ; name = `${wanted} ${number++}`) {
      const skeleton = skeletonOf(name);
      if (!this.#skeletons.has(skeleton) && kept?.has(skeleton) !== true) return name;
    }
  }
}
