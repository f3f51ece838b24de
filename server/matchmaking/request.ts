/** The body of POST /api/rooms. */
import { z } from 'zod';
import { modeNames, modeOf } from '../../shared/sim/modes/modes.ts';
import { LIMITS } from '../../shared/wire/protocol.ts';
import { modeName, printable } from './options.ts';

/** Of any mode; the routes know the mode's own. */
const BOTS_MAX = Math.max(...modeNames.map((name) => modeOf(name).botsMax));

export const RoomRequest = z.strictObject({
  mode: modeName,
  private: z.boolean().optional(),
  bots: z.int().min(0).max(BOTS_MAX).optional(),
  maxPlayers: z.int().min(1).optional(),
  name: printable(LIMITS.roomNameCharsMax).optional(),
});
