"""People whose browser, hand, desk or network is out of the ordinary: none of it makes a bot of them.

These are those of `people.PEOPLE` who differ most; the others take part in the evaluation.
"""

import json

import pytest

from display import Display
from human import Person
from people import PEOPLE
from server import Server, tripline
from shop import Shop
from visits import SignUp

CHOSEN = [
    "chromium, keyboard only",
    "firefox, hasty",
    "chromium, password manager's extension",
    "firefox, pastes",
    "chromium, like Brave",
    "firefox, like Tor Browser",
    "firefox, blocks",
    "chromium, strict policy",
    "chromium, developer tools",
    "firefox, opened behind another",
    "chromium, zooms in",
    "webkit",
]


@pytest.fixture(scope="module", params=CHOSEN)
def sign_up(request: pytest.FixtureRequest, display: Display, person: Person, shop: Shop, server: Server) -> SignUp:
    return PEOPLE[request.param](display, person, shop, server)


@pytest.fixture(scope="module")
def incriminating() -> set[str]:
    """The signals that raise the risk, as the catalogue has them."""
    return {s["signal"] for s in json.loads(tripline("signals", "--json").stdout) if s["effect"] == "raises_risk"}


def test_the_verdict_is_human(sign_up: SignUp) -> None:
    assert sign_up.decision["automation_status"] == "human", sign_up.why()
    assert sign_up.decision["risk_score"] < 40, sign_up.why()


def test_nobody_is_accused_before_they_do_anything(sign_up: SignUp) -> None:
    for earlier in sign_up.document["previous_decisions"]:
        assert earlier["automation_status"] in ("human", "uncertain"), sign_up.why()
        assert earlier["risk_score"] <= 69, sign_up.why()


def test_nothing_definitive_or_strong_is_held_against_them(sign_up: SignUp, incriminating: set[str]) -> None:
    against = [s for s in sign_up.document["signals_fired"]
               if s["signal"] in incriminating and s["strength"] in ("definitive", "strong")]
    assert against == [], sign_up.why()
