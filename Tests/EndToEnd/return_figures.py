"""What became of browsers that came back: who was known again, who was taken for another, and how sure the server said it was."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

# Lower bounds of what confidence is counted by.
CONFIDENCES = (95, 90, 80, 70, 60, 50, 0)


@dataclass(frozen=True)
class Coming:
    """One visit of a machine, and which visitor the server took it for."""

    machine: int
    way: str
    visitor: str
    confidence: int | None
    has_storage: bool
    session: str = ""
    tie: dict = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Outcome:
    """A visit, and whose visitor it was tied to: the machine's that came first under that id; none when the id was new."""

    coming: Coming
    owner: int | None
    is_return: bool

    @property
    def kind(self) -> str:
        return "new" if self.owner is None else "right" if self.owner == self.coming.machine else "wrong"


def outcomes(comings: Iterable[Coming]) -> Iterator[Outcome]:
    """Follows visits in the order of their time."""
    owners: dict[str, int] = {}
    seen: set[int] = set()
    for coming in comings:
        yield Outcome(coming, owners.get(coming.visitor), coming.machine in seen)
        owners.setdefault(coming.visitor, coming.machine)
        seen.add(coming.machine)


@dataclass(frozen=True)
class Figures:
    """Counts of outcomes."""

    all: tuple[Outcome, ...]

    @classmethod
    def of(cls, comings: Iterable[Coming]) -> "Figures":
        return cls(tuple(outcomes(comings)))

    def counts(self, has_storage: bool, way: str | None = None) -> Counter:
        """How often returns were tied how."""
        return Counter(
            outcome.kind for outcome in self.all
            if outcome.is_return and outcome.coming.has_storage == has_storage and way in (None, outcome.coming.way))

    @property
    def links(self) -> list[Outcome]:
        """Visits that were tied to a known visitor without a token: first ones, which can only be wrong, and returns."""
        return [outcome for outcome in self.all if outcome.owner is not None and not (outcome.is_return and outcome.coming.has_storage)]

    @property
    def precision(self) -> float | None:
        """Share of links that are right; None when there are none."""
        links = self.links
        return sum(link.kind == "right" for link in links) / len(links) if links else None

    @property
    def recall(self) -> float | None:
        """Share of the returns without any storage that were known again."""
        counts = self.counts(has_storage=False)
        return counts["right"] / counts.total() if counts else None

    @property
    def ways(self) -> list[str]:
        return list(dict.fromkeys(outcome.coming.way for outcome in self.all if outcome.is_return))

    @property
    def wrong(self) -> list[Outcome]:
        return [outcome for outcome in self.all if outcome.kind == "wrong"]

    @property
    def missed(self) -> list[Outcome]:
        return [outcome for outcome in self.all if outcome.is_return and outcome.kind == "new"]

    @property
    def calibration(self) -> list[tuple[int, int, int]]:
        """For each bound of confidence from which links were counted: the bound, links, and right ones."""
        counted: dict[int, list[bool]] = defaultdict(list)
        for link in self.links:
            if link.coming.confidence is not None:
                counted[next(bound for bound in CONFIDENCES if link.coming.confidence >= bound)].append(link.kind == "right")
        return [(bound, len(counted[bound]), sum(counted[bound])) for bound in CONFIDENCES if bound in counted]
