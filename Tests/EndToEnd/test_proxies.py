"""Behind a proxy: the recipes of docs/deploy as they stand there, what the PROXY protocol says, and what nobody must be able to say."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
import yaml
from playwright.sync_api import Browser

import network_check
from collect_agent import CollectAgent
from contract import Contract
from proxies import (
    CLIENT, DEPLOY, FORWARD_AUTH, LOCAL, OTHER_CLIENT, PROXY, SIGNATURE, Answer, Credentials, Proxy, caddy, exchange, get, haproxy,
    has_ipv6, nginx, tlv, version_1, version_2)
from receiver import Receiver, answer, hang
from server import Server, free_port, tripline
from visits import EMAIL, NAME, PASSWORD

FORGED = "198.51.100.7"
ABOUT_THE_CONNECTION = ["--ja4-header", "X-JA4", "--http2-header", "X-HTTP2-Fingerprint"]
CHROME_JA4, CHROME_HTTP2 = "t13d1517h2_8daaf6152771_cb7bf5808d99", "1:65536;2:0;4:6291456;6:262144|15663105|0|m,a,s,p"
VERDICTS = {"automated": "bot", "uncertain": "inconclusive", "human": "human"}
VERDICT_HEADERS = ["x-tripline-session-id", "x-tripline-verdict", "x-tripline-risk-score", "x-tripline-decision"]

# What a client can try to say about itself.
LIES = {
    "X-Forwarded-For": f"{FORGED}, 127.0.0.1", "Forwarded": f"for={FORGED}, for=127.0.0.1", "X-Real-IP": FORGED,
    "X-JA4": CHROME_JA4, "X-HTTP2-Fingerprint": CHROME_HTTP2,
    "X-Forwarded-Method": "DELETE", "X-Forwarded-Uri": "/forged", "X-Forwarded-Host": "forged.example", "X-Forwarded-Proto": "http",
    "X-Original-Method": "DELETE", "X-Original-URL": "https://forged.example/forged", "X-Tripline-Key": "sk_live_forged",
    "X-Tripline-Session-Id": "sid_forged", "X-Tripline-Verdict": "human", "X-Tripline-Risk-Score": "0",
    "X-Tripline-Decision": "allow",
}

# The headers of a page that is opened, in the order in which each browser sends them over HTTP/1.1.
FIREFOX = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "Accept-Language": "en-US,en;q=0.5",
    "Accept-Encoding": "gzip, deflate, br, zstd", "Connection": "close", "Upgrade-Insecure-Requests": "1",
    "Sec-Fetch-Dest": "document", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Site": "none", "Sec-Fetch-User": "?1",
    "Priority": "u=0, i"}
CHROME = {
    "Connection": "close", "sec-ch-ua": '"Chromium";v="156", "Not)A;Brand";v="24"', "sec-ch-ua-mobile": "?0",
    "sec-ch-ua-platform": '"Linux"', "Upgrade-Insecure-Requests": "1",
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,"
              "application/signed-exchange;v=b3;q=0.7",
    "Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-User": "?1", "Sec-Fetch-Dest": "document",
    "Accept-Encoding": "gzip, deflate, br, zstd", "Accept-Language": "en-US,en;q=0.9"}
BROWSERS = {"firefox": FIREFOX, "chrome": CHROME}
CURL = {"User-Agent": "curl/8.14.1", "Accept": "*/*", "Connection": "close"}


NOTHING = (None, None, None)


def connection_of(document: dict) -> tuple[str | None, str | None, str | None]:
    """JA4, HTTP/2 string, and how they go with the user agent; all nil where nobody saw the connection."""
    fingerprint = document["connection_fingerprint"]
    return fingerprint["ja4"]["hash"], fingerprint["http2"]["akamai_fingerprint"], fingerprint["user_agent_alignment"]


# Servers and proxies

@pytest.fixture(scope="module")
def credentials(tmp_path_factory: pytest.TempPathFactory) -> Credentials:
    return Credentials(tmp_path_factory.mktemp("credentials"))


class EncryptedServer(Server):
    """A server with both ports, and a key that is not soon used up."""

    def __init__(self, folder: Path, contract: Contract, credentials: Credentials, options: list[str]) -> None:
        self.credentials = credentials
        self.tls_port = free_port()
        super().__init__(folder, contract, options=[
            "--tls-port", str(self.tls_port), *credentials.server_options, *ABOUT_THE_CONNECTION, *options])
        self.init()
        self.secret_key = self.create_key("secret", "--rate-limit", "100000")["key"]

    def ask(self, about: dict[str, str] | None = None, *, source: str = CLIENT, tls: bool = False, **more: object) -> Answer:
        """Asks for a decision from an address, as a proxy would that speaks for a visitor."""
        return exchange(self.tls_port if tls else self.port, self.question(about), source=source,
                        tls=self.credentials.context() if tls else None, **more)

    def question(self, about: dict[str, str] | None = None, *, query: str = "", visitor: dict[str, str] = FIREFOX) -> bytes:
        """What a proxy asks about a visitor with these headers."""
        headers = {**visitor, "X-Tripline-Key": self.secret_key, "X-Original-Method": "GET", "X-Original-URL": "https://shop.example/",
                   **(about or {}), "Connection": None}
        return get(FORWARD_AUTH + query, {name: value for name, value in headers.items() if value is not None})

    def session_of(self, answer: Answer) -> dict:
        assert answer.status in (200, 403), answer.raw[:600]
        return self.api().session(answer.headers["x-tripline-session-id"])

    def address_seen(self, answer: Answer) -> str:
        return self.session_of(answer)["network"]["ip_address"]


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory, contract: Contract, credentials: Credentials) -> Iterator[Callable]:
    """Servers by their options; each is started once."""
    servers: dict[tuple[str, ...], EncryptedServer] = {}

    def start(*options: str) -> EncryptedServer:
        if options not in servers:
            servers[options] = EncryptedServer(tmp_path_factory.mktemp("server"), contract, credentials, list(options))
            servers[options].start()
        return servers[options]

    yield start
    for server in servers.values():
        server.stop()


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Proxy]]:
    """Starts a proxy; it ends with the module's tests."""
    proxies: list[Proxy] = []

    def run(which: Callable[..., Proxy], name: str, changes: dict, **more: object) -> Proxy:
        if not shutil.which(which.__name__, path="/usr/sbin:/usr/bin"):
            pytest.skip(f"{which.__name__} is not on this machine")
        proxies.append(which(tmp_path_factory.mktemp(which.__name__), name, changes, **more))
        return proxies[-1]

    yield run
    for proxy in proxies:
        proxy.stop()


def certificate_changes(credentials: Credentials, text: str) -> dict[str, object]:
    paths = ("/etc/ssl/tripline/both.pem", "/etc/ssl/tripline/certificate.pem", "/etc/ssl/tripline/key.pem")
    return {path: credentials.both for path in paths if path in text}


# Each proxy that ends TLS, and the header by which it names the client.
HTTPS = {
    "nginx": (nginx, "https.conf", ["--client-address-header", "x-real-ip"]),
    "haproxy": (haproxy, "https.cfg", ["--client-address-header", "forwarded"]),
    "caddy": (caddy, "https.Caddyfile", []),
}


