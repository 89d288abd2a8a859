"""The TLS port: what may be sent there that is no good, how its certificate changes, and what can be wrong with the options."""

import os
import random
import re
import select
import socket
import ssl
import struct
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Event

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from client_hello import ALPN, SIGNATURE_ALGORITHMS, VERSIONS, ClientHello, record
from http2_wire import (
    ACK, CONTINUATION, END_HEADERS, END_STREAM, HEADERS, PING, PREFACE, RST_STREAM, SETTINGS, Http2, block, frame, get, number,
    settings, window_update)
from relay import Relay
from server import free_port, tripline
from test_command_line import complaint, one_sentence
from tls_server import TlsServer

MEGABYTE = 1 << 20


@pytest.fixture(autouse=True)
def still_serves(tls_server: TlsServer) -> Iterator[None]:
    """Whatever a test sends, the server lives and serves the next client."""
    yield
    assert tls_server.process.poll() is None, tls_server.output()[-2000:]
    assert httpx.get(f"{tls_server.tls_url}/healthz", verify=tls_server.context(), timeout=10).status_code == 200


@pytest.fixture(scope="module")
def hello(tls_server: TlsServer) -> ClientHello:
    return ClientHello.of(tls_server.context("h2", "http/1.1"))


def dial(server: TlsServer, seconds: float = 10) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", server.tls_port), timeout=seconds)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def said_to(server: TlsServer, data: bytes, *, end: bool = False, seconds: float = 20) -> bytes:
    """Sends bytes and gives back all that the server says until it closes the connection, which it must within the time."""
    with dial(server, seconds) as connection:
        try:
            connection.sendall(data)
            if end:
                connection.shutdown(socket.SHUT_WR)
            answer = b""
            while chunk := connection.recv(65_536):
                answer += chunk
        except TimeoutError:
            raise
        except OSError:
            return b""
        return answer


def is_refused(answer: bytes) -> bool:
    """Nothing at all, or a fatal alert: never a ServerHello."""
    return answer == b"" or answer[0] == 21


# The handshake

def test_a_hello_that_is_cut_anywhere_is_no_harm(tls_server: TlsServer, hello: ClientHello) -> None:
    whole = hello.records()
    cuts = sorted({*range(0, 12), *range(12, len(whole), 29), len(whole) - 1})
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda cut: said_to(tls_server, whole[:cut], end=True), cuts))
    assert [cut for cut, answer in zip(cuts, answers) if not is_refused(answer)] == []


def ja4_shown_over(server: TlsServer, port: int, context: ssl.SSLContext) -> dict:
    with httpx.Client(verify=context, timeout=60) as client:
        answer = client.get(f"https://localhost:{port}/v1/forward-auth", headers={"Authorization": f"Bearer {server.secret_key}"})
    assert answer.status_code in (200, 403), answer.text
    return server.api().decided(answer.headers["x-tripline-session-id"])["connection_fingerprint"]["ja4"]


def test_a_hello_in_segments_of_one_byte_is_served_and_read_the_same(tls_server: TlsServer) -> None:
    with Relay(tls_server.tls_port) as whole, Relay(tls_server.tls_port, piece=1) as pieces:
        context = tls_server.context("http/1.1")
        usual = ja4_shown_over(tls_server, whole.port, context)
        assert usual["hash"] == whole.hellos[0].ja4()
        assert ja4_shown_over(tls_server, pieces.port, tls_server.context("http/1.1")) == usual


class Fragmented(Relay):
    """Puts a client's hello into TLS records of a few bytes each. A handshake is made of messages: to both sides nothing was done."""

    def __init__(self, port: int, size: int) -> None:
        super().__init__(port)
        self.size = size

    def _carry(self, source: socket.socket, sink: socket.socket, seen: bytearray, piece: int | None) -> None:
        if sink.getpeername() == self.target:
            first = b""
            while len(first) < 5 or len(first) < 5 + int.from_bytes(first[3:5]):
                first += source.recv(65_536)
            seen += first
            sink.sendall(ClientHello.read(first).records(self.size))
        super()._carry(source, sink, bytearray(), piece)


