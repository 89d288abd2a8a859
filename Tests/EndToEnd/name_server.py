"""A name server on loopback that says what a test wants: names of addresses, addresses of names, nothing at all, or not a word."""

import ipaddress
import socket
import struct
import threading
import time
from collections.abc import Callable, Mapping

A, PTR, AAAA = 1, 12, 28
NO_ERROR, SERVER_FAILURE, NO_SUCH_NAME = 0, 2, 3


def encoded(name: str) -> bytes:
    """A name as messages have it (RFC 1035, section 3.1)."""
    labels = [label.encode() for label in name.rstrip(".").split(".") if label]
    return b"".join(bytes([len(label)]) + label for label in labels) + b"\0"


def asked(message: bytes) -> tuple[str, int, bytes]:
    """What a query asks for: the name in lower case, the type, and the question as it stood there."""
    labels, at = [], 12
    while length := message[at]:
        labels.append(message[at + 1:at + 1 + length].decode("latin-1"))
        at += 1 + length
    kind, _ = struct.unpack_from(">HH", message, at + 1)
    return ".".join(labels).lower(), kind, message[12:at + 5]


class NameServer:
    """Answers from its records until it is closed. `pause` holds every answer back for so many seconds; `silent` gives none."""

    def __init__(self, names: Mapping[str, list[str]] = {}, addresses: Mapping[str, list[str]] = {}, *, silent: bool = False) -> None:
        self.records: dict[tuple[str, int], list[bytes]] = {}
        for address, pointers in names.items():
            self.has_names(address, *pointers)
        for name, of in addresses.items():
            self.has_addresses(name, *of)
        self.silent = silent
        self.code: int | None = None
        self.gate = threading.Event()
        self.gate.set()
        self.questions: list[tuple[str, int]] = []
        self.arrived = threading.Condition()
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.socket.getsockname()[1]}"
        threading.Thread(target=self.serve, daemon=True).start()

    def __enter__(self) -> "NameServer":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.gate.set()
        self.socket.close()

    def has_names(self, address: str, *names: str) -> None:
        """What the address is called (PTR). An address that was never told of has no name."""
        self.records[ipaddress.ip_address(address).reverse_pointer, PTR] = [encoded(name) for name in names]

    def has_addresses(self, name: str, *addresses: str) -> None:
        """Where the name leads (A and AAAA)."""
        of = [ipaddress.ip_address(address) for address in addresses]
        self.records[name.lower(), A] = [one.packed for one in of if one.version == 4]
        self.records[name.lower(), AAAA] = [one.packed for one in of if one.version == 6]

    def hold(self) -> None:
        """Answers nothing until `release`."""
        self.gate.clear()

    def release(self) -> None:
        self.gate.set()

    def serve(self) -> None:
        while True:
            try:
                message, sender = self.socket.recvfrom(4096)
            except OSError:
                return
            threading.Thread(target=self.answer, args=(message, sender), daemon=True).start()

    def answer(self, message: bytes, sender: tuple[str, int]) -> None:
        try:
            name, kind, question = asked(message)
        except IndexError:
            # Cut short, or no question at all: nobody waits for an answer.
            return
        with self.arrived:
            self.questions.append((name, kind))
            self.arrived.notify_all()
        if self.silent:
            return
        self.gate.wait()
        known = self.records.get((name, kind))
        code = self.code if self.code is not None else NO_ERROR if self.is_known(name) else NO_SUCH_NAME
        found = [] if self.code is not None else known or []
        head = struct.pack(">2sHHHHH", message[:2], 0x8180 | code, 1, len(found), 0, 0)
        # A pointer to the question's name, the type, IN, and an hour to live.
        answers = b"".join(struct.pack(">HHHIH", 0xC00C, kind, 1, 3600, len(data)) + data for data in found)
        try:
            self.socket.sendto(head + question + answers, sender)
        except OSError:
            pass

    def is_known(self, name: str) -> bool:
        return any(known == name for known, _ in self.records)

    def asked_about(self, address: str) -> bool:
        """Whether anybody wanted to know the address's names."""
        name = ipaddress.ip_address(address).reverse_pointer
        return any(asked == name for asked, _ in self.questions)

    def wait_for(self, met: Callable[[], bool], seconds: float = 10) -> None:
        deadline = time.monotonic() + seconds
        with self.arrived:
            while not met():
                assert self.arrived.wait(deadline - time.monotonic()), f"not asked within {seconds} s; asked for {self.questions}"
