"""The same client by another way: by a second request, by a WebSocket, and as a STUN server sees it."""

import json
import re
import socket
import sqlite3
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import closing

import httpx
import pytest
from playwright.sync_api import Browser, Page

from browsers import PersonsBrowser
from collect_agent import CollectAgent, Session
from contract import Contract
from display import Display
from network_check import Detour, awaited, by_socket, frame, kept
from server import Server, free_port
from shop import Shop
from tls_server import TlsServer

START = """async ([endpoint, publishableKey, options]) => {
    const { start } = await import(`${endpoint}/t.js`);
    const began = performance.now();
    const client = globalThis.client = await start({ publishableKey, ...options });
    await client.waitForFingerprint();
    const { sessionId, sealedToken } = await client.getSession();
    return { sessionId, sealedToken, ms: performance.now() - began };
}"""


@pytest.fixture(scope="module")
def straight(tmp_path_factory: pytest.TempPathFactory, contract: Contract) -> Iterator[TlsServer]:
    """A server with both ports whose peers are its clients, and which answers STUN clients and tells agents of it."""
    server = TlsServer(tmp_path_factory.mktemp("straight"), contract)
    server.stun_port = free_port()
    server.options = ["--stun-port", str(server.stun_port), "--webrtc", "on"]
    server.make_certificate()
    server.init()
    server.start()
    yield server
    server.stop()


def begun(agent: CollectAgent) -> Session:
    session = agent.handshake()
    agent.observe(session)
    return session


def post(agent: CollectAgent, check: bytes, address: str | None = None):
    headers = {**agent.headers, "Content-Type": "application/octet-stream", **({"X-Forwarded-For": address} if address else {})}
    return agent.http.post(f"{agent.url}/v1/collect/network-checks", content=check, headers=headers)


def started(page: Page, endpoint: str, server: Server, **options: object) -> dict:
    """Runs the agent on a page of its own server until it has its token."""
    page.goto(f"{endpoint}/healthz")
    return page.evaluate(START, [endpoint, server.publishable_key, options])


# As the page of the protocol has it

def test_an_agent_of_another_kind_shows_itself_twice_more(server: Server, agent: CollectAgent) -> None:
    assert (offer := begun(agent).handshake["network"]) == {"socket": True, "webrtc": None}, offer
    session = begun(agent)
    answer = post(agent, frame(session, "request"))
    assert (answer.status_code, answer.json()["data"]) == (202, {"object": "collect_network_check"})
    said = by_socket(server.port, frame(session, "socket"), headers={"X-Forwarded-For": agent.address})
    assert (said.code, said.reason, said.pings) == (1000, "", 3)
    checks = awaited(server, session.id)
    assert checks["request"] == {"transport": "request", "address": "same", "ip_version": 4}
    rtt = checks["socket"].pop("rtt_us")
    assert 0 < rtt < 1_000_000
    assert checks["socket"] == {"transport": "socket", "address": "same", "ip_version": 4}


@pytest.mark.parametrize(("address", "agreement"), [
    ("198.18.200.9", "other_network"), ("2001:db8::9", "unknown"), ("same /24", "same_network")])
def test_an_address_is_compared_and_not_kept(server: Server, agent: CollectAgent, address: str, agreement: str) -> None:
    session = begun(agent)
    address = re.sub(r"\.\d+$", ".255", agent.address) if address == "same /24" else address
    assert post(agent, frame(session, "request"), address).status_code == 202
    assert by_socket(server.port, frame(session, "socket"), headers={"X-Forwarded-For": address}).code == 1000
    for check in awaited(server, session.id).values():
        assert check["address"] == agreement
        assert address not in json.dumps(check)


def fired(server: Server, session_id: str) -> set[str]:
    return {signal["signal"] for signal in server.api().decided(session_id)["signals_fired"]}


def test_another_program_by_a_second_way_is_evidence(straight: TlsServer) -> None:
    """The session's own requests are of one TLS library's making; its socket is offered fewer ciphers, as a proxy would."""
    agent = CollectAgent(straight.tls_url, straight.publishable_key, client=httpx.Client(timeout=30, verify=straight.context()))
    other = straight.context("http/1.1")
    other.minimum_version = ssl.TLSVersion.TLSv1_3
    for tls, is_seen in ((straight.context("http/1.1"), False), (other, True)):
        session = begun(agent)
        assert by_socket(straight.tls_port, frame(session, "socket"), tls=tls).code == 1000
        agent.finish(session)
        assert ("second_transport_other_tls" in fired(straight, session.id)) is is_seen


