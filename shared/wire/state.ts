/**
 * The published picture of a world, as Colyseus schema: what a stock SDK decodes by reflection.
 *
 *   state ─ tick, match, house            every client gets these
 *         ─ roster                         all seats; in a crowd the best ten and those in view
 *         ─ players, shots, pickups      what the client's player can see (server/picture/interest.ts)
 *         ─ own                          one entry per seat, sent to its owner only
 *
 * On the server the lists stay empty: what is in them is written by server/picture.
 *
 * Numbers that are predicted lie on the simulation's grid, so what is sent is what is simulated. Keys are never reused.
 * A change of any field here changes the fingerprint in protocol.ts: raise the version with it.
 */
import { type SchemaType, schema, t } from '@colyseus/schema';
import type { Body } from '../sim/body.ts';

/** Positions: 1/8 u from 0 to 8191.875 u in 16 bits, exact. */
const position = () => t.quantized({ min: 0, max: 8191.875, bits: 16 });
/** Velocities: 1/8 u/s to ±4095.875 u/s in 16 bits, exact, with an exact zero. */
const velocity = () => t.quantized({ min: -4095.875, max: 4095.875, bits: 16 });
/** Directions: radians in [0, 2π) in 65 536 steps; the simulation counts the steps (see aimOfRadians). */
const direction = () => t.angle({ bits: 16 });

export const MatchState = schema(
  {
    /** Counts matches of this room, from 1. */
    number: t.uint16().default(0),
    /** PHASE: 0 warm-up, 1 play, 2 podium. */
    phase: t.uint8().default(0),
    /** Tick at which the phase ends. */
    endTick: t.uint32().default(0),
    mode: t.string().default(''),
    arena: t.string().default(''),
    /** Seat that leads alone; 0 = nobody. */
    leader: t.uint16().default(0),
  },
  'Match',
);
export type MatchState = SchemaType<typeof MatchState>;

/** One seat, as every client may know it. */
export const RosterEntry = schema(
  {
    seat: t.uint16().default(0),
    name: t.string().default(''),
    bot: t.boolean().default(false),
    /** False while the seat is held for a player whose connection dropped. */
    connected: t.boolean().default(true),
    /** Its pilot stands aside, because its player does nothing. */
    aside: t.boolean().default(false),
    score: t.uint16().default(0),
    kills: t.uint16().default(0),
    deaths: t.uint16().default(0),
    sparks: t.uint16().default(0),
  },
  'RosterEntry',
);
export type RosterEntry = SchemaType<typeof RosterEntry>;

/** One pilot, as those who see it may know it. */
export const PilotState = schema(
  {
    seat: t.uint16().default(0),
    x: position().default(0),
    y: position().default(0),
    aim: direction().default(0),
    hp: t.uint8().default(0),
    alive: t.boolean().default(false),
    /** Not alive, because its player does nothing: out of the fight until that plays again. */
    aside: t.boolean().default(false),
    dashing: t.boolean().default(false),
    shielded: t.boolean().default(false),
    /** Has the Rail; charging it: it goes off within 0.25 s. */
    armed: t.boolean().default(false),
    charging: t.boolean().default(false),
    /** Counts spawns: never glide from one life to the next. */
    life: t.uint16().default(0),
  },
  'Player',
);
export type PilotState = SchemaType<typeof PilotState>;

/** The last leg of a bolt; every client flies it with shared/sim/bolt-flight.ts. Sent again only when a dash throws it back. */
export const BoltState = schema(
  {
    /** WEAPON: 1 pulse, 2 thrown back. */
    kind: t.uint8().default(0),
    /** Seat whose bolt it is now. */
    owner: t.uint16().default(0),
    /** Which of its first owner's bolts this is. */
    nth: t.uint16().default(0),
    /** Counts the times it was thrown back. */
    turn: t.uint8().default(0),
    /** Tick at the end of which it lay at (x, y). */
    tick: t.uint32().default(0),
    x: position().default(0),
    y: position().default(0),
    vx: velocity().default(0),
    vy: velocity().default(0),
    bounces: t.uint8().default(0),
    endTick: t.uint32().default(0),
  },
  'Shot',
);
export type BoltState = SchemaType<typeof BoltState>;

