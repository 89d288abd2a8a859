"""A desktop that exists in memory: the parts of pyautogui and of the clock that libraries of movement use.

What a library does with the pointer is noted with the time it would have happened at; nothing moves and nothing waits.
"""

import asyncio
import random
import sys
import time
import types

SIZE = (1920, 1080)
MOVE_COST = 0.12  # ms that one call into the display costs


class Desktop:
    def __init__(self) -> None:
        self.now = 0.0
        self.place = (0.0, 0.0)
        self.track: list[tuple[float, float, float]] = []

    def sleep(self, seconds: float) -> None:
        self.now += max(seconds, 0) * 1000

    def move(self, x: float, y: float) -> None:
        self.now += MOVE_COST
        self.place = (int(x), int(y))
        self.track.append((self.now, *self.place))

    def take(self) -> list[tuple[float, float, float]]:
        taken, self.track = self.track, []
        return taken


desktop = Desktop()


def install() -> None:
    """Puts the desktop in the place of pyautogui, of Selenium's classes that are only named, and of the clock."""
    gui = types.ModuleType("pyautogui")
    gui.PAUSE = 0.0
    gui.FAILSAFE = False
    gui.MINIMUM_DURATION = gui.MINIMUM_SLEEP = 0
    gui.size = lambda: SIZE
    gui.position = lambda: (int(desktop.place[0]), int(desktop.place[1]))

    def move_to(x, y=None, *_, **__):
        if y is None:
            x, y = x
        desktop.move(x, y)
        desktop.sleep(gui.PAUSE)

    gui.moveTo = move_to
    gui.click = gui.mouseDown = gui.mouseUp = lambda *_, **__: None
    gui.platformModule = types.SimpleNamespace(_moveTo=lambda x, y: desktop.move(x, y))
    sys.modules["pyautogui"] = gui

    for name in ("selenium", "selenium.webdriver", "selenium.webdriver.common", "selenium.webdriver.common.action_chains",
                 "selenium.webdriver.common.by", "selenium.webdriver.remote", "selenium.webdriver.remote.webelement",
                 "selenium.common", "selenium.common.exceptions", "noise", "pynput", "pynput.mouse"):
        module = types.ModuleType(name)
        module.__getattr__ = lambda attribute: type(attribute, (), {})
        sys.modules[name] = module

    time.sleep = desktop.sleep

    async def sleep(seconds, *_):
        desktop.sleep(seconds)

    asyncio.sleep = sleep


def seed(value: int) -> None:
    import numpy

    random.seed(value)
    numpy.random.seed(value % 2**32)
