"""A customer's site on an origin of its own, which protects its sign-up with the server under test."""

import json
import sys
import threading
import time
import uuid
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PAGE = (Path(__file__).parent / "page.html").read_text()


@dataclass
class Visit:
    """One page load, and what the page told its own backend."""

    url: str
    told: dict[str, list[dict]] = field(default_factory=dict)
    changed: threading.Condition = field(default_factory=threading.Condition)

    def tell(self, what: str, body: dict) -> None:
        with self.changed:
            self.told.setdefault(what, []).append(body)
            self.changed.notify_all()

    def tells(self, what: str, within: float) -> bool:
        """Whether something is told under a name within so many seconds."""
        with self.changed:
            return self.changed.wait_for(lambda: what in self.told, within)

    def wait_for(self, what: str, seconds: float = 30) -> dict:
        """The latest thing told under a name, waited for."""
        if not self.tells(what, seconds):
            raise AssertionError(f"the page did not tell {what!r} within {seconds} s; it told {self.told}")
        return self.told[what][-1]

    def settled(self, what: str, quiet: float = 0.7, seconds: float = 30) -> dict:
        """The latest thing told under a name, once no newer one came for a while."""
        deadline = time.monotonic() + seconds
        self.wait_for(what, seconds)
        while True:
            seen = len(self.told[what])
            with self.changed:
                newer = self.changed.wait_for(lambda: len(self.told[what]) > seen, quiet)
            if not newer or time.monotonic() > deadline:
                return self.told[what][-1]


class Site(ThreadingHTTPServer):
    """A server that takes a browser's sudden end as it comes."""

    daemon_threads = True

    def handle_error(self, request: object, address: object) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, address)


class Shop:
    """The site's server. `policy` is a Content-Security-Policy that its pages get."""

    def __init__(self, tripline: str, publishable_key: str, policy: str | None = None) -> None:
        shop = self
        page = PAGE.replace("%TRIPLINE%", tripline).replace("%PUBLISHABLE_KEY%", publishable_key).encode()
        self.visits: dict[str, Visit] = {}

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                kind, body = self.found()
                self.send_response(200 if body else 404)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                if policy:
                    self.send_header("Content-Security-Policy", policy)
                self.end_headers()
                self.wfile.write(body)

            def found(self) -> tuple[str, bytes]:
                """The page; or what it told last under a name, for scripts outside the browser."""
                match self.path.split("/")[1:]:
                    case ["visits", _]:
                        return "text/html; charset=utf-8", page
                    case ["told", visit, what] if visit in shop.visits and what in shop.visits[visit].told:
                        return "application/json", json.dumps(shop.visits[visit].told[what][-1]).encode()
                return "text/plain", b""

            def do_POST(self) -> None:
                _, _, visit, what = self.path.split("/")
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                shop.visits[visit].tell(what, body)
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = Site(("127.0.0.1", 0), Handler)
        self.origin = f"http://localhost:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def visit(self, query: str = "") -> Visit:
        """An address for one page load. With `?watched` the page tells more, and asks for an early decision."""
        name = uuid.uuid4().hex[:12]
        self.visits[name] = Visit(f"{self.origin}/visits/{name}{query}")
        return self.visits[name]

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