@pytest.fixture(scope="module")
def fronted(started: Callable, run: Callable, credentials: Credentials) -> Callable[..., tuple[Proxy, EncryptedServer]]:
    """A proxy with its recipe in front of a server; the server's options are the recipe's, unless others are given."""
    made: dict[tuple, tuple[Proxy, EncryptedServer]] = {}

    def front(name: str, options: list[str] | None = None) -> tuple[Proxy, EncryptedServer]:
        which, file, own = HTTPS[name]
        options = own if options is None else options
        if (name, *options) not in made:
            server = started("--demo", *options)
            changes = certificate_changes(credentials, (DEPLOY / name / file).read_text())
            proxy = run(which, file, {**changes, "127.0.0.1:8080": f"127.0.0.1:{server.port}"})
            made[(name, *options)] = proxy, server
        return made[(name, *options)]

    return front


def session_by_agent(url: str, server: EncryptedServer, client: httpx.Client, headers: dict[str, str] | None = None,
                     **more: object) -> dict:
    """An agent's whole session, and its document."""
    agent = CollectAgent(url, server.publishable_key, client=client)
    del agent.headers["X-Forwarded-For"]
    agent.headers |= headers or {}
    session = agent.handshake()
    agent.observe(session, **more)
    agent.finish(session)
    return server.api().session(session.id)


# A proxy that ends TLS

@pytest.mark.parametrize("name", HTTPS)
def test_a_session_through_a_proxy_has_the_clients_address(name: str, fronted: Callable, credentials: Credentials) -> None:
    proxy, server = fronted(name)
    with credentials.client() as client:
        document = session_by_agent(proxy.url, server, client)
    assert document["network"]["ip_address"] == CLIENT
    assert connection_of(document) == NOTHING, "what nobody saw is not told"


@pytest.mark.parametrize("name", ["nginx", "haproxy"])
def test_a_session_through_a_proxy_has_an_ipv6_clients_address(name: str, fronted: Callable, credentials: Credentials) -> None:
    if not has_ipv6():
        pytest.skip("this machine has no IPv6")
    proxy, server = fronted(name)

    def name_the_host(request: httpx.Request) -> None:
        request.headers["Host"] = f"localhost:{proxy.port}"
        request.extensions["sni_hostname"] = "localhost"

    with credentials.client("::1", event_hooks={"request": [name_the_host]}) as client:
        document = session_by_agent(f"https://[::1]:{proxy.port}", server, client)
    assert document["network"]["ip_address"] == "::1"


@pytest.mark.parametrize("options", [None, []], ids=["as the recipe says", "without its option"])
@pytest.mark.parametrize("name", HTTPS)
def test_nothing_that_a_client_says_about_itself_is_believed_through_a_proxy(
        name: str, options: list[str] | None, fronted: Callable, credentials: Credentials) -> None:
    """Not either when the operator forgot to say which header the proxy sets: then it is the proxy's own address."""
    proxy, server = fronted(name, options)
    with credentials.client() as client:
        document = session_by_agent(proxy.url, server, client, LIES)
    right = CLIENT if options is None or not HTTPS[name][2] else "127.0.0.1"
    assert document["network"]["ip_address"] == right
    assert connection_of(document) == NOTHING


@pytest.mark.parametrize("name", HTTPS)
def test_clients_who_share_a_proxys_connection_are_told_apart(name: str, fronted: Callable, credentials: Credentials) -> None:
    proxy, server = fronted(name)
    with credentials.client(CLIENT) as one, credentials.client(OTHER_CLIENT) as other:
        for client, address in ((one, CLIENT), (other, OTHER_CLIENT)) * 3:
            assert session_by_agent(proxy.url, server, client)["network"]["ip_address"] == address


@pytest.mark.parametrize("name", HTTPS)
def test_a_large_batch_and_the_agent_itself_pass_a_proxy(name: str, fronted: Callable, credentials: Credentials) -> None:
    proxy, server = fronted(name)
    with credentials.client() as client:
        straight = httpx.get(f"{server.url}/t.js")
        through = client.get(f"{proxy.url}/t.js")
        assert (through.status_code, through.content) == (200, straight.content)
        # Noise, so that compression does not make it small.
        assert session_by_agent(proxy.url, server, client, skipped={"noise": os.urandom(20_000).hex()})["decision"]


@pytest.mark.parametrize("name", HTTPS)
def test_a_browser_signs_up_through_a_proxy(name: str, fronted: Callable, automated_browser: Browser) -> None:
    proxy, server = fronted(name)
    with automated_browser.new_context(ignore_https_errors=True) as context:
        page = context.new_page()
        page.goto(f"{proxy.url}/demo")
        for field, text in (("name", NAME), ("email", EMAIL), ("password", PASSWORD)):
            page.fill(f"#{field}", text)
        page.click("#signup-submit")
        outcome = page.locator("#outcome[data-outcome]")
        outcome.wait_for(state="visible")
        assert outcome.get_attribute("data-outcome") in ("welcome", "verify", "refused")
        session = server.api().session(outcome.get_attribute("data-session-id"))
        assert set(network_check.awaited(server, session["id"])) == {"request", "socket"}
    assert session["request"]["url"] == f"{proxy.url}/demo"
    assert "header_order_mismatch" not in {signal["signal"] for signal in session["signals_fired"]}, "that order is the proxy's"


@pytest.mark.parametrize("name", HTTPS)
def test_a_network_check_passes_a_proxy_by_request_and_by_socket(name: str, fronted: Callable, credentials: Credentials) -> None:
    proxy, server = fronted(name)
    with credentials.client() as client:
        agent = CollectAgent(proxy.url, server.publishable_key, client=client)
        del agent.headers["X-Forwarded-For"]
        session = agent.handshake()
        agent.observe(session)
        answer = client.post(f"{proxy.url}{network_check.PATH}", content=network_check.frame(session, "request"),
                             headers={"Content-Type": "application/octet-stream"})
        assert answer.status_code == 202, answer.text
    said = network_check.by_socket(
        proxy.port, network_check.frame(session, "socket"), source=CLIENT, tls=credentials.context(), headers=LIES)
    assert (said.code, said.reason, said.pings) == (1000, "", 3)
    checks = network_check.awaited(server, session.id)
    assert {way: check["address"] for way, check in checks.items()} == {"request": "same", "socket": "same"}
    assert all("tcp_rtt_us" not in check for check in checks.values()), "that would be the proxy's"
    assert checks["socket"]["rtt_us"] > 0


@pytest.mark.parametrize("browser", ["firefox", "chrome"])
def test_an_order_of_headers_that_is_the_proxys_is_held_against_nobody(
        browser: str, fronted: Callable, credentials: Credentials) -> None:
    proxy, server = fronted("caddy")
    with credentials.client() as client:
        about = {name: value for name, value in BROWSERS[browser].items() if name != "Connection"}
        document = session_by_agent(proxy.url, server, client, {**about, "Sec-Fetch-Dest": "empty", "Sec-Fetch-Mode": "cors"})
    assert "header_order_mismatch" not in {signal["signal"] for signal in document["signals_fired"]}


# What a proxy's headers say, without a proxy

