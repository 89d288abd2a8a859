"""Webhooks from end to end: what is told to whom, when, how it is signed, and what receivers can't do to the server."""

import base64
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.utils import formatdate
from pathlib import Path

import httpx
import pytest
from standardwebhooks import Webhook, WebhookVerificationError
from tripwire_server import verify_and_parse_webhook_event

import receiver as answers
from authority import Authority
from collect_agent import CollectAgent, Session
from contract import Contract
from receiver import Delivery, Receiver, answer
from server import Api, Server

CALCULATED, PERSISTED, APPROVED = "session.fingerprint.calculated", "session.result.persisted", "gate.session.approved"
TEST = "webhook.test"
SCHEMAS = {CALCULATED: "SessionFingerprintCalculatedWebhookEvent", PERSISTED: "SessionResultPersistedWebhookEvent",
           TEST: "WebhookEventEnvelope"}

TRIES = 3
TIMEOUT = 1.0
GRACE = 3.0
OPTIONS = ["--webhook-allow-private", "--webhook-retries", "1s,1s", "--webhook-timeout", "1s", "--rotation-grace", "3s"]


def until(met: Callable[[], object], what: str, seconds: float = 10) -> object:
    """Looks again and again, and gives back the first thing that counts as true."""
    deadline = time.monotonic() + seconds
    while not (found := met()):
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        time.sleep(0.05)
    return found


@dataclass(frozen=True)
class Customer:
    """An organization of its own on a server that tests share: its keys for one environment, and what it does with webhooks."""

    server: Server
    organization_id: str
    api: Api
    publishable_key: str

    @classmethod
    def sign_up(cls, server: Server, number: int) -> "Customer":
        organization = made(server.api().post("/v1/organizations", {"name": "A shop", "slug": f"shop-{number}"}))["id"]
        return cls.with_keys(server, organization, server.api())

    @classmethod
    def with_keys(cls, server: Server, organization: str, admin: Api, environment: str = "live") -> "Customer":
        def key(**fields: object) -> str:
            body = {"name": "Key", "environment": environment, **fields}
            return made(admin.post(f"/v1/organizations/{organization}/api-keys", body))["revealed_key"]

        return cls(server, organization, server.api(key(type="secret", scopes=["*"])), key(type="publishable"))

    def in_test(self) -> "Customer":
        """The same organization's test environment."""
        return self.with_keys(self.server, self.organization_id, self.api, "test")

    @property
    def endpoints(self) -> str:
        return f"/v1/organizations/{self.organization_id}/webhooks/endpoints"

    def endpoint(self, url: str, *types: str) -> dict:
        return made(self.api.post(self.endpoints, {"name": "Hooks", "url": url, "event_types": types or [CALCULATED, PERSISTED]}))

    def listed(self, endpoint: dict) -> dict:
        return next(e for e in done(self.api.get(self.endpoints)) if e["id"] == endpoint["id"])

    def change(self, endpoint: dict, **fields: object) -> dict:
        return done(self.api.patch(f"{self.endpoints}/{endpoint['id']}", fields))

    def disable(self, endpoint: dict) -> dict:
        return done(self.api.delete(f"{self.endpoints}/{endpoint['id']}"))

    def rotate(self, endpoint: dict) -> dict:
        return made(self.api.post(f"{self.endpoints}/{endpoint['id']}/rotations"))

    def send(self, endpoint: dict) -> str:
        """Sends a test; gives back the event's id."""
        sent = self.api.post(f"{self.endpoints}/{endpoint['id']}/test")
        assert sent.status_code == 202, sent.text[:400]
        return sent.json()["data"]["event_id"]

    def events(self, **query: object) -> list[dict]:
        return done(self.api.get(f"/v1/organizations/{self.organization_id}/events", params={"limit": 200, **query}))

    def event(self, event_id: str) -> dict:
        return done(self.api.get(f"/v1/organizations/{self.organization_id}/events/{event_id}"))

    def delivery(self, event_id: str) -> dict:
        (delivery,) = self.event(event_id)["webhook_deliveries"]
        return delivery

    def tried(self, event_id: str, times: int = 1, seconds: float = 10) -> dict:
        """The delivery, once so many tries have come to an end."""
        return until(lambda: (d := self.delivery(event_id))["attempts"] >= times and d["status"] != "delivering" and d,
                     f"{times} tries of {event_id}", seconds)

    def settled(self, event_id: str, seconds: float = 10) -> dict:
        """The delivery, once nothing more is done about it."""
        return until(lambda: (d := self.delivery(event_id))["status"] not in ("pending", "delivering") and d,
                     f"{event_id} settled", seconds)

    def agent(self) -> CollectAgent:
        return CollectAgent(self.server.url, self.publishable_key)

    def visit(self) -> Session:
        """A session from its beginning to its final decision."""
        agent = self.agent()
        session = agent.handshake()
        agent.observe(session)
        agent.send(session, "fingerprint")
        agent.send(session, "results", final=True)
        return session


def made(response: httpx.Response) -> dict:
    assert response.status_code == 201, f"{response.status_code}: {response.text[:400]}"
    return response.json()["data"]


def done(response: httpx.Response) -> dict | list:
    assert response.status_code == 200, f"{response.status_code}: {response.text[:400]}"
    return response.json()["data"]


def accepted(delivery: Delivery, secret: str, contract: Contract) -> dict:
    """What two published libraries make of a delivery, neither of them ours: the event, if its signatures are good."""
    event = parsed(delivery, secret)
    assert Webhook(secret).verify(delivery.raw, delivery.headers) == delivery.event
    if contract.document:
        contract.check(SCHEMAS[event.type], delivery.event)
    assert (event.id, event.type) == (delivery.event_id, delivery.event["type"])
    return delivery.event


def parsed(delivery: Delivery, secret: str, **changed: str) -> object:
    said = {"timestamp": delivery.headers["x-tripwire-timestamp"], "raw_body": delivery.text,
            "signature": delivery.headers["x-tripwire-signature"]}
    return verify_and_parse_webhook_event(secret=secret, **{**said, **changed})


def verifies(delivery: Delivery, secret: str) -> tuple[bool, bool]:
    """Whether a secret is good for `X-Tripwire-Signature`, and for `webhook-signature`."""
    good = []
    for check in (lambda: parsed(delivery, secret), lambda: Webhook(secret).verify(delivery.raw, delivery.headers)):
        try:
            check()
            good.append(True)
        except (ValueError, WebhookVerificationError):
            good.append(False)
    return good[0], good[1]


@pytest.fixture(scope="module")
def hooked(tmp_path_factory: pytest.TempPathFactory, contract: Contract) -> Iterator[Server]:
    """A server that may deliver to this machine, and does not wait long."""
    server = Server(tmp_path_factory.mktemp("hooked"), contract, options=OPTIONS)
    server.init()
    server.start()
    yield server
    assert "Fatal error" not in server.output()
    assert server.stop() == 0


