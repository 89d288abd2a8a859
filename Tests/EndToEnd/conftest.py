"""What the tests share: one screen, one person, one server, one customer's site, and the sign-ups done on it."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from collect_agent import CollectAgent, Session
from contract import OURS, Contract
from display import Display
from human import Person
from server import BINARY, Api, Server
from shop import Shop
from tls_server import TlsServer
from visits import SignUp, by_person, by_tool


def pytest_report_header() -> str:
    return f"server: {BINARY}"


@pytest.fixture(scope="session")
def contract() -> Contract:
    return Contract()


@pytest.fixture(scope="session")
def reference() -> Contract:
    """Our own document, where answers tell of scopes and operations that the contract does not know."""
    return Contract(OURS)


@pytest.fixture(scope="session")
def display() -> Iterator[Display]:
    display = Display()
    yield display
    display.close()


@pytest.fixture(scope="session")
def person(display: Display) -> Iterator[Person]:
    person = Person(display.name)
    yield person
    person.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, contract: Contract) -> Iterator[Server]:
    """The server that most tests talk to."""
    if not BINARY.exists():
        pytest.exit(f"there is no server at {BINARY}: build it first", returncode=2)
    server = Server(tmp_path_factory.mktemp("server"), contract, options=["--demo"])
    server.init()
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def tls_server(tmp_path_factory: pytest.TempPathFactory, contract: Contract) -> Iterator[TlsServer]:
    """A server that clients reach over TLS with nothing between."""
    server = TlsServer(tmp_path_factory.mktemp("tls-server"), contract)
    server.make_certificate()
    server.init()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def new_server(tmp_path: Path, contract: Contract) -> Iterator[Callable[..., Server]]:
    """Makes servers that belong to one test, with their own store."""
    made: list[Server] = []

    def make(folder: Path | None = None, kind: type[Server] = Server, **options: object) -> Server:
        folder = folder or tmp_path / f"server-{len(made)}"
        folder.mkdir(exist_ok=True)
        made.append(kind(folder, contract, **options))
        return made[-1]

    yield make
    for server in made:
        if server.process is not None:
            server.kill()


@pytest.fixture(scope="session")
def api(server: Server) -> Api:
    return server.api()


@pytest.fixture
def agent(server: Server) -> CollectAgent:
    return server.agent()


@pytest.fixture(scope="session")
def shop(server: Server) -> Iterator[Shop]:
    shop = Shop(server.url, server.publishable_key)
    yield shop
    shop.close()


@pytest.fixture(scope="session")
def signed_up(display: Display, shop: Shop, server: Server, request: pytest.FixtureRequest) -> Callable[[str], SignUp]:
    """The sign-up by a tool, or by a person (`person-chromium`, `person-firefox`). Each is done once for all tests."""
    done: dict[str, SignUp] = {}

    def sign_up(who: str) -> SignUp:
        if who not in done:
            if who.startswith("person-"):
                done[who] = by_person(who.removeprefix("person-"), display, request.getfixturevalue("person"), shop, server)
            else:
                done[who] = by_tool(who, display, shop, server)
        return done[who]

    return sign_up


@pytest.fixture(scope="session")
def automated_browser() -> Iterator[Browser]:
    """A headless browser as an instrument: for what pages look like and do, never for a verdict."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium")
        yield browser
        browser.close()


@pytest.fixture(scope="session", autouse=True)
def abandoned(server: Server) -> tuple[Session, float]:
    """A session whose page vanished without a word, at the very start of the run: it is looked at near its end."""
    agent = server.agent()
    session = agent.handshake()
    agent.observe(session)
    return session, time.monotonic()


# Tests that wait for the server's clock come late, so that the others fill the time; last comes what looks back on the run.
LAST = ("test_deadlines.py", "test_catalogue.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: LAST.index(item.path.name) if item.path.name in LAST else -1)
