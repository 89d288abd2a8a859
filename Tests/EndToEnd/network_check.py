"""Network checks, the agent's side, written from docs/protocol.md alone; and what the server kept of them."""

import json
import os
import socket
import sqlite3
import ssl
import struct
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass

import websocket
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from collect_agent import Session
from server import Server

PATH = "/v1/collect/network-checks"


def frame(session: Session, way: str, payload: dict | bytes | None = None, *, key: bytes | None = None,
          ticket: bytes | None = None, nonce: bytes | None = None) -> bytes:
    """A check for one way to the server, `request` or `socket`. Each part can be replaced."""
    body = payload if isinstance(payload, bytes) else json.dumps({"v": 1, "sent_ms": 5, **(payload or {})}).encode()
    ticket, nonce = session.ticket if ticket is None else ticket, nonce or os.urandom(12)
    head = struct.pack(">BH", 1, len(ticket)) + ticket + nonce
    extra = f"tripline-collect-v1 network check by {way}".encode() + b"\x00" + head
    return head + AESGCM(key or session.key).encrypt(nonce, body, extra)


@dataclass
class Said:
    """What came in a WebSocket until it was closed."""

    code: int | None
    reason: str
    pings: int


def by_socket(port: int, check: bytes, *, source: str = "127.0.0.1", tls: ssl.SSLContext | None = None,
              headers: dict[str, str] | None = None) -> Said:
    """Brings a check by a WebSocket, answers pings, and waits for the end."""
    connection = socket.create_connection(("127.0.0.1", port), 20, source_address=(source, 0))
    if tls:
        connection = tls.wrap_socket(connection, server_hostname="localhost")
    client = websocket.create_connection(
        f"{'wss' if tls else 'ws'}://localhost:{port}{PATH}", socket=connection, header=headers or {}, timeout=20,
        suppress_origin=True)
    with closing(client):
        client.send_binary(check)
        pings = 0
        while True:
            opcode, seen = client.recv_data_frame(control_frame=True)
            if opcode == websocket.ABNF.OPCODE_PING:
                pings += 1
            elif opcode == websocket.ABNF.OPCODE_CLOSE:
                return Said(struct.unpack(">H", seen.data[:2])[0] if len(seen.data) >= 2 else None, seen.data[2:].decode(), pings)


def kept(server: Server, session_id: str) -> list[dict]:
    """What the server kept of a session's checks, in the order of time."""
    with closing(sqlite3.connect(f"file:{server.database}?mode=ro", uri=True, timeout=10)) as database:
        rows = database.execute("SELECT seen FROM network_checks WHERE session_id = ? ORDER BY checked_at", (session_id,))
        return [json.loads(seen) for (seen,) in rows]


def awaited(server: Server, session_id: str, count: int = 2, seconds: float = 15) -> dict[str, dict]:
    """The checks of a session by their transport, waited for until there are so many."""
    deadline = time.monotonic() + seconds
    while len(checks := kept(server, session_id)) < count and time.monotonic() < deadline:
        time.sleep(0.2)
    assert len(checks) == count, checks
    return {check["transport"]: check for check in checks}


class Detour:
    """A wire to a server on which what begins as a WebSocket takes another way than everything else.

    It reaches the server from another address of this machine; it can be slowed down; or it leads nowhere.
    """

    def __init__(self, port: int, *, source: str = "127.0.0.1", delay: float = 0, swallows: bool = False) -> None:
        self.target, self.source, self.delay, self.swallows = ("127.0.0.1", port), source, delay, swallows
        self.sockets = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.url = f"http://localhost:{self.port}"
        Detour.spawn(self._accept)

    @staticmethod
    def spawn(work: Callable, *arguments: object) -> None:
        threading.Thread(target=work, args=arguments, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                Detour.spawn(self._serve, client)

    def _serve(self, client: socket.socket) -> None:
        with suppress(OSError):
            first = client.recv(65_536)
            is_socket = b"upgrade: websocket" in first.lower()
            self.sockets += is_socket
            if is_socket and self.swallows:
                while client.recv(65_536):
                    pass
                return
            server = socket.create_connection(self.target, source_address=(self.source if is_socket else "127.0.0.1", 0))
            for side in (client, server):
                side.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            server.sendall(first)
            delay = self.delay if is_socket else 0
            Detour.spawn(self._carry, server, client, delay)
            self._carry(client, server, delay)

    @staticmethod
    def _carry(source: socket.socket, sink: socket.socket, delay: float) -> None:
        with suppress(OSError):
            while chunk := source.recv(65_536):
                time.sleep(delay)
                sink.sendall(chunk)
        with suppress(OSError):
            sink.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        with suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def __enter__(self) -> "Detour":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
