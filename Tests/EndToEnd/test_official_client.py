"""The client that customers of the contract use, as it is published: tripwire-server 0.2.2."""

from collections.abc import Iterator

import pytest
from tripwire_server import (
    Tripwire,
    TripwireApiError,
    TripwireTokenVerificationError,
    safe_verify_tripwire_token,
    verify_and_parse_webhook_event,
    verify_tripwire_token,
)

from collect_agent import CollectAgent, Session, observations
from contract import Contract
from receiver import Receiver, answer
from server import Server
from visits import SignUp

CALCULATED, PERSISTED, TEST = "session.fingerprint.calculated", "session.result.persisted", "webhook.test"


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


# Everything that the client can ask for, but for Gate: on a server of its own, where it may deliver to this machine.

@pytest.fixture(scope="module")
def backend(tmp_path_factory: pytest.TempPathFactory, contract: Contract) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("backend"), contract, options=["--webhook-allow-private", "--webhook-retries", "1s"])
    server.init()
    server.start()
    yield server
    assert server.stop() == 0


@pytest.fixture(scope="module")
def tripwire(backend: Server) -> Iterator[Tripwire]:
    with Tripwire(secret_key=backend.secret_key, base_url=backend.url) as client:
        yield client


def visit(agent: CollectAgent, token: str | None = None) -> tuple[Session, str]:
    """A session to its final decision, by a browser that kept a token or by a new one; gives back the token that it keeps."""
    session = agent.handshake()
    kept = {"continuity": {"tokens": {"cookies": token}}} if token else {}
    agent.send(session, observations={**observations(agent.headers["User-Agent"]), **kept})
    token = agent.send(session, "fingerprint")["continuity_token"]
    agent.send(session, "results", final=True)
    return session, token


@pytest.fixture(scope="module")
def visits(backend: Server) -> list[Session]:
    """Five visits by three browsers; the first of them came three times."""
    first, token = visit(backend.agent())
    again = [visit(backend.agent(), token)[0] for _ in range(2)]
    return [first, *again, *(visit(backend.agent())[0] for _ in range(2))]


def refused(status: int, code: str) -> "pytest.RaisesExc[TripwireApiError]":
    return pytest.raises(TripwireApiError, check=lambda error: (error.status, error.code) == (status, code))


def works(backend: Server, key: str) -> bool:
    """Whether a key opens anything: publishable ones a session, secret ones the list of sessions."""
    if key.startswith("pk_"):
        return CollectAgent(backend.url, key, origin="https://shop.example").ask_handshake(b"\x04").status_code != 401
    with Tripwire(secret_key=key, base_url=backend.url) as client:
        try:
            return client.sessions.list(limit=1).limit == 1
        except TripwireApiError as error:
            assert (error.status, error.code) == (401, "auth.invalid_api_key")
            return False


def test_it_reads_sessions(tripwire: Tripwire, visits: list[Session]) -> None:
    ids = [session.id for session in visits]
    assert [s.id for s in tripwire.sessions.list().items] == ids[::-1]
    assert [s.id for s in tripwire.sessions.iter(limit=2)] == ids[::-1]
    page = tripwire.sessions.list(limit=3)
    assert (page.has_more, len(page.items)) == (True, 3)
    assert [s.id for s in tripwire.sessions.list(limit=3, cursor=page.next_cursor).items] == ids[1::-1]
    assert [s.id for s in tripwire.sessions.list(search=ids[2]).items] == [ids[2]]
    detail, summary = tripwire.sessions.get(ids[0]), page.items[0]
    assert detail.decision.decision_status == "final"
    assert detail.visitor_fingerprint["id"] == tripwire.sessions.get(ids[1]).visitor_fingerprint["id"]
    assert {s.id for s in tripwire.sessions.iter(verdict=summary.latest_decision.verdict)} >= {summary.id}


def test_it_reads_fingerprints(tripwire: Tripwire, visits: list[Session]) -> None:
    visitors = list(dict.fromkeys(tripwire.sessions.get(session.id).visitor_fingerprint["id"] for session in visits))
    assert len(visitors) == 3
    for sort in (None, "first_seen"):
        assert [f.id for f in tripwire.fingerprints.list(sort=sort).items] == visitors[::-1], sort
        assert [f.id for f in tripwire.fingerprints.iter(limit=1, sort=sort)] == visitors[::-1], sort
    by_count = list(tripwire.fingerprints.iter(limit=2, sort="seen_count"))
    assert (by_count[0].id, [f.lifecycle.seen_count for f in by_count]) == (visitors[0], [3, 1, 1])
    assert [f.id for f in tripwire.fingerprints.list(search=visitors[1]).items] == [visitors[1]]
    page = tripwire.fingerprints.list(limit=2)
    assert (page.limit, page.has_more) == (2, True)
    assert [f.id for f in tripwire.fingerprints.list(limit=2, cursor=page.next_cursor).items] == visitors[:1]

    detail = tripwire.fingerprints.get(visitors[0])
    assert (detail.object, detail.id, detail.lifecycle.seen_count) == ("visitor_fingerprint", visitors[0], 3)
    assert {s.session_id for s in detail.activity.sessions} == {session.id for session in visits[:3]}
    assert detail.latest_request.user_agent == detail.activity.sessions[0].request.user_agent
    assert all(isinstance(number, int) for number in detail.components.vector)
    with refused(404, "request.not_found"):
        tripwire.fingerprints.get("vid_0123456789abcdefghjkmnpqrs")
    with refused(422, "request.validation_failed"):
        tripwire.fingerprints.list(sort="name")


