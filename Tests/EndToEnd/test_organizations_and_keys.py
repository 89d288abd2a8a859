"""Organizations and keys: who administers what, what a key may do, and how keys end."""

import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from collect_agent import CollectAgent
from contract import Contract
from management import NOBODY, OPERATIONS, SCOPES, fields, made, refused
from server import Api, Server, tripline

HOOK = {"name": "Hook", "url": "http://127.0.0.1:9/", "event_types": ["session.result.persisted"]}
# Within this time a key that was stopped is stopped everywhere.
AT_ONCE = 3


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, reference: Contract) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("organizations"), reference, options=["--webhook-allow-private", "--rotation-grace", "3s"])
    server.init()
    server.start()
    yield server
    assert server.stop() == 0
    assert " error " not in server.output() and "Fatal error" not in server.output(), server.output()[-2000:]


@pytest.fixture(scope="module")
def cli_key(served: Server) -> Callable[..., str]:
    """Makes keys of the first organization beside the server, of a rate that no test uses up."""
    def make(*options: str, kind: str = "secret", rate: int = 1_000_000) -> str:
        return served.create_key(kind, "--organization", served.organization_id, "--rate-limit", str(rate), *options)["key"]
    return make


@pytest.fixture(scope="module")
def maker(served: Server, cli_key: Callable[..., str]) -> Api:
    return served.api(cli_key())


def new_organization(api: Api, name: str = "North Quay") -> str:
    new_organization.count += 1
    return made(api.post("/v1/organizations", {"name": name, "slug": f"north-quay-{new_organization.count}"}))["id"]


new_organization.count = 0


def new_key(api: Api, organization: str, **body: object) -> dict:
    return made(api.post(f"/v1/organizations/{organization}/api-keys", {"name": "Key", **body}))


def key_of(api: Api, organization: str, key_id: str) -> dict:
    rows = api.get(f"/v1/organizations/{organization}/api-keys", params={"limit": 200}).json()["data"]
    return next(row for row in rows if row["id"] == key_id)


def works(api: Api, key: str, path: str = "/v1/sessions") -> bool:
    return api.get(path, key=key).status_code == 200


def stops(condition: Callable[[], bool], seconds: float = AT_ONCE) -> None:
    """Waits until something no longer holds."""
    deadline = time.monotonic() + seconds
    while condition():
        assert time.monotonic() < deadline, f"it still holds after {seconds} s"
        time.sleep(0.1)


def starts(condition: Callable[[], bool], seconds: float = AT_ONCE) -> None:
    stops(lambda: not condition(), seconds)


def opens(server: Server, publishable: str, origin: str | None = None) -> httpx.Response:
    """A handshake with a key."""
    point = b"\x04" + bytes(64)
    agent = CollectAgent(server.url, publishable, origin=origin)
    try:
        agent.handshake()
    except AssertionError:
        return agent.ask_handshake(point)
    return httpx.Response(201)


def decided(server: Server, publishable: str) -> str:
    agent = CollectAgent(server.url, publishable)
    session = agent.handshake()
    agent.observe(session)
    agent.finish(session)
    return session.id


# Organizations

def test_an_organization_is_made_read_and_renamed(maker: Api) -> None:
    created = made(maker.post("/v1/organizations", {"name": "East Quay", "slug": "east-quay"}))
    assert (created["name"], created["slug"], created["status"], created["updated_at"]) == ("East Quay", "east-quay", "active", None)
    path = f"/v1/organizations/{created['id']}"
    assert made(maker.get(path), 200) == created
    changed = made(maker.patch(path, {"name": "West Quay"}), 200)
    assert changed == {**created, "name": "West Quay", "updated_at": changed["updated_at"]}
    assert changed["updated_at"] >= created["created_at"]
    assert made(maker.get(path), 200) == changed


def test_a_slug_is_there_once(maker: Api) -> None:
    made(maker.post("/v1/organizations", {"name": "One", "slug": "only-one"}))
    refused(maker.post("/v1/organizations", {"name": "Two", "slug": "only-one"}), 409, "request.conflict")


