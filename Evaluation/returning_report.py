"""Words and tables for what became of machines that came back (docs/returns.md)."""

import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import chain, combinations
from pathlib import Path
from statistics import median

from machines import Machine
from report import cell, machine_and_browsers
from return_figures import Coming, Figures, Outcome
from returns import RETURNS

HEAD = """# Browsers that come back

Written by `make returns`: browsers on machines that differ come to a page, each once and then ten times more, with what they kept and without, from private windows,
after a font was installed, a page zoomed or a window changed, and from elsewhere. No automation is attached to them: each is a process with an address to open, and is closed when the page has told who came.
Which machine came is known; the server is asked for whom it took it.
"""

MACHINES = """## The machines

All are one machine set up otherwise, so that they share what people's machines do not: kernel, make of the processor, builds of the two browsers. Any two of one browser differ in two features or more of
these: screen, bits of a colour, scale, installed fonts, languages, time zone, how graphics are drawn, processors. Half of them have a neighbour that differs in exactly two. Four share an
office's address; "another address" is nobody else's.
"""

LIMITS = """## What this cannot show

- Days and months: all visits are made within hours. What browsers' upgrades and time do stands in the [population](visitors.md) that is simulated.
- Windows, macOS, Android and iOS, and graphics cards: this is Debian on a virtual screen, with graphics computed by the processor.
- How rare a feature is among people: here each value is drawn from a handful, so that machines agree by chance more often than people's do.
"""

VISITORS = Path(__file__).resolve().parent.parent / "docs" / "visitors.md"
# Machines of a whole run.
WHOLE = 64


def coming(visit: dict) -> Coming:
    return Coming(visit["machine"], visit["way"], visit["visitor"], visit["confidence"], visit["has_storage"], visit["session_id"], visit["tie"])


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"


