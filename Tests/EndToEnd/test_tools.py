"""The ordinary tools in their ordinary set-ups are bots, and are named."""

import json

import pytest

from visits import MORE_TOOLS, TOOLS, SignUp

NAMES = {
    "selenium-chromium": ("selenium", "chromedriver", "webdriver"),
    "selenium-firefox": ("selenium", "geckodriver", "marionette", "webdriver"),
    "selenium-webkit": ("selenium", "webdriver"),
    "playwright": ("playwright",),
    "pyppeteer": ("pyppeteer", "puppeteer"),
    "selenium-chromium-headless": ("selenium", "chromedriver"),
    "selenium-firefox-headless": ("selenium", "geckodriver", "marionette"),
    "selenium-without-flag-headless": ("selenium", "chromedriver"),
    "playwright-headless": ("playwright",),
    "playwright-user-agent-headless": ("playwright",),
    "pyppeteer-headless": ("pyppeteer", "puppeteer"),
    "undetected-chromedriver-headless": ("undetected-chromedriver", "selenium", "chromedriver"),
}
ordinary = pytest.mark.parametrize("tool", list(TOOLS))
every = pytest.mark.parametrize("tool", [*TOOLS, *MORE_TOOLS])
nameable = pytest.mark.parametrize("tool", list(NAMES))


@pytest.fixture
def sign_up(tool: str, signed_up) -> SignUp:
    return signed_up(tool)


@every
def test_the_verdict_is_bot(sign_up: SignUp) -> None:
    assert sign_up.decision["automation_status"] == "automated", sign_up.why()
    assert sign_up.decision["risk_score"] >= 70, sign_up.why()


@ordinary
def test_the_score_is_clearly_high(sign_up: SignUp) -> None:
    assert sign_up.decision["risk_score"] > 90, sign_up.why()


@nameable
def test_the_tool_is_named(tool: str, sign_up: SignUp) -> None:
    """In the attribution where it is certain, else in the evidence."""
    labels = [label["value"] for label in (sign_up.document["attribution"] or {}).get("labels", []) if label["kind"] == "tool"]
    evidence = [s["signal"] for s in sign_up.document["signals_fired"]]
    said = " ".join(labels + evidence) + json.dumps(sign_up.document["highlights"]).lower()
    assert any(name in said for name in NAMES[tool]), sign_up.why()


@pytest.mark.parametrize("tool", ["selenium-firefox-minimized-headless"])
def test_input_to_a_window_that_nobody_sees_is_evidence(sign_up: SignUp) -> None:
    assert "input_while_hidden" in {signal["signal"] for signal in sign_up.document["signals_fired"]}, sign_up.why()


@ordinary
def test_the_highlights_say_automation_first(sign_up: SignUp) -> None:
    first = sign_up.document["highlights"][0]
    assert (first["key"], first["effect"], first["importance"]) == ("browser_automation", "increases_risk", "high")
    assert first["evidence"], "the highlight names the signals that it rests on"


@ordinary
def test_evidence_of_highlights_is_among_the_signals(sign_up: SignUp) -> None:
    fired = {s["signal"] for s in sign_up.document["signals_fired"]}
    for highlight in sign_up.document["highlights"]:
        for evidence in highlight.get("evidence", []):
            assert evidence["signal"] in fired or highlight["effect"] != "increases_risk", (evidence, fired)


@ordinary
def test_more_than_one_kind_of_evidence_speaks(sign_up: SignUp) -> None:
    """Taking one trace away must not make a person of a tool."""
    owners = [s for s in sign_up.document["signals_fired"] if s["role"] == "owner"]
    assert len(owners) >= 2, sign_up.why()
