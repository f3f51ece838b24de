/** Bolts, sparks, particles and marks, painted. */
import { TURN } from '../../shared/sim/math.ts';
import type { Art, Brush } from './art.ts';
import { COLOUR, css, mix } from './palette.ts';

/** Colours that particles come in; a particle's texture is `${shape}-${colour}`. */
export const PARTICLE_COLOURS = [
  COLOUR.white,
  COLOUR.own,
  COLOUR.ownBolt,
  COLOUR.enemy,
  COLOUR.enemyBolt,
  COLOUR.thrownBolt,
  COLOUR.spark,
  COLOUR.shield,
  COLOUR.away,
  COLOUR.wallEdge,
  COLOUR.rail,
] as const;

export type ParticleShape = 'dot' | 'streak' | 'shard' | 'ring' | 'pop' | 'echo';

/** Large enough that stretching it to a bar leaves the ends sharp. */
const BAR_PART_U = 16;
export const RING_RADIUS_U = 42;
export const BOLT_LENGTH_U = 78;
/** Where the core of a bolt lies in its texture, as a share of its length. */
export const BOLT_CORE_SHARE = 0.88;

export function paintEffects(art: Art): void {
  for (const [name, colour] of [
    ['own', COLOUR.ownBolt],
    ['enemy', COLOUR.enemyBolt],
    ['thrown', COLOUR.thrownBolt],
  ] as const) {
    art.paint(`bolt-${name}`, BOLT_LENGTH_U, 26, (brush) => drawBolt(brush, colour));
  }
  art.paint('spark', 22, 22, (brush) => drawSpark(brush, 0));
  art.paint('spark-glow', 52, 52, (brush) => drawSpark(brush, 1));
  for (const colour of PARTICLE_COLOURS) paintParticles(art, colour);
  art.paint('hit-mark', 44, 44, drawHitMark);
  for (const [name, colour] of [
    ['good', COLOUR.heal],
    ['fair', COLOUR.gold],
    ['bad', COLOUR.enemy],
    ['back', 0x060912],
  ] as const) {
    art.paint(`bar-${name}`, BAR_PART_U, BAR_PART_U, (brush) => {
      brush.fillStyle = css(colour, name === 'back' ? 0.8 : 1);
      brush.fillRect(-BAR_PART_U, -BAR_PART_U, 2 * BAR_PART_U, 2 * BAR_PART_U);
    });
  }
}

function paintParticles(art: Art, colour: number): void {
  const light = css(mix(colour, COLOUR.white, 0.55));
  art.paint(`dot-${colour}`, 16, 16, (brush) => {
    const soft = brush.createRadialGradient(0, 0, 0, 0, 0, 8);
    soft.addColorStop(0, light);
    soft.addColorStop(0.35, css(colour, 0.9));
    soft.addColorStop(1, css(colour, 0));
    disc(brush, 8, soft);
  });
  art.paint(`streak-${colour}`, 26, 6, (brush) => drawStreak(brush, colour));
  art.paint(`shard-${colour}`, 20, 18, (brush) => drawShard(brush, colour));
  art.paint(`ring-${colour}`, 2 * RING_RADIUS_U + 6, 2 * RING_RADIUS_U + 6, (brush) => {
    brush.strokeStyle = css(mix(colour, COLOUR.white, 0.3));
    brush.lineWidth = 3;
    brush.beginPath();
    brush.arc(0, 0, RING_RADIUS_U, 0, TURN);
    brush.stroke();
  });
  art.paint(`pop-${colour}`, 60, 60, (brush) => drawPop(brush, colour));
  art.paint(`echo-${colour}`, 44, 44, (brush) => {
    disc(brush, 18, css(colour, 0.4));
    brush.strokeStyle = css(mix(colour, COLOUR.white, 0.4), 0.9);
    brush.lineWidth = 2;
    brush.stroke();
  });
}

function disc(brush: Brush, radius: number, style: string | CanvasGradient): void {
  brush.fillStyle = style;
  brush.beginPath();
  brush.arc(0, 0, radius, 0, TURN);
  brush.fill();
}

