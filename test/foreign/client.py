"""A client in another language, from PROTOCOL.md, /api/openapi.json and /api/* alone, with Python's standard library.

python3 client.py http://localhost:2567

It opens a room, takes a seat, reads its own place out of the state, runs towards the middle of the arena until it has
seen itself move, and leaves. It writes one line of JSON about that; any failure is a traceback and exit code 1.
"""
import json
import math
import sys
import time
import urllib.parse
import urllib.request

from state import Bytes, decoder_of
from websocket import BINARY, CLOSE, TIMEOUT_SECONDS, WebSocket

JOIN, ERROR, LEAVE, STATE, PATCH, INPUT = 10, 11, 12, 14, 15, 19
TIMED = 0x80
INPUT_FRAME_SECONDS = 1 / 30
FAR_ENOUGH_U = 60


def ask(url, body=None):
    request = urllib.request.Request(
        url,
        data=None if body is None else json.dumps(body).encode(),
        headers={'Content-Type': 'application/json'})
    with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
        return json.load(answer)


class Seat:
    """One seat of a room: its connection, and the state as it was last told."""

    def __init__(self, url, room_id, name):
        seat = ask(f'{url}/matchmake/joinById/{room_id}', {'name': name})
        self.session_id = seat['sessionId']
        where = urllib.parse.urlsplit(url)
        self.socket = WebSocket(
            where.hostname, where.port, f"/{seat['processId']}/{seat['roomId']}?sessionId={self.session_id}")
        self.decoder = None
        self.acked = 0

    @property
    def pilot(self):
        """The own pilot, once it lives; otherwise None."""
        pilot = self.decoder and self.decoder.root.get('players', {}).get(self.session_id)
        return pilot if pilot and pilot.get('alive') else None

    def listen(self):
        """Takes one message. Returns the close code when the connection has ended, otherwise None."""
        opcode, payload = self.socket.receive()
        if opcode == CLOSE:
            return int.from_bytes(payload[:2], 'big')
        if opcode != BINARY:
            raise ValueError('the protocol is binary')
        message = Bytes(payload, 1)
        if payload[0] & TIMED:
            message.fixed('uint32')  # ms since the room began
            self.acked = message.fixed('uint32')
        kind = payload[0] & 0x1F
        if kind == JOIN:
            self._hello(message)
        elif kind in (STATE, PATCH):
            self.decoder.decode(message)
        elif kind == ERROR:
            raise RuntimeError(f'error {message.number()}: {message.string()}')
        return None

    def _hello(self, message):
        message.take(message.fixed('uint8'))  # the reconnection token
        if message.take(message.fixed('uint8')) != b'schema':
            raise ValueError('the state is not a schema')
        self.decoder = decoder_of(message.take(message.number()))
        self.socket.send(bytes([JOIN]))

    def press(self, mx, my, aim, buttons):
        """Sends one input frame. Axes in [-1, 1], aim in radians, buttons as bits."""
        turn = math.floor(aim / (2 * math.pi) % 1 * 65536 + 0.5) % 65536
        axes = [math.floor((axis + 1) / 2 * 254 + 0.5) for axis in (mx, my)]
        self.socket.send(bytes([INPUT, 0x80, axes[0], 0x81, axes[1], 0x82, turn & 255, turn >> 8, 0x83, buttons]))

    def leave(self):
        """Asks to leave, and returns the close code that answers."""
        self.socket.send(bytes([LEAVE]))
        while (code := self.listen()) is None:
            pass
        return code


def listen_until(seat, holds, each=lambda: None):
    give_up = time.monotonic() + TIMEOUT_SECONDS
    while not holds():
        if time.monotonic() > give_up:
            raise RuntimeError('waited in vain')
        code = seat.listen()
        if code is not None:
            raise RuntimeError(f'closed with {code}')
        each()


def main(url):
    room = ask(f'{url}/api/rooms', {'mode': 'fray', 'private': True, 'bots': 0})
    mode = next(mode for mode in ask(f'{url}/api/modes') if mode['name'] == room['mode'])
    seat = Seat(url, room['roomId'], 'Snake')
    listen_until(seat, lambda: seat.pilot)
    arena = next(one for one in mode['arenas'] if one['name'] == seat.decoder.root['match']['arena'])
    start = dict(seat.pilot)
    ahead = 1 if start['x'] < arena['width'] / 2 else -1
    due = [time.monotonic()]

    def press():
        if time.monotonic() >= due[0]:
            due[0] = time.monotonic() + INPUT_FRAME_SECONDS * 0.9
            seat.press(ahead, 0, math.pi / 2, 0)

    listen_until(seat, lambda: seat.pilot and (seat.pilot['x'] - start['x']) * ahead > FAR_ENOUGH_U, press)
    end = dict(seat.pilot)
    print(json.dumps({
        'roomId': room['roomId'], 'sessionId': seat.session_id, 'roster': seat.decoder.root['roster'],
        'own': seat.decoder.root['own'], 'start': start, 'end': end, 'ahead': ahead, 'acked': seat.acked,
        'closed': seat.leave()}))


if __name__ == '__main__':
    main(sys.argv[1].rstrip('/'))
