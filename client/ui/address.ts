/**
 * The page's address as a way into a room, and back: `/#ABCDE` is a private room's code, `?join=<roomId>` a public room,
 * `?mode=` the mode for quick play, `?play=1` starts quick play at once.
 */
import { CODE_LETTERS, LIMITS } from '../../shared/wire/protocol.ts';

export type Invite = { kind: 'code'; code: string } | { kind: 'room'; roomId: string };

/** Where a room is; `code` is known for private rooms only. */
export type RoomAddress = { roomId: string; code?: string };

/** @returns the room that the address leads to */
export function inviteIn(location: Location): Invite | undefined {
  const code = codeIn(location.hash);
  if (code !== undefined) return { kind: 'code', code };
  const roomId = new URLSearchParams(location.search).get('join');
  return roomId !== null && /^[\w-]{1,64}$/.test(roomId) ? { kind: 'room', roomId } : undefined;
}

/** @returns the mode asked for, if it could be one */
export function modeIn(location: Location): string | undefined {
  const mode = new URLSearchParams(location.search).get('mode');
  return mode !== null && /^[a-z0-9-]{1,32}$/.test(mode) ? mode : undefined;
}

export const playsAtOnce = (location: Location): boolean => new URLSearchParams(location.search).get('play') === '1';

/** Letters of a code out of whatever was typed or pasted, a whole link included. */
export function codeLetters(text: string): string {
  const tail = text.slice(text.lastIndexOf('#') + 1).toUpperCase();
  return Array.from(tail)
    .filter((letter) => CODE_LETTERS.includes(letter))
    .slice(0, LIMITS.codeChars)
    .join('');
}

/** Where the server is: beside the page, which may lie below a path. Without a slash at the end. */
export const serverUrl = (location: Location): string => new URL('.', location.href).href.replace(/\/$/, '');

/** The link that brings a friend to this room. */
export function linkTo(location: Location, room: RoomAddress): string {
  return `${serverUrl(location)}/${room.code === undefined ? `?join=${room.roomId}` : `#${room.code}`}`;
}

/** Puts the private room's code into the address bar, or takes away whatever led into a room. */
export function showInAddress(location: Location, history: History, code: string | undefined): void {
  replaceAddress(location, history, {}, code);
}

/** What a player asks for: a room, or any fight of a mode. */
export type Wanted = Invite | { kind: 'quick'; mode: string };

/** Puts what is asked for into the address bar: there the page finds it when it is fetched anew. */
export function keepInAddress(location: Location, history: History, wanted: Wanted): void {
  if (wanted.kind === 'code') return showInAddress(location, history, wanted.code);
  const query = wanted.kind === 'room' ? { join: wanted.roomId } : { mode: wanted.mode, play: '1' };
  replaceAddress(location, history, query, undefined);
}

function replaceAddress(
  location: Location,
  history: History,
  asked: Readonly<Record<string, string>>,
  code: string | undefined,
): void {
  const query = new URLSearchParams(location.search);
  query.delete('join');
  query.delete('play');
  for (const [name, value] of Object.entries(asked)) query.set(name, value);
  const search = query.size === 0 ? '' : `?${query}`;
  history.replaceState(null, '', `${location.pathname}${search}${code === undefined ? '' : `#${code}`}`);
}

function codeIn(hash: string): string | undefined {
  const code = hash.slice(1).toUpperCase();
  return code.length === LIMITS.codeChars && codeLetters(code) === code ? code : undefined;
}
