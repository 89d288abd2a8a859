"""Recorded sessions cut into batches, as an agent would have sent them."""

import json
import time
from pathlib import Path

RECORDINGS = Path(__file__).resolve().parent.parent / "Tests" / "Fixtures" / "observations"
BATCH = 6 * 1024

# How many numbers a row of each stream has (docs/protocol.md); the first is the time since the row before.
ROWS = {"pointer": 13, "samples": 3, "clicks": 7, "wheel": 5, "scroll": 3, "keys": 6, "inputs": 4, "touches": 9,
        "focus": 4, "page": 3, "clipboard": 4}


def compact(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def rows_by_time(streams: dict[str, list[int]]) -> list[tuple[int, str, list[int]]]:
    """All rows of all streams with their time since the agent's start, the earliest first."""
    rows = []
    for name, numbers in streams.items():
        moment = 0
        for start in range(0, len(numbers), ROWS[name]):
            moment += numbers[start]
            rows.append((moment, name, numbers[start + 1:start + ROWS[name]]))
    return sorted(rows, key=lambda row: row[0])


def flat(rows: list[tuple[int, str, list[int]]]) -> dict[str, list[int]]:
    """Rows as the streams of one payload: the first time of each is absolute, the others count from the row before."""
    streams: dict[str, list[int]] = {}
    before: dict[str, int] = {}
    for moment, name, rest in rows:
        streams.setdefault(name, []).extend([moment - before.get(name, 0), *rest])
        before[name] = moment
    return streams


def batches(recording: dict, size: int = BATCH) -> list[dict]:
    """What was observed and what happened, in payloads of about `size` bytes of JSON."""
    now = int(time.time() * 1000)
    payloads: list[dict] = []

    def open_payload() -> dict:
        payloads.append({"v": 1, "sequence": len(payloads), "sent_ms": 400 + 2000 * len(payloads),
                         "wall_ms": now + 2000 * len(payloads)})
        return payloads[-1]

    payload = open_payload()
    used = 0
    for source, seen in recording["observations"].items():
        length = len(compact({source: seen}))
        if used + length > size:
            payload, used = open_payload(), 0
        payload.setdefault("observations", {})[source] = seen
        used += length
    payload["skipped"] = recording["skipped"]
    payload["fields"] = recording["fields"]
    rows = rows_by_time(recording["events"])
    while rows:
        # The share that fits is found by halving: how long a row gets is only known when its stream is written.
        low, high = 0, len(rows)
        while low < high:
            middle = (low + high + 1) // 2
            if len(compact(payload | {"events": flat(rows[:middle])})) <= size:
                low = middle
            else:
                high = middle - 1
        if low:
            payload["events"] = flat(rows[:low])
            rows = rows[low:]
        if rows:
            payload = open_payload()
    return payloads


def write(path: Path, *, names: list[str] | None = None, most: int | None = None) -> list[int]:
    """Writes recorded sessions for `tripline-benchmark`.

    With `most`, a session has that many batches and then an empty one, with which its result is asked for.
    Gives back the sizes of the payloads, in bytes.
    """
    sessions = []
    for file in sorted(RECORDINGS.glob("*.json")):
        if names is not None and file.stem not in names:
            continue
        recording = json.loads(file.read_text())
        payloads = batches(recording)
        if most is not None:
            payloads = payloads[:most]
            payloads.append({"v": 1, "sequence": len(payloads), "sent_ms": payloads[-1]["sent_ms"] + 500,
                             "wall_ms": payloads[-1]["wall_ms"] + 500})
        sessions.append({"name": file.stem, "headers": recording["request"]["headers"],
                         "payloads": [compact(payload) for payload in payloads]})
    path.write_text(compact(sessions))
    return [len(payload.encode()) for session in sessions for payload in session["payloads"]]
