"""A wire that gives whoever comes over it another address, as a TCP proxy tells it (PROXY protocol, version 1)."""

import socket
import threading
from contextlib import suppress

from server import Server

# All of 127.0.0.0/8 is this machine's; the relay comes from one of its addresses that nobody else has.
PROXY = "127.0.0.77"


class OverAWire(Server):
    """A server to which no one on this machine is a proxy but the relay."""

    @property
    def command(self) -> list[str]:
        command = super().command
        at = command.index("--trusted-proxy")
        return [*command[:at], "--trusted-proxy", PROXY, "--proxy-protocol", *command[at + 2:]]


class AddressRelay:
    """Listens on a port of its own and hands every connection on to the server's, with the address of the moment before it."""

    def __init__(self, port: int, address: str) -> None:
        self.target = ("127.0.0.1", port)
        self.address = address
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.url = f"http://localhost:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                try:
                    server = socket.create_connection(self.target, source_address=(PROXY, 0))
                except OSError:
                    client.close()
                    continue
                family = "TCP6" if ":" in self.address else "TCP4"
                own = "2001:db8::1" if ":" in self.address else "192.0.2.1"
                server.sendall(f"PROXY {family} {self.address} {own} 41000 443\r\n".encode())
                for source, sink in ((client, server), (server, client)):
                    source.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    threading.Thread(target=self.carry, args=(source, sink), daemon=True).start()

    @staticmethod
    def carry(source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while chunk := source.recv(65_536):
                sink.sendall(chunk)
        with suppress(OSError):
            sink.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        with suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def __enter__(self) -> "AddressRelay":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
