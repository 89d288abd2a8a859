"""Visitors: their list in each order, what is told of one, and what a real browser leaves."""

import re
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser

from collect_agent import CollectAgent, observations
from contract import Contract
from management import made, refused
from server import Api, Server
from shop import Shop
from visits import send_form

STORAGES = ("cookies", "local_storage", "indexed_db", "service_worker", "window_name")
SORTS = {
    None: lambda row: row["lifecycle"]["last_seen_at"],
    "first_seen": lambda row: row["lifecycle"]["first_seen_at"],
    "seen_count": lambda row: row["lifecycle"]["seen_count"],
}


class Regular:
    """A visitor that comes back with its token."""

    def __init__(self, server: Server, *, publishable: str | None = None, browser: str = "",
                 page: str = "https://shop.example/sign-up") -> None:
        self.server, self.page, self.browser = server, page, browser
        self.agent = CollectAgent(server.url, publishable or server.publishable_key)
        self.agent.headers["User-Agent"] += browser
        self.token: str | None = None
        self.sessions: list[str] = []

    def come(self, times: int = 1) -> "Regular":
        for _ in range(times):
            session = self.agent.handshake()
            told = observations(self.agent.headers["User-Agent"])
            told["page"]["url"] = self.page
            if self.token:
                told["continuity"] = {"tokens": dict.fromkeys(STORAGES, self.token)}
            self.agent.send(session, observations=told)
            self.token = self.agent.send(session, "fingerprint")["continuity_token"]
            self.agent.finish(session)
            self.sessions.append(session.id)
        return self

    def id(self, api: Api) -> str:
        return api.session(self.sessions[-1])["visitor_fingerprint"]["id"]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, contract: Contract) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("fingerprints"), contract)
    server.init()
    server.start()
    yield server
    assert server.stop() == 0
    assert " error " not in server.output() and "Fatal error" not in server.output(), server.output()[-2000:]


@pytest.fixture(scope="module")
def own(served: Server) -> Api:
    return served.api(served.create_key("secret", "--organization", served.organization_id, "--rate-limit", "1000000")["key"])


@pytest.fixture
def tenant(served: Server, own: Api) -> tuple[Api, str]:
    """An organization of the test's own: a client of its API, and its publishable key."""
    tenant.count += 1
    organization = made(own.post("/v1/organizations", {"name": "Tenant", "slug": f"tenant-{tenant.count}"}))["id"]
    keys = f"/v1/organizations/{organization}/api-keys"
    return (served.api(made(own.post(keys, {"name": "Backend"}))["revealed_key"]),
            made(own.post(keys, {"name": "Page", "type": "publishable"}))["revealed_key"])


tenant.count = 0


def listed(api: Api, **query: object) -> list[dict]:
    found: list[dict] = []
    while True:
        page = api.get("/v1/fingerprints", params={"limit": 200, **query}).json()
        found += page["data"]
        if not page["pagination"]["has_more"]:
            return found
        query["cursor"] = page["pagination"]["next_cursor"]


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


# One visitor

def test_a_visitor_and_what_it_did(served: Server, tenant: tuple[Api, str], contract: Contract) -> None:
    api, publishable = tenant
    regular = Regular(served, publishable=publishable, browser=" Regular/1").come(3)
    visitor = regular.id(api)
    shown = made(api.get(f"/v1/fingerprints/{visitor}"), 200)
    contract.require()
    contract.check("VisitorFingerprintDetail", shown)
    lifecycle = shown["lifecycle"]
    assert lifecycle["seen_count"] == 3
    assert lifecycle["first_seen_at"] < lifecycle["last_seen_at"]
    assert moment(lifecycle["expires_at"]) == moment(lifecycle["last_seen_at"]) + timedelta(days=90)
    assert shown["latest_request"] == {"user_agent": regular.agent.headers["User-Agent"], "ip_address": regular.agent.address}
    sessions = shown["activity"]["sessions"]
    assert [session["session_id"] for session in sessions] == regular.sessions[::-1], "the latest session first"
    for session in sessions:
        document = api.session(session["session_id"])
        row = api.get("/v1/sessions", params={"search": session["session_id"]}).json()["data"][0]
        assert session["decision"] == row["latest_decision"]
        assert session["request"]["url"] == document["request"]["url"]
        assert session["request"]["user_agent"] == regular.agent.headers["User-Agent"]
        assert document["visitor_fingerprint"]["id"] == visitor
    (summary,) = listed(api, search=visitor)
    assert summary == {name: value for name, value in shown.items() if name not in ("components", "activity")}