def test_it_makes_and_changes_organizations(tripwire: Tripwire, backend: Server) -> None:
    made = tripwire.organizations.create(name="Quay Street", slug="quay-street")
    assert (made.object, made.name, made.slug, made.status, made.updated_at) == (
        "organization", "Quay Street", "quay-street", "active", None)
    assert tripwire.organizations.get(made.id) == made
    assert tripwire.organizations.get(backend.organization_id).name == "Harbour Lane"
    changed = tripwire.organizations.update(made.id, name="Quay Road")
    assert (changed.name, changed.slug, changed.status) == ("Quay Road", "quay-street", "active")
    assert changed.updated_at > changed.created_at
    with refused(409, "request.conflict"):
        tripwire.organizations.create(name="Another", slug="quay-street")
    with refused(404, "request.not_found"):
        tripwire.organizations.get("org_0123456789abcdefghjkmnpqrs")


def test_an_organization_that_it_suspends_has_keys_that_stop_and_start(tripwire: Tripwire, backend: Server) -> None:
    made = tripwire.organizations.create(name="Pier One", slug="pier-one")
    key = tripwire.organizations.api_keys.create(made.id, name="Theirs").revealed_key
    page_key = tripwire.organizations.api_keys.create(made.id, name="Theirs", type="publishable").revealed_key
    with Tripwire(secret_key=key, base_url=backend.url) as theirs:
        assert theirs.organizations.get(made.id).id == made.id
        assert theirs.sessions.list().items == []
        with refused(404, "request.not_found"):
            theirs.organizations.get(backend.organization_id)
    assert works(backend, page_key)
    assert tripwire.organizations.update(made.id, status="suspended").status == "suspended"
    assert not works(backend, key) and not works(backend, page_key)
    assert tripwire.organizations.update(made.id, status="active").status == "active"
    assert works(backend, key) and works(backend, page_key)
    assert tripwire.organizations.update(made.id, status="deleted").status == "deleted"
    assert not works(backend, key) and not works(backend, page_key)


def test_it_makes_a_key_with_neither_type_nor_scopes(tripwire: Tripwire, backend: Server) -> None:
    key = tripwire.organizations.api_keys.create(backend.organization_id, name="Like mine")
    assert (key.object, key.type, key.environment, key.name, key.scopes, key.status) == (
        "api_key", "secret", "live", "Like mine", ["*"], "active")
    assert key.revealed_key.startswith("sk_live_")
    assert key.revealed_key.endswith(key.key_preview.rsplit("…")[-1])
    with Tripwire(secret_key=key.revealed_key, base_url=backend.url) as client:
        assert client.organizations.get(backend.organization_id).id == backend.organization_id


def test_it_makes_a_key_with_scopes_that_may_do_that_alone(tripwire: Tripwire, backend: Server, visits: list[Session]) -> None:
    key = tripwire.organizations.api_keys.create(
        backend.organization_id, name="Reads", type="secret", scopes=["sessions:read", "api_keys:manage"])
    assert sorted(key.scopes) == ["api_keys:manage", "sessions:read"]
    with Tripwire(secret_key=key.revealed_key, base_url=backend.url) as client:
        assert client.sessions.get(visits[0].id).id == visits[0].id
        for ask in (lambda: client.sessions.list(), lambda: client.fingerprints.list(),
                    lambda: client.webhooks.list_endpoints(backend.organization_id),
                    lambda: client.organizations.create(name="No", slug="no"),
                    lambda: client.organizations.api_keys.list(backend.organization_id),
                    lambda: client.organizations.api_keys.create(backend.organization_id, name="More", type="secret", scopes=["*"])):
            with refused(403, "auth.insufficient_scope"):
                ask()
        heir = client.organizations.api_keys.create(backend.organization_id, name="Heir")
        assert sorted(heir.scopes) == sorted(key.scopes)


