"""What a browser would report of a pointer, in rows as the agent sends them (docs/protocol.md)."""

import random

Track = list[tuple[float, float, float]]  # ms, px, px


def flat(events: list[tuple[float, int, float, float]]) -> dict[str, list[int]]:
    """Events (ms, kind, x, y), kind 0 a move, 1 a press and 2 a release, as the stream `pointer`."""
    rows: list[int] = []
    before = 0
    for time, kind, x, y in events:
        moment = round(time * 10)
        rows += [moment - before, kind, 0, round(x * 100), round(y * 100), 0, 85, 0, 0, int(kind == 1),
                 500 if kind == 1 else 0, 1 if kind == 0 else 0, 3]
        before = moment
    return {"pointer": rows}


class Recorder:
    """Reports at whole pixels, at moments whose intervals are those of a person's recording: what is generated carries the
    clock of what is recorded, so that nothing can tell them apart by it."""

    def __init__(self, intervals: list[float], seed: int) -> None:
        self.random = random.Random(seed)
        self.intervals = intervals

    def moves(self, track: Track) -> list[tuple[float, int, float, float]]:
        if not track:
            return []
        events = []
        place = self.random.randrange(len(self.intervals))
        clock = track[0][0] + self.random.random() * 16
        index, last = 0, None
        end = track[-1][0] + 34
        while clock <= end:
            while index + 1 < len(track) and track[index + 1][0] <= clock:
                index += 1
            seen = (round(track[index][1]), round(track[index][2]))
            if seen != last:
                events.append((float(round(clock)), 0, *seen))
                last = seen
            clock += self.intervals[place % len(self.intervals)]
            place += 1
        return events