def test_a_visitor_who_is_somewhere_else_now(served: Server, tenant: tuple[Api, str]) -> None:
    api, publishable = tenant
    regular = Regular(served, publishable=publishable).come()
    before = regular.agent.address
    moved = CollectAgent(served.url, publishable)
    regular.agent = moved
    regular.come()
    shown = made(api.get(f"/v1/fingerprints/{regular.id(api)}"), 200)
    assert shown["latest_request"]["ip_address"] == moved.address != before
    assert [session["request"]["ip_address"] for session in shown["activity"]["sessions"]] == [moved.address, before]


def test_the_activity_of_a_busy_visitor_is_its_latest_fifty(served: Server, tenant: tuple[Api, str]) -> None:
    api, publishable = tenant
    regular = Regular(served, publishable=publishable).come(53)
    shown = made(api.get(f"/v1/fingerprints/{regular.id(api)}"), 200)
    assert shown["lifecycle"]["seen_count"] == 53
    assert [session["session_id"] for session in shown["activity"]["sessions"]] == regular.sessions[:2:-1]


def test_seen_counts_sessions_and_not_requests(served: Server, tenant: tuple[Api, str]) -> None:
    api, publishable = tenant
    agent = CollectAgent(served.url, publishable)
    session = agent.handshake()
    agent.observe(session)
    for _ in range(3):
        agent.send(session, "fingerprint")
    agent.finish(session)
    agent.finish(session)
    (row,) = listed(api)
    assert row["lifecycle"]["seen_count"] == 1
    assert len(made(api.get(f"/v1/fingerprints/{row['id']}"), 200)["activity"]["sessions"]) == 1


def test_a_session_that_was_not_decided_yet(served: Server, tenant: tuple[Api, str]) -> None:
    api, publishable = tenant
    agent = CollectAgent(served.url, publishable)
    session = agent.handshake()
    agent.observe(session)
    agent.send(session, "fingerprint")
    (row,) = listed(api)
    assert row["lifecycle"]["seen_count"] == 1
    assert row["latest_request"]["user_agent"] == agent.headers["User-Agent"]
    assert made(api.get(f"/v1/fingerprints/{row['id']}"), 200)["activity"]["sessions"] == []


def test_visitors_belong_to_one_tenant(served: Server, own: Api, tenant: tuple[Api, str]) -> None:
    api, publishable = tenant
    regular = Regular(served, publishable=publishable).come()
    visitor = regular.id(api)
    refused(own.get(f"/v1/fingerprints/{visitor}"), 404, "request.not_found")
    assert listed(own, search=visitor) == []
    # A token says nothing to another organization.
    stranger = Regular(served)
    stranger.token = regular.token
    assert stranger.come().id(own) != visitor
    assert made(api.get(f"/v1/fingerprints/{visitor}"), 200)["lifecycle"]["seen_count"] == 1


# Lists

@pytest.fixture(scope="module")
def crowd(served: Server, own: Api) -> tuple[Api, str, list[Regular]]:
    """Twelve visitors, who came once, twice or three times."""
    organization = made(own.post("/v1/organizations", {"name": "Crowd", "slug": "crowd"}))["id"]
    keys = f"/v1/organizations/{organization}/api-keys"
    api = served.api(made(own.post(keys, {"name": "Backend"}))["revealed_key"])
    publishable = made(own.post(keys, {"name": "Page", "type": "publishable"}))["revealed_key"]
    regulars = [Regular(served, publishable=publishable, browser=f" Browser{n}x/2 (kind {n}; good)",
                        page=f"https://shop.example/page{n}x?q=1") for n in range(12)]
    for regular in regulars:
        regular.come()
    for number, regular in enumerate(regulars):
        regular.come(number % 3)
    return api, publishable, regulars


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("limit", [1, 5, 200])
def test_each_order_is_kept_page_by_page(crowd: tuple[Api, str, list[Regular]], sort: str | None, limit: int) -> None:
    api, _, regulars = crowd
    query = {"limit": limit, **({"sort": sort} if sort else {})}
    rows = listed(api, **query)
    assert {row["id"] for row in rows} == {regular.id(api) for regular in regulars} and len(rows) == 12
    values = [SORTS[sort](row) for row in rows]
    assert values == sorted(values, reverse=True)
    if sort == "seen_count":
        assert sorted(values) == [1] * 4 + [2] * 4 + [3] * 4