def test_it_makes_a_publishable_key_for_some_pages(tripwire: Tripwire, backend: Server) -> None:
    key = tripwire.organizations.api_keys.create(
        backend.organization_id, name="Pages", type="publishable", allowed_origins=["https://shop.example"])
    assert (key.type, key.scopes, key.allowed_origins) == ("publishable", None, ["https://shop.example"])
    assert key.revealed_key.startswith("pk_live_")
    assert CollectAgent(backend.url, key.revealed_key, origin="https://shop.example").handshake()
    assert CollectAgent(backend.url, key.revealed_key, origin="https://evil.example").ask_handshake(b"\x04" * 65).status_code == 403
    with refused(401, "auth.invalid_api_key"), Tripwire(secret_key=key.revealed_key, base_url=backend.url) as client:
        client.sessions.list()


def test_it_makes_keys_for_test_data_that_see_nothing_else(tripwire: Tripwire, backend: Server, visits: list[Session]) -> None:
    make = tripwire.organizations.api_keys.create
    key = make(backend.organization_id, name="Test", environment="test")
    pages = make(backend.organization_id, name="Test", type="publishable", environment="test")
    assert (key.environment, key.revealed_key[:8], pages.revealed_key[:8]) == ("test", "sk_test_", "pk_test_")
    with Tripwire(secret_key=key.revealed_key, base_url=backend.url) as client:
        assert client.sessions.list().items == client.fingerprints.list().items == []
        session, _ = visit(CollectAgent(backend.url, pages.revealed_key))
        assert [s.id for s in client.sessions.list().items] == [session.id]
        with refused(404, "request.not_found"):
            client.sessions.get(visits[0].id)
        with refused(403, "auth.wrong_environment"):
            client.organizations.api_keys.create(backend.organization_id, name="No", environment="live")
    with refused(404, "request.not_found"):
        tripwire.sessions.get(session.id)


def test_it_lists_keys_in_pages_and_never_shows_them(tripwire: Tripwire, backend: Server) -> None:
    keys = tripwire.organizations.api_keys
    organization = tripwire.organizations.create(name="Slip", slug="slip").id
    made = [keys.create(organization, name=f"Key {number}") for number in range(5)]
    seen, cursor = [], None
    while True:
        page = keys.list(organization, limit=2, cursor=cursor)
        seen += page.items
        if not page.has_more:
            break
        cursor = page.next_cursor
    assert [k.id for k in seen] == [k.id for k in made][::-1]
    assert all(not hasattr(k, "revealed_key") and k.display_key is None for k in seen)
    assert {k.key_preview for k in seen} == {k.key_preview for k in made}


def test_it_changes_keys(tripwire: Tripwire, backend: Server) -> None:
    keys, organization = tripwire.organizations.api_keys, backend.organization_id
    key = keys.create(organization, name="Before")
    assert keys.update(organization, key.id, name="After").name == "After"
    changed = keys.update(organization, key.id, scopes=["fingerprints:list"])
    assert (changed.name, changed.scopes) == ("After", ["fingerprints:list"])
    with Tripwire(secret_key=key.revealed_key, base_url=backend.url) as client:
        assert client.fingerprints.list().limit == 50
        with refused(403, "auth.insufficient_scope"):
            client.sessions.list()
    pages = keys.create(organization, name="Pages", type="publishable", allowed_origins=["https://shop.example"])
    assert CollectAgent(backend.url, pages.revealed_key, origin="https://new.example").ask_handshake(b"\x04" * 65).status_code == 403
    assert keys.update(organization, pages.id, allowed_origins=["https://new.example"]).allowed_origins == ["https://new.example"]
    assert CollectAgent(backend.url, pages.revealed_key, origin="https://new.example").handshake()
    assert keys.update(organization, pages.id, allowed_origins=[]).allowed_origins is None
    assert CollectAgent(backend.url, pages.revealed_key, origin="https://third.example").handshake()


@pytest.mark.parametrize("kind", ["secret", "publishable"])
def test_it_rotates_keys(tripwire: Tripwire, backend: Server, kind: str) -> None:
    keys, organization = tripwire.organizations.api_keys, backend.organization_id
    old = keys.create(organization, name="Old", **({"type": kind} if kind == "publishable" else {}))
    new = keys.rotate(organization, old.id)
    assert (new.name, new.type, new.status, new.scopes) == ("Old", kind, "active", old.scopes)
    assert new.id != old.id and new.revealed_key != old.revealed_key
    assert works(backend, old.revealed_key) and works(backend, new.revealed_key)
    listed = {k.id: k for k in keys.list(organization, limit=200).items}
    assert (listed[old.id].status, listed[new.id].status) == ("rotating", "active")
    assert listed[old.id].grace_expires_at > listed[old.id].rotated_at
    with refused(409, "request.conflict"):
        keys.rotate(organization, old.id)
    assert keys.revoke(organization, old.id).status == "revoked"
    assert (works(backend, old.revealed_key), works(backend, new.revealed_key)) == (False, True)


