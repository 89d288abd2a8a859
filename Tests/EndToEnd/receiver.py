"""A receiver of webhooks on this machine, which answers each delivery as a test wants: well, badly, slowly, or never."""

import io
import json
import select
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

PIECE = b"x" * 65536


@dataclass(frozen=True)
class Delivery:
    """A request as it came in."""

    path: str
    headers: dict[str, str]
    raw: bytes
    at: float = field(default_factory=time.monotonic)

    @property
    def text(self) -> str:
        return self.raw.decode()

    @property
    def event(self) -> dict:
        return json.loads(self.raw)

    @property
    def event_id(self) -> str:
        return self.headers["webhook-id"]


# What is written back, as it goes over the wire. After bytes the connection goes on; after pieces it is closed.
Answer = bytes | Iterable[bytes]


def answer(status: int = 204, body: bytes = b"", **headers: str) -> bytes:
    """A whole answer; `Retry_After="3"` becomes `Retry-After: 3`."""
    lines = [f"HTTP/1.1 {status} Whatever", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    if status != 204:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def hang() -> Iterator[bytes]:
    """Never a word."""
    while True:
        time.sleep(0.05)
        yield b""


def close() -> Iterator[bytes]:
    """The connection is closed without a word."""
    return iter(())


def endless_body(pause: float = 0) -> Iterator[bytes]:
    """A good answer whose body has no end."""
    yield b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    while True:
        time.sleep(pause)
        yield b"%x\r\n%s\r\n" % (len(PIECE), PIECE)


def endless_head() -> Iterator[bytes]:
    """An answer with ever more headers."""
    yield b"HTTP/1.1 200 OK\r\n"
    while True:
        yield b"X-More: %s\r\n" % PIECE[:1000]


def endless_line() -> Iterator[bytes]:
    """An answer whose one header has no end."""
    yield b"HTTP/1.1 200 OK\r\nX-More: "
    while True:
        yield PIECE


def endless_preludes() -> Iterator[bytes]:
    """An answer is always about to come."""
    while True:
        yield b"HTTP/1.1 100 Continue\r\n\r\n" * 100


def slow_head() -> Iterator[bytes]:
    """An answer that comes byte by byte."""
    yield b"HTTP/1.1 200 OK\r\nX-Slow: "
    while True:
        time.sleep(0.1)
        yield b"a"


def gigabyte() -> Iterator[bytes]:
    """A good answer of 1 GiB."""
    yield b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % (1 << 30)
    for _ in range((1 << 30) // len(PIECE)):
        yield PIECE


class Receiver:
    """Takes deliveries on loopback until it is closed. Each connection has a thread of its own."""

    def __init__(self, answers: Callable[[Delivery], Answer] = lambda _: answer(), tls: ssl.SSLContext | None = None) -> None:
        self.answers = answers
        self.tls = tls
        self.deliveries: list[Delivery] = []
        self.connections = 0
        self.open = 0
        self.arrived = threading.Condition()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        port = self.listener.getsockname()[1]
        self.url = f"https://localhost:{port}" if tls else f"http://127.0.0.1:{port}"
        self.closed = False
        threading.Thread(target=self.accept, daemon=True).start()

    def __enter__(self) -> "Receiver":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if self.closed:
            return
        self.closed = True
        # Wakes `accept`, which a bare close would leave waiting.
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def accept(self) -> None:
        while not self.closed:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            with self.arrived:
                self.connections += 1
                self.open += 1
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection: socket.socket) -> None:
        try:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self.tls:
                connection = self.tls.wrap_socket(connection, server_side=True)
            with connection, connection.makefile("rb") as stream:
                while not self.closed and (delivery := self.read(stream)):
                    with self.arrived:
                        self.deliveries.append(delivery)
                        self.arrived.notify_all()
                    reply = self.answers(delivery)
                    if not isinstance(reply, bytes):
                        self.write(connection, reply)
                        return
                    connection.sendall(reply)
        except OSError:
            pass
        finally:
            with self.arrived:
                self.open -= 1
                self.arrived.notify_all()

    @staticmethod
    def read(stream: io.BufferedReader) -> Delivery | None:
        # A TLS handshake need not have an end of line.
        if stream.peek(1)[:1] == b"\x16":
            return None
        request = stream.readline().split()
        if len(request) != 3:
            return None
        headers: dict[str, str] = {}
        while (line := stream.readline()).strip():
            name, _, value = line.partition(b":")
            headers[name.decode("latin-1").lower()] = value.strip().decode("latin-1")
        length = int(headers.get("content-length", 0))
        raw = stream.read(length)
        # A sender that was killed in the middle of a request has delivered nothing.
        if not line or len(raw) < length:
            return None
        return Delivery(request[1].decode("latin-1"), headers, raw)

    def write(self, connection: socket.socket, pieces: Iterable[bytes]) -> None:
        """Sends pieces for as long as somebody is there to take them."""
        for piece in pieces:
            if self.closed:
                return
            if piece:
                connection.sendall(piece)
            elif select.select([connection], [], [], 0)[0]:
                return

    # What tests ask

    def until(self, met: Callable[[], object], seconds: float, what: str) -> None:
        with self.arrived:
            assert self.arrived.wait_for(met, seconds), f"not within {seconds} s: {what}; got {len(self.deliveries)}"

    def wait(self, count: int = 1, seconds: float = 10) -> list[Delivery]:
        """The deliveries, once there are so many; more than that is a failure."""
        self.until(lambda: len(self.deliveries) >= count, seconds, f"{count} deliveries")
        assert len(self.deliveries) == count, [(d.event_id, d.event["type"]) for d in self.deliveries]
        return list(self.deliveries)

    def left_alone(self, seconds: float = 10) -> None:
        """Waits until nobody is connected any more."""
        self.until(lambda: self.open == 0, seconds, "all connections closed")