export const PICKUP = { spark: 0, railPad: 1 } as const;

export const PickupState = schema(
  {
    /** PICKUP: 0 spark, 1 rail pad. */
    kind: t.uint8().default(0),
    x: position().default(0),
    y: position().default(0),
    /** A pad is empty until this tick; 0 = ready. */
    readyTick: t.uint32().default(0),
  },
  'Pickup',
);
export type PickupState = SchemaType<typeof PickupState>;

/** How each field of the predicted body travels: a field that is missing here does not compile. */
const BODY_ON_WIRE = {
  x: position().default(0),
  y: position().default(0),
  vx: velocity().default(0),
  vy: velocity().default(0),
  aim: direction().default(0),
  alive: t.boolean().default(false),
  life: t.uint16().default(0),
  dashTicks: t.uint8().default(0),
  dashCooldownTicks: t.uint8().default(0),
  dashAim: t.uint16().default(0),
  fireCooldownTicks: t.uint8().default(0),
  fired: t.uint16().default(0),
  shieldTicks: t.uint8().default(0),
  railShots: t.uint8().default(0),
  chargeTicks: t.uint8().default(0),
  railFired: t.uint16().default(0),
} satisfies Record<keyof Body, unknown>;

/** All that the predicted step of one seat touches (shared/sim Body), and what only its owner may know. */
export const OwnState = schema(
  {
    seat: t.uint16().default(0),
    ...BODY_ON_WIRE,
    hp: t.uint8().default(0),
    /** While dead: tick of the next spawn (ENDLESS_TICK while aside), who did it (seat) and with what (WEAPON). */
    respawnTick: t.uint32().default(0),
    killedBy: t.uint16().default(0),
    killedWith: t.uint8().default(0),
    /** In a crowd: place on the score board, from 1; 0 = the roster is whole and tells. */
    place: t.uint16().default(0),
    /** Once this seat's player is warned of doing nothing: tick at which the seat is freed; 0 = not warned. */
    idleEndTick: t.uint32().default(0),
    /** Input frames of this seat that wait in the server's queue, after this tick took its own. */
    queued: t.uint8().default(0),
    /** Ticks in which this seat had no frame when one was due; counts on, mod 65 536. */
    starved: t.uint16().default(0),
    /** Input frames that the budget dropped unused, and stamps that were clamped; count on, mod 65 536. */
    dropped: t.uint16().default(0),
    clamped: t.uint16().default(0),
  },
  'Own',
);
export type OwnState = SchemaType<typeof OwnState>;

/** Who decides about the seats of a room. */
export const HouseState = schema(
  {
    /** Seat of a private room's host; 0 = the room is public. */
    host: t.uint16().default(0),
    /** Only who has a seat comes back; nobody else comes. */
    locked: t.boolean().default(false),
    /** The vote of a public room: seat that it would remove (0 = none is open), who began it, how it stands, its end. */
    voteOn: t.uint16().default(0),
    voteBy: t.uint16().default(0),
    votes: t.uint16().default(0),
    votesNeeded: t.uint16().default(0),
    voteEndTick: t.uint32().default(0),
  },
  'House',
);
export type HouseState = SchemaType<typeof HouseState>;

export const ArenaState = schema(
  {
    tick: t.uint32().default(0),
    /** Mean time that a tick of this room takes, in 1/100 ms; told about once a second. */
    tickCentiMs: t.uint16().default(0),
    /** Pilots in the room: in a crowd the roster does not have all of them. */
    pilots: t.uint16().default(0),
    match: t.ref(MatchState),
    house: t.ref(HouseState),
    /** By sessionId; bots under a key of their own. */
    roster: t.map(RosterEntry),
    players: t.map(PilotState),
    /** By bolt id. */
    shots: t.map(BoltState),
    /** By spark id. */
    pickups: t.map(PickupState),
    own: t.map(OwnState),
  },
  'ArenaState',
);
export type ArenaState = SchemaType<typeof ArenaState>;
