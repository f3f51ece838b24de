/** One pilot on screen: body, gun, rings, bubble, flash, health bar, name. */
import type * as Phaser from 'phaser';
import { PILOT } from '../../shared/sim/tunables.ts';
import { type Art, DEPTH } from './art.ts';
import type { FrameView } from './frame-view.ts';
import { type Label, makeLabel } from './labels.ts';
import type { Lens } from './lens.ts';

const FLASH_MS = 130;
const BAR_WIDTH_U = 40;
const BAR_HEIGHT_U = 5;
const BAR_ABOVE_U = PILOT.radius + 15;
const LABEL_BELOW_U = PILOT.radius + 13;
/** A frozen sprite glides back to its true place in about this time. */
const THAW_TAU_MS = 35;
/** A pilot that was connected and is not: seen through. */
const AWAY_ALPHA = 0.55;
/** Recoil of the Rail: how far the picture is thrown back. It comes forward again as it thaws. */
const KICK_U = 9;

/** What a sprite must know of its pilot in this frame. */
export type PilotPicture = {
  x: number;
  y: number;
  /** Direction of the gun, in radians. */
  angle: number;
  hp: number;
  shielded: boolean;
  reflecting: boolean;
  /** Has the Rail: its long barrel shows. */
  armed: boolean;
  leader: boolean;
  away: boolean;
  name: string;
};

export class PilotSprite {
  readonly #own: boolean;
  readonly #glow: Phaser.GameObjects.Image;
  readonly #body: Phaser.GameObjects.Image;
  readonly #gun: Phaser.GameObjects.Image;
  readonly #ring: Phaser.GameObjects.Image;
  readonly #flash: Phaser.GameObjects.Image;
  readonly #bubble: Phaser.GameObjects.Image;
  readonly #reflect: Phaser.GameObjects.Image;
  readonly #crown: Phaser.GameObjects.Image;
  readonly #barBack: Phaser.GameObjects.Image;
  readonly #bar: Phaser.GameObjects.Image;
  readonly #label: Label;
  readonly #unit: number;
  #shown = true;
  #skin = '';
  #flashMs = 0;
  #freezeMs = 0;
  #offsetX = 0;
  #offsetY = 0;
  /** Where it is drawn. */
  x = 0;
  y = 0;

  constructor(art: Art, own: boolean) {
    this.#own = own;
    this.#unit = art.unit;
    this.#glow = art.image('glow-enemy', DEPTH.glow, true);
    this.#body = art.image('body-enemy', DEPTH.pilots);
    this.#ring = art.image('ring-own', DEPTH.pilots + 1);
    this.#gun = art.image('gun-enemy', DEPTH.pilots + 2);
    this.#flash = art.image('flash', DEPTH.pilots + 3);
    this.#bubble = art.image('bubble', DEPTH.bubble);
    this.#reflect = art.image('reflect', DEPTH.bubble + 1);
    this.#crown = art.image('crown', DEPTH.bubble + 2);
    this.#barBack = art.image('bar-back', DEPTH.labels).setOrigin(0, 0.5);
    this.#bar = art.image('bar-good', DEPTH.labels + 1).setOrigin(0, 0.5);
    this.#label = makeLabel(art.scene, DEPTH.labels + 2);
  }

  /** Shows it white for a moment. */
  flash(): void {
    this.#flashMs = FLASH_MS;
  }

  /** Holds the picture still; the pilot itself goes on. */
  freeze(durationMs: number): void {
    this.#freezeMs = durationMs;
  }

  /** @param angle along which the shot went */
  kick(angle: number): void {
    this.#offsetX -= Math.cos(angle) * KICK_U;
    this.#offsetY -= Math.sin(angle) * KICK_U;
  }

  /** Its place jumped: nothing glides there. */
  jump(): void {
    this.#freezeMs = 0;
    this.#offsetX = 0;
    this.#offsetY = 0;
    this.#flashMs = 0;
  }

