/**
 * The peer's room: what a developer who knows Colyseus would write for an arena like ours, with nothing but its own means.
 * The traps of Colyseus are avoided: a monotonic clock, a budget of inputs, fresh keys, one view per client.
 */
import { type Client, Room } from '@colyseus/core';
import { StateView } from '@colyseus/schema';
import { NeighbourGrid } from '../../../shared/sim/grid.ts';
import { TICK_RATE_HZ } from '../../../shared/sim/tunables.ts';
import type { StockMetrics } from './metrics.ts';
import {
  type Fields,
  type Sight,
  type StateClasses,
  type StockBolt,
  StockInput,
  type StockPilot,
  type StockState,
  stateClasses,
} from './schema.ts';
import { ClientSight, type Thing } from './sight.ts';
import { arenaFor, type Bolt, type Pilot, StockWorld } from './world.ts';

export type StockOptions = { maxClients: number; sight: Sight; fields: Fields };

/** A frame more than this waiting is lag that stays: a second one is used in that tick. */
const QUEUE_TARGET = 2;
const QUEUE_MAX = 8;
/** Honest clients send 30. */
const MESSAGES_PER_SECOND_MAX = 120;

type Row<Body, Published> = Thing & { body: Body; published: Published };
type PilotRow = Row<Pilot, StockPilot> & { sight: ClientSight | undefined; sessionId: string };
type BoltRow = Row<Bolt, StockBolt>;

/** @returns the room class of one server */
export function stockRoomWith(options: StockOptions, metrics: StockMetrics) {
  const classes: StateClasses = stateClasses(options.sight, options.fields);
  return class StockRoom extends Room<{ state: StockState; input: StockInput }> {
    override state = new classes.StockState();
    override inputs = this.defineInput(StockInput, { bufferMaxSize: 32, sanitize: refuseNonsense });
    override maxClients = options.maxClients;
    override maxMessagesPerSecond = MESSAGES_PER_SECOND_MAX;
    readonly world = new StockWorld(arenaFor(options.maxClients), 1);
    readonly #pilots = new Map<string, PilotRow>();
    readonly #bolts = new Map<number, BoltRow>();
    readonly #grid = new NeighbourGrid();

    override onCreate(): void {
      // The room's clock is the wall clock: were that set back, the loop would stop for as long.
      Object.assign(this.clock, { now: () => performance.now(), currentTime: performance.now() });
      this.setFixedTimestep(() => this.tick(), TICK_RATE_HZ);
      this.patchRate = null; // a patch goes out with every tick, as the game's own
      metrics.rooms.inc();
    }

    override onJoin(client: Client, { name }: { name?: unknown }): void {
      const published = new classes.StockPilot();
      published.name = typeof name === 'string' ? name.slice(0, 16) : '';
      const body = this.world.addPilot(client.sessionId);
      this.state.pilots.set(client.sessionId, published);
      if (options.sight === 'view') client.view = new StateView();
      const sight = client.view === undefined ? undefined : new ClientSight(client.view);
      const row = { body, published, sight, x: body.x, y: body.y, isGone: false, sessionId: client.sessionId };
      publishPilot(row);
      this.#pilots.set(client.sessionId, row);
      this.#refreshSights([row]);
      metrics.players.inc();
    }

    override onLeave(client: Client): void {
      const row = this.#pilots.get(client.sessionId);
      if (row === undefined) return;
      row.isGone = true;
      this.#pilots.delete(client.sessionId);
      this.world.pilots.delete(client.sessionId);
      this.state.pilots.delete(client.sessionId);
      client.view?.dispose();
      metrics.players.dec();
    }

    override onDispose(): void {
      metrics.rooms.dec();
    }

    override onUncaughtException(error: Error, method: string): void {
      process.stderr.write(`stock room, ${method}: ${error.stack}\n`);
      process.exit(1); // a peer that half works must not be compared with
    }

    tick(): void {
      const startMs = performance.now();
      const leftOut = metrics.countDropped(this, this.clock.elapsedTime);
      metrics.droppedTicks.inc(leftOut);
      metrics.tickLateness.observe(metrics.lateMsOf(this, startMs, leftOut) / 1000);
      for (const { sessionId, body } of this.#pilots.values()) this.#takeInput(sessionId, body);
      this.world.step();
      this.#publish();
      if (options.sight === 'view') this.#refreshSights([...this.#pilots.values()]);
      this.broadcastPatch();
      metrics.tickSeconds.observe((performance.now() - startMs) / 1000);
    }

    /** A frame a tick; two while late ones wait. What is beyond that is dropped, so that no client lags or runs for ever. */
    #takeInput(sessionId: string, body: Pilot): void {
      const queue = this.inputs.get(sessionId);
      while (queue.size > QUEUE_MAX) queue.next();
      const frames = queue.size > QUEUE_TARGET ? 2 : 1;
      for (let i = 0; i < frames; i++) {
        const input = queue.next();
        if (input !== undefined) this.world.move(body, input);
      }
    }

    #publish(): void {
      this.state.tick = this.world.tick;
      for (const row of this.#pilots.values()) publishPilot(row);
      for (const row of this.#bolts.values()) row.isGone = true;
      for (const bolt of this.world.bolts) this.#publishBolt(bolt);
      for (const [id, row] of this.#bolts) {
        if (!row.isGone) continue;
        this.#bolts.delete(id);
        this.state.bolts.delete(String(id));
      }
    }

    #publishBolt(bolt: Bolt): void {
      let row = this.#bolts.get(bolt.id);
      if (row === undefined) {
        const published = new classes.StockBolt();
        published.owner = bolt.owner;
        row = { body: bolt, published, x: 0, y: 0, isGone: false };
        this.#bolts.set(bolt.id, row);
        this.state.bolts.set(String(bolt.id), published);
      }
      row.isGone = false;
      place(row);
    }

    /** Brings the views of these pilots' clients up to this tick. */
    #refreshSights(viewers: readonly PilotRow[]): void {
      const things: Thing[] = [...this.#pilots.values(), ...this.#bolts.values()];
      this.#grid.fill(things, this.world.size.width, this.world.size.height);
      for (const { sight, body } of viewers) sight?.refresh(this.world.tick, body, this.#grid, things);
    }
  };
}

function place(row: PilotRow | BoltRow): void {
  row.x = row.body.x;
  row.y = row.body.y;
  row.published.x = row.x;
  row.published.y = row.y;
}

function publishPilot(row: PilotRow): void {
  place(row);
  row.published.aim = row.body.aim;
  row.published.hp = row.body.hp;
}

const finite = (value: number, min: number, max: number): number =>
  Number.isFinite(value) ? Math.min(max, Math.max(min, value)) : 0;

function refuseNonsense(input: StockInput): void {
  input.mx = finite(input.mx, -1, 1);
  input.my = finite(input.my, -1, 1);
  input.aim = Number.isFinite(input.aim) ? input.aim : 0;
}
