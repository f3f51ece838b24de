/** All pilots: from views to sprites, noticing spawns, deaths, dashes and lost hit points on the way. */
import type { OwnView, RemoteView } from '../../shared/netcode/views.ts';
import { isReflecting } from '../../shared/sim/pilot.ts';
import { DASH, TICK_MS } from '../../shared/sim/tunables.ts';
import { radiansOfAim } from '../../shared/wire/input.ts';
import type { Art } from './art.ts';
import type { Cues } from './cues.ts';
import type { FrameView } from './frame-view.ts';
import type { Lens } from './lens.ts';
import { COLOUR } from './palette.ts';
import type { Particles } from './particles.ts';
import { type PilotLook, PilotSprite } from './pilot-sprite.ts';
import type { Places } from './places.ts';
import type { Quality } from './quality.ts';

const ECHO_EVERY_MS = 28;
const REFLECT_MS = DASH.reflectTicks * TICK_MS;

/** A pilot of the last frame, to compare with. */
type Known = {
  sprite: PilotSprite;
  own: boolean;
  life: number;
  hp: number;
  alive: boolean;
  dashing: boolean;
  dashedMs: number;
  echoMs: number;
  x: number;
  y: number;
  seenFrame: number;
};

type State = Pick<
  RemoteView,
  'seat' | 'x' | 'y' | 'aim' | 'hp' | 'alive' | 'life' | 'dashing' | 'shielded' | 'armed'
> & {
  /** Undefined: not told, only that it dashes. */
  reflecting: boolean | undefined;
};

export class PilotsLayer {
  readonly #art: Art;
  readonly #quality: Quality;
  readonly #particles: Particles;
  readonly #known = new Map<number, Known>();
  readonly #names = new Map<number, string>();
  readonly #scratch: PilotLook = {
    x: 0,
    y: 0,
    angle: 0,
    hp: 0,
    shielded: false,
    reflecting: false,
    armed: false,
    leader: false,
    away: false,
    name: '',
  };
  #frame = 0;

  constructor(art: Art, quality: Quality, particles: Particles) {
    this.#art = art;
    this.#quality = quality;
    this.#particles = particles;
  }

  draw(view: FrameView, lens: Lens, places: Places, cues: Cues): void {
    this.#frame++;
    places.begin();
    for (const remote of view.remotes) this.#one(stateOfRemote(remote), false, view, lens, places, cues);
    if (view.own !== undefined) this.#one(stateOfOwn(view.own), true, view, lens, places, cues);
    places.end();
    for (const [seat, known] of this.#known) {
      if (known.seenFrame === this.#frame) continue;
      known.sprite.destroy();
      this.#known.delete(seat);
      this.#names.delete(seat);
    }
  }

  /** Holds one pilot's picture still for a moment: the weight of a hit. */
  freeze(seat: number, durationMs: number): void {
    if (this.#quality.hitStop) this.#known.get(seat)?.sprite.freeze(durationMs);
  }

  /** The Rail throws its pilot's picture back a little; the pilot itself stays where it is. */
  kick(seat: number, angle: number): void {
    if (!this.#quality.calm) this.#known.get(seat)?.sprite.kick(angle);
  }

  #one(state: State, own: boolean, view: FrameView, lens: Lens, places: Places, cues: Cues): void {
    const known = this.#known.get(state.seat) ?? this.#meet(state, own, cues);
    known.seenFrame = this.#frame;
    this.#compare(known, state, view, cues);
    if (!state.alive) {
      known.sprite.hide();
      return;
    }
    known.x = state.x;
    known.y = state.y;
    if (!lens.sees(state.x, state.y, 120)) known.sprite.hide();
    else known.sprite.show(this.#qualityOf(known, state, view), view.nowMs, view.deltaMs, lens, this.#quality.glow);
    places.put(state.seat, state.x, state.y);
    if (state.dashing) this.#echo(known, view.deltaMs);
  }

  #meet(state: State, own: boolean, cues: Cues): Known {
    const { life, hp, alive, x, y } = state;
    const known: Known = {
      sprite: new PilotSprite(this.#art, own),
      own,
      life,
      hp,
      alive,
      dashing: false,
      dashedMs: 0,
      echoMs: 0,
      x,
      y,
      seenFrame: 0,
    };
    known.sprite.x = x;
    known.sprite.y = y;
    this.#known.set(state.seat, known);
    if (own && alive) cues.add('spawn', x, y, 0, true, COLOUR.own);
    return known;
  }

  #compare(known: Known, state: State, { nowMs, quiet }: FrameView, cues: Cues): void {
    const colour = known.own ? COLOUR.own : COLOUR.enemy;
    if (known.alive && !state.alive) cues.add('death', known.x, known.y, 0, known.own, colour);
    if (known.life !== state.life) {
      known.sprite.jump();
      if (state.alive) cues.add('spawn', state.x, state.y, 0, known.own, colour);
    } else if (state.hp < known.hp && state.alive && !quiet) known.sprite.flash();
    if (state.dashing && !known.dashing && state.alive) {
      known.dashedMs = nowMs;
      known.echoMs = 0;
      cues.add('dash', state.x, state.y, Math.atan2(state.y - known.y, state.x - known.x), known.own, colour);
    }
    known.life = state.life;
    known.hp = state.hp;
    known.alive = state.alive;
    known.dashing = state.dashing;
  }

  #qualityOf(known: Known, state: State, view: FrameView): PilotLook {
    const quality = this.#scratch;
    const line = view.lines.get(state.seat);
    quality.x = state.x;
    quality.y = state.y;
    quality.angle = radiansOfAim(state.aim);
    quality.hp = state.hp;
    quality.shielded = state.shielded;
    quality.reflecting = state.reflecting ?? (state.dashing && view.nowMs - known.dashedMs < REFLECT_MS);
    quality.armed = state.armed;
    quality.leader = view.match.leader === state.seat;
    quality.away = line !== undefined && !line.connected;
    quality.name = known.own || line === undefined ? '' : this.#nameOf(state.seat, line.name, line.bot);
    return quality;
  }

  #nameOf(seat: number, name: string, bot: boolean): string {
    if (!bot) return name;
    const marked = this.#names.get(seat) ?? `\u2699\uFE0E ${name}`;
    this.#names.set(seat, marked);
    return marked;
  }

  #echo(known: Known, deltaMs: number): void {
    known.echoMs -= deltaMs;
    if (known.echoMs > 0) return;
    known.echoMs = ECHO_EVERY_MS;
    const colour = known.own ? COLOUR.own : COLOUR.enemy;
    this.#particles.emit({
      shape: 'echo',
      colour,
      x: known.x,
      y: known.y,
      lifeMs: 240,
      fromScale: 1,
      toScale: 0.7,
      alpha: 0.7,
    });
  }
}

/** One instance, reused: a frame draws one pilot after the other. */
const state: State = {
  seat: 0,
  x: 0,
  y: 0,
  aim: 0,
  hp: 0,
  alive: false,
  life: 0,
  dashing: false,
  shielded: false,
  armed: false,
  reflecting: undefined,
};

function stateOfRemote(view: RemoteView): State {
  Object.assign(state, view);
  state.reflecting = undefined;
  return state;
}

function stateOfOwn(view: OwnView): State {
  const { seat, x, y, aim, hp, alive, life, dashTicks, shieldTicks, railShots } = view;
  return Object.assign(state, {
    seat,
    x,
    y,
    aim,
    hp,
    alive,
    life,
    dashing: dashTicks > 0,
    shielded: shieldTicks > 0,
    armed: railShots > 0,
    reflecting: isReflecting(view),
  });
}
