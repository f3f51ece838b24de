/** A scenario of the user's as an adapter: its bots in the place of those that know nothing of the game. */
import type { Room } from '@colyseus/sdk';
import type { Adapter, AdapterSeat, SeatTools } from '../../contract/adapter.ts';
import type { UserScenario } from '../../contract/user-scenario.ts';
import { colyseusAt, RATE_HZ_DEFAULT } from './colyseus.ts';

export function adapterOf(scenario: UserScenario): Adapter {
  const { name, summary, rateHz = RATE_HZ_DEFAULT, joinOptions } = scenario;
  const plain = colyseusAt(rateHz);
  return {
    ...plain,
    name,
    summary,
    joinOptions: joinOptions === undefined ? plain.joinOptions : (bot) => joinOptions({ name: bot.name }),
    seatOf: (room, tools) => seatOf(scenario, room, tools),
  };
}

function seatOf({ bot, figures = {} }: UserScenario, room: Room, tools: SeatTools): AdapterSeat {
  const declared = (figure: string): string => {
    if (Object.hasOwn(figures, figure)) return figure;
    throw new Error(`the scenario declares no figure "${figure}"`);
  };
  const { step, acked, tick } =
    bot(room, {
      ...tools,
      measure: (figure, ms) => tools.measure(declared(figure), ms),
      count: (figure, by = 1) => tools.count(declared(figure), by),
    }) ?? {};
  return {
    send: () => step?.(performance.now()) ?? 0,
    acked: () => acked?.(),
    tick: () => tick?.(),
    refused: () => 0,
  };
}
