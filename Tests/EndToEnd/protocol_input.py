"""Input through the debugging protocol, each event at the time that the script says it has: more regular than any clock could make it."""

import csv
import math
import time
from collections.abc import Callable, Iterable
from itertools import pairwise

from playwright.sync_api import CDPSession, Page

from human import HANDS
from visits import EMAIL, NAME, PASSWORD, send_form

Act = Callable[[Page, CDPSession], None]
Place = tuple[float, float]


def middle(page: Page, selector: str) -> Place:
    box = page.locator(selector).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


class Hand:
    """Moves and presses a mouse, by times of its own: milliseconds since it began."""

    def __init__(self, session: CDPSession) -> None:
        self.session = session
        self.began = time.time()
        self.at = 0.0

    def send(self, kind: str, place: Place, **more: object) -> None:
        x, y = place
        self.session.send("Input.dispatchMouseEvent", {
            "type": kind, "x": x, "y": y, "timestamp": self.began + self.at / 1000, **more})

    def move(self, places: Iterable[Place], *, step: float = 16, **more: object) -> None:
        """From place to place, one every step."""
        for place in places:
            self.send("mouseMoved", place, **more)
            self.at += step

    def press(self, place: Place, hold: float, **more: object) -> None:
        """Presses and lets go."""
        pressed = {"button": "left", "clickCount": 1, **more}
        self.send("mousePressed", place, **pressed)
        self.at += hold
        self.send("mouseReleased", place, **pressed)

    def wait_until_its_time(self, page: Page) -> None:
        """Lets the clock come to where the times of the events are, where they went ahead of it."""
        page.wait_for_timeout(max(0, (self.began - time.time()) * 1000 + self.at))


class Finger:
    """Touches the page with one finger, at times of its own: milliseconds since it began."""

    def __init__(self, page: Page, session: CDPSession) -> None:
        self.page, self.session = page, session
        self.began = time.time()
        self.at = 0.0

    def touch(self, kind: str, place: Place | None = None, **contact: float) -> None:
        """One event, sent when its time has come. One that ends a touch has no place."""
        self.page.wait_for_timeout(max(0, (self.began - time.time()) * 1000 + self.at))
        points = [{"x": place[0], "y": place[1], **contact}] if place else []
        self.session.send("Input.dispatchTouchEvent", {
            "type": kind, "touchPoints": points, "timestamp": self.began + self.at / 1000})

    def wait(self, milliseconds: float) -> None:
        """Lets so much of the clock's time pass."""
        self.page.wait_for_timeout(milliseconds)
        self.at = max(self.at, (time.time() - self.began) * 1000)


def line(start: Place, end: Place, steps: int = 14) -> list[Place]:
    """Places in a straight line, equally far from each other."""
    return [(round(start[0] + (end[0] - start[0]) * step / steps), round(start[1] + (end[1] - start[1]) * step / steps))
            for step in range(steps + 1)]


def curve(start: Place, end: Place, bend: float, steps: int = 20) -> list[Place]:
    """Places on a cubic Bézier curve that leaves the line by so many pixels to one side and comes back, slow at both ends."""
    way_x, way_y = end[0] - start[0], end[1] - start[1]
    length = math.hypot(way_x, way_y)
    off_x, off_y = -way_y / length * bend, way_x / length * bend
    corners = [start, (start[0] + way_x * 0.3 + off_x, start[1] + way_y * 0.3 + off_y),
               (start[0] + way_x * 0.7 + off_x / 2, start[1] + way_y * 0.7 + off_y / 2), end]
    places = []
    for step in range(steps + 1):
        t = (1 - math.cos(math.pi * step / steps)) / 2
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t ** 3)
        places.append(tuple(round(sum(weight * corner[axis] for weight, corner in zip(weights, corners))) for axis in (0, 1)))
    return places


def press(session: CDPSession, x: float, y: float, *, hold: Callable[[], None] = lambda: None, **more: object) -> None:
    for kind in ("mousePressed", "mouseReleased"):
        session.send("Input.dispatchMouseEvent", {"type": kind, "x": x, "y": y, "button": "left", "clickCount": 1, **more})
        if kind == "mousePressed":
            hold()