ADDRESSES = {
    "x-forwarded-for": [
        ("203.0.113.9", "203.0.113.9"),
        (f"{FORGED}, 203.0.113.9", "203.0.113.9"),
        (f"{FORGED}, 203.0.113.9, 127.0.0.1", "203.0.113.9"),
        (f"{FORGED},203.0.113.9\t,  127.0.0.1 ", "203.0.113.9"),
        ("203.0.113.9:41000", "203.0.113.9"),
        ("2001:db8::7", "2001:db8::7"),
        ("[2001:db8::7]:41000", "2001:db8::7"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        # What is no address ends the list: before it anything could stand.
        (f"{FORGED}, unknown", "127.0.0.1"),
        (f"{FORGED}, ", "127.0.0.1"),
        (f"{FORGED}, 203.0.113.999", "127.0.0.1"),
        (f"{FORGED}, 203.0.113.9, unknown, 127.0.0.1", "127.0.0.1"),
        ("", "127.0.0.1"),
        ("," * 4000, "127.0.0.1"),
        (f"{FORGED}, " * 800 + "203.0.113.9", "203.0.113.9"),
    ],
    "forwarded": [
        ("for=203.0.113.9", "203.0.113.9"),
        ("For=203.0.113.9;Proto=https;by=203.0.113.1", "203.0.113.9"),
        (f"for={FORGED}, proto=https; for=\"203.0.113.9:41000\"", "203.0.113.9"),
        (f"for={FORGED}, for=203.0.113.9, for=127.0.0.1", "203.0.113.9"),
        ('for="[2001:db8::7]"', "2001:db8::7"),
        ('for="[2001:db8::7]:41000"', "2001:db8::7"),
        (f"for={FORGED}, for=_hidden", "127.0.0.1"),
        (f"for={FORGED}, for=unknown", "127.0.0.1"),
        (f"for={FORGED}, proto=https", "127.0.0.1"),
        (f"{FORGED}", "127.0.0.1"),
        ("for=", "127.0.0.1"),
        ("=;=,=", "127.0.0.1"),
        ('"' * 4000, "127.0.0.1"),
    ],
    "x-real-ip": [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8::7", "2001:db8::7"),
        (f"{FORGED}, 203.0.113.9", "127.0.0.1"),
        ("unknown", "127.0.0.1"),
        ("", "127.0.0.1"),
    ],
}


@pytest.mark.parametrize("header", ADDRESSES)
def test_a_trusted_proxys_header_is_read_from_its_end(header: str, started: Callable) -> None:
    server = started("--client-address-header", header)
    seen = {value: server.address_seen(server.ask({header: value}, source="127.0.0.1")) for value, _ in ADDRESSES[header]}
    assert seen == dict(ADDRESSES[header])


@pytest.mark.parametrize("start", [f'for={FORGED};by="', f'for={FORGED};by="x\\"', f'for="{FORGED}', f'for={FORGED};by="a"b"'])
def test_a_clients_open_quote_does_not_swallow_what_the_proxy_adds(start: str, started: Callable) -> None:
    server = started("--client-address-header", "forwarded")
    seen = server.address_seen(server.ask({"Forwarded": f"{start}, for=203.0.113.9"}, source="127.0.0.1"))
    assert seen in ("203.0.113.9", "127.0.0.1"), "the client must not choose the address"


@pytest.mark.parametrize(("header", "value"), [("x-forwarded-for", "{}"), ("forwarded", "for={}")])
def test_a_header_on_several_lines_is_one_list(header: str, value: str, started: Callable) -> None:
    server = started("--client-address-header", header)
    lines = {header.title(): value.format(FORGED), header: value.format("203.0.113.9")}
    assert server.address_seen(server.ask(lines, source="127.0.0.1")) == "203.0.113.9"


def test_only_the_header_that_was_named_is_read(started: Callable) -> None:
    server = started("--client-address-header", "x-real-ip")
    about = {"X-Forwarded-For": FORGED, "Forwarded": f"for={FORGED}", "X-Real-IP": "203.0.113.9"}
    assert server.address_seen(server.ask(about, source="127.0.0.1")) == "203.0.113.9"


@pytest.mark.parametrize("header", ADDRESSES)
def test_a_stranger_is_not_believed(header: str, started: Callable, credentials: Credentials) -> None:
    server = started("--trusted-proxy", "10.0.0.0/8", "--client-address-header", header)
    assert server.address_seen(server.ask({**LIES, "X-Tripline-Key": server.secret_key}, source=CLIENT)) == CLIENT
    with credentials.client() as client:
        document = session_by_agent(server.url, server, client, LIES)
        assert document["network"]["ip_address"] == CLIENT
        assert connection_of(document) == NOTHING
        encrypted = session_by_agent(f"https://localhost:{server.tls_port}", server, client, LIES)
    ja4, http2, _ = connection_of(encrypted)
    assert ja4 not in (None, CHROME_JA4) and http2 is None, "its own connection counts, not what it says"


def test_a_proxy_is_trusted_by_its_block(started: Callable) -> None:
    server = started("--trusted-proxy", "10.0.0.0/8,127.0.0.40/30,2001:db8::/32")
    about = {"X-Forwarded-For": "203.0.113.9"}
    seen = {source: server.address_seen(server.ask(about, source=source)) for source in ("127.0.0.42", "127.0.0.44")}
    assert seen == {"127.0.0.42": "203.0.113.9", "127.0.0.44": "127.0.0.44"}


def test_an_ipv4_proxy_is_known_on_a_socket_for_both_families(started: Callable) -> None:
    if not has_ipv6():
        pytest.skip("this machine has no IPv6")
    server = started("--host", "::", "--trusted-proxy", CLIENT)
    assert server.address_seen(server.ask({"X-Forwarded-For": "203.0.113.9"}, source=CLIENT)) == "203.0.113.9"
    assert server.address_seen(server.ask({"X-Forwarded-For": "203.0.113.9"}, source=OTHER_CLIENT)) == OTHER_CLIENT


# What a proxy saw of the connection

def test_a_trusted_proxys_word_on_the_connection_is_taken(started: Callable) -> None:
    server = started()
    about = {"X-Forwarded-For": "203.0.113.9", "X-JA4": CHROME_JA4, "X-HTTP2-Fingerprint": CHROME_HTTP2}
    seen = connection_of(server.session_of(server.ask(about, source="127.0.0.1")))
    assert seen == (CHROME_JA4, CHROME_HTTP2, "mismatch"), "Chrome's hello is not Firefox's"


def test_a_trusted_proxys_word_on_an_agents_connection_is_taken(started: Callable) -> None:
    server = started()
    with httpx.Client(timeout=30) as client:
        document = session_by_agent(server.url, server, client, {"X-Forwarded-For": "203.0.113.9", "X-JA4": CHROME_JA4})
    assert connection_of(document)[0] == CHROME_JA4


def test_without_the_option_no_header_on_the_connection_is_read(new_server: Callable[..., Server]) -> None:
    server = new_server()
    server.init()
    server.start()
    with httpx.Client(timeout=30) as client:
        about = {"X-Forwarded-For": "203.0.113.9", "X-JA4": CHROME_JA4, "X-HTTP2-Fingerprint": CHROME_HTTP2}
        assert connection_of(session_by_agent(server.url, server, client, about)) == NOTHING


def test_a_strangers_word_on_its_connection_is_not_taken(started: Callable) -> None:
    server = started()
    about = {"X-JA4": CHROME_JA4, "X-HTTP2-Fingerprint": CHROME_HTTP2}
    assert connection_of(server.session_of(server.ask(about, source=CLIENT))) == NOTHING


@pytest.mark.parametrize("value", [
    "", "chrome", "t13d1517h2", "t13d1517h2_8daaf6152771", CHROME_JA4 + "_00", CHROME_JA4.upper(), CHROME_JA4[:-1], CHROME_JA4 + "0",
    CHROME_JA4.replace("t13", "x13"), CHROME_JA4.replace("8daa", "8dxx"), f"{CHROME_JA4}, {CHROME_JA4}", f'"{CHROME_JA4}"',
    "t13dé517h2_8daaf6152771_cb7bf5808d99", "a" * 8000])
def test_a_ja4_that_is_none_is_left_aside(value: str, started: Callable) -> None:
    server = started()
    answered = server.ask({"X-Forwarded-For": "203.0.113.9", "X-JA4": value}, source="127.0.0.1")
    assert connection_of(server.session_of(answered)) == NOTHING


@pytest.mark.parametrize("value", [
    "", "chrome", "1:65536", "1:65536|0|0", "x:1|0|0|m,a,s,p", "1:65536;2:0|0x40|0|m,a,s,p", "1:65536|0|0|m,a,s,z",
    "|" * 4000, "1:1;" * 2000 + "|0|0|m,a,s,p"])
def test_an_http2_string_that_is_none_is_left_aside(value: str, started: Callable) -> None:
    server = started()
    answered = server.ask({"X-Forwarded-For": "203.0.113.9", "X-JA4": CHROME_JA4, "X-HTTP2-Fingerprint": value}, source="127.0.0.1")
    assert connection_of(server.session_of(answered))[:2] == (CHROME_JA4, None)


def test_a_proxys_own_tls_is_not_taken_for_its_clients(started: Callable) -> None:
    """A proxy that ends TLS and speaks TLS to the server again shows its own library there."""
    server = started()
    answered = server.ask({"X-Forwarded-For": "203.0.113.9"}, source="127.0.0.1", tls=True)
    document = server.session_of(answered)
    assert document["network"]["ip_address"] == "203.0.113.9"
    assert connection_of(document) == NOTHING


# The PROXY protocol

@pytest.fixture(scope="module")
def proxied(started: Callable) -> EncryptedServer:
    return started("--proxy-protocol", "--trusted-proxy", PROXY)


HEADERS = {
    "version 1, IPv4": (version_1("203.0.113.9"), "203.0.113.9"),
    "version 1, IPv6": (version_1("2001:db8::7"), "2001:db8::7"),
    "version 1, IPv6 as long as it gets": (version_1(
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fff7", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", 65535, 65535),
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fff7"),
    "version 1, IPv4 in IPv6": (version_1("::ffff:203.0.113.9"), "203.0.113.9"),
    "version 1, port 0": (version_1("203.0.113.9", source_port=0, port=0), "203.0.113.9"),
    "version 1, UNKNOWN": (b"PROXY UNKNOWN\r\n", PROXY),
    "version 1, UNKNOWN with addresses": (version_1("203.0.113.9", family="UNKNOWN"), PROXY),
    "version 2, IPv4": (version_2("203.0.113.9"), "203.0.113.9"),
    "version 2, IPv6": (version_2("2001:db8::7"), "2001:db8::7"),
    "version 2, IPv4 in IPv6": (version_2("::ffff:203.0.113.9", family=0x21, addresses=bytes(10) + b"\xff\xff\xcb\x00\x71\x09"
                                          + bytes(16) + b"\x00\x01\x01\xbb"), "203.0.113.9"),
    "version 2, LOCAL": (version_2(command=LOCAL), PROXY),
    "version 2, LOCAL with addresses": (version_2("203.0.113.9", command=LOCAL), PROXY),
    "version 2, unspecified family": (version_2(family=0), PROXY),
    "version 2, with TLVs": (version_2("203.0.113.9", tail=tlv(1, b"h2") + tlv(2, b"shop.example") + tlv(5, bytes(128))), "203.0.113.9"),
    "version 2, with TLVs that are none": (version_2("203.0.113.9", tail=b"\x01\xff\xff"), "203.0.113.9"),
    "version 2, IPv6 with 3 KiB of TLVs": (version_2("2001:db8::7", tail=tlv(4, bytes(3000))), "2001:db8::7"),
    "version 2, LOCAL with TLVs": (version_2(command=LOCAL, tail=tlv(4, bytes(40))), PROXY),
}


@pytest.mark.parametrize("tls", [False, True], ids=["plain", "TLS"])
@pytest.mark.parametrize("header", HEADERS)
def test_a_proxy_header_names_the_client(header: str, tls: bool, proxied: EncryptedServer) -> None:
    sent, address = HEADERS[header]
    assert proxied.address_seen(proxied.ask(source=PROXY, tls=tls, prelude=sent)) == address


@pytest.mark.parametrize("header", ["version 1, IPv6", "version 2, with TLVs", "version 1, UNKNOWN"])
def test_a_proxy_header_may_come_byte_by_byte(header: str, proxied: EncryptedServer) -> None:
    sent, address = HEADERS[header]
    request = proxied.question()
    pieces = [sent[i:i + 1] for i in range(len(sent))]
    slow = exchange(proxied.port, *pieces, request[:1], request[1:], source=PROXY, pause=0.002)
    at_once = exchange(proxied.port, sent + request, source=PROXY)
    assert [proxied.address_seen(answered) for answered in (slow, at_once)] == [address] * 2


def test_the_client_of_a_proxy_header_is_not_believed_in_turn(proxied: EncryptedServer) -> None:
    lies = {name: value for name, value in LIES.items() if not name.startswith(("X-Tripline", "X-Original"))}
    document = proxied.session_of(proxied.ask(lies, source=PROXY, prelude=version_2("203.0.113.9")))
    assert document["network"]["ip_address"] == "203.0.113.9"
    assert connection_of(document) == NOTHING


BAD_HEADERS = {
    "none, HTTP at once": b"",
    "one for each of two proxies": version_1("203.0.113.9") * 2,
    "both versions": version_2("203.0.113.9") + version_1("203.0.113.9"),
    "lower case": b"proxy TCP4 203.0.113.9 192.0.2.1 41000 443\r\n",
    "no family": b"PROXY \r\n",
    "nothing": b"PROXY\r\n",
    "unknown family": version_1("203.0.113.9", family="UDP4"),
    "IPv6 as TCP4": version_1("2001:db8::7", family="TCP4"),
    "IPv4 as TCP6": version_1("203.0.113.9", family="TCP6"),
    "families mixed": version_1("203.0.113.9", "2001:db8::1"),
    "no ports": b"PROXY TCP4 203.0.113.9 192.0.2.1\r\n",
    "one port": b"PROXY TCP4 203.0.113.9 192.0.2.1 41000\r\n",
    "a third port": b"PROXY TCP4 203.0.113.9 192.0.2.1 41000 443 8443\r\n",
    "port too large": version_1("203.0.113.9", source_port=65536),
    "port huge": version_1("203.0.113.9", source_port="9" * 40),
    "port negative": version_1("203.0.113.9", source_port=-1),
    "port with a sign": version_1("203.0.113.9", source_port="+41000"),
    "port in hexadecimal": version_1("203.0.113.9", source_port="0x1f"),
    "port empty": version_1("203.0.113.9", source_port=""),
    "address too large": version_1("203.0.113.256"),
    "address short": version_1("203.0.113"),
    "address a name": version_1("localhost"),
    "address with a zone": version_1("fe80::1%lo"),
    "spaces doubled": b"PROXY TCP4  203.0.113.9 192.0.2.1 41000 443\r\n",
    "tabs": b"PROXY\tTCP4\t203.0.113.9\t192.0.2.1\t41000\t443\r\n",
    "space at the end": b"PROXY TCP4 203.0.113.9 192.0.2.1 41000 443 \r\n",
    "line feed alone": b"PROXY TCP4 203.0.113.9 192.0.2.1 41000 443\n",
    "carriage return alone": b"PROXY TCP4 203.0.113.9 192.0.2.1 41000 443\r" + b"\x00" * 80,
    "NUL": b"PROXY TCP4 203.0.113.9\x00 192.0.2.1 41000 443\r\n",
    "no UTF-8": b"PROXY TCP4 203.0.113.\xff 192.0.2.1 41000 443\r\n",
    "line without end": b"PROXY TCP4 " + b"1" * 4000,
    "line of a megabyte": b"PROXY TCP4 " + b"1" * (1 << 20) + b"\r\n",
    "version 0": version_2("203.0.113.9", version=0),
    "version 1 as a block": version_2("203.0.113.9", version=1),
    "version 3": version_2("203.0.113.9", version=3),
    "command 2": version_2("203.0.113.9", command=2),
    "command 15": version_2("203.0.113.9", command=15),
    "family 4": version_2("203.0.113.9", family=0x41),
    "transport 3": version_2("203.0.113.9", family=0x13),
    "IPv4 block of 11 bytes": version_2("203.0.113.9", addresses=bytes(11)),
    "IPv6 block of 12 bytes": version_2("203.0.113.9", family=0x21),
    "empty block": version_2("203.0.113.9", addresses=b""),
    "block of 64 KiB": version_2("203.0.113.9", tail=tlv(4, bytes(65_520 - 12))),
    "signature with another end": SIGNATURE[:-1] + b"\r" + version_2("203.0.113.9")[12:],
    "bytes before it": b"\r\n" + version_1("203.0.113.9"),
    "HTTP/2 without TLS": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
}


@pytest.mark.parametrize("name", BAD_HEADERS)
def test_a_trusted_proxy_that_sends_no_good_header_is_closed(name: str, proxied: EncryptedServer) -> None:
    answered = exchange(proxied.port, BAD_HEADERS[name] + get("/healthz"), source=PROXY)
    assert answered.status is None or (name.startswith(("one for each", "both")) and answered.status == 400), answered.raw[:300]


@pytest.mark.parametrize("name", BAD_HEADERS)
def test_a_trusted_proxy_that_sends_no_good_header_is_closed_before_tls(name: str, proxied: EncryptedServer) -> None:
    answered = exchange(proxied.tls_port, get("/healthz"), source=PROXY, tls=proxied.credentials.context(), prelude=BAD_HEADERS[name])
    assert answered.raw == b""


@pytest.mark.parametrize("header", ["version 1, IPv4", "version 1, IPv6", "version 2, IPv4", "version 2, with TLVs"])
def test_a_header_cut_anywhere_ends_the_connection(header: str, proxied: EncryptedServer) -> None:
    sent = HEADERS[header][0]
    with ThreadPoolExecutor(8) as pool:
        cuts = list(pool.map(lambda end: exchange(proxied.port, sent[:end], source=PROXY, end=True).raw, range(len(sent))))
    assert cuts == [b""] * len(sent)


def test_a_header_that_never_ends_is_closed_in_time(proxied: EncryptedServer) -> None:
    starts = [b"", b"PROXY TCP4 203.0", SIGNATURE, version_2("203.0.113.9", length=4000)]
    ports = [proxied.port, proxied.tls_port]
    began = time.monotonic()
    with ThreadPoolExecutor(8) as pool:
        runs = [pool.submit(exchange, port, start, source=PROXY, seconds=40) for start in starts for port in ports]
        assert [run.result().raw for run in runs] == [b""] * len(runs)
    assert time.monotonic() - began < 20


@pytest.mark.parametrize("header", HEADERS)
def test_a_strangers_proxy_header_is_not_believed(header: str, proxied: EncryptedServer) -> None:
    sent = HEADERS[header][0]
    plain = exchange(proxied.port, sent + get("/healthz"), source=CLIENT)
    assert plain.status in (None, 400), plain.raw[:300]
    assert plain.raw.count(b"HTTP/1.1") <= 1
    assert exchange(proxied.tls_port, get("/healthz"), source=CLIENT, tls=proxied.credentials.context(), prelude=sent).status is None


def test_others_are_served_beside_a_proxy_as_they_are(proxied: EncryptedServer) -> None:
    lies = {name: value for name, value in LIES.items() if name != "X-Tripline-Key"}
    assert proxied.address_seen(proxied.ask(lies, source=CLIENT)) == CLIENT
    document = proxied.session_of(proxied.ask(lies, source=CLIENT, tls=True))
    assert document["network"]["ip_address"] == CLIENT
    assert connection_of(document)[0].startswith("t13")


@pytest.mark.parametrize("header", ["version 1, IPv4", "version 2, IPv4"])
def test_without_the_option_a_proxy_header_is_no_http(header: str, started: Callable) -> None:
    server = started()
    sent = HEADERS[header][0]
    assert exchange(server.port, sent + get("/healthz"), source="127.0.0.1").status in (None, 400)
    assert exchange(server.tls_port, get("/healthz"), source="127.0.0.1", tls=server.credentials.context(), prelude=sent).status is None


def memory(server: Server) -> int:
    """What the server holds, in KiB."""
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status).group(1))


