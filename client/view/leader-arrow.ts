/** An arrow at the edge of the screen towards the leader, while it is out of view. */
import type * as Phaser from 'phaser';
import { NOBODY } from '../../shared/sim/types.ts';
import { type Art, DEPTH } from './art.ts';
import type { Lens } from './lens.ts';
import { COLOUR, css } from './palette.ts';
import type { Places } from './places.ts';

const SIZE_PX = 30;
/** From the edges, so that thumbs and the page's own panels leave it visible. */
const INSET_X_PX = 38;
const INSET_TOP_PX = 84;
const INSET_BOTTOM_PX = 84;

export function paintLeaderArrow(art: Art): void {
  art.paint('leader-arrow', SIZE_PX * 2, SIZE_PX * 2, (brush) => {
    brush.fillStyle = css(COLOUR.gold);
    brush.strokeStyle = css(0x0a0f22, 0.9);
    brush.lineWidth = 2;
    brush.lineJoin = 'round';
    brush.beginPath();
    brush.moveTo(29, 0);
    brush.lineTo(13, -9);
    brush.lineTo(17, 0);
    brush.lineTo(13, 9);
    brush.closePath();
    brush.fill();
    brush.stroke();
  });
}

export class LeaderArrow {
  readonly #arrow: Phaser.GameObjects.Image;
  readonly #crown: Phaser.GameObjects.Image;

  constructor(art: Art) {
    this.#arrow = art.image('leader-arrow', DEPTH.overlay).setVisible(false);
    this.#crown = art.image('crown', DEPTH.overlay).setVisible(false);
  }

  draw(leader: number, ownSeat: number, lens: Lens, places: Places, unit: number): void {
    const place = leader === NOBODY || leader === ownSeat ? undefined : places.of(leader);
    const away = place !== undefined && !lens.sees(place.x, place.y, -10);
    this.#arrow.setVisible(away);
    this.#crown.setVisible(away);
    if (place === undefined || !away) return;
    const middleX = lens.width / 2;
    const middleY = (lens.height + INSET_TOP_PX - INSET_BOTTOM_PX) / 2;
    const dx = lens.toScreenX(place.x) - middleX;
    const dy = lens.toScreenY(place.y) - middleY;
    const reachX = middleX - INSET_X_PX;
    const reachY = (lens.height - INSET_TOP_PX - INSET_BOTTOM_PX) / 2;
    const share = Math.min(reachX / Math.abs(dx), reachY / Math.abs(dy));
    const x = lens.toWorldX(middleX + dx * share);
    const y = lens.toWorldY(middleY + dy * share);
    const scale = unit * lens.uPerPx;
    this.#arrow.setPosition(x, y).setRotation(Math.atan2(dy, dx)).setScale(scale);
    this.#crown.setPosition(x, y).setScale(scale * 0.72);
  }
}
