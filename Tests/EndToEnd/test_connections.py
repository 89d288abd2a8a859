"""What a connection shows of the client that made it: real browsers and real libraries, straight against the TLS port."""

import json
import ssl
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Error

from client_hello import PRE_SHARED_KEY
from collect_agent import CollectAgent
from connections import CHROME, CLIENTS, IMPERSONATORS, LIBRARIES, NOT_TOLD_APART, PATH, Client, Shown, by_person
from http2_wire import END_HEADERS, END_STREAM, HEADERS, PREFACE, Http2, frame, get, priority, settings, window_update
from relay import Relay
from tls_server import TlsServer

CAPTURED = Path(__file__).resolve().parents[3] / "shared" / "vectors" / "ja4" / "live-clients.json"
# Each browser with the family that its connection belongs to.
BROWSERS = {"chromium": "chromium", "firefox": "firefox", "webkit": "webkitgtk"}
Shows = Callable[..., Shown]


@pytest.fixture(scope="module")
def shows(tls_server: TlsServer) -> Shows:
    """What a client shows, as itself or as another. Each is asked once for all tests."""
    seen: dict[tuple[str, str | None], Shown] = {}

    def show(client: Client, claim: str | None = None) -> Shown:
        if not client.is_here:
            pytest.skip(f"{client.needs} is not on this machine")
        key = client.name, claim
        if key not in seen:
            seen[key] = client.ask(tls_server, claim)
        return seen[key]

    return show


@pytest.fixture(scope="module")
def visit(request: pytest.FixtureRequest, tls_server: TlsServer) -> Callable[[str], Shown]:
    """What a person's browser shows on a page with the agent. Each visits once for all tests."""
    seen: dict[str, Shown] = {}

    def visit(kind: str) -> Shown:
        if kind not in seen:
            seen[kind] = by_person(kind, request.getfixturevalue("display"), request.getfixturevalue("person"), tls_server)
        return seen[kind]

    return visit


