/** What is asked of the options that a client sends, beyond their form (shared/wire/api.ts). */
import type { z } from 'zod';
import type { JoinOptions } from '../../shared/wire/api.ts';
import { PROTOCOL_VERSION } from '../../shared/wire/protocol.ts';

export const isOutdated = ({ protocol }: JoinOptions): boolean =>
  protocol !== undefined && protocol !== PROTOCOL_VERSION;

/** @returns one line that names the field and what was expected */
export function firstFault(error: z.ZodError): string {
  const issue = error.issues[0];
  const field = issue?.path.join('.') ?? '';
  return field === '' ? (issue?.message ?? 'invalid') : `${field}: ${issue?.message}`;
}
