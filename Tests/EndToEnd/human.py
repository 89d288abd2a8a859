"""A person's hand at the operating system's level.

Everything goes through XTEST, so a browser sees what a mouse and a keyboard send, and there is no automation channel.
Movements follow paths that people drew where those recordings are at hand, and otherwise the minimum-jerk curve
(Flash and Hogan, 1985) bent and shaken as a hand does it. Key timings are drawn from measured distributions.
"""

import csv
import math
import os
import random
import time
from dataclasses import dataclass
from pathlib import Path

from Xlib import XK, X, display, error
from Xlib.ext import xtest
from Xlib.protocol import display as wire
from Xlib.protocol import event

VECTORS = Path(__file__).resolve().parents[3] / "shared" / "vectors" / "mouse"
RECORDINGS, HANDS = VECTORS / "wafer" / "paths", VECTORS / "human"
SEED = int(os.environ.get("TRIPLINE_E2E_SEED", "20"))

Shape = tuple[float, float, float, float, float]
Course = list[tuple[float, complex]]

# Milliseconds: a median, how far it spreads below and above (two log-normal halves), the least and the most.
BUTTON_HELD: Shape = (92, 0.22, 0.28, 45, 190)


@dataclass(frozen=True)
class Typing:
    """How long somebody holds keys, and how long it is from one press to the next. The usual one is people's as measured."""

    dwell: Shape = (104, 0.38, 0.37, 35, 320)
    between: Shape = (185, 0.54, 0.75, 45, 1100)


USUAL = Typing()
# 120 words a minute, each of five letters: a press each 100 ms, most of them before the last key is up.
FAST = Typing(dwell=(84, 0.25, 0.25, 40, 160), between=(94, 0.28, 0.35, 35, 420))
TWO_FINGERS = Typing(dwell=(128, 0.35, 0.4, 60, 380), between=(430, 0.4, 0.5, 180, 1600))
# Keys that come as strokes, as from a telephone's keyboard through a viewer of a remote screen: down and up at once.
STROKES = Typing(dwell=(0.6, 0.5, 0.5, 0.1, 2), between=(210, 0.45, 0.6, 70, 1100))

KEYSYMS = {
    " ": "space", "@": "at", ".": "period", "-": "minus", "_": "underscore", "!": "exclam", ",": "comma", "+": "plus",
}


def recorded_paths(folder: Path = RECORDINGS) -> list[Course]:
    """Paths of people as (second, position), each turned and scaled so that it leads from 0 to 1."""
    paths = []
    for file in sorted(folder.glob("*.csv")) if folder.is_dir() else []:
        lines = file.read_text().splitlines()
        places = dict(word.split("=") for word in lines[0].split() if "=" in word)
        start, end = (complex(*map(float, places[name].split(","))) for name in ("start", "end"))
        reach = end - start
        rows = [(float(r["t"]), complex(float(r["rx"]) * reach.real, float(r["ry"]) * reach.imag))
                for r in csv.DictReader(lines[1:])]
        whole = rows[-1][1] - rows[0][1]
        if len(rows) < 20 or abs(whole) < 0.5 * abs(reach):
            continue
        paths.append([(t, (z - rows[0][1]) / whole) for t, z in without_long_rests(rows)])
    return paths


def without_long_rests(rows: Course, longest: float = 0.12) -> Course:
    """The same path with its rests shortened: people who record for a study take their time."""
    shortened, shift = [rows[0]], rows[0][0]
    for before, row in zip(rows, rows[1:]):
        shift += max(0.0, row[0] - before[0] - longest)
        shortened.append((row[0] - shift, row[1]))
    return [(t - shortened[0][0], z) for t, z in shortened]


def strokes_of(hand: str, folder: Path = HANDS) -> list[tuple[float, Course]]:
    """The movements of one of the recorded people, each from rest to rest, as (pixels, path from 0 to 1)."""
    rows, strokes = [], []

    def finish() -> None:
        steps = [b for a, b in zip([(-1, 0j), *rows], rows) if b[0] > a[0]]
        rows.clear()
        if len(steps) < 8 or not 0.12 <= steps[-1][0] - steps[0][0] <= 1.8:
            return
        whole = steps[-1][1] - steps[0][1]
        length = sum(abs(b[1] - a[1]) for a, b in zip(steps, steps[1:]))
        if abs(whole) >= 60 and abs(whole) > 0.6 * length:
            strokes.append((abs(whole), [(t - steps[0][0], (z - steps[0][1]) / whole) for t, z in steps]))

    file = folder / f"{hand}.csv"
    for row in csv.DictReader(file.open()) if file.is_file() else []:
        at, place = float(row["client timestamp"]) / 1000, complex(float(row["x"]), float(row["y"]))
        if row["state"] != "Move" or (rows and not 0 <= at - rows[-1][0] < 0.1):
            finish()
        if row["state"] == "Move":
            rows.append((at, place))
    finish()
    return strokes


