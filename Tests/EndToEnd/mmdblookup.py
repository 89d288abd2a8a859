"""What Debian's `mmdblookup` says of addresses, one process each."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

PROGRAM = shutil.which("mmdblookup")
NOT_FOUND = "Could not find an entry for this IP address"
VALUE = re.compile(r"(.*) <(utf8_string|bytes|double|float|uint16|uint32|uint64|uint128|int32|boolean)>", re.DOTALL)


def mmdblookup(database: Path, addresses: list[str], folder: Path) -> list[object]:
    """The record of each address, in their order; None where there is none."""
    half = (len(addresses) + 1) // 2
    with ThreadPoolExecutor(2) as pool:
        parts = pool.map(lambda part: run(database, part[1], folder / f"part-{part[0]}"), enumerate([addresses[:half], addresses[half:]]))
        found = [record for part in parts for record in part]
    assert len(found) == len(addresses), f"{len(found)} answers to {len(addresses)} questions"
    return found


def run(database: Path, addresses: list[str], file: Path) -> list[object]:
    """xargs starts the processes one after the other: that is quicker than from here."""
    file.write_text("".join(f"{address}\n" for address in addresses))
    with file.open() as asked, file.with_suffix(".out").open("wb") as told:
        # The program's status says whether there was an entry, and xargs makes 123 of that.
        status = subprocess.run(["xargs", "-n", "1", PROGRAM, "--file", str(database), "--ip"], stdin=asked, stdout=told, stderr=told,
                                env={**os.environ, "LC_ALL": "C"}, timeout=900).returncode
    assert status in (0, 123), file.with_suffix(".out").read_text(errors="replace")[-500:]
    return list(records(file.with_suffix(".out").read_text()))


def records(text: str) -> Iterator[object]:
    """The records of many answers, one behind the other: each begins and ends at the first level."""
    lines: list[str] = []
    for line in text.split("\n"):
        if not lines and NOT_FOUND in line:
            yield None
        elif lines or line == "  {":
            lines.append(line)
            if line == "  }":
                yield read(iter(lines))
                lines = []
    assert not lines, "an answer breaks off"


def read(lines: Iterator[str]) -> object:
    """A value: a map, an array, or text with its type behind it."""
    line = next(lines).strip()
    if line == "{":
        found = {}
        while (key := next(lines).strip()) not in ("}", "},"):
            found[key.rstrip(":")[1:-1]] = read(lines)
        return found
    if line == "[":
        elements = []
        while (line := next(lines).strip()) not in ("]", "],"):
            elements.append(read(iter([line, *nested(line, lines)])))
        return elements
    value, kind = VALUE.fullmatch(line.rstrip(",")).groups()
    match kind:
        case "utf8_string": return value[1:-1]
        case "boolean": return value == "true"
        case "double" | "float": return float(value)
        case "bytes": return bytes.fromhex(value)
        case _: return int(value, 0)


def nested(line: str, lines: Iterator[str]) -> Iterator[str]:
    """The rest of a map or an array that has begun."""
    depth = line in ("{", "[")
    while depth:
        line = next(lines)
        depth += (line.strip() in ("{", "[")) - (line.strip() in ("}", "},", "]", "],"))
        yield line
