"""Clients that ask the server straight over TLS, and what their connection showed it.

A client without JavaScript asks `GET /v1/forward-auth`, as itself or under a browser's name; a browser visits a page with the agent on it.
The session that comes of it tells what the server made of the connection.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import visits
from client_hello import ClientHello
from display import Display
from human import Person
from relay import Relay
from shop import Shop
from tls_server import TlsServer

PROGRAMS = Path(__file__).parent / "clients"
PATH = "/v1/forward-auth"
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0"
SAFARI = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15"
# What a client may say of itself to pass for another: a name alone, or all that Chrome sends when a person opens a page.
CLAIMS: dict[str, dict[str, str]] = {
    "Chrome": {"User-Agent": CHROME},
    "Firefox": {"User-Agent": FIREFOX},
    "Safari": {"User-Agent": SAFARI},
    "Chrome, with all its headers": {
        "sec-ch-ua": '"Chromium";v="156", "Google Chrome";v="156", "Not?A_Brand";v="24"', "sec-ch-ua-mobile": "?0",
        "sec-ch-ua-platform": '"Linux"', "Upgrade-Insecure-Requests": "1", "User-Agent": CHROME,
        "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8",
        "Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-User": "?1", "Sec-Fetch-Dest": "document",
        "Accept-Encoding": "gzip, deflate, br, zstd", "Accept-Language": "en-US,en;q=0.9", "Priority": "u=0, i",
    },
}


@dataclass(frozen=True)
class Question:
    """What a client is to ask, and whose certificate it is to trust."""

    port: int
    certificate: Path
    headers: dict[str, str]

    @property
    def url(self) -> str:
        return f"https://localhost:{self.port}{PATH}"

    def pairs(self, option: str | None = None) -> list[str]:
        """The headers as arguments, each behind an option where one is named."""
        return [word for name, value in self.headers.items() for word in ([option] if option else []) + [f"{name}:{value}"]]


@dataclass(frozen=True)
class Run:
    """One run of a program."""

    command: list[str]
    said: str = ""
    environment: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Shown:
    """What came of one visit: the ClientHello of each connection as it was on the wire, and the document of the session."""

    hellos: list[ClientHello]
    document: dict

    @property
    def tls(self) -> dict:
        return self.document["connection_fingerprint"]["ja4"]

    @property
    def http2(self) -> dict:
        return self.document["connection_fingerprint"]["http2"]

    @property
    def alignment(self) -> str | None:
        return self.document["connection_fingerprint"]["user_agent_alignment"]

    @property
    def decision(self) -> dict:
        return self.document["decision"]

    def why(self) -> str:
        """What was shown and how it was judged, for the message of a test that fails."""
        parts = ("connection_fingerprint", "decision", "signals_fired", "attribution")
        return json.dumps({name: self.document[name] for name in parts}, indent=1)


@dataclass(frozen=True)
class Client:
    """A program that makes requests. `impersonates` names the browser that it says it is by itself."""

    name: str
    runs: Callable[[Question], Run]
    needs: str | None = None
    http2: bool = False
    impersonates: str | None = None

    @property
    def is_here(self) -> bool:
        return self.needs is None or shutil.which(self.needs) is not None

    def ask(self, server: TlsServer, claim: str | None = None) -> Shown:
        """Asks as itself, or as the browser named."""
        headers = {"Authorization": f"Bearer {server.secret_key}", **CLAIMS.get(claim, {})}
        with Relay(server.tls_port) as relay:
            told = self._run(Question(relay.port, server.certificate, headers))
            session = re.search(r"(?i)x-tripline-session-id:\s*(sid_\w+)", told)
            assert session, f"{self.name} was told of no session: {told[-1500:]}"
            return Shown(relay.hellos, server.api().decided(session.group(1)))

    def _run(self, question: Question) -> str:
        run = self.runs(question)
        answer = subprocess.run(
            run.command, input=run.said, env={**os.environ, **run.environment}, capture_output=True, text=True, timeout=120)
        return answer.stdout + answer.stderr


def curl(*options: str) -> Callable[[Question], Run]:
    return lambda q: Run(
        ["curl", "-q", "-sS", "-o", "/dev/null", "-D", "-", "--cacert", str(q.certificate), *options, *q.pairs("-H"), q.url])


def wget(q: Question) -> Run:
    return Run(["wget", "--no-config", "-S", "-O", "/dev/null", f"--ca-certificate={q.certificate}", *q.pairs("--header"), q.url])


def openssl(*options: str) -> Callable[[Question], Run]:
    """A request written by hand."""
    def run(q: Question) -> Run:
        head = "".join(f"{name}: {value}\r\n" for name, value in q.headers.items())
        return Run(["openssl", "s_client", "-quiet", "-verify_return_error", "-CAfile", str(q.certificate), *options,
                    "-servername", "localhost", "-connect", f"localhost:{q.port}"],
                   f"GET {PATH} HTTP/1.1\r\nHost: localhost:{q.port}\r\n{head}Connection: close\r\n\r\n")
    return run


def python(library: str) -> Callable[[Question], Run]:
    return lambda q: Run([sys.executable, str(PROGRAMS / "ask.py"), library, q.url, str(q.certificate), *q.pairs()])


def node(library: str) -> Callable[[Question], Run]:
    return lambda q: Run(["node", str(PROGRAMS / "ask.mjs"), library, q.url, *q.pairs()],
                         environment={"NODE_EXTRA_CA_CERTS": str(q.certificate)})


def java(library: str) -> Callable[[Question], Run]:
    return lambda q: Run(["java", str(PROGRAMS / "Ask.java"), library, q.url, str(q.certificate), *q.pairs()])


def go(q: Question) -> Run:
    return Run(["go", "run", str(PROGRAMS / "ask.go"), q.url, str(q.certificate), *q.pairs()])


LIBRARIES = [
    Client("curl, HTTP/2", curl("--http2"), http2=True),
    Client("curl, HTTP/1.1", curl("--http1.1")),
    Client("curl, TLS 1.2", curl("--tls-max", "1.2"), http2=True),
    Client("wget", wget),
    Client("openssl s_client", openssl()),
    Client("openssl s_client, ALPN", openssl("-alpn", "http/1.1")),
    Client("Python urllib", python("urllib")),
    Client("Python requests", python("requests")),
    Client("Python httpx, HTTP/1.1", python("httpx")),
    Client("Python httpx, HTTP/2", python("httpx-2"), http2=True),
    Client("Python aiohttp", python("aiohttp")),
    Client("Node https", node("https"), needs="node"),
    Client("Node http2", node("http2"), needs="node", http2=True),
    Client("Node fetch", node("fetch"), needs="node"),
    Client("Java HttpClient", java("httpclient"), needs="javac", http2=True),
    Client("Java HttpsURLConnection", java("urlconnection"), needs="javac"),
    Client("Go net/http", go, needs="go", http2=True),
]

# What curl_cffi can look like, from old to the newest it knows.
IMPERSONATED = {
    "Chrome": ["chrome110", "chrome124", "chrome136", "chrome146", "chrome152"],
    "Firefox": ["firefox135", "firefox147", "firefox155"],
    "Safari": ["safari180", "safari260", "safari270"],
}
IMPERSONATORS = [Client(f"curl_cffi as {name}", python(name), http2=True, impersonates=browser)
                 for browser, names in IMPERSONATED.items() for name in names]
# Impersonators whose connection shows nothing that the browser's own does not. They are listed in docs/connections.md.
NOT_TOLD_APART = {f"curl_cffi as {name}" for name in IMPERSONATED["Chrome"] + IMPERSONATED["Safari"]}


def by_person(kind: str, display: Display, person: Person, server: TlsServer) -> Shown:
    """A person signs up on a customer's page whose agent speaks to the server over TLS."""
    with Relay(server.tls_port) as relay:
        for is_last in (False, True):
            shop = Shop(f"https://localhost:{relay.port}", server.publishable_key)
            try:
                sign_up = visits.by_person(kind, display, person, shop, server, server.certificate)
                return Shown(relay.hellos, sign_up.document)
            except AssertionError:
                # On a busy machine a window that has just opened may miss a click or a key: a person tries again.
                if is_last:
                    raise
            finally:
                shop.close()


CLIENTS = {client.name: client for client in [*LIBRARIES, *IMPERSONATORS]}
