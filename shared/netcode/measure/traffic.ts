/** Bytes of one connection, both ways, as the SDK hands them to its socket (frame headers of the WebSocket not counted). */
import type { Room } from '@colyseus/sdk';

export type Traffic = { bytesIn: number; bytesOut: number; lastIn: number };

/** Counts from now on, across reconnections: the SDK keeps its Connection object and only swaps the socket inside. */
export function countTraffic(room: Pick<Room, 'connection'>): Traffic {
  const traffic: Traffic = { bytesIn: 0, bytesOut: 0, lastIn: 0 };
  const { connection } = room;
  const receive = connection.events.onmessage;
  connection.events.onmessage = (event: MessageEvent<ArrayBuffer>) => {
    traffic.lastIn = event.data.byteLength;
    traffic.bytesIn += event.data.byteLength;
    receive?.(event);
  };
  const send = connection.send.bind(connection);
  connection.send = (bytes) => {
    traffic.bytesOut += bytes.byteLength;
    send(bytes);
  };
  return traffic;
}
