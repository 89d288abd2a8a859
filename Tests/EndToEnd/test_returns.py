"""A few machines come back with their storage and without, and are known again; the many are run by `make returns`."""

import tempfile
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from address_relay import OverAWire
from contract import Contract
from machines import Machine, machines
from return_figures import Coming, Figures
from returns import FIRST, RETURNS, Street

# How each of the machines comes back without what it had kept.
WITHOUT = (
    "new profile", "private window", "new profile, one more font", "new profile, page zoomed", "new profile, another window",
    "private window, another window, another address")
# One of each browser comes back with it.
WITH = (0, 3)


def apart(browser: str, count: int) -> list[Machine]:
    """Machines that differ in more than what a person changes within a minute: a zoom and a font or two are no other machine."""
    chosen: list[Machine] = []
    for machine in machines(32):
        if machine.browser == browser and all(len(machine.unlike(other)) >= 4 for other in chosen) and len(chosen) < count:
            chosen.append(machine)
    return chosen


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory, reference: Contract) -> Iterator[Figures]:
    everybody = list(enumerate([*apart("chromium", 3), *apart("firefox", 3)]))
    server = OverAWire(tmp_path_factory.mktemp("returns"), reference)
    server.init()
    server.start()
    # Where pytest keeps its folders no other user may look.
    with tempfile.TemporaryDirectory(prefix="returns-") as folder:
        try:
            with Street.opened(server, Path(folder)) as street:
                def come(number: int, way: str) -> Coming:
                    going = FIRST if way == "first" else RETURNS[way]
                    document = street.come(number, everybody[number][1], going)
                    visitor = document["visitor_fingerprint"]
                    return Coming(number, way, visitor["id"], visitor["confidence"], going.keeps, document["id"])

                comings = [come(number, "first") for number, _ in everybody]
                comings += [come(number, "same profile") for number in WITH]
                comings += [come(number, WITHOUT[number]) for number, _ in everybody]
                yield Figures.of(comings)
        finally:
            server.stop()


def test_with_their_storage_all_are_known_again(figures: Figures) -> None:
    assert figures.counts(has_storage=True) == {"right": len(WITH)}


def test_nobody_is_taken_for_another(figures: Figures) -> None:
    assert figures.wrong == []


def test_without_any_storage_all_but_one_at_most_are_known_again(figures: Figures) -> None:
    """On a machine that is busy with other tests browsers leave things out; how many are known again when it is not, `make returns` measures."""
    assert figures.counts(has_storage=False)["right"] >= 5, figures.missed


# The measure itself

def coming(machine: int, visitor: str, *, confidence: int | None = None, has_storage: bool = False, way: str = "new profile") -> Coming:
    return Coming(machine, way, visitor, confidence, has_storage)


def test_machines_are_many_and_differ_in_two_features_or_more() -> None:
    made = machines(32)
    assert len(set(made)) == 64 and machines(32) == made
    assert all(len(one.unlike(other)) > 1 for one, other in combinations(made, 2))
    assert len({machine.name for machine in made}) == 64


def test_a_link_is_right_when_the_visitor_was_the_machines_first() -> None:
    figures = Figures.of([
        coming(0, "a"), coming(1, "b"),  # both new
        coming(0, "a", confidence=96), coming(1, "c"), coming(1, "c", confidence=91),  # known; missed; known under its second name
        coming(0, "b", confidence=60),  # taken for another
        coming(2, "a", confidence=97),  # a first visit can only be taken for another
        coming(0, "a", confidence=99, has_storage=True),
    ])
    assert [outcome.kind for outcome in figures.all] == ["new", "new", "right", "new", "right", "wrong", "wrong", "right"]
    assert figures.precision == 2 / 4 and figures.recall == 2 / 4
    assert figures.counts(has_storage=True) == {"right": 1}
    assert figures.calibration == [(95, 2, 1), (90, 1, 1), (60, 1, 0)]
    assert [outcome.coming.visitor for outcome in figures.missed] == ["c"]


def test_without_returns_there_is_no_share() -> None:
    figures = Figures.of([coming(0, "a"), coming(1, "b")])
    assert figures.precision is None and figures.recall is None and figures.calibration == []
