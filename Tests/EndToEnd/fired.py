"""Which signals fired during a run, on sessions of real browsers, tools and clients: read from what its servers left behind."""

import json
import shutil
import sqlite3
import tempfile
from contextlib import closing, suppress
from pathlib import Path

# A signal, and one session on which it fired.
FIRED: dict[str, str] = {}

# A larger store was filled to see how the server bears it.
LARGEST = 64 << 20


def read(database: Path) -> None:
    """Remembers what fired in a store, as it is."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=5)) as store:
        for (document,) in store.execute("SELECT document FROM session_documents"):
            told = json.loads(document)
            for signal in told["signals_fired"]:
                FIRED.setdefault(signal["signal"], told["id"])


def note(database: Path) -> None:
    """Remembers what fired in the store of a server that has ended, from a copy: nothing of it changes, and nothing is left beside it.

    One that is broken on purpose tells nothing.
    """
    files = [file for file in (database, database.with_name(f"{database.name}-wal")) if file.is_file()]
    if not 0 < sum(file.stat().st_size for file in files) < LARGEST:
        return
    with tempfile.TemporaryDirectory() as folder, suppress(sqlite3.Error, OSError, ValueError, KeyError):
        for file in files:
            shutil.copy(file, folder)
        read(Path(folder) / database.name)
