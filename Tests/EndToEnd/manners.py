"""How people fill a form in: each of these is one person's way, done at a screen with a hand outside of the browser."""

import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass

from browsers import PersonsBrowser
from display import Display
from human import Person
from relay import Relay
from shop import Visit
from visits import EMAIL, NAME, PASSWORD, fill_in

FIELDS = {"name": NAME, "email": EMAIL, "password": PASSWORD}


@dataclass
class Sitting:
    """A person in front of a page: what the hand, the eye and the desk are."""

    display: Display
    person: Person
    visit: Visit
    browser: PersonsBrowser
    relay: Relay | None = None

    def places(self) -> dict:
        """Where things are on the screen, by what the page knows. A browser may show a bar a moment after it has opened, and move the page."""
        return self.visit.settled("layout", quiet=1.5)

    def looked_at(self) -> dict:
        """Where things are on the screen, found as a person does who moves about: the page's own word on its place is not needed."""
        self.visit.settled("layout", quiet=1.2)
        for _ in range(3):
            (screen, page), (other_screen, other_page) = self._resting(0.42, 0.39), self._resting(0.22, 0.24)
            across, down = other_page.real - page.real, other_page.imag - page.imag
            scale = (other_screen.real - screen.real) / across if across else 0
            if down and abs((other_screen.imag - screen.imag) / down - scale) < 0.06:
                break
        layout = self.visit.told["layout"][-1]
        origin = layout["viewport"]
        return {name: {"x": screen.real + (place["x"] - origin["x"] - page.real) * scale,
                       "y": screen.imag + (place["y"] - origin["y"] - page.imag) * scale,
                       "width": place["width"] * scale, "height": place["height"] * scale}
                for name, place in layout.items()}

    def _resting(self, across: float, down: float) -> tuple[complex, complex]:
        """Rests the pointer at a part of the window: where that is on the screen, and where on the page."""
        person, visit = self.person, self.visit
        left, top, width, height = self.display.window_in_front()
        told = len(visit.told.get("pointer", []))
        person.move_to(left + across * width, top + down * height, 60)
        deadline = time.monotonic() + 8
        while len(visit.told.get("pointer", [])) <= told and time.monotonic() < deadline:
            time.sleep(0.05)
        at = visit.settled("pointer", quiet=0.4)
        return complex(person.x, person.y), complex(at["x"], at["y"])


Manner = Callable[[Sitting], None]


def usual(at: Sitting) -> None:
    """Mouse and keyboard."""
    fill_in(at.person, at.places())


def by_eye(at: Sitting) -> None:
    """The same in a browser that doesn't tell the page where it is."""
    fill_in(at.person, at.looked_at())


def keyboard_only(at: Sitting) -> None:
    """Tab, typing and Return; the mouse lies untouched, as with whoever hears the page read out."""
    person = at.person
    at.places()
    person.rest(0.6, 1.0)
    person.key("Tab")
    for text in FIELDS.values():
        person.rest(0.3, 0.7)
        person.type(text)
        person.key("Tab")
    person.rest(0.3, 0.6)
    person.key("Return")


def reading_by_keys(at: Sitting) -> None:
    """Without a mouse too, through the page by arrow keys first, and back and forth between fields, as with a reader of screens."""
    person = at.person
    at.places()
    for _ in range(6):
        person.key("Down")
        person.rest(0.2, 0.5)
    person.chord("Control_L", "Home")
    for text in FIELDS.values():
        person.key("Tab")
        person.rest(0.4, 0.9)
        person.type(text)
    person.chord("Shift_L", "Tab")
    person.rest(0.4, 0.8)
    person.key("Tab")
    person.key("Tab")
    person.rest(0.3, 0.6)
    person.key("space")


def paste_into(at: Sitting, places: dict) -> None:
    """Every field from the clipboard, as with a password manager of the desktop."""
    person = at.person
    for field, text in FIELDS.items():
        copy(text, at.display)
        person.click_on(places[field])
        person.rest(0.2, 0.5)
        person.chord("Control_L", "v")
        person.rest(0.2, 0.5)
    person.click_on(places["signup-submit"])


def pasted(at: Sitting) -> None:
    """Pastes all fields."""
    paste_into(at, at.looked_at())


def copy(text: str, display: Display) -> None:
    """Puts a text on the clipboard, as another program does."""
    subprocess.run(["xclip", "-display", display.name, "-selection", "clipboard"], input=text.encode(), check=True, timeout=5)


def filled_by_extension(at: Sitting) -> None:
    """A click into the first field, and an extension fills all of them in.

    An extension may come into a page later than the person: who finds the fields still empty clicks once more.
    """
    person, places = at.person, at.places()
    for _ in range(2):
        person.rest(0.5, 0.9)
        person.click_on(places["name"])
        person.rest(1.4, 2.0)
        person.click_on(places["signup-submit"])
        if at.visit.tells("sign-up", within=8):
            return


