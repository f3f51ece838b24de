/**
 * The predicted step: one input frame moves one pilot. Runs on the server (truth) and in the client (prediction and
 * replay); it reads nothing but the body, the frame and the arena's walls.
 */
import type { Body } from './body.ts';
import { slide } from './collide.ts';
import { aimOf, aimX, aimY, snap } from './math.ts';
import { DASH, PILOT, PULSE, RAIL, TICK_RATE_HZ } from './tunables.ts';
import { type Arena, AXIS_MAX, BUTTON, type InputFrame } from './types.ts';

/** Velocities closer to their goal than this take it: rounding to the grid would never get there. */
const CLOSE_ENOUGH = 0.5;

/** Advances one body by one input frame, in place. A dead body only uses the frame up. */
export function stepPilot(body: Body, inputFrame: InputFrame, arena: Arena): void {
  if (!body.alive) return;
  body.aim = inputFrame.aim;
  if (body.dashCooldownTicks > 0) body.dashCooldownTicks--;
  if (body.fireCooldownTicks > 0) body.fireCooldownTicks--;
  if (body.shieldTicks > 0) body.shieldTicks--;
  if ((inputFrame.buttons & BUTTON.dash) !== 0 && body.dashCooldownTicks === 0) startDash(body, inputFrame);
  if (body.dashTicks > 0) steerDash(body);
  else steer(body, inputFrame);
  slide(arena, body, snap(body.vx / TICK_RATE_HZ), snap(body.vy / TICK_RATE_HZ), PILOT.radius);
  useGun(body, (inputFrame.buttons & BUTTON.fire) !== 0);
}

/** The Rail goes off at the end of its charge; otherwise the trigger charges it, or fires Pulse. Nothing fires in a dash. */
function useGun(body: Body, trigger: boolean): void {
  if (body.dashTicks > 0) return;
  if (body.chargeTicks > 0) {
    body.chargeTicks--;
    if (body.chargeTicks > 0) return;
    body.railShots--;
    body.railFired = (body.railFired + 1) & 0xffff;
    body.fireCooldownTicks = RAIL.cooldownTicks;
    return;
  }
  if (!trigger || body.fireCooldownTicks > 0) return;
  body.shieldTicks = 0;
  if (body.railShots > 0) {
    body.chargeTicks = RAIL.chargeTicks;
    return;
  }
  body.fireCooldownTicks = PULSE.cooldownTicks;
  body.fired = (body.fired + 1) & 0xffff;
}

/** Whether bolts bounce off this body now. */
export const isReflecting = (body: Pick<Body, 'dashTicks'>): boolean => body.dashTicks > DASH.ticks - DASH.reflectTicks;

/** A dash goes where the pilot steers, or where it aims while standing. */
function startDash(body: Body, inputFrame: InputFrame): void {
  body.dashAim = inputFrame.mx === 0 && inputFrame.my === 0 ? inputFrame.aim : aimOf(inputFrame.mx, inputFrame.my);
  body.dashTicks = DASH.ticks + 1;
  body.dashCooldownTicks = DASH.cooldownTicks;
  body.chargeTicks = 0;
}

function steerDash(body: Body): void {
  body.dashTicks--;
  const speed = body.dashTicks > 0 ? DASH.speed : PILOT.speed;
  body.vx = snap(aimX(body.dashAim) * speed);
  body.vy = snap(aimY(body.dashAim) * speed);
}

function steer(body: Body, inputFrame: InputFrame): void {
  const length = Math.sqrt(inputFrame.mx * inputFrame.mx + inputFrame.my * inputFrame.my);
  const scale = PILOT.speed / (length > AXIS_MAX ? length : AXIS_MAX);
  body.vx = approach(body.vx, snap(inputFrame.mx * scale));
  body.vy = approach(body.vy, snap(inputFrame.my * scale));
}

function approach(velocity: number, goal: number): number {
  const gap = goal - velocity;
  return gap < CLOSE_ENOUGH && gap > -CLOSE_ENOUGH ? goal : snap(velocity + gap * PILOT.grip);
}
