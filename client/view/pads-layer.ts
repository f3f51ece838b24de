/** Rail pads: a socket with the weapon in it, or with a ring that fills until there is one again. */
import type * as Phaser from 'phaser';
import type { PadView } from '../../shared/netcode/views.ts';
import { TURN } from '../../shared/sim/math.ts';
import { PAD, PILOT } from '../../shared/sim/tunables.ts';
import { type Art, DEPTH } from './art.ts';
import type { Cues } from './cues.ts';
import type { FrameView } from './frame-view.ts';
import type { Lens } from './lens.ts';
import { COLOUR } from './palette.ts';
import type { Places } from './places.ts';
import type { Quality } from './quality.ts';

const PULSE_MS = 1700;
const RING_U = PAD.radius - 7;
const TOP = -TURN / 4;
/** Whoever took it stands no farther than this: the pad is told of a patch later than the pilot is shown. */
const TAKEN_WITHIN_U = PAD.radius + PILOT.radius + 60;

type Pad = {
  socket: Phaser.GameObjects.Image;
  glow: Phaser.GameObjects.Image;
  weapon: Phaser.GameObjects.Image;
  ring: Phaser.GameObjects.Graphics;
  ready: boolean;
  seenFrame: number;
};

export class PadsLayer {
  readonly #art: Art;
  readonly #quality: Quality;
  readonly #pads = new Map<string, Pad>();
  #frame = 0;

  constructor(art: Art, quality: Quality) {
    this.#art = art;
    this.#quality = quality;
  }

  draw(view: FrameView, lens: Lens, places: Places, cues: Cues): void {
    this.#frame++;
    for (const padView of view.pads) {
      const pad = this.#pads.get(padView.id) ?? this.#add(padView);
      const ready = padView.readyInTicks === 0;
      if (pad.ready && !ready) {
        const own = places.nearest(padView.x, padView.y, TAKEN_WITHIN_U) === view.ownSeat;
        cues.add('armed', padView.x, padView.y, 0, own, COLOUR.rail);
      }
      pad.ready = ready;
      pad.seenFrame = this.#frame;
      this.#show(pad, padView, lens.sees(padView.x, padView.y, 90), view.nowMs);
    }
    for (const [id, pad] of this.#pads) {
      if (pad.seenFrame === this.#frame) continue;
      for (const part of [pad.socket, pad.glow, pad.weapon, pad.ring]) part.destroy();
      this.#pads.delete(id);
    }
  }

  #add({ id, x, y, readyInTicks }: PadView): Pad {
    const pad: Pad = {
      socket: this.#art.image('pad-socket', DEPTH.pads).setPosition(x, y),
      glow: this.#art.image('pad-glow', DEPTH.pads + 1, true).setPosition(x, y),
      weapon: this.#art.image('pad-weapon', DEPTH.pads + 2).setPosition(x, y),
      ring: this.#art.scene.add.graphics({ x, y }).setDepth(DEPTH.pads + 1),
      ready: readyInTicks === 0,
      seenFrame: 0,
    };
    this.#pads.set(id, pad);
    return pad;
  }

  #show(pad: Pad, view: PadView, visible: boolean, nowMs: number): void {
    const { unit } = this.#art;
    const wave = this.#quality.calm ? 0 : Math.sin((nowMs / PULSE_MS) * TURN);
    pad.socket.setVisible(visible);
    pad.weapon.setVisible(visible && pad.ready).setScale((1.05 + 0.06 * wave) * unit);
    pad.glow.setVisible(visible && pad.ready && this.#quality.glow).setAlpha(0.75 + 0.25 * wave);
    pad.ring.setVisible(visible && !pad.ready);
    if (!visible || pad.ready) return;
    const filled = 1 - view.readyInTicks / view.refillTicks;
    const pen = pad.ring.clear();
    pen.lineStyle(5, COLOUR.grid, 0.9).strokeCircle(0, 0, RING_U);
    if (filled <= 0) return;
    pen.lineStyle(5, COLOUR.rail, 0.95).beginPath();
    pen.arc(0, 0, RING_U, TOP, TOP + filled * TURN).strokePath();
  }
}
