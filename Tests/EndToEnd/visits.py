"""Sign-ups: who did them, with what, and what the server made of it."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from browsers import PersonsBrowser
from display import Display
from human import Person
from server import Server
from shop import Shop, Visit

# The drivers of tools are the evaluation's.
DRIVERS = Path(__file__).parents[2] / "Evaluation" / "tools"
NAME, EMAIL, PASSWORD = "Ada Marsh", "ada.marsh@example.org", "Twelve-pens!42"

# pyppeteer has an environment of its own, because it needs older packages than the others.
PYPPETEER = os.environ.get("TRIPLINE_E2E_PYPPETEER_PYTHON", sys.executable)

# How each tool is run: with which Python, by which driver, in which of its ways, with a window or without.
TOOLS = {
    "selenium-chromium": [sys.executable, "selenium_run.py", "chromium", "headful"],
    "selenium-firefox": [sys.executable, "selenium_run.py", "firefox", "headful"],
    "selenium-webkit": [sys.executable, "selenium_run.py", "webkit", "headful"],
    "playwright": [sys.executable, "playwright_run.py", "plain", "headful"],
    "pyppeteer": [PYPPETEER, "pyppeteer_run.py", "plain", "headful"],
}
# The same without a window, and the tools that are made not to be seen; all others are run by `make evaluate`.
MORE_TOOLS = {
    "selenium-chromium-headless": [sys.executable, "selenium_run.py", "chromium", "headless"],
    "selenium-firefox-headless": [sys.executable, "selenium_run.py", "firefox", "headless"],
    "selenium-firefox-minimized-headless": [sys.executable, "selenium_run.py", "firefox-minimized", "headless"],
    "selenium-without-flag-headless": [sys.executable, "selenium_run.py", "chromium-without-flag", "headless"],
    "playwright-headless": [sys.executable, "playwright_run.py", "plain", "headless"],
    "playwright-user-agent-headless": [sys.executable, "playwright_run.py", "plain/user-agent", "headless"],
    "pyppeteer-headless": [PYPPETEER, "pyppeteer_run.py", "plain", "headless"],
    "patchright-headless": [sys.executable, "playwright_run.py", "patchright", "headless"],
    "undetected-chromedriver-headless": [sys.executable, "undetected_chromedriver_run.py", "plain", "headless"],
    "nodriver-headless": [sys.executable, "nodriver_run.py", "nodriver", "headless"],
    "devtools-protocol-headless": [sys.executable, "cdp_run.py", "plain", "headless"],
    "devtools-protocol": [sys.executable, "cdp_run.py", "plain", "headful"],
    "bidi-firefox-headless": [sys.executable, "bidi_run.py", "plain", "headless"],
}


@dataclass
class SignUp:
    """What came of one sign-up."""

    session_id: str
    document: dict
    sealed_token: str | None = None
    visit: Visit | None = None

    @property
    def decision(self) -> dict:
        return self.document["decision"]

    def why(self) -> str:
        """The decision and its reasons, for the message of a test that fails."""
        document = self.document
        return json.dumps({"decision": document["decision"], "signals_fired": document["signals_fired"],
                           "runtime_integrity": document["runtime_integrity"], "attribution": document["attribution"],
                           "previous_decisions": document["previous_decisions"]}, indent=1)


def fill_in(person: Person, places: dict) -> None:
    """Reads a little, fills the form in with mouse and keyboard, and sends it."""
    person.rest(0.4, 0.8)
    person.move_to(places["h1"]["x"] + 200, places["h1"]["y"] + 60, 120)
    person.rest(0.3, 0.6)
    person.click_on(places["name"])
    person.rest(0.2, 0.4)
    person.type(NAME)
    person.click_on(places["email"])
    person.type(EMAIL, slip=True)
    person.key("Tab")
    person.type(PASSWORD)
    person.rest(0.3, 0.6)
    person.click_on(places["signup-submit"])


def send_form(page: Page) -> None:
    """Fills the form in and sends it, by script."""
    page.fill("#name", NAME)
    page.fill("#email", EMAIL)
    page.fill("#password", PASSWORD)
    page.click("#signup-submit")


def by_person(
    kind: str, display: Display, person: Person, shop: Shop, server: Server, trusted: Path | None = None,
) -> SignUp:
    """A person signs up on the customer's page. `trusted` is a certificate that the browser was told to believe."""
    visit = shop.visit()
    with PersonsBrowser(kind, display, visit.url, trusted):
        visit.wait_for("started")
        # A browser may show a bar of its own a moment after it has opened, and move the page.
        places = visit.settled("layout", quiet=1.5)
        fill_in(person, places)
        told = visit.wait_for("sign-up", 20)
    return SignUp(told["session_id"], server.api().decided(told["session_id"]), told["sealed_token"], visit)


def run_tool(tool: str, display: Display, url: str) -> dict:
    """Has a tool sign up at an address, and gives back what it read on the page."""
    python, script, *arguments = (TOOLS | MORE_TOOLS)[tool]
    answer = subprocess.run(
        [python, str(DRIVERS / script), *arguments, url], env={**os.environ, "DISPLAY": display.name},
        capture_output=True, text=True, timeout=90, stdin=subprocess.DEVNULL)
    assert answer.returncode == 0, f"{tool} failed: {answer.stderr[-2000:]}"
    return json.loads(answer.stdout)


def by_tool(tool: str, display: Display, shop: Shop, server: Server) -> SignUp:
    """A tool signs up on the same page."""
    visit = shop.visit()
    told = run_tool(tool, display, visit.url)
    assert told["session_id"], f"{tool} got no session: the page told {visit.told}"
    return SignUp(told["session_id"], server.api().decided(told["session_id"]), visit.wait_for("sign-up")["sealed_token"], visit)