@pytest.mark.parametrize("size", [64, 5])
def test_a_hello_in_many_small_records_is_served_and_read_the_same(tls_server: TlsServer, size: int) -> None:
    with Fragmented(tls_server.tls_port, size) as relay:
        shown = ja4_shown_over(tls_server, relay.port, tls_server.context("http/1.1"))
    assert shown["hash"] == relay.hellos[0].ja4()


def protocols(*names: bytes) -> bytes:
    listed = b"".join(bytes([len(name)]) + name for name in names)
    return struct.pack(">H", len(listed)) + listed


def with_length(handshake: bytes, length: int) -> bytes:
    """A handshake message that says it is of another length."""
    return handshake[:1] + length.to_bytes(3) + handshake[4:]


BAD_HELLOS: dict[str, Callable[[ClientHello], bytes]] = {
    "no ciphers": lambda h: replace(h, ciphers=b"").records(),
    "an odd number of bytes of ciphers": lambda h: replace(h, ciphers=h.ciphers + b"\x13").records(),
    "ciphers that nobody knows": lambda h: replace(h, ciphers=b"\xfe\xfe\xfd\xfd").records(),
    "no compression": lambda h: replace(h, compressions=b"").records(),
    "a session id of 255 bytes": lambda h: replace(h, session=bytes(255)).records(),
    "versions that nobody knows": lambda h: replace(h, version=0x9999).with_extension(VERSIONS, b"\x04\x7f\x1c\x99\x99").records(),
    "a list of versions longer than itself": lambda h: h.with_extension(VERSIONS, b"\xff\x03\x04").records(),
    "SSL 3 alone": lambda h: replace(h, version=0x0300).with_extension(VERSIONS, None).records(),
    "TLS 1.1 alone": lambda h: replace(h, version=0x0302).with_extension(VERSIONS, None).records(),
    "an odd list of signature algorithms": lambda h: h.with_extension(SIGNATURE_ALGORITHMS, b"\x00\x03\x04\x03\x08").records(),
    "an empty protocol": lambda h: h.with_extension(ALPN, protocols(b"")).records(),
    "a protocol longer than its list": lambda h: h.with_extension(ALPN, b"\x00\x03\xffh2").records(),
    "the same extension twice": lambda h: replace(h, extensions=(*h.extensions, h.extensions[0])).records(),
    "extensions longer than the hello": lambda h: record(h.handshake()[:-4]),
    "a hello shorter than it says": lambda h: record(with_length(h.handshake(), 9_999)),
    "a hello longer than it says": lambda h: record(with_length(h.handshake(), 40)),
    "a record of no bytes, a thousand times": lambda h: record(b"") * 1000 + h.records(),
    "a record over its limit": lambda h: record(bytes(0xFFFF)),
    "another message first": lambda h: record(b"\x02" + h.handshake()[1:]),
    "an alert first": lambda h: record(b"\x01\x00", kind=21) * 200 + h.records(),
    "an SSL 2 hello": lambda h: b"\x80\x2e\x01\x03\x01\x00\x15\x00\x00\x00\x10" + bytes(37),
    "plain HTTP": lambda h: b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "an HTTP/2 preface in the clear": lambda h: PREFACE + settings(),
    "a PROXY header": lambda h: b"PROXY TCP4 203.0.113.9 127.0.0.1 4711 443\r\n" + h.records(),
    "noise": lambda h: random.Random(4).randbytes(70_000),
}


@pytest.mark.parametrize("what", list(BAD_HELLOS))
def test_a_hello_that_is_no_good_ends_the_connection(tls_server: TlsServer, hello: ClientHello, what: str) -> None:
    assert is_refused(said_to(tls_server, BAD_HELLOS[what](hello)))


@pytest.mark.parametrize("versions", [b"\x03\x03\x04\x03", b"\x03\x03\x04", b"\x05\x03\x04\x03\x03\x00", b"\x00", b""])
def test_a_list_of_versions_that_is_cut_is_no_harm(tls_server: TlsServer, hello: ClientHello, versions: bytes) -> None:
    """Whether the rest of it is read or refused is up to the TLS library."""
    said_to(tls_server, hello.with_extension(VERSIONS, versions).records(), end=True)


