/** What the server tells beside the state, handed on to its listeners. Own Rail shots are told at once, from prediction. */
import type { Room } from '@colyseus/sdk';
import { type ServerMessages, type ServerMessageType, serverMessageTypes } from '../wire/messages.ts';

type Listener<T extends ServerMessageType> = (message: ServerMessages[T]) => void;
type Listeners = { [T in ServerMessageType]: Set<Listener<T>> };

export class MessageListeners {
  readonly #listeners: Listeners = {
    kill: new Set(),
    hit: new Set(),
    rail: new Set(),
    spared: new Set(),
    refused: new Set(),
  };

  /** @param ownSeat the own Rail was heard already when it was fired: the server's word for it is not repeated */
  constructor(room: Room, ownSeat: () => number) {
    for (const type of serverMessageTypes) {
      room.onMessage<ServerMessages[typeof type]>(type, (message) => {
        if (type !== 'rail' || (message as ServerMessages['rail']).seat !== ownSeat()) this.tell(type, message);
      });
    }
  }

  on<T extends ServerMessageType>(type: T, listener: Listener<T>): () => void {
    const listeners = this.#listeners[type] as Set<Listener<T>>;
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }

  tell<T extends ServerMessageType>(type: T, message: ServerMessages[T]): void {
    for (const listener of this.#listeners[type] as Set<Listener<T>>) listener(message);
  }
}