def test_bad_headers_without_end_cost_no_memory(proxied: EncryptedServer) -> None:
    bad = [header + get("/healthz") for header in BAD_HEADERS.values() if len(header) < 10_000]

    def some(count: int) -> None:
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda i: exchange(proxied.port, bad[i % len(bad)], source=PROXY), range(count)))

    some(500)
    before = memory(proxied)
    some(3000)
    assert memory(proxied) - before < 16_384
    assert proxied.address_seen(proxied.ask(source=PROXY, prelude=version_2("203.0.113.9"))) == "203.0.113.9"


# A proxy that hands on connections

PASSTHROUGH = {
    "haproxy, version 2": (haproxy, "passthrough.cfg", {}),
    "haproxy, version 1": (haproxy, "passthrough.cfg", {"send-proxy-v2 source": "send-proxy source"}),
    "nginx, version 1": (nginx, "passthrough.conf", {}),
}


@pytest.fixture(scope="module")
def handing_on(run: Callable, proxied: EncryptedServer) -> Callable[[str], Proxy]:
    made: dict[str, Proxy] = {}

    def hand_on(name: str) -> Proxy:
        if name not in made:
            which, file, changes = PASSTHROUGH[name]
            more = {"stream": True} if which is nginx else {}
            made[name] = run(which, file, {**changes, "127.0.0.1:8443": f"127.0.0.1:{proxied.tls_port}"}, **more)
        return made[name]

    return hand_on