def test_another_network_by_webrtc_is_evidence(server: Server, agent: CollectAgent) -> None:
    for address, is_seen in ((agent.address, False), ("203.0.113.7", True)):
        session = begun(agent)
        assert post(agent, frame(session, "request", {"reflexive": [address]})).status_code == 202
        agent.finish(session)
        assert ("webrtc_other_address" in fired(server, session.id)) is is_seen


@pytest.mark.parametrize(("broken", "code", "status"), [
    ("forged", "collect.batch_forged", 400), ("other way", "collect.batch_forged", 400), ("no ticket", "collect.ticket_invalid", 401),
    ("no JSON", "collect.payload_invalid", 422), ("early", "collect.batch_out_of_order", 409), ("again", "collect.batch_replayed", 409)])
def test_what_is_no_good_check_is_refused_by_either_way(
        server: Server, agent: CollectAgent, broken: str, code: str, status: int) -> None:
    session = agent.handshake() if broken == "early" else begun(agent)
    ways = {"request": "socket", "socket": "request"} if broken == "other way" else {"request": "request", "socket": "socket"}
    more = {"forged": {"key": bytes(32)}, "no ticket": {"ticket": bytes(154)}, "no JSON": {"payload": b"{"}}.get(broken, {})
    checks = {way: frame(session, sealed, **more) for way, sealed in ways.items()}
    if broken == "again":
        assert post(agent, checks["request"]).status_code == 202
        assert by_socket(server.port, checks["socket"]).code == 1000
    answer = post(agent, checks["request"])
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    said = by_socket(server.port, checks["socket"])
    assert (said.code, said.reason) == (1008, code)
    assert len(kept(server, session.id)) == (2 if broken == "again" else 0)


def test_checks_survive_a_kill_and_go_with_their_session(new_server: Callable[..., Server]) -> None:
    server = new_server()
    server.init()
    server.start()
    agent = server.agent()
    session = begun(agent)
    assert post(agent, frame(session, "request")).status_code == 202
    server.kill()
    server.start()
    assert by_socket(server.port, frame(session, "socket")).code == 1000
    assert set(awaited(server, session.id)) == {"request", "socket"}
    agent.finish(session)
    assert server.api().delete(f"/v1/sessions/{session.id}").status_code == 200
    assert kept(server, session.id) == []
    assert post(agent, frame(session, "request")).json()["error"]["code"] == "collect.ticket_expired"
    assert server.stop() == 0