def administration(organization: str) -> list[tuple[str, str, dict | None]]:
    """All that whoever administers an organization can do, and nobody else."""
    path = f"/v1/organizations/{organization}"
    return [("GET", path, None), ("PATCH", path, {"name": "Renamed"}),
            ("GET", f"{path}/api-keys", None), ("POST", f"{path}/api-keys", {"name": "Key"}),
            ("GET", f"{path}/webhooks/endpoints", None), ("POST", f"{path}/webhooks/endpoints", HOOK), ("GET", f"{path}/events", None)]


def statuses(api: Api, organization: str, key: str) -> set[int]:
    return {api.request(method, path, key=key, **({"json": body} if body else {})).status_code
            for method, path, body in administration(organization)}


def test_the_key_that_made_an_organization_administers_it_and_no_other_does(
        served: Server, maker: Api, cli_key: Callable[..., str]) -> None:
    organization = new_organization(maker)
    assert statuses(maker, organization, maker.key) == {200, 201}
    own = new_key(maker, organization)["revealed_key"]
    assert statuses(maker, organization, own) == {200, 201}
    sister, stranger = cli_key(), new_key(maker, new_organization(maker))["revealed_key"]
    for other in (sister, stranger, cli_key("--environment", "test")):
        assert statuses(maker, organization, other) == {404}
    assert statuses(maker, served.organization_id, own) == {404}, "who was made does not administer its maker"


def test_what_belongs_to_an_organization_is_managed_by_its_maker(maker: Api) -> None:
    organization = new_organization(maker)
    path = f"/v1/organizations/{organization}"
    key, endpoint = new_key(maker, organization)["id"], made(maker.post(f"{path}/webhooks/endpoints", HOOK))["id"]
    event = made(maker.post(f"{path}/webhooks/endpoints/{endpoint}/test"), 202)["event_id"]
    assert made(maker.get(f"{path}/events/{event}"), 200)["id"] == event
    assert made(maker.patch(f"{path}/webhooks/endpoints/{endpoint}", {"name": "New"}), 200)["name"] == "New"
    assert made(maker.post(f"{path}/webhooks/endpoints/{endpoint}/rotations"))["signing_secret"]
    assert made(maker.delete(f"{path}/webhooks/endpoints/{endpoint}"), 200)["status"] == "disabled"
    assert made(maker.patch(f"{path}/api-keys/{key}", {"name": "New"}), 200)["name"] == "New"
    assert made(maker.post(f"{path}/api-keys/{key}/rotations"))["revealed_key"]
    assert made(maker.delete(f"{path}/api-keys/{key}"), 200)["status"] == "revoked"


def test_a_key_of_one_organization_is_not_found_in_another(maker: Api) -> None:
    first, second = new_organization(maker), new_organization(maker)
    key, endpoint = new_key(maker, first)["id"], made(maker.post(f"/v1/organizations/{first}/webhooks/endpoints", HOOK))["id"]
    for method, path in (("PATCH", f"api-keys/{key}"), ("PATCH", f"webhooks/endpoints/{endpoint}")):
        refused(maker.request(method, f"/v1/organizations/{second}/{path}", json={"name": "Mine"}), 404, "request.not_found")
    refused(maker.delete(f"/v1/organizations/{second}/api-keys/{key}"), 404, "request.not_found")
    refused(maker.post(f"/v1/organizations/{second}/api-keys/{key}/rotations"), 404, "request.not_found")