@pytest.mark.parametrize("name", PASSTHROUGH)
def test_a_connection_that_is_handed_on_shows_its_client(
        name: str, handing_on: Callable, proxied: EncryptedServer, credentials: Credentials) -> None:
    proxy = handing_on(name)
    with credentials.client() as client:
        through = session_by_agent(proxy.url, proxied, client, LIES)
    with credentials.client() as client:
        straight = session_by_agent(f"https://localhost:{proxied.tls_port}", proxied, client, LIES)
    assert through["network"]["ip_address"] == straight["network"]["ip_address"] == CLIENT
    assert re.fullmatch(r"t13d\d{4}h1_[0-9a-f]{12}_[0-9a-f]{12}", connection_of(through)[0])
    assert through["connection_fingerprint"] == straight["connection_fingerprint"]


@pytest.mark.parametrize("name", PASSTHROUGH)
def test_http2_passes_a_proxy_that_hands_on(name: str, handing_on: Callable, proxied: EncryptedServer, credentials: Credentials) -> None:
    curl = shutil.which("curl")
    if not curl or "HTTP2" not in subprocess.run([curl, "--version"], capture_output=True, text=True).stdout:
        pytest.skip("there is no curl with HTTP/2 on this machine")

    def ask(port: int) -> dict:
        told = subprocess.run(
            [curl, "--silent", "--show-error", "--max-time", "20", "--http2", "--interface", CLIENT, "--cacert",
             str(credentials.authority.file), "--dump-header", "-", "--output", "/dev/null",
             "-H", f"X-Tripline-Key: {proxied.secret_key}", "-H", "X-Original-URL: https://shop.example/", "-H", "X-Original-Method: GET",
             f"https://localhost:{port}{FORWARD_AUTH}"], capture_output=True, text=True, timeout=30)
        assert told.stdout.startswith("HTTP/2 "), told
        return proxied.api().session(re.search(r"x-tripline-session-id: (\S+)", told.stdout).group(1))

    through, straight = ask(handing_on(name).port), ask(proxied.tls_port)
    assert through["network"]["ip_address"] == CLIENT
    assert connection_of(through)[1]
    assert through["connection_fingerprint"] == straight["connection_fingerprint"]