def test_a_server_ends_though_a_socket_is_open(new_server: Callable[..., Server]) -> None:
    server = new_server()
    server.init()
    server.start()
    with socket.create_connection(("127.0.0.1", server.port)) as open_socket:
        open_socket.sendall(b"GET /v1/collect/network-checks HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: upgrade\r\n"
                            b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
        assert open_socket.recv(1000).startswith(b"HTTP/1.1 101")
        assert server.stop() == 0


# Real browsers

@pytest.mark.parametrize("kind", ["chromium", "firefox"])
def test_a_browser_is_one_client_by_all_its_ways(kind: str, display: Display, straight: TlsServer) -> None:
    shop = Shop(straight.tls_url, straight.publishable_key)
    visit = shop.visit()
    with PersonsBrowser(kind, display, visit.url, straight.certificate):
        visit.wait_for("frozen")
        session = latest_session(straight)
        checks = awaited(straight, session)
    shop.close()
    request, through = (checks[way] for way in ("request", "socket"))
    assert request["address"] == through["address"] == "same"
    ja4 = [check["connection"]["ja4"] for check in (request, through)]
    assert [text.split("_")[0][-2:] for text in ja4] == ["h2", "h1"], "the ALPN differs, as it does in every browser"
    assert len({text.split("_")[1] for text in ja4}) == 1, ja4
    assert 0 < through["rtt_us"] < 500_000
    assert request["tcp_rtt_us"] > 0 and through["tcp_rtt_us"] > 0
    assert "trouble" not in visit.told and "agent-error" not in visit.told, visit.told


def latest_session(server: Server) -> str:
    """The session that sent a batch last; it need not be decided yet."""
    with closing(sqlite3.connect(f"file:{server.database}?mode=ro", uri=True, timeout=10)) as database:
        return database.execute("SELECT id FROM sessions ORDER BY last_batch_at DESC LIMIT 1").fetchone()[0]


def test_a_socket_that_comes_from_elsewhere_is_seen(straight: TlsServer, automated_browser: Browser) -> None:
    with Detour(straight.port, source="127.0.1.2") as detour, automated_browser.new_context() as context:
        told = started(context.new_page(), detour.url, straight)
        checks = awaited(straight, told["sessionId"])
    assert detour.sockets == 1
    assert {way: check["address"] for way, check in checks.items()} == {"request": "same", "socket": "other_network"}


def test_the_round_trip_of_a_socket_goes_to_the_client_and_that_of_tcp_to_the_next_hop(
        straight: TlsServer, automated_browser: Browser) -> None:
    with Detour(straight.port, delay=0.1) as detour, automated_browser.new_context() as context:
        page = context.new_page()
        told = started(page, detour.url, straight)
        through = awaited(straight, told["sessionId"])["socket"]
        page.evaluate("client.getSession().then(() => {})")
    assert through["rtt_us"] >= 200_000
    assert through["tcp_rtt_us"] < 60_000
    assert "round_trip_behind_proxy" in fired(straight, told["sessionId"])


def test_a_socket_that_leads_nowhere_delays_nothing(straight: TlsServer, automated_browser: Browser) -> None:
    with Detour(straight.port, swallows=True) as detour, automated_browser.new_context() as context:
        page = context.new_page()
        troubles: list[str] = []
        page.on("pageerror", lambda error: troubles.append(str(error)))
        told = started(page, detour.url, straight)
        assert set(awaited(straight, told["sessionId"], 1)) == {"request"}
        page.wait_for_timeout(3500)
    assert detour.sockets == 1 and troubles == []
    assert told["sealedToken"]


def test_a_policy_that_forbids_sockets_costs_only_them(straight: TlsServer, automated_browser: Browser) -> None:
    """A policy that names the server by its web address alone: a WebSocket is another scheme."""
    address = f"http://localhost:{straight.port}"
    shop = Shop(address, straight.publishable_key, policy=f"connect-src 'self' {address}")
    with automated_browser.new_context() as context:
        page = context.new_page()
        visit = shop.visit()
        page.goto(visit.url)
        visit.wait_for("frozen")
        session = latest_session(straight)
        assert set(awaited(straight, session, 1)) == {"request"}
        page.wait_for_timeout(500)
        assert set(awaited(straight, session, 1)) == {"request"}
    shop.close()
    assert "trouble" not in visit.told and "agent-error" not in visit.told, visit.told


def test_a_page_can_do_without(straight: TlsServer, automated_browser: Browser) -> None:
    with automated_browser.new_context() as context:
        page = context.new_page()
        told = started(page, straight.url, straight, disable=["network"])
        page.wait_for_timeout(1500)
    assert kept(straight, told["sessionId"]) == []


# STUN

TRANSACTION = bytes(range(12))


def stun(port: int, message: bytes, seconds: float = 2, own: int = 0) -> bytes | None:
    """What a datagram from a port of ours is answered with; None when nothing comes."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.settimeout(seconds)
        client.bind(("127.0.0.1", own))
        client.sendto(message, ("127.0.0.1", port))
        try:
            return client.recv(2000)
        except TimeoutError:
            return None


def question(attributes: bytes = b"", kind: int = 1, cookie: int = 0x2112A442) -> bytes:
    return kind.to_bytes(2, "big") + len(attributes).to_bytes(2, "big") + cookie.to_bytes(4, "big") + TRANSACTION + attributes


def test_a_stun_client_is_told_its_address_and_port(straight: TlsServer) -> None:
    own = free_port()
    answer = stun(straight.stun_port, question(), own=own)
    assert answer is not None
    assert answer[:20] == bytes.fromhex("0101000c2112a442") + TRANSACTION
    assert answer[20:26] == bytes.fromhex("002000080001")
    port = int.from_bytes(answer[26:28], "big") ^ 0x2112
    address = bytes(a ^ b for a, b in zip(answer[28:32], bytes.fromhex("2112a442"), strict=True))
    assert (port, address) == (own, bytes([127, 0, 0, 1]))


def test_what_a_stun_server_does_not_understand_it_says(straight: TlsServer) -> None:
    answer = stun(straight.stun_port, question(bytes.fromhex("0003000400000000")))
    assert answer == bytes.fromhex("011100102112a442") + TRANSACTION + bytes.fromhex("0009000400000414000a000200030000")


@pytest.mark.parametrize("message", [
    b"", b"GET / HTTP/1.1\r\n\r\n", question(kind=3), question(kind=0x101), question(cookie=0x2112A443), question()[:-1],
    question(bytes.fromhex("80280004deadbeef")), question(b"\x80\x22\x05\xd0" + bytes(1488)),
], ids=["nothing", "HTTP", "another method", "an answer", "no cookie", "cut", "a wrong fingerprint", "long"])
def test_what_is_no_question_to_a_stun_server_is_not_answered(straight: TlsServer, message: bytes) -> None:
    assert stun(straight.stun_port, message, 0.5) is None
    time.sleep(0.2)
    assert stun(straight.stun_port, question()) is not None, "it goes on answering"


def test_a_flood_is_answered_in_part(straight: TlsServer) -> None:
    time.sleep(1.1)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        for _ in range(200):
            client.sendto(question(), ("127.0.0.1", straight.stun_port))
        client.settimeout(0.5)
        answers = 0
        try:
            while client.recv(2000):
                answers += 1
        except TimeoutError:
            pass
    assert 0 < answers <= 60
    time.sleep(1.1)


def test_a_stun_port_that_is_taken_is_told_of(new_server: Callable[..., Server]) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        server = new_server(options=["--stun-port", str(taken.getsockname()[1])])
        with pytest.raises(AssertionError):
            server.start(10)
    assert "--stun-port" in server.output()


@pytest.mark.parametrize(("options", "says"), [
    (["--webrtc", "on"], "--stun-port"), (["--webrtc", "perhaps"], "--webrtc"), (["--stun-port", "0"], "--stun-port"),
    (["--stun-port", "x"], "--stun-port"), (["--stun-url", "stun:stun.example"], "--webrtc on"),
    (["--webrtc", "on", "--stun-url", "https://stun.example"], "--stun-url"),
    (["--webrtc", "on", "--stun-url", "stun:"], "--stun-url"), (["--webrtc", "on", "--stun-url", "stun://stun.example"], "--stun-url")])
def test_options_that_do_not_go_together_are_told_of(new_server: Callable[..., Server], options: list[str], says: str) -> None:
    server = new_server(options=options)
    with pytest.raises(AssertionError):
        server.start(10)
    assert says in server.output()


# WebRTC

@pytest.fixture(scope="module")
def webrtc_browser(automated_browser: Browser) -> Iterator[Browser]:
    """A browser that gathers candidates on loopback too, where it otherwise would not."""
    browser = automated_browser.browser_type.launch(
        executable_path="/usr/bin/chromium", args=["--allow-loopback-in-peer-connection"])
    yield browser
    browser.close()


def test_a_browser_is_seen_by_stun_where_page_and_operator_want_that(straight: TlsServer, webrtc_browser: Browser) -> None:
    with webrtc_browser.new_context() as context:
        told = started(context.new_page(), straight.url, straight, webrtc=True)
        checks = awaited(straight, told["sessionId"])
    if "reflexive" not in checks["request"]:
        pytest.skip("this browser gathers no server-reflexive candidate on loopback")
    assert checks["request"]["reflexive"] == [["same", 4]]
    assert "reflexive" not in checks["socket"]
    assert "127.0.0.1" not in json.dumps(checks)


def test_nothing_is_asked_by_webrtc_unless_the_page_allows_it(straight: TlsServer, webrtc_browser: Browser) -> None:
    with webrtc_browser.new_context() as context:
        page = context.new_page()
        page.add_init_script("window.RTCPeerConnection = class { constructor() { window.asked = true; } };")
        told = started(page, straight.url, straight)
        awaited(straight, told["sessionId"])
        assert page.evaluate("window.asked") is None


def test_nothing_is_asked_by_webrtc_unless_the_operator_wants_it(server: Server, webrtc_browser: Browser) -> None:
    with webrtc_browser.new_context() as context:
        page = context.new_page()
        page.add_init_script("window.RTCPeerConnection = class { constructor() { window.asked = true; } };")
        told = started(page, server.url, server, webrtc=True)
        awaited(server, told["sessionId"])
        assert page.evaluate("window.asked") is None


def test_a_browser_whose_webrtc_fails_is_checked_all_the_same(straight: TlsServer, webrtc_browser: Browser) -> None:
    broken = ["class { constructor() { throw new Error('no'); } }", "undefined",
              "class { createDataChannel() {} createOffer() { return Promise.reject(new Error('no')); } close() {} }",
              "class { createDataChannel() {} createOffer() { return new Promise(() => {}); } close() {} }"]
    for what in broken:
        with webrtc_browser.new_context() as context:
            page = context.new_page()
            page.add_init_script(f"window.RTCPeerConnection = {what};")
            told = started(page, straight.url, straight, webrtc=True)
            assert "reflexive" not in awaited(straight, told["sessionId"])["request"], what