function drawBolt(brush: Brush, colour: number): void {
  const half = BOLT_LENGTH_U / 2;
  const core = BOLT_LENGTH_U * BOLT_CORE_SHARE - half;
  const trail = brush.createLinearGradient(-half, 0, core, 0);
  trail.addColorStop(0, css(colour, 0));
  trail.addColorStop(0.7, css(colour, 0.55));
  trail.addColorStop(1, css(mix(colour, COLOUR.white, 0.5), 1));
  brush.fillStyle = trail;
  brush.beginPath();
  brush.moveTo(-half, 0);
  brush.quadraticCurveTo(core - 14, -2, core, -4.6);
  brush.arc(core, 0, 4.6, -Math.PI / 2, Math.PI / 2);
  brush.quadraticCurveTo(core - 14, 2, -half, 0);
  brush.fill();
  brush.save();
  brush.translate(core, 0);
  const halo = brush.createRadialGradient(0, 0, 1, 0, 0, 9.3);
  halo.addColorStop(0, css(colour, 0.95));
  halo.addColorStop(0.5, css(colour, 0.5));
  halo.addColorStop(1, css(colour, 0));
  disc(brush, 9.3, halo);
  brush.scale(1.5, 1);
  disc(brush, 3.3, css(mix(colour, COLOUR.white, 0.9)));
  brush.restore();
}

/** @param glow 0 = the bare diamond, 1 = with a halo */
function drawSpark(brush: Brush, glow: number): void {
  if (glow > 0) {
    const halo = brush.createRadialGradient(0, 0, 2, 0, 0, 25);
    halo.addColorStop(0, css(COLOUR.spark, 0.5));
    halo.addColorStop(0.4, css(COLOUR.gold, 0.16));
    halo.addColorStop(1, css(COLOUR.gold, 0));
    disc(brush, 25, halo);
  }
  const facets = [
    [-7, 0, 0, -9.5, mix(COLOUR.spark, COLOUR.white, 0.75)],
    [0, -9.5, 7, 0, COLOUR.spark],
    [7, 0, 0, 9.5, mix(COLOUR.gold, 0x7a4a00, 0.35)],
    [0, 9.5, -7, 0, COLOUR.gold],
  ] as const;
  for (const [fromX, fromY, toX, toY, colour] of facets) {
    brush.fillStyle = css(colour);
    brush.beginPath();
    brush.moveTo(0, 0);
    brush.lineTo(fromX, fromY);
    brush.lineTo(toX, toY);
    brush.fill();
  }
}

function drawStreak(brush: Brush, colour: number): void {
  const fade = brush.createLinearGradient(-13, 0, 13, 0);
  fade.addColorStop(0, css(colour, 0));
  fade.addColorStop(0.6, css(colour, 0.9));
  fade.addColorStop(1, css(mix(colour, COLOUR.white, 0.8)));
  brush.fillStyle = fade;
  brush.beginPath();
  brush.ellipse(0, 0, 13, 2.2, 0, 0, TURN);
  brush.fill();
}

function drawShard(brush: Brush, colour: number): void {
  brush.fillStyle = css(colour);
  brush.strokeStyle = css(mix(colour, COLOUR.white, 0.5));
  brush.lineWidth = 1.5;
  brush.beginPath();
  brush.moveTo(-8, -5);
  brush.lineTo(8, -1);
  brush.lineTo(-3, 7);
  brush.closePath();
  brush.fill();
  brush.stroke();
}

/** A star with a soft heart: muzzles, hits. */
function drawPop(brush: Brush, colour: number): void {
  const heart = brush.createRadialGradient(0, 0, 2, 0, 0, 22);
  heart.addColorStop(0, css(COLOUR.white));
  heart.addColorStop(0.3, css(mix(colour, COLOUR.white, 0.4), 0.85));
  heart.addColorStop(1, css(colour, 0));
  disc(brush, 22, heart);
  brush.fillStyle = css(mix(colour, COLOUR.white, 0.6));
  brush.beginPath();
  for (let i = 0; i < 16; i++) {
    const radius = i % 2 === 1 ? 6 : i % 4 === 0 ? 28 : 16;
    brush.lineTo(Math.cos((i / 16) * TURN) * radius, Math.sin((i / 16) * TURN) * radius);
  }
  brush.fill();
}

function drawHitMark(brush: Brush): void {
  brush.lineCap = 'round';
  for (const [width, style] of [
    [6, css(0x060912, 0.7)],
    [3, css(COLOUR.white)],
  ] as const) {
    brush.lineWidth = width;
    brush.strokeStyle = style;
    for (let i = 0; i < 4; i++) {
      const angle = Math.PI / 4 + (i / 4) * TURN;
      brush.beginPath();
      brush.moveTo(Math.cos(angle) * 9, Math.sin(angle) * 9);
      brush.lineTo(Math.cos(angle) * 17, Math.sin(angle) * 17);
      brush.stroke();
    }
  }
}
