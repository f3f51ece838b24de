"""As much of RFC 6455 as a client of this server needs, over a plain socket."""
import base64
import hashlib
import os
import socket
import struct

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
TIMEOUT_SECONDS = 20


class WebSocket:
    def __init__(self, host, port, target):
        self.stream = socket.create_connection((host, port), TIMEOUT_SECONDS)
        self.received = self.stream.makefile('rb')
        key = base64.b64encode(os.urandom(16)).decode()
        self.stream.sendall((
            f'GET {target} HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n'
            f'Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n').encode())
        status = self.received.readline().decode().strip()
        headers = dict(iter(self._header, None))
        if ' 101 ' not in f'{status} ':
            raise RuntimeError(f'no WebSocket: {status}')
        digest = hashlib.sha1(f'{key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11'.encode()).digest()
        if headers.get('sec-websocket-accept') != base64.b64encode(digest).decode():
            raise RuntimeError('the answer is to another handshake')

    def _header(self):
        line = self.received.readline().decode().strip()
        if line == '':
            return None
        name, value = line.split(':', 1)
        return name.lower(), value.strip()

    def send(self, payload, opcode=BINARY):
        if len(payload) > 125:
            raise ValueError('this client sends short frames only')
        mask = os.urandom(4)
        masked = bytes(byte ^ mask[at % 4] for at, byte in enumerate(payload))
        self.stream.sendall(bytes([0x80 | opcode, 0x80 | len(payload)]) + mask + masked)

    def receive(self):
        """(opcode, payload) of the next whole message or CLOSE; pings are answered with their own payload (R9)."""
        whole, kind = b'', None
        while True:
            head, length = self._read(2)
            if length == 126:
                length = struct.unpack('>H', self._read(2))[0]
            elif length == 127:
                length = struct.unpack('>Q', self._read(8))[0]
            payload, opcode = self._read(length), head & 0x0F
            if opcode == PING:
                self.send(payload, PONG)
            elif opcode == CLOSE:
                self.send(payload[:2], CLOSE)
                return CLOSE, payload
            elif opcode != PONG:
                kind = opcode if kind is None else kind
                whole += payload
                if head & 0x80:
                    return kind, whole

    def _read(self, count):
        taken = self.received.read(count)
        if len(taken) < count:
            raise RuntimeError('the connection ended without a close frame')
        return taken
