/** Who sits where in one room. A seat outlives its connection; seat numbers and keys are never used again. */
import { type Brain, createBrain } from '../../shared/bots/brain.ts';
import { InputBank } from './bank.ts';

type SeatBase = { seat: number; key: string; name: string };
/** What the seat's owner is told about its input: see OwnState. */
export type Intake = { queued: number; starved: number; dropped: number; clamped: number };
export type HumanSeat = SeatBase & { bot: false; connected: boolean; bank: InputBank; intake: Intake };
export type BotSeat = SeatBase & { bot: true; brain: Brain };
export type Seat = HumanSeat | BotSeat;

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

export class Seats {
  /** By key: the sessionId of a person, a made-up key of a bot. In the order of seating. */
  readonly byKey = new Map<string, Seat>();
  #lastSeat = 0;

  /** Seats a person. Two with one name are told apart by a number. */
  addHuman(sessionId: string, name: string): HumanSeat {
    const seat: HumanSeat = {
      seat: ++this.#lastSeat,
      key: sessionId,
      name: this.#freeName(name),
      bot: false,
      connected: true,
      bank: new InputBank(),
      intake: { queued: 0, starved: 0, dropped: 0, clamped: 0 },
    };
    this.byKey.set(seat.key, seat);
    return seat;
  }

  /** Seats a bot; the first ones are weak, so that a beginner meets somebody to beat. */
  addBot(seed: number): BotSeat {
    const seat = ++this.#lastSeat;
    const name = this.#freeName(BOT_NAMES[(seed + seat) % BOT_NAMES.length] as string);
    const skill = Math.min(0.9, 0.15 + 0.1 * this.bots.length);
    const bot: BotSeat = { seat, key: `bot-${seat}`, name, bot: true, brain: createBrain(seed + seat, skill) };
    this.byKey.set(bot.key, bot);
    return bot;
  }

  remove(key: string): Seat | undefined {
    const seat = this.byKey.get(key);
    this.byKey.delete(key);
    return seat;
  }

  human(sessionId: string): HumanSeat | undefined {
    const seat = this.byKey.get(sessionId);
    return seat === undefined || seat.bot ? undefined : seat;
  }

  get humans(): HumanSeat[] {
    return [...this.byKey.values()].filter((seat) => !seat.bot);
  }

  get bots(): BotSeat[] {
    return [...this.byKey.values()].filter((seat) => seat.bot);
  }

  get size(): number {
    return this.byKey.size;
  }

  #freeName(wanted: string): string {
    const taken = new Set([...this.byKey.values()].map((seat) => seat.name));
    let name = wanted;
    for (let number = 2; taken.has(name); number++) name = `${wanted} ${number}`;
    return name;
  }
}
