"""What the API says to wrong requests: every refusal that the document lists, once for each operation, and bodies that are no good."""

import json
import socket
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field

import httpx
import pytest

from contract import Contract
from management import DOCUMENT, ENDPOINTS, HOOK, KEYS, NOBODY, OPERATIONS, ORGANIZATION, SCOPES, fields, made, refused
from server import Api, Server

REFUSALS = [(name, int(status)) for name, operation in OPERATIONS.items() for status in operation.refusals.split()]
WITH_BODY = {name: operation for name, operation in OPERATIONS.items() if operation.body is not None}
LISTS = {name: operation.path for name, operation in OPERATIONS.items() if name.startswith("list")}


@dataclass
class Place:
    """A server with something of each kind, and keys that lack something."""

    server: Server
    api: Api
    things: dict[str, str] = field(default_factory=dict)

    def url(self, path: str, **things: str) -> str:
        return path.format(**{**self.things, **things})

    def ask(self, name: str, *, things: dict | None = None, **more: object) -> httpx.Response:
        """One request to an operation, with its good body unless another is given."""
        operation = OPERATIONS[name]
        if operation.body is not None and not more.keys() & {"json", "content"}:
            more["json"] = operation.body
        if operation.query:
            more["params"] = {**operation.query, **more.get("params", {})}
        return self.api.request(operation.method, self.url(operation.path, **(things or {})), **more)

    def key(self, *options: str) -> str:
        return self.server.create_key("secret", "--organization", self.server.organization_id, *options)["key"]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, reference: Contract) -> Iterator[Place]:
    server = Server(tmp_path_factory.mktemp("management"), reference, options=["--webhook-allow-private"])
    server.init()
    server.start()
    place = Place(server, server.api(server.create_key("secret", "--rate-limit", "1000000")["key"]))
    agent = server.agent()
    for _ in range(3):
        session = agent.handshake()
        agent.observe(session)
        agent.send(session, "fingerprint")
        agent.finish(session)
    place.things = {"organization": server.organization_id, "session": session.id}
    place.things["visitor"] = place.api.session(session.id)["visitor_fingerprint"]["id"]
    for _ in range(3):
        place.things["key"] = place.ask("createOrganizationApiKey").json()["data"]["id"]
        place.things["endpoint"] = place.ask("createWebhookEndpoint").json()["data"]["id"]
    for _ in range(3):
        place.things["event"] = place.ask("sendTestWebhook").json()["data"]["event_id"]
    yield place
    assert server.stop() == 0


# Every refusal of every operation

def test_every_refusal_that_is_documented_is_tried(contract: Contract) -> None:
    documented = {(operation["operationId"], int(status)) for item in DOCUMENT["paths"].values() for operation in item.values()
                  for status in operation["responses"] if status.startswith("4")}
    assert set(REFUSALS) == documented
    contract.require()
    theirs = {(operation["operationId"], int(status)) for path, item in contract.document["paths"].items() for operation in item.values()
              for status in operation["responses"] if status.startswith("4") and not path.startswith("/v1/gate/")}
    assert theirs <= set(REFUSALS)


def test_operations_and_their_scopes_are_the_documents() -> None:
    said = {operation["operationId"]: (method.upper(), operation["x-required-scopes"])
            for item in DOCUMENT["paths"].values() for method, operation in item.items()}
    assert {name: (operation.method, operation.scopes) for name, operation in OPERATIONS.items()} == said


def without_key(place: Place, name: str) -> None:
    refused(place.ask(name, key=None), 401, "auth.missing_api_key")
    refused(place.ask(name, key="sk_live_" + "0" * 32), 401, "auth.invalid_api_key")
    refused(place.ask(name, key=place.server.publishable_key), 401, "auth.invalid_api_key")


def without_scope(place: Place, name: str) -> None:
    for lacking in OPERATIONS[name].scopes:
        key = place.key(*(option for scope in SCOPES if scope != lacking for option in ("--scope", scope)))
        error = refused(place.ask(name, key=key), 403, "auth.insufficient_scope")
        assert lacking in error["message"]


def of_nobody(place: Place, name: str) -> None:
    named = [thing for thing in NOBODY if f"{{{thing}}}" in OPERATIONS[name].path]
    assert named
    for thing in named:
        for wrong in (NOBODY[thing], NOBODY[thing][:-1], NOBODY[thing].upper(), NOBODY[thing] + "0", "x", "%00", "%FF", "é"):
            refused(place.ask(name, things={thing: wrong}), 404, "request.not_found")


def in_conflict(place: Place, name: str) -> None:
    CONFLICTS[name](place)