@pytest.fixture(scope="module")
def numbers() -> Iterator[int]:
    return iter(range(1, 10_000))


@pytest.fixture
def customer(hooked: Server, numbers: Iterator[int]) -> Customer:
    return Customer.sign_up(hooked, next(numbers))


@pytest.fixture
def receivers() -> Iterator[Callable[..., Receiver]]:
    """Makes receivers that are closed after the test."""
    opened: list[Receiver] = []

    def make(reply: Callable[[Delivery], answers.Answer] = lambda _: answer()) -> Receiver:
        opened.append(Receiver(reply))
        return opened[-1]

    yield make
    for one in opened:
        one.close()


@pytest.fixture
def receiver(receivers: Callable[..., Receiver]) -> Receiver:
    """One that takes whatever comes."""
    return receivers()


# What is told

def test_a_frozen_fingerprint_is_told_once(customer: Customer, receiver: Receiver, contract: Contract) -> None:
    endpoint = customer.endpoint(receiver.url)
    agent = customer.agent()
    session = agent.handshake()
    agent.observe(session)
    assert customer.events() == []
    frozen = agent.send(session, "fingerprint")
    assert agent.send(session, "fingerprint")["frozen_at"] == frozen["frozen_at"]
    (delivery,) = receiver.wait()
    event = accepted(delivery, endpoint["signing_secret"], contract)
    assert event["type"] == CALCULATED
    assert event["created"] == event["data"]["calculated_at"] == frozen["frozen_at"]
    assert event["data"]["session"] == {"id": session.id}
    agent.finish(session)
    agent.send(session, "fingerprint")
    visitor = customer.api.session(session.id)["visitor_fingerprint"]
    told = event["data"]["visitor_fingerprint"]
    assert (told["id"], told["confidence"]) == (visitor["id"], visitor["confidence"])
    request = event["data"]["request"]
    assert (request["url"], request["ip_address"], request["user_agent"], request["screen_size"], request["is_touch_capable"]) == (
        "https://shop.example/sign-up", agent.address, agent.headers["User-Agent"], "1440x900", False)
    assert [e["type"] for e in customer.events()] == [CALCULATED]


def page_goes(agent: CollectAgent, session: Session) -> None:
    agent.send(session, "results", final=True)


def somebody_clicks(agent: CollectAgent, session: Session) -> None:
    agent.send(session, events={"clicks": [9000, 1, 500, 500, 1, -1, 3], "keys": [9500, 0, 0, 0, -1, 1, 900, 1, 0, 0, -1, 1]})
    agent.finish(session)


@pytest.mark.parametrize("ends", [page_goes, somebody_clicks])
def test_the_first_final_decision_is_told_once(
    customer: Customer, receiver: Receiver, contract: Contract, ends: Callable[[CollectAgent, Session], None],
) -> None:
    endpoint = customer.endpoint(receiver.url)
    agent = customer.agent()
    session = agent.handshake()
    agent.observe(session)
    for _ in range(2):
        agent.finish(session)
    assert customer.api.session(session.id)["decision"]["decision_status"] == "preliminary"
    assert customer.events() == []
    ends(agent, session)
    decision = customer.api.session(session.id)["decision"]
    assert decision["decision_status"] == "final"
    (delivery,) = receiver.wait()
    event = accepted(delivery, endpoint["signing_secret"], contract)
    assert event["type"] == PERSISTED
    data = event["data"]
    assert data["session"] == {"id": session.id}
    assert (data["event"]["id"], data["event"]["phase"], data["event"]["is_provisional"]) == (
        decision["event_id"], decision["evaluation_phase"], False)
    assert event["created"] == data["event"]["persisted_at"] == decision["evaluated_at"]
    assert data["decision"]["risk_score"] == decision["risk_score"]
    assert data["decision"]["score"] == decision["risk_score"] / 100
    assert data["visitor_fingerprint"] is None
    agent.finish(session)
    page_goes(agent, session)
    later = customer.api.session(session.id)["decision"]
    assert (later["decision_status"], later["event_id"] != decision["event_id"]) == ("final", True)
    assert [e["type"] for e in customer.events()] == [PERSISTED]


def test_a_whole_visit_is_told_in_order_and_with_its_visitor(customer: Customer, receiver: Receiver, contract: Contract) -> None:
    endpoint = customer.endpoint(receiver.url)
    session = customer.visit()
    told = {d.event["type"]: accepted(d, endpoint["signing_secret"], contract)["data"] for d in receiver.wait(2)}
    visitor = customer.api.session(session.id)["visitor_fingerprint"]["id"]
    assert told[CALCULATED]["visitor_fingerprint"]["id"] == told[PERSISTED]["visitor_fingerprint"]["id"] == visitor
    assert [e["type"] for e in customer.events()] == [PERSISTED, CALCULATED]
    assert {(e["subject"]["type"], e["subject"]["id"]) for e in customer.events()} == {("session", session.id)}


@pytest.mark.parametrize("asked", [CALCULATED, PERSISTED, APPROVED])
def test_an_endpoint_is_told_of_what_it_asked_for_alone(
    customer: Customer, receiver: Receiver, receivers: Callable[..., Receiver], asked: str,
) -> None:
    customer.endpoint(receiver.url, asked)
    everything = receivers()
    customer.endpoint(everything.url, CALCULATED, PERSISTED, APPROVED)
    customer.visit()
    everything.wait(2)
    assert [e["type"] for e in customer.events() if len(e["webhook_deliveries"]) == 2] == [asked][:asked != APPROVED]
    assert [d.event["type"] for d in receiver.wait(int(asked != APPROVED))] == [asked][:asked != APPROVED]


def test_an_event_goes_to_every_endpoint_under_one_id(customer: Customer, receivers: Callable[..., Receiver], contract: Contract) -> None:
    each = [(one := receivers(), customer.endpoint(one.url, PERSISTED)) for _ in range(3)]
    customer.visit()
    ids = {accepted(one.wait()[0], endpoint["signing_secret"], contract)["id"] for one, endpoint in each}
    assert len(ids) == 1
    assert len({endpoint["signing_secret"] for _, endpoint in each}) == 3
    event = customer.event(ids.pop())
    assert {d["endpoint_id"] for d in event["webhook_deliveries"]} == {endpoint["id"] for _, endpoint in each}


