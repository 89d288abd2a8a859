"""Which signals fired during a run, on sessions of real browsers, tools and clients: read from the stores of its servers."""

import json
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

# A signal and one session on which it fired.
FIRED: dict[str, str] = {}


def note(database: Path) -> None:
    """Remembers what fired in a store. One that is broken on purpose, locked or gone tells nothing."""
    if not database.exists():
        return
    with suppress(sqlite3.Error, ValueError), closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=1)) as store:
        for (document,) in store.execute("SELECT document FROM session_documents"):
            told = json.loads(document)
            for fired in told["signals_fired"]:
                FIRED.setdefault(fired["signal"], told["id"])
