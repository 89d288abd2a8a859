"""Who every tool says it is, how a tool is told what to do, and how it tells what came of it.

A driver is called as `driver.py VARIANT MODE URL`, MODE being `headless` or `headful`.
"""

import atexit
import json
import os
import shutil
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass

NAME = "Robin Field"
EMAIL = "robin.field@example.org"
PASSWORD = "correct-horse-battery"
FIELDS = {"name": NAME, "email": EMAIL, "password": PASSWORD}
SUBMIT = "#signup-submit"
OUTCOME = "#outcome[data-outcome]"

CHROMIUM = "/usr/bin/chromium"
CHROMEDRIVER = "/usr/bin/chromedriver"


@dataclass(frozen=True)
class Task:
    """What a run is to do: which way of the tool, with or without a window, on which page."""

    variant: str
    headless: bool
    url: str


def task() -> Task:
    variant, mode, url = sys.argv[1:]
    return Task(variant, mode == "headless", url)


def told(what: str, seconds: float) -> dict | None:
    """What the page told its site under a name, waited for."""
    site, visit = sys.argv[-1].split("?")[0].split("/visits/")
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            return json.load(urllib.request.urlopen(f"{site}/told/{visit}/{what}", timeout=5))
        except OSError:
            time.sleep(0.3)
    return None


def look() -> None:
    """Waits until the page has been looked at, for as long as the run was told to: an evaluation wants a decision from before
    the first touch. By itself no time: tools are quick."""
    if patience := float(os.environ.get("TRIPLINE_TOOL_PATIENCE", "0")):
        told("looked-at", patience)


def folder(prefix: str = "tool-") -> str:
    """A folder that goes away with the driver, for profiles and copies of drivers."""
    path = tempfile.mkdtemp(prefix=prefix)
    atexit.register(shutil.rmtree, path, ignore_errors=True)
    return path


def own_chromedriver() -> str:
    """A copy of the driver, for tools that patch it."""
    return shutil.copy(CHROMEDRIVER, folder())


def tell(session_id: str | None, outcome: str | None) -> None:
    print(json.dumps({"session_id": session_id, "outcome": outcome}), flush=True)