def test_the_successor_of_the_making_key_administers(served: Server, cli_key: Callable[..., str]) -> None:
    sister, current = served.api(cli_key()), cli_key()
    organization = new_organization(served.api(current))
    keys = f"/v1/organizations/{served.organization_id}/api-keys"
    for _ in range(2):
        preview = current[-4:]
        rows = sister.get(keys, params={"limit": 200}).json()["data"]
        key_id = next(row["id"] for row in rows if row["key_preview"].endswith(preview) and row["status"] == "active")
        current = made(sister.post(f"{keys}/{key_id}/rotations"))["revealed_key"]
        assert statuses(sister, organization, current) == {200, 201}
    assert statuses(sister, organization, sister.key) == {404}, "who rotates a key does not take its place"


def test_suspended_keys_stop_and_data_stays(served: Server, maker: Api) -> None:
    organization = new_organization(maker)
    secret, public = new_key(maker, organization)["revealed_key"], new_key(maker, organization, type="publishable")["revealed_key"]
    session = decided(served, public)
    agent = CollectAgent(served.url, public)
    under_way = agent.handshake()
    agent.observe(under_way)
    assert works(maker, secret, f"/v1/sessions/{session}")
    assert made(maker.patch(f"/v1/organizations/{organization}", {"status": "suspended"}), 200)["status"] == "suspended"
    stops(lambda: works(maker, secret))
    refused(maker.get("/v1/sessions", key=secret), 401, "auth.invalid_api_key")
    stops(lambda: opens(served, public).status_code == 201)
    assert opens(served, public).json()["error"]["code"] == "auth.invalid_api_key"
    assert agent.post(under_way.id, under_way.batch()).status_code == 401
    assert made(maker.get(f"/v1/organizations/{organization}"), 200)["status"] == "suspended"
    assert made(maker.patch(f"/v1/organizations/{organization}", {"status": "active"}), 200)["status"] == "active"
    starts(lambda: works(maker, secret, f"/v1/sessions/{session}"))
    starts(lambda: opens(served, public).status_code == 201)
    agent.finish(under_way)


def test_who_suspended_itself_is_activated_on_the_command_line(served: Server, maker: Api) -> None:
    organization = new_organization(maker)
    secret = new_key(maker, organization)["revealed_key"]
    public = new_key(maker, organization, type="publishable")["revealed_key"]
    session = decided(served, public)
    assert made(maker.patch(f"/v1/organizations/{organization}", {"status": "suspended"}, key=secret), 200)["status"] == "suspended"
    stops(lambda: works(maker, secret))
    assert maker.patch(f"/v1/organizations/{organization}", {"status": "active"}, key=secret).status_code == 401
    listed = served.tell("organizations", "list", "--json")["organizations"]
    assert next(row for row in listed if row["id"] == organization)["status"] == "suspended"
    served.tell("organizations", "activate", organization)
    starts(lambda: works(maker, secret, f"/v1/sessions/{session}"))
    served.tell("organizations", "suspend", organization)
    stops(lambda: works(maker, secret))
    assert made(maker.patch(f"/v1/organizations/{organization}", {"status": "active"}), 200)["status"] == "active"
    starts(lambda: works(maker, secret, f"/v1/sessions/{session}"))


def test_deleted_is_for_good(served: Server, maker: Api) -> None:
    organization = new_organization(maker)
    path = f"/v1/organizations/{organization}"
    secret, public = new_key(maker, organization)["revealed_key"], new_key(maker, organization, type="publishable")["revealed_key"]
    assert works(maker, secret) and opens(served, public).status_code == 201
    assert made(maker.patch(path, {"status": "deleted"}), 200)["status"] == "deleted"
    stops(lambda: works(maker, secret))
    stops(lambda: opens(served, public).status_code == 201)
    for status in ("active", "suspended"):
        assert fields(maker.patch(path, {"status": status})) == {"status": "not_allowed"}
    assert made(maker.get(path), 200)["status"] == "deleted"
    rows = maker.get(f"{path}/api-keys").json()["data"]
    assert {row["status"] for row in rows} == {"revoked"} and all(row["revoked_at"] for row in rows)
    answer = tripline("organizations", "activate", organization, *served.storage_options)
    assert answer.returncode > 0 and "undone" in answer.stderr, answer.stderr
    assert not works(maker, secret)