def each(clients: list[Client]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("client", clients, ids=lambda client: client.name)


# What is read of a connection

@each(list(CLIENTS.values()))
def test_ja4_is_what_an_independent_reading_of_the_hello_gives(shows: Shows, client: Client) -> None:
    shown = shows(client)
    assert shown.tls["hash"] == shown.hellos[0].ja4()


@each(list(CLIENTS.values()))
def test_there_is_an_http2_string_where_http2_was_spoken_and_only_there(shows: Shows, client: Client) -> None:
    string = shows(client).http2["akamai_fingerprint"]
    assert (string is not None) == client.http2, string


@pytest.mark.parametrize(("client", "capture"), [
    ("curl, HTTP/2", "curl"), ("curl, TLS 1.2", "curl_tls1.2"), ("Python httpx, HTTP/2", "python_httpx_h2"), ("Node http2", "node20_http2"),
    ("Java HttpClient", "java_httpclient"), ("Go net/http", "go_net_http"), ("curl_cffi as chrome110", "curl_cffi_chrome110"),
    ("curl_cffi as chrome146", "curl_cffi_chrome146"), ("curl_cffi as firefox135", "curl_cffi_firefox135"),
    ("curl_cffi as safari180", "curl_cffi_safari180"),
])
def test_the_http2_string_is_the_one_that_was_captured_of_the_same_client(shows: Shows, client: str, capture: str) -> None:
    if not CAPTURED.is_file():
        pytest.skip("the captures of live clients (../shared/vectors/ja4/live-clients.json) are not on this machine")
    shown = shows(CLIENTS[client])
    captured = next(c for c in json.loads(CAPTURED.read_text())["clients"] if c["client"] == capture)
    if captured["ja4"] != shown.hellos[0].ja4():
        pytest.skip(f"another version than this machine's was captured: {captured['ja4']}")
    assert shown.http2["akamai_fingerprint"] == captured["akamai"]


@pytest.mark.parametrize("sent, string", [
    ([settings((1, 65536), (2, 0), (4, 6291456), (6, 262144)), window_update(15663105)],
     "1:65536;2:0;4:6291456;6:262144|15663105|0|m,a,s,p"),
    ([settings(), window_update(1), priority(3, False, 0, 201), priority(5, True, 3, 1)], "|1|3:0:0:201,5:1:3:1|m,a,s,p"),
    ([settings((3, 100)), settings((9, 1))], "3:100|00|0|m,a,s,p"),
    ([settings((0x0A0A, 7), (4, 4294967295 // 2))], "2570:7;4:2147483647|00|0|m,a,s,p"),
], ids=["as Chromium does", "with priorities", "two frames of settings", "settings that mean nothing"])
def test_an_http2_preface_is_told_as_it_was_sent(tls_server: TlsServer, sent: list[bytes], string: str) -> None:
    assert told_of(tls_server, *sent, order="masp") == string


@pytest.mark.parametrize("order", ["msap", "spam", "pmas"])
def test_the_pseudo_headers_are_told_in_their_order(tls_server: TlsServer, order: str) -> None:
    assert told_of(tls_server, settings((2, 0)), order=order) == f"2:0|00|0|{','.join(order)}"


def test_http2_speaks_where_a_hello_is_nobodys(tls_server: TlsServer) -> None:
    """Ciphers that no client offers by itself, curl's way of HTTP/2, and Chrome's name."""
    request = get(PATH, tls_server.tls_port, ("authorization", f"Bearer {tls_server.secret_key}"), ("user-agent", CHROME), order="mpsa")
    with Http2(tls_server, ciphers="ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-CAMELLIA256-SHA384:ECDHE-ECDSA-AES128-CCM8") as connection:
        connection.send(PREFACE, settings((3, 100), (4, 33554432), (2, 0)), window_update(33488897),
                        frame(HEADERS, request, 1, END_STREAM | END_HEADERS))
        session = connection.answer(1)["x-tripline-session-id"]
    document = tls_server.api().decided(session)
    assert "http2_user_agent_mismatch" in {fired["signal"] for fired in document["signals_fired"]}, document["connection_fingerprint"]


def told_of(server: TlsServer, *sent: bytes, order: str) -> str:
    request = get(PATH, server.tls_port, ("authorization", f"Bearer {server.secret_key}"), ("user-agent", CHROME), order=order)
    with Http2(server) as connection:
        connection.send(PREFACE, *sent, frame(HEADERS, request, 1, END_STREAM | END_HEADERS))
        session = connection.answer(1)["x-tripline-session-id"]
    return server.api().decided(session)["connection_fingerprint"]["http2"]["akamai_fingerprint"]


@pytest.mark.parametrize("client", ["curl, HTTP/2", "wget", "Python requests", "Python httpx, HTTP/2", "curl_cffi as chrome152"])
def test_a_client_shows_the_same_on_every_connection(tls_server: TlsServer, shows: Shows, client: str) -> None:
    first, again = shows(CLIENTS[client]), CLIENTS[client].ask(tls_server)
    assert first.document["connection_fingerprint"] == again.document["connection_fingerprint"]
    assert first.hellos[0].random != again.hellos[0].random


def test_what_chromium_shuffles_does_not_show(tls_server: TlsServer, automated_browser: Browser) -> None:
    shown, relay = [], Relay(tls_server.tls_port)
    for _ in range(4):
        with automated_browser.new_context(ignore_https_errors=True) as context:
            context.set_extra_http_headers({"Authorization": f"Bearer {tls_server.secret_key}"})
            page = context.new_page()
            # Chromium shows a page of its own for a refusal without a body, and calls that an error.
            with page.expect_response(f"**{PATH}") as answer, suppress(Error):
                page.goto(f"https://localhost:{relay.port}{PATH}")
            shown.append(tls_server.api().decided(answer.value.headers["x-tripline-session-id"])["connection_fingerprint"])
    relay.close()
    assert len({tuple(hello.order) for hello in relay.hellos}) > 1, "its extensions came in the same order every time"
    assert {json.dumps(s) for s in shown} == {json.dumps(shown[0])}
    assert shown[0]["ja4"]["hash"] == relay.hellos[0].ja4()


def test_a_tls_session_that_is_taken_up_again_is_still_the_same_client(tls_server: TlsServer) -> None:
    """A resumed session adds an extension to the hello, and so to the count in JA4; what it is recognized as must not change."""
    context, session, shown, reused = tls_server.context("http/1.1"), None, [], []
    with Relay(tls_server.tls_port) as relay:
        for _ in range(2):
            with context.wrap_socket(relay.dial(), server_hostname="localhost", session=session) as connection:
                answer = asked(connection, tls_server)
                session = connection.session
                reused.append(connection.session_reused)
            shown.append(tls_server.api().decided(answer)["connection_fingerprint"])
    assert reused == [False, True]
    first, second = relay.hellos
    assert first.extension(PRE_SHARED_KEY) is None and second.extension(PRE_SHARED_KEY) is not None
    assert [s["ja4"]["hash"] for s in shown] == [first.ja4(), second.ja4()]
    changing = frozenset({0x0015, 0x0023, 0x0029})
    assert first.ja4(without=changing) == second.ja4(without=changing)
    recognized = [{name: s["ja4"][name] for name in ("family", "product", "profile")} for s in shown]
    assert recognized[0] == recognized[1] and recognized[0]["product"]
    assert shown[0]["user_agent_alignment"] == shown[1]["user_agent_alignment"] == "mismatch"


def asked(connection: ssl.SSLSocket, server: TlsServer) -> str:
    """Asks by hand under Chrome's name, and gives back the session's id."""
    connection.sendall(f"GET {PATH} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: {CHROME}\r\nAuthorization: Bearer {server.secret_key}\r\n"
                       "Connection: close\r\n\r\n".encode())
    answer = b""
    while chunk := connection.recv(65_536):
        answer += chunk
    head = dict(line.lower().split(": ", 1) for line in answer.split(b"\r\n\r\n")[0].decode().split("\r\n")[1:])
    return head["x-tripline-session-id"]


def test_a_connection_that_is_not_encrypted_shows_nothing(tls_server: TlsServer) -> None:
    answer = httpx.get(f"{tls_server.url}{PATH}", headers={"Authorization": f"Bearer {tls_server.secret_key}", "User-Agent": CHROME})
    nothing(tls_server.api().decided(answer.headers["x-tripline-session-id"]))


def test_an_agent_that_speaks_plain_http_shows_nothing(tls_server: TlsServer) -> None:
    agent = tls_server.agent()
    session = agent.handshake()
    agent.observe(session)
    agent.finish(session)
    nothing(tls_server.api().session(session.id))


def test_a_server_that_is_told_not_to_look_shows_nothing(new_server: Callable[..., TlsServer]) -> None:
    server = new_server(kind=TlsServer, options=["--connection-fingerprints", "off"])
    server.make_certificate()
    server.init()
    server.start()
    nothing(CLIENTS["curl, HTTP/2"].ask(server, "Chrome").document)


def nothing(document: dict) -> None:
    shown = document["connection_fingerprint"]
    assert {*shown["ja4"].values(), *shown["http2"].values(), shown["user_agent_alignment"]} == {None}, shown


# What is made of it: libraries

def recognized(shown: Shown) -> tuple[str | None, str | None]:
    return shown.tls["family"], shown.tls["product"]


@each(LIBRARIES)
def test_a_library_is_not_taken_for_a_browser(shows: Shows, client: Client) -> None:
    shown = shows(client)
    assert shown.tls["family"] not in ("chromium", "firefox", "webkit", "webkitgtk"), shown.why()


@each(LIBRARIES)
def test_a_library_that_says_what_it_is_contradicts_nothing_and_is_a_bot(shows: Shows, client: Client) -> None:
    shown = shows(client)
    assert shown.alignment in ("match", "unknown"), shown.why()
    assert shown.decision["automation_status"] == "automated", shown.why()


@pytest.mark.parametrize("claim", ["Chrome", "Chrome, with all its headers"])
@each(LIBRARIES)
def test_a_library_under_chromes_name_is_a_mismatch_and_a_bot(shows: Shows, client: Client, claim: str) -> None:
    shown = shows(client, claim)
    assert shown.alignment == "mismatch", shown.why()
    assert shown.decision["automation_status"] == "automated", shown.why()


@pytest.mark.parametrize("claim", ["Firefox", "Safari"])
@pytest.mark.parametrize("client", ["curl, HTTP/2", "wget", "openssl s_client", "Python requests", "Node fetch", "Go net/http"])
def test_a_library_under_another_browsers_name_is_a_mismatch_too(shows: Shows, client: str, claim: str) -> None:
    shown = shows(CLIENTS[client], claim)
    assert shown.alignment == "mismatch", shown.why()
    assert shown.decision["automation_status"] == "automated", shown.why()


@each(LIBRARIES)
def test_the_claim_changes_nothing_of_what_the_connection_shows(shows: Shows, client: Client) -> None:
    own, other = shows(client), shows(client, "Chrome")
    assert (own.tls, own.http2) == (other.tls, other.http2)


def test_a_forged_agent_is_betrayed_by_its_connection(tls_server: TlsServer) -> None:
    """Everything that an agent says can be made up; here a Python script says that it is Firefox.

    It is not convicted by its connection alone: a box that inspects TLS shows its own, with a person's browser behind it.
    """
    with httpx.Client(verify=tls_server.context(), timeout=30) as client:
        agent = CollectAgent(tls_server.tls_url, tls_server.publishable_key, client=client)
        session = agent.handshake()
        agent.observe(session)
        agent.finish(session)
    document = tls_server.api().session(session.id)
    shown = Shown([], document)
    assert shown.alignment == "mismatch", shown.why()
    assert shown.decision["automation_status"] != "human", shown.why()


# Impersonators

@each([c for c in IMPERSONATORS if c.name not in NOT_TOLD_APART])
def test_an_impersonator_that_differs_from_its_browser_is_a_mismatch_and_a_bot(shows: Shows, client: Client) -> None:
    shown = shows(client)
    assert shown.alignment == "mismatch", shown.why()
    assert shown.decision["automation_status"] == "automated", shown.why()


@each([c for c in IMPERSONATORS if c.name in NOT_TOLD_APART])
def test_an_impersonator_whose_connection_is_a_browsers_is_said_to_be_that(shows: Shows, client: Client) -> None:
    """What is documented as not told apart: should one of these become a mismatch, the documentation is to be changed."""
    shown = shows(client)
    assert shown.alignment != "mismatch", shown.why()


@pytest.mark.parametrize(("client", "claim"), [
    (client, claim) for client in IMPERSONATORS for claim in ("Chrome", "Firefox", "Safari") if claim != client.impersonates
], ids=lambda value: getattr(value, "name", value))
def test_an_impersonator_under_another_browsers_name_is_a_mismatch(shows: Shows, client: Client, claim: str) -> None:
    shown = shows(client, claim)
    assert shown.alignment == "mismatch", shown.why()


@pytest.mark.parametrize("client", ["curl_cffi as chrome110", "curl_cffi as chrome124"])
def test_an_old_browsers_connection_under_a_new_browsers_name_is_a_mismatch(shows: Shows, client: str) -> None:
    shown = shows(CLIENTS[client], "Chrome")
    assert shown.alignment == "mismatch", shown.why()


# What is made of it: browsers

@pytest.mark.parametrize("kind", list(BROWSERS))
def test_a_persons_browser_matches_its_user_agent(visit: Callable[[str], Shown], kind: str) -> None:
    shown = visit(kind)
    assert shown.alignment == "match", shown.why()


@pytest.mark.parametrize("kind", list(BROWSERS))
def test_a_person_over_tls_is_human(visit: Callable[[str], Shown], kind: str) -> None:
    shown = visit(kind)
    assert shown.decision["automation_status"] == "human", shown.why()
    assert shown.decision["risk_score"] < 20, shown.why()


@pytest.mark.parametrize("kind", list(BROWSERS))
def test_a_persons_browser_is_recognized(visit: Callable[[str], Shown], kind: str) -> None:
    shown = visit(kind)
    assert shown.tls["hash"] in {hello.ja4() for hello in shown.hellos}
    assert shown.tls["family"] == BROWSERS[kind], shown.why()
    assert shown.tls["confidence"] in ("exact", "high"), shown.why()
    assert shown.http2["akamai_fingerprint"] and shown.http2["profile"], shown.why()


def test_the_fingerprint_of_a_browser_is_its_own(visit: Callable[[str], Shown]) -> None:
    assert len({visit(kind).tls["hash"] for kind in BROWSERS}) == len(BROWSERS)
