"""A script outside the browser: pyautogui or xdotool on a browser that a person could have started. There is no channel of automation.

Where things are on the screen, which such scripts have written down or find by picture, the page's site knows.
"""

import os
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "Tests" / "EndToEnd"))

from browsers import PersonsBrowser  # noqa: E402

from visitor import FIELDS, look, task, told  # noqa: E402

run = task()
tool, kind = run.variant.split("/")
screen = SimpleNamespace(name=os.environ["DISPLAY"])


def xdotool(*words: object) -> None:
    subprocess.run(["xdotool", *map(str, words)], check=True, timeout=30)


def by_xdotool(x: float, y: float, text: str | None) -> None:
    xdotool("mousemove", round(x), round(y), "click", 1)
    if text:
        xdotool("type", "--delay", 12, text)


def by_pyautogui(x: float, y: float, text: str | None) -> None:
    import pyautogui

    pyautogui.moveTo(x, y, duration=0.5)
    pyautogui.click()
    if text:
        pyautogui.write(text, interval=0.05)


act = {"xdotool": by_xdotool, "pyautogui": by_pyautogui}[tool]
with PersonsBrowser(kind, screen, run.url):
    assert told("started", 40), "the agent did not start"
    time.sleep(2)
    look()
    places = told("layout", 20)
    for name, text in [*FIELDS.items(), ("signup-submit", None)]:
        place = places[name]
        act(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2, text)
        time.sleep(0.3)
    told("sign-up", 20)