def unreadable(place: Place, name: str) -> None:
    refused(place.ask(name, content=b"{", headers={"Content-Type": "application/json"}), 400, "request.malformed")


def too_large(place: Place, name: str) -> None:
    refused(place.ask(name, json={"name": "a" * 65_536}), 413, "request.malformed")


def not_sent_as_json(place: Place, name: str) -> None:
    refused(place.ask(name, content=json.dumps(OPERATIONS[name].body).encode(), headers={"Content-Type": "text/plain"}),
            415, "request.malformed")


def not_acceptable(place: Place, name: str) -> None:
    if name in WITH_BODY:
        assert fields(place.ask(name, json={**OPERATIONS[name].body, "nonsense": 1})) == {"nonsense": "unknown"}
    elif name in ("exportSessions", "forwardAuth", "getVisitorFingerprint"):
        parameter = {"exportSessions": "verdict", "forwardAuth": "deny", "getVisitorFingerprint": "include"}[name]
        assert fields(place.ask(name, params={parameter: "nice"}), "query") == {parameter: "invalid_enum"}
    else:
        assert fields(place.ask(name, params={"limit": "0"}), "query") == {"limit": "out_of_range"}


def too_many(place: Place, name: str) -> None:
    key = place.key("--rate-limit", "1")
    # The first is let through, and does nothing. A minute may turn in between, but not twice.
    answers = [place.ask(name, key=key, things=NOBODY, **({"json": {}} if name in WITH_BODY else {})) for _ in range(3)]
    limited = [answer for answer in answers if answer.status_code == 429]
    assert limited and answers[0].status_code != 429
    refused(limited[0], 429, "rate.limited")
    assert 1 <= int(limited[0].headers["Retry-After"]) <= 60
    assert (limited[0].headers["X-RateLimit-Limit"], limited[0].headers["X-RateLimit-Remaining"]) == ("1", "0")


def taken_slug(place: Place) -> None:
    body = {"name": "Twice", "slug": "twice"}
    assert place.ask("createOrganization", json=body).status_code == 201
    error = refused(place.ask("createOrganization", json=body), 409, "request.conflict")
    assert [field["name"] for field in error["details"]["fields"]] == ["slug"]


def key_that_is_gone(place: Place) -> None:
    revoked, rotating = (place.ask("createOrganizationApiKey").json()["data"]["id"] for _ in range(2))
    assert place.ask("revokeOrganizationApiKey", things={"key": revoked}).status_code == 200
    assert place.ask("rotateOrganizationApiKey", things={"key": rotating}).status_code == 201
    for key in (revoked, rotating):
        refused(place.ask("rotateOrganizationApiKey", things={"key": key}), 409, "request.conflict")


def deleted_organization(place: Place) -> None:
    organization = place.ask("createOrganization", json={"name": "Gone", "slug": "gone"}).json()["data"]["id"]
    things = {"organization": organization}
    assert place.ask("updateOrganization", things=things, json={"status": "deleted"}).status_code == 200
    refused(place.ask("createOrganizationApiKey", things=things), 409, "request.conflict")
    refused(place.ask("createWebhookEndpoint", things=things), 409, "request.conflict")


def revoked_key(place: Place) -> None:
    key = place.ask("createOrganizationApiKey").json()["data"]["id"]
    assert place.ask("revokeOrganizationApiKey", things={"key": key}).status_code == 200
    refused(place.ask("updateOrganizationApiKey", things={"key": key}, json={"name": "Late"}), 409, "request.conflict")


def crowded(place: Place) -> str:
    """An organization with as many active endpoints as there may be."""
    organization = place.ask("createOrganization", json={"name": "Crowd", "slug": f"crowd-{crowded.count}"}).json()["data"]["id"]
    crowded.count += 1
    for _ in range(100):
        assert place.ask("createWebhookEndpoint", things={"organization": organization}).status_code == 201
    return organization


crowded.count = 0


def one_endpoint_too_many(place: Place) -> None:
    things = {"organization": crowded(place)}
    refused(place.ask("createWebhookEndpoint", things=things), 409, "request.conflict")


def one_endpoint_too_many_again(place: Place) -> None:
    things = {"organization": crowded(place)}
    disabled = place.ask("listWebhookEndpoints", things=things).json()["data"][0]["id"]
    assert place.ask("disableWebhookEndpoint", things={**things, "endpoint": disabled}).status_code == 200
    assert place.ask("createWebhookEndpoint", things=things).status_code == 201
    again = {**things, "endpoint": disabled}
    refused(place.ask("updateWebhookEndpoint", things=again, json={"status": "active"}), 409, "request.conflict")
    assert place.ask("updateWebhookEndpoint", things=again, json={"name": "Still off"}).json()["data"]["status"] == "disabled"