def test_events_stay_in_their_environment(customer: Customer, receiver: Receiver, receivers: Callable[..., Receiver]) -> None:
    test, for_test = customer.in_test(), receivers()
    live_endpoint, test_endpoint = customer.endpoint(receiver.url, PERSISTED), test.endpoint(for_test.url, PERSISTED)
    live_session, test_session = customer.visit(), test.visit()
    assert [d.event["data"]["session"]["id"] for d in receiver.wait()] == [live_session.id]
    assert [d.event["data"]["session"]["id"] for d in for_test.wait()] == [test_session.id]
    for one, session, endpoint, other in ((customer, live_session, live_endpoint, test_endpoint),
                                          (test, test_session, test_endpoint, live_endpoint)):
        assert {e["subject"]["id"] for e in one.events()} == {session.id}
        assert [e["id"] for e in done(one.api.get(one.endpoints))] == [endpoint["id"]]
        for answered in (one.api.patch(f"{one.endpoints}/{other['id']}", {"name": "Mine"}),
                         one.api.delete(f"{one.endpoints}/{other['id']}"),
                         one.api.post(f"{one.endpoints}/{other['id']}/rotations"),
                         one.api.post(f"{one.endpoints}/{other['id']}/test")):
            assert answered.status_code == 404, answered.text[:300]


def test_events_stay_in_their_organization(customer: Customer, receiver: Receiver, hooked: Server, numbers: Iterator[int]) -> None:
    endpoint = customer.endpoint(receiver.url)
    event = customer.send(endpoint)
    stranger = Customer.sign_up(hooked, next(numbers))
    stranger.visit()
    assert [d.event["type"] for d in receiver.wait()] == [TEST]
    assert len(customer.events()) == 1
    path = f"/v1/organizations/{stranger.organization_id}/events/{event}"
    assert stranger.api.get(path).status_code == 404
    assert stranger.api.get(f"/v1/organizations/{customer.organization_id}/events").status_code == 404
    assert stranger.events(endpoint_id=endpoint["id"]) == []


@pytest.mark.parametrize("asked", [CALCULATED, PERSISTED, APPROVED])
def test_a_test_arrives_whatever_the_endpoint_asked_for(
    customer: Customer, receiver: Receiver, contract: Contract, asked: str,
) -> None:
    endpoint = customer.endpoint(receiver.url, asked)
    event_id = customer.send(endpoint)
    (delivery,) = receiver.wait()
    event = accepted(delivery, endpoint["signing_secret"], contract)
    assert (event["id"], event["type"], event["data"]["endpoint"]) == (event_id, TEST, {"id": endpoint["id"]})
    if contract.document:
        contract.check("WebhookTestEventPayload", event["data"])


def test_a_test_goes_to_the_endpoint_that_is_tested_alone(
    customer: Customer, receiver: Receiver, receivers: Callable[..., Receiver],
) -> None:
    other = receivers()
    tested, _ = customer.endpoint(receiver.url), customer.endpoint(other.url)
    customer.settled(customer.send(tested))
    assert (len(receiver.deliveries), other.connections) == (1, 0)


# How it is signed

@pytest.fixture
def delivered(customer: Customer, receiver: Receiver) -> tuple[Delivery, str]:
    """A delivery of a real event, and its secret."""
    secret = customer.endpoint(receiver.url, PERSISTED)["signing_secret"]
    customer.visit()
    return receiver.wait()[0], secret


def test_a_delivery_says_what_and_when_it_is(delivered: tuple[Delivery, str]) -> None:
    delivery, _ = delivered
    headers = delivery.headers
    assert headers["content-type"] == "application/json"
    assert headers["webhook-id"] == delivery.event["id"]
    assert headers["webhook-timestamp"] == headers["x-tripwire-timestamp"]
    assert abs(int(headers["x-tripwire-timestamp"]) - time.time()) < 10
    assert re.fullmatch(r"[0-9a-f]{64}", headers["x-tripwire-signature"])
    assert re.fullmatch(r"v1,[A-Za-z0-9+/]{43}=", headers["webhook-signature"])
    assert list(delivery.event) == ["id", "object", "type", "created", "data"]


def test_a_secret_is_32_bytes_of_its_own(customer: Customer, receiver: Receiver) -> None:
    secrets = [customer.endpoint(receiver.url)["signing_secret"] for _ in range(3)]
    assert len(set(secrets)) == 3
    assert all(re.fullmatch(r"whsec_[A-Za-z0-9+/]{43}=", s) and len(base64.b64decode(s[6:])) == 32 for s in secrets)


@pytest.mark.parametrize("change", [
    lambda d: {"raw_body": d.text.replace('"human"', '"bot"').replace('"inconclusive"', '"bot"')},
    lambda d: {"raw_body": d.text + " "},
    lambda d: {"timestamp": str(int(d.headers["x-tripwire-timestamp"]) + 1)},
    lambda d: {"signature": d.headers["x-tripwire-signature"][::-1]},
    lambda d: {"secret": "whsec_" + base64.b64encode(b"k" * 32).decode()},
    lambda d: {"now_seconds": int(time.time()) + 301},
], ids=["verdict", "space", "timestamp", "signature", "secret", "late"])
def test_the_published_client_refuses_what_was_changed(
    delivered: tuple[Delivery, str], contract: Contract, change: Callable[[Delivery], dict],
) -> None:
    delivery, secret = delivered
    accepted(delivery, secret, contract)
    with pytest.raises(ValueError, match="signature"):
        parsed(delivery, **{"secret": secret, **change(delivery)})


@pytest.mark.parametrize("change", [
    lambda d: {"data": d.text.replace('"human"', '"bot"').replace('"inconclusive"', '"bot"')},
    lambda d: {"webhook-id": "wevt_" + "0" * 32},
    lambda d: {"webhook-timestamp": str(int(d.headers["webhook-timestamp"]) + 1)},
    lambda d: {"webhook-timestamp": str(int(d.headers["webhook-timestamp"]) - 301)},
    lambda d: {"webhook-signature": "v1," + base64.b64encode(b"s" * 32).decode()},
    lambda d: {"webhook-signature": ""},
], ids=["verdict", "id", "timestamp", "late", "signature", "no signature"])
def test_standard_webhooks_refuses_what_was_changed(delivered: tuple[Delivery, str], change: Callable[[Delivery], dict]) -> None:
    delivery, secret = delivered
    changed = change(delivery)
    data = changed.pop("data", delivery.text)
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(data, {**delivery.headers, **changed})


def test_a_secret_is_shown_when_it_is_made_and_never_again(customer: Customer, receiver: Receiver) -> None:
    endpoint = customer.endpoint(receiver.url)
    rotated = customer.rotate(endpoint)
    assert rotated["id"] == endpoint["id"]
    assert rotated["signing_secret"] != endpoint["signing_secret"]
    event_id = customer.send(endpoint)
    receiver.wait()
    for told in (customer.api.get(customer.endpoints), customer.api.patch(f"{customer.endpoints}/{endpoint['id']}", {"name": "X"}),
                 customer.api.get(f"/v1/organizations/{customer.organization_id}/events/{event_id}"),
                 customer.api.delete(f"{customer.endpoints}/{endpoint['id']}")):
        assert told.status_code == 200
        assert "whsec_" not in told.text and "signing_secret" not in told.text


