"""nginx, HAProxy and Caddy with the files that docs/deploy shows, and the PROXY protocol as bytes."""

import os
import signal
import socket
import ssl
import struct
import subprocess
import time
from ipaddress import IPv4Address, ip_address
from pathlib import Path

import httpx

from authority import Authority
from server import REPOSITORY, free_port

DEPLOY = REPOSITORY / "docs" / "deploy"
FORWARD_AUTH = "/v1/forward-auth"

# What a loopback client can call itself: all of 127.0.0.0/8 is this machine's.
CLIENT, OTHER_CLIENT, PROXY = "127.0.0.42", "127.0.0.43", "127.0.0.2"


def has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
        return True
    except OSError:
        return False


def recipe(name: str, changes: dict[str, object]) -> str:
    """A file of docs/deploy with its addresses and paths changed to a test's. Each must be there to be changed."""
    text = (DEPLOY / name).read_text()
    if not has_ipv6():
        text = "\n".join(line for line in text.split("\n") if "[::]:443" not in line and ":::443" not in line)
        changes = {old: new for old, new in changes.items() if old not in ("listen [::]:443", "bind :::443 v6only")}
    for old, new in changes.items():
        assert old in text, f"{name} does not say {old!r}"
        text = text.replace(old, str(new))
    return text


class Credentials:
    """A certificate for localhost and its key: in one file, in two, and what a client needs to believe them."""

    def __init__(self, folder: Path) -> None:
        self.authority = Authority(folder)
        self.authority.context("localhost")
        self.both = folder / "localhost.pem"
        text = self.both.read_text()
        at = text.index("-----BEGIN PRIVATE KEY-----")
        self.certificate, self.key = folder / "certificate.pem", folder / "key.pem"
        self.certificate.write_text(text[:at])
        self.key.write_text(text[at:])

    @property
    def server_options(self) -> list[str]:
        return ["--tls-certificate", str(self.certificate), "--tls-key", str(self.key)]

    def context(self, *protocols: str) -> ssl.SSLContext:
        """A client's; each is made anew, so that no session is resumed and the hello stays the same."""
        context = ssl.create_default_context(cafile=str(self.authority.file))
        context.set_alpn_protocols(list(protocols or ["http/1.1"]))
        return context

    def client(self, address: str = CLIENT, **more: object) -> httpx.Client:
        """An HTTP client that comes from that address."""
        return httpx.Client(transport=httpx.HTTPTransport(local_address=address, verify=self.context()), timeout=30, **more)