def observations_that_are_gone(place: Place) -> None:
    """As they are after `--retain-observations`; afterwards they are back, for the other tests."""
    with closing(sqlite3.connect(place.server.database, isolation_level=None, timeout=10)) as database:
        keep = "UPDATE sessions SET has_observations = ? WHERE id = ?"
        database.execute(keep, (0, place.things["session"]))
        try:
            refused(place.ask("explainSession"), 409, "session.observations_expired")
        finally:
            database.execute(keep, (1, place.things["session"]))


def visitors_of_their_own(place: Place, count: int) -> list[str]:
    """Visitors that no other test has."""
    agent = place.server.agent()
    sessions = []
    for _ in range(count):
        session = agent.handshake()
        agent.observe(session)
        agent.send(session, "fingerprint")
        agent.finish(session)
        sessions.append(session.id)
    return [place.api.session(session)["visitor_fingerprint"]["id"] for session in sessions]


def merged_before(place: Place) -> None:
    one, two = visitors_of_their_own(place, 2)
    change = made(place.ask("mergeVisitorFingerprints", things={"visitor": one}, json={"fingerprint": two}), 200)["id"]
    refused(place.ask("mergeVisitorFingerprints", things={"visitor": one}, json={"fingerprint": two}), 409, "fingerprint.merged")
    refused(place.ask("splitVisitorFingerprint", things={"visitor": two}), 409, "fingerprint.merged")
    assert place.ask("undoVisitorFingerprintChange", things={"visitor": one}, json={"change": change}).status_code == 200
    refused(place.ask("undoVisitorFingerprintChange", things={"visitor": one}, json={"change": change}), 409,
            "fingerprint.change_undone")


CONFLICTS = {"mergeVisitorFingerprints": merged_before, "splitVisitorFingerprint": merged_before,
             "undoVisitorFingerprintChange": merged_before,
             "explainSession": observations_that_are_gone, "createOrganization": taken_slug,
             "createOrganizationApiKey": deleted_organization,
             "updateOrganizationApiKey": revoked_key, "rotateOrganizationApiKey": key_that_is_gone,
             "createWebhookEndpoint": one_endpoint_too_many, "updateWebhookEndpoint": one_endpoint_too_many_again}
WAYS: dict[int, Callable[[Place, str], None]] = {
    400: unreadable, 401: without_key, 403: without_scope, 404: of_nobody, 409: in_conflict, 413: too_large, 415: not_sent_as_json,
    422: not_acceptable, 429: too_many}


@pytest.mark.parametrize(("name", "status"), REFUSALS)
def test_the_refusal(place: Place, name: str, status: int) -> None:
    WAYS[status](place, name)


PATHS = sorted({operation.path for operation in OPERATIONS.values()})


def test_an_answer_to_head_has_no_body(place: Place) -> None:
    """What comes after it on the same connection would be taken for the next answer."""
    key = f"Authorization: Bearer {place.api.key}\r\n"
    requests = [(path, key) for path in PATHS] + [(path, "") for path in PATHS] + [("/v1/nothing", ""), ("/nowhere", ""), ("/healthz", "")]
    wrong = []
    for path, header in requests:
        with socket.create_connection(("127.0.0.1", place.server.port), timeout=5) as connection:
            connection.sendall(f"HEAD {place.url(path)} HTTP/1.1\r\nHost: localhost\r\n{header}\r\n".encode())
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            answer = b"".join(iter(lambda: connection.recv(65_536), b""))
        body = answer.split(b"\r\n\r\n", 1)[1]
        if not body.startswith(b"HTTP/1.1 200"):
            wrong.append(f"HEAD {path} {'with' if header else 'without'} a key")
    assert wrong == []


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "QUERY"])
def test_a_method_that_a_path_does_not_take(place: Place, path: str, method: str) -> None:
    taken = {operation.method for operation in OPERATIONS.values() if operation.path == path}
    if method in taken:
        return
    answer = place.api.request(method, place.url(path))
    assert answer.status_code == 405, f"{answer.status_code} {answer.text[:200]}"
    assert {m.strip() for m in answer.headers["Allow"].split(",")} - {"HEAD"} == taken


# Bodies: members

MEMBERS = [(name, member) for name, operation in WITH_BODY.items() for member in operation.body]
LISTED = {"allowed_origins", "scopes", "event_types", "sessions"}