def test_both_secrets_are_good_during_a_rotation_and_the_old_one_no_longer(
    customer: Customer, receivers: Callable[..., Receiver],
) -> None:
    fails = iter([True])
    receiver = receivers(lambda _: answer(500 if next(fails, False) else 200))
    endpoint = customer.endpoint(receiver.url)
    old = endpoint["signing_secret"]
    rotated_at = time.monotonic()
    new = customer.rotate(endpoint)["signing_secret"]
    customer.send(endpoint)
    first, second = receiver.wait(2)
    assert len(first.headers["webhook-signature"].split(" ")) == 2
    assert (verifies(first, new), verifies(first, old)) == ((True, True), (False, True))
    assert (verifies(second, new), verifies(second, old)) == ((False, True), (True, True))
    time.sleep(max(0.0, rotated_at + GRACE + 0.2 - time.monotonic()))
    customer.send(endpoint)
    third = receiver.wait(3)[2]
    assert len(third.headers["webhook-signature"].split(" ")) == 1
    assert (verifies(third, new), verifies(third, old)) == ((True, True), (False, False))


def test_a_retry_after_the_grace_is_signed_with_the_new_secret_alone(customer: Customer, receivers: Callable[..., Receiver]) -> None:
    fails = iter([True])
    receiver = receivers(lambda _: answer(503, Retry_After="4") if next(fails, False) else answer())
    endpoint = customer.endpoint(receiver.url)
    new = customer.rotate(endpoint)["signing_secret"]
    customer.send(endpoint)
    _, second = receiver.wait(2)
    assert (verifies(second, new), verifies(second, endpoint["signing_secret"])) == ((True, True), (False, False))


# What is kept of it

def test_events_and_deliveries_tell_what_came_of_them(customer: Customer, receiver: Receiver, contract: Contract) -> None:
    endpoint = customer.endpoint(receiver.url, PERSISTED)
    receiver.answers = lambda _: answer(201, "Merci, ça va.".encode())
    session = customer.visit()
    (delivery,) = receiver.wait()
    settled = customer.settled(delivery.event_id)
    assert {k: settled[k] for k in ("event_id", "endpoint_id", "event_type", "status", "attempts", "response_status",
                                    "response_body", "error")} == {
        "event_id": delivery.event_id, "endpoint_id": endpoint["id"], "event_type": PERSISTED, "status": "succeeded",
        "attempts": 1, "response_status": 201, "response_body": "Merci, ça va.", "error": None}
    assert settled["created_at"] <= settled["updated_at"]
    event = customer.event(delivery.event_id)
    assert event == next(e for e in customer.events() if e["id"] == event["id"])
    assert (event["type"], event["subject"]) == (PERSISTED, {"type": "session", "id": session.id})
    assert (event["data"], event["created_at"]) == (delivery.event["data"], delivery.event["created"])


def test_an_event_is_kept_where_nobody_asked_for_it(customer: Customer) -> None:
    customer.visit()
    assert [(e["type"], e["webhook_deliveries"]) for e in customer.events()] == [(PERSISTED, []), (CALCULATED, [])]


def test_events_are_listed_by_endpoint_and_by_type(customer: Customer, receiver: Receiver) -> None:
    all_told, results = customer.endpoint(receiver.url), customer.endpoint(receiver.url, PERSISTED)
    customer.visit()
    tests = [customer.send(results), customer.send(all_told)]
    for query, types in (({}, [TEST, TEST, PERSISTED, CALCULATED]),
                         ({"endpoint_id": all_told["id"]}, [TEST, PERSISTED, CALCULATED]),
                         ({"endpoint_id": results["id"]}, [TEST, PERSISTED]),
                         ({"type": CALCULATED}, [CALCULATED]), ({"type": TEST}, [TEST, TEST]), ({"type": APPROVED}, []),
                         ({"type": TEST, "endpoint_id": all_told["id"]}, [TEST]),
                         ({"type": CALCULATED, "endpoint_id": results["id"]}, []),
                         ({"endpoint_id": "we_" + "0" * 32}, [])):
        assert [e["type"] for e in customer.events(**query)] == types, query
    assert [e["id"] for e in customer.events(type=TEST)] == tests[::-1]
    assert {e["subject"]["id"] for e in customer.events(type=TEST)} == {all_told["id"], results["id"]}
    receiver.wait(5)


@pytest.mark.parametrize(("query", "name"), [
    ({"endpoint_id": "we_short"}, "endpoint_id"), ({"endpoint_id": "wevt_" + "0" * 32}, "endpoint_id"),
    ({"type": "session.created"}, "type"), ({"type": ""}, "type"), ({"cursor": "nonsense"}, "cursor"), ({"limit": "0"}, "limit"),
])
def test_a_list_of_events_that_is_asked_for_wrongly(customer: Customer, query: dict, name: str) -> None:
    refused = customer.api.get(f"/v1/organizations/{customer.organization_id}/events", params=query)
    assert refused.status_code == 422, refused.text[:300]
    assert [f["name"] for f in refused.json()["error"]["details"]["fields"]] == [name]


def test_pages_of_events_neither_skip_nor_repeat_while_events_come(customer: Customer, receiver: Receiver) -> None:
    endpoint, other = customer.endpoint(receiver.url), customer.endpoint(receiver.url)
    sent = [customer.send(endpoint) for _ in range(7)]
    customer.send(other)
    path = f"/v1/organizations/{customer.organization_id}/events"
    query, seen = {"limit": 3, "endpoint_id": endpoint["id"]}, []
    while True:
        page = customer.api.get(path, params=query).json()
        seen += [e["id"] for e in page["data"]]
        assert page["pagination"]["limit"] == 3
        customer.send(endpoint)
        if not page["pagination"]["has_more"]:
            break
        query["cursor"] = page["pagination"]["next_cursor"]
    assert seen == sent[::-1]
    misused = customer.api.get(path, params={"limit": 3, "cursor": query["cursor"], "endpoint_id": other["id"]})
    assert misused.status_code == 422, misused.text[:300]


def test_endpoints_are_listed_in_pages(customer: Customer, receiver: Receiver) -> None:
    made_ids = [customer.endpoint(receiver.url)["id"] for _ in range(5)]
    assert [e["id"] for e in done(customer.api.get(customer.endpoints))] == made_ids[::-1]
    query, seen = {"limit": 2}, []
    while True:
        page = customer.api.get(customer.endpoints, params=query).json()
        seen += [e["id"] for e in page["data"]]
        if not page["pagination"]["has_more"]:
            break
        query["cursor"] = page["pagination"]["next_cursor"]
    assert seen == made_ids[::-1]


