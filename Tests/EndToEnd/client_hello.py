"""ClientHellos as they come over the wire: read for what they offer, bent for tests, and JA4 worked out a second time.

JA4 is written here from its specification alone, to hold the server's own reading against it.
"""

import hashlib
import ssl
import struct
from dataclasses import dataclass, replace

SERVER_NAME, SIGNATURE_ALGORITHMS, ALPN, TICKET, PRE_SHARED_KEY, VERSIONS = 0x00, 0x0D, 0x10, 0x23, 0x29, 0x2B
NAMES_OF_VERSIONS = {0x0304: "13", 0x0303: "12", 0x0302: "11", 0x0301: "10", 0x0300: "s3"}


def is_grease(value: int) -> bool:
    """Whether a value only keeps a place free (RFC 8701)."""
    return value & 0x0F0F == 0x0A0A and value >> 8 == value & 0xFF


def numbers(data: bytes) -> list[int]:
    return [number for (number,) in struct.iter_unpack(">H", data[:len(data) // 2 * 2])]


def handshake_of(records: bytes) -> bytes:
    """The first handshake message in a run of TLS records; all of it must be there."""
    message, at = b"", 0
    while len(message) < 4 or len(message) < 4 + int.from_bytes(message[1:4]):
        kind, _, length = struct.unpack_from(">BHH", records, at)
        assert kind == 22, f"a record of type {kind} inside of a hello"
        message += records[at + 5:at + 5 + length]
        at += 5 + length
    return message[:4 + int.from_bytes(message[1:4])]


@dataclass(frozen=True)
class ClientHello:
    """One hello, part by part. Each part can be replaced; `handshake` and `records` write it anew."""

    version: int
    random: bytes
    session: bytes
    ciphers: bytes
    compressions: bytes
    extensions: tuple[tuple[int, bytes], ...]

    @classmethod
    def read(cls, records: bytes) -> "ClientHello":
        message = handshake_of(records)
        assert message[0] == 1, "no ClientHello"
        at = 4

        def vector(size: int) -> bytes:
            nonlocal at
            length = int.from_bytes(message[at:at + size])
            at += size + length
            return message[at - length:at]

        version, random = int.from_bytes(message[4:6]), message[6:38]
        at = 38
        session, ciphers, compressions, rest = vector(1), vector(2), vector(1), vector(2)
        extensions, at = [], 0
        while at < len(rest):
            kind, length = struct.unpack_from(">HH", rest, at)
            extensions.append((kind, rest[at + 4:at + 4 + length]))
            at += 4 + length
        return cls(version, random, session, ciphers, compressions, tuple(extensions))

    @classmethod
    def of(cls, context: ssl.SSLContext, name: str = "localhost") -> "ClientHello":
        """What Python would send."""
        outgoing = ssl.MemoryBIO()
        try:
            context.wrap_bio(ssl.MemoryBIO(), outgoing, server_hostname=name).do_handshake()
        except ssl.SSLWantReadError:
            pass
        return cls.read(outgoing.read())

    @property
    def order(self) -> list[int]:
        """The extensions as they stand, without those that only keep a place free."""
        return [kind for kind, _ in self.extensions if not is_grease(kind)]

    def extension(self, kind: int) -> bytes | None:
        return next((body for k, body in self.extensions if k == kind), None)

    def with_extension(self, kind: int, body: bytes | None) -> "ClientHello":
        """The same with an extension replaced, added at its end, or taken away."""
        if body is None:
            return replace(self, extensions=tuple(e for e in self.extensions if e[0] != kind))
        if self.extension(kind) is None:
            return replace(self, extensions=(*self.extensions, (kind, body)))
        return replace(self, extensions=tuple((k, body if k == kind else b) for k, b in self.extensions))

    def handshake(self) -> bytes:
        extensions = b"".join(struct.pack(">HH", kind, len(body)) + body for kind, body in self.extensions)
        body = struct.pack(">H", self.version) + self.random + bytes([len(self.session)]) + self.session
        body += struct.pack(">H", len(self.ciphers)) + self.ciphers + bytes([len(self.compressions)]) + self.compressions
        body += struct.pack(">H", len(extensions)) + extensions
        return b"\x01" + len(body).to_bytes(3) + body

    def records(self, size: int = 16_384) -> bytes:
        """The hello in TLS records of at most so many bytes."""
        message = self.handshake()
        return b"".join(record(message[at:at + size]) for at in range(0, len(message), size))

    def ja4(self, without: frozenset[int] = frozenset()) -> str:
        """JA4 as its specification has it; `without` leaves extensions out, in the list and in the count."""
        ciphers = [c for c in numbers(self.ciphers) if not is_grease(c)]
        kinds = [kind for kind in self.order if kind not in without]
        offered = [v for v in numbers((self.extension(VERSIONS) or b"\0")[1:]) if not is_grease(v)]
        version = NAMES_OF_VERSIONS.get(max(offered, default=self.version), "00")
        head = (f"t{version}{'i' if self.extension(SERVER_NAME) is None else 'd'}"
                f"{min(len(ciphers), 99):02}{min(len(kinds), 99):02}{first_and_last(self.first_protocol)}")
        algorithms = numbers((self.extension(SIGNATURE_ALGORITHMS) or b"\0\0")[2:])
        listed = ",".join(f"{k:04x}" for k in sorted(kinds) if k not in (SERVER_NAME, ALPN))
        signed = ",".join(f"{a:04x}" for a in algorithms if not is_grease(a))
        return "_".join([head, digest(",".join(f"{c:04x}" for c in sorted(ciphers))),
                         digest(f"{listed}_{signed}" if signed else listed)])

    @property
    def first_protocol(self) -> bytes:
        body = self.extension(ALPN)
        return body[3:3 + body[2]] if body and len(body) > 3 else b""


def first_and_last(protocol: bytes) -> str:
    if not protocol:
        return "00"
    ends = bytes([protocol[0], protocol[-1]])
    if all(chr(c).isascii() and chr(c).isalnum() for c in ends):
        return ends.decode()
    return f"{ends[0]:02x}"[0] + f"{ends[1]:02x}"[1]


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12] if text else "0" * 12


def record(payload: bytes, kind: int = 22, version: int = 0x0301) -> bytes:
    return struct.pack(">BHH", kind, version, len(payload)) + payload
