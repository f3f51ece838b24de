/** The parts of one seat's side of the wire: its session moves them on, its view reads them, nothing else has them. */
import type { Room } from '@colyseus/sdk';
import { arenaOf } from '../sim/arena.ts';
import { RAIL } from '../sim/tunables.ts';
import { type Arena, NOBODY } from '../sim/types.ts';
import type { PlayerInput } from '../wire/input.ts';
import type { ArenaState, OwnState } from '../wire/state.ts';
import { ALL_ON, type LabSwitches } from './badlink/lab.ts';
import { Bolts } from './bolts.ts';
import { InputClock } from './input-clock.ts';
import { Probe } from './measure/probe.ts';
import { countTraffic, type Traffic } from './measure/traffic.ts';
import { MessageListeners } from './messages.ts';
import { Pacer } from './pacing.ts';
import type { Prediction } from './predict.ts';
import { AHEAD_TICKS_MAX, Remotes } from './remotes.ts';
import { RenderClock } from './render-clock.ts';
import { SparkTrails } from './sparks.ts';

export type ArenaRoom = Room<{ state: ArenaState; input: PlayerInput }, ArenaState>;

/** Of the longest rewind, a tick and a bit are left: which tick a frame will be used in is an estimate. */
const REWIND_TICKS_USED = RAIL.rewindTicksMax - 1.25;

export class SeatParts {
  readonly room: ArenaRoom;
  readonly pacer = new Pacer();
  readonly renderClock = new RenderClock();
  readonly inputClock = new InputClock();
  readonly remotes = new Remotes();
  readonly bolts = new Bolts();
  readonly sparks = new SparkTrails();
  readonly probe: Probe;
  readonly traffic: Traffic;
  readonly messages: MessageListeners;
  switches: LabSwitches = { ...ALL_ON };
  /** Undefined until the first state with the own pilot has come. */
  prediction: Prediction | undefined;
  /** Of the newest patch; -1 before the first. */
  tick = -1;
  patches = 0;

  constructor(room: ArenaRoom, nowMs: () => number) {
    this.room = room;
    this.traffic = countTraffic(room);
    this.messages = new MessageListeners(room, () => this.ownSeat);
    this.probe = new Probe(room, nowMs);
  }

  /** The server's word for the own seat, as of the newest patch. */
  get truth(): OwnState | undefined {
    return this.room.state?.own?.get(this.room.sessionId);
  }

  /** NOBODY until the first state has come. */
  get ownSeat(): number {
    return this.truth?.seat ?? NOBODY;
  }

  get arena(): Arena {
    return arenaOf(this.room.state.match.arena);
  }

  /**
   * Tick at which the others are shown: one interpolation delay in the past, but never so far that lag compensation could
   * not go back there any more; on a long way they are shown a little ahead of their newest snapshot instead. This is what
   * is drawn, and so what an input frame says: never farther ahead than others are ever shown.
   */
  get viewTick(): number {
    if (!this.switches.interpolation) return Number.POSITIVE_INFINITY;
    const wanted = Math.max(this.renderClock.renderTick, this.inputClock.time - REWIND_TICKS_USED);
    return Math.min(wanted, this.tick + AHEAD_TICKS_MAX);
  }

  /** Tick that an input frame says it has seen the others at. */
  get seenTick(): number {
    if (!this.switches.lagCompensation) return this.inputClock.time;
    return Number.isFinite(this.viewTick) ? this.viewTick : this.tick;
  }
}
