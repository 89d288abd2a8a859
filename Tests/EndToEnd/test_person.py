"""A person is taken for a person, in both browsers, whatever odd machine they sit at."""

import json

import pytest

from server import tripline
from visits import EMAIL, NAME, PASSWORD, SignUp

pytestmark = pytest.mark.parametrize("who", ["person-chromium", "person-firefox"])


@pytest.fixture
def sign_up(who: str, signed_up) -> SignUp:
    return signed_up(who)


def test_the_verdict_is_human_and_final(sign_up: SignUp) -> None:
    decision = sign_up.decision
    assert decision["automation_status"] == "human", sign_up.why()
    assert decision["risk_score"] < 40, sign_up.why()
    assert decision["evaluation_phase"] == "behavioral", sign_up.why()
    assert decision["decision_status"] == "final", sign_up.why()


def test_the_score_is_clearly_low(sign_up: SignUp) -> None:
    assert sign_up.decision["risk_score"] < 20, sign_up.why()


@pytest.fixture(scope="module")
def incriminating() -> set[str]:
    """The signals that raise the risk, as the catalogue has them."""
    return {s["signal"] for s in json.loads(tripline("signals", "--json").stdout) if s["effect"] == "raises_risk"}


def test_nothing_definitive_or_strong_is_held_against_a_person(sign_up: SignUp, incriminating: set[str]) -> None:
    against = [s for s in sign_up.document["signals_fired"]
               if s["signal"] in incriminating and s["strength"] in ("definitive", "strong")]
    assert against == [], sign_up.why()


def test_behaviour_itself_is_not_held_against_a_person(sign_up: SignUp, incriminating: set[str]) -> None:
    channels = {"mouse", "keyboard", "event_trust", "touch"}
    against = [s for s in sign_up.document["signals_fired"] if s["signal"] in incriminating and s["category"] in channels]
    assert against == [], sign_up.why()


def test_highlights_reassure(sign_up: SignUp) -> None:
    highlights = sign_up.document["highlights"]
    assert len(highlights) <= 5
    assert any(h["effect"] == "reduces_risk" for h in highlights), highlights
    assert not any(h["effect"] == "increases_risk" and h["importance"] == "high" for h in highlights), highlights


def test_no_tool_is_named(sign_up: SignUp) -> None:
    labels = (sign_up.document["attribution"] or {}).get("labels", [])
    assert [label for label in labels if label["kind"] in ("actor", "tool", "evasion")] == []


def test_runtime_integrity_is_not_worse_than_a_notice(sign_up: SignUp) -> None:
    assert set(sign_up.document["runtime_integrity"].values()) <= {"clean", "notice"}, sign_up.why()


def test_the_document_covers_what_was_looked_at(sign_up: SignUp) -> None:
    coverage = sign_up.document["analysis_coverage"]
    assert {name for name, looked in coverage.items() if looked} >= {"browser", "device", "runtime", "behavioral"}, coverage


def test_the_page_gets_an_agent_that_works_and_a_token_soon(sign_up: SignUp) -> None:
    assert sign_up.visit.told.keys() & {"trouble", "start-error", "agent-error", "sign-up-error"} == set(), sign_up.visit.told
    assert sign_up.visit.told["sign-up"][-1]["waited_ms"] < 2000


def test_what_was_typed_is_nowhere(sign_up: SignUp, server) -> None:
    """Neither in the document nor, as it stands, in the store."""
    stored = b"".join(f.read_bytes() for f in server.folder.glob("tripline.sqlite*"))
    for typed in (NAME, EMAIL, PASSWORD):
        assert typed not in json.dumps(sign_up.document)
        assert typed.encode() not in stored
