/**
 * SDKs of other generations cannot be told from ours by their requests. They are told by what they do with the answer,
 * so that their developers read which versions are spoken here, and no error of the SDK's own.
 *
 *   0.14 to 0.16 read the reservation's `room`, where newer ones read the reservation itself: what stands there leads to
 *   a process of no such name, whose answer is an error message. (By HTTP, 0.14 would show the status alone.)
 *   0.17 takes the seat and breaks at the hello: it never says that it is in, and hears the error before it is cut.
 */
import { ServerError } from '@colyseus/core';

type Call = (target: string, options: object, context: unknown) => Promise<unknown>;

/** HTTP's word for it, which matchmaking has for outdated clients too. */
const UPGRADE_REQUIRED = 426;
/** Ways to a seat that is new: to go back to one needs a token, which those SDKs never get. */
const JOINS = ['joinOrCreate', 'join', 'joinById'] as const;
const OLD_SDK_PROCESS = 'sdk-0-14-to-0-16';
export const SPOKEN =
  'this server speaks with @colyseus/sdk 0.18 (Colyseus 0.18): colyseus.js 0.14 to 0.16 and @colyseus/sdk 0.17 cannot join';

/** @param calls of matchmaking @returns the same, with a way to the error in each reservation */
export function tellOldSdks(calls: Readonly<Record<string, Call>>): Readonly<Record<string, Call>> {
  const told = JOINS.map((name): [string, Call] => [
    name,
    async (target, options, context) => {
      const reservation = await calls[name]?.(target, options, context);
      return isSdk(context) ? withOldForm(reservation) : reservation;
    },
  ]);
  return { ...calls, ...Object.fromEntries(told) };
}

/** All SDKs say that they want JSON; tools that speak for themselves, and may read either form, mostly do not. */
const isSdk = (context: unknown): boolean =>
  (context as { headers?: Headers }).headers?.get('accept')?.includes('application/json') === true;

function withOldForm(reservation: unknown): unknown {
  if (typeof reservation !== 'object' || reservation === null || !('roomId' in reservation)) return reservation;
  const { roomId, name } = reservation as { roomId: string; name?: string };
  return { ...reservation, room: { name, roomId, processId: OLD_SDK_PROCESS } };
}

/** @throws ServerError 426 with the versions, for an SDK of 0.14 to 0.16 */
export function refuseOldSdk(processId: string): void {
  if (processId === OLD_SDK_PROCESS) throw new ServerError(UPGRADE_REQUIRED, SPOKEN);
}

/** For a client that never said that it is in: it may have broken at the hello. */
export const tellSpoken = (client: { error: (code: number, message: string) => void } | undefined): void =>
  client?.error(UPGRADE_REQUIRED, SPOKEN);