def table(head: tuple[str, ...], rows: Iterator[tuple[object, ...]] | list[tuple[object, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "".join(f"| {' | '.join(cell(str(word)) for word in line)} |\n" for line in lines)


def busy(visits: list[dict], wanted: int) -> str:
    """How much was run, and what came in between."""
    without_fonts = sum(visit["shown"]["telemetry"]["fonts"]["enumeration_hash"] is None for visit in visits)
    told = [f"{len({visit['machine'] for visit in visits})} machines, {len(visits)} visits"]
    if len(visits) < wanted:
        told[0] += f" of the {wanted} that a whole run makes: it was ended before the rest, and its shares are of a few visits only"
    if visits:
        told.append(f"At a visit {median(visit['load'] for visit in visits):.0f} programs wanted a processor (median), of which there are {os.cpu_count()}")
    if without_fonts:
        told.append(f"In {without_fonts} visits the browser found no time to look for fonts")
    return ". ".join(told) + ".\n"


def totals(figures: Figures) -> str:
    links, without, kept = figures.links, figures.counts(has_storage=False), figures.counts(has_storage=True)
    right = sum(link.kind == "right" for link in links)
    return (
        f"- Links without a token that are right: **{share(right, len(links))}** ({right} of {len(links)}).\n"
        f"- Returns without any storage that were known again: **{share(without['right'], without.total())}** "
        f"({without['right']} of {without.total()}; {without['new']} became new visitors, {without['wrong']} were taken for another machine).\n"
        f"- Returns with their storage that were known again: **{share(kept['right'], kept.total())}** ({kept['right']} of {kept.total()}).\n")


def by_way(figures: Figures) -> str:
    def rows() -> Iterator[tuple[object, ...]]:
        for way in figures.ways:
            mine = [outcome for outcome in figures.all if outcome.is_return and outcome.coming.way == way]
            counts = Counter(outcome.kind for outcome in mine)
            sure = [outcome.coming.confidence for outcome in mine if outcome.kind != "new" and outcome.coming.confidence is not None]
            sources = Counter(outcome.coming.tie["source"] for outcome in mine if outcome.coming.tie)
            yield (way, len(mine), counts["right"], counts["new"], counts["wrong"], round(median(sure)) if sure else "–",
                   ", ".join(f"{source} {count}" for source, count in sources.most_common()) or "–")

    return "## By the way they came\n\nIn this order.\n\n" + table(
        ("return", "visits", "known", "new", "wrong", "median confidence", "tied by"), rows())


def features() -> list[str]:
    """The names of a vector's elements, after the layout's number."""
    return re.findall(r"^\| \d+ \| ([^|]+) \| \w+ \| (?:hash|a number) \|", VISITORS.read_text(), re.MULTILINE)


def changes(visits: list[dict]) -> str:
    """What a page saw differ from the browser's first visit, of that which it saw both times."""
    names = features()
    first = {visit["machine"]: visit["shown"]["vector"][1:] for visit in visits if visit["way"] == "first"}
    seen: dict[tuple[str, str], list[list[str]]] = defaultdict(list)
    for visit in visits:
        if visit["machine"] in first and visit["way"] != "first":
            pairs = zip(names, first[visit["machine"]], visit["shown"]["vector"][1:], strict=True)
            seen[visit["way"], visit["name"].split(",")[0]].append([name for name, was, now in pairs if was != now and -1 not in (was, now)])
    rows = [
        (way, browser, len(told), ", ".join(f"{name} {count}" for name, count in Counter(chain.from_iterable(told)).most_common()) or "nothing")
        for (way, browser), told in seen.items()]
    return ("## What differs from the first visit\n\nFeatures of the [vector](visitors.md#the-vector), each with the number of visits in which it differed.\n\n"
            + table(("return", "browser", "visits", "differ"), rows))


def calibration(figures: Figures) -> str:
    rows = [(f"{bound} or more", links, right, share(right, links)) for bound, links, right in figures.calibration]
    return ("## How sure it said it was\n\nLinks without a token, each counted under the highest bound that it reaches.\n\n"
            + table(("confidence", "links", "right", "share"), rows))


def one(outcome: Outcome, machines: dict[int, Machine]) -> tuple[object, ...]:
    mine, tie = machines[outcome.coming.machine], outcome.coming.tie
    other = machines[outcome.owner] if outcome.owner is not None else None
    return (mine.name, outcome.coming.way, ", ".join(mine.unlike(other)) if other else "–", outcome.coming.confidence or "–",
            ", ".join(tie.get("changed") or []) or "–", ", ".join(tie.get("matched") or []) or "–")


def mistakes(figures: Figures, machines: dict[int, Machine]) -> str:
    head = ("machine", "return", "set up otherwise than who it was taken for", "confidence", "said to differ", "said to agree")
    wrong = table(head, [one(outcome, machines) for outcome in figures.wrong]) if figures.wrong else "None.\n"
    missed: dict[int, list[str]] = defaultdict(list)
    for outcome in figures.missed:
        missed[outcome.coming.machine].append(outcome.coming.way)
    rows = [(machines[number].name, len(ways), "; ".join(ways)) for number, ways in missed.items()]
    return ("## Taken for another\n\n" + wrong + "\n## Not known again\n\n" + (table(("machine", "times", "when"), rows) if rows else "None.\n"))


def flat(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """The leaves of what a page showed, each with its place."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from flat(part, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from flat(part, f"{path}[{index}]")
    else:
        yield path, value


def alike(visits: list[dict], machines: dict[int, Machine]) -> str:
    """The pairs that showed the same at their first visits, whatever they are."""
    shown = {visit["machine"]: dict(flat(visit["shown"])) for visit in visits if visit["way"] == "first"}
    rows = [
        (machines[one].name, ", ".join(machines[one].unlike(machines[other])))
        for one, other in combinations(sorted(shown), 2) if shown[one] == shown[other]]
    return ("## What can't be told apart\n\nPairs whose pages showed the same in everything that the session's document and the visitor hold: what they differ in can't be seen.\n\n"
            + (table(("machine", "the other differs in"), rows) if rows else "None: any two showed something different.\n"))


def not_made(failures: dict[str, str]) -> str:
    if not failures:
        return ""
    return "## Not made\n\n" + table(("visit", "why"), list(failures.items()))


def report(visits: list[dict], failures: dict[str, str], machines: dict[int, Machine]) -> str:
    figures = Figures.of(map(coming, visits))
    parts = [HEAD, machine_and_browsers(), busy(visits, WHOLE * (1 + len(RETURNS))), totals(figures), by_way(figures), changes(visits),
             calibration(figures), mistakes(figures, machines), alike(visits, machines), not_made(failures), MACHINES, LIMITS]
    return "\n".join(part for part in parts if part)