def test_a_hello_with_a_byte_wrong_is_no_harm(tls_server: TlsServer, hello: ClientHello) -> None:
    """Some of these are good hellos still: what counts is that the server serves the next one."""
    whole, dice = hello.records(), random.Random(20)

    def spoil(_: int) -> None:
        data = bytearray(whole)
        for _ in range(dice.randrange(1, 4)):
            data[dice.randrange(5, len(data))] = dice.randrange(256)
        said_to(tls_server, bytes(data), end=True)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(spoil, range(200)))


@pytest.mark.parametrize("first", [b"\xab\xcd", b"\x01", b"h\xff", b" http", "h²".encode(), b"-"])
def test_a_protocol_that_is_not_ascii_is_read_and_harms_nothing(tls_server: TlsServer, first: bytes) -> None:
    """OpenSSL offers what it is told to; the server takes the second, which it knows."""
    with Relay(tls_server.tls_port) as relay:
        request = (f"GET /v1/forward-auth HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {tls_server.secret_key}\r\n"
                   "Connection: close\r\n\r\n")
        answer = subprocess.run(
            [b"openssl", b"s_client", b"-quiet", b"-CAfile", os.fsencode(tls_server.certificate), b"-alpn", first + b",http/1.1",
             b"-connect", b"localhost:%d" % relay.port], input=request.encode(), capture_output=True, timeout=30)
        hello = relay.hellos[0]
    assert hello.first_protocol == first
    session = re.search(rb"(?i)x-tripline-session-id: (\w+)", answer.stdout)
    assert session, answer
    shown = tls_server.api().decided(session.group(1).decode())["connection_fingerprint"]
    assert shown["ja4"]["hash"] == hello.ja4()
    assert shown["http2"]["akamai_fingerprint"] is None


def grown(server: TlsServer, attack: Callable[[], object], times: int) -> int:
    """By how many bytes the server's memory grows from many rounds, once a few have warmed it up."""
    for _ in range(3):
        attack()
    before = server.memory()
    for _ in range(times):
        attack()
    return server.memory() - before


def pour(server: TlsServer, chunks: list[bytes]) -> int:
    """How many bytes the server takes before it closes the connection."""
    taken = 0
    with dial(server) as connection:
        try:
            for chunk in chunks:
                connection.sendall(chunk)
                taken += len(chunk)
                # Whether it has closed is looked at between chunks: what is in flight by then is taken too.
                if select.select([connection], [], [], 0)[0] and not connection.recv(65_536):
                    break
        except OSError:
            pass
    return taken


def test_a_hello_of_16_megabytes_is_not_read_to_its_end(tls_server: TlsServer, hello: ClientHello) -> None:
    start = record(with_length(hello.handshake(), 0xFFFFFF))
    chunks = [start, *[record(bytes(16_384))] * 1024]
    taken: list[int] = []
    growth = grown(tls_server, lambda: taken.append(pour(tls_server, chunks)), 10)
    assert max(taken) < 8 * MEGABYTE, taken
    assert growth < 24 * MEGABYTE, growth


def test_a_hello_in_records_of_one_byte_without_end_is_cut_short(tls_server: TlsServer, hello: ClientHello) -> None:
    start = with_length(hello.handshake(), 0xFFFFFF)
    chunks = [b"".join(record(start[at:at + 1]) for at in range(len(start))), *[record(b"\0") * 10_000] * 200]
    began = tls_server.processor_time()
    assert pour(tls_server, chunks) < sum(map(len, chunks))
    assert tls_server.processor_time() - began < 5


# HTTP/2

def refuses(server: TlsServer, *parts: bytes, seconds: float = 20) -> bool:
    """Whether the server ends an HTTP/2 connection for what is sent on it."""
    with Http2(server) as connection:
        connection.send(PREFACE, *parts)
        return connection.is_closed_in(seconds)


def request_block(server: TlsServer) -> bytes:
    return get("/healthz", server.tls_port)


def endless(server: TlsServer, size: int) -> list[bytes]:
    """A header block that does not come to its end: 2,000 CONTINUATION frames of so many bytes each."""
    return [frame(HEADERS, request_block(server), 1, END_STREAM), *[frame(CONTINUATION, b"\0" * size, 1)] * 2_000]