def test_no_key_comes_to_a_deleted_organization(maker: Api) -> None:
    organization = new_organization(maker)
    key = new_key(maker, organization)["id"]
    made(maker.patch(f"/v1/organizations/{organization}", {"status": "deleted"}), 200)
    refused(maker.post(f"/v1/organizations/{organization}/api-keys/{key}/rotations"), 409, "request.conflict")
    answer = maker.post(f"/v1/organizations/{organization}/api-keys", {"name": "Late"})
    assert answer.status_code >= 400 or not works(maker, answer.json()["data"]["revealed_key"])


# What keys may do

def test_a_key_is_what_its_maker_is_unless_said(served: Server, cli_key: Callable[..., str], maker: Api) -> None:
    key = new_key(maker, served.organization_id)
    assert (key["type"], key["environment"], key["scopes"], key["status"]) == ("secret", "live", ["*"], "active")
    assert (key["allowed_origins"], key["rate_limit"], key["last_used_at"], key["rotated_at"], key["revoked_at"]) == (None,) * 5
    assert re.fullmatch(r"sk_live_[0-9a-hjkmnp-tv-z]{32}", key["revealed_key"])
    few = served.api(cli_key("--scope", "api_keys:manage", "--scope", "sessions:list", "--environment", "test"))
    lesser = new_key(few, served.organization_id)
    assert (lesser["type"], lesser["environment"], set(lesser["scopes"])) == ("secret", "test", {"api_keys:manage", "sessions:list"})
    page = new_key(maker, served.organization_id, type="publishable", environment="test")
    assert (page["type"], page["environment"], page["scopes"]) == ("publishable", "test", None)
    assert page["revealed_key"].startswith("pk_test_")


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_takes_its_scopes_and_no_other(served: Server, maker: Api, name: str) -> None:
    operation = OPERATIONS[name]
    things = {**NOBODY, "organization": served.organization_id}
    body = {"params": operation.query, **({"json": {}} if operation.body is not None else {})}
    for lacking in operation.scopes:
        key = new_key(maker, served.organization_id, type="secret", scopes=[scope for scope in SCOPES if scope != lacking])["revealed_key"]
        error = refused(maker.request(operation.method, operation.path.format(**things), key=key, **body), 403, "auth.insufficient_scope")
        assert re.search(rf"\b{lacking}(?![\w:])", error["message"])
    for scopes in (operation.scopes, ["*"]):
        key = new_key(maker, served.organization_id, type="secret", scopes=scopes)["revealed_key"]
        answer = maker.request(operation.method, operation.path.format(**things), key=key, **body)
        assert answer.status_code not in (401, 403), answer.text[:300]


def test_a_key_gives_only_what_it_has(served: Server, maker: Api, cli_key: Callable[..., str]) -> None:
    few = served.api(cli_key("--scope", "api_keys:manage", "--scope", "sessions:list"))
    keys = f"/v1/organizations/{served.organization_id}/api-keys"
    more, page = new_key(maker, served.organization_id), new_key(maker, served.organization_id, type="publishable")
    own = new_key(few, served.organization_id)
    for granted, lacking in ((["sessions:list", "sessions:read"], "sessions:read"), (["*"], "*"), (SCOPES, "sessions:read")):
        for answer in (few.post(keys, {"name": "More", "type": "secret", "scopes": granted}),
                       few.patch(f"{keys}/{own['id']}", {"scopes": granted}), few.patch(f"{keys}/{more['id']}", {"scopes": granted})):
            assert f" {lacking}." in refused(answer, 403, "auth.insufficient_scope")["message"]
    assert " *." in refused(few.post(f"{keys}/{more['id']}/rotations"), 403, "auth.insufficient_scope")["message"]
    assert key_of(maker, served.organization_id, more["id"])["status"] == "active"
    all_but_star = served.api(cli_key(*(option for scope in SCOPES for option in ("--scope", scope))))
    refused(all_but_star.post(f"{keys}/{more['id']}/rotations"), 403, "auth.insufficient_scope")
    assert made(few.patch(f"{keys}/{own['id']}", {"scopes": ["sessions:list"]}), 200)["scopes"] == ["sessions:list"]
    assert made(few.post(f"{keys}/{own['id']}/rotations"))["scopes"] == ["sessions:list"]
    assert made(few.post(f"{keys}/{page['id']}/rotations"))["revealed_key"].startswith("pk_live_"), "a publishable key has no scopes"


