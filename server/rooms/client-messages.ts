/** The form of what clients may ask of a room beside their input frames. Anything else cuts them (R7). */
import { z } from 'zod';
import type { ClientMessages, ClientMessageType } from '../../shared/wire/messages.ts';

type HouseMessageType = Exclude<ClientMessageType, 'screen'>;

/** What the house decides about, with its type. */
export type Request = { [T in HouseMessageType]: { type: T } & ClientMessages[T] }[HouseMessageType];

export const SCREEN: z.ZodType<ClientMessages['screen']> = z.strictObject({ aspect: z.number().positive().max(100) });

const Remove = z.strictObject({ seat: z.int().min(1).max(0xffff) });
const Lock = z.strictObject({ locked: z.boolean() });

export const REQUESTS: { readonly [T in HouseMessageType]: z.ZodType<Request> } = {
  remove: Remove.transform((fields) => ({ type: 'remove', ...fields })),
  lock: Lock.transform((fields) => ({ type: 'lock', ...fields })),
};
