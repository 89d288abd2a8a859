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


def look() -> None:
    """Waits as long as the run was told to between opening the page and touching it. By itself no time: tools are quick."""
    time.sleep(float(os.environ.get("TRIPLINE_TOOL_PAUSE", "0")))


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