@pytest.mark.parametrize("body", [b"n" * 10_000, b"\xff\xfe\x00\xc3(", "é".encode() * 3000, b"\x00" * 100, b""],
                         ids=["long", "no text", "cut in a character", "NULs", "nothing"])
def test_the_beginning_of_an_answer_is_kept_as_text(customer: Customer, receivers: Callable[..., Receiver], body: bytes) -> None:
    receiver = receivers(lambda _: answer(200, body))
    kept = customer.settled(customer.send(customer.endpoint(receiver.url)))
    assert kept["status"] == "succeeded"
    assert kept["response_body"] == body[:4096].decode(errors="replace").replace("\0", "\ufffd")


# Failures

def test_a_failing_receiver_is_tried_on_the_schedule_and_then_given_up(
    customer: Customer, receivers: Callable[..., Receiver], contract: Contract,
) -> None:
    receiver = receivers(lambda _: answer(500, b"Out of order"))
    endpoint = customer.endpoint(receiver.url)
    event_id = customer.send(endpoint)
    waits = customer.tried(event_id)
    assert (waits["status"], waits["attempts"], waits["response_status"], waits["response_body"]) == ("pending", 1, 500, "Out of order")
    assert "500" in waits["error"]
    tries = receiver.wait(TRIES)
    failed = customer.settled(event_id)
    assert (failed["status"], failed["attempts"], failed["response_status"]) == ("failed", TRIES, 500)
    gaps = [later.at - earlier.at for earlier, later in zip(tries, tries[1:])]
    assert all(1.0 <= gap < 2.0 for gap in gaps), gaps
    assert len({t.raw for t in tries}) == len({t.event_id for t in tries}) == 1
    assert int(tries[-1].headers["webhook-timestamp"]) >= int(tries[0].headers["webhook-timestamp"]) + 2
    for one in tries:
        accepted(one, endpoint["signing_secret"], contract)
    time.sleep(1.5)
    receiver.wait(TRIES)


def test_a_receiver_that_gets_well_is_reached(customer: Customer, receivers: Callable[..., Receiver]) -> None:
    fails = iter([True, True])
    receiver = receivers(lambda _: answer(500 if next(fails, False) else 204))
    settled = customer.settled(customer.send(customer.endpoint(receiver.url)))
    assert (settled["status"], settled["attempts"], settled["response_status"], settled["response_body"], settled["error"]) == (
        "succeeded", 3, 204, "", None)


@pytest.mark.parametrize(("status", "succeeds"), [
    (200, True), (201, True), (204, True), (299, True), (300, False), (302, False), (304, False), (400, False), (404, False),
    (429, False), (500, False), (599, False),
])
def test_2xx_alone_is_success(customer: Customer, receivers: Callable[..., Receiver], status: int, succeeds: bool) -> None:
    receiver = receivers(lambda _: answer(status))
    tried = customer.tried(customer.send(customer.endpoint(receiver.url)))
    assert (tried["status"], tried["response_status"]) == ("succeeded" if succeeds else "pending", status)
    assert (tried["error"] is None) == succeeds


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(
    customer: Customer, receiver: Receiver, receivers: Callable[..., Receiver], status: int,
) -> None:
    redirects = receivers(lambda _: answer(status, Location=f"{receiver.url}/elsewhere"))
    tried = customer.tried(customer.send(customer.endpoint(redirects.url)))
    assert (tried["status"], tried["response_status"]) == ("pending", status)
    assert "redirect" in tried["error"]
    assert receiver.connections == 0


def asks_for_seconds() -> str:
    return "3"


def asks_for_a_time() -> str:
    return formatdate(int(time.time()) + 4, usegmt=True)


@pytest.mark.parametrize("asked", [asks_for_seconds, asks_for_a_time])
def test_a_receiver_is_left_alone_for_as_long_as_it_asks(
    customer: Customer, receivers: Callable[..., Receiver], asked: Callable[[], str],
) -> None:
    fails = iter([True])
    receiver = receivers(lambda _: answer(503, Retry_After=asked()) if next(fails, False) else answer())
    event_id = customer.send(customer.endpoint(receiver.url))
    first, second = receiver.wait(2)
    assert 2.9 <= second.at - first.at < 5.5
    assert customer.settled(event_id)["status"] == "succeeded"


def test_asking_for_nonsense_or_for_less_changes_nothing(customer: Customer, receivers: Callable[..., Receiver]) -> None:
    for_path = {"/soon": "soon", "/minus": "-5", "/nothing": "", "/zero": "0", "/past": "Sun, 06 Nov 1994 08:49:37 GMT",
                "/huge": "9" * 40, "/no-date": "Sun, 99 Nov 1994 99:99:99 GMT"}
    receiver = receivers(lambda d: answer(503, Retry_After=for_path[d.path]))
    for path in for_path:
        customer.send(customer.endpoint(receiver.url + path))
    receiver.until(lambda: len(receiver.deliveries) >= 2 * len(for_path), 6, "two tries of each")
    for path in for_path:
        first, second = [d.at for d in receiver.deliveries if d.path == path][:2]
        assert 1.0 <= second - first < 2.0, path


def test_an_endpoint_that_is_gone_is_disabled(customer: Customer, receivers: Callable[..., Receiver]) -> None:
    status = 500
    receiver = receivers(lambda _: answer(status))
    endpoint = customer.endpoint(receiver.url)
    waiting = customer.send(endpoint)
    customer.tried(waiting)
    status = 410
    gone = customer.settled(customer.send(endpoint))
    assert (gone["status"], gone["attempts"], gone["response_status"]) == ("failed", 1, 410)
    assert "disabled" in gone["error"]
    until(lambda: customer.listed(endpoint)["status"] == "disabled", "the endpoint disabled")
    assert customer.settled(waiting)["status"] in ("skipped", "failed")
    count = len(receiver.deliveries)
    customer.visit()
    assert customer.settled(customer.send(endpoint))["status"] == "skipped"
    assert [e["webhook_deliveries"] for e in customer.events() if e["type"] != TEST] == [[], []]
    time.sleep(1.3)
    assert len(receiver.deliveries) == count
    status = 200
    assert customer.change(endpoint, status="active")["status"] == "active"
    assert customer.settled(customer.send(endpoint))["status"] == "succeeded"


