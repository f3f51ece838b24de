/** The Rail, painted: its pad, its gun, its sight line and its beam. */
import { TURN } from '../../shared/sim/math.ts';
import { PAD, PILOT } from '../../shared/sim/tunables.ts';
import type { Art, Brush } from './art.ts';
import { COLOUR, css, mix } from './palette.ts';

const SOCKET_U = PAD.radius + 12;
/** Length of the textures that are stretched along a ray. */
export const BEAM_TEXTURE_U = 32;
/** From the pilot's middle to the mouth of the long barrel. */
export const RAIL_MUZZLE_U = PILOT.radius + 28;

export function paintRail(art: Art): void {
  art.paint('pad-socket', SOCKET_U * 2 + 8, SOCKET_U * 2 + 8, drawSocket);
  art.paint('pad-glow', 170, 170, (brush) => drawSoft(brush, COLOUR.rail, 84, 0.5));
  art.paint('pad-weapon', 64, 34, drawWeapon);
  for (const [name, colour] of [
    ['own', COLOUR.own],
    ['enemy', COLOUR.enemy],
    ['away', COLOUR.away],
  ] as const) {
    art.paint(`rail-gun-${name}`, 100, 40, (brush) => drawGun(brush, colour));
  }
  art.paint('sight', BEAM_TEXTURE_U, 6, (brush) => drawBand(brush, 3, [css(COLOUR.white, 0), css(COLOUR.ownBolt)]));
  art.paint('beam-core', BEAM_TEXTURE_U, 8, (brush) =>
    drawBand(brush, 4, [css(COLOUR.white, 0), css(COLOUR.white), css(COLOUR.white)]),
  );
  for (const [name, colour] of [
    ['own', COLOUR.ownBolt],
    ['enemy', COLOUR.enemyBolt],
  ] as const) {
    const light = mix(colour, COLOUR.white, 0.5);
    art.paint(`beam-${name}`, BEAM_TEXTURE_U, 40, (brush) =>
      drawBand(brush, 20, [css(colour, 0), css(colour, 0.18), css(colour, 0.75), css(light, 0.95)]),
    );
  }
}

function hexagon(brush: Brush, radius: number): void {
  brush.beginPath();
  for (let i = 0; i < 6; i++) brush.lineTo(Math.cos((i / 6) * TURN) * radius, Math.sin((i / 6) * TURN) * radius);
  brush.closePath();
}

function drawSocket(brush: Brush): void {
  brush.lineJoin = 'round';
  hexagon(brush, SOCKET_U);
  brush.fillStyle = css(mix(COLOUR.rail, 0x0a0f22, 0.86), 0.95);
  brush.fill();
  brush.lineWidth = 3;
  brush.strokeStyle = css(mix(COLOUR.rail, COLOUR.grid, 0.45));
  brush.stroke();
  hexagon(brush, SOCKET_U - 9);
  brush.fillStyle = css(0x0a0f22, 0.75);
  brush.fill();
  brush.lineWidth = 1.5;
  brush.strokeStyle = css(mix(COLOUR.rail, COLOUR.grid, 0.7));
  brush.stroke();
  brush.fillStyle = css(COLOUR.rail, 0.85);
  for (let i = 0; i < 6; i++) {
    const angle = (i / 6) * TURN;
    brush.beginPath();
    brush.arc(Math.cos(angle) * (SOCKET_U - 4.5), Math.sin(angle) * (SOCKET_U - 4.5), 2, 0, TURN);
    brush.fill();
  }
}

function drawSoft(brush: Brush, colour: number, radius: number, alpha: number): void {
  const glow = brush.createRadialGradient(0, 0, radius * 0.1, 0, 0, radius);
  glow.addColorStop(0, css(colour, alpha));
  glow.addColorStop(0.4, css(colour, alpha * 0.4));
  glow.addColorStop(1, css(colour, 0));
  brush.fillStyle = glow;
  brush.beginPath();
  brush.arc(0, 0, radius, 0, TURN);
  brush.fill();
}

/** Two rails and what holds them, as it lies on the pad. */
function drawWeapon(brush: Brush): void {
  brush.rotate(-0.32);
  brush.lineCap = 'round';
  for (const [width, style] of [
    [8, css(0x0a0f22, 0.9)],
    [4.5, css(mix(COLOUR.rail, COLOUR.white, 0.75))],
  ] as const) {
    brush.lineWidth = width;
    brush.strokeStyle = style;
    brush.beginPath();
    for (const y of [-4.5, 4.5]) {
      brush.moveTo(-13, y);
      brush.lineTo(22, y);
    }
    brush.stroke();
  }
  brush.fillStyle = css(COLOUR.rail);
  brush.strokeStyle = css(0x0a0f22, 0.9);
  brush.lineWidth = 1.5;
  brush.beginPath();
  brush.rect(-19, -8, 13, 16);
  brush.rect(4, -8, 4, 16);
  brush.fill();
  brush.stroke();
}

/** Points along +x, twice as long as the usual gun; centred on the pilot. */
function drawGun(brush: Brush, colour: number): void {
  const light = css(mix(colour, COLOUR.white, 0.8));
  const dark = css(mix(colour, 0x0a0f22, 0.75));
  brush.lineCap = 'butt';
  for (const [width, style] of [
    [5.6, dark],
    [3, light],
  ] as const) {
    brush.lineWidth = width;
    brush.strokeStyle = style;
    brush.beginPath();
    for (const y of [-4.2, 4.2]) {
      brush.moveTo(6, y);
      brush.lineTo(RAIL_MUZZLE_U - (width === 3 ? 1.2 : 0), y);
    }
    brush.stroke();
  }
  brush.fillStyle = css(COLOUR.rail);
  brush.strokeStyle = dark;
  brush.lineWidth = 1.4;
  for (const [x, width] of [
    [3, 13],
    [26, 5],
    [RAIL_MUZZLE_U - 7, 4],
  ] as const) {
    brush.beginPath();
    brush.rect(x, -8, width, 16);
    brush.fill();
    brush.stroke();
  }
}

/** A band along x whose colours run from its edges to its middle. */
function drawBand(brush: Brush, half: number, colours: readonly string[]): void {
  const across = brush.createLinearGradient(0, -half, 0, half);
  const last = colours.length - 1;
  colours.forEach((colour, nth) => {
    across.addColorStop((nth / last) * 0.5, colour);
    across.addColorStop(1 - (nth / last) * 0.5, colour);
  });
  brush.fillStyle = across;
  brush.fillRect(-BEAM_TEXTURE_U / 2, -half, BEAM_TEXTURE_U, half * 2);
}