  hide(): void {
    if (!this.#shown) return;
    this.#shown = false;
    for (const image of this.#images()) image.setVisible(false);
    this.#label.hide();
  }

  show(picture: Readonly<PilotPicture>, { nowMs, deltaMs }: FrameView, lens: Lens, glow: boolean): void {
    this.#shown = true;
    this.#place(picture, deltaMs);
    this.#flashMs = Math.max(0, this.#flashMs - deltaMs);
    this.#dress(picture);
    const { x, y } = this;
    this.#body
      .setPosition(x, y)
      .setVisible(true)
      .setAlpha(picture.away ? AWAY_ALPHA : 1);
    this.#gun
      .setPosition(x, y)
      .setVisible(true)
      .setRotation(picture.angle)
      .setAlpha(picture.away ? AWAY_ALPHA : 1);
    this.#glow.setPosition(x, y).setVisible(glow && !picture.away);
    this.#ring.setPosition(x, y).setVisible(this.#own || picture.leader);
    if (picture.leader && !this.#own) this.#ring.setRotation(nowMs / 900);
    this.#flash
      .setPosition(x, y)
      .setVisible(this.#flashMs > 0)
      .setAlpha(this.#flashMs / FLASH_MS);
    const breath = 1 + 0.035 * Math.sin(nowMs / 110);
    this.#bubble
      .setPosition(x, y)
      .setVisible(picture.shielded)
      .setScale(this.#unit * breath);
    this.#reflect.setPosition(x, y).setVisible(picture.reflecting).setRotation(picture.angle);
    this.#crown.setPosition(x, y - PILOT.radius - 15 - this.#barRoom(picture)).setVisible(picture.leader);
    this.#drawBar(picture);
    this.#label.show(picture.name, x, y + LABEL_BELOW_U, lens, picture.away ? 0.6 : 0.95);
  }

  destroy(): void {
    for (const image of this.#images()) image.destroy();
    this.#label.destroy();
  }

  #place(picture: Readonly<PilotPicture>, deltaMs: number): void {
    if (this.#freezeMs > 0) {
      this.#freezeMs -= deltaMs;
      this.#offsetX = this.x - picture.x;
      this.#offsetY = this.y - picture.y;
      return;
    }
    const keep = Math.exp(-deltaMs / THAW_TAU_MS);
    this.#offsetX *= keep;
    this.#offsetY *= keep;
    this.x = picture.x + this.#offsetX;
    this.y = picture.y + this.#offsetY;
  }

  /** Puts on the textures of what it is now; seldom anything to do. */
  #dress(picture: Readonly<PilotPicture>): void {
    const kind = picture.away ? 'away' : this.#own ? 'own' : 'enemy';
    const skin = `${kind} ${picture.leader} ${picture.armed}`;
    if (skin === this.#skin) return;
    this.#skin = skin;
    this.#body.setFrame(`body-${kind}`);
    this.#gun.setFrame(`${picture.armed ? 'rail-gun' : 'gun'}-${kind}`);
    this.#glow.setFrame(picture.leader ? 'glow-leader' : `glow-${kind}`);
    this.#ring.setFrame(this.#own ? 'ring-own' : 'ring-leader').setRotation(0);
  }

  #barRoom = (picture: Readonly<PilotPicture>): number => (picture.hp < PILOT.hpMax ? 11 : 0);

  #drawBar(picture: Readonly<PilotPicture>): void {
    const share = Math.max(0, picture.hp / PILOT.hpMax);
    const hurt = share < 1;
    this.#barBack.setVisible(hurt);
    this.#bar.setVisible(hurt);
    if (!hurt) return;
    const left = this.x - BAR_WIDTH_U / 2;
    const y = this.y - BAR_ABOVE_U;
    this.#barBack.setPosition(left - 1.5, y).setDisplaySize(BAR_WIDTH_U + 3, BAR_HEIGHT_U + 3);
    this.#bar.setFrame(share > 0.6 ? 'bar-good' : share > 0.3 ? 'bar-fair' : 'bar-bad');
    this.#bar.setPosition(left, y).setDisplaySize(Math.max(1, BAR_WIDTH_U * share), BAR_HEIGHT_U);
  }

  #images(): Phaser.GameObjects.Image[] {
    return [
      this.#glow,
      this.#body,
      this.#gun,
      this.#ring,
      this.#flash,
      this.#bubble,
      this.#reflect,
      this.#crown,
      this.#barBack,
      this.#bar,
    ];
  }
}
