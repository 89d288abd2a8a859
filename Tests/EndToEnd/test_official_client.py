"""The client that customers of the contract use, as it is published: tripwire-server 0.2.2."""

from collections.abc import Iterator

import pytest
from tripwire_server import (
    Tripwire,
    TripwireApiError,
    TripwireTokenVerificationError,
    safe_verify_tripwire_token,
    verify_tripwire_token,
)

from server import Server
from visits import SignUp


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[Tripwire]:
    with Tripwire(secret_key=server.secret_key, base_url=server.url) as client:
        yield client


@pytest.fixture(scope="module")
def sign_up(signed_up) -> SignUp:
    return signed_up("playwright")


def test_it_opens_our_token(server: Server, sign_up: SignUp) -> None:
    token = verify_tripwire_token(sign_up.sealed_token, server.secret_key)
    assert token.object == "session_verification"
    assert token.session_id == sign_up.session_id
    assert token.decision.verdict == "bot"
    assert token.decision.risk_score == sign_up.decision["risk_score"]
    assert token.decision.phase in ("snapshot", "behavioral")
    assert token.decision.is_provisional in (True, False)
    assert 0 <= token.decision.manipulation.score <= 100
    assert token.decision.manipulation.verdict in ("none", "low", "medium", "high")
    assert token.decision.evaluation_duration_ms >= 0
    assert token.request.url.endswith(sign_up.visit.url.rsplit("/", 1)[-1])
    assert token.request.ip_address in ("127.0.0.1", "::1")
    assert token.request.user_agent == sign_up.document["request"]["user_agent"]
    assert token.request.screen_size == sign_up.document["device"]["screen"]["size"]
    assert token.request.is_touch_capable is False
    assert {s.id for s in token.signals} >= {"webdriver_detected"}
    assert all(0 <= score <= 100 for score in token.score_breakdown.categories.values())
    assert token.raw["embed"] is None
    assert set(token.raw) == {"object", "session_id", "decision", "request", "visitor_fingerprint", "signals", "score_breakdown",
                              "attribution", "embed"}


def test_it_opens_a_persons_token(server: Server, signed_up) -> None:
    sign_up = signed_up("person-chromium")
    token = verify_tripwire_token(sign_up.sealed_token, server.secret_key)
    assert (token.decision.verdict, token.attribution.bot) == ("human", None)
    assert token.visitor_fingerprint is not None
    assert token.visitor_fingerprint.id == sign_up.document["visitor_fingerprint"]["id"]


def test_it_names_the_tool_in_the_token(server: Server, sign_up: SignUp) -> None:
    token = verify_tripwire_token(sign_up.sealed_token, server.secret_key)
    facets = token.attribution.bot["facets"]
    assert set(facets) == {"category", "provider_family", "product_identity", "execution_framework", "concealment_style", "organization"}
    assert facets["category"]["value"] == "automation"
    for facet in facets.values():
        assert facet is None or (set(facet) == {"value", "confidence", "relation"} and 0 <= facet["confidence"] <= 1
                                 and facet["relation"] in ("is", "resembles"))


def test_it_refuses_a_token_that_was_tampered_with(server: Server, sign_up: SignUp) -> None:
    token = sign_up.sealed_token
    bad = token[:40] + ("A" if token[40] != "A" else "B") + token[41:]
    with pytest.raises(TripwireTokenVerificationError):
        verify_tripwire_token(bad, server.secret_key)
    assert not safe_verify_tripwire_token(token, "sk_live_another").ok


def test_it_parses_the_detail(client: Tripwire, sign_up: SignUp) -> None:
    detail = client.sessions.get(sign_up.session_id)
    assert (detail.object, detail.id) == ("session", sign_up.session_id)
    assert detail.decision.automation_status == "automated"
    assert detail.request.url == sign_up.visit.url
    assert detail.browser["engine"] == "blink"
    assert detail.client_telemetry["navigator"]["platform"]
    assert detail.signals_fired and detail.highlights


def test_it_parses_and_pages_through_the_list(client: Tripwire, sign_up: SignUp) -> None:
    page = client.sessions.list(limit=1)
    assert (len(page.items), page.limit) == (1, 1)
    everyone = list(client.sessions.iter(limit=20))
    assert sign_up.session_id in {s.id for s in everyone}
    assert len({s.id for s in everyone}) == len(everyone)
    assert sign_up.session_id in {s.id for s in client.sessions.iter(verdict="bot")}
    assert sign_up.session_id not in {s.id for s in client.sessions.iter(verdict="human")}


@pytest.mark.parametrize(("wrong", "status", "code"), [
    (lambda c: c.sessions.get("sid_0123456789abcdefghjkmnpqrs"), 404, "request.not_found"),
    (lambda c: c.sessions.list(limit=999), 422, "request.validation_failed"),
    (lambda c: c.sessions.list(cursor="nonsense"), 422, "request.validation_failed"),
])
def test_it_understands_our_errors(client: Tripwire, wrong, status: int, code: str) -> None:
    with pytest.raises(TripwireApiError) as raised:
        wrong(client)
    assert (raised.value.status, raised.value.code) == (status, code)
    assert raised.value.request_id.startswith("req_")
    assert raised.value.message
    if status == 422:
        assert raised.value.field_errors[0]["name"] in ("limit", "cursor")


def test_it_understands_a_key_that_is_wrong(server: Server) -> None:
    with Tripwire(secret_key="sk_live_wrong", base_url=server.url) as client, pytest.raises(TripwireApiError) as raised:
        client.sessions.list()
    assert (raised.value.status, raised.value.code) == (401, "auth.invalid_api_key")
