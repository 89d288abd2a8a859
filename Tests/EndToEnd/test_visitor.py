"""A browser that comes back is the same visitor, as long as one of its storages was left to it."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from collect_agent import CollectAgent
from server import Api, Server
from shop import Shop
from tabs import ChromiumTabs, FirefoxTabs, Tabs
from tls_server import TlsServer

CONFLICT = "visitor_tokens_conflict"

# Of the server's own origin; a text, in which nothing runs but what the tests do.
OWN_PAGE = "/t.js"

# What each of the storages that scripts can reach holds.
READ = """async () => {
  const database = await new Promise((resolve, reject) => {
    const request = indexedDB.open("_tripline", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("_tripline");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const stored = await new Promise((resolve) => {
    const request = database.transaction("_tripline").objectStore("_tripline").get("_tripline");
    request.onsuccess = () => resolve(request.result ?? null);
  });
  database.close();
  return {
    cookies: document.cookie.match(/(?:^|; )_tripline=([^;]*)/)?.[1] ?? null,
    local_storage: localStorage.getItem("_tripline"),
    indexed_db: stored,
    service_worker: await (await caches.match("/_tripline"))?.text() ?? null,
    window_name: window.name.match(/^_tripline=(.*)/)?.[1] ?? null,
  };
}"""

WRITE = {
    "cookies": "(token) => { document.cookie = `_tripline=${token};Path=/;Max-Age=31536000;SameSite=Lax` }",
    "local_storage": "(token) => localStorage.setItem('_tripline', token)",
    "indexed_db": """(token) => new Promise((resolve) => {
        const request = indexedDB.open("_tripline", 1);
        request.onsuccess = () => {
          const transaction = request.result.transaction("_tripline", "readwrite");
          transaction.objectStore("_tripline").put(token, "_tripline");
          transaction.oncomplete = () => { request.result.close(); resolve(); };
        };
      })""",
    "service_worker": "async (token) => (await caches.open('_tripline')).put('/_tripline', new Response(token))",
    "window_name": "(token) => { window.name = `_tripline=${token}` }",
}

CLEAR = {
    "cookies": "() => { document.cookie = '_tripline=;Path=/;Max-Age=0' }",
    "local_storage": "() => localStorage.clear()",
    "indexed_db": """() => new Promise((resolve) => {
        const request = indexedDB.deleteDatabase("_tripline");
        request.onsuccess = request.onerror = request.onblocked = () => resolve();
      })""",
    "service_worker": "async () => { await caches.delete('_tripline') }",
    "window_name": "() => { window.name = '' }",
}

# What a page of the server's own origin does; as a script of the page, since drivers' scripts run in a place of their own.
START = """(options) => new Promise((resolve) => {
  const script = document.createElement("script");
  script.type = "module";
  script.textContent = `
    const { start } = await import("/t.js");
    const client = await start(${JSON.stringify(options)});
    await client.waitForFingerprint();
    document.documentElement.dataset.session = (await client.getSession()).sessionId;`;
  document.documentElement.append(script);
  const waiting = setInterval(() => {
    if (!document.documentElement.dataset.session) return;
    clearInterval(waiting);
    resolve(document.documentElement.dataset.session);
  }, 50);
})"""


@pytest.fixture(params=["chromium", "firefox"])
def tabs(automated_browser: Browser, request: pytest.FixtureRequest) -> Iterator[Tabs]:
    """A browser that was never here."""
    tabs = ChromiumTabs(automated_browser) if request.param == "chromium" else FirefoxTabs()
    yield tabs
    tabs.close()


def visit(tabs: Tabs, shop: Shop, api: Api, go: Callable[[Tabs, str], None] = lambda tabs, url: tabs.open(url)) -> dict:
    """One visit, decided after the fingerprint was frozen."""
    visit = shop.visit("?watched")
    go(tabs, visit.url)
    return api.decided(visit.wait_for("looked-at")["session_id"])


def visitor(document: dict) -> str:
    return document["visitor_fingerprint"]["id"]


def signals(document: dict) -> set[str]:
    return {signal["signal"] for signal in document["signals_fired"]}


def stranger(agent: CollectAgent, api: Api) -> tuple[str, str]:
    """Another visitor: its token and its id."""
    session = agent.handshake()
    agent.observe(session)
    token = agent.send(session, "fingerprint")["continuity_token"]
    agent.finish(session)
    return token, visitor(api.decided(session.id))


def forged(token: str) -> str:
    """A token with one character changed."""
    middle = len(token) // 2
    return token[:middle] + ("A" if token[middle] != "A" else "B") + token[middle + 1:]


# What is kept

def test_a_returning_browser_is_the_same_visitor_by_any_one_storage(tabs: Tabs, shop: Shop, api: Api) -> None:
    before = visit(tabs, shop, api)["visitor_fingerprint"]
    for left in (tuple(CLEAR), *((storage,) for storage in CLEAR)):
        for storage in CLEAR.keys() - set(left):
            tabs.run(CLEAR[storage])
        again = visit(tabs, shop, api)["visitor_fingerprint"]
        assert again["id"] == before["id"] and again["confidence"] == 99, left
        assert again["lifecycle"]["seen_count"] == before["lifecycle"]["seen_count"] + 1, left
        assert again["lifecycle"]["first_seen_at"] == before["lifecycle"]["first_seen_at"], left
        assert again["lifecycle"]["last_seen_at"] > before["lifecycle"]["last_seen_at"], left
        before = again


def test_each_visit_leaves_a_new_token_in_every_storage(tabs: Tabs, shop: Shop, api: Api) -> None:
    visit(tabs, shop, api)
    first = tabs.run(READ)
    visit(tabs, shop, api)
    second = tabs.run(READ)
    assert None not in first.values() and len(set(first.values())) == 1, first
    assert None not in second.values() and len(set(second.values())) == 1, second
    assert first["cookies"] != second["cookies"]


def test_two_tabs_of_a_new_browser_are_one_visitor(tabs: Tabs, shop: Shop, api: Api) -> None:
    visits = [shop.visit("?watched") for _ in range(3)]
    tabs.open(visits[0].url)
    for one in visits[1:]:
        tabs.open_beside(one.url)
    documents = [api.decided(one.wait_for("looked-at")["session_id"]) for one in visits]
    assert len({visitor(document) for document in documents}) == 1
    # Nor does one tab's token stand against another's at the next visit.
    again = visit(tabs, shop, api)
    assert visitor(again) == visitor(documents[0]) and CONFLICT not in signals(again)
    # A browser of other tests may look like this one, and then all are of its visitor.
    assert again["visitor_fingerprint"]["lifecycle"]["seen_count"] >= 4


def test_a_tab_that_is_stuck_does_not_keep_another_waiting_for_ever(tabs: Tabs, shop: Shop, api: Api) -> None:
    visit(tabs, shop, api)
    tabs.run("() => { navigator.locks.request('_tripline', () => new Promise(() => {})) }")
    visit(tabs, shop, api, lambda tabs, url: tabs.open_beside(url))


# What is put in

@pytest.mark.parametrize("storage", ["local_storage", "window_name"])
def test_a_token_of_another_visitor_in_one_storage_is_a_conflict_and_changes_nobody(
        tabs: Tabs, shop: Shop, api: Api, agent: CollectAgent, storage: str) -> None:
    token, _ = stranger(agent, api)
    first = visit(tabs, shop, api)
    tabs.run(WRITE[storage], token)
    second = visit(tabs, shop, api)
    assert visitor(second) == visitor(first)
    assert CONFLICT in signals(second) and CONFLICT not in signals(first)
    assert second["visitor_fingerprint"]["confidence"] < 99
    # The visit has put its own token everywhere.
    assert CONFLICT not in signals(visit(tabs, shop, api))


def test_a_forged_token_is_nobodys(tabs: Tabs, shop: Shop, api: Api, agent: CollectAgent) -> None:
    token, victim = stranger(agent, api)
    first = visit(tabs, shop, api)
    for storage in ("cookies", "local_storage", "indexed_db", "service_worker"):
        tabs.run(WRITE[storage], forged(token))
    second = visit(tabs, shop, api)
    assert visitor(second) == visitor(first) != victim
    assert CONFLICT not in signals(second)


def test_a_token_of_another_organization_is_nobodys(tabs: Tabs, shop: Shop, api: Api, new_server: Callable[..., Server]) -> None:
    other = new_server()
    other.init()
    other.start()
    token, victim = stranger(other.agent(), other.api())
    first = visit(tabs, shop, api)
    for storage in ("cookies", "local_storage", "indexed_db", "service_worker"):
        tabs.run(WRITE[storage], token)
    second = visit(tabs, shop, api)
    assert visitor(second) == visitor(first) != victim
    assert CONFLICT not in signals(second)


def test_what_is_put_in_after_the_freeze_changes_nothing(tabs: Tabs, shop: Shop, api: Api, agent: CollectAgent) -> None:
    token, _ = stranger(agent, api)
    visit = shop.visit("?watched")
    tabs.open(visit.url)
    session = visit.wait_for("looked-at")["session_id"]
    before = visitor(api.decided(session))
    for storage, write in WRITE.items():
        tabs.run(write, token)
    # The page's own client hands the session off once more.
    told = len(visit.told.get("sign-up", []))
    tabs.run("() => document.querySelector('#signup').dispatchEvent(new Event('submit', { cancelable: true }))")
    visit.wait_for("sign-up")
    assert len(visit.told["sign-up"]) == told + 1
    assert visitor(api.decided(session)) == before


# The server's own cookie

def test_the_servers_cookie_alone_brings_a_visitor_back(tabs: Tabs, server: Server, api: Api) -> None:
    tabs.open(server.url + OWN_PAGE)
    first = api.decided(tabs.run(START, {"publishableKey": server.publishable_key}))
    cookie = tabs.cookies()["_tripline_server"]
    assert cookie["httpOnly"] and cookie["sameSite"] == "Lax" and not cookie["secure"]
    assert "_tripline_server" not in tabs.run("() => document.cookie")
    for clear in CLEAR.values():
        tabs.run(clear)
    tabs.open(f"{server.url}{OWN_PAGE}?again")
    second = api.decided(tabs.run(START, {"publishableKey": server.publishable_key}))
    assert visitor(second) == visitor(first) and second["visitor_fingerprint"]["confidence"] == 99
    assert tabs.cookies()["_tripline_server"]["value"] != cookie["value"]
    assert api.get(f"/v1/fingerprints/{visitor(second)}").json()["data"]["storage"] == {
        "cookies": True, "local_storage": False, "indexed_db": False, "service_worker": False, "window_name": False}


def test_by_tls_the_servers_cookie_is_its_hosts_alone(tabs: Tabs, tls_server: TlsServer) -> None:
    api = tls_server.api()
    tabs.open(tls_server.tls_url + OWN_PAGE)
    first = api.decided(tabs.run(START, {"publishableKey": tls_server.publishable_key}))
    cookie = tabs.cookies()["__Host-_tripline"]
    assert cookie["httpOnly"] and cookie["secure"] and cookie["path"] == "/"
    for clear in CLEAR.values():
        tabs.run(clear)
    tabs.open(f"{tls_server.tls_url}{OWN_PAGE}?again")
    assert visitor(api.decided(tabs.run(START, {"publishableKey": tls_server.publishable_key}))) == visitor(first)


def test_a_page_of_another_origin_gets_no_cookie_of_the_servers(tabs: Tabs, shop: Shop, api: Api) -> None:
    visit(tabs, shop, api)
    assert set(tabs.cookies()) == {"_tripline"}


def test_a_page_that_wants_nothing_kept_keeps_nothing(tabs: Tabs, server: Server) -> None:
    tabs.open(server.url + OWN_PAGE)
    tabs.run(START, {"publishableKey": server.publishable_key, "disable": ["continuity"]})
    assert not tabs.cookies()
    assert set(tabs.run(READ).values()) == {None}
