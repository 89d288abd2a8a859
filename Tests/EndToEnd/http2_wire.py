"""HTTP/2 written frame by frame (RFC 9113), so that it can be as odd as a test wants it."""

import socket
import ssl
import struct
from collections.abc import Iterator
from contextlib import suppress

from hpack import Decoder

from tls_server import TlsServer

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, PRIORITY, RST_STREAM, SETTINGS, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION = 0, 1, 2, 3, 4, 6, 7, 8, 9
END_STREAM = ACK = 0x1
END_HEADERS, PRIORITIZED = 0x4, 0x20


def frame(kind: int, payload: bytes = b"", stream: int = 0, flags: int = 0) -> bytes:
    return len(payload).to_bytes(3) + struct.pack(">BBI", kind, flags, stream) + payload


def settings(*pairs: tuple[int, int]) -> bytes:
    return frame(SETTINGS, b"".join(struct.pack(">HI", *pair) for pair in pairs))


def window_update(increment: int, stream: int = 0) -> bytes:
    return frame(WINDOW_UPDATE, struct.pack(">I", increment), stream)


def priority(stream: int, exclusive: bool, depends_on: int, weight: int) -> bytes:
    return frame(PRIORITY, struct.pack(">IB", depends_on | exclusive << 31, weight - 1), stream)


def number(value: int, bits: int) -> bytes:
    """An integer behind a prefix of so many bits (RFC 7541, 5.1)."""
    limit = (1 << bits) - 1
    if value < limit:
        return bytes([value])
    written, value = bytearray([limit]), value - limit
    while value >= 128:
        written.append(value & 127 | 128)
        value >>= 7
    return bytes(written + bytes([value]))


def block(*fields: tuple[str, str]) -> bytes:
    """A header block of plain literals, which need no table."""
    return b"".join(b"\0" + b"".join(number(len(text), 7) + text.encode() for text in field) for field in fields)


def get(path: str, port: int, *more: tuple[str, str], order: str = "msap") -> bytes:
    """The header block of a GET, its pseudo-headers in the order of their first letters."""
    pseudo = {"m": (":method", "GET"), "s": (":scheme", "https"), "a": (":authority", f"localhost:{port}"), "p": (":path", path)}
    return block(*(pseudo[letter] for letter in order), *more)


class Http2:
    """A connection that has agreed on HTTP/2, and sends what it is told to."""

    def __init__(self, server: TlsServer, seconds: float = 20, ciphers: str | None = None) -> None:
        connection = socket.create_connection(("127.0.0.1", server.tls_port), timeout=seconds)
        context = server.context("h2")
        if ciphers:
            context.set_ciphers(ciphers)
        self.socket = context.wrap_socket(connection, server_hostname="localhost")
        assert self.socket.selected_alpn_protocol() == "h2"
        self.decoder = Decoder()
        # The server may use as large a table as it is told here, whatever a test tells it.
        self.decoder.max_allowed_table_size = 1 << 24

    def send(self, *parts: bytes) -> bool:
        """Whether all of it was taken."""
        try:
            self.socket.sendall(b"".join(parts))
        except OSError:
            return False
        return True

    def _exactly(self, size: int) -> bytes:
        got = b""
        while len(got) < size:
            chunk = self.socket.recv(size - len(got))
            if not chunk:
                raise EOFError
            got += chunk
        return got

    def frames(self) -> Iterator[tuple[int, int, int, bytes]]:
        """Kind, flags, stream and payload of each frame, until the connection ends; a silence of the server's is an error."""
        with suppress(EOFError, ConnectionError, ssl.SSLError):
            while True:
                head = self._exactly(9)
                kind, flags, stream = struct.unpack(">BBI", head[3:])
                yield kind, flags, stream, self._exactly(int.from_bytes(head[:3]))

    def answer(self, stream: int) -> dict[str, str]:
        """The headers that a request is answered with."""
        for kind, flags, on, payload in self.frames():
            if kind == HEADERS:
                fields = dict(self.decoder.decode(payload))
                if on == stream:
                    return fields
            assert kind != GOAWAY, payload
        raise AssertionError("the connection was closed without an answer")

    def is_closed_in(self, seconds: float) -> bool:
        """Whether the server ends the connection in time, whatever it says before."""
        self.socket.settimeout(seconds)
        try:
            for _ in self.frames():
                pass
        except TimeoutError:
            return False
        return True

    def close(self) -> None:
        self.socket.close()

    def __enter__(self) -> "Http2":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