def connection(screen: str) -> display.Display:
    """A connection to a screen, with its own numbers of extensions' events and errors: the library keeps one set for all screens."""
    wire.Display.event_classes, wire.Display.error_classes = event.event_class.copy(), error.xerror_class.copy()
    connected = display.Display(screen)
    connected.display.event_classes, connected.display.error_classes = wire.Display.event_classes, wire.Display.error_classes
    return connected


class Person:
    """One person at one screen. The same seed is the same person.

    `hand` names one of the recorded people, whose own movements it then makes in their own time; `pace` stretches time
    (2 is half as fast); `report` is how often the mouse reports, in seconds.
    """

    def __init__(
        self, screen: str, seed: int = SEED, hand: str | None = None, pace: float = 1, typing: Typing = USUAL, report: float = 0.008,
    ) -> None:
        self.random = random.Random(seed)
        self.screen = connection(screen)
        self.pace, self.typing, self.report = pace, typing, report
        self.paths = recorded_paths()
        self.strokes = strokes_of(hand) if hand else []
        root = self.screen.screen().root
        self.width, self.height = root.get_geometry().width, root.get_geometry().height
        pointer = root.query_pointer()
        self.x, self.y = pointer.root_x, pointer.root_y

    def close(self) -> None:
        self.screen.close()

    def _send(self, kind: int, detail: int = 0, x: int = 0, y: int = 0) -> None:
        """What the devices send: a key or a button, or where the pointer is."""
        xtest.fake_input(self.screen, kind, detail, x=x, y=y)
        self.screen.flush()

    # Time

    def _drawn(self, shape: Shape) -> float:
        median, below, above, least, most = shape
        z = self.random.gauss(0, 1)
        return min(most, max(least, median * math.exp(z * (below if z < 0 else above)))) / 1000

    def rest(self, least: float, most: float) -> None:
        """Does nothing for a while, as one who reads."""
        time.sleep(self.random.uniform(least, most) * self.pace)

    # Mouse

    def move_to(self, x: float, y: float, width: float = 40) -> None:
        """Moves to a place that is `width` wide: the smaller and the farther, the longer it takes (Fitts's law)."""
        start, goal = complex(self.x, self.y), complex(x, y)
        distance = abs(goal - start)
        if distance < 2:
            return
        seconds = (0.18 + 0.14 * math.log2(distance / max(8, width) + 1)) * self.random.uniform(0.85, 1.3) * self.pace
        if not self.strokes and distance > 350 and self.random.random() < 0.6:
            # A long movement is ballistic first: it misses a little, and is corrected.
            beyond = goal + (goal - start) / distance * self.random.uniform(6, 18) + complex(0, self.random.uniform(-9, 9))
            self._travel(start, beyond, seconds)
            self.rest(0.05, 0.14)
            self._travel(complex(self.x, self.y), goal, self.random.uniform(0.16, 0.32))
        else:
            self._travel(start, goal, seconds)

    def _travel(self, start: complex, goal: complex, seconds: float) -> None:
        reach = goal - start
        path = self._path(seconds, abs(reach))
        seconds = path[-1][0]
        began = time.monotonic()
        at = 0.0
        while at < seconds:
            # A mouse reports about every 8 ms, and its reports reach the computer a little unevenly.
            at += max(0.002, self.random.gauss(self.report, self.report * 0.14))
            z = start + reach * position(path, min(at, seconds)) + complex(self.random.gauss(0, 0.25), self.random.gauss(0, 0.25))
            began += late(began + at)
            self._point(z)
        late(began + at + self.report)
        self._point(goal)

    def _path(self, seconds: float, distance: float) -> Course:
        """A way from 0 to 1 that takes about so long; a recorded hand takes the time that it took."""
        if self.strokes:
            alike = sorted(self.strokes, key=lambda stroke: abs(math.log(stroke[0] / max(1, distance))))[:6]
            _, path = self.random.choice(alike)
            mirrored = self.random.random() < 0.5
            return [(t * self.pace, z.conjugate() if mirrored else z) for t, z in path]
        if self.paths:
            path = self.random.choice(self.paths)
            mirrored = self.random.random() < 0.5
            scale = seconds / path[-1][0]
            return [(t * scale, z.conjugate() if mirrored else z) for t, z in path]
        bow, peak = self.random.gauss(0, 0.06), self.random.uniform(0.38, 0.48)
        steps = 60
        rows = []
        for i in range(steps + 1):
            u = i / steps
            s = u ** (math.log(0.5) / math.log(peak))
            s = 10 * s**3 - 15 * s**4 + 6 * s**5
            rows.append((u * seconds, complex(s, bow * math.sin(math.pi * s) + self.random.gauss(0, 0.002) * math.sin(math.pi * s))))
        return rows

    def _point(self, z: complex) -> None:
        x = min(self.width - 1, max(0, round(z.real)))
        y = min(self.height - 1, max(0, round(z.imag)))
        if (x, y) != (self.x, self.y):
            self._send(X.MotionNotify, x=x, y=y)
            self.x, self.y = x, y

    def click(self) -> None:
        self.rest(0.06, 0.2)
        self._button(1, self._drawn(BUTTON_HELD))

    def click_again(self) -> None:
        """Clicks once more at once, where the last click was: a double click."""
        time.sleep(self.random.uniform(0.07, 0.15))
        self._button(1, self._drawn(BUTTON_HELD))

    def drag_to(self, x: float, y: float) -> None:
        """Holds the button down on the way to a place."""
        self._send(X.ButtonPress, 1)
        self.rest(0.06, 0.14)
        self.move_to(x, y, 20)
        self.rest(0.06, 0.14)
        self._send(X.ButtonRelease, 1)

    def put_away(self) -> None:
        """The pointer lies at the screen's corner, where no window is, and is not touched."""
        self._point(complex(self.width - 1, self.height - 1))

    def click_on(self, place: dict) -> None:
        """Moves somewhere into a rectangle on the screen, not its middle, and clicks."""
        x = place["x"] + place["width"] * min(0.85, max(0.15, self.random.gauss(0.45, 0.14)))
        y = place["y"] + place["height"] * min(0.8, max(0.2, self.random.gauss(0.52, 0.12)))
        self.move_to(x, y, min(place["width"], place["height"]))
        self.click()

    def wheel(self, notches: int) -> None:
        """Turns the wheel: a few notches quickly, then a rest. Positive is down."""
        for _ in range(abs(notches)):
            self._button(5 if notches > 0 else 4, 0.001)
            time.sleep(self.random.uniform(0.04, 0.16))

    def _button(self, number: int, held: float) -> None:
        self._send(X.ButtonPress, number)
        time.sleep(held)
        self._send(X.ButtonRelease, number)

    # Keyboard

    def key(self, name: str) -> None:
        """Presses one named key, as `Tab` or `Return`."""
        self._play([(0.0, X.KeyPress, self._code(name)), (self._drawn(self.typing.dwell), X.KeyRelease, self._code(name))])
        self.rest(0.08, 0.2)

    def chord(self, modifier: str, name: str) -> None:
        """Presses a key while another is held."""
        self._play([(0.0, X.KeyPress, self._code(modifier)), (0.12, X.KeyPress, self._code(name)),
                    (0.2, X.KeyRelease, self._code(name)), (0.26, X.KeyRelease, self._code(modifier))])

    def type(self, text: str, slip: bool = False) -> None:
        """Types as people do: uneven, the next key often down before the last is up. With `slip`, one letter goes wrong and is put right."""
        if slip and len(text) > 5:
            at = self.random.randrange(3, len(text) - 1)
            self._play(self._strokes(text[:at] + "s"))
            self.rest(0.25, 0.5)
            self.key("BackSpace")
            text = text[at:]
        self._play(self._strokes(text))

    def _code(self, name: str) -> int:
        return self.screen.keysym_to_keycode(XK.string_to_keysym(name))

    def _strokes(self, text: str) -> list[tuple[float, int, int]]:
        shift = self._code("Shift_L")
        strokes: list[tuple[float, int, int]] = []
        now, up, shifted_until = 0.0, {}, 0.0
        for character in text:
            keysym = XK.string_to_keysym(KEYSYMS.get(character, character))
            code = self.screen.keysym_to_keycode(keysym)
            needs_shift = self.screen.keycode_to_keysym(code, 0) != keysym
            now = max(now, up.get(code, 0) + 0.02, shifted_until + 0.005)
            dwell = self._drawn(self.typing.dwell)
            if needs_shift:
                lead, trail = self.random.uniform(0.05, 0.11), self.random.uniform(0.01, 0.05)
                now = max(now, up.get(shift, 0) + 0.02)
                strokes += [(now, X.KeyPress, shift), (now + lead + dwell + trail, X.KeyRelease, shift)]
                now += lead
                shifted_until = up[shift] = now + dwell + trail
            strokes += [(now, X.KeyPress, code), (now + dwell, X.KeyRelease, code)]
            up[code] = now + dwell
            now += self._drawn(self.typing.between)
        return sorted(strokes)

    def _play(self, strokes: list[tuple[float, int, int]]) -> None:
        began = time.monotonic()
        for at, kind, code in strokes:
            began += late(began + at)
            self._send(kind, code)


def late(when: float) -> float:
    """Waits for a moment and says by how much it was missed: on a busy machine a hand gets slower, not jerky."""
    wait = when - time.monotonic()
    if wait > 0:
        time.sleep(wait)
    return max(0.0, time.monotonic() - when)


def position(path: Course, at: float) -> complex:
    """Where on a path one is at a time. Between its points it goes through them smoothly (Catmull and Rom, 1974), as a hand does."""
    for i, ((t0, z0), (t1, z1)) in enumerate(zip(path, path[1:])):
        if at <= t1:
            if t1 <= t0:
                return z1
            before, after = path[max(0, i - 1)], path[min(len(path) - 1, i + 2)]
            out = (z1 - before[1]) / (t1 - before[0]) * (t1 - t0)
            into = (after[1] - z0) / (after[0] - t0) * (t1 - t0)
            u = (at - t0) / (t1 - t0)
            return ((1 + 2 * u) * z0 + u * out) * (1 - u) ** 2 + ((3 - 2 * u) * z1 - (1 - u) * into) * u**2
    return path[-1][1]
