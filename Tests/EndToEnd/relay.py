"""A wire between a client and a server that notes what the client sends first, and can cut it into small pieces."""

import socket
import threading
from contextlib import suppress

from client_hello import ClientHello

KEPT = 65_536


class Relay:
    """Listens on a port of its own and hands every connection on. With `piece`, what clients send goes on in so many bytes at a time."""

    def __init__(self, port: int, piece: int | None = None) -> None:
        self.target = ("127.0.0.1", port)
        self.piece = piece
        self.firsts: list[bytearray] = []
        self.open: list[socket.socket] = []
        self.is_cut = False
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                if self.is_cut:
                    client.close()
                    continue
                try:
                    server = socket.create_connection(self.target)
                except OSError:
                    client.close()
                    continue
                for side in (client, server):
                    side.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self.open += (client, server)
                seen = bytearray()
                self.firsts.append(seen)
                threading.Thread(target=self._carry, args=(client, server, seen, self.piece), daemon=True).start()
                threading.Thread(target=self._carry, args=(server, client, bytearray(), None), daemon=True).start()

    @staticmethod
    def _carry(source: socket.socket, sink: socket.socket, seen: bytearray, piece: int | None) -> None:
        with suppress(OSError):
            while chunk := source.recv(65_536):
                seen += chunk[:KEPT - len(seen)]
                for at in range(0, len(chunk), piece or len(chunk)):
                    sink.sendall(chunk[at:at + (piece or len(chunk))])
        with suppress(OSError):
            sink.shutdown(socket.SHUT_WR)

    def cut(self) -> None:
        """Breaks every connection, and each new one at once, until `mend`."""
        self.is_cut = True
        for side in self.open:
            with suppress(OSError):
                side.shutdown(socket.SHUT_RDWR)
        self.open.clear()

    def mend(self) -> None:
        self.is_cut = False

    @property
    def hellos(self) -> list[ClientHello]:
        """The ClientHello of each connection that sent one, in the order they came."""
        return [ClientHello.read(bytes(first)) for first in self.firsts if len(first) > 5 and first[0] == 22]

    def dial(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=20)

    def close(self) -> None:
        with suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def __enter__(self) -> "Relay":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