FLOODS: dict[str, Callable[[TlsServer], list[bytes]]] = {
    "10,000 settings in one frame": lambda s: [settings(*((n % 0xFFFF, n) for n in range(10_000)))],
    "a frame over the limit": lambda s: [settings(), frame(HEADERS, bytes(20_000), 1, END_HEADERS)],
    "CONTINUATION frames of one byte without end": lambda s: [settings(), *endless(s, 1)],
    "empty CONTINUATION frames without end": lambda s: [settings(), *endless(s, 0)],
    "CONTINUATION frames of 16 KB without end": lambda s: [settings(), *endless(s, 16_384)],
    "CONTINUATION without HEADERS": lambda s: [settings(), frame(CONTINUATION, request_block(s), 1, END_HEADERS)],
    "another frame within a header block": lambda s: [settings(), frame(HEADERS, request_block(s), 1, END_STREAM), frame(PING, bytes(8))],
    "an index that the table has not": lambda s: [settings(), frame(HEADERS, b"\xff\xff\xff\xff\x0f", 1, END_STREAM | END_HEADERS)],
    "a number without end in a header block": lambda s: [settings(), frame(HEADERS, b"\xff" * 200, 1, END_STREAM | END_HEADERS)],
    "settings of seven bytes": lambda s: [frame(SETTINGS, bytes(7))],
    "settings on a stream": lambda s: [frame(SETTINGS, bytes(6), 1)],
    "a window that overflows": lambda s: [settings(), window_update(0x7FFFFFFF), window_update(0x7FFFFFFF)],
    "a request on stream 0": lambda s: [settings(), frame(HEADERS, request_block(s), 0, END_STREAM | END_HEADERS)],
    "a request on a stream of the server's": lambda s: [settings(), frame(HEADERS, request_block(s), 2, END_STREAM | END_HEADERS)],
    "an HTTP/1.1 request": lambda s: [b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"],
    "2,000 requests that are reset at once": lambda s: [
        settings(), *(frame(HEADERS, request_block(s), n, END_STREAM | END_HEADERS) + frame(RST_STREAM, struct.pack(">I", 8), n)
                      for n in range(1, 4_001, 2))],
}


@pytest.mark.parametrize("what", list(FLOODS))
def test_http2_that_is_no_good_ends_the_connection(tls_server: TlsServer, what: str) -> None:
    assert refuses(tls_server, *FLOODS[what](tls_server))


def test_no_http2_at_all_after_agreeing_on_it_ends_the_connection(tls_server: TlsServer) -> None:
    with Http2(tls_server) as connection:
        connection.send(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert connection.is_closed_in(20)


def harmless(server: TlsServer, *parts: bytes) -> None:
    """Sends what may be taken or refused, reads what comes for a moment, and leaves."""
    with Http2(server) as connection:
        connection.send(PREFACE, *parts)
        connection.is_closed_in(1)


ODD_BUT_ALLOWED: dict[str, Callable[[TlsServer], list[bytes]]] = {
    "10,000 settings in four frames": lambda s: [settings(*((n, n) for n in range(at, at + 2_500))) for at in range(16, 10_000, 2_500)],
    "10,000 frames of settings": lambda s: [settings((2, 0)) * 10_000],
    "10,000 pings": lambda s: [settings(), frame(PING, bytes(8)) * 10_000],
    "10,000 windows": lambda s: [settings(), window_update(1) * 10_000],
    "10,000 priorities": lambda s: [settings(), *(frame(2, struct.pack(">IB", 0, 15), n) for n in range(1, 20_001, 2))],
    "10,000 acknowledgements": lambda s: [settings(), frame(SETTINGS, flags=ACK) * 10_000],
    "a table resized without end": lambda s: [settings(), frame(HEADERS, b"\x20" * 16_000 + request_block(s), 1, END_STREAM | END_HEADERS)],
    "a header of 60 KB": lambda s: header_block_of(60_000, s),
    "8,000 times one header from the table": lambda s: [
        settings(),
        frame(HEADERS, request_block(s) + kept_in_the_table("x-bomb", "b" * 3_900) + b"\xbe" * 8_000, 1, END_STREAM | END_HEADERS)],
}


def kept_in_the_table(name: str, value: str) -> bytes:
    """A field that the table takes in, where one byte stands for it from then on."""
    return b"\x40" + number(len(name), 7) + name.encode() + number(len(value), 7) + value.encode()


def header_block_of(size: int, server: TlsServer) -> list[bytes]:
    whole = request_block(server) + block(("x-long", "a" * size))
    first, *rest = [whole[at:at + 16_000] for at in range(0, len(whole), 16_000)]
    return [settings(), frame(HEADERS, first, 1, END_STREAM),
            *(frame(CONTINUATION, part, 1, END_HEADERS if part is rest[-1] else 0) for part in rest)]


@pytest.mark.parametrize("what", list(ODD_BUT_ALLOWED))
def test_http2_that_is_odd_is_no_harm(tls_server: TlsServer, what: str) -> None:
    harmless(tls_server, *ODD_BUT_ALLOWED[what](tls_server))


@pytest.mark.parametrize("what", ["10,000 settings in one frame", "CONTINUATION frames of 16 KB without end",
                                  "2,000 requests that are reset at once"])
def test_memory_is_flat_under_a_flood(tls_server: TlsServer, what: str) -> None:
    parts = FLOODS[what](tls_server)
    assert grown(tls_server, lambda: refuses(tls_server, *parts), 12) < 32 * MEGABYTE


@pytest.mark.parametrize("what", ["10,000 settings in four frames", "10,000 pings", "8,000 times one header from the table"])
def test_memory_is_flat_under_what_is_odd(tls_server: TlsServer, what: str) -> None:
    parts = ODD_BUT_ALLOWED[what](tls_server)
    assert grown(tls_server, lambda: harmless(tls_server, *parts), 8) < 32 * MEGABYTE


def test_a_preface_in_segments_of_one_byte_is_served(tls_server: TlsServer) -> None:
    with Http2(tls_server) as connection:
        request = PREFACE + settings((3, 100)) + frame(HEADERS, request_block(tls_server), 1, END_STREAM | END_HEADERS)
        for byte in request:
            connection.send(bytes([byte]))
        assert connection.answer(1)[":status"] == "200"


def test_a_header_block_in_a_few_frames_is_served(tls_server: TlsServer) -> None:
    whole = request_block(tls_server)
    with Http2(tls_server) as connection:
        connection.send(PREFACE, settings(), frame(HEADERS, whole[:9], 1, END_STREAM), frame(CONTINUATION, whole[9:20], 1),
                        frame(CONTINUATION, whole[20:], 1, END_HEADERS))
        assert connection.answer(1)[":status"] == "200"


# Time

def agreed(server: TlsServer, protocol: str) -> socket.socket:
    return server.context(protocol).wrap_socket(dial(server, 60), server_hostname="localhost")


SILENT: dict[str, Callable[[TlsServer, ClientHello], socket.socket]] = {
    "says nothing": lambda s, h: dial(s),
    "sends half a hello": lambda s, h: after(dial(s), h.records()[:200]),
    "sends a hello and no more": lambda s, h: after(dial(s), h.records()),
    "agrees on HTTP/1.1 and is silent": lambda s, h: agreed(s, "http/1.1"),
    "sends half a request": lambda s, h: after(agreed(s, "http/1.1"), b"GET /healthz HTTP/1.1\r\nHost: loc"),
    "agrees on HTTP/2 and is silent": lambda s, h: agreed(s, "h2"),
    "sends half a preface": lambda s, h: after(agreed(s, "h2"), PREFACE[:12]),
    "sends a preface and no request": lambda s, h: after(agreed(s, "h2"), PREFACE + settings()),
    "sends half a header block": lambda s, h: after(
        agreed(s, "h2"), PREFACE + settings() + frame(HEADERS, get("/healthz", s.tls_port), 1, END_STREAM)),
    "announces a body and sends none": lambda s, h: after(
        agreed(s, "h2"), PREFACE + settings() + frame(HEADERS, get("/healthz", s.tls_port, ("content-length", "9")), 1, END_HEADERS)),
}
LONGEST = 95
HANDSHAKES = ("says nothing", "sends half a hello", "sends a hello and no more")


def after(connection: socket.socket, data: bytes) -> socket.socket:
    connection.sendall(data)
    return connection


def patience(server: TlsServer, hello: ClientHello, what: str, enough: Event) -> float:
    """How long the server bears with a client that falls silent."""
    began = time.monotonic()
    with SILENT[what](server, hello) as connection:
        connection.settimeout(0.5)
        while time.monotonic() - began < LONGEST and not enough.is_set():
            try:
                if not connection.recv(65_536):
                    break
            except TimeoutError:
                pass
            except OSError:
                break
    return time.monotonic() - began


@pytest.fixture(scope="module", autouse=True)
def silences(tls_server: TlsServer, hello: ClientHello) -> Iterator[dict[str, Future]]:
    """Clients that fall silent at the very start: they are asked about near the end."""
    enough = Event()
    with ThreadPoolExecutor(len(SILENT)) as pool:
        yield {what: pool.submit(patience, tls_server, hello, what, enough) for what in SILENT}
        enough.set()


# The certificate

def serial(server: TlsServer) -> int:
    return server.certificate_in_use().serial_number


def becomes(value: Callable[[], object], wanted: object, seconds: float = 15) -> bool:
    deadline = time.monotonic() + seconds
    while value() != wanted:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.3)
    return True


@pytest.fixture
def fresh(new_server: Callable[..., TlsServer]) -> TlsServer:
    """A server of a test's own."""
    server = new_server(kind=TlsServer)
    server.make_certificate()
    server.init()
    return server.start()


def written(file: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(file.read_bytes())


@pytest.mark.parametrize("by_signal", [True, False], ids=["on SIGHUP", "when the files change"])
def test_a_new_certificate_is_taken_up_without_dropping_anybody(fresh: TlsServer, by_signal: bool) -> None:
    before = serial(fresh)
    with httpx.Client(verify=fresh.context("http/1.1")) as one, Http2(fresh) as other:
        assert one.get(f"{fresh.tls_url}/healthz").status_code == 200
        other.send(PREFACE, settings(), frame(HEADERS, request_block(fresh), 1, END_STREAM | END_HEADERS))
        assert other.answer(1)[":status"] == "200"
        fresh.make_certificate("--force")
        new = written(fresh.certificate).serial_number
        assert new != before
        if by_signal:
            fresh.hang_up()
        assert becomes(lambda: serial(fresh), new, 2 if by_signal else 15)
        connections = one._transport._pool.connections
        assert one.get(f"{fresh.tls_url}/healthz").status_code == 200, "over the connection that was open"
        assert one._transport._pool.connections == connections
        other.send(frame(HEADERS, request_block(fresh), 3, END_STREAM | END_HEADERS))
        assert other.answer(3)[":status"] == "200"


@pytest.mark.parametrize("spoil", [
    lambda s: s.certificate.write_text("-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n"),
    lambda s: s.certificate.write_text(""),
    lambda s: s.certificate.unlink(),
    lambda s: s.key.write_text("no key"),
    lambda s: s.key.write_bytes(other_key()),
], ids=["a certificate that is none", "an empty file", "no file", "a key that is none", "a key that does not belong to it"])
def test_a_broken_certificate_is_told_and_the_one_before_stays(fresh: TlsServer, spoil: Callable[[TlsServer], object]) -> None:
    before, said, trusted = serial(fresh), len(fresh.output()), fresh.context()
    spoil(fresh)
    fresh.hang_up()
    assert becomes(lambda: "certificate" in fresh.output()[said:], True), fresh.output()[said:]
    assert serial(fresh) == before
    time.sleep(4)
    assert serial(fresh) == before, "after the files were looked at again"
    assert httpx.get(f"{fresh.tls_url}/healthz", verify=trusted).status_code == 200
    fresh.make_certificate("--force")
    assert becomes(lambda: serial(fresh), written(fresh.certificate).serial_number), "a good one is taken up again"


def other_key() -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
    return ec.generate_private_key(ec.SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def test_it_ends_in_time_with_connections_open(fresh: TlsServer) -> None:
    with Http2(fresh) as connection, agreed(fresh, "http/1.1"):
        connection.send(PREFACE, settings(), frame(HEADERS, request_block(fresh), 1, END_STREAM | END_HEADERS))
        assert connection.answer(1)[":status"] == "200"
        assert fresh.stop() == 0


# The command line

def test_it_says_where_it_listens(fresh: TlsServer) -> None:
    assert f"https://localhost:{fresh.tls_port}" in fresh.output()


def test_both_ports_serve_the_same(fresh: TlsServer) -> None:
    assert httpx.get(f"{fresh.url}/healthz").text == httpx.get(f"{fresh.tls_url}/healthz", verify=fresh.context()).text


@pytest.mark.parametrize("protocol", ["h2", "http/1.1"])
def test_the_protocol_is_agreed_on(tls_server: TlsServer, protocol: str) -> None:
    with agreed(tls_server, protocol) as connection:
        assert connection.selected_alpn_protocol() == protocol


def test_http2_is_preferred(tls_server: TlsServer) -> None:
    with tls_server.context("http/1.1", "h2").wrap_socket(dial(tls_server), server_hostname="localhost") as connection:
        assert connection.selected_alpn_protocol() == "h2"


@pytest.fixture
def unstarted(new_server: Callable[..., TlsServer]) -> TlsServer:
    server = new_server(kind=TlsServer)
    server.make_certificate()
    server.init()
    return server


WRONG_FILES: dict[str, tuple[Callable[[TlsServer], object], str]] = {
    "no certificate file": (lambda s: s.certificate.unlink(), "certificate.pem"),
    "no key file": (lambda s: s.key.unlink(), "key.pem"),
    "a folder for a certificate": (lambda s: (s.certificate.unlink(), s.certificate.mkdir()), "certificate.pem"),
    "a certificate that is not PEM": (lambda s: s.certificate.write_bytes(os.urandom(600)), "certificate.pem"),
    "an empty certificate": (lambda s: s.certificate.write_text(""), "certificate.pem"),
    "a key that is not PEM": (lambda s: s.key.write_text("abc"), "key.pem"),
    "a key where the certificate should be": (lambda s: s.certificate.write_bytes(s.key.read_bytes()), "certificate.pem"),
    "a certificate where the key should be": (lambda s: s.key.write_bytes(s.certificate.read_bytes()), "key.pem"),
    "a key that does not belong to it": (lambda s: s.key.write_bytes(other_key()), "key"),
}


@pytest.mark.parametrize("what", list(WRONG_FILES))
def test_files_that_are_no_certificate_and_key(unstarted: TlsServer, what: str) -> None:
    spoil, named = WRONG_FILES[what]
    spoil(unstarted)
    assert named in complaint(unstarted)


def test_a_busy_tls_port(unstarted: TlsServer) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", unstarted.tls_port))
        taken.listen()
        assert str(unstarted.tls_port) in complaint(unstarted)


@pytest.mark.parametrize(("missing", "named"), [
    ({"--tls-key"}, "--tls-key"), ({"--tls-certificate"}, "--tls-certificate"), ({"--tls-certificate", "--tls-key"}, "--tls-"),
    ({"--tls-port"}, "--tls-port"),
])
def test_options_for_tls_that_lack_one_another(unstarted: TlsServer, missing: set[str], named: str) -> None:
    given = {"--tls-port": unstarted.tls_port, "--tls-certificate": unstarted.certificate, "--tls-key": unstarted.key}
    options = [word for name, value in given.items() if name not in missing for word in (name, value)]
    answer = tripline("serve", "--port", free_port(), *unstarted.storage_options, *options, seconds=20)
    assert answer.returncode > 0
    assert named in one_sentence(answer.stderr)


@pytest.mark.parametrize("options", [
    ["--tls-port", "99999"], ["--tls-port", "https"], ["--tls-port", "-1"], ["--client-address-header", "x-client"],
    ["--client-address-header", ""], ["--ja4-header", "not a name"], ["--http2-header", "x:y"], ["--trusted-proxy", "10.0.0.0/33"],
    ["--trusted-proxy", "nonsense"],
])
def test_an_option_of_the_front_that_is_wrong(unstarted: TlsServer, options: list[str]) -> None:
    tls = ["--tls-certificate", unstarted.certificate, "--tls-key", unstarted.key]
    options = [*(tls if "--tls-port" in options else []), *options]
    answer = tripline("serve", "--port", free_port(), *unstarted.storage_options, *options, seconds=20)
    assert answer.returncode > 0, answer.stdout
    assert answer.stderr.strip() and "Fatal error" not in answer.stderr


# tripline certificate

def names(certificate: x509.Certificate) -> list[str]:
    return [str(name.value) for name in certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value]


def test_a_certificate_is_made(tmp_path: Path) -> None:
    made = tripline("certificate", "--directory", tmp_path)
    assert made.returncode == 0, made.stderr
    certificate = written(tmp_path / "certificate.pem")
    assert isinstance(certificate.public_key().curve, ec.SECP256R1)
    assert certificate.issuer == certificate.subject
    assert not certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca, "Firefox takes no authority for a server"
    certificate.verify_directly_issued_by(certificate)
    assert "localhost" in names(certificate)
    left = certificate.not_valid_after_utc.timestamp() - time.time()
    assert 364 * 86_400 < left < 366 * 86_400
    assert certificate.not_valid_before_utc.timestamp() <= time.time()
    assert (tmp_path / "key.pem").stat().st_mode & 0o777 == 0o600


def test_the_folder_is_made_where_it_is_not(tmp_path: Path) -> None:
    assert tripline("certificate", "--directory", tmp_path / "new").returncode == 0
    assert (tmp_path / "new" / "certificate.pem").exists()


def test_a_certificate_has_the_names_and_the_days_that_were_asked_for(tmp_path: Path) -> None:
    made = tripline("certificate", "--directory", tmp_path, "--name", "trip.example", "--name", "127.0.0.1", "--days", 30)
    assert made.returncode == 0, made.stderr
    certificate = written(tmp_path / "certificate.pem")
    assert names(certificate) == ["trip.example", "127.0.0.1"]
    assert abs(certificate.not_valid_after_utc.timestamp() - time.time() - 30 * 86_400) < 86_400


def test_openssl_and_curl_take_the_certificate_for_good(tls_server: TlsServer) -> None:
    checked = subprocess.run(["openssl", "verify", "-CAfile", tls_server.certificate, "-purpose", "sslserver", tls_server.certificate],
                             capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr
    answer = subprocess.run(["curl", "-q", "-sS", "--cacert", tls_server.certificate, f"{tls_server.tls_url}/healthz"],
                            capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr


def test_a_certificate_that_is_there_is_not_overwritten_unasked(tmp_path: Path) -> None:
    assert tripline("certificate", "--directory", tmp_path).returncode == 0
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    refused = tripline("certificate", "--directory", tmp_path)
    assert refused.returncode > 0
    assert "--force" in one_sentence(refused.stderr)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before
    assert tripline("certificate", "--directory", tmp_path, "--force").returncode == 0
    assert (tmp_path / "key.pem").read_bytes() != before["key.pem"]
    assert (tmp_path / "key.pem").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("options", [
    ["--days", "0"], ["--days", "-3"], ["--days", "99999999999999999999"], ["--name", ""], ["--name", "not a name"], ["--days", "soon"],
])
def test_a_certificate_that_can_not_be(tmp_path: Path, options: list[str]) -> None:
    refused = tripline("certificate", "--directory", tmp_path, *options)
    assert refused.returncode > 0, refused.stdout
    assert refused.stderr.strip() and "Fatal error" not in refused.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_can_not_be_written(tmp_path: Path) -> None:
    refused = tripline("certificate", "--directory", "/proc/nowhere")
    assert refused.returncode > 0
    assert "/proc/nowhere" in one_sentence(refused.stderr)


# What the silent clients of the start met with

@pytest.mark.parametrize("what", list(SILENT))
def test_a_silent_client_is_closed_in_time(silences: dict[str, Future], what: str) -> None:
    took = silences[what].result()
    assert took < (15 if what in HANDSHAKES else LONGEST - 5), f"it was borne with for {took:.0f} s"