def test_health_checks_of_a_proxy_are_no_trouble(handing_on: Callable, proxied: EncryptedServer) -> None:
    handing_on("haproxy, version 2")
    time.sleep(6)
    assert "error" not in proxied.output().lower(), proxied.output()[-800:]


# Asking before the shop is asked

@pytest.fixture(scope="module")
def shop() -> Iterator[Receiver]:
    with Receiver(lambda _: answer(200, b"the shop")) as shop:
        yield shop


@pytest.fixture
def quiet_shop(shop: Receiver) -> Receiver:
    shop.deliveries.clear()
    return shop


FORWARD = {
    "nginx": (nginx, "forward-auth.conf", ["--client-address-header", "x-real-ip"]),
    "caddy": (caddy, "forward-auth.Caddyfile", []),
}
# The words by which each recipe lets everybody pass when the server is away, or asks the server to.
OPEN = {
    "nginx": {"error_page 500 502 503 504 = @tripline_away;": ""},
    "caddy": {" 127.0.0.1:8079 {\n\t\t\turi": " {\n\t\t\turi", "lb_retry_match {\n\t\t\t\tpath *\n\t\t\t}": "",
              "lb_policy first": "", "lb_try_duration 5s": "", "lb_try_interval 50ms": "", "fail_duration 5s": ""},
}


@pytest.fixture(scope="module")
def asking(run: Callable, credentials: Credentials, shop: Receiver, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Proxy]:
    """A proxy that asks whoever is at an address, with a key; by the recipe, or with its failing open taken out."""

    def ask(name: str, tripline: int, key: str, *, closed: bool = False, query: str = "deny=bot&failure=open") -> Proxy:
        which, file, _ = FORWARD[name]
        changes = certificate_changes(credentials, (DEPLOY / name / file).read_text())
        if closed:
            changes |= OPEN[name] | {"failure=open": "failure=closed"}
        elif query != "deny=bot&failure=open":
            changes |= {"deny=bot&failure=open": query}
        changes |= {"127.0.0.1:8080": f"127.0.0.1:{tripline}", "127.0.0.1:3000": shop.url.removeprefix("http://")}
        if name == "nginx":
            key_file = tmp_path_factory.mktemp("key") / "tripline-key.conf"
            key_file.write_text(f"proxy_set_header X-Tripline-Key {key};\n")
            return run(nginx, file, {**changes, "/etc/nginx/tripline-key.conf": key_file})
        return run(caddy, file, {**changes, "127.0.0.1:8079": f"127.0.0.1:{free_port()}"}, environment={"TRIPLINE_KEY": key})

    return ask


@pytest.fixture(scope="module")
def guarded(asking: Callable, started: Callable) -> Callable[[str], tuple[Proxy, EncryptedServer]]:
    """The shop behind a proxy's recipe, all as the documents say."""
    made: dict[str, tuple[Proxy, EncryptedServer]] = {}

    def guard(name: str) -> tuple[Proxy, EncryptedServer]:
        if name not in made:
            server = started(*FORWARD[name][2])
            made[name] = asking(name, server.port, server.secret_key), server
        return made[name]

    return guard


def visit(proxy: Proxy, credentials: Credentials, headers: dict[str, str], path: str = "/basket?item=7", body: bytes = b"") -> Answer:
    """A request to the shop with these headers in this order."""
    lines = [f"{'POST' if body else 'GET'} {path} HTTP/1.1", f"Host: localhost:{proxy.port}",
             *(f"{name}: {value}" for name, value in headers.items()), *([f"Content-Length: {len(body)}"] if body else [])]
    return exchange(proxy.port, "\r\n".join([*lines, "", ""]).encode() + body, source=CLIENT, tls=credentials.context())


@pytest.mark.parametrize("browser", BROWSERS)
@pytest.mark.parametrize("name", FORWARD)
def test_a_browser_like_request_passes_and_the_shop_is_told(
        name: str, browser: str, guarded: Callable, credentials: Credentials, quiet_shop: Receiver) -> None:
    proxy, server = guarded(name)
    answered = visit(proxy, credentials, BROWSERS[browser])
    assert answered.status == 200 and answered.body.endswith(b"the shop"), answered.raw[:400]
    told = quiet_shop.wait()[0].headers
    document = server.api().session(told["x-tripline-session-id"])
    decision = document["decision"]
    assert told["x-tripline-decision"] == "allow"
    assert told["x-tripline-verdict"] in ("human", "inconclusive")
    assert told["x-tripline-risk-score"] == str(decision["risk_score"])
    assert document["network"]["ip_address"] == CLIENT
    assert document["request"]["url"] == f"{proxy.url}/basket?item=7"
    assert document["request"]["user_agent"] == BROWSERS[browser]["User-Agent"]
    assert connection_of(document) == NOTHING
    # Caddy sorts headers and nginx puts its own first: an order that is the proxy's is nobody's fault.
    assert document["signals_fired"] == [], document["signals_fired"]