@pytest.mark.parametrize("kind", ["secret", "publishable"])
def test_a_key_that_it_revokes_stops_at_once(tripwire: Tripwire, backend: Server, kind: str) -> None:
    keys, organization = tripwire.organizations.api_keys, backend.organization_id
    key = keys.create(organization, name="Short", **({"type": kind} if kind == "publishable" else {}))
    assert works(backend, key.revealed_key)
    revoked = keys.revoke(organization, key.id)
    assert revoked.status == "revoked" and revoked.revoked_at
    assert not works(backend, key.revealed_key)
    with refused(409, "request.conflict"):
        keys.rotate(organization, key.id)
    assert {k.id: k.status for k in keys.list(organization, limit=200).items}[key.id] == "revoked"
    with refused(404, "request.not_found"):
        keys.revoke(organization, "key_0123456789abcdefghjkmnpqrs")


def test_it_does_everything_with_webhooks(tripwire: Tripwire, backend: Server) -> None:
    hooks, organization = tripwire.webhooks, tripwire.organizations.create(name="Hooks", slug="hooks").id
    keys = tripwire.organizations.api_keys
    pages = keys.create(organization, name="Pages", type="publishable").revealed_key
    with Receiver(lambda _: answer(200, b"thank you")) as receiver, Tripwire(
            secret_key=keys.create(organization, name="Theirs").revealed_key, base_url=backend.url) as theirs:
        made = hooks.create_endpoint(organization, name="Orders", url=f"{receiver.url}/hooks", event_types=[PERSISTED])
        assert (made.object, made.name, made.url, made.status, made.event_types) == (
            "webhook_endpoint", "Orders", f"{receiver.url}/hooks", "active", [PERSISTED])
        listed = hooks.list_endpoints(organization)
        assert [(e.id, e.signing_secret) for e in listed.items] == [(made.id, None)]
        assert theirs.webhooks.list_endpoints(organization).items == listed.items

        changed = hooks.update_endpoint(organization, made.id, name="All", event_types=[CALCULATED, PERSISTED])
        assert (changed.name, changed.event_types, changed.signing_secret) == ("All", [CALCULATED, PERSISTED], None)
        rotated = hooks.rotate_secret(organization, made.id)
        assert rotated.signing_secret.startswith("whsec_") and rotated.signing_secret != made.signing_secret

        sent = hooks.send_test(organization, made.id)
        assert (sent.object, len(sent.delivery_ids), sent.latest_delivery.id) == ("webhook_test", 1, sent.delivery_ids[0])
        session, _ = visit(CollectAgent(backend.url, pages))
        deliveries = receiver.wait(3)
        told = {}
        for delivery in deliveries:
            event = verify_and_parse_webhook_event(
                secret=rotated.signing_secret, timestamp=delivery.headers["x-tripwire-timestamp"], raw_body=delivery.text,
                signature=delivery.headers["x-tripwire-signature"])
            told[event.type] = event
        assert set(told) == {CALCULATED, PERSISTED, TEST}
        assert told[TEST].id == sent.event_id
        assert told[PERSISTED].data["session"] == {"id": session.id}

        events = hooks.list_events(organization)
        assert [e.type for e in events.items] == [PERSISTED, CALCULATED, TEST]
        assert events.limit == 50 and not events.has_more
        assert [e.id for e in hooks.list_events(organization, type=TEST, endpoint_id=made.id, limit=1).items] == [sent.event_id]
        event = hooks.retrieve_event(organization, told[PERSISTED].id)
        assert (event.object, event.type, event.subject.type, event.subject.id) == ("event", PERSISTED, "session", session.id)
        assert event.data == told[PERSISTED].data
        (delivery,) = event.webhook_deliveries
        assert (delivery.endpoint_id, delivery.status, delivery.attempts, delivery.response_status, delivery.response_body) == (
            made.id, "succeeded", 1, 200, "thank you")

        assert hooks.disable_endpoint(organization, made.id).status == "disabled"
        assert hooks.send_test(organization, made.id).latest_delivery.status == "skipped"
        assert hooks.update_endpoint(organization, made.id, status="active").status == "active"
        again = hooks.send_test(organization, made.id)
        assert receiver.wait(4)[-1].event_id == again.event_id
        with refused(422, "request.validation_failed"):
            hooks.create_endpoint(organization, name="Files", url="file:///etc/passwd", event_types=[PERSISTED])
        with refused(404, "request.not_found"):
            hooks.retrieve_event(organization, "wevt_" + "0" * 32)
