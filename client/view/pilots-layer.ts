/** All pilots: from views to sprites, noticing spawns, deaths, dashes and lost hit points on the way. */
import type { BoardLine, OwnView, RemoteView } from '../../shared/netcode/views.ts';
import { isReflecting } from '../../shared/sim/pilot.ts';
import { DASH, TICK_MS } from '../../shared/sim/tunables.ts';
import { radiansOfAim } from '../../shared/wire/input.ts';
import { Marked } from '../../shared/wire/marked.ts';
import type { FrameView } from './frame-view.ts';
import type { LayerTools } from './layer-tools.ts';
import { COLOUR } from './palette.ts';
import { type PilotPicture, PilotSprite } from './pilot-sprite.ts';

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
};

type State = Pick<
  RemoteView,
  'seat' | 'x' | 'y' | 'aim' | 'hp' | 'alive' | 'aside' | 'life' | 'dashing' | 'shielded' | 'armed'
> & {
  /** Undefined: not told, only that it dashes. */
  reflecting: boolean | undefined;
};

export class PilotsLayer {
  readonly #tools: LayerTools;
  readonly #known = new Marked<number, Known>();

  constructor(tools: LayerTools) {
    this.#tools = tools;
  }

  draw(view: FrameView): void {
    const { places } = this.#tools;
    this.#known.begin();
    places.begin();
    for (const remote of view.remotes) this.#draw(stateOfRemote(remote), false, view);
    if (view.own !== undefined) this.#draw(stateOfOwn(view.own), true, view);
    places.end();
    this.#known.sweep(({ sprite }) => sprite.destroy());
  }

  /** Holds one pilot's picture still for a moment: the weight of a hit. */
  freeze(seat: number, durationMs: number): void {
    if (this.#tools.quality.hitStop) this.#known.get(seat)?.sprite.freeze(durationMs);
  }

  /** The Rail throws its pilot's picture back a little; the pilot itself stays where it is. */
  kick(seat: number, angle: number): void {
    if (!this.#tools.quality.calm) this.#known.get(seat)?.sprite.kick(angle);
  }

  #draw(state: State, own: boolean, view: FrameView): void {
    const { lens, places, quality } = this.#tools;
    const known = this.#known.mark(state.seat, () => this.#meet(state, own));
    this.#compare(known, state, view);
    if (!state.alive && !state.aside) {
      known.sprite.hide();
      return;
    }
    known.x = state.x;
    known.y = state.y;
    if (!lens.sees(state.x, state.y, 120)) known.sprite.hide();
    else known.sprite.show(pictureOf(known, state, view), view, lens, quality.glow);
    places.put(state.seat, state.x, state.y);
    if (state.dashing) this.#echo(known, view.deltaMs);
  }

  #meet(state: State, own: boolean): Known {
    const { life, hp, alive, x, y } = state;
    const known: Known = {
      sprite: new PilotSprite(this.#tools.art, own),
      own,
      life,
      hp,
      alive,
      dashing: false,
      dashedMs: 0,
      echoMs: 0,
      x,
      y,
    };
    known.sprite.x = x;
    known.sprite.y = y;
    if (own && alive) this.#tools.cues.add({ kind: 'spawn', x, y, own, colour: COLOUR.own });
    return known;
  }

  #compare(known: Known, state: State, { nowMs, quiet }: FrameView): void {
    const { cues } = this.#tools;
    const { x, y } = state;
    const { own } = known;
    const colour = own ? COLOUR.own : COLOUR.enemy;
    if (known.alive && !state.alive && !state.aside) cues.add({ kind: 'death', x: known.x, y: known.y, own, colour });
    if (known.life !== state.life) {
      known.sprite.jump();
      if (state.alive) cues.add({ kind: 'spawn', x, y, own, colour });
    } else if (state.hp < known.hp && state.alive && !quiet) known.sprite.flash();
    if (state.dashing && !known.dashing && state.alive) {
      known.dashedMs = nowMs;
      known.echoMs = 0;
      cues.add({ kind: 'dash', x, y, angle: Math.atan2(y - known.y, x - known.x), own, colour });
    }
    known.life = state.life;
    known.hp = state.hp;
    known.alive = state.alive;
    known.dashing = state.dashing;
  }

  #echo(known: Known, deltaMs: number): void {
    known.echoMs -= deltaMs;
    if (known.echoMs > 0) return;
    known.echoMs = ECHO_EVERY_MS;
    const colour = known.own ? COLOUR.own : COLOUR.enemy;
    this.#tools.particles.emit({
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

function pictureOf(known: Known, state: State, view: FrameView): PilotPicture {
  const line = view.lines.get(state.seat);
  return {
    x: state.x,
    y: state.y,
    angle: radiansOfAim(state.aim),
    hp: state.hp,
    shielded: state.shielded,
    reflecting: state.reflecting ?? (state.dashing && view.nowMs - known.dashedMs < REFLECT_MS),
    armed: state.armed,
    leader: view.match.leader === state.seat,
    away: state.aside || (line !== undefined && !line.connected),
    name: known.own || line === undefined ? '' : labelOf(line),
  };
}

const labelOf = ({ name, bot }: BoardLine): string => (bot ? `\u2699\uFE0E ${name}` : name);

function stateOfRemote({ seat, x, y, aim, hp, alive, aside, life, dashing, shielded, armed }: RemoteView): State {
  return { seat, x, y, aim, hp, alive, aside, life, dashing, shielded, armed, reflecting: undefined };
}

function stateOfOwn(view: OwnView): State {
  const { seat, x, y, aim, hp, alive, aside, life, dashTicks, shieldTicks, railShots } = view;
  const [dashing, shielded, armed] = [dashTicks > 0, shieldTicks > 0, railShots > 0];
  return { seat, x, y, aim, hp, alive, aside, life, dashing, shielded, armed, reflecting: isReflecting(view) };
}
