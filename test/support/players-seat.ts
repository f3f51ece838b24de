import type { PlayersSource } from '../../client/ui/players-panel.ts';
import type { BoardLine, HouseView } from '../../shared/netcode/views.ts';
import type { RefusedReason } from '../../shared/wire/protocol.ts';

/** A seat that sees what a test says, and what it asked for. */
export class PlayersSeat implements PlayersSource {
  house: HouseView = { host: 0, locked: false, vote: undefined };
  board: BoardLine[] = [];
  readonly asked: unknown[] = [];
  tell: (message: { reason: RefusedReason }) => void = () => {};
  readonly view = {
    house: () => this.house,
    board: () => this.board,
    on: (_type: string, listener: (message: never) => void) => {
      this.tell = listener as (message: { reason: RefusedReason }) => void;
      return () => {
        this.tell = () => {};
      };
    },
  };
  remove = (seat: number): void => void this.asked.push(['remove', seat]);
  lock = (locked: boolean): void => void this.asked.push(['lock', locked]);
}