@pytest.mark.parametrize(("reply", "words"), [
    (lambda _: answers.close(), "closed"),
    (lambda _: iter([b"HTTP/1.1 200 OK\r\n"]), ""),
    (lambda _: iter([b"Good day to you.\r\n\r\n"]), ""),
    (lambda _: iter([b"\x15\x03\x01\x00\x02\x02\x46"]), ""),
    (lambda _: iter([b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n"]), ""),
], ids=["closes", "stops in the head", "is no web server", "speaks TLS", "counts below nothing"])
def test_a_receiver_that_gives_no_answer_is_tried_again(
    customer: Customer, receivers: Callable[..., Receiver], reply: Callable[[Delivery], answers.Answer], words: str,
) -> None:
    receiver = receivers(reply)
    tried = customer.tried(customer.send(customer.endpoint(receiver.url)))
    assert (tried["status"], tried["response_status"], tried["response_body"]) == ("pending", None, None)
    assert words in tried["error"]


def test_a_receiver_that_is_not_there_is_tried_again(customer: Customer, receivers: Callable[..., Receiver]) -> None:
    receiver = receivers()
    receiver.close()
    tried = customer.tried(customer.send(customer.endpoint(receiver.url)))
    assert (tried["status"], tried["response_status"]) == ("pending", None)
    assert tried["error"]


def test_a_try_is_one_connection_and_its_error_is_for_people(customer: Customer, receivers: Callable[..., Receiver]) -> None:
    """Even where no connection comes about: here TLS is spoken to one that hangs up on it."""
    receiver = receivers()
    endpoint = customer.endpoint(receiver.url.replace("http:", "https:"))
    tried = customer.tried(customer.send(endpoint))
    assert (tried["status"], tried["response_status"], receiver.connections) == ("pending", None, 1)
    assert not re.search(r"Error\b|errno|\.cc\b|/", tried["error"]), tried["error"]


# TLS

@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def trusting(tmp_path_factory: pytest.TempPathFactory, contract: Contract, authority: Authority) -> Iterator[Customer]:
    """A customer of a server that takes the authority's word."""
    server = Server(tmp_path_factory.mktemp("trusting"), contract, options=[*OPTIONS, "--webhook-ca-file", str(authority.file)])
    server.init()
    server.start()
    yield Customer(server, server.organization_id, server.api(), server.publishable_key)
    server.stop()


def test_a_receiver_of_a_good_name_is_delivered_to_over_tls(trusting: Customer, authority: Authority) -> None:
    with Receiver(tls=authority.context("localhost")) as receiver:
        endpoint = trusting.endpoint(receiver.url)
        assert trusting.settled(trusting.send(endpoint))["status"] == "succeeded"
        assert verifies(receiver.wait()[0], endpoint["signing_secret"]) == (True, True)
    assert authority.names[-1] == "localhost", "the name is told in the handshake, whatever address is connected to"


@pytest.mark.parametrize("whose", ["another name", "another authority"])
def test_a_receiver_whose_certificate_is_not_good_gets_nothing(
    trusting: Customer, authority: Authority, tmp_path: Path, whose: str,
) -> None:
    tls = authority.context("shop.example") if whose == "another name" else Authority(tmp_path, "Stranger").context("localhost")
    with Receiver(tls=tls) as receiver:
        tried = trusting.tried(trusting.send(trusting.endpoint(receiver.url)))
        assert (tried["status"], tried["response_status"], receiver.deliveries) == ("pending", None, [])
    assert "certificate" in tried["error"] and "/" not in tried["error"], tried["error"]


# Bad receivers

def resident(server: Server) -> int:
    """The server's memory in bytes."""
    return int(re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{server.process.pid}/status").read_text())[1]) << 10


class Watch:
    """Looks at a server's memory and asks whether it is well, until the end of the block."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.before = self.most = resident(server)
        self.slowest = 0.0
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.look)

    def look(self) -> None:
        with httpx.Client(base_url=self.server.url, timeout=30) as client:
            while not self.over.wait(0.05):
                began = time.monotonic()
                assert client.get("/healthz").status_code == 200
                self.slowest = max(self.slowest, time.monotonic() - began)
                self.most = max(self.most, resident(self.server))

    def __enter__(self) -> "Watch":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.thread.join()


@pytest.mark.parametrize(("reply", "status"), [
    (answers.hang, None), (answers.slow_head, None), (answers.endless_head, None), (answers.endless_line, None),
    (answers.endless_preludes, None), (answers.endless_body, 200), (lambda: answers.endless_body(pause=0.5), 200),
    (answers.gigabyte, 200),
], ids=["hangs", "answers byte by byte", "head without end", "header without end", "always about to answer", "body without end",
        "slow body without end", "gigabyte"])
def test_a_bad_receiver_is_bounded_in_time_and_memory(
    customer: Customer, receivers: Callable[..., Receiver], hooked: Server, reply: Callable[[], answers.Answer], status: int | None,
) -> None:
    receiver = receivers(lambda _: reply())
    endpoint = customer.endpoint(receiver.url)
    with Watch(hooked) as watch:
        began = time.monotonic()
        sent = [customer.send(endpoint) for _ in range(4)]
        tried = [customer.tried(event_id, seconds=30) for event_id in sent]
        took = time.monotonic() - began
        customer.disable(endpoint)
        receiver.left_alone(TIMEOUT + 2)
    # The first goes out alone, perhaps, and then the three others. A flood keeps both cores busy, ours and the server's.
    assert took < 2 * TIMEOUT + 2, took
    assert watch.most - watch.before < 100 << 20, f"{(watch.most - watch.before) >> 20} MiB more"
    assert watch.slowest < 2, f"{watch.slowest:.2f} s for /healthz"
    for one in tried:
        assert one["response_status"] == status, one
        # What the status says holds, even where the rest never comes.
        assert one["status"] == ("succeeded" if status else "pending")
        assert len((one["response_body"] or "").encode()) <= 4096
        assert (one["error"] is None) == (status is not None)


def test_slow_receivers_hold_up_nobody_else(
    new_server: Callable[..., Server], receiver: Receiver, receivers: Callable[..., Receiver],
) -> None:
    server = new_server(options=["--webhook-allow-private", "--webhook-timeout", "60s"])
    server.init()
    server.start()
    customer = Customer(server, server.organization_id, server.api(), server.publishable_key)
    slow = receivers(lambda _: answers.hang())
    hanging = [customer.endpoint(f"{slow.url}/{number}") for number in range(5)]
    fast = customer.endpoint(receiver.url)
    for number in range(20):
        customer.send(hanging[number % 5])
    sent = []
    for number in range(20):
        sent.append(customer.send(fast))
        customer.send(hanging[number % 5])
    assert {d.event_id for d in receiver.wait(20)} == set(sent)
    assert len({d.path for d in slow.deliveries}) == 5
    for endpoint in hanging:
        (kept,) = {(d["status"], d["attempts"]) for e in customer.events(endpoint_id=endpoint["id"]) for d in e["webhook_deliveries"]
                   if d["status"] == "delivering"}
        assert kept == ("delivering", 1)


# Changes

def test_a_disabled_endpoint_is_told_nothing_more(customer: Customer, receivers: Callable[..., Receiver]) -> None:
    receiver = receivers(lambda _: answer(500))
    endpoint = customer.endpoint(receiver.url)
    waiting = customer.send(endpoint)
    assert customer.tried(waiting)["status"] == "pending"
    assert customer.disable(endpoint)["status"] == "disabled"
    skipped = customer.delivery(waiting)
    assert (skipped["status"], skipped["attempts"], skipped["response_status"]) == ("skipped", 1, 500)
    assert customer.disable(endpoint)["status"] == customer.listed(endpoint)["status"] == "disabled"
    customer.visit()
    tested = customer.delivery(customer.send(endpoint))
    assert (tested["status"], tested["attempts"]) == ("skipped", 0)
    assert "disabled" in tested["error"]
    assert [e["webhook_deliveries"] for e in customer.events() if e["type"] != TEST] == [[], []]
    time.sleep(1.5)
    receiver.wait(1)


def test_a_try_that_is_under_way_when_its_endpoint_is_disabled_is_the_last(
    customer: Customer, receivers: Callable[..., Receiver],
) -> None:
    receiver = receivers(lambda _: answers.hang())
    endpoint = customer.endpoint(receiver.url)
    event_id = customer.send(endpoint)
    receiver.wait()
    customer.disable(endpoint)
    assert customer.settled(event_id)["status"] == "skipped"
    time.sleep(1.3)
    receiver.wait(1)


def test_an_endpoint_can_be_enabled_again(customer: Customer, receiver: Receiver, contract: Contract) -> None:
    endpoint = customer.endpoint(receiver.url)
    customer.disable(endpoint)
    missed = customer.send(endpoint)
    assert customer.change(endpoint, status="active")["status"] == "active"
    event_id = customer.send(endpoint)
    assert customer.settled(event_id)["status"] == "succeeded"
    assert accepted(receiver.wait()[0], endpoint["signing_secret"], contract)["id"] == event_id
    assert customer.delivery(missed)["status"] == "skipped"


def test_an_endpoint_can_be_disabled_by_a_change_of_its_status(customer: Customer, receiver: Receiver) -> None:
    endpoint = customer.endpoint(receiver.url)
    assert customer.change(endpoint, status="disabled")["status"] == "disabled"
    assert customer.delivery(customer.send(endpoint))["status"] == "skipped"
    customer.visit()
    assert receiver.connections == 0


def test_event_types_are_replaced_as_a_set(customer: Customer, receiver: Receiver) -> None:
    endpoint = customer.endpoint(receiver.url, CALCULATED, APPROVED)
    assert set(customer.listed(endpoint)["event_types"]) == {CALCULATED, APPROVED}
    assert customer.change(endpoint, event_types=[PERSISTED])["event_types"] == [PERSISTED]
    assert customer.listed(endpoint)["event_types"] == [PERSISTED]
    assert customer.change(endpoint, name="Another name")["event_types"] == [PERSISTED]
    customer.visit()
    assert [d.event["type"] for d in receiver.wait()] == [PERSISTED]
    assert [len(e["webhook_deliveries"]) for e in customer.events(type=CALCULATED)] == [0]


def test_an_address_can_be_changed_and_what_waits_goes_to_the_new_one(
    customer: Customer, receiver: Receiver, receivers: Callable[..., Receiver], contract: Contract,
) -> None:
    broken = receivers(lambda _: answer(500))
    endpoint = customer.endpoint(broken.url)
    event_id = customer.send(endpoint)
    customer.tried(event_id)
    assert customer.change(endpoint, url=f"{receiver.url}/new")["url"] == f"{receiver.url}/new"
    (delivery,) = receiver.wait()
    assert (delivery.path, accepted(delivery, endpoint["signing_secret"], contract)["id"]) == ("/new", event_id)
    broken.wait(1)


def test_a_query_belongs_to_the_address(customer: Customer, receiver: Receiver) -> None:
    customer.send(customer.endpoint(f"{receiver.url}/hooks/a%20b?token=x%26y&z"))
    assert receiver.wait()[0].path == "/hooks/a%20b?token=x%26y&z"


def test_a_hundred_endpoints_are_enough(customer: Customer, receiver: Receiver) -> None:
    first = customer.endpoint(receiver.url, APPROVED)
    for _ in range(99):
        customer.endpoint(receiver.url, APPROVED)
    more = {"name": "One more", "url": receiver.url, "event_types": [APPROVED]}
    assert customer.api.post(customer.endpoints, more).status_code == 409
    customer.disable(first)
    made(customer.api.post(customer.endpoints, more))
    assert customer.api.patch(f"{customer.endpoints}/{first['id']}", {"status": "active"}).status_code == 409


# Addresses

@pytest.fixture(scope="module")
def careful(server: Server) -> Customer:
    """A customer of a server that delivers to the public Internet alone. It has no sessions, so nothing is ever delivered."""
    return Customer.sign_up(server, 90_000)


FORBIDDEN = [
    "file:///etc/passwd", "ftp://shop.example/", "http://shop.example/", "gopher://shop.example/", "javascript:alert(1)",
    "https://user:password@shop.example/", "https://user@shop.example/", "https://shop.example/#fragment",
    "https://shop.example/#", "https://127.0.0.1/", "https://localhost/", "https://LOCALHOST/",
    "https://[::1]/", "https://[::]/", "https://[::ffff:10.0.0.1]/", "https://[::ffff:a00:1]/", "https://[::10.0.0.1]/",
    "https://10.0.0.1", "https://172.16.0.1/", "https://192.168.1.1:8443/", "https://169.254.169.254/", "https://100.64.0.1/",
    "https://0.0.0.0/", "https://0/", "https://192.0.0.192/", "https://198.18.0.1/", "https://224.0.0.1/",
    "https://255.255.255.255/", "https://[64:ff9b::a00:1]/", "https://[64:ff9b:1::1]/", "https://[2002:a00:1::]/",
    "https://[fd00:ec2::254]/", "https://[fe80::1]/", "https://[fe80::1%25lo]/", "https://[ff02::1]/", "https://[fec0::1]/",
    "https://2130706433/", "https://127.1/", "https://0x7f.1/", "https://0x7f000001/", "https://0177.0.0.1/",
    "https://%31%32%37.0.0.1/", "https://127。0。0。1/", "https://①②⑦.0.0.1/", "https://shop.example:0/", "https://shop.example:70000/",
    "https://shop.example:port/", "not a URL", "shop.example", "//shop.example/", "https://", "https:///path", "https:shop.example",
    "https://shop .example/", "https://shop.example/a b", "https://shop.example/\r\nX: y", "https://shop.example\\@127.0.0.1/",
    "https://[::1/", "https://[nonsense]/", "https://[8.8.8.8]/", "", " ", "https://shop.example/\0",
    "https://shop.example/" + "a" * 2980, 42, True, None, ["https://shop.example/"], {"url": "https://shop.example/"},
]


def called(value: object) -> str:
    return repr(value)[:40]


@pytest.mark.parametrize("url", FORBIDDEN, ids=called)
def test_an_address_that_nothing_may_be_delivered_to(careful: Customer, url: object) -> None:
    refused = careful.api.post(careful.endpoints, {"name": "Hooks", "url": url, "event_types": [PERSISTED]})
    assert refused.status_code == 422, refused.text[:400]
    error = refused.json()["error"]
    assert error["code"] == "request.validation_failed"
    assert [f["name"] for f in error["details"]["fields"]] == ["url"]
    assert error["details"]["fields"][0]["expected"]


@pytest.mark.parametrize("url", ["http://8.8.8.8/", "https://127.0.0.1/", "https://[::ffff:7f00:1]/", "https://2130706433/", "", 42])
def test_an_address_can_not_be_changed_to_one_that_nothing_may_be_delivered_to(careful: Customer, url: object) -> None:
    endpoint = careful.endpoint("https://8.8.8.8/hooks", APPROVED)
    refused = careful.api.patch(f"{careful.endpoints}/{endpoint['id']}", {"url": url})
    assert refused.status_code == 422, refused.text[:400]
    assert [f["name"] for f in refused.json()["error"]["details"]["fields"]] == ["url"]
    assert careful.listed(endpoint)["url"] == "https://8.8.8.8/hooks"
    careful.disable(endpoint)


@pytest.mark.parametrize("url", [
    "https://8.8.8.8/", "https://8.8.8.8:8443/hooks?a=b", "https://[2606:4700:4700::1111]/", "HTTPS://8.8.8.8/x",
])
def test_an_address_on_the_public_internet_is_good(careful: Customer, url: str) -> None:
    endpoint = careful.endpoint(url, APPROVED)
    assert endpoint["url"].lower() == url.lower()
    careful.disable(endpoint)


def test_plain_http_goes_to_private_networks_alone(customer: Customer) -> None:
    refused = customer.api.post(customer.endpoints, {"name": "Hooks", "url": "http://8.8.8.8/", "event_types": [PERSISTED]})
    assert refused.status_code == 422, refused.text[:400]


def test_a_private_address_of_before_is_not_delivered_to_after_a_restart_without_leave(
    new_server: Callable[..., Server], receiver: Receiver,
) -> None:
    server = new_server(options=OPTIONS)
    server.init()
    server.start()
    customer = Customer(server, server.organization_id, server.api(), server.publishable_key)
    endpoints = [customer.endpoint(url) for url in (receiver.url, receiver.url.replace("http:", "https:"),
                                                    receiver.url.replace("http://127.0.0.1", "https://localhost"))]
    assert customer.settled(customer.send(endpoints[0]))["status"] == "succeeded"
    server.stop()
    receiver.left_alone()
    connections = receiver.connections
    server.options = [o for o in OPTIONS if o != "--webhook-allow-private"]
    server.start()
    for endpoint in endpoints:
        tried = customer.tried(customer.send(endpoint))
        assert (tried["response_status"], tried["status"]) == (None, "pending")
        assert "not delivered to" in tried["error"], tried["error"]
    assert receiver.connections == connections


# Over restarts

@pytest.mark.parametrize("end", [Server.stop, Server.kill])
def test_deliveries_survive_a_restart(
    new_server: Callable[..., Server], receivers: Callable[..., Receiver], contract: Contract, end: Callable[[Server], object],
) -> None:
    reply: Callable[[], answers.Answer] = lambda: answer(500)
    receiver = receivers(lambda _: reply())
    server = new_server(options=OPTIONS)
    server.init()
    server.start()
    customer = Customer(server, server.organization_id, server.api(), server.publishable_key)
    endpoint = customer.endpoint(receiver.url)
    waiting = customer.send(endpoint)
    customer.tried(waiting)
    reply = answers.hang
    under_way = customer.send(endpoint)
    receiver.until(lambda: any(d.event_id == under_way for d in receiver.deliveries), 5, "the second event under way")
    end(server)
    before = len(receiver.deliveries)
    reply = answer
    server.start()
    for event_id in (waiting, under_way):
        assert customer.settled(event_id)["status"] == "succeeded"
    after = receiver.deliveries[before:]
    assert {d.event_id for d in after} == {waiting, under_way}
    for delivery in after:
        accepted(delivery, endpoint["signing_secret"], contract)


def test_secrets_are_nowhere_in_the_database(new_server: Callable[..., Server], receiver: Receiver) -> None:
    server = new_server(options=OPTIONS)
    server.init()
    server.start()
    customer = Customer(server, server.organization_id, server.api(), server.publishable_key)
    endpoint = customer.endpoint(receiver.url)
    secrets = [endpoint["signing_secret"], customer.rotate(endpoint)["signing_secret"]]
    customer.visit()
    receiver.wait(2)

    def written() -> bytes:
        return b"".join(file.read_bytes() for file in server.folder.iterdir() if file != server.master_key_file)

    while_running = written()
    assert endpoint["id"].encode() in while_running
    server.stop()
    for everything in (while_running, written()):
        for secret in secrets:
            raw = base64.b64decode(secret[6:])
            for form in (secret.encode(), secret[6:-1].encode(), base64.urlsafe_b64encode(raw)[:-1], raw, raw.hex().encode()):
                assert form not in everything
        for delivery in receiver.deliveries:
            assert delivery.headers["x-tripwire-signature"].encode() not in everything


def test_a_server_with_a_hanging_receiver_ends_at_once(new_server: Callable[..., Server], receivers: Callable[..., Receiver]) -> None:
    receiver = receivers(lambda _: answers.hang())
    server = new_server(options=["--webhook-allow-private", "--webhook-timeout", "60s"])
    server.init()
    server.start()
    customer = Customer(server, server.organization_id, server.api(), server.publishable_key)
    customer.send(customer.endpoint(receiver.url))
    receiver.wait()
    began = time.monotonic()
    assert server.stop() == 0
    assert time.monotonic() - began < 5


def test_a_connection_that_is_never_taken_is_given_up(customer: Customer) -> None:
    """A host that is there and whose port says nothing: the queue of connections is full."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
        port = listener.getsockname()[1]
        filling = [socket.socket() for _ in range(4)]
        for one in filling:
            one.setblocking(False)
            one.connect_ex(("127.0.0.1", port))
        tried = customer.tried(customer.send(customer.endpoint(f"http://127.0.0.1:{port}/")), seconds=TIMEOUT + 2)
        assert (tried["status"], tried["response_status"]) == ("pending", None)
        assert tried["error"]
        for one in filling:
            one.close()