@pytest.mark.parametrize("name", FORWARD)
def test_a_tool_is_denied_and_the_shop_never_hears_of_it(
        name: str, guarded: Callable, credentials: Credentials, quiet_shop: Receiver) -> None:
    proxy, server = guarded(name)
    answered = visit(proxy, credentials, CURL)
    assert answered.status == 403, answered.raw[:400]
    assert quiet_shop.deliveries == []
    assert not any(header.startswith("x-tripline") for header in answered.headers), "the visitor is told nothing"
    assert b"risk" not in answered.body and b"verdict" not in answered.body
    latest = server.api().get("/v1/sessions", params={"limit": 1}).json()["data"][0]
    assert server.api().session(latest["id"])["decision"]["automation_status"] == "automated"


@pytest.mark.parametrize("name", FORWARD)
def test_a_visitor_can_not_speak_for_the_proxy(
        name: str, guarded: Callable, credentials: Credentials, quiet_shop: Receiver) -> None:
    proxy, server = guarded(name)
    answered = visit(proxy, credentials, {**FIREFOX, **LIES})
    assert answered.status == 200, answered.raw[:400]
    told = quiet_shop.wait()[0].headers
    document = server.api().session(told["x-tripline-session-id"])
    assert document["network"]["ip_address"] == CLIENT
    assert document["request"]["url"] == f"{proxy.url}/basket?item=7"
    assert connection_of(document) == NOTHING
    assert told["x-tripline-risk-score"] == str(document["decision"]["risk_score"])
    assert visit(proxy, credentials, {**CURL, **LIES}).status == 403


@pytest.mark.parametrize("name", FORWARD)
def test_what_a_visitor_sends_the_shop_arrives_there_alone(
        name: str, guarded: Callable, credentials: Credentials, quiet_shop: Receiver) -> None:
    proxy, server = guarded(name)
    secrets = {"Authorization": "Bearer visitors-own-secret", "Cookie": "session=visitors-cookie-secret"}
    body = b"password=visitors-form-secret&" + b"x" * 40_000
    answered = visit(proxy, credentials, {**FIREFOX, **secrets}, "/sign-in?token=visitors-url-part", body)
    assert answered.status == 200, answered.raw[:400]
    delivery = quiet_shop.wait()[0]
    assert (delivery.raw, delivery.path) == (body, "/sign-in?token=visitors-url-part")
    assert {name: delivery.headers[name.lower()] for name in secrets} == secrets
    assert server.secret_key not in str(delivery.headers)
    kept = b"".join(file.read_bytes() for file in server.folder.iterdir() if file.name.startswith("tripline.sqlite"))
    assert b"visitors-url-part" in kept, "the page's address is kept, so this looks in the right place"
    assert not re.search(rb"visitors-(own|cookie|form)-secret", kept)


@pytest.mark.parametrize("name", FORWARD)
def test_a_server_that_is_away_lets_pass_when_open_and_not_when_closed(
        name: str, asking: Callable, credentials: Credentials, quiet_shop: Receiver) -> None:
    nobody = free_port()
    opened, closed = asking(name, nobody, "sk_live_x"), asking(name, nobody, "sk_live_x", closed=True)
    answered = visit(opened, credentials, {**FIREFOX, **LIES}, body=b"order=7")
    assert answered.status == 200, answered.raw[:400]
    delivery = quiet_shop.wait()[0]
    assert delivery.raw == b"order=7"
    assert not set(VERDICT_HEADERS) & set(delivery.headers), "nobody decided"
    assert visit(closed, credentials, FIREFOX, body=b"order=7").status in (500, 502)
    assert len(quiet_shop.deliveries) == 1


@pytest.mark.parametrize("name", FORWARD)
def test_a_server_that_hangs_does_not_hold_up_the_shop(
        name: str, asking: Callable, credentials: Credentials, quiet_shop: Receiver) -> None:
    with Receiver(lambda _: hang()) as stuck:
        port = int(stuck.url.rsplit(":", 1)[1])
        opened, closed = asking(name, port, "sk_live_x"), asking(name, port, "sk_live_x", closed=True)
        began = time.monotonic()
        assert visit(opened, credentials, FIREFOX, body=b"order=7").status == 200
        assert time.monotonic() - began < 5
        assert visit(closed, credentials, FIREFOX).status in (500, 502, 504)
        assert [delivery.raw for delivery in quiet_shop.deliveries] == [b"order=7"]


@pytest.mark.parametrize("name", FORWARD)
def test_a_key_that_is_used_up_lets_pass_when_open_and_not_when_closed(
        name: str, asking: Callable, started: Callable, credentials: Credentials, quiet_shop: Receiver) -> None:
    server = started(*FORWARD[name][2])
    key = server.create_key("secret", "--rate-limit", "1")["key"]
    opened, closed = asking(name, server.port, key), asking(name, server.port, key, closed=True)
    assert [visit(opened, credentials, FIREFOX).status for _ in range(3)] == [200] * 3
    deliveries = quiet_shop.wait(3)
    assert "x-tripline-session-id" in deliveries[0].headers
    assert not any(set(VERDICT_HEADERS[:3]) & set(delivery.headers) for delivery in deliveries[1:])
    assert visit(closed, credentials, FIREFOX).status in (429, 500)
    assert len(quiet_shop.deliveries) == 3


@pytest.mark.parametrize("name", FORWARD)
def test_a_wrong_key_lets_nobody_pass(name: str, asking: Callable, started: Callable, credentials: Credentials,
                                      quiet_shop: Receiver) -> None:
    server = started(*FORWARD[name][2])
    proxy = asking(name, server.port, "sk_live_" + "0" * 32)
    assert visit(proxy, credentials, FIREFOX).status in (401, 403)
    assert quiet_shop.deliveries == []


# Asking, without a proxy

def test_failing_open_and_closed_as_the_server_answers(started: Callable) -> None:
    server = started()
    key = server.create_key("secret", "--rate-limit", "1")["key"]

    def ask(query: str) -> Answer:
        return exchange(server.port, server.question({"X-Tripline-Key": key}, query=query), source="127.0.0.1")

    assert ask("").status == 200
    opened = ask("")
    assert (opened.status, opened.headers["x-tripline-decision"]) == (200, "allow")
    assert opened.headers["x-tripline-failure"]
    assert "x-tripline-session-id" not in opened.headers
    assert ask("?failure=open").headers["x-tripline-failure"] == opened.headers["x-tripline-failure"]
    assert ask("?failure=closed").status == 429


@pytest.mark.parametrize("query", ["?deny=", "?deny=human", "?deny=bot,", "?deny=bots", "?failure=", "?failure=ajar"])
def test_a_bad_question_is_told_so(query: str, started: Callable) -> None:
    server = started()
    assert exchange(server.port, server.question(query=query), source="127.0.0.1").status == 422


def test_what_is_denied_is_chosen_by_the_question(started: Callable) -> None:
    server = started()
    scarce = {"User-Agent": FIREFOX["User-Agent"], "Accept": "*/*"}
    decided = {}
    for who, headers in {"tool": CURL, "scarce": scarce, "browser": FIREFOX}.items():
        for deny in ("bot", "inconclusive", "bot,inconclusive"):
            answered = exchange(server.port, server.question(query=f"?deny={deny}", visitor=headers), source="127.0.0.1")
            verdict = VERDICTS[server.session_of(answered)["decision"]["automation_status"]]
            denied = verdict in deny.split(",")
            assert (answered.status, answered.headers["x-tripline-decision"]) == ((403, "deny") if denied else (200, "allow"))
            # A proxy may hand the answer to a refusal on to the visitor, who must not learn why.
            assert answered.headers.get("x-tripline-verdict") == (None if denied else verdict)
            assert ("x-tripline-risk-score" in answered.headers) != denied
            decided[who, deny] = verdict
    assert {verdict for (who, _), verdict in decided.items() if who == "tool"} == {"bot"}
    assert {verdict for (who, _), verdict in decided.items() if who == "browser"} <= {"human", "inconclusive"}


