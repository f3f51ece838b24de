/** Rail pads: a socket with the weapon in it, or with a ring that fills until there is one again. */
import type * as Phaser from 'phaser';
import type { PadView } from '../../shared/netcode/views.ts';
import { TURN } from '../../shared/sim/math.ts';
import { PAD, PILOT } from '../../shared/sim/tunables.ts';
import { Marked } from '../../shared/wire/marked.ts';
import { DEPTH } from './art.ts';
import type { FrameView } from './frame-view.ts';
import type { LayerTools } from './layer-tools.ts';
import { COLOUR } from './palette.ts';

const PULSE_MS = 1700;
const RING_U = PAD.radius - 7;
const TOP = -TURN / 4;
/** The pilot that took it stands no farther than this: the pad is told of a patch later than the pilot is shown. */
const TAKEN_WITHIN_U = PAD.radius + PILOT.radius + 60;

type Pad = {
  socket: Phaser.GameObjects.Image;
  glow: Phaser.GameObjects.Image;
  weapon: Phaser.GameObjects.Image;
  ring: Phaser.GameObjects.Graphics;
  ready: boolean;
};

export class PadsLayer {
  readonly #tools: LayerTools;
  readonly #pads = new Marked<string, Pad>();

  constructor(tools: LayerTools) {
    this.#tools = tools;
  }

  draw(view: FrameView): void {
    const { lens, places, cues } = this.#tools;
    this.#pads.begin();
    for (const padView of view.pads) {
      const { id, x, y, readyInTicks } = padView;
      const pad = this.#pads.mark(id, () => this.#add(padView));
      const ready = readyInTicks === 0;
      if (pad.ready && !ready) {
        const own = places.nearest(x, y, TAKEN_WITHIN_U) === view.ownSeat;
        cues.add({ kind: 'armed', x, y, own, colour: COLOUR.rail });
      }
      pad.ready = ready;
      this.#show(pad, padView, lens.sees(x, y, 90), view.nowMs);
    }
    this.#pads.sweep(({ socket, glow, weapon, ring }) => {
      for (const part of [socket, glow, weapon, ring]) part.destroy();
    });
  }

  #add({ x, y, readyInTicks }: PadView): Pad {
    const { art } = this.#tools;
    return {
      socket: art.image('pad-socket', DEPTH.pads).setPosition(x, y),
      glow: art.image('pad-glow', DEPTH.pads + 1, true).setPosition(x, y),
      weapon: art.image('pad-weapon', DEPTH.pads + 2).setPosition(x, y),
      ring: art.scene.add.graphics({ x, y }).setDepth(DEPTH.pads + 1),
      ready: readyInTicks === 0,
    };
  }

  #show(pad: Pad, view: PadView, visible: boolean, nowMs: number): void {
    const { quality } = this.#tools;
    const { unit } = this.#tools.art;
    const wave = quality.calm ? 0 : Math.sin((nowMs / PULSE_MS) * TURN);
    pad.socket.setVisible(visible);
    pad.weapon.setVisible(visible && pad.ready).setScale((1.05 + 0.06 * wave) * unit);
    pad.glow.setVisible(visible && pad.ready && quality.glow).setAlpha(0.75 + 0.25 * wave);
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
