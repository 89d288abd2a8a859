"""Writes docs/evaluation.md: what was run where, what `tripline evaluate` makes of it, and what it cannot show.

    report.py FOLDER FILE
"""

import datetime
import json
import os
import platform
import re
import subprocess
import sys
from pathlib import Path

from catalogue import NOT_AVAILABLE, TOOLS
from evaluate import ENVIRONMENTS
from server import BINARY

HEAD = """# Evaluation

Written by `make evaluate`: tools and people sign up at a test shop, each by its own means, against a real server on the same machine. What each session is
is known, and `tripline evaluate` judges it again from what is stored: by what the agent saw *on arrival*, before anything was touched; by all that browser,
machine and connection showed *without behaviour*, the snapshot's evidence, traces that a driver leaves while it works included; and *as a whole*, with behaviour.
A driver that keeps still leaves nothing on arrival: what cannot be told from a person's browser before it has done anything is told when it acts.
"""

PEOPLE = """## How the people are made

A person here is a browser from Debian that runs as an ordinary user with a profile of its own and no way in from outside. It is led through the X server's
test extension: movements are recorded ones of people, replayed; keys have the dwell, the distances and the overlaps that were measured of people. The
browsers are real, and so is everything that they send; the hands are real but were recorded in other tasks, and the choice of what to do is a script's. A
detector that hears a machine behind such a person is not wrong, so a low score here shows that nothing accuses the browser, and less about the hand.
"""

LIMITS = """## What this cannot show

- One machine: Linux without a graphics card, a virtual screen, loopback. Windows, macOS, Android and iOS are missing, and so are branded Chrome, Edge and Safari.
- Each tool is run once or a few times, in its plain set-up and in some that its users recommend. Whoever writes against this server in particular can do better.
- Addresses and connections say nothing here: everything comes from loopback, and no list of networks is loaded.
- The same tools that are measured here were looked at while signals were written. Of tools that nobody has looked at, the table says nothing.
"""

PACKAGES = ("selenium", "playwright", "patchright", "rebrowser_playwright", "playwright-stealth", "selenium-stealth", "undetected-chromedriver", "helium",
            "splinter", "seleniumbase", "pyppeteer", "nodriver", "zendriver", "DrissionPage", "pydoll-python", "selenium_driverless", "HumanCursor",
            "PyAutoGUI", "browser-use", "botasaurus-driver", "scrapling", "crawlee", "curl_cffi", "requests", "httpx", "aiohttp")


def said(*command: str) -> str:
    """The first line that a program says."""
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=30).stdout.strip().splitlines()[0]
    except (OSError, IndexError, subprocess.TimeoutExpired):
        return ""


def browsers() -> list[str]:
    webkit = said("dpkg-query", "-W", "-f=WebKitGTK ${Version}", "libwebkit2gtk-4.1-0")
    return [version for version in (said("/usr/bin/chromium", "--version"), said("/usr/bin/firefox-esr", "--version"), webkit) if version]


def packages() -> list[str]:
    """Each tool's package with the version that was run."""
    wanted = {name.lower().replace("-", "_") for name in PACKAGES}
    found: dict[str, str] = {}
    for folder in [*ENVIRONMENTS.glob(".venv-evaluate-*"), *ENVIRONMENTS.glob(".venv-e2e*")]:
        for information in folder.glob("lib/python*/site-packages/*.dist-info"):
            name, version = re.fullmatch(r"(.+)-([^-]+)\.dist-info", information.name).groups()
            if name.lower().replace("-", "_") in wanted:
                found.setdefault(name.lower().replace("_", "-"), version)
    return [f"{name} {version}" for name, version in sorted(found.items())]


def judged(folder: Path) -> str:
    """What `tripline evaluate` says."""
    answer = subprocess.run(
        [str(BINARY), "evaluate", "--database", str(folder / "tripline.sqlite"), "--master-key-file", str(folder / "master.key"),
         "--labels", str(folder / "labels.jsonl"), "--markdown"], capture_output=True, text=True, timeout=600)
    if answer.returncode:
        sys.exit(f"tripline evaluate failed: {answer.stderr[-2000:]}")
    return answer.stdout.strip()


def cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def not_run(folder: Path) -> str:
    rows = [(name, why) for name, why in json.loads((folder / "not-run.json").read_text()).items()] + list(NOT_AVAILABLE.items())
    lines = "".join(f"| {cell(name)} | {cell(why)} |\n" for name, why in rows)
    return f"## Not run\n\n| what | why |\n| --- | --- |\n{lines}"


def ways() -> str:
    lines = "".join(f"| {name} | {cell(tool.way)} |\n" for name, tool in TOOLS.items() if tool.way)
    return f"## How the tools are run\n\nEach as its guide shows it, and besides:\n\n| name | how |\n| --- | --- |\n{lines}"


def machine_and_browsers(screen: str = "") -> str:
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    system = said("sh", "-c", '. /etc/os-release; echo "$PRETTY_NAME"') or platform.platform()
    return f"Run on {today}: {system}, {os.cpu_count()} processors{screen}.\n\nBrowsers: {', '.join(browsers())}.\n"


def machine() -> str:
    return f"{machine_and_browsers(', Xvfb at 1440×900')}\nTools: {', '.join(packages())}.\n"


def main() -> None:
    folder, file = map(Path, sys.argv[1:])
    parts = [HEAD, machine(), judged(folder) + "\n", not_run(folder), ways(), PEOPLE, LIMITS]
    file.write_text("\n".join(parts))
    print(f"written: {file}")


if __name__ == "__main__":
    main()
