"""Trains the pointer model, and writes what comes of it: the coefficients as Swift, a page of documentation and fixtures.

    make behavior      (or: python train.py TOOL [CACHE], with the built tool `tripline-behavior` and a file to keep what it measured)

It takes some minutes, and comes out the same every time: everything random is seeded.
"""

import json
import pickle
import subprocess
import sys
from pathlib import Path

import numpy as np

import page
import sessions as made
from model import Model, area, fit
from recorder import flat

ROOT = Path(__file__).resolve().parents[1]
FOLDS = 10
SIZES = (5, 8, 20)
LEAST_STROKES = 8  # what the signal asks for
BENT = "cursory"  # what it makes is people's own movement, bent: no bound holds against it
HELD_OUT = ("replay_jittered",)  # never trained on: they are people's own movement


def stack(sessions):
    """Vectors, what made them, and weights: people and programs weigh the same, and so does each program."""
    x, makers = [], []
    for session in sessions:
        vectors = [vector for size in made.WINDOWS for vector in session.windows.get(size, [])]
        x += vectors
        makers += [session.maker] * len(vectors)
    x, makers = np.array(x), np.array(makers)
    synthetic = np.array([maker not in ("person", "wafer") for maker in makers], float)
    weight = np.zeros(len(x))
    programs = sorted(set(makers[synthetic == 1]))
    for program in programs:
        weight[makers == program] = 0.5 / len(programs) / (makers == program).sum()
    weight[synthetic == 0] = 0.5 / (synthetic == 0).sum()
    return x, synthetic, weight


def train(sessions) -> Model:
    return fit(*stack(sessions))


def judge(model: Model, sessions, size: int):
    return [(session, model.log_odds(np.array(session.windows[size]))) for session in sessions if session.windows.get(size)]


def leave_people_out(sessions, without: str | None = None, folds: int = FOLDS):
    """Every session of SapiMouse's people, and every program that was given their clock and targets, judged by a model that saw
    nothing of these people (nor of one program, when one is named)."""
    people = sorted({session.person for session in sessions if session.maker == "person"})
    fold = {person: index % folds for index, person in enumerate(people)}
    judged = {size: [] for size in SIZES}
    for number in range(folds):
        seen = [s for s in sessions if fold.get(s.person, number) != number and s.maker not in (*HELD_OUT, without)]
        model = train(seen)
        rest = [s for s in sessions if fold.get(s.person) == number and (without is None or s.maker in (without, "person"))]
        for size in SIZES:
            judged[size] += judge(model, rest, size)
    return judged


def values(judged, maker: str, calm: bool | None = None) -> np.ndarray:
    found = [v for s, v in judged if s.maker == maker and (calm is None or (s.machine == "as recorded") == calm)]
    return np.concatenate(found) if found else np.array([])


def main() -> None:
    tool = sys.argv[1]
    sessions = load(tool)
    makers = sorted({s.maker for s in sessions} - {"person", "wafer", *HELD_OUT})
    judged = leave_people_out(sessions)
    unseen = {maker: leave_people_out(sessions, maker, folds=3) for maker in makers}

    sapi = [s for s in sessions if s.person != "wafer" and s.maker not in HELD_OUT]
    across = judge(train(sapi), [s for s in sessions if s.maker == "wafer"], LEAST_STROKES)
    final = train([s for s in sessions if s.maker not in HELD_OUT])
    # The threshold: nobody of those who were left out may be above it, on any machine, by half a unit of log odds.
    everyone = np.concatenate([values(judged[size], "person") for size in SIZES if size >= LEAST_STROKES] + [v for _, v in across])
    threshold = float(np.ceil((everyone.max() + 0.5) * 10) / 10)

    # What reassures: where next to nothing comes from any generator, even from one that the model has not seen.
    programs = [values(unseen[maker][size], maker) for maker in makers if maker != BENT for size in SIZES if size >= LEAST_STROKES]
    natural = float(np.floor(min(np.quantile(found, 0.03) for found in programs) * 10) / 10)

    names = subprocess.run([tool, "names"], capture_output=True, text=True, check=True).stdout.split()
    page.write(ROOT, judged, unseen, across, final, (threshold, natural), makers, names, sessions, values, area)
    page.write_swift(ROOT, final, (threshold, natural), names, sessions, LEAST_STROKES)
    fixtures(sessions, final)


def load(tool: str):
    cache = Path(sys.argv[2]) if len(sys.argv) > 2 else None
    if cache and cache.exists():
        return pickle.loads(cache.read_bytes())
    sessions = made.all_sessions()
    made.measure(sessions, tool)
    if cache:
        cache.write_bytes(pickle.dumps(sessions))
    return sessions


def fixtures(sessions, model: Model) -> None:
    """Traces on which Swift and this script must agree: a person's and three programs'."""
    folder = ROOT / "Tests" / "Fixtures" / "movement"
    folder.mkdir(parents=True, exist_ok=True)
    for maker in ("person", "windmouse", "minimum_jerk_bent", "humancursor"):
        session = next(s for s in sessions if s.maker == maker and s.machine == "as recorded" and s.windows.get(0))
        about = "SapiMouse, MIT licence: a minute of " + session.person if maker == "person" else maker
        said = {"source": about, "log_odds": float(model.log_odds(np.array(session.windows[0]))[0]),
                "events": flat(session.events)}
        (folder / f"{maker}.json").write_text(json.dumps(said, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