def test_scopes_that_are_taken_away_are_gone_at_once(served: Server, maker: Api) -> None:
    key = new_key(maker, served.organization_id, type="secret", scopes=["sessions:list", "sessions:read"])
    assert works(maker, key["revealed_key"])
    made(maker.patch(f"/v1/organizations/{served.organization_id}/api-keys/{key['id']}", {"scopes": ["sessions:read"]}), 200)
    stops(lambda: works(maker, key["revealed_key"]))
    refused(maker.get("/v1/sessions", key=key["revealed_key"]), 403, "auth.insufficient_scope")


def test_a_test_key_makes_and_sees_test_keys_only(served: Server, maker: Api, cli_key: Callable[..., str]) -> None:
    keys = f"/v1/organizations/{served.organization_id}/api-keys"
    test = served.api(cli_key("--environment", "test"))
    live_key, test_key = new_key(maker, served.organization_id), new_key(test, served.organization_id)
    assert test_key["environment"] == "test"
    for kind in ({}, {"type": "publishable"}, {"type": "secret", "scopes": ["sessions:list"]}):
        refused(test.post(keys, {"name": "Live", "environment": "live", **kind}), 403, "auth.wrong_environment")
    rows = test.get(keys, params={"limit": 200}).json()["data"]
    assert {row["environment"] for row in rows} == {"test"} and test_key["id"] in {row["id"] for row in rows}
    for answer in (test.patch(f"{keys}/{live_key['id']}", {"name": "Mine"}), test.delete(f"{keys}/{live_key['id']}"),
                   test.post(f"{keys}/{live_key['id']}/rotations")):
        refused(answer, 404, "request.not_found")
    assert {row["environment"] for row in maker.get(keys, params={"limit": 200}).json()["data"]} == {"live", "test"}
    assert made(maker.patch(f"{keys}/{test_key['id']}", {"name": "Seen"}), 200)["name"] == "Seen"


def test_live_and_test_data_do_not_mix(served: Server, maker: Api, cli_key: Callable[..., str]) -> None:
    test = served.api(cli_key("--environment", "test"))
    session = decided(served, new_key(maker, served.organization_id, type="publishable", environment="test")["revealed_key"])
    assert test.session(session)["id"] == session
    assert session in {row["id"] for row in test.get("/v1/sessions").json()["data"]}
    refused(maker.get(f"/v1/sessions/{session}"), 404, "request.not_found")
    refused(maker.patch(f"/v1/sessions/{session}", {"client_user_id": "x"}), 404, "request.not_found")
    refused(maker.delete(f"/v1/sessions/{session}"), 404, "request.not_found")
    assert maker.get("/v1/sessions", params={"search": session}).json()["data"] == []
    endpoints = f"/v1/organizations/{served.organization_id}/webhooks/endpoints"
    endpoint = made(test.post(endpoints, HOOK))["id"]
    assert endpoint not in {row["id"] for row in maker.get(endpoints).json()["data"]}
    refused(maker.delete(f"{endpoints}/{endpoint}"), 404, "request.not_found")


# Pages

