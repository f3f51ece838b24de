/**
 * The socket under the SDK: `ws`, without the compression and the checks of text that a bot has no use for. The SDK would
 * take Node's own WebSocket, which costs more, hides how much waits to be sent, and cannot be cut without a close frame.
 */
import type { Room } from '@colyseus/sdk';
import { WebSocketTransport } from '@colyseus/sdk/transport/WebSocketTransport';
import { type RawData, WebSocket } from 'ws';
import { isForeignHandshake, OTHER_VERSION } from './handshake.ts';

/** What a server may leave unread before this client counts as stuck and is cut. */
const UNSENT_BYTES_MAX = 1024 * 1024;
const BROKEN = 1002;

const OPTIONS = {
  perMessageDeflate: false,
  skipUTF8Validation: true,
  /** Longer messages are not a game's. */
  maxPayload: 16 * 1024 * 1024,
  /** How long the server's answer to a close frame is awaited. */
  closeTimeout: 3000,
} as const;

/** What the transport of the SDK listens to. */
export type SocketEvents = {
  onopen?: (event: object) => void;
  onmessage?: (event: { data: RawData }) => void;
  onclose?: (event: { code: number; reason: string }) => void;
  onerror?: (event: { code: number; reason: string; message: string }) => void;
};

/** @returns what the SDK has complained of since the last call; undefined when nothing */
export type TakeComplaint = () => string | undefined;

/**
 * The SDK tells of every reconnection and every oddity on the console; what matters is counted. From now on it is silent,
 * and what it says of an unreadable message is kept.
 */
export function silenceSdk(): TakeComplaint {
  let complaint: string | undefined;
  console.info = () => {};
  console.warn = (what: unknown) => {
    if (String(what).startsWith('@colyseus/schema')) complaint ??= String(what);
  };
  console.error = (what: unknown) => {
    complaint ??= String(what);
  };
  return () => {
    const taken = complaint;
    complaint = undefined;
    return taken;
  };
}

/** Whole messages in order, pongs, the close codes of the peer, 1006 without one, 1002 for what cannot be read. */
export function openSocket(
  url: string,
  headers: Readonly<Record<string, string>>,
  events: SocketEvents,
  takeComplaint: TakeComplaint,
): WebSocket {
  const socket = new WebSocket(url, { ...OPTIONS, headers });
  let unreadable: string | undefined;
  socket.on('open', () => events.onopen?.({}));
  socket.on('message', (data, isBinary) => {
    if (unreadable !== undefined || !isBinary) return; // a text is nothing that the SDK could read
    takeComplaint();
    try {
      if (isForeignHandshake(data as Buffer)) unreadable = OTHER_VERSION;
      else events.onmessage?.({ data });
    } catch (error) {
      unreadable = error instanceof Error ? error.message : String(error); // one bot's end, not the worker's
    }
    // The SDK would only complain, and go on with half a state.
    unreadable ??= takeComplaint();
    if (unreadable !== undefined) socket.terminate();
  });
  socket.on('error', (error: Error & { code?: string }) => {
    if (error.code?.startsWith('WS_ERR_') === true) {
      unreadable = error.message;
      socket.terminate();
    }
    events.onerror?.({ code: 0, reason: error.message, message: error.message });
  });
  socket.on('close', (code, reason) => {
    events.onclose?.(
      unreadable === undefined ? { code, reason: reason.toString() } : { code: BROKEN, reason: unreadable },
    );
  });
  return socket;
}

/** For all connections that the SDK makes in this process from now on. */
export function useBotSockets(takeComplaint: TakeComplaint): void {
  const sockets = new WeakMap<WebSocketTransport, WebSocket>();
  WebSocketTransport.prototype.connect = function connect(url: string, headers: Record<string, string> = {}): void {
    const socket = openSocket(url, headers, this.events as SocketEvents, takeComplaint);
    sockets.set(this, socket);
    this.ws = socket as unknown as typeof this.ws;
  };
  WebSocketTransport.prototype.send = function send(data: Uint8Array): void {
    const socket = sockets.get(this);
    if (socket?.readyState !== WebSocket.OPEN) return;
    socket.send(data);
    if (socket.bufferedAmount > UNSENT_BYTES_MAX) socket.terminate();
  };
}

/** Ends a connection without a close frame, as a network that is gone; the SDK comes back by itself. */
export function cutSocket(room: Room): void {
  const { ws } = room.connection.transport as unknown as { ws: { close: () => void; terminate?: () => void } };
  if (ws.terminate === undefined) ws.close();
  else ws.terminate();
}
