"""An origin of network data on this machine, which answers as a test wants, and what a server knows of its sources."""

import hashlib
import json
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import httpx

from receiver import Answer, Delivery, Receiver, answer
from server import Server, tripline


def addresses(count: int, network: str = "198.51") -> str:
    """A list of so many addresses."""
    return "".join(f"{network}.{number // 250}.{number % 250 + 1}\n" for number in range(count))


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def file(body: str | bytes, **headers: str) -> bytes:
    """A good answer."""
    return answer(200, body.encode() if isinstance(body, str) else body, **headers)


class Origin(Receiver):
    """Answers by path; `places` may be changed at any time."""

    def __init__(self, places: dict[str, Answer | Callable[[Delivery], Answer]] | None = None, **more: object) -> None:
        self.places = places or {}
        super().__init__(self.reply, **more)

    def reply(self, asked: Delivery) -> Answer:
        place = self.places.get(asked.path, answer(404, b"not here"))
        return place(asked) if callable(place) else place

    def asked(self, path: str) -> list[Delivery]:
        return [delivery for delivery in self.deliveries if delivery.path == path]


class Sources:
    """A file of sources, and the commands that are about it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "sources.yaml"
        self.database = folder / "tripline.sqlite"
        self.entries: dict[str, dict] = {}
        self.write()

    def add(self, name: str, **members: object) -> None:
        self.entries[name] = members
        self.write()

    def write(self) -> None:
        # JSON is YAML.
        self.file.write_text(json.dumps({"sources": [{"name": name, **members} for name, members in self.entries.items()]}))

    @property
    def options(self) -> list[str]:
        return ["--network-sources", str(self.file), "--network-allow-private"]

    def data(self, name: str) -> Path:
        """What was downloaded."""
        return self.folder / "network" / name / "data"

    def update(self, *names: str, seconds: float = 60, options: list[str] = []) -> tuple[int, str]:
        told = tripline("network", "update", *names, *self.options, *options, "--database", self.database, seconds=seconds)
        return told.returncode, told.stdout

    def status(self, *options: str) -> dict[str, dict]:
        told = tripline("network", "status", "--json", *self.options, *options, "--database", self.database)
        assert told.stdout, told.stderr
        return {source["name"]: source for source in json.loads(told.stdout)["sources"]}

    def shown(self) -> str:
        return tripline("network", "status", *self.options, "--database", self.database).stdout


def warnings(server: Server) -> list[str]:
    answered = httpx.get(f"{server.url}/healthz", timeout=5)
    assert answered.status_code == 200, answered.text
    return answered.json()["warnings"]


def metric(server: Server, series: str) -> float | None:
    for line in httpx.get(f"{server.url}/metrics", timeout=5).text.splitlines():
        if line.startswith(series + " "):
            return float(line.rsplit(" ", 1)[1])
    return None


def look_now(server: Server) -> None:
    """Has the server look at its files at once."""
    os.kill(server.process.pid, signal.SIGHUP)


def until(met: Callable[[], object], what: str, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        time.sleep(0.1)
