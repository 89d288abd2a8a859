"""Writes the tables of docs/connections.md: `python connections_table.py FILE` has every client ask, browsers included."""

import importlib.metadata
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from connections import CLIENTS, LIBRARIES, Shown, by_person
from contract import Contract
from display import Display
from human import Person
from tls_server import TlsServer

BROWSERS = {"chromium": "Chromium", "firefox": "Firefox ESR", "webkit": "WebKitGTK MiniBrowser"}
VERSIONS = {
    "Chromium": ["chromium", "--version"], "Firefox": ["firefox-esr", "--version"], "WebKitGTK": ["WebKitWebDriver", "--version"],
    "curl": ["curl", "--version"], "wget": ["wget", "--version"], "OpenSSL": ["openssl", "version"],
    "Python": [sys.executable, "--version"], "Node": ["node", "--version"], "Java": ["java", "--version"], "Go": ["go", "version"],
}
PACKAGES = ["requests", "httpx", "aiohttp", "curl_cffi"]
Row = tuple[str, str, Shown]


@contextmanager
def desk() -> Iterator[tuple[TlsServer, Display, Person]]:
    """A server, a screen and a person at it."""
    with tempfile.TemporaryDirectory() as folder:
        server, display = TlsServer(Path(folder), Contract()), Display()
        person = Person(display.name)
        server.make_certificate()
        server.init()
        server.start()
        try:
            yield server, display, person
        finally:
            server.kill()
            person.close()
            display.close()


def ask_all() -> Iterator[Row]:
    """Each client as what it says it is, and what it showed."""
    with desk() as (server, display, person):
        for kind, name in BROWSERS.items():
            yield name, "itself", by_person(kind, display, person, server)
        for client in CLIENTS.values():
            if not client.is_here:
                print(f"left out: {client.name} ({client.needs} is not on this machine)", file=sys.stderr)
                continue
            for claim in [None, "Chrome", "Chrome, with all its headers"] if client in LIBRARIES else [None]:
                yield client.name, claim or client.impersonates or "itself", client.ask(server, claim)


def code(text: str | None) -> str:
    """A value in a cell of a table."""
    return f"`{text}`".replace("|", "\\|") if text else ""


def table(head: list[str], rows: list[list[str]]) -> list[str]:
    return [f"| {' | '.join(row)} |" for row in [head, ["---"] * len(head), *rows]]


def what_was_shown(rows: list[Row]) -> list[str]:
    """One row for each client: what it shows does not depend on what it says it is."""
    firsts = {name: shown for name, _, shown in reversed(rows)}
    return table(["client", "JA4", "HTTP/2", "TLS recognized as", "HTTP/2 recognized as", "how"], [
        [name, code(shown.tls["hash"]), code(shown.http2["akamai_fingerprint"]), code(shown.tls["profile"]), code(shown.http2["profile"]),
         ", ".join(filter(None, [shown.tls["confidence"], code(shown.tls["match_source"])]))]
        for name, shown in ((name, firsts[name]) for name in dict.fromkeys(name for name, _, _ in rows))])


def what_was_made_of_it(rows: list[Row]) -> list[str]:
    return table(["client", "says it is", "alignment", "verdict", "risk"], [
        [name, claim, shown.alignment or "", shown.decision["automation_status"], str(shown.decision["risk_score"])]
        for name, claim, shown in rows])


def versions() -> str:
    """What the clients were, in one line."""
    found = [f"{name} {said}" for name, command in VERSIONS.items() if (said := version(command))]
    return ", ".join(found + [f"{name} {importlib.metadata.version(name)}" for name in PACKAGES])


def version(command: list[str]) -> str | None:
    try:
        said = subprocess.run(command, capture_output=True, text=True, timeout=30)
    except OSError:
        return None
    number = re.search(r"\d+(\.\d+)+\w*", said.stdout)
    return number.group(0) if number else None


def with_part(text: str, name: str, lines: list[str]) -> str:
    """The document with what stands between two marks put anew."""
    start, end = f"<!-- {name}: made by make connections -->", f"<!-- end of {name} -->"
    before, _, rest = text.partition(start)
    _, found, after = rest.partition(end)
    if not found:
        raise SystemExit(f"the document has no place for {name}: {start} … {end}")
    return "\n".join([before + start, *lines, end + after])


def main(file: Path) -> None:
    rows = list(ask_all())
    text = file.read_text()
    text = with_part(text, "what was shown", [f"With {versions()}.", "", *what_was_shown(rows)])
    file.write_text(with_part(text, "what was made of it", what_was_made_of_it(rows)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
