/** The rooms of the peer: each is good or bad in one known way. */
import { type Client, Room } from '@colyseus/core';
import { schema, t } from '@colyseus/schema';

const RATE_HZ = 30;
/** Players that the limited room serves well; with more it answers so much later, which no busy machine comes near. */
export const LIMIT_PLAYERS = 5;
const OVER_LIMIT_MS = 1500;
/** How late the late room answers. */
export const LATE_MS = 300;

const Pilot = schema({ x: t.number().default(0), y: t.number().default(0) }, 'PeerPilot');
const PeerState = schema({ tick: t.uint32().default(0), pilots: t.map(Pilot) }, 'PeerState');
const PeerInput = schema({ mx: t.number().default(0), my: t.number().default(0) }, 'PeerInput');

type Types = { state: InstanceType<typeof PeerState>; input: InstanceType<typeof PeerInput> };

/** Steps 30 times a second, uses every input frame at once, and says so. */
export class PlainRoom extends Room<Types> {
  override state = new PeerState();
  override inputs = this.defineInput(PeerInput, { bufferMaxSize: 256 });
  override maxClients = 64;

  override onCreate(): void {
    this.setFixedTimestep(() => this.tick(), RATE_HZ);
    this.patchRate = null;
    this.onMessage('*', () => {});
  }

  override onJoin(client: Client): void {
    this.state.pilots.set(client.sessionId, new Pilot());
  }

  override onLeave(client: Client): void {
    this.state.pilots.delete(client.sessionId);
  }

  protected tick(): void {
    this.state.tick++;
    if (this.isServing) for (const client of this.clients) this.#move(client);
    this.broadcastPatch();
  }

  /** Whether input frames are used in this tick. */
  protected get isServing(): boolean {
    return true;
  }

  #move({ sessionId }: Client): void {
    const pilot = this.state.pilots.get(sessionId);
    const queue = this.inputs.get(sessionId);
    if (pilot === undefined) return;
    for (let frame = queue.next(); frame !== undefined; frame = queue.next()) {
      pilot.x += frame.mx;
      pilot.y += frame.my;
    }
  }
}

/** For many runs at once: each has rooms to itself, nearly. Who drops may come back. */
export class SmallRoom extends PlainRoom {
  override maxClients = 4;

  override async onDrop(client: Client): Promise<void> {
    await this.allowReconnection(client, 10).catch(() => {});
  }
}

const StarterState = schema({ greeting: t.string().default('Hello world') }, 'StarterState');

/** As the official starter makes it: a state that rests, and a message that no load test knows. */
export class StarterRoom extends Room<{ state: InstanceType<typeof StarterState> }> {
  override state = new StarterState();
  override maxClients = 4;
  override messages = { yourMessageType: () => {} };
}

/** No state, only messages: who says something is heard by all. */
export class TalkRoom extends Room {
  override onCreate(): void {
    this.onMessage('say', (client, text: string) => {
      client.send('heard', text.length);
      this.broadcast('said', text);
    });
  }
}

const everyTicks = (ms: number): number => Math.round((ms / 1000) * RATE_HZ);

/** Serves a known number of players at once; beyond that, all wait. */
export class LimitedRoom extends PlainRoom {
  protected override get isServing(): boolean {
    return this.clients.length <= LIMIT_PLAYERS || this.state.tick % everyTicks(OVER_LIMIT_MS) === 0;
  }
}

/** Uses input frames far too late. */
export class LateRoom extends PlainRoom {
  protected override get isServing(): boolean {
    return this.state.tick % everyTicks(LATE_MS) === 0;
  }
}

/** ROOM_STATE_PATCH, and then a switch to a structure that nobody has. */
const NONSENSE = Uint8Array.from([15, 255, 205, 255, 127, 1, 2, 3]);

/** After a second it sends what no client can decode. */
export class WrongRoom extends PlainRoom {
  protected override tick(): void {
    super.tick();
    if (this.state.tick === RATE_HZ) for (const client of this.clients) client.raw(NONSENSE);
  }
}

/** After a second it throws everybody out. */
export class ClosingRoom extends PlainRoom {
  protected override tick(): void {
    super.tick();
    if (this.state.tick === RATE_HZ) for (const client of this.clients) client.leave(4002, 'no reason');
  }
}

/** After a second nothing comes any more. */
export class SilentRoom extends PlainRoom {
  protected override tick(): void {
    if (this.state.tick < RATE_HZ) super.tick();
  }
}
