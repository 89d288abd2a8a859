"""Sessions that a server of this project has stored: what browsers really reported in our own end-to-end runs."""

import json
import sqlite3
import zlib
from pathlib import Path


def sessions(folder: Path, labels: Path) -> list[tuple[dict, dict[str, list[int]]]]:
    """The labelled sessions of a data folder, each with its event streams as one batch would have carried them."""
    said = {label["session_id"]: label for label in map(json.loads, labels.read_text().splitlines())}
    found: dict[str, dict[str, list[int]]] = {}
    with sqlite3.connect(f"file:{folder}/tripline.sqlite?mode=ro", uri=True) as store:
        rows = store.execute("SELECT session_id, payload FROM session_batches ORDER BY session_id, sequence")
        for session, payload in rows:
            if session not in said:
                continue
            streams = found.setdefault(session, {})
            _append(streams, json.loads(zlib.decompress(payload)).get("events") or {})
    return [(said[session], streams) for session, streams in found.items()]


WIDTH = {"pointer": 13}


def _append(streams: dict[str, list[int]], more: dict[str, list[int]]) -> None:
    """A batch's first time counts from the agent's start; in one stream it counts from the row before."""
    for name, width in WIDTH.items():
        rows = list(more.get(name) or [])
        if not rows:
            continue
        before = streams.setdefault(name, [])
        rows[0] -= sum(before[::width])
        before += rows