LINES = [(60, 40), (410, 320), (620, 80), (300, 420), (80, 200), (560, 400), (640, 120), (120, 60), (380, 300), (600, 300)]


def straight_lines(page: Page, session: CDPSession) -> None:
    """Moves along straight lines at one speed and in one rhythm."""
    hand = Hand(session)
    for start, end in pairwise(LINES):
        hand.move(line(start, end))
        hand.at += 200
    hand.wait_until_its_time(page)
    send_form(page)


CURVES = [((80, 90), (520, 400), 60), ((520, 400), (150, 260), -70), ((150, 260), (600, 120), 45)]


def curves(page: Page, session: CDPSession) -> None:
    """Moves along curves that a formula gives, and the first of them once more."""
    hand = Hand(session)
    for start, end, bend in [*CURVES, CURVES[0]]:
        hand.move(curve(start, end, bend))
        hand.at += 240
    hand.wait_until_its_time(page)
    send_form(page)


def even_presses(page: Page, session: CDPSession) -> None:
    """Presses of one length, half a second apart, down to the one that sends the form; the button is down before it is pressed."""
    for field, text in (("#name", NAME), ("#email", EMAIL), ("#password", PASSWORD)):
        page.fill(field, text)
    hand = Hand(session)
    for selector in ["#name", "#email", "#password"] * 4 + ["#signup-submit"]:
        x, y = middle(page, selector)
        hand.move([(x + step, y) for step in (-9, -6, -3, 0)], buttons=1)
        # No round number of milliseconds: all times would look like those of a coarse clock.
        hand.press((x, y), 57)
        hand.at += 379


# Places to press, at distances of 120 to 700 px from one another.
TARGETS = [(80, 90), (200, 110), (720, 440), (560, 400), (90, 120), (230, 160), (740, 520), (590, 470), (120, 430), (300, 470), (730, 80),
           (600, 130), (90, 500)]


def eased_approaches(page: Page, session: CDPSession) -> None:
    """Goes to what it presses by one easing, in the same time however far that is."""
    hand = Hand(session)
    for (start, end), bend in zip(pairwise(TARGETS), (14, -22, 31) * 4):
        # No round number of milliseconds: all times would look like those of a coarse clock.
        hand.move(curve(start, end, bend), step=16.3)
        hand.at += 41.9
        hand.press(end, 71.3)
        hand.at += 233.7
    hand.wait_until_its_time(page)
    send_form(page)


def wheel(page: Page, session: CDPSession, turns: Iterable[tuple[float, float]]) -> None:
    """Turns a wheel over the page: by how many pixels, and how many milliseconds after the turn before."""
    hand = Hand(session)
    for pixels, pause in turns:
        hand.at += pause
        hand.wait_until_its_time(page)
        hand.send("mouseWheel", (300, 300), deltaX=0, deltaY=pixels)


def notches(page: Page, session: CDPSession) -> None:
    """Turns a wheel by single notches, by notches in one rhythm, and once by more than anybody could."""
    wheel(page, session, [(120, 700)] * 3 + [(-20, 83.7)] * 12 + [(5000, 900)])
    page.wait_for_timeout(600)
    send_form(page)


def steady_turns(page: Page, session: CDPSession) -> None:
    """Scrolls by many small turns at one speed."""
    wheel(page, session, [(12, 24.3)] * 28)
    page.wait_for_timeout(600)
    send_form(page)


def held_flings(page: Page, session: CDPSession) -> None:
    """Pushes the page up four times, and holds it in place by script before the finger is lifted, which still moves.

    Browsers without a window let the protocol's own scroll gesture, which stops a page as dead, move nothing.
    """
    finger = Finger(page, session)
    # While the browser is looked at, it draws late.
    finger.wait(2500)
    for _ in range(4):
        finger.touch("touchStart", (200, 600))
        for step in range(1, 19):
            finger.at += 17.3
            if step == 10:
                # What the finger did first is drawn before it goes on.
                finger.wait(500)
                page.evaluate("document.documentElement.style.overflow = 'hidden'")
                finger.at += 150
            finger.touch("touchMove", (200, 600 - 14 * step))
        finger.at += 8.1
        finger.touch("touchEnd")
        finger.wait(500)
        page.evaluate("document.documentElement.style.overflow = ''")
        finger.wait(100)
    page.evaluate("scrollTo(0, 0)")
    send_form(page)


