/** Floor and walls of one arena: built once for each arena, then only shown. */
import type * as Phaser from 'phaser';
import { TURN } from '../../shared/sim/math.ts';
import type { Arena, Wall } from '../../shared/sim/types.ts';
import { type Art, type Brush, DEPTH } from './art.ts';
import type { Lens } from './lens.ts';
import { COLOUR, css, mix } from './palette.ts';

const CELL_U = 80;
const MAJOR_EVERY = 4;
/** Room around a wall's texture for its shadow. */
const SHADOW_U = 26;
/** How far the border is drawn outwards: beyond anything that a view can show. */
const BEYOND_U = 900;
/** Size in u of one texture px of the floor's large light and dark patches. */
const TONE_PX_U = 12;
/** Side of the pieces that the floor's lines are drawn in: a whole number of major cells. */
const PIECE_U = CELL_U * MAJOR_EVERY * 4;
/** What is drawn in a piece reaches over its edge by at most this. */
const OVERHANG_U = 40;

type Part = Phaser.GameObjects.Graphics | Phaser.GameObjects.Image;
/** A part that is drawn only while its box comes into view: large arenas have hundreds. */
type Piece = { part: Part; x: number; y: number; halfWidth: number; halfHeight: number };

type Edges = { left: number; top: number; right: number; bottom: number };

export class Ground {
  readonly #art: Art;
  #parts: Part[] = [];
  #pieces: Piece[] = [];
  #arena: Arena | undefined;
  #fine = false;

  constructor(art: Art) {
    this.#art = art;
  }

  /** Builds the arena unless it stands already. @param fine with shades; without them it costs a fraction */
  show(arena: Arena, fine: boolean): void {
    if (arena === this.#arena && fine === this.#fine) return;
    this.#arena = arena;
    this.#fine = fine;
    for (const part of this.#parts) part.destroy();
    this.#art.forgetAlone();
    this.#parts = [];
    this.#pieces = [];
    if (fine) this.#tone(arena);
    this.#grid(arena);
    this.#border(arena, fine);
    for (const wall of arena.walls) if (isInside(arena, wall)) this.#wall(wall);
  }

  /** Hides what is out of view. */
  reveal(lens: Lens): void {
    for (const { part, x, y, halfWidth, halfHeight } of this.#pieces) {
      part.setVisible(lens.seesBox(x, y, halfWidth + OVERHANG_U, halfHeight + OVERHANG_U));
    }
  }

  /** Large soft patches of light, so that the floor is not one flat colour and places look different from each other. */
  #tone(arena: Arena): void {
    const { unit } = this.#art; // TONE_PX_U u for each px of the texture, whatever the art's scale is
    const width = arena.width / TONE_PX_U;
    const height = arena.height / TONE_PX_U;
    const tone = this.#art.imageAlone(`tone ${arena.name}`, width * unit, height * unit, DEPTH.tone, (brush) => {
      brush.scale(unit, unit);
      drawTone(brush, width, height);
    });
    this.#parts.push(tone.setOrigin(0, 0).setScale(TONE_PX_U));
  }

  #grid(arena: Arena): void {
    for (let left = 0; left < arena.width; left += PIECE_U) {
      for (let top = 0; top < arena.height; top += PIECE_U) {
        const width = Math.min(PIECE_U, arena.width - left);
        const height = Math.min(PIECE_U, arena.height - top);
        const pen = this.#pen(left + width / 2, top + height / 2, width, height);
        drawGrid(pen, arena, { left, top, right: left + width, bottom: top + height });
      }
    }
    const [x, y] = [arena.width / 2, arena.height / 2];
    const pen = this.#pen(x, y, CELL_U * 7, CELL_U * 7);
    pen.lineStyle(3, MAJOR, 0.85).strokeCircle(x, y, CELL_U * 3);
    pen.lineStyle(2, MAJOR, 0.5).strokeCircle(x, y, CELL_U * 3.25);
  }

  /** @returns a pen for a piece of the floor around (x, y) */
  #pen(x: number, y: number, width: number, height: number): Phaser.GameObjects.Graphics {
    const pen = this.#art.scene.add.graphics().setDepth(DEPTH.grid);
    this.#addPiece(pen, x, y, width, height);
    return pen;
  }

  #addPiece(part: Part, x: number, y: number, width: number, height: number): void {
    this.#parts.push(part);
    this.#pieces.push({ part, x, y, halfWidth: width / 2, halfHeight: height / 2 });
  }

  #border(arena: Arena, fine: boolean): void {
    const { width, height } = arena;
    const pen = this.#art.scene.add.graphics().setDepth(DEPTH.walls);
    const band = (inset: number, outset: number, colour: number, alpha: number): void => {
      pen.fillStyle(colour, alpha);
      pen.fillRect(-outset, -outset, width + 2 * outset, outset - inset);
      pen.fillRect(-outset, height + inset, width + 2 * outset, outset - inset);
      pen.fillRect(-outset, -inset, outset - inset, height + 2 * inset);
      pen.fillRect(width + inset, -inset, outset - inset, height + 2 * inset);
    };
    band(22, BEYOND_U, COLOUR.beyond, 1);
    band(3, 22, COLOUR.wall, 1);
    band(14, 22, mix(COLOUR.wall, COLOUR.beyond, 0.5), 1);
    band(0, 3.5, COLOUR.wallEdge, 1);
    if (fine) for (let i = 0; i < 5; i++) band(-4 * (i + 1), 0, 0x05080f, 0.09);
    this.#parts.push(pen);
  }

  #wall(wall: Wall): void {
    const { width, height } = wall;
    const [outerWidth, outerHeight] = [width + 2 * SHADOW_U, height + 2 * SHADOW_U];
    const image = this.#art.imageAlone(`wall ${width} ${height}`, outerWidth, outerHeight, DEPTH.walls, (brush) => {
      drawWall(brush, width, height);
    });
    const [x, y] = [wall.x + width / 2, wall.y + height / 2];
    this.#addPiece(image.setPosition(x, y), x, y, outerWidth, outerHeight);
  }
}

