"""Has machines that differ come back again and again, asks the server who they are, and writes docs/returns.md.

    returning.py FOLDER [FILE] [--machines NUMBER] [--only MACHINE …]

FOLDER keeps the store and `labels.jsonl` from run to run: a visit that is labelled there is not made again, so that a run that was
broken off goes on.
"""

import argparse
import hashlib
import json
import os
import signal
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Tests" / "EndToEnd"))

from address_relay import OverAWire  # noqa: E402
from contract import OURS, Contract  # noqa: E402
from machines import Machine, machines  # noqa: E402
from returns import FIRST, RETURNS, Street, Way  # noqa: E402

from evaluate import Stored  # noqa: E402
from returning_report import WHOLE, report  # noqa: E402


class StoredStreet(Stored, OverAWire):
    """The server that the machines come to."""


class Labels:
    """The visits that were made: whose each was, and what the server said."""

    def __init__(self, folder: Path) -> None:
        self.file, self.failures = folder / "labels.jsonl", folder / "not-made.json"
        self.visits = [json.loads(line) for line in self.file.read_text().splitlines()] if self.file.exists() else []
        self.not_made: dict[str, str] = json.loads(self.failures.read_text()) if self.failures.exists() else {}

    def has(self, machine: int, way: str) -> bool:
        return any((visit["machine"], visit["way"]) == (machine, way) for visit in self.visits)

    def add(self, visit: dict) -> None:
        self.visits.append(visit)
        self.not_made.pop(f"{visit['machine']} {visit['way']}", None)
        with self.file.open("a") as file:
            file.write(json.dumps(visit) + "\n")
        self.failures.write_text(json.dumps(self.not_made, indent=1) + "\n")

    def failed(self, machine: int, way: str, why: str) -> None:
        self.not_made[f"{machine} {way}"] = why
        self.failures.write_text(json.dumps(self.not_made, indent=1) + "\n")


def told(street: Street, document: dict) -> dict:
    """What is kept of a visit: who it was taken for and on what, and what the page showed."""
    visitor = document["visitor_fingerprint"]
    shown = street.api.get(f"/v1/fingerprints/{visitor['id']}", params={"include": "ties"}).json()["data"]
    telemetry = {name: part for name, part in document["client_telemetry"].items() if name != "storage"}
    ties = [tie for tie in shown.get("ties") or [] if tie["session_id"] == document["id"]]
    return {"session_id": document["id"], "visitor": visitor["id"], "confidence": visitor["confidence"], "tie": ties[0] if ties else {},
            "shown": {"telemetry": telemetry, "anchors": shown["anchors"], "vector": shown["components"]["vector"]}}


def make(street: Street, labels: Labels, number: int, machine: Machine, name: str, way: Way) -> None:
    """Makes a visit unless it was made; a browser that did not start gets a second try."""
    if labels.has(number, name):
        return
    began = time.monotonic()
    for is_last in (False, True):
        try:
            document = street.come(number, machine, way)
            break
        except Exception as error:  # noqa: BLE001: whatever stops one visit must not stop the others, and stands in the table.
            if is_last:
                labels.failed(number, name, f"{type(error).__name__}: {error}"[:300])
                print(f"{number:>3} {name:<58} not made: {error}"[:200], flush=True)
                return
    visit = {"machine": number, "name": machine.name, "way": name, "has_storage": way.keeps, "load": round(os.getloadavg()[0], 1),
             **told(street, document)}
    labels.add(visit)
    print(f"{number:>3} {name:<58} {visit['visitor'][:12]} {visit['confidence'] or '-':>3}  ({time.monotonic() - began:.1f} s)", flush=True)


def walk(street: Street, labels: Labels, chosen: list[tuple[int, Machine]]) -> None:
    """Everybody comes once before the first comes back, and then in every way before the next way: who comes back is looked for among all."""
    for name, way in {"first": FIRST, **RETURNS}.items():
        for number, machine in chosen:
            make(street, labels, number, machine, name, way)
    for number, _ in chosen:
        street.forget(number)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--machines", type=int, default=WHOLE)
    parser.add_argument("--only", type=int, nargs="+")
    chosen = parser.parse_args()
    # Whoever stops the run stops what it has started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    chosen.folder.mkdir(parents=True, exist_ok=True)
    labels = Labels(chosen.folder)
    # Browsers run as another user, who must be able to look into it wherever the store is.
    homes = Path("/tmp") / f"tripline-returns-{hashlib.sha256(str(chosen.folder.resolve()).encode()).hexdigest()[:12]}"
    everybody = list(enumerate(machines(chosen.machines // 2)))
    server = StoredStreet(chosen.folder, Contract(OURS), options=["--crawler-dns", "off"]).open()
    try:
        with Street.opened(server, homes) as street:
            walk(street, labels, [one for one in everybody if not chosen.only or one[0] in chosen.only])
    finally:
        server.stop()
        written = report(labels.visits, labels.not_made, dict(everybody))
        if chosen.file:
            chosen.file.write_text(written)
        print(written)


if __name__ == "__main__":
    main()
