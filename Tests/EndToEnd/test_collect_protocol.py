"""docs/protocol.md from the other side: every refusal has its own code, takes nothing, and is evidence where its ticket was good."""

import json
import os
import time
import zlib
from collections.abc import Callable, Iterator

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from collect_agent import CollectAgent, Session, b64, observations
from server import Api, Server


def refused(answer: httpx.Response, status: int, code: str) -> dict:
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code), answer.text[:400]
    return answer.json()["error"]


def public_key() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


@pytest.fixture
def session(agent: CollectAgent) -> Session:
    """A session with two batches taken."""
    session = agent.handshake()
    agent.observe(session)
    agent.send(session, events={"page": [100, 3, 1]})
    return session


def integrity(api: Api, agent: CollectAgent, session: Session) -> dict:
    """What the document says about the session's integrity, once it is decided; the chain must still go on."""
    agent.finish(session)
    return api.decided(session.id)["runtime_integrity"]


def signals(document: dict) -> set[str]:
    return {fired["signal"] for fired in document["signals_fired"]}


# What works

def test_a_whole_session_goes_as_the_protocol_says(agent: CollectAgent, api: Api) -> None:
    session = agent.handshake()
    handshake = session.handshake
    assert set(handshake) == {"object", "session_id", "server_public_key", "ticket", "expires_at", "ping_id", "network", "limits"}
    assert handshake["object"] == "collect_session"
    assert handshake["limits"] == {"batch_bytes": 65536, "payload_bytes": 262144, "batches": 512, "session_bytes": 2097152}
    assert agent.observe(session) == {"object": "collect_receipt", "sequence": 0}
    frozen = agent.send(session, "fingerprint")
    assert set(frozen) == {"object", "frozen_at", "continuity_token"} and frozen["object"] == "collect_fingerprint"
    result = agent.finish(session)
    assert set(result) == {"object", "session_id", "sealed_token"}, "the client learns nothing else"
    assert (result["object"], result["session_id"]) == ("collect_result", session.id)
    document = api.session(session.id)
    assert document["id"] == session.id
    assert document["request"]["url"] == "https://shop.example/sign-up"


def test_a_later_result_is_sealed_anew(agent: CollectAgent, session: Session) -> None:
    assert agent.finish(session)["sealed_token"] != agent.finish(session)["sealed_token"]


def test_batches_may_follow_a_result(agent: CollectAgent, api: Api, session: Session) -> None:
    agent.finish(session)
    assert agent.send(session)["sequence"] == 3
    agent.finish(session)
    assert len(api.session(session.id)["previous_decisions"]) >= 1


def test_each_session_gets_its_own_keys(agent: CollectAgent) -> None:
    first, second = agent.handshake(), agent.handshake()
    assert first.id != second.id
    assert first.handshake["server_public_key"] != second.handshake["server_public_key"]


def test_pings_answer_without_a_body(agent: CollectAgent, session: Session) -> None:
    answer = agent.http.get(f"{agent.url}/v1/collect/pings/{session.handshake['ping_id']}")
    assert (answer.status_code, answer.content) == (204, b"")


def test_a_lost_acknowledgement_counts_for_nothing(agent: CollectAgent, api: Api, session: Session) -> None:
    refused(agent.post(session.id, session.sent[-1]), 409, "collect.batch_replayed")
    found = integrity(api, agent, session)
    assert (found["replay"], found["tampering"]) == ("clean", "clean")


def test_a_page_that_is_not_of_the_origin_that_asks(server: Server, api: Api) -> None:
    """The browser says where a request comes from; what the agent's report says is the page's word alone."""
    told = {}
    for origin in ("https://shop.example", "https://elsewhere.example"):
        agent = server.agent(origin=origin)
        session = agent.handshake()
        agent.observe(session)
        agent.finish(session)
        told[origin] = signals(api.decided(session.id))
    assert "origin_mismatch" not in told["https://shop.example"]
    assert "origin_mismatch" in told["https://elsewhere.example"]