def filled_and_sent_by_keys(at: Sitting) -> None:
    """Tab into the first field, an extension fills all of them in, and Return in the last sends the form."""
    person = at.person
    at.places()
    person.rest(0.5, 0.9)
    person.key("Tab")
    person.rest(1.4, 2.0)
    person.key("Tab")
    person.rest(0.2, 0.5)
    person.key("Return")


def resizing(at: Sitting) -> None:
    """Makes the window smaller while looking, then larger, and goes on."""
    at.places()
    at.person.rest(0.5, 0.8)
    at.display.tell_window("windowsize", "980", "700")
    at.person.rest(0.8, 1.2)
    at.display.tell_window("windowsize", "1120", "760")
    by_eye(at)


def maximized(at: Sitting) -> None:
    """Takes the whole screen, without the window's borders: F11."""
    at.places()
    at.person.key("F11")
    at.person.rest(1.0, 1.5)
    by_eye(at)


def zoomed(key: str, times: int) -> Manner:
    def manner(at: Sitting) -> None:
        at.places()
        for _ in range(times):
            at.person.chord("Control_L", key)
            at.person.rest(0.3, 0.5)
        by_eye(at)
    return manner


def coming_back(at: Sitting) -> None:
    """Goes to another tab for a while and comes back."""
    places = at.places()
    at.person.rest(0.4, 0.8)
    at.person.chord("Control_L", "t")
    at.person.rest(2.5, 3.0)
    at.person.chord("Control_L", "w")
    at.person.rest(0.5, 0.8)
    fill_in(at.person, places)


def from_the_background(at: Sitting) -> None:
    """The page was opened behind another, and is gone to after a while."""
    at.visit.wait_for("started", 45)
    at.person.rest(1.5, 2)
    at.person.chord("Control_L", "Next")
    at.visit.wait_for("looked-at", 45)
    by_eye(at)


def with_developer_tools(at: Sitting) -> None:
    """F12, and on with the form, of which little is seen above the tools: a click into its first field, and by keys from there."""
    person = at.person
    at.places()
    person.rest(0.3, 0.6)
    person.key("F12")
    person.rest(4, 4.5)
    person.click_on(at.looked_at()["name"])
    for text in FIELDS.values():
        person.rest(0.3, 0.6)
        person.type(text)
        person.key("Tab")
    person.key("Return")


def careful(at: Sitting) -> None:
    """Scrolls, selects what is read, marks words by double-click, types with slips, corrects."""
    person, places = at.person, at.places()
    words = places["p"]
    person.move_to(words["x"] + 120, words["y"] + words["height"] * 0.4, 60)
    person.wheel(4)
    person.rest(0.5, 0.9)
    person.wheel(-5)
    person.rest(0.3, 0.6)
    person.move_to(words["x"] + 40, words["y"] + words["height"] * 0.3, 30)
    person.click()
    person.click_again()
    person.rest(0.3, 0.6)
    person.drag_to(words["x"] + 260, words["y"] + words["height"] * 0.75)
    person.rest(0.4, 0.7)
    for field, text in FIELDS.items():
        person.click_on(places[field])
        person.type(text, slip=True)
    person.click_on(places["name"])
    person.click_again()
    person.type(NAME.split()[-1])
    person.click_on(places["signup-submit"])


def reader(at: Sitting) -> None:
    """Reads for twenty seconds with the hand on the mouse, then goes on."""
    person, places = at.person, at.places()
    person.move_to(places["h1"]["x"] + 260, places["h1"]["y"] + 70, 120)
    person.rest(9, 11)
    person.move_to(places["h1"]["x"] + 330, places["h1"]["y"] + 96, 120)
    person.rest(9, 11)
    fill_in(person, places)


def cut_off(at: Sitting) -> None:
    """The network goes away while the form is filled in, and comes back before it is sent."""
    person, places = at.person, at.places()
    person.rest(0.4, 0.8)
    person.click_on(places["name"])
    person.type(NAME)
    at.relay.cut()
    person.click_on(places["email"])
    person.type(EMAIL)
    person.rest(1.5, 2)
    at.relay.mend()
    person.key("Tab")
    person.type(PASSWORD)
    person.click_on(places["signup-submit"])


def touching(at: Sitting) -> None:
    """Pushes the page about, taps into the fields, and types on a keyboard that shows on the screen."""
    person = at.person
    at.places()
    person.rest(0.4, 0.8)
    person.swipe(260)
    person.rest(0.7, 1.0)
    person.swipe(-420)
    places = at.places()
    for field, text in FIELDS.items():
        person.click_on(places[field])
        person.rest(0.3, 0.6)
        person.type(text)
    person.click_on(places["signup-submit"])