def preflight(server: Server, origin: str) -> httpx.Response:
    return httpx.options(f"{server.url}/v1/collect/sessions", headers={
        "Origin": origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization,content-type"})


@pytest.mark.parametrize(("given", "kept", "others"), [
    ("https://shop.example", "https://shop.example", [
        "http://shop.example", "https://shop.example:8443", "https://a.shop.example", "null"]),
    ("HTTPS://Shop.Example:443/", "https://shop.example", ["https://shop.example.evil", "https://Shop.Example.", "https://shop.exampl"]),
    ("http://SHOP.example:80", "http://shop.example", ["https://shop.example", "http://shop.example:8080"]),
    ("http://localhost:8080/", "http://localhost:8080", ["http://localhost", "http://localhost:80800"]),
    ("https://[2001:DB8::1]:443", "https://[2001:db8::1]", ["https://[2001:db8::2]"]),
])
def test_a_key_is_for_the_pages_it_names(served: Server, maker: Api, given: str, kept: str, others: list[str]) -> None:
    keys = f"/v1/organizations/{served.organization_id}/api-keys"
    key = new_key(maker, served.organization_id, type="publishable", allowed_origins=[given])
    assert key["allowed_origins"] == [kept]
    page = CollectAgent(served.url, key["revealed_key"], origin=kept)
    session = page.handshake()
    answer = page.post(session.id, session.batch())
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (202, kept)
    for other in (*others, None):
        answer = opens(served, key["revealed_key"], other)
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "collect.origin_not_allowed"), other
        stranger = CollectAgent(served.url, key["revealed_key"], origin=other)
        assert stranger.post(session.id, session.batch()).status_code == 403, "a ticket does not lead around the origin"
    assert preflight(served, kept).headers["access-control-allow-origin"] == kept
    changed = made(maker.patch(f"{keys}/{key['id']}", {"allowed_origins": []}), 200)
    assert changed["allowed_origins"] is None
    starts(lambda: opens(served, key["revealed_key"], others[0]).status_code == 201)
    starts(lambda: opens(served, key["revealed_key"]).status_code == 201)
    assert made(maker.patch(f"{keys}/{key['id']}", {"allowed_origins": [given]}), 200)["allowed_origins"] == [kept]
    stops(lambda: opens(served, key["revealed_key"], others[0]).status_code == 201)


# How keys end

def test_both_keys_work_while_the_grace_lasts(served: Server, maker: Api) -> None:
    keys = f"/v1/organizations/{served.organization_id}/api-keys"
    old = new_key(maker, served.organization_id, name="Backend", type="secret", scopes=["sessions:list", "organizations:read"])
    new = made(maker.post(f"{keys}/{old['id']}/rotations"))
    rotated_at = time.monotonic()
    assert new["id"] != old["id"] and new["revealed_key"] != old["revealed_key"]
    assert {name: new[name] for name in ("name", "type", "environment", "scopes", "status", "rotated_at")} == {
        **{name: old[name] for name in ("name", "type", "environment", "scopes")}, "status": "active", "rotated_at": None}
    assert works(maker, old["revealed_key"]) and works(maker, new["revealed_key"])
    shown = key_of(maker, served.organization_id, old["id"])
    assert shown["status"] == "rotating" and shown["grace_expires_at"] > shown["rotated_at"] and shown["revoked_at"] is None
    refused(maker.post(f"{keys}/{old['id']}/rotations"), 409, "request.conflict")
    stops(lambda: works(maker, old["revealed_key"]), 3 + AT_ONCE)
    assert time.monotonic() - rotated_at > 2.5, "the grace was cut short"
    ended = key_of(maker, served.organization_id, old["id"])
    assert (ended["status"], ended["revoked_at"]) == ("revoked", shown["grace_expires_at"])
    assert works(maker, new["revealed_key"])
    refused(maker.post(f"{keys}/{old['id']}/rotations"), 409, "request.conflict")


def test_a_publishable_key_rotates_with_its_origins(served: Server, maker: Api) -> None:
    keys = f"/v1/organizations/{served.organization_id}/api-keys"
    old = new_key(maker, served.organization_id, type="publishable", allowed_origins=["https://shop.example"])
    new = made(maker.post(f"{keys}/{old['id']}/rotations"))
    assert new["allowed_origins"] == ["https://shop.example"]
    for key in (old, new):
        assert opens(served, key["revealed_key"], "https://shop.example").status_code == 201
        assert opens(served, key["revealed_key"], "https://evil.example").status_code == 403
    stops(lambda: opens(served, old["revealed_key"], "https://shop.example").status_code == 201, 3 + AT_ONCE)


def lasting(key: dict) -> dict:
    return {name: value for name, value in key.items() if name != "last_used_at"}


def test_a_revoked_key_stops_at_once_and_stays_so(served: Server, maker: Api) -> None:
    path = f"/v1/organizations/{served.organization_id}/api-keys"
    key = new_key(maker, served.organization_id)
    assert works(maker, key["revealed_key"])
    first = made(maker.delete(f"{path}/{key['id']}"), 200)
    assert first["status"] == "revoked" and first["revoked_at"]
    stops(lambda: works(maker, key["revealed_key"]), 1)
    time.sleep(0.05)
    # When it was last used is written some time after it was.
    assert lasting(made(maker.delete(f"{path}/{key['id']}"), 200)) == lasting(first)
    assert lasting(key_of(maker, served.organization_id, key["id"])) == lasting(first)


def test_a_rotating_key_can_be_revoked_before_its_time(served: Server, maker: Api) -> None:
    path = f"/v1/organizations/{served.organization_id}/api-keys"
    old = new_key(maker, served.organization_id)
    new = made(maker.post(f"{path}/{old['id']}/rotations"))
    revoked = made(maker.delete(f"{path}/{old['id']}"), 200)
    assert revoked["status"] == "revoked" and revoked["revoked_at"] < revoked["grace_expires_at"]
    stops(lambda: works(maker, old["revealed_key"]), 1)
    assert works(maker, new["revealed_key"])


def test_the_last_use_of_a_key_is_told(served: Server, maker: Api) -> None:
    """Slow: uses are written down every ten seconds."""
    secret, page = new_key(maker, served.organization_id), new_key(maker, served.organization_id, type="publishable")
    assert works(maker, secret["revealed_key"]) and opens(served, page["revealed_key"]).status_code == 201
    for key in (secret, page):
        starts(lambda: key_of(maker, served.organization_id, key["id"])["last_used_at"] is not None, 15)
        assert key_of(maker, served.organization_id, key["id"])["last_used_at"] >= key["created_at"]


# What is kept of keys

def test_keys_are_shown_once_and_kept_as_hashes(served: Server, maker: Api) -> None:
    organization = new_organization(maker)
    path = f"/v1/organizations/{organization}"
    issued = [new_key(maker, organization, **kind) for kind in ({}, {"type": "publishable"}, {"environment": "test"})]
    issued.append(made(maker.post(f"{path}/api-keys/{issued[0]['id']}/rotations")))
    endpoint = made(maker.post(f"{path}/webhooks/endpoints", HOOK))
    listed = maker.get(f"{path}/api-keys").text + maker.get(f"{path}/webhooks/endpoints").text
    changed = maker.patch(f"{path}/api-keys/{issued[1]['id']}", {"name": "Shown?"}).text
    secrets = [key["revealed_key"] for key in issued] + [maker.key, endpoint["signing_secret"]]
    stored = b"".join(file.read_bytes() for file in served.folder.glob("tripline.sqlite*"))
    for secret in secrets:
        random = re.sub(r"^(?:[sp]k_(?:live|test)|whsec)_", "", secret)
        assert random not in listed and random not in changed
        assert random.encode() not in stored and random[:16].encode() not in stored
        assert random not in served.output()
    for key in issued:
        assert key["key_preview"] == f"{key['revealed_key'][:8]}…{key['revealed_key'][-4:]}"
        assert key["id"].encode() in stored, "the search looks at the right files"


def test_a_publishable_key_opens_nothing_here(served: Server, maker: Api) -> None:
    public = new_key(maker, served.organization_id, type="publishable")["revealed_key"]
    for operation in OPERATIONS.values():
        path = operation.path.format(**{**NOBODY, "organization": served.organization_id})
        refused(maker.request(operation.method, path, key=public, **({"json": operation.body} if operation.body else {})),
                401, "auth.invalid_api_key")
    answer = opens(served, maker.key)
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "auth.invalid_api_key"), "nor does a secret key open a session"


