/** Pilots and what they wear, painted: body, gun, ring, glow, flash, bubble, reflection arc, crown. */
import { TURN } from '../../shared/sim/math.ts';
import { PILOT } from '../../shared/sim/tunables.ts';
import type { Art, Brush } from './art.ts';
import { COLOUR, css, mix } from './palette.ts';

const R = PILOT.radius;

export function paintPilots(art: Art): void {
  for (const [name, colour] of [
    ['own', COLOUR.own],
    ['enemy', COLOUR.enemy],
    ['away', COLOUR.away],
  ] as const) {
    art.paint(`body-${name}`, 56, 56, (brush) => drawBody(brush, colour));
    art.paint(`gun-${name}`, 72, 40, (brush) => drawGun(brush, colour));
    art.paint(`glow-${name}`, 128, 128, (brush) => drawHalo(brush, colour, 62, 0.42));
  }
  art.paint('glow-leader', 176, 176, (brush) => drawHalo(brush, COLOUR.gold, 86, 0.55));
  art.paint('ring-own', 56, 56, drawOwnRing);
  art.paint('ring-leader', 64, 64, drawLeaderRing);
  art.paint('flash', 48, 48, (brush) => fillDisc(brush, R + 1, css(COLOUR.white)));
  art.paint('bubble', 84, 84, drawBubble);
  art.paint('reflect', 96, 96, drawReflect);
  art.paint('crown', 34, 28, drawCrown);
}

function fillDisc(brush: Brush, radius: number, style: string | CanvasGradient): void {
  brush.fillStyle = style;
  brush.beginPath();
  brush.arc(0, 0, radius, 0, TURN);
  brush.fill();
}

function strokeDisc(brush: Brush, radius: number, width: number, style: string): void {
  brush.strokeStyle = style;
  brush.lineWidth = width;
  brush.beginPath();
  brush.arc(0, 0, radius, 0, TURN);
  brush.stroke();
}

function drawBody(brush: Brush, colour: number): void {
  brush.save();
  brush.shadowColor = 'rgba(4, 7, 20, 0.75)';
  brush.shadowBlur = 8;
  brush.shadowOffsetY = 4;
  fillDisc(brush, R - 0.5, css(mix(colour, 0x0a0f22, 0.55)));
  brush.restore();
  const shade = brush.createRadialGradient(-6, -8, 2, 0, 0, R);
  shade.addColorStop(0, css(mix(colour, COLOUR.white, 0.45)));
  shade.addColorStop(0.4, css(colour));
  shade.addColorStop(1, css(mix(colour, 0x1a1030, 0.5)));
  fillDisc(brush, R - 1, shade);
  strokeDisc(brush, R - 1.5, 2.5, css(mix(colour, COLOUR.white, 0.35)));
  fillDisc(brush, 8, css(mix(colour, 0x0a0f22, 0.72)));
  strokeDisc(brush, 8, 1.5, css(mix(colour, COLOUR.white, 0.2), 0.8));
}

/** Points along +x; its texture is centred on the pilot, so that turning the image turns it around the pilot. */
function drawGun(brush: Brush, colour: number): void {
  brush.fillStyle = css(mix(colour, COLOUR.white, 0.75));
  brush.strokeStyle = css(mix(colour, 0x0a0f22, 0.7));
  brush.lineWidth = 1.6;
  brush.lineJoin = 'round';
  brush.beginPath();
  brush.moveTo(3, -4);
  brush.lineTo(24, -3.2);
  brush.lineTo(24, -5.6);
  brush.lineTo(33, 0);
  brush.lineTo(24, 5.6);
  brush.lineTo(24, 3.2);
  brush.lineTo(3, 4);
  brush.arc(0, 0, 5, Math.PI / 4, TURN - Math.PI / 4);
  brush.closePath();
  brush.fill();
  brush.stroke();
}

function drawHalo(brush: Brush, colour: number, radius: number, alpha: number): void {
  const glow = brush.createRadialGradient(0, 0, R * 0.6, 0, 0, radius);
  glow.addColorStop(0, css(colour, alpha));
  glow.addColorStop(0.35, css(colour, alpha * 0.4));
  glow.addColorStop(1, css(colour, 0));
  fillDisc(brush, radius, glow);
}

function drawOwnRing(brush: Brush): void {
  strokeDisc(brush, R + 4, 5, css(0x0a0f22, 0.55));
  strokeDisc(brush, R + 4, 2.8, css(COLOUR.white));
}

function drawLeaderRing(brush: Brush): void {
  brush.setLineDash([9, 6.5]);
  strokeDisc(brush, R + 10, 2.4, css(COLOUR.gold));
}

function drawBubble(brush: Brush): void {
  const radius = R + 17;
  const film = brush.createRadialGradient(0, 0, radius * 0.55, 0, 0, radius);
  film.addColorStop(0, css(COLOUR.shield, 0.02));
  film.addColorStop(0.8, css(COLOUR.shield, 0.16));
  film.addColorStop(1, css(COLOUR.shield, 0.42));
  fillDisc(brush, radius, film);
  strokeDisc(brush, radius, 2, css(mix(COLOUR.shield, COLOUR.white, 0.4), 0.9));
  brush.lineCap = 'round';
  brush.lineWidth = 4;
  brush.strokeStyle = css(COLOUR.white, 0.8);
  brush.beginPath();
  brush.arc(0, 0, radius - 6, Math.PI * 1.12, Math.PI * 1.42);
  brush.stroke();
}

function drawReflect(brush: Brush): void {
  brush.lineCap = 'round';
  for (const [width, alpha] of [
    [12, 0.18],
    [7, 0.35],
    [3, 1],
  ] as const) {
    strokeDisc(brush, R + 14, width * 0.5, css(COLOUR.thrownBolt, alpha * 0.4));
    brush.lineWidth = width;
    brush.strokeStyle = css(mix(COLOUR.thrownBolt, COLOUR.white, 0.4), alpha);
    brush.beginPath();
    brush.arc(0, 0, R + 14, -1.15, 1.15);
    brush.stroke();
  }
}

function drawCrown(brush: Brush): void {
  const gold = brush.createLinearGradient(0, -10, 0, 10);
  gold.addColorStop(0, '#fff3b0');
  gold.addColorStop(1, css(COLOUR.gold));
  brush.fillStyle = gold;
  brush.strokeStyle = '#5a3b00';
  brush.lineWidth = 1.8;
  brush.lineJoin = 'round';
  brush.beginPath();
  brush.moveTo(-13, 9);
  for (const [x, y] of [
    [-14, -6],
    [-6.5, 1],
    [0, -10],
    [6.5, 1],
    [14, -6],
    [13, 9],
  ] as const)
    brush.lineTo(x, y);
  brush.closePath();
  brush.fill();
  brush.stroke();
  brush.fillStyle = '#c8452f';
  brush.beginPath();
  brush.arc(0, 4, 2.2, 0, TURN);
  brush.fill();
}