const isInside = (arena: Arena, wall: Wall): boolean =>
  wall.x >= 0 && wall.y >= 0 && wall.x < arena.width && wall.y < arena.height;

const MAJOR = mix(COLOUR.grid, COLOUR.wall, 0.5);

/** Lines, crosses and the rings of spawn places within a piece of the floor; lines on its left and top edge are its own. */
function drawGrid(pen: Phaser.GameObjects.Graphics, arena: Arena, { left, top, right, bottom }: Edges): void {
  const lines = (from: number, to: number, line: (at: number, width: number) => void): void => {
    for (let i = Math.max(1, from / CELL_U); i * CELL_U < to; i++) {
      const isMajor = i % MAJOR_EVERY === 0;
      pen.fillStyle(isMajor ? MAJOR : COLOUR.grid, isMajor ? 0.8 : 0.62);
      line(i * CELL_U, isMajor ? 2.4 : 1.8);
    }
  };
  lines(left, right, (at, width) => pen.fillRect(at - width / 2, top, width, bottom - top));
  lines(top, bottom, (at, width) => pen.fillRect(left, at - width / 2, right - left, width));
  for (const { x, y } of arena.spawns) {
    if (x < left || x >= right || y < top || y >= bottom) continue;
    pen.lineStyle(2, MAJOR, 0.7).strokeCircle(x, y, 30);
  }
  pen.fillStyle(mix(COLOUR.grid, COLOUR.wallEdge, 0.35), 0.9);
  const step = CELL_U * MAJOR_EVERY;
  for (let x = Math.max(step, left); x < right; x += step) {
    for (let y = Math.max(step, top); y < bottom; y += step)
      pen.fillRect(x - 9, y - 1.5, 18, 3).fillRect(x - 1.5, y - 9, 3, 18);
  }
}

function drawTone(brush: Brush, width: number, height: number): void {
  const base = mix(COLOUR.floor, 0x0a0e20, 0.28);
  brush.fillStyle = css(base);
  brush.fillRect(-width / 2, -height / 2, width, height);
  const patch = (x: number, y: number, radius: number, colour: number, alpha: number): void => {
    const light = brush.createRadialGradient(x, y, 0, x, y, radius);
    light.addColorStop(0, css(colour, alpha));
    light.addColorStop(1, css(colour, 0));
    brush.fillStyle = light;
    brush.fillRect(-width / 2, -height / 2, width, height);
  };
  patch(0, 0, height * 0.62, 0x24337a, 0.6);
  for (let i = 0; i < 6; i++) {
    const angle = (i / 6) * TURN + 0.4;
    patch(
      Math.cos(angle) * width * 0.34,
      Math.sin(angle) * height * 0.34,
      height * 0.3,
      i % 2 === 0 ? 0x1d3a70 : 0x2c2560,
      0.55,
    );
  }
}

/** A raised block: drop shadow, lit from above, a bright edge and a darker inlay. */
function drawWall(brush: Brush, width: number, height: number): void {
  const x = -width / 2;
  const y = -height / 2;
  brush.save();
  brush.shadowColor = 'rgba(3, 6, 16, 0.8)';
  brush.shadowBlur = 16;
  brush.shadowOffsetX = 3;
  brush.shadowOffsetY = 9;
  brush.fillStyle = css(COLOUR.wall);
  brush.fillRect(x, y, width, height);
  brush.restore();
  const face = brush.createLinearGradient(0, y, 0, y + height);
  face.addColorStop(0, css(mix(COLOUR.wall, COLOUR.wallEdge, 0.3)));
  face.addColorStop(1, css(mix(COLOUR.wall, 0x0a0f22, 0.18)));
  brush.fillStyle = face;
  brush.fillRect(x, y, width, height);
  const inset = 9;
  const inlay = brush.createLinearGradient(0, y, 0, y + height);
  inlay.addColorStop(0, css(mix(COLOUR.wall, 0x0a0f22, 0.34)));
  inlay.addColorStop(1, css(mix(COLOUR.wall, 0x0a0f22, 0.1)));
  brush.fillStyle = inlay;
  brush.fillRect(x + inset, y + inset, width - 2 * inset, height - 2 * inset);
  brush.fillStyle = css(COLOUR.wallEdge, 0.22);
  brush.fillRect(x + inset, y + height - inset - 1.5, width - 2 * inset, 1.5);
  brush.fillStyle = 'rgba(4, 8, 22, 0.35)';
  brush.fillRect(x + inset, y + inset, width - 2 * inset, 1.5);
  brush.strokeStyle = css(COLOUR.wallEdge);
  brush.lineWidth = 2.4;
  brush.strokeRect(x + 1.2, y + 1.2, width - 2.4, height - 2.4);
  brush.fillStyle = css(mix(COLOUR.wallEdge, COLOUR.white, 0.5), 0.8);
  brush.fillRect(x + 2.4, y + 2.4, width - 4.8, 1.4);
}