def made_up_contacts(page: Page, session: CDPSession) -> None:
    """Flicks with an area and a force that change as a finger's do, and lets the page run on."""
    finger = Finger(page, session)
    finger.wait(2500)
    for _ in range(3):
        finger.touch("touchStart", (200, 600), radiusX=9, radiusY=11, force=0.31)
        for step in range(1, 13):
            finger.at += 17.3
            finger.touch("touchMove", (200 + step % 3, 600 - 14 * step), radiusX=9 + step % 4, radiusY=11 + step % 3, force=0.31 + step / 50)
        finger.at += 8.1
        finger.touch("touchEnd")
        finger.wait(1500)
    page.evaluate("scrollTo(0, 0)")
    send_form(page)


def recorded_movement(page: Page, session: CDPSession) -> None:
    """Moves as one of the recorded people did, at the recorded times."""
    hand = Hand(session)
    with (HANDS / "user03.csv").open() as file:
        rows = [row for row in csv.DictReader(file) if row["state"] == "Move"][:900]
    for row in rows:
        hand.at = float(row["client timestamp"]) - float(rows[0]["client timestamp"])
        hand.send("mouseMoved", (float(row["x"]), float(row["y"])))
    hand.wait_until_its_time(page)
    send_form(page)


# How long each key of a row is held, and how long after its press the next is pressed, ms.
KEY_TIMES = [(71.3, 162.7), (113.9, 301.1), (88.2, 143.3), (132.6, 411.9), (64.7, 127.4), (97.1, 228.8), (142.3, 187.6), (79.8, 352.2),
             (121.4, 154.9), (58.9, 263.6), (104.6, 138.1), (90.3, 331.7)]


def typing_from_a_list(page: Page, session: CDPSession) -> None:
    """Types a row of keys in the times of a list, and another in the same times."""
    page.focus("#name")
    began, at = time.time(), 0.0
    for letter, (held, between) in zip("harbourlanesstationersof", KEY_TIMES * 2):
        key = {"key": letter, "code": f"Key{letter.upper()}"}
        session.send("Input.dispatchKeyEvent", {"type": "keyDown", "text": letter, "timestamp": began + at / 1000, **key})
        session.send("Input.dispatchKeyEvent", {"type": "keyUp", "timestamp": began + (at + held) / 1000, **key})
        at += between
    page.wait_for_timeout(max(0, (began - time.time()) * 1000 + at))
    send_form(page)


def out_of_sight(page: Page, session: CDPSession) -> None:
    """Clicks and touches, in the simplest way."""
    for selector in ("#name", "#email"):
        press(session, *middle(page, selector), hold=lambda: page.wait_for_timeout(50))
    for _ in range(2):
        session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": 200, "y": 380}]})
        page.wait_for_timeout(60)
        session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        page.wait_for_timeout(300)
    send_form(page)


def from_tomorrow(page: Page, session: CDPSession) -> None:
    """Moves that happen a minute and a half from now."""
    hand = Hand(session)
    hand.at = 90_000
    hand.move(line((50, 50), (300, 200), 10))
    send_form(page)


def backwards(page: Page, session: CDPSession) -> None:
    """Moves that are each before the one before."""
    page.wait_for_timeout(500)
    hand = Hand(session)
    hand.move(line((50, 200), (300, 200), 10), step=-50)
    send_form(page)


def away(page: Page, session: CDPSession) -> None:
    """Text and keys for a page whose window does not have the focus, because another has."""
    page.focus("#email")
    session.send("Emulation.setFocusEmulationEnabled", {"enabled": False})
    other = page.context.new_page()
    other.bring_to_front()
    page.wait_for_timeout(700)
    page.evaluate("document.execCommand('insertText', false, 'ada')")
    # The first of them brings the focus back, and all are said to have been before that.
    at = time.time() - 0.4
    for number, letter in enumerate("marsh"):
        key = {"key": letter, "code": f"Key{letter.upper()}", "timestamp": at + 0.05 * number}
        session.send("Input.dispatchKeyEvent", {"type": "keyDown", "text": letter, **key})
        session.send("Input.dispatchKeyEvent", {"type": "keyUp", **key})
    page.bring_to_front()
    other.close()
    send_form(page)
