/** What comes from outside to open a room or take a seat: checked here, once, for every way in. */
import { z } from 'zod';
import { modeNames } from '../../shared/sim/modes/modes.ts';
import { LIMITS, PROTOCOL_VERSION } from '../../shared/wire/protocol.ts';

/** Control characters, direction marks and the like have no place in a name that others read. */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** Text for people's eyes: without control characters, single spaces, cut to its limit. */
export const printable = (charsMax: number) =>
  z
    .string()
    .max(256)
    .transform((text) => {
      return [...text.replace(UNPRINTABLE, '').replace(/\s+/gu, ' ').trim()].slice(0, charsMax).join('').trim();
    });

export const modeName = z.enum(modeNames as [string, ...string[]]);

/** Options of joinOrCreate and joinById; anything else that a client sends is left out. */
export const JoinOptions = z.object({
  mode: modeName.default('fray'),
  name: printable(LIMITS.nameCharsMax).default(''),
  protocol: z.int().optional(),
});
export type JoinOptions = z.infer<typeof JoinOptions>;

export const isOutdated = ({ protocol }: JoinOptions): boolean =>
  protocol !== undefined && protocol !== PROTOCOL_VERSION;

/** @returns one line that names the field and what was expected */
export function complaint(error: z.ZodError): string {
  const issue = error.issues[0];
  const field = issue?.path.join('.') ?? '';
  return field === '' ? (issue?.message ?? 'invalid') : `${field}: ${issue?.message}`;
}
