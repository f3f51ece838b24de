/** Guards behind the edge, by promise: of rooms, matchmaking, settings and the log. */
import { type Guard, guardsOf, REST } from './guard.ts';

export const INNER_GUARDS: readonly Guard[] = [
  ...guardsOf(1, ['server/rooms/arena-room', 'this.refuseOtherMessages();', '', 'server/rooms/room']),
  ...guardsOf(2, ['server/rooms/arena-room', 'if (!this.mayReturn(client)) return;', '', 'server/edge/socket']),
  ...guardsOf(
    4,
    [
      'server/rooms/guarded-room',
      "this.onUncaughtException(error as Error, 'tick');",
      'throw error;',
      'server/matchmaking/room-caps',
    ],
    [
      'server/rooms/guarded-room',
      'this.disconnect(CLOSE.roomFailed)',
      'Promise.resolve()',
      'server/matchmaking/room-caps',
    ],
    ['server/rooms/guarded-room', 'metrics.roomFailures.inc();', '', 'server/rooms/guarded-room'],
    ['server/rooms/guarded-room', 'if (unsaid !== undefined) log.error', 'log.error', 'server/rooms/guarded-room'],
    ['server/rooms/guarded-room', 'if (this.#failed) return;', '', 'server/rooms/guarded-room'],
  ),
  ...guardsOf(
    5,
    ['server/rooms/arena-room', 'sanitize: sanitizeInput,', '', 'server/rooms/room-life'],
    [
      'shared/wire/input',
      'Number.isFinite(value) ? Math.min(max, Math.max(min, value)) : 0',
      'value + 0 * (min + max)',
      'shared/wire/input',
    ],
    ['server/rooms/input-budget', 'this.#credits--;\n    inputFrames', 'inputFrames', 'server/rooms/input-budget'],
    [
      'server/rooms/input-budget',
      'Math.min(INPUT_BUDGET.creditsMax, this.#credits + 1)',
      'this.#credits + 1',
      'server/rooms/input-budget',
    ],
  ),
  ...guardsOf(
    7,
    [
      'server/rooms/guarded-room',
      'share !== undefined && this.isShareTaken(share) ? false : reserve(...request)',
      'share === undefined ? reserve(...request) : reserve(...request)',
      'server/matchmaking/seat-shares',
    ],
    [
      'server/matchmaking/controller',
      'METHODS.find((known) => known === name)',
      'name as Method | undefined',
      'server/matchmaking/room-caps',
    ],
  ),
  ...guardsOf(
    11,
    ['server/matchmaking/openings', 'ledger.size >= roomsMax', 'false', 'server/matchmaking/room-caps'],
    [
      'server/matchmaking/room-ledger',
      'if (found === undefined) return undefined;',
      'if (found === undefined) break;',
      'server/matchmaking/room-ledger',
    ],
    ['server/matchmaking/room-ledger', 'CROWDED_BY * amount', 'amount', 'server/matchmaking/openings-properties'],
    [
      'server/matchmaking/openings',
      'isUnseen && ledger.emptyCount >= limits.roomsEmptyMax',
      'false',
      'server/matchmaking/room-caps',
    ],
    ['server/matchmaking/openings', 'this.#overLoad(weight) > 0', 'false', 'server/matchmaking/openings'],
    [
      'server/matchmaking/openings',
      'if (rooms < most) return undefined;',
      'return undefined;',
      'server/matchmaking/openings',
    ],
    [
      'server/matchmaking/openings',
      'if ((load + weight) * PERCENT <= most) return undefined;',
      'return undefined;',
      'server/matchmaking/openings',
    ],
    ['server/matchmaking/openings', 'loadPercent >= most ? busy() : ', '', 'server/matchmaking/openings'],
    ['server/rooms/game', 'const { isPlayed: botsThink } = this;', 'const botsThink = true;', 'server/rooms/presence'],
  ),
  ...guardsOf(
    8,
    [
      'server/rooms/guarded-room',
      'Object.assign(this.clock, { now: () => performance.now(), currentTime: performance.now() });',
      '',
      'server/rooms/guarded-room',
    ],
    ['server/rooms/ticker', 'Math.max(0, behindTicks - CATCH_UP_TICKS_MAX)', '0', 'server/rooms/ticker'],
  ),
  ...guardsOf(
    9,
    [
      'server/rooms/guarded-room',
      'if (await settlesWithin(hook, HOOK_MS_MAX)) return;',
      'await hook;\n  return;',
      'server/rooms/guarded-room',
    ],
    [
      'server/app',
      'await settlesWithin(server.gracefullyShutdown(false), STOP_ROOMS_MS_MAX);',
      'await server.gracefullyShutdown(false);',
      'server/matchmaking/room-caps',
    ],
  ),
  ...guardsOf(
    10,
    [
      'server/rooms/reconnection',
      'if (way !== undefined) for (const token of earlier) reconnections[token] = way;',
      '',
      'server/rooms/reconnection',
    ],
    [
      'server/rooms/reconnection',
      'for (const token of earlier) delete reconnections[token];',
      '',
      'server/rooms/reconnection',
    ],
    [
      'server/rooms/guarded-room',
      '      clearTimeout(timeouts[sessionId]);\n      delete timeouts[sessionId];\n      delete seats[sessionId];\n',
      '',
      'server/matchmaking/room-caps',
    ],
  ),
  ...guardsOf(
    REST,
    ['server/config', '.pipe(z.array(Secret))', '', 'server/edge/limits'],
    [
      'server/matchmaking/identity',
      'if (!this.#keys.some((key) => timingSafeEqual(this.#sign(payload, key), given))) return undefined;',
      '',
      'server/matchmaking/identity',
    ],
    ['server/matchmaking/identity', ' && parsed.data.exp * 1000 > nowMs', '', 'server/matchmaking/identity'],
    [
      'server/matchmaking/routes',
      "const address = addressOf(request);\n    const waitSeconds = guesses.guessed('codes', address);",
      'const address = addressOf(request);\n    const waitSeconds = 0;',
      'server/edge/guesses',
    ],
    [
      'server/matchmaking/routes',
      "const waitSeconds = guesses.guessed('operatorToken', address);",
      'const waitSeconds = 0;',
      'server/edge/guesses',
    ],
    [
      'server/matchmaking/routes',
      'if (timingSafeEqual(digest(given), digest(token)))',
      'if (given.length === token.length)',
      'server/edge/guesses',
    ],
    ['server/matchmaking/routes', '    checkOperator(request, services);\n', '', 'server/matchmaking/api'],
    [
      'server/matchmaking/routes',
      "services.onOperator('close_room', roomId, addressOf(request));",
      '',
      'server/rooms/stories',
    ],
    ['server/ops/log', 'if (++lines <= LINES_PER_WINDOW) write', 'write', 'server/ops/logs-and-alarms'],
    [
      'server/ops/story-lines',
      'key !== undefined && this.#budget.take(key, nowMs) > 0',
      'false',
      'server/rooms/stories',
    ],
    [
      'server/rooms/arena-room',
      'if (!this.#running.isEmpty) services.metrics.droppedTicks',
      'services.metrics.droppedTicks',
      'server/rooms/room-life',
    ],
  ),
];