# Rates

@pytest.fixture(scope="module")
def counted(cli_key: Callable[..., str]) -> tuple[str, str]:
    """Two keys with a rate of their own: one that may do everything, and one that may do nothing here."""
    return cli_key(rate=700), cli_key("--scope", "gate:services:read", rate=700)


@pytest.mark.parametrize("name", OPERATIONS)
def test_what_is_left_of_the_rate_is_told_in_every_answer(served: Server, maker: Api, counted: tuple[str, str], name: str) -> None:
    operation, (key, nothing) = OPERATIONS[name], counted
    path = operation.path.format(**{**NOBODY, "organization": served.organization_id})
    wrong = {"json": {"nonsense": 1}} if operation.body else {"params": {"limit": "0", "verdict": "nice", **operation.query}}
    answers = [maker.request(operation.method, path, key=key, **wrong), maker.request(operation.method, path, key=nothing)]
    for answer in answers:
        assert answer.headers["X-RateLimit-Limit"] == "700", answer.status_code
        assert 600 <= int(answer.headers["X-RateLimit-Remaining"]) < 700, answer.status_code
    assert answers[0].status_code in (200, 404, 422) and answers[1].status_code == 403


def test_a_limit_holds_whoever_comes_at_once(served: Server, cli_key: Callable[..., str]) -> None:
    """A limit of 50 lets 50 of 200 requests through, or twice that when the minute turns meanwhile."""
    key, count = cli_key(rate=50), 200
    together = threading.Barrier(count)
    headers = {"Authorization": f"Bearer {key}"}
    limits = httpx.Limits(max_connections=count)
    with httpx.Client(base_url=served.url, timeout=30, limits=limits) as client, ThreadPoolExecutor(count) as pool:
        def ask(_: int) -> httpx.Response:
            together.wait(30)
            return client.get("/v1/sessions?limit=1", headers=headers)
        answers = list(pool.map(ask, range(count)))
    passed = [answer for answer in answers if answer.status_code == 200]
    assert Counter(answer.status_code for answer in answers).keys() == {200, 429}
    left = sorted(int(answer.headers["X-RateLimit-Remaining"]) for answer in passed)
    assert left in (list(range(50)), sorted([*range(50)] * 2)) or 50 < len(passed) <= 100, left
    for answer in answers:
        if answer.status_code == 429:
            assert answer.json()["error"]["code"] == "rate.limited" and 1 <= int(answer.headers["Retry-After"]) <= 60


# Lists

@pytest.mark.parametrize("limit", [1, 7])
def test_pages_of_keys_neither_skip_nor_repeat_while_keys_are_made(maker: Api, limit: int) -> None:
    organization = new_organization(maker)
    path = f"/v1/organizations/{organization}/api-keys"
    before = [new_key(maker, organization, name=f"Key {n}")["id"] for n in range(15)]
    seen: list[dict] = []
    query: dict = {"limit": limit}
    while True:
        page = maker.get(path, params=query).json()
        assert len(page["data"]) <= limit
        seen += page["data"]
        if len(seen) < 40:
            new_key(maker, organization, name="Late")
        if not page["pagination"]["has_more"]:
            assert "next_cursor" not in page["pagination"]
            break
        query["cursor"] = page["pagination"]["next_cursor"]
    ids = [row["id"] for row in seen]
    assert len(ids) == len(set(ids)) and set(before) <= set(ids)
    times = [row["created_at"] for row in seen]
    assert times in (sorted(times), sorted(times, reverse=True))
    assert not any("revealed_key" in row for row in seen)
