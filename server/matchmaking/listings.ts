/** Rooms as the API shows them: pure, from matchmaking's listings. */
import type { CreatedRoom, RoomInfo } from '../../shared/wire/api.ts';
import { CODE_LETTERS, LIMITS, type RoomMetadata } from '../../shared/wire/protocol.ts';

/** The part of Colyseus's room listing that is read here. */
export type Listing = {
  roomId: string;
  clients: number;
  maxClients: number;
  private?: boolean;
  locked?: boolean;
  metadata?: RoomMetadata;
};

/** @param page where players find it, e.g. http://localhost:2567/ */
export function roomInfo(listing: Listing, page: string): RoomInfo {
  const { roomId, maxClients, metadata } = listing;
  return {
    roomId,
    mode: metadata?.mode ?? '',
    name: metadata?.name ?? '',
    players: metadata?.players ?? 0,
    bots: metadata?.bots ?? 0,
    maxPlayers: maxClients,
    private: listing.private === true,
    joinUrl: `${page}#${metadata?.code ?? ''}`,
  };
}

/** For a client that created the room, or knows its code. */
export const createdRoom = (listing: Listing, page: string): CreatedRoom => ({
  ...roomInfo(listing, page),
  code: listing.metadata?.code ?? '',
});

/** Public rooms of a mode (all modes if undefined), fullest first: company is what people look for. */
export function publicRooms(listings: readonly Listing[], mode: string | undefined): Listing[] {
  return listings
    .filter((listing) => listing.private !== true && listing.metadata !== undefined)
    .filter((listing) => mode === undefined || listing.metadata?.mode === mode)
    .sort((a, b) => b.clients - a.clients || a.roomId.localeCompare(b.roomId));
}

export const findByCode = (listings: readonly Listing[], code: string): Listing | undefined =>
  listings.find((listing) => listing.metadata?.code === code.toUpperCase());

/** @param pick a random whole number below its argument */
export const makeCode = (pick: (limit: number) => number): string =>
  Array.from({ length: LIMITS.codeChars }, () => CODE_LETTERS[pick(CODE_LETTERS.length)]).join('');
