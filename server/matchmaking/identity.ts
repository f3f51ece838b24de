/**
 * Guests: a client that asks gets a signed token that says nothing but "the same as before", for limits and later features
 * to hold on to. No client needs one. Form: <payload>.<signature>, both base64url; payload = {"id", "exp" (seconds)}.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Guest } from '../../shared/wire/api.ts';

const ID_BYTES = 12;
const LIFETIME_SECONDS = 30 * 24 * 3600;
const TOKEN = /^([A-Za-z0-9_-]{1,200})\.([A-Za-z0-9_-]{43})$/u;
const Payload = z.strictObject({ id: z.string().regex(/^[A-Za-z0-9_-]{16}$/u), exp: z.int() });

export class Identities {
  readonly #keys: readonly string[];

  /** @param keys the first one signs, all verify; with none, tokens end with this process */
  constructor(keys: readonly string[]) {
    this.#keys = keys.length > 0 ? keys : [randomBytes(32).toString('base64url')];
  }

  issue(nowMs: number): Guest {
    const exp = Math.floor(nowMs / 1000) + LIFETIME_SECONDS;
    const id = randomBytes(ID_BYTES).toString('base64url');
    const payload = Buffer.from(JSON.stringify({ id, exp })).toString('base64url');
    const token = `${payload}.${this.#sign(payload, this.#keys[0] ?? '').toString('base64url')}`;
    return { id, token, expiresAt: new Date(exp * 1000).toISOString() };
  }

  /** @returns the guest's id, or undefined if the token is forged, foreign or expired */
  verify(token: string, nowMs: number): string | undefined {
    const [, payload, signature] = TOKEN.exec(token) ?? [];
    if (payload === undefined || signature === undefined) return undefined;
    const given = Buffer.from(signature, 'base64url');
    if (!this.#keys.some((key) => timingSafeEqual(this.#sign(payload, key), given))) return undefined;
    const parsed = Payload.safeParse(parseJson(Buffer.from(payload, 'base64url').toString()));
    return parsed.success && parsed.data.exp * 1000 > nowMs ? parsed.data.id : undefined;
  }

  #sign(payload: string, key: string): Buffer {
    return createHmac('sha256', key).update(payload).digest();
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