def test_a_key_may_ask_that_has_the_scope_and_no_other(started: Callable) -> None:
    server = started()
    answers = {}
    for scope in ("decisions:create", "sessions:read"):
        key = server.create_key("secret", "--scope", scope)["key"]
        for header, value in (("X-Tripline-Key", key), ("Authorization", f"Bearer {key}")):
            about = {"X-Tripline-Key": None, header: value}
            answered = exchange(server.port, server.question(about), source="127.0.0.1")
            answers[scope, header] = (answered.status, answered.headers.get("x-tripline-decision"))
    assert set(answers.values()) == {(200, "allow"), (403, None)}, answers
    assert {scope for (scope, _), (status, _) in answers.items() if status == 200} == {"decisions:create"}


@pytest.mark.parametrize("address", ["203.0.113.7", "2001:db8::7"])
def test_a_backend_names_the_address_itself(address: str, started: Callable) -> None:
    """As docs/deploy/haproxy.md has it; what the visitor wrote into headers is not read for it."""
    server = started("--trusted-proxy", "10.0.0.0/8")
    headers = [[name.lower(), value] for name, value in {**FIREFOX, **LIES}.items() if name != "Connection"]
    body = {"method": "GET", "url": "https://shop.example/login", "headers": headers, "ip_address": address}
    answered = server.api().post("/v1/decisions", body)
    assert answered.status_code == 201, answered.text[:400]
    document = answered.json()["data"]
    assert document["network"]["ip_address"] == address
    assert connection_of(document) == NOTHING
    assert server.api().session(document["id"]) == document


@pytest.mark.parametrize("address", ["203.0.113.7\0", "203.0.113.7\0x", "203.0.113.256", "localhost", "", "203.0.113.7:80", "fe80::1%lo"])
def test_a_backend_can_not_name_what_is_no_address(address: str, started: Callable) -> None:
    server = started("--trusted-proxy", "10.0.0.0/8")
    body = {"method": "GET", "url": "https://shop.example/login", "headers": [["user-agent", "curl/8"]], "ip_address": address}
    assert server.api().post("/v1/decisions", body).status_code == 422


# Traefik, which Debian has not: its file is read, and what it would send is sent

@pytest.fixture(scope="module")
def traefik() -> dict:
    return yaml.safe_load((DEPLOY / "traefik" / "dynamic.yml").read_text())


def as_traefik_asks(configuration: dict, key: str, headers: dict[str, str], path: str = "/basket?item=7") -> bytes:
    """The request that Traefik would make of a visitor's: its middlewares done, names written its way and sorted."""
    middlewares = configuration["http"]["middlewares"]
    sent = {"-".join(part.capitalize() for part in name.split("-")): value for name, value in headers.items() if name != "Connection"}
    for name in configuration["http"]["routers"]["shop"]["middlewares"]:
        middleware = middlewares[name]
        if "forwardAuth" in middleware:
            break
        for header, value in middleware["headers"]["customRequestHeaders"].items():
            header = "-".join(part.capitalize() for part in header.split("-"))
            sent.pop(header, None)
            if value:
                sent[header] = key if header == "X-Tripline-Key" else value
    assert middleware["forwardAuth"]["trustForwardHeader"] is False
    sent |= {"X-Forwarded-For": CLIENT, "X-Forwarded-Method": "GET", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "shop.example",
             "X-Forwarded-Port": "443", "X-Forwarded-Uri": path, "X-Forwarded-Server": "traefik-1", "X-Real-Ip": CLIENT}
    address = httpx.URL(middleware["forwardAuth"]["address"])
    # As Go writes requests: the user agent first, the others sorted.
    return get(address.raw_path.decode(), {"User-Agent": sent.pop("User-Agent"), **dict(sorted(sent.items()))})


@pytest.mark.parametrize("browser", BROWSERS)
def test_traefik_lets_a_browser_like_request_pass(browser: str, traefik: dict, started: Callable) -> None:
    server = started()
    answered = exchange(server.port, as_traefik_asks(traefik, server.secret_key, {**BROWSERS[browser], **LIES}), source="127.0.0.1")
    assert answered.status == 200
    document = server.session_of(answered)
    assert document["network"]["ip_address"] == CLIENT
    assert document["request"]["url"] == "https://shop.example/basket?item=7"
    assert connection_of(document) == NOTHING
    assert document["signals_fired"] == [], document["signals_fired"]
    wanted = traefik["http"]["middlewares"]["ask"]["forwardAuth"]["authResponseHeaders"]
    assert [header.lower() for header in wanted] == VERDICT_HEADERS
    assert set(VERDICT_HEADERS) <= set(answered.headers)


def test_traefik_denies_a_tool(traefik: dict, started: Callable) -> None:
    server = started()
    answered = exchange(server.port, as_traefik_asks(traefik, server.secret_key, {**CURL, **LIES}), source="127.0.0.1")
    assert (answered.status, answered.headers["x-tripline-decision"]) == (403, "deny")
    assert server.session_of(answered)["decision"]["automation_status"] == "automated"


def test_traefiks_file_hangs_together(traefik: dict) -> None:
    http = traefik["http"]
    for router in http["routers"].values():
        assert set(router["middlewares"]) <= set(http["middlewares"]) and router["service"] in http["services"]
    order = http["routers"]["shop"]["middlewares"]
    assert order.index("key-on") < order.index("ask") < order.index("key-off"), "the key must not reach the shop"
    assert http["middlewares"]["key-off"]["headers"]["customRequestHeaders"]["X-Tripline-Key"] == ""
    tcp = traefik["tcp"]
    assert {router["service"] for router in tcp["routers"].values()} <= set(tcp["services"])


# The documents

def documents() -> list[Path]:
    return sorted(DEPLOY.glob("*.md"))


def test_the_documents_point_at_what_is_there() -> None:
    assert {file.stem for file in documents()} == {"README", "nginx", "caddy", "haproxy", "traefik"}
    for document in documents():
        for link in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", document.read_text()):
            if "://" not in link:
                assert (document.parent / link).exists(), f"{document.name} points at {link}"


def test_every_configuration_is_told_of_by_its_document() -> None:
    files = [file for file in DEPLOY.glob("*/*") if file.is_file()]
    assert len(files) >= 8
    for file in files:
        assert f"({file.parent.name}/{file.name})" in (DEPLOY / f"{file.parent.name}.md").read_text(), file.name


def test_the_options_of_recipes_exist() -> None:
    known = set(re.findall(r"--[a-z0-9-]+", tripline("serve", "--help").stdout))
    for file in [*documents(), *DEPLOY.glob("*/*")]:
        for line in file.read_text().splitlines():
            if "tripline serve" in line or "Tripline:" in line:
                assert set(re.findall(r"(?<!\S)--[a-z0-9-]+", line)) <= known, (file.name, line)