def test_a_report_without_its_core(agent: CollectAgent, api: Api) -> None:
    told = observations(agent.headers["User-Agent"])
    for kept, is_seen in ((told, False), ({"page": told["page"]}, True)):
        session = agent.handshake()
        agent.send(session, observations=kept)
        agent.finish(session)
        assert ("agent_report_incomplete" in signals(api.decided(session.id))) is is_seen


def test_a_report_that_came_as_pages_are_opened(agent: CollectAgent, api: Api) -> None:
    """No script of a page can make a request that says it is a navigation."""
    agent.headers |= {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    session = agent.handshake()
    agent.observe(session)
    agent.finish(session)
    assert "fetch_metadata_contradicts" in signals(api.decided(session.id))


# Refusals that are evidence

def test_a_replayed_batch(agent: CollectAgent, api: Api, session: Session) -> None:
    refused(agent.post(session.id, session.sent[0]), 409, "collect.batch_replayed")
    assert integrity(api, agent, session)["replay"] != "clean"


def test_the_newest_batch_again_and_again(agent: CollectAgent, api: Api, session: Session) -> None:
    for _ in range(4):
        refused(agent.post(session.id, session.sent[-1]), 409, "collect.batch_replayed")
    assert integrity(api, agent, session)["replay"] != "clean"


def test_a_reordered_batch(agent: CollectAgent, api: Api, session: Session) -> None:
    refused(agent.post(session.id, session.batch(sequence=session.sequence + 2)), 409, "collect.batch_out_of_order")
    found = integrity(api, agent, session)
    assert "clean" != found["replay"] or "clean" != found["tampering"]


def flipped(batch: bytes, at: int) -> bytes:
    at %= len(batch)
    return batch[:at] + bytes([batch[at] ^ 1]) + batch[at + 1:]


FORGERIES: dict[str, Callable[[Session], bytes]] = {
    "another key": lambda s: s.batch(key=os.urandom(32)),
    "a changed ciphertext": lambda s: flipped(s.batch(), 52 + len(s.ticket)),
    "a changed tag": lambda s: flipped(s.batch(), -1),
    "a changed nonce": lambda s: flipped(s.batch(), 40 + len(s.ticket)),
    "a changed sequence number": lambda s: flipped(s.batch(sequence=s.sequence ^ 1), 6 + len(s.ticket)),
    "a shortened ciphertext": lambda s: s.batch(s.payload(observations={"page": {"url": "https://a.example/" + "x" * 99}}))[:-3],
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_batch(agent: CollectAgent, api: Api, session: Session, forgery: str) -> None:
    refused(agent.post(session.id, FORGERIES[forgery](session)), 400, "collect.batch_forged")
    assert integrity(api, agent, session)["tampering"] != "clean"


def test_a_broken_chain(agent: CollectAgent, api: Api, session: Session) -> None:
    refused(agent.post(session.id, session.batch(link=os.urandom(32))), 409, "collect.chain_broken")
    assert integrity(api, agent, session)["tampering"] != "clean"


def test_a_batch_for_another_session(agent: CollectAgent, session: Session) -> None:
    other = agent.handshake()
    refused(agent.post(session.id, other.batch()), 409, "collect.session_mismatch")
    agent.observe(other)


PAYLOADS: dict[str, dict] = {
    "what does not inflate": {"compressed": b"not zlib at all"},
    "a raw stream that breaks off": {"compressed": zlib.compress(b'{"v":1,"sequence":2}' * 9)[:-6]},
    "an empty text": {"payload": b""},
    "what is not JSON": {"payload": b"hello"},
    "what is not UTF-8": {"payload": b'{"v":1,"sequence":2,"skipped":{"a":"\xff\xfe"}}'},
    "an array": {"payload": b"[1,2,3]"},
    "a payload without a version": {"payload": b'{"sequence":2}'},
    "a sequence that is a string": {"payload": b'{"v":1,"sequence":"2"}'},
    "a sequence unlike the header's": {"payload": b'{"v":1,"sequence":7}'},
    "JSON that is too deep": {"payload": b'{"v":1,"sequence":2,"observations":' + b"[" * 50_000 + b"]" * 50_000 + b"}"},
    "events that are not rows": {"payload": b'{"v":1,"sequence":2,"events":{"pointer":[1,2,3]}}'},
    "events that are not numbers": {"payload": b'{"v":1,"sequence":2,"events":{"page":[1,"2",3]}}'},
    "two texts": {"payload": b'{"v":1,"sequence":2}{"v":1,"sequence":2}'},
}


@pytest.mark.parametrize("kind", PAYLOADS)
def test_an_invalid_payload(agent: CollectAgent, api: Api, session: Session, kind: str) -> None:
    refused(agent.post(session.id, session.batch(**PAYLOADS[kind])), 422, "collect.payload_invalid")
    assert integrity(api, agent, session)["tampering"] != "clean"


@pytest.mark.parametrize("inflated", [300_000, 40_000_000], ids=["a little", "a bomb"])
def test_a_payload_that_inflates_over_its_limit(agent: CollectAgent, api: Api, session: Session, inflated: int) -> None:
    batch = session.batch(compressed=zlib.compress(b'{"v":1,"sequence":2,"skipped":{"a":"' + b" " * inflated + b'"}}', 9))
    assert len(batch) < 65536
    refused(agent.post(session.id, batch), 413, "collect.batch_too_large")
    integrity(api, agent, session)


def test_an_oversized_batch(agent: CollectAgent, api: Api, session: Session) -> None:
    refused(agent.post(session.id, session.batch(compressed=os.urandom(70_000))), 413, "collect.batch_too_large")
    integrity(api, agent, session)


def test_a_session_that_says_too_much(agent: CollectAgent) -> None:
    session = agent.handshake()
    agent.observe(session)
    for _ in range(80):
        batch = session.batch(session.payload(skipped={"noise": os.urandom(30_000).hex()}))
        answer = agent.post(session.id, batch)
        if answer.status_code != 202:
            break
        session.taken(batch)
    error = refused(answer, 429, "collect.session_full")
    assert error["retryable"] is True
    around = 51 + len(session.ticket) + 16
    assert sum(len(batch) - around for batch in session.sent) <= 2_097_152


# Refusals that no session can be blamed for

def test_an_empty_body(agent: CollectAgent, session: Session) -> None:
    refused(agent.post(session.id, b""), 400, "collect.body_empty")


@pytest.mark.parametrize("length", [1, 2, 20, "in the chain", "in the tag"])
def test_a_truncated_batch(agent: CollectAgent, session: Session, length: int | str) -> None:
    cut = {"in the chain": 20 + len(session.ticket), "in the tag": 51 + len(session.ticket) + 9}.get(length, length)
    refused(agent.post(session.id, session.batch()[:cut]), 400, "collect.batch_truncated")


def test_a_version_that_the_server_does_not_speak(agent: CollectAgent, session: Session) -> None:
    error = refused(agent.post(session.id, session.batch(version=2)), 426, "transport.upgrade_required")
    assert error["details"]["next_action"] == "reload_bundle"


@pytest.mark.parametrize("ticket", ["random", "changed", "empty"])
def test_a_ticket_that_is_not_of_this_server(agent: CollectAgent, session: Session, ticket: str) -> None:
    bad = {"random": os.urandom(len(session.ticket)), "changed": flipped(session.ticket, 30), "empty": b""}[ticket]
    error = refused(agent.post(session.id, session.batch(ticket=bad)), 401, "collect.ticket_invalid")
    assert error["details"]["next_action"] == "new_session"


def test_a_ticket_of_another_server(agent: CollectAgent, session: Session, new_server: Callable[..., Server]) -> None:
    other = new_server()
    other.init()
    other.start()
    foreign = other.agent().handshake()
    refused(agent.post(foreign.id, foreign.batch()), 401, "collect.ticket_invalid")


def test_an_expired_ticket_whatever_the_device_says(new_server: Callable[..., Server]) -> None:
    """The same store an hour later still takes the batch, three hours later no more."""
    server = new_server()
    server.init()
    server.start()
    agent = server.agent()
    session = agent.handshake()
    agent.observe(session)
    server.stop()
    server.clock = "+1h"
    server.start()
    agent.send(session)
    server.stop()
    server.clock = "+3h"
    server.start()
    error = refused(agent.post(session.id, session.batch()), 401, "collect.ticket_expired")
    assert error["details"]["next_action"] == "new_session"
    assert agent.handshake().id != session.id


def test_what_comes_after_the_tickets_time_is_evidence(new_server: Callable[..., Server]) -> None:
    """By a clock on which an hour lasts a second; the next start says the last word."""
    server = new_server(clock="+0 x3600")
    server.init()
    server.start()
    agent = server.agent()
    session = agent.handshake()
    agent.observe(session)
    time.sleep(2.2)
    refused(agent.post(session.id, session.batch()), 401, "collect.ticket_expired")
    server.stop()
    server.clock = "+1d"
    server.start()
    assert "batch_expired" in signals(server.api().decided(session.id, 20))


def test_a_clock_that_jumps_back_breaks_nothing(new_server: Callable[..., Server]) -> None:
    server = new_server()
    server.init()
    server.start()
    agent = server.agent()
    session = agent.handshake()
    agent.observe(session)
    server.stop()
    server.clock = "-2d"
    server.start()
    agent.send(session)
    agent.finish(session)
    document = server.api().decided(session.id)
    assert document["decision"]["automation_status"] in ("human", "uncertain", "automated")


# Origins and keys

@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory, contract) -> Iterator[Server]:
    """A server with keys of all kinds."""
    server = Server(tmp_path_factory.mktemp("keys"), contract)
    server.init()
    server.start()
    yield server
    server.stop()


def test_a_key_is_for_the_pages_of_its_origins_only(own_server: Server) -> None:
    key = own_server.create_key("publishable", "--allowed-origin", "https://shop.example", "--allowed-origin", "http://localhost:4000")["key"]
    for origin in ("https://shop.example", "http://localhost:4000"):
        agent = CollectAgent(own_server.url, key, origin=origin)
        session = agent.handshake()
        agent.observe(session)
    for origin in ("https://shop.example.evil", "http://shop.example", "https://shop.example:8443", "null"):
        stranger = CollectAgent(own_server.url, key, origin=origin)
        answer = stranger.ask_handshake(public_key())
        refused(answer, 403, "collect.origin_not_allowed")
        assert answer.headers.get("Access-Control-Allow-Origin") in (None, origin), "the page may read why"
        refused(stranger.post(session.id, session.batch()), 403, "collect.origin_not_allowed")
    agent.send(session)


def test_a_key_without_origins_is_for_every_page(agent: CollectAgent, server: Server) -> None:
    answer = CollectAgent(server.url, server.publishable_key, origin="https://anybody.example").ask_handshake(public_key())
    assert answer.status_code == 201
    assert answer.headers["Access-Control-Allow-Origin"] == "https://anybody.example"
    assert answer.headers["Vary"] == "Origin"


def test_a_publishable_key_that_was_revoked(own_server: Server) -> None:
    made = own_server.create_key("publishable")
    agent = CollectAgent(own_server.url, made["key"])
    session = agent.handshake()
    agent.observe(session)
    own_server.tell("keys", "revoke", made["key_id"])
    time.sleep(2.5)
    refused(agent.ask_handshake(public_key()), 401, "auth.invalid_api_key")
    refused(agent.post(session.id, session.batch()), 401, "auth.invalid_api_key")


def test_a_key_with_a_limit_of_its_own(own_server: Server) -> None:
    agent = CollectAgent(own_server.url, own_server.create_key("publishable", "--rate-limit", "3")["key"])
    codes = [agent.ask_handshake(public_key()).status_code for _ in range(7)]
    assert codes[:3] == [201, 201, 201]
    assert 429 in codes


# The handshake

@pytest.mark.parametrize(("key", "code"), [
    (None, "auth.missing_api_key"),
    ("pk", "auth.invalid_api_key"),
    ("pk_live_unknownunknownunknownunknown", "auth.invalid_api_key"),
])
def test_a_handshake_without_a_live_publishable_key(server: Server, key: str | None, code: str) -> None:
    refused(CollectAgent(server.url, key).ask_handshake(public_key()), 401, code)


def test_a_handshake_with_a_secret_key(server: Server) -> None:
    refused(CollectAgent(server.url, server.secret_key).ask_handshake(public_key()), 401, "auth.invalid_api_key")


def test_a_handshake_too_many_in_a_minute(server: Server) -> None:
    """A site's visitors share one key: each address has its own count."""
    agent = server.agent()
    answers = []
    for _ in range(260):
        answers.append(agent.ask_handshake(public_key()))
        if answers[-1].status_code != 201:
            break
    error = refused(answers[-1], 429, "rate.limited")
    assert error["retryable"] is True
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60
    assert answers[0].headers["X-RateLimit-Limit"] == "120"
    assert len(answers) > 100
    assert server.agent().handshake().id, "another visitor is not held up"


def test_a_handshake_in_a_protocol_that_the_server_does_not_speak(agent: CollectAgent) -> None:
    refused(agent.ask_handshake(public_key(), protocol=2), 426, "transport.upgrade_required")


@pytest.mark.parametrize("bad", ["", "!!!", b64(b"\x04" + bytes(64)), b64(b"\x02" + os.urandom(32)), b64(os.urandom(65))])
def test_a_handshake_with_a_public_key_that_is_none(agent: CollectAgent, bad: object) -> None:
    error = refused(agent.ask_handshake(b"", client_public_key=bad), 422, "request.validation_failed")
    assert [f["name"] for f in error["details"]["fields"]] == ["client_public_key"]


@pytest.mark.parametrize(("body", "status", "code"), [
    (b"not json", 400, "request.malformed"),
    (b"", 400, "collect.body_empty"),
    (b"[]", 400, "request.malformed"),
    (b'{"protocol":1}', 400, "request.malformed"),
    (b'{"protocol":1,"client_public_key":7}', 400, "request.malformed"),
    (b'{"protocol":1,"client_public_key":"' + b"A" * 5000 + b'"}', 413, "collect.batch_too_large"),
])
def test_a_handshake_that_is_no_handshake(agent: CollectAgent, body: bytes, status: int, code: str) -> None:
    headers = {"Authorization": f"Bearer {agent.publishable_key}", "Content-Type": "application/json"}
    refused(agent.http.post(f"{agent.url}/v1/collect/sessions", content=body, headers=headers), status, code)


def test_a_batch_that_says_it_is_something_else(agent: CollectAgent, session: Session) -> None:
    answer = agent.post(session.id, json.dumps(session.payload()).encode(), content_type="application/json")
    assert answer.status_code == 415, answer.text[:300]
    agent.send(session)


def test_another_method(agent: CollectAgent, session: Session) -> None:
    answer = agent.http.get(f"{agent.url}/v1/collect/sessions/{session.id}/batches")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


@pytest.mark.parametrize("session_id", ["sid_short", "vid_0123456789abcdefghjkmnpqrs", "sid_ilouilouilouilouilouilouil", "..%2f.."])
def test_a_path_that_names_no_session(agent: CollectAgent, session: Session, session_id: str) -> None:
    answer = agent.post(session_id, session.batch())
    assert answer.status_code in (404, 409, 422), answer.text[:300]
    agent.send(session)
