"""Sessions to train on and to be judged by: people as they were recorded, and programs sent to the places that people
pressed at, seen through the clock of the same people's recordings."""

import json
import random
import subprocess
from dataclasses import dataclass, field

import desktop
import generators
import people
from recorder import Recorder, flat

STROKES = 24  # a generated session's
WINDOWS = (5, 8, 12, 20)


@dataclass
class Session:
    maker: str  # "person", "wafer", or the generator's name
    person: str  # whose recording it is, or whose clock and targets
    events: list
    machine: str = "as recorded"  # or how the machine that reported it was disturbed
    windows: dict[int, list[list[float]]] = field(default_factory=dict)
    log_odds: float | None = None
    digests: list[str] = field(default_factory=list)

    @property
    def is_person(self) -> bool:
        return self.maker in ("person", "wafer")


MACHINES = {"uneven": (2.0, 0.0), "busy": (5.0, 0.1), "stalling": (9.0, 0.25)}
"""Mean delay of an event in ms, and the share of events that never come, of machines that are not as calm as a recorder's."""


def disturbed(session: Session, machine: str) -> Session:
    """The same movement as a disturbed machine would report it: late, in bursts, with moves left out. People and programs are
    disturbed alike, so that a person's slow machine is not taken for a program's hand."""
    delay, lost = MACHINES[machine]
    chance = random.Random(f"{session.maker}{session.person}{machine}")
    events, last = [], 0.0
    for time, kind, x, y in session.events:
        if kind == 0 and chance.random() < lost:
            continue
        last = max(last, float(round(time + chance.expovariate(1 / delay))))
        events.append((last, kind, x, y))
    return Session(session.maker, session.person, events, machine)


def replayed(strokes, recorder: Recorder, jitter: tuple[float, float] = (0, 0)):
    """A person's movements once more, each moved by `jitter` pixels and milliseconds at random."""
    events, clock = [], 0.0
    for stroke in strokes[:STROKES]:
        last = clock
        for time, x, y in stroke:
            moment = round(clock + time - stroke[0][0] + random.uniform(-jitter[1], jitter[1]))
            last = max(last, moment)
            events.append((last, 0, x + round(random.uniform(-jitter[0], jitter[0])), y + round(random.uniform(-jitter[0], jitter[0]))))
        clock = last + random.uniform(400, 1500)
    return events


def generated(name: str, person: str, events: list) -> list:
    desktop.seed(sum(map(ord, name)) * 1000 + sum(map(ord, person)) * 7)
    recorder = Recorder(people.intervals(events), seed=len(events))
    make = generators.ALL[name]
    places = [place for place in people.targets(events)]
    clock, session, here = 1000.0, [], places[0]
    for index in range(STROKES):
        there = places[(index + 1) % len(places)]
        tries = 0
        while abs(there[0] - here[0]) + abs(there[1] - here[1]) < 150 and tries < 20:
            there = random.choice(places)
            tries += 1
        try:
            track = make(here, there)
        except ValueError:
            continue  # some libraries fail on some ways; their users would try the next
        moves = recorder.moves([(clock + time, x, y) for time, x, y in track])
        if not moves:
            continue
        session += moves
        pressed = moves[-1][0] + random.uniform(30, 300)
        session += [(pressed, 1, *moves[-1][2:]), (pressed + random.uniform(60, 140), 2, *moves[-1][2:])]
        clock = session[-1][0] + random.uniform(300, 1500)
        here = moves[-1][2:]
    return session


def all_sessions() -> list[Session]:
    recorded = people.sapimouse()
    sessions = [Session("person", name, events) for name, events in recorded.items()]
    sessions.append(Session("wafer", "wafer", people.wafer()))
    for name in generators.ALL:
        # Every other person's clock and targets, so that making the sessions takes a minute and not several.
        sessions += [Session(name, person, generated(name, person, events))
                     for person, events in list(recorded.items())[len(sessions) % 2::2]]
    random.seed(5)
    for person, events in recorded.items():
        strokes = people.strokes(events)
        recorder = Recorder(people.intervals(events), seed=1)
        sessions.append(Session("replay_jittered", person, replayed(strokes, recorder, (1, 2))))
    machines = list(MACHINES)
    for index, session in enumerate(list(sessions)):
        if session.maker != "replay_jittered":
            wanted = machines if session.is_person else [machines[index % 3], machines[(index // 3) % 3]]
            sessions += [disturbed(session, machine) for machine in sorted(set(wanted))]
    return sessions


def measure(sessions: list[Session], tool: str) -> None:
    """Has the server's own code look at the sessions."""
    lines = "\n".join(json.dumps({"streams": flat(session.events)}) for session in sessions) + "\n"
    run = subprocess.run([tool, *map(str, WINDOWS)], input=lines, capture_output=True, text=True, check=True)
    for session, line in zip(sessions, run.stdout.splitlines(), strict=True):
        answer = json.loads(line)
        session.windows = {int(size): vectors for size, vectors in answer["windows"].items()}
        session.log_odds = answer.get("logOdds")
        session.digests = answer.get("digests", [])