def test_a_search_finds_visitors_by_all_that_is_known_of_them(crowd: tuple[Api, str, list[Regular]]) -> None:
    api, _, regulars = crowd
    for number, regular in enumerate(regulars):
        for text in (regular.id(api), regular.agent.address, f"/page{number}x", f"browser{number}X/2", f"PAGE{number}X?q=1",
                     f"Browser{number}x/2 (kind {number}; good)"):
            # One address can be the beginning of another.
            wanted = {other.id(api) for other in regulars if other is regular or text in other.agent.address}
            assert {row["id"] for row in listed(api, search=text)} == wanted, text
    assert len(listed(api, search="https://shop.example")) == 12
    assert listed(api, search="https://other.example") == []
    assert len(listed(api, search="kind", sort="seen_count", limit=5)) == 12
    for pattern in ("page%x", "page_x", "%", "browser?x"):
        assert listed(api, search=pattern) == [], "what is looked for is text and no pattern"


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("limit", [1, 4])
def test_pages_neither_skip_nor_repeat_while_visitors_come_back(
        served: Server, tenant: tuple[Api, str], sort: str | None, limit: int) -> None:
    """Those who were there when the first page was read are each told once, whoever comes back or comes new meanwhile."""
    api, publishable = tenant
    regulars = [Regular(served, publishable=publishable).come() for _ in range(9)]
    for regular in regulars[::2]:
        regular.come()
    before = {regular.id(api) for regular in regulars}
    query = {"limit": limit, **({"sort": sort} if sort else {})}
    seen: list[dict] = []
    for number in range(40):
        page = api.get("/v1/fingerprints", params=query).json()
        seen += page["data"]
        if not page["pagination"]["has_more"]:
            break
        query["cursor"] = page["pagination"]["next_cursor"]
        # One that was told already, one that was not told yet, and somebody new.
        regulars[number % 9].come()
        regulars[-1 - number % 9].come(2)
        Regular(served, publishable=publishable).come()
    ids = [row["id"] for row in seen]
    assert len(ids) == len(set(ids)), "one was told twice"
    assert before <= set(ids), "one was left out"
    for visitor in before:
        assert made(api.get(f"/v1/fingerprints/{visitor}"), 200)["id"] == visitor


def test_pages_go_on_when_one_of_the_list_is_erased(served: Server, tenant: tuple[Api, str]) -> None:
    api, publishable = tenant
    regulars = [Regular(served, publishable=publishable).come() for _ in range(6)]
    for sort in SORTS:
        query = {"limit": 2, **({"sort": sort} if sort else {})}
        page = api.get("/v1/fingerprints", params=query).json()
        told = [row["id"] for row in page["data"]]
        left = [regular for regular in regulars if regular.id(api) not in told]
        # The row that the cursor stands at, and one that is still to come.
        gone = [told[-1], left[0].id(api)]
        for visitor in gone:
            made(api.delete(f"/v1/fingerprints/{visitor}"), 200)
        rest = listed(api, **query, cursor=page["pagination"]["next_cursor"])
        assert {row["id"] for row in rest} == {regular.id(api) for regular in left[1:]}
        regulars = [regular for regular in regulars if api.get(f"/v1/sessions/{regular.sessions[-1]}").status_code == 200]
        regulars += [Regular(served, publishable=publishable).come() for _ in range(2)]


# Real browsers

def test_what_a_persons_browser_leaves(api: Api, signed_up) -> None:
    sign_up = signed_up("person-chromium")
    document = sign_up.document
    shown = made(api.get(f"/v1/fingerprints/{document['visitor_fingerprint']['id']}"), 200)
    hashes = shown["anchors"]
    assert re.fullmatch(r"[0-9a-f]{8,64}", hashes["audio_hash"]), hashes
    if document["client_telemetry"]["graphics"]["webgl"]["renderer"]:
        assert hashes["webgl_hash"] and hashes["parameters_hash"], hashes
    vector = shown["components"]["vector"]
    assert vector and all(isinstance(number, (int, float)) and not isinstance(number, bool) for number in vector)
    assert len(set(vector)) > 3, vector
    assert shown["latest_request"]["user_agent"] == document["request"]["user_agent"]
    assert sign_up.session_id in {session["session_id"] for session in shown["activity"]["sessions"]}


def test_a_browser_that_draws_has_all_anchors_and_keeps_its_token(automated_browser: Browser, shop: Shop, api: Api) -> None:
    """Playwright asks Chromium to draw in software. On the first visit no storage can hold a token yet."""
    shown = []
    with automated_browser.new_context() as context:
        page = context.new_page()
        for _ in range(2):
            visit = shop.visit()
            page.goto(visit.url)
            visit.wait_for("frozen")
            send_form(page)
            visitor = api.decided(visit.wait_for("sign-up")["session_id"])["visitor_fingerprint"]["id"]
            shown.append(made(api.get(f"/v1/fingerprints/{visitor}"), 200))
            time.sleep(0.3)
    first, second = shown
    assert first["id"] == second["id"]
    assert all(re.fullmatch(r"[0-9a-f]{8,64}", value) for value in first["anchors"].values()), first["anchors"]
    assert first["anchors"] == second["anchors"]
    assert set(first["storage"].values()) == {False}, first["storage"]
    assert {name for name, kept in second["storage"].items() if kept} >= {"cookies", "local_storage"}, second["storage"]
    assert len(first["components"]["vector"]) == len(second["components"]["vector"])
