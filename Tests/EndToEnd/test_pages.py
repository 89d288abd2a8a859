"""The demo, the agent's script, and pages of other people that the agent is put on."""

import re
import time
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from browsers import PersonsBrowser
from display import Display
from human import Person
from server import Api, Server
from shop import Shop
from visits import EMAIL, NAME, PASSWORD, SignUp, fill_in, run_tool, send_form

PHONE = {"width": 360, "height": 740}


@pytest.fixture
def page(automated_browser: Browser) -> Iterator[Page]:
    page = automated_browser.new_page()
    yield page
    page.close()


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement?.id || document.activeElement?.localName || ''")


def tab_to(page: Page, element: str) -> None:
    for _ in range(40):
        if focused(page) == element:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the Tab key does not lead to #{element}")


# The demo

def test_the_demo_can_be_used_with_the_keyboard_alone(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/demo")
    for field, text in (("name", NAME), ("email", EMAIL), ("password", PASSWORD)):
        tab_to(page, field)
        outline = page.evaluate("""() => { const s = getComputedStyle(document.activeElement);
                                           return s.outlineStyle !== 'none' || s.boxShadow !== 'none' }""")
        assert outline, f"one can't see that #{field} has the focus"
        page.keyboard.type(text)
    tab_to(page, "signup-submit")
    page.keyboard.press("Enter")
    outcome = page.locator("#outcome[data-outcome]")
    outcome.wait_for(state="visible")
    assert outcome.get_attribute("data-outcome") in ("welcome", "verify", "refused")
    assert re.fullmatch(r"sid_[0-9a-z]{26}", outcome.get_attribute("data-session-id") or "")


def test_the_demo_tells_what_is_wrong_with_a_form(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/demo")
    page.click("#signup-submit")
    assert focused(page) == "name"
    assert page.get_attribute("#name", "aria-invalid") == "true"
    assert page.locator("#outcome").is_hidden()


@pytest.mark.parametrize("path", ["/", "/demo"])
def test_pages_fit_a_phone(automated_browser: Browser, server: Server, path: str) -> None:
    with automated_browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, device_scale_factor=2) as context:
        page = context.new_page()
        page.goto(f"{server.url}{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_demo_works_and_fits_on_a_phone(automated_browser: Browser, server: Server) -> None:
    with automated_browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, device_scale_factor=2) as context:
        page = context.new_page()
        page.goto(f"{server.url}/demo")
        for field, text in (("name", NAME), ("email", EMAIL), ("password", PASSWORD)):
            page.tap(f"#{field}")
            page.keyboard.type(text)
        page.tap("#signup-submit")
        page.locator("#outcome[data-outcome]").wait_for(state="visible")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        link = page.locator("#inspect-link")
        link.wait_for()
        page.goto(server.url + link.get_attribute("href"))
        page.locator("#document").wait_for(state="visible")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_our_pages_cause_no_error(page: Page, server: Server) -> None:
    console = Console(page, tolerant=False)
    for path in ("/", "/demo"):
        page.goto(f"{server.url}{path}")
        page.wait_for_load_state("networkidle")
    assert console.errors == []


def test_a_tool_is_turned_away_on_the_demo(display: Display, server: Server) -> None:
    told = run_tool("playwright", display, f"{server.url}/demo")
    assert told["outcome"] == "refused"
    assert told["session_id"]


@pytest.fixture
def demo_places(automated_browser: Browser, signed_up, server: Server) -> dict:
    """Where the demo's elements are on a person's screen: measured in a window of the same size."""
    viewport = signed_up("person-chromium").visit.told["layout"][-1]["viewport"]
    size = {"width": viewport["width"], "height": viewport["height"]}
    with automated_browser.new_context(viewport=size) as context:
        page = context.new_page()
        page.goto(f"{server.url}/demo")
        page.wait_for_load_state("networkidle")
        places = {}
        for name in ("h1", "#name", "#email", "#password", "#signup-submit"):
            box = page.locator(name).first.bounding_box()
            assert box["y"] + box["height"] < size["height"], f"{name} is below the fold"
            places[name.strip("#")] = {**box, "x": box["x"] + viewport["x"], "y": box["y"] + viewport["y"]}
        return places


def test_a_person_is_welcome_on_the_demo(demo_places: dict, display: Display, person: Person, server: Server, api: Api) -> None:
    before = {row["id"] for row in api.get("/v1/sessions", params={"limit": 200}).json()["data"]}
    with PersonsBrowser("chromium", display, f"{server.url}/demo"):
        display.wait_for_window("Fern")
        person.rest(1.5, 2)
        fill_in(person, demo_places)
        session_id = wait_for_new_session(api, before)
    document = api.session(session_id)
    assert document["decision"]["automation_status"] == "human", SignUp(session_id, document).why()
    assert document["request"]["url"] == f"{server.url}/demo"


def wait_for_new_session(api: Api, before: set[str], seconds: float = 30) -> str:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        for row in api.get("/v1/sessions", params={"limit": 20}).json()["data"]:
            if row["id"] not in before and row["latest_decision"]["phase"] == "behavioral":
                return row["id"]
        time.sleep(0.5)
    raise AssertionError("no new session was decided")


# The agent's script

def test_the_agent_is_cached_and_has_an_etag(server: Server) -> None:
    first = httpx.get(f"{server.url}/t.js", headers={"Origin": "https://shop.example"})
    assert first.status_code == 200
    assert re.match(r"(text|application)/javascript", first.headers["Content-Type"])
    assert first.headers["ETag"] and first.headers["Cache-Control"]
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert first.headers["X-Content-Type-Options"] == "nosniff"
    again = httpx.get(f"{server.url}/t.js", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    changed = httpx.get(f"{server.url}/t.js", headers={"If-None-Match": '"another"'})
    assert changed.content == first.content
    head = httpx.head(f"{server.url}/t.js")
    assert (head.status_code, head.content) == (200, b"")


def test_the_agent_holds_no_secret_and_fits_its_limit(server: Server) -> None:
    answer = httpx.get(f"{server.url}/t.js", headers={"Accept-Encoding": "gzip"})
    assert answer.headers.get("Content-Encoding") == "gzip"
    assert int(answer.headers["Content-Length"]) <= 24 * 1024
    assert server.secret_key not in answer.text


# Pages of other people

class Console:
    """What a page let out."""

    def __init__(self, page: Page, tolerant: bool = True) -> None:
        self.by_browser = ("Content Security Policy", "Refused to", "requires 'Trusted") if tolerant else ()
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self.note)

    def note(self, message: ConsoleMessage) -> None:
        # What the browser itself writes when a policy forbids something is not an exception.
        if message.type == "error" and not any(words in message.text for words in self.by_browser):
            self.errors.append(message.text)


def strict_policy(tripline: str) -> str:
    return (f"default-src 'none'; script-src 'nonce-page' {tripline}; style-src 'nonce-page'; connect-src 'self' {tripline}; "
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; frame-src 'none'; worker-src 'none'; "
            "require-trusted-types-for 'script'; trusted-types 'none'")


@pytest.fixture
def strict_shop(server: Server) -> Iterator[Shop]:
    shop = Shop(server.url, server.publishable_key, strict_policy(server.url))
    yield shop
    shop.close()


def test_under_a_strict_policy_the_agent_does_without_and_throws_nothing(page: Page, strict_shop: Shop, api: Api) -> None:
    console = Console(page)
    visit = strict_shop.visit()
    page.goto(visit.url)
    visit.wait_for("frozen")
    send_form(page)
    page.locator("#outcome[data-outcome]").wait_for()
    session_id = visit.wait_for("sign-up")["session_id"]
    assert console.errors == []
    assert visit.told.keys() & {"trouble", "start-error", "agent-error", "sign-up-error"} == set(), visit.told
    telemetry = api.decided(session_id)["client_telemetry"]
    assert telemetry["navigator"]["hardware_concurrency"] and telemetry["canvas"]["hash"]


def test_a_page_of_another_origin_gets_what_it_needs(server: Server, shop: Shop, page: Page) -> None:
    assert shop.origin != server.url
    visit = shop.visit()
    console = Console(page)
    page.goto(visit.url)
    send_form(page)
    assert visit.wait_for("sign-up")["session_id"].startswith("sid_")
    assert visit.wait_for("frozen") is not None
    assert console.errors == []


def preflight(server: Server, path: str, method: str, headers: str, origin: str = "https://shop.example") -> httpx.Response:
    return httpx.options(f"{server.url}{path}", headers={
        "Origin": origin, "Access-Control-Request-Method": method, "Access-Control-Request-Headers": headers})


@pytest.mark.parametrize(("path", "method", "headers"), [
    ("/v1/collect/sessions", "POST", "authorization,content-type"),
    ("/v1/collect/sessions/sid_0123456789abcdefghjkmnpqrs/batches", "POST", "content-type"),
    ("/v1/collect/sessions/sid_0123456789abcdefghjkmnpqrs/fingerprint", "POST", "content-type"),
    ("/v1/collect/sessions/sid_0123456789abcdefghjkmnpqrs/results", "POST", "content-type"),
])
def test_other_origins_may_ask_the_collect_endpoints(server: Server, path: str, method: str, headers: str) -> None:
    answer = preflight(server, path, method, headers)
    assert answer.status_code in (200, 204)
    assert answer.headers["Access-Control-Allow-Origin"] in ("*", "https://shop.example")
    allowed = answer.headers["Access-Control-Allow-Headers"].lower()
    assert all(name in allowed for name in headers.split(","))
    assert method in answer.headers["Access-Control-Allow-Methods"]
    assert int(answer.headers["Access-Control-Max-Age"]) > 0


def test_other_origins_may_not_read_the_server_api(server: Server) -> None:
    """A secret key has no business in a page."""
    answer = preflight(server, "/v1/sessions", "GET", "authorization")
    assert "Access-Control-Allow-Origin" not in answer.headers
    read = httpx.get(f"{server.url}/v1/sessions", headers={"Origin": "https://shop.example", "Authorization": f"Bearer {server.secret_key}"})
    assert "Access-Control-Allow-Origin" not in read.headers


def test_an_agent_with_a_wrong_key_says_so_and_breaks_nothing(page: Page, server: Server) -> None:
    shop = Shop(server.url, "pk_live_unknownunknownunknown")
    try:
        visit = shop.visit()
        page.goto(visit.url)
        told = visit.wait_for("start-error")
        assert told["code"] and told["operation"] == "start", told
        assert "trouble" not in visit.told
    finally:
        shop.close()


def test_an_agent_refuses_a_secret_key(page: Page, server: Server) -> None:
    shop = Shop(server.url, "sk_live_thisbelongsonaserver")
    try:
        visit = shop.visit()
        page.goto(visit.url)
        assert visit.wait_for("start-error")["code"] == "config.validation_failed"
    finally:
        shop.close()


def batches_taken(server: Server) -> int:
    metrics = httpx.get(f"{server.url}/metrics").text
    return int(re.search(r"^tripline_batches_accepted_total (\d+)$", metrics, re.MULTILINE).group(1))


def test_a_page_that_goes_away_flushes_what_it_had(automated_browser: Browser, shop: Shop, server: Server) -> None:
    page = automated_browser.new_page()
    visit = shop.visit()
    page.goto(visit.url)
    visit.wait_for("frozen")
    page.wait_for_timeout(2500)
    before = batches_taken(server)
    page.mouse.move(200, 200)
    page.mouse.move(300, 260)
    # Sooner than the agent would have sent the movement by itself.
    page.goto("about:blank")
    page.wait_for_timeout(1000)
    page.close()
    assert batches_taken(server) > before