class Proxy:
    """A proxy on loopback with a configuration of its own, until it is stopped."""

    def __init__(self, folder: Path, command: list[str], port: int, environment: dict[str, str] | None = None) -> None:
        self.port = port
        self.url = f"https://localhost:{port}"
        self.file = folder / "proxy.log"
        self.log = self.file.open("wb")
        self.process = subprocess.Popen(
            command, env={**os.environ, **(environment or {})}, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log,
            start_new_session=True, cwd=folder)
        self.wait()

    def wait(self, seconds: float = 20) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        self.stop()
        raise AssertionError(f"the proxy did not get ready: {self.file.read_text()[-2000:]}")

    def stop(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        self.log.close()


def nginx(folder: Path, name: str, changes: dict[str, object], *, stream: bool = False) -> Proxy:
    port = free_port()
    (folder / "recipe.conf").write_text(recipe(
        f"nginx/{name}", {"listen 443": f"listen 127.0.0.1:{port}", "listen [::]:443": f"listen [::1]:{port}", **changes}))
    scratch = " ".join(f"{what}_temp_path {folder}/{what};"
                       for what in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    body = f"include {folder}/recipe.conf;"
    (folder / "nginx.conf").write_text("\n".join([
        # The workers must get into the test's folder, which is its user's alone.
        "user root;" if os.getuid() == 0 else "",
        "load_module /usr/lib/nginx/modules/ngx_stream_module.so;" if stream else "",
        f"daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log stderr warn;",
        "events { worker_connections 512; }",
        body if stream else f"http {{ access_log off; {scratch} {body} }}"]))
    return Proxy(folder, ["/usr/sbin/nginx", "-e", "stderr", "-c", str(folder / "nginx.conf")], port)


def haproxy(folder: Path, name: str, changes: dict[str, object]) -> Proxy:
    port = free_port()
    own = folder / "own.cfg"
    own.write_text("global\n    maxconn 512\ndefaults\n    timeout connect 5s\n    timeout client 60s\n    timeout server 60s\n")
    file = folder / "recipe.cfg"
    file.write_text(recipe(f"haproxy/{name}", {
        "bind :443": f"bind 127.0.0.1:{port}", "bind :::443 v6only": f"bind ::1:{port} v6only", **changes}))
    return Proxy(folder, ["/usr/sbin/haproxy", "-db", "-f", str(own), "-f", str(file)], port)


def caddy(folder: Path, name: str, changes: dict[str, object], environment: dict[str, str] | None = None) -> Proxy:
    port = free_port()
    host = "id.shop.example" if name == "https.Caddyfile" else "shop.example"
    file = folder / "Caddyfile"
    file.write_text(
        "{\n\tadmin off\n\tauto_https off\n\tdefault_bind 127.0.0.1 [::1]\n\tservers {\n\t\tprotocols h1 h2\n\t}\n}\n\n"
        + recipe(f"caddy/{name}", {f"\n{host} {{": f"\nhttps://localhost:{port} {{", **changes}))
    home = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    return Proxy(folder, ["/usr/bin/caddy", "run", "--adapter", "caddyfile", "--config", str(file)], port,
                 {**home, **(environment or {})})


# PROXY protocol

SIGNATURE = b"\r\n\r\n\x00\r\nQUIT\n"
LOCAL, PROXIED = 0, 1


def version_1(source: str, destination: str = "", source_port: object = 41000, port: object = 443, family: str = "") -> bytes:
    family = family or ("TCP6" if ":" in source else "TCP4")
    destination = destination or ("2001:db8::1" if ":" in source else "192.0.2.1")
    return f"PROXY {family} {source} {destination} {source_port} {port}\r\n".encode()


def version_2(source: str | None = None, *, command: int = PROXIED, tail: bytes = b"", version: int = 2,
              family: int | None = None, addresses: bytes | None = None, length: int | None = None) -> bytes:
    """A header of version 2; each part can be made wrong. `tail` is what follows the addresses (TLVs)."""
    if addresses is None:
        addresses = b""
        if source:
            address = ip_address(source)
            other = ip_address("192.0.2.1" if isinstance(address, IPv4Address) else "2001:db8::1")
            addresses = address.packed + other.packed + struct.pack(">HH", 41000, 443)
    if family is None:
        family = 0 if not source else 0x11 if "." in source and ":" not in source else 0x21
    body = addresses + tail
    head = struct.pack(">BBH", version << 4 | command, family, len(body) if length is None else length)
    return SIGNATURE + head + body


def tlv(kind: int, value: bytes) -> bytes:
    return struct.pack(">BH", kind, len(value)) + value


class Answer:
    """What came back over a raw connection."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        head, _, self.body = raw.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        self.status = int(first.split()[1]) if first.startswith("HTTP/1.1 ") else None
        self.headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}


def exchange(port: int, *pieces: bytes, source: str, tls: ssl.SSLContext | None = None, end: bool = False,
             seconds: float = 15, pause: float = 0, prelude: bytes = b"") -> Answer:
    """Sends pieces from an address, and reads until the other side closes.

    With `tls` the prelude goes first, in the clear. `end` closes our half. Being closed on is an answer, and an empty one.
    """
    with socket.create_connection(("127.0.0.1", port), seconds, source_address=(source, 0)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        received = b""
        try:
            if prelude:
                connection.sendall(prelude)
            if tls:
                connection = tls.wrap_socket(connection, server_hostname="localhost")
            for piece in pieces:
                connection.sendall(piece)
                if pause:
                    time.sleep(pause)
            if end:
                connection.shutdown(socket.SHUT_WR)
            while piece := connection.recv(65536):
                received += piece
        except TimeoutError:
            raise AssertionError(f"the connection was not closed within {seconds} s; got {received[:200]!r}") from None
        except OSError:
            pass
        finally:
            connection.close()
        return Answer(received)


def get(path: str, headers: dict[str, str] | None = None) -> bytes:
    """A request after which the connection is closed."""
    lines = [f"GET {path} HTTP/1.1", "Host: localhost", "Connection: close",
             *(f"{name}: {value}" for name, value in (headers or {}).items())]
    return "\r\n".join([*lines, "", ""]).encode()
