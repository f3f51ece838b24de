/**
 * The first message of a room tells which version of Colyseus the server speaks. 0.18 writes
 *
 *   [JOIN_ROOM][length][token][length][serializer][length as varint][description of the state]{[tag][length][section]}
 *
 * Up to 0.17 the description has no length and ends the message. The SDK would read on in the middle of it, and break
 * somewhere else or wait for ever.
 */
const JOIN_ROOM = 10;
const LENGTH_BYTES: Readonly<Record<number, number>> = { 204: 1, 205: 2, 206: 4 };

export const OTHER_VERSION =
  'The server speaks another version of Colyseus; this load test speaks 0.18. Test it with a load test of its own version, or upgrade it.';

/** @returns whether a message is a handshake, and not one of 0.18 */
export function isForeignHandshake(bytes: Uint8Array): boolean {
  if (bytes[0] !== JOIN_ROOM) return false;
  let at = 1;
  for (const _part of ['token', 'serializer']) at += 1 + (bytes[at] ?? Number.NaN);
  if (!(at < bytes.length)) return true;
  for (at = endOfPart(bytes, at); at < bytes.length; ) at = endOfPart(bytes, at + 1);
  return at !== bytes.length;
}

/** Of what begins with its length: one byte below 128, or a byte that says how many follow, the lowest first. */
function endOfPart(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? Number.NaN;
  if (first < 0x80) return at + 1 + first;
  const width = LENGTH_BYTES[first] ?? Number.NaN;
  let length = 0;
  for (let i = width; i >= 1; i--) length = length * 256 + (bytes[at + i] ?? Number.NaN);
  return at + 1 + width + length;
}

/** @param answer what matchmaking said to a join: 0.16 and older wrap the room */
export function isForeignReservation(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && 'room' in answer && !('roomId' in answer);
}
