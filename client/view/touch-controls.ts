/** The thumb sticks and the dash button, drawn where the thumbs are. */
import type * as Phaser from 'phaser';
import { TURN } from '../../shared/sim/math.ts';
import { DASH } from '../../shared/sim/tunables.ts';
import type { StickView, TouchView } from '../input/intent.ts';
import { type Art, DEPTH } from './art.ts';
import type { Lens } from './lens.ts';
import { COLOUR } from './palette.ts';

const STICK_RADIUS_PX = 56;
const KNOB_RADIUS_PX = 24;

export class TouchControls {
  readonly #pen: Phaser.GameObjects.Graphics;

  constructor(art: Art) {
    this.#pen = art.scene.add.graphics().setDepth(DEPTH.overlay + 1);
  }

  draw(touch: Readonly<TouchView>, dashCooldownTicks: number, lens: Lens): void {
    const pen = this.#pen.clear().setVisible(touch.used);
    if (!touch.used) return;
    pen.setPosition(lens.toWorldX(0), lens.toWorldY(0)).setScale(lens.uPerPx);
    this.#stick(touch.move, lens.width * 0.2, lens.height - 120, COLOUR.white);
    this.#stick(touch.aim, lens.width - 190, lens.height - 120, COLOUR.enemyBolt);
    this.#dash(touch.dash, dashCooldownTicks / DASH.cooldownTicks);
  }

  #stick(stick: StickView, restX: number, restY: number, colour: number): void {
    const x = stick.active ? stick.originX : restX;
    const y = stick.active ? stick.originY : restY;
    const strength = stick.active ? 1 : 0.4;
    this.#pen.fillStyle(COLOUR.white, 0.07 * strength).fillCircle(x, y, STICK_RADIUS_PX);
    this.#pen.lineStyle(2, COLOUR.white, 0.4 * strength).strokeCircle(x, y, STICK_RADIUS_PX);
    this.#pen.fillStyle(colour, 0.6 * strength);
    this.#pen.fillCircle(x + stick.x * STICK_RADIUS_PX, y + stick.y * STICK_RADIUS_PX, KNOB_RADIUS_PX);
  }

  /** @param cooling 1 = just used, 0 = ready */
  #dash({ x, y, radius, pressed }: TouchView['dash'], cooling: number): void {
    const ready = cooling <= 0;
    this.#pen.fillStyle(COLOUR.own, pressed ? 0.55 : ready ? 0.3 : 0.12).fillCircle(x, y, radius);
    this.#pen.lineStyle(3, COLOUR.own, ready ? 0.95 : 0.3).strokeCircle(x, y, radius);
    if (!ready) {
      this.#pen.lineStyle(3, COLOUR.own, 0.95).beginPath();
      this.#pen.arc(x, y, radius, -TURN / 4, -TURN / 4 + (1 - cooling) * TURN).strokePath();
    }
    this.#pen.lineStyle(4, COLOUR.white, ready ? 0.95 : 0.4);
    for (const shift of [-9, 5]) {
      this.#pen
        .beginPath()
        .moveTo(x + shift - 5, y - 11)
        .lineTo(x + shift + 6, y)
        .lineTo(x + shift - 5, y + 11)
        .strokePath();
    }
  }
}
