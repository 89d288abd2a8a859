"""The recordings of people: SapiMouse (39 people, a minute each) and wafer (one person)."""

import csv
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "vectors" / "mouse"

Event = tuple[float, int, float, float]


def sapimouse() -> dict[str, list[Event]]:
    people = {}
    for file in sorted((FOLDER / "human").glob("*.csv")):
        kinds = {"Pressed": 1, "Released": 2}
        with file.open() as lines:
            people[file.stem] = [(float(row["client timestamp"]), kinds.get(row["state"], 0), float(row["x"]), float(row["y"]))
                                 for row in csv.DictReader(lines)]
    return people


def wafer() -> list[Event]:
    """All that the person of wafer did with no button down, one recording after the other."""
    events: list[Event] = []
    clock = 0.0
    for file in sorted((FOLDER / "wafer").glob("*/*.csv")):
        lines = file.read_text().split("\n")
        said = dict(word.split("=", 1) for word in lines[0].split() if "=" in word)
        kind = file.parent.name
        pressed = float(said.get("mousedown_t", "inf"))
        start = [float(part) for part in said.get("start", "640,360").split(",")]
        end = [float(part) for part in said.get("end", "640,360").split(",")]
        way = [end[0] - start[0], end[1] - start[1]]
        distance = (way[0] ** 2 + way[1] ** 2) ** 0.5
        first = clock
        for line in lines[2:]:
            values = line.split(",")
            if len(values) < 3 or float(values[0]) >= pressed:
                continue
            a, b = float(values[1]), float(values[2])
            if "start" not in said:
                place = [640 + a, 360 + b]
            elif kind == "paths":
                place = [start[0] + a * way[0], start[1] + b * way[1]]
            else:
                place = [start[0] + a * distance, start[1] + b * distance]
            clock = first + float(values[0]) * 1000
            events.append((clock, 0, float(round(place[0])), float(round(place[1]))))
        clock += 1000
    return events


def intervals(events: list[Event]) -> list[float]:
    """The times between a person's moves while the hand was moving: the recorder's clock."""
    moves = [event for event in events if event[1] == 0]
    found = [after[0] - before[0] for before, after in zip(moves, moves[1:])]
    return [interval for interval in found if 2 <= interval <= 25]


def targets(events: list[Event]) -> list[tuple[float, float]]:
    """The places a person pressed at: where generators are sent."""
    return [(x, y) for _, kind, x, y in events if kind == 1]


def strokes(events: list[Event]) -> list[list[tuple[float, float, float]]]:
    """A person's movements between presses: runs of moves with less than 100 ms between them and no button down."""
    found, run, down = [], [], False
    for time, kind, x, y in events:
        if kind == 0 and not down:
            if run and time - run[-1][0] >= 100:
                found.append(run)
                run = []
            run.append((time, x, y))
        else:
            found.append(run)
            run, down = [], kind == 1 if kind else down
    return [run for run in found + [run] if len(run) >= 8]