def schema_of(name: str) -> dict:
    """What an operation's body must look like."""
    body = next(operation["requestBody"] for item in DOCUMENT["paths"].values() for operation in item.values()
                if operation["operationId"] == name)
    return DOCUMENT["components"]["schemas"][body["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[-1]]


def takes_null(name: str, member: str) -> bool:
    schema = schema_of(name)["properties"][member]
    return "null" in schema.get("type", []) or {"type": "null"} in schema.get("anyOf", [])


def named(name: str) -> str | None:
    """The member of an operation's body that is a name of people's; none where there is none."""
    return next((member for member in ("name", "client_user_id") if member in OPERATIONS[name].body), None)


@pytest.mark.parametrize(("name", "member"), MEMBERS)
def test_a_member_of_another_type_is_named(place: Place, name: str, member: str) -> None:
    wrong: list[object] = [1, 1.5, True, {}, {"a": []}]
    wrong += ["x"] if member in {*LISTED, "headers"} else [[], ["x"]]
    wrong += [] if takes_null(name, member) else [None]
    for value in wrong:
        assert fields(place.ask(name, json={**OPERATIONS[name].body, member: value})) == {member: "invalid_type"}, value
    if member in LISTED:
        for value in (1, None, True, [], {}):
            assert fields(place.ask(name, json={**OPERATIONS[name].body, member: [value]})) == {f"{member}[0]": "invalid_type"}, value


@pytest.mark.parametrize(("name", "member"), MEMBERS)
def test_a_member_that_is_required_is_missed(place: Place, name: str, member: str) -> None:
    body = {key: value for key, value in OPERATIONS[name].body.items() if key != member}
    if member in schema_of(name).get("required", []):
        assert fields(place.ask(name, json=body)) == {member: "missing"}


@pytest.mark.parametrize("name", WITH_BODY)
def test_all_that_is_wrong_is_told_at_once(place: Place, name: str) -> None:
    member = next(iter(OPERATIONS[name].body))
    found = fields(place.ask(name, json={**OPERATIONS[name].body, member: 1, "Name": "x", "z": 1}))
    assert found == {member: "invalid_type", "Name": "unknown", "z": "unknown"}


@pytest.mark.parametrize("name", ["updateOrganization", "updateOrganizationApiKey"])
def test_a_change_of_nothing(place: Place, name: str) -> None:
    assert set(fields(place.ask(name, json={})).values()) == {"missing"}


def test_a_change_of_nothing_where_the_contract_lets_it(place: Place) -> None:
    assert place.ask("updateWebhookEndpoint", json={}).status_code == 200


@pytest.mark.parametrize("name", [name for name in WITH_BODY if named(name)])
@pytest.mark.parametrize(("text", "issue"), [
    ("", "too_short"), (" ", "blank"), ("   ", "blank"), ("\t\n", "blank"), ("\u00a0\u2003\u3000", "blank"), ("a\0b", "invalid"),
    ("\0", "invalid"), ("a" * 257, "too_long"), ("é" * 257, "too_long"), ("😀" * 257, "too_long")])
def test_a_name_that_is_none(place: Place, name: str, text: str, issue: str) -> None:
    member = named(name)
    assert fields(place.ask(name, json={**OPERATIONS[name].body, member: text})) == {member: issue}


@pytest.mark.parametrize("text", [
    "a", "a" * 200, "é" * 200, "😀" * 200, " padded ", "\u202eright to left", "<script>", "' OR 1=1 --", "\u0001"])
def test_a_name_that_is_good_comes_back_as_it_went(place: Place, text: str) -> None:
    created = place.ask("createOrganization", json={"name": text, "slug": f"good-{hash(text) & 0xffffffff}"}).json()["data"]
    things = {"organization": created["id"]}
    assert place.ask("getOrganization", things=things).json()["data"]["name"] == text
    for name in ("createOrganizationApiKey", "createWebhookEndpoint"):
        assert place.ask(name, json={**OPERATIONS[name].body, "name": text}).json()["data"]["name"] == text
    assert place.ask("updateSession", json={"client_user_id": text}).json()["data"]["client_user_id"] == text


@pytest.mark.parametrize("name", ["createOrganization", "updateOrganization", "createOrganizationApiKey", "updateOrganizationApiKey",
                                  "createWebhookEndpoint", "updateWebhookEndpoint"])
def test_a_name_a_little_too_long(place: Place, name: str) -> None:
    for text in ("a" * 201, "😀" * 201):
        assert fields(place.ask(name, json={**OPERATIONS[name].body, "name": text})) == {"name": "too_long"}


@pytest.mark.parametrize(("slug", "issues"), [
    ("", {"too_short", "invalid"}), ("A", {"invalid"}), ("-a", {"invalid"}), ("a-", {"invalid"}), ("a--b", {"invalid"}),
    ("a_b", {"invalid"}),
    ("é", {"invalid"}), ("a b", {"invalid"}), ("a\n", {"invalid"}), ("a\0", {"invalid"}), ("a" * 101, {"too_long"}), ("٣", {"invalid"})])
def test_a_slug_that_is_none(place: Place, slug: str, issues: set[str]) -> None:
    found = fields(place.ask("createOrganization", json={"name": "Slug", "slug": slug}))
    assert found.keys() == {"slug"} and set(found.values()) <= issues


def test_a_slug_of_the_longest(place: Place) -> None:
    assert place.ask("createOrganization", json={"name": "Slug", "slug": "a" * 100}).status_code == 201


@pytest.mark.parametrize(("body", "expected"), [
    ({"scopes": []}, {"scopes": "too_short"}),
    ({"scopes": ["sessions:list"] * 23}, {"scopes": "too_long"}),
    ({"scopes": ["sessions:list", "sessions:sing"]}, {"scopes[1]": "invalid_enum"}),
    ({"scopes": ["SESSIONS:LIST"]}, {"scopes[0]": "invalid_enum"}),
    ({"scopes": ["sessions:list\0"]}, {"scopes[0]": "invalid_enum"}),
    ({"type": "public"}, {"type": "invalid_enum"}),
    ({"environment": "production"}, {"environment": "invalid_enum"}),
    ({"type": "publishable"}, {"type": "invalid"}),
])
def test_a_key_that_can_not_be(place: Place, body: dict, expected: dict[str, str]) -> None:
    found = fields(place.ask("createOrganizationApiKey", json={**OPERATIONS["createOrganizationApiKey"].body, **body}))
    assert found == expected


@pytest.mark.parametrize(("body", "field"), [
    ({"scopes": ["sessions:list"]}, "type"), ({"type": "secret"}, "scopes"),
    ({"type": "publishable", "scopes": ["sessions:list"]}, "type")])
def test_scopes_and_the_type_secret_go_together(place: Place, body: dict, field: str) -> None:
    assert fields(place.ask("createOrganizationApiKey", json={"name": "Desk", **body})).keys() == {field}


def test_a_publishable_key_gets_no_scopes(place: Place) -> None:
    key = place.ask("createOrganizationApiKey", json={"name": "Page", "type": "publishable"}).json()["data"]["id"]
    found = fields(place.ask("updateOrganizationApiKey", things={"key": key}, json={"scopes": ["sessions:list"]}))
    assert found == {"scopes": "not_allowed"}


@pytest.mark.parametrize("origin", [
    "", "shop.example", "ftp://shop.example", "https://", "https://shop.example/path", "https://shop.example?x", "https://shop.example#x",
    "https://u:p@shop.example", "https://shop.example:0", "https://shop.example:65536", "https://shop.example:port",
    "https://shop.example:",
    "*", "null", "https://*.shop.example", "https://shop example", "https://shop.example\0", "https://.example", "https://[::g]",
    "https://shöp.example", "https://shop.example//", "https://" + "a" * 293])
def test_an_origin_that_is_none(place: Place, origin: str) -> None:
    for name in ("createOrganizationApiKey", "updateOrganizationApiKey"):
        found = fields(place.ask(name, json={**OPERATIONS[name].body, "allowed_origins": ["https://good.example", origin]}))
        assert found == {"allowed_origins[1]": "invalid"}


def test_more_origins_than_fifty(place: Place) -> None:
    body = {"name": "Page", "type": "publishable", "allowed_origins": [f"https://shop-{n}.example" for n in range(51)]}
    assert fields(place.ask("createOrganizationApiKey", json=body)) == {"allowed_origins": "too_long"}
    body["allowed_origins"].pop()
    assert len(place.ask("createOrganizationApiKey", json=body).json()["data"]["allowed_origins"]) == 50


@pytest.mark.parametrize("types", [["session.lost"], ["webhook.test"], [""], ["session.result.persisted", "SESSION.RESULT.PERSISTED"]])
def test_an_event_type_that_is_none(place: Place, types: list[str]) -> None:
    for name in ("createWebhookEndpoint", "updateWebhookEndpoint"):
        found = fields(place.ask(name, json={**OPERATIONS[name].body, "event_types": types}))
        assert found == {f"event_types[{len(types) - 1}]": "invalid_enum"}


def test_no_event_types(place: Place) -> None:
    for name in ("createWebhookEndpoint", "updateWebhookEndpoint"):
        assert fields(place.ask(name, json={**OPERATIONS[name].body, "event_types": []})) == {"event_types": "too_short"}


def test_event_types_that_are_named_often_count_once(place: Place) -> None:
    """The schema sets no limit to the list."""
    for name in ("createWebhookEndpoint", "updateWebhookEndpoint"):
        answer = place.ask(name, json={**OPERATIONS[name].body, "event_types": ["session.result.persisted"] * 50})
        assert answer.json()["data"]["event_types"] == ["session.result.persisted"], answer.text[:300]


@pytest.mark.parametrize("status", ["gone", "ACTIVE", "", "deleted"])
def test_a_status_that_is_none(place: Place, status: str) -> None:
    assert fields(place.ask("updateWebhookEndpoint", json={"status": status})) == {"status": "invalid_enum"}
    if status != "deleted":
        assert fields(place.ask("updateOrganization", json={"status": status})) == {"status": "invalid_enum"}


@pytest.mark.parametrize(("member", "value", "issue"), [
    ("since", "yesterday", "invalid"), ("until", "", "invalid"), ("until", "2026-03-24", "invalid"), ("limit", 0, "out_of_range"),
    ("limit", 2001, "out_of_range"), ("limit", -1, "out_of_range"), ("limit", 1.5, "invalid_type"), ("limit", "5", "invalid_type"),
    ("limit", 1e300, "invalid_type"), ("policy", "", "too_short"), ("policy", " \n", "blank"), ("policy", "a\0b", "invalid"),
    ("policy", "nonsense", "invalid"), ("policy", "{", "invalid"), ("policy", "signals: {no_such_signal: muted}", "invalid"),
    ("policy", "thresholds: {bot: 101}", "invalid"), ("policy", "[" * 30_000, "invalid"), ("policy", "[" * 900 + "]" * 900, "invalid"),
    ("policy", "- " * 900, "invalid"), ("policy", "\n".join(" " * depth + "a:" for depth in range(300)), "invalid")])
def test_a_replay_of_what_can_not_be(place: Place, member: str, value: object, issue: str) -> None:
    assert fields(place.ask("createReplay", json={member: value})) == {member: issue}


def test_a_replay_says_which_line_of_a_policy_is_wrong(place: Place) -> None:
    answer = place.ask("createReplay", json={"policy": "thresholds:\n  bot: 80\nsignals:\n  webdriver_detected: loud\n"})
    assert "line 4" in refused(answer, 422, "request.validation_failed")["message"]


# Bodies: as a whole

def raw(place: Place, name: str, content: bytes, content_type: str | None = "application/json") -> httpx.Response:
    return place.ask(name, content=content, headers={"Content-Type": content_type} if content_type else {})


def with_text(name: str, text: bytes) -> bytes:
    """A good body, but for one member of it, which is written as it is."""
    member = named(name) or next(iter(OPERATIONS[name].body))
    return json.dumps({**OPERATIONS[name].body, member: "@"}).encode().replace(b'"@"', text)


@pytest.mark.parametrize("name", WITH_BODY)
@pytest.mark.parametrize("content", [
    b"", b" ", b"{", b"}", b"nope", b"{'name': 1}", b'{"name": "a",}', b'{"name" "a"}', b'{"name": NaN}', b'{"name": 01}', b"{} {}",
    b"{}x",
    b"[]", b"[{}]", b'"text"', b"1", b"null", b"true", b'{"name": "\xff"}', b'{"name": "\xc0\xaf"}', b'{"name": "\xed\xa0\x80"}',
    b'{"name": "\xf4\x90\x80\x80"}', b'{"name": "\x01"}', b'{"name": "\\x41"}', b'{"name": "\\u12"}', b'\xff\xfe{\x00}\x00', b"\x00" * 100,
    b"[" * 9 + b"]" * 9, b'{"a":' * 30_000 + b"1" + b"}" * 10, b"[" * 30_000,
], ids=lambda content: repr(content[:24]))
def test_a_body_that_can_not_be_read(place: Place, name: str, content: bytes) -> None:
    if len(content) > 65_536:
        content = content[:65_536]
    refused(raw(place, name, content), 400, "request.malformed")


@pytest.mark.parametrize("name", WITH_BODY)
@pytest.mark.parametrize("text", [
    b'"\\ud800"', b'"\\udc00"', b'"a\\ud83d"', b'"\\ude00\\ud83d"', b'"\\ud800\\ud800"', b'"\\ud800\\u0041"'])
def test_half_of_a_surrogate_pair(place: Place, name: str, text: bytes) -> None:
    refused(raw(place, name, with_text(name, text)), 400, "request.malformed")
    refused(raw(place, name, b"{" + text + b": 1}"), 400, "request.malformed")


def test_a_whole_surrogate_pair(place: Place) -> None:
    answer = raw(place, "updateOrganization", b'{"name": "\\ud83d\\ude00"}')
    assert answer.json()["data"]["name"] == "😀"


@pytest.mark.parametrize("name", WITH_BODY)
def test_a_member_that_is_there_twice(place: Place, name: str) -> None:
    member = next(iter(OPERATIONS[name].body))
    good = json.dumps(OPERATIONS[name].body)
    for spelling in (member, f"\\u{ord(member[0]):04x}{member[1:]}"):
        again = good[:-1] + f', "{spelling}": {json.dumps(OPERATIONS[name].body[member])}}}'
        assert fields(raw(place, name, again.encode())) == {member: "duplicate"}


@pytest.mark.parametrize("name", WITH_BODY)
@pytest.mark.parametrize("content_type", [
    None, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonx",
    "application/problem+json",
    "text/json", "json", "application/octet-stream", "application/xml, application/json", ";", "application/"])
def test_a_body_of_another_type(place: Place, name: str, content_type: str | None) -> None:
    refused(raw(place, name, json.dumps(OPERATIONS[name].body).encode(), content_type), 415, "request.malformed")


@pytest.mark.parametrize("content_type", ["application/json; charset=utf-8", "APPLICATION/JSON", "application/json;charset=UTF-8"])
def test_json_under_its_other_names(place: Place, content_type: str) -> None:
    assert raw(place, "updateOrganization", b'{"name": "Named"}', content_type).status_code == 200


def in_parts(size: int) -> Iterator[bytes]:
    for _ in range(size // 65_536):
        yield b" " * 65_536


@pytest.mark.parametrize("name", WITH_BODY)
def test_a_body_of_ten_megabytes(place: Place, name: str) -> None:
    for content in (b'{"name": "' + b"a" * 10_000_000 + b'"}', in_parts(10_000_000), b"[" * 100_000):
        refused(raw(place, name, content), 413, "request.malformed")
    assert place.api.http.get("/healthz").status_code == 200
    assert place.server.process.poll() is None


def test_a_body_of_the_largest(place: Place) -> None:
    body = b'{"name": "Large"'
    assert raw(place, "updateOrganization", body + b" " * (65_536 - len(body) - 1) + b"}").status_code == 200
    refused(raw(place, "updateOrganization", body + b" " * (65_536 - len(body)) + b"}"), 413, "request.malformed")


def test_nothing_was_changed_by_what_was_refused(place: Place) -> None:
    """The refusals above were of a whole body each; the things are as they were."""
    before = {name: place.ask(name).json()["data"] for name in ("getOrganization", "listOrganizationApiKeys", "listWebhookEndpoints")}
    for name, operation in WITH_BODY.items():
        assert place.ask(name, json={**operation.body, "name": "Changed", "nonsense": 1}).status_code == 422
    assert {name: place.ask(name).json()["data"] for name in before} == before


# Queries

@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(("limit", "issue"), [
    ("0", "out_of_range"), ("201", "out_of_range"), ("-1", "out_of_range"), ("abc", "invalid_type"), ("", "invalid_type"),
    ("1.0", "invalid_type"), ("1e1", "invalid_type"), ("%201", "invalid_type"), ("99999999999999999999", None), ("٣", "invalid_type"),
    ("+1", None)])
def test_a_limit_that_is_none(place: Place, name: str, limit: str, issue: str | None) -> None:
    found = fields(place.ask(name, params={"limit": limit}), "query")
    assert found.keys() == {"limit"} and found["limit"] in ({issue} if issue else {"out_of_range", "invalid_type"})


@pytest.mark.parametrize(("name", "usual"), [(name, 200 if name == "listWebhookEndpoints" else 50) for name in LISTS])
def test_the_bounds_of_limit(place: Place, name: str, usual: int) -> None:
    for limit in (1, 200):
        page = place.ask(name, params={"limit": limit}).json()
        assert page["pagination"]["limit"] == limit and len(page["data"]) <= limit
    assert place.ask(name).json()["pagination"]["limit"] == usual


@pytest.fixture(scope="module")
def cursors(place: Place) -> dict[str, str]:
    return {name: place.ask(name, params={"limit": 1}).json()["pagination"]["next_cursor"] for name in LISTS}


@pytest.mark.parametrize("name", LISTS)
def test_a_cursor_that_is_not_of_this_list(place: Place, cursors: dict[str, str], name: str) -> None:
    good = cursors[name]
    assert place.ask(name, params={"limit": 1, "cursor": good}).status_code == 200
    middle = len(good) // 2
    other = "A" if good[middle] != "A" else "B"
    wrong = [cursor for list_name, cursor in cursors.items() if list_name != name]
    wrong += [good[:middle] + other + good[middle + 1:], good[:-4], good + "AAAA", good[::-1], good.lower()]
    wrong += ["", "x", "\0", "é", "A" * 4000]
    for cursor in wrong:
        assert fields(place.ask(name, params={"cursor": cursor}), "query") == {"cursor": "invalid"}, cursor


@pytest.mark.parametrize(("name", "filters"), [
    ("listSessions", {"verdict": "bot"}), ("listSessions", {"search": "sid"}), ("listVisitorFingerprints", {"sort": "seen_count"}),
    ("listVisitorFingerprints", {"search": "vid"}), ("listEvents", {"type": "webhook.test"}),
    ("listEvents", {"endpoint_id": NOBODY["endpoint"]})])
def test_a_cursor_of_the_same_list_with_another_filter(place: Place, cursors: dict[str, str], name: str, filters: dict) -> None:
    assert fields(place.ask(name, params={**filters, "cursor": cursors[name]}), "query") == {"cursor": "invalid"}


@pytest.mark.parametrize("name", ["listOrganizationApiKeys", "listWebhookEndpoints", "listEvents"])
def test_a_cursor_of_another_organization(place: Place, cursors: dict[str, str], name: str) -> None:
    body = {"name": "Other", "slug": f"other-{name.lower()}"}
    other = {"organization": place.ask("createOrganization", json=body).json()["data"]["id"]}
    assert fields(place.ask(name, things=other, params={"cursor": cursors[name]}), "query") == {"cursor": "invalid"}


@pytest.mark.parametrize(("name", "parameter", "values", "issue"), [
    ("listVisitorFingerprints", "sort", ["last_seen", "", "SEEN_COUNT", "seen_count,first_seen"], "invalid_enum"),
    ("listEvents", "type", ["session.lost", "", "Webhook.Test"], "invalid_enum"),
    ("listEvents", "endpoint_id", ["", "we_1", "we_" + "g" * 32, "we_" + "A" * 32, NOBODY["event"], "\0"], "invalid"),
    ("listSessions", "verdict", ["nice", "", "BOT"], "invalid_enum"),
    ("exportSessions", "verdict", ["nice", "", "BOT"], "invalid_enum"),
    *((name, "search", ["a\0"], "invalid") for name in ("listSessions", "exportSessions", "listVisitorFingerprints")),
    *((name, "search", ["a" * 257, "é" * 129], "too_long") for name in ("listSessions", "exportSessions", "listVisitorFingerprints")),
    *(("exportSessions", parameter, [
        "", "yesterday", "2026-03-24", "2026-03-24T20:00:00", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-03-24T24:00:00Z",
        "2026-03-24T20:61:00Z", "2026-03-24 20:00:00Z!", "1774382400", "2026-03-24T20:00:00.Z", "2026-03-24T20:00:00+25:00",
        "+026-03-24T20:00:00Z", "2026-03-24T20:00:00ZZ", "٢٠٢٦-03-24T20:00:00Z", "2026-03-24T20:00:00+0100", "2026/03/24T20:00:00Z"],
       "invalid") for parameter in ("since", "until")),
])
def test_a_parameter_that_is_none(place: Place, name: str, parameter: str, values: list[str], issue: str) -> None:
    for value in values:
        assert fields(place.ask(name, params={parameter: value}), "query") == {parameter: issue}, value


@pytest.mark.parametrize("moment", [
    "2026-03-24T20:00:00Z", "2026-03-24t20:00:00z", "2026-03-24T20:00:00.1Z", "2026-03-24T20:00:00.123456789Z",
    "2026-03-24T20:00:00+05:30",
    "2026-03-24T20:00:00-00:00", "2028-02-29T00:00:00Z", "2016-12-31T23:59:60Z", "0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_moments_of_every_form(place: Place, moment: str) -> None:
    for parameter in ("since", "until"):
        answer = place.ask("exportSessions", params={parameter: moment})
        assert answer.status_code == 200, answer.text[:300]


def test_searches_of_the_longest(place: Place) -> None:
    for text in ("a" * 256, "é" * 128, "%", "x86%64", "x86.64", "\\", "'", "\u202e"):
        assert place.ask("listSessions", params={"search": text}).json()["data"] == []
        assert place.ask("listVisitorFingerprints", params={"search": text}).json()["data"] == []


def test_all_that_is_wrong_in_a_query_is_told_at_once(place: Place) -> None:
    found = fields(place.ask("listEvents", params={"limit": "0", "type": "x", "endpoint_id": "x", "cursor": "x"}), "query")
    assert found == {"limit": "out_of_range", "type": "invalid_enum", "endpoint_id": "invalid", "cursor": "invalid"}


def test_no_secret_and_no_error_is_in_the_log(place: Place) -> None:
    output = place.server.output()
    assert place.server.secret_key not in output
    assert " error " not in output and "Fatal error" not in output, output[-2000:]
