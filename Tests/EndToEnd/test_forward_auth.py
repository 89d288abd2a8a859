"""`GET /v1/forward-auth` as a proxy asks it, and as a stranger does. What real proxies make of it is tested in test_proxies.py."""

import http.client
import json
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from contract import Contract
from management import made
from questions import CHROMIUM_CONNECTION, CHROMIUM_HEADERS, CURL_CONNECTION, FIREFOX_HEADERS
from server import Server
from tls_server import TlsServer

PATH = "/v1/forward-auth"
BROWSER = [tuple(pair) for pair in CHROMIUM_HEADERS]
FIREFOX = [tuple(pair) for pair in FIREFOX_HEADERS]
CURL = [("user-agent", "curl/7.88.1"), ("accept", "*/*")]
FORWARDED = [("X-Forwarded-Method", "GET"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "shop.example"),
             ("X-Forwarded-Uri", "/login?next=%2F"), ("X-Forwarded-For", "203.0.113.24")]
CHROMIUM = [("X-JA4", CHROMIUM_CONNECTION["ja4"]), ("X-HTTP2", CHROMIUM_CONNECTION["http2_fingerprint"])]
DOUBTFUL = [*FORWARDED, ("X-JA4", CHROMIUM_CONNECTION["ja4"]), *FIREFOX]  # Firefox by name, Chromium by its connection


@dataclass
class Reply:
    """What a proxy is told."""

    status: int
    headers: dict[str, str]
    body: bytes

    def ours(self) -> dict[str, str]:
        """The headers by which the decision is told, without the session's id."""
        return {name.removeprefix("x-tripline-"): value for name, value in self.headers.items()
                if name.startswith("x-tripline-") and name != "x-tripline-session-id"}

    @property
    def session(self) -> str | None:
        return self.headers.get("x-tripline-session-id")

    @property
    def error(self) -> dict:
        return json.loads(self.body)["error"]


def ask(server: Server, headers: list[tuple[str, str]], query: str = "", *, key: str | None = "own", method: str = "GET",
        path: str = PATH, tls: bool = False) -> Reply:
    """One request with these headers and no others, in their order."""
    if tls:
        connection = http.client.HTTPSConnection("localhost", server.tls_port, timeout=30, context=server.context())
    else:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    try:
        connection.putrequest(method, path + (f"?{query}" if query else ""), skip_accept_encoding=True)
        for name, value in headers:
            connection.putheader(name, value)
        if key is not None:
            connection.putheader("Authorization", f"Bearer {server.secret_key if key == 'own' else key}")
        connection.endheaders()
        answer = connection.getresponse()
        reply = Reply(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    finally:
        connection.close()
    assert re.fullmatch(r"req_[0-9a-f]{32}", reply.headers["x-request-id"])
    return reply


@pytest.fixture(scope="module")
def proxied(tmp_path_factory: pytest.TempPathFactory, reference: Contract) -> Iterator[Server]:
    """A server to which this machine is a trusted proxy."""
    server = Server(tmp_path_factory.mktemp("proxied"), reference, options=["--ja4-header", "X-JA4", "--http2-header", "X-HTTP2"])
    yield from running(server)


@pytest.fixture(scope="module")
def strange(tmp_path_factory: pytest.TempPathFactory, reference: Contract) -> Iterator[TlsServer]:
    """A server that trusts no proxy, and knows the same headers."""
    options = ["--ja4-header", "X-JA4", "--http2-header", "X-HTTP2"]
    server = TlsServer(tmp_path_factory.mktemp("strange"), reference, options=options)
    server.make_certificate()
    yield from running(server)


def running(server: Server) -> Iterator[Server]:
    server.init()
    server.start()
    # Tests ask more often than a key may by itself.
    server.secret_key = server.create_key("secret", "--organization", server.organization_id, "--rate-limit", "1000000")["key"]
    yield server
    assert server.stop() == 0
    assert " error " not in server.output() and "Fatal error" not in server.output(), server.output()[-2000:]


def key(server: Server, *options: str) -> str:
    return server.create_key("secret", "--organization", server.organization_id, *options)["key"]


def allowed(reply: Reply) -> Reply:
    """200 with the decision in headers, and nothing else."""
    assert (reply.status, reply.body) == (200, b""), (reply.status, reply.headers, reply.body[:300])
    assert reply.headers["cache-control"] == "no-store"
    ours = reply.ours()
    assert ours.keys() == {"decision", "verdict", "risk-score"} and ours["decision"] == "allow"
    assert ours["verdict"] in ("human", "inconclusive", "bot") and 0 <= int(ours["risk-score"]) <= 100
    assert re.fullmatch(r"sid_[0-9a-z]{26}", reply.session)
    return reply


def denied(reply: Reply) -> Reply:
    """403 that does not say why."""
    assert (reply.status, reply.body) == (403, b""), (reply.status, reply.headers, reply.body[:300])
    assert reply.headers["cache-control"] == "no-store"
    assert reply.ours() == {"decision": "deny"}
    assert re.fullmatch(r"sid_[0-9a-z]{26}", reply.session)
    return reply


# As a trusted proxy

def test_a_browsers_request_passes_and_the_session_is_kept(proxied: Server) -> None:
    reply = allowed(ask(proxied, [*FORWARDED, *CHROMIUM, *BROWSER]))
    document = proxied.api().session(reply.session)
    assert reply.ours()["verdict"] == "human"
    assert reply.ours()["risk-score"] == str(document["decision"]["risk_score"])
    assert document["request"]["url"] == "https://shop.example/login?next=%2F"
    assert document["network"]["ip_address"] == "203.0.113.24"
    connection = document["connection_fingerprint"]
    assert (connection["ja4"]["hash"], connection["http2"]["akamai_fingerprint"]) == tuple(CHROMIUM_CONNECTION.values())
    assert connection["user_agent_alignment"] == "match"
    assert set(document["analysis_coverage"].values()) == {False}
    assert document["decision"]["decision_status"] == "final"


def test_a_librarys_request_is_denied_and_the_session_is_kept(proxied: Server) -> None:
    reply = denied(ask(proxied, [*FORWARDED, *CURL]))
    document = proxied.api().session(reply.session)
    assert document["decision"]["automation_status"] == "automated"
    assert document["connection_fingerprint"]["ja4"]["hash"] is None, "the proxy's own connection is not the client's"


def test_a_browsers_name_over_a_librarys_connection_is_denied(proxied: Server) -> None:
    reply = denied(ask(proxied, [*FORWARDED, ("X-JA4", CURL_CONNECTION["ja4"]), *BROWSER]))
    assert proxied.api().session(reply.session)["connection_fingerprint"]["user_agent_alignment"] == "mismatch"


@pytest.mark.parametrize(("query", "bot", "doubtful", "human"), [
    ("", denied, allowed, allowed), ("deny=bot", denied, allowed, allowed), ("deny=inconclusive", allowed, denied, allowed),
    ("deny=bot,inconclusive", denied, denied, allowed), ("deny=inconclusive,bot", denied, denied, allowed),
    ("deny=bot%2Cinconclusive", denied, denied, allowed), ("deny=bot,bot", denied, allowed, allowed)])
def test_which_verdicts_are_denied_is_said_in_the_query(proxied: Server, query: str, bot, doubtful, human) -> None:
    bot(ask(proxied, [*FORWARDED, *CURL], query))
    reply = doubtful(ask(proxied, DOUBTFUL, query))
    assert proxied.api().session(reply.session)["decision"]["automation_status"] == "uncertain"
    human(ask(proxied, [*FORWARDED, *CHROMIUM, *BROWSER], query))


@pytest.mark.parametrize(("headers", "url"), [
    ([("X-Original-URL", "https://shop.example/a?b=c")], "https://shop.example/a?b=c"),
    ([("X-Original-URL", "https://shop.example/a"), ("X-Original-Method", "POST")], "https://shop.example/a"),
    ([*FORWARDED, ("X-Original-URL", "http://shop.example:8080/other")], "http://shop.example:8080/other"),
    ([("X-Forwarded-Host", "shop.example"), ("X-Forwarded-Uri", "/")], "https://shop.example/"),
    ([("X-Forwarded-Proto", "http"), ("X-Forwarded-Host", "shop.example:8080"), ("X-Forwarded-Uri", "/x")], "http://shop.example:8080/x"),
], ids=["original", "original method", "original first", "no scheme", "port"])
def test_the_url_is_the_one_that_the_proxy_names(proxied: Server, headers: list, url: str) -> None:
    reply = ask(proxied, [*headers, *CURL])
    assert proxied.api().session(reply.session)["request"]["url"] == url


@pytest.mark.parametrize("headers", [
    [], [("X-Original-URL", "/login")], [("X-Original-URL", "javascript:alert(1)")], [("X-Original-URL", "ftp://shop.example/")],
    [("X-Original-URL", "https://shop.example/" + "a" * 8200)], [("X-Original-URL", "")], [("X-Original-URL", "https://a.example/ b")],
    [("X-Forwarded-Host", "shop.example")], [("X-Forwarded-Uri", "/login")],
    [("X-Forwarded-Host", "shop.example, evil.example"), ("X-Forwarded-Uri", "/")],
    [("X-Forwarded-Host", "shop.example"), ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Uri", "/")],
    [("X-Forwarded-Proto", "gopher"), ("X-Forwarded-Host", "shop.example"), ("X-Forwarded-Uri", "/")],
], ids=lambda headers: " ".join(f"{name} {value[:20]}" for name, value in headers))
def test_a_url_that_is_none_leaves_the_requests_own(proxied: Server, headers: list) -> None:
    reply = denied(ask(proxied, [*headers, *CURL]))
    assert proxied.api().session(reply.session)["request"]["url"] == f"http://127.0.0.1:{proxied.port}{PATH}"


@pytest.mark.parametrize(("chain", "address"), [
    ("203.0.113.24", "203.0.113.24"), ("198.51.100.1, 203.0.113.24", "203.0.113.24"), ("203.0.113.24, 127.0.0.1", "203.0.113.24"),
    ("2001:db8::1", "2001:db8::1"), ("nonsense", "127.0.0.1")])
def test_the_address_is_the_last_that_no_proxy_has(proxied: Server, chain: str, address: str) -> None:
    reply = ask(proxied, [("X-Forwarded-For", chain), *CURL])
    assert proxied.api().session(reply.session)["network"]["ip_address"] == address


def test_what_the_proxy_adds_is_not_the_clients(proxied: Server) -> None:
    """Else it would stand among the client's headers, and speak against it."""
    added = [("X-Forwarded-Server", "proxy"), ("X-Forwarded-Port", "443"), ("X-Real-IP", "203.0.113.24"), ("Forwarded", "for=203.0.113.24")]
    plain = proxied.api().session(ask(proxied, [*FORWARDED, *CHROMIUM, *BROWSER]).session)
    relayed = proxied.api().session(ask(proxied, [*FORWARDED, *added, *CHROMIUM, *BROWSER]).session)
    assert plain["signals_fired"] == relayed["signals_fired"]


@pytest.mark.parametrize("name", ["X-JA4", "X-HTTP2"])
def test_a_fingerprint_that_is_none_is_not_taken(proxied: Server, name: str) -> None:
    for value in ("", "nonsense", "t13d1517h2_8DAAF6152771_cb7bf5808d99", "a" * 5000, "1|2"):
        document = proxied.api().session(ask(proxied, [*FORWARDED, (name, value), *BROWSER]).session)
        connection = document["connection_fingerprint"]
        assert (connection["ja4"]["hash"], connection["http2"]["akamai_fingerprint"]) == (None, None)


# As a stranger

def test_a_stranger_is_judged_himself(strange: TlsServer) -> None:
    reply = denied(ask(strange, [*FORWARDED, *CHROMIUM, *CURL], "deny=bot"))
    document = strange.api().session(reply.session)
    assert document["request"]["url"] == f"http://127.0.0.1:{strange.port}{PATH}"
    assert document["network"]["ip_address"] == "127.0.0.1"
    connection = document["connection_fingerprint"]
    assert (connection["ja4"]["hash"], connection["http2"]["akamai_fingerprint"], connection["user_agent_alignment"]) == (None, None, None)


@pytest.mark.parametrize("header", [
    ("X-Original-URL", "https://shop.example/"), ("X-Original-Method", "POST"), ("X-Forwarded-For", "203.0.113.9"),
    ("X-Real-IP", "203.0.113.9"), ("Forwarded", "for=203.0.113.9;host=shop.example")])
def test_nothing_of_a_stranger_is_believed(strange: TlsServer, header: tuple[str, str]) -> None:
    document = strange.api().session(ask(strange, [header, *CURL]).session)
    assert (document["request"]["url"], document["network"]["ip_address"]) == (f"http://127.0.0.1:{strange.port}{PATH}", "127.0.0.1")


def test_a_strangers_browser_passes(strange: TlsServer) -> None:
    assert allowed(ask(strange, [*FORWARDED, *BROWSER])).ours()["verdict"] == "human"


def test_a_strangers_own_connection_is_seen(strange: TlsServer) -> None:
    reply = denied(ask(strange, [*CHROMIUM, *BROWSER], tls=True))
    document = strange.api().session(reply.session)
    assert document["request"]["url"] == f"https://localhost:{strange.tls_port}{PATH}"
    ja4 = document["connection_fingerprint"]["ja4"]["hash"]
    assert ja4 and ja4 != CHROMIUM_CONNECTION["ja4"], "Python's, not the one that was claimed"
    assert document["connection_fingerprint"]["user_agent_alignment"] == "mismatch"


# Keys

def test_the_key_stands_beside_the_clients_own_credentials(proxied: Server) -> None:
    secret = "Y2xpZW50OnNlY3JldC0xOGQ0ZjM="
    for own in (f"Basic {secret}", f"Bearer {secret}", f"Bearer sk_live_{'0' * 32}"):
        headers = [*FORWARDED, *CHROMIUM, *BROWSER, ("Authorization", own), ("X-Tripline-Key", proxied.secret_key)]
        allowed(ask(proxied, headers, key=None))
    for file in proxied.folder.glob("tripline.sqlite*"):
        assert secret.encode() not in file.read_bytes() and proxied.secret_key.encode() not in file.read_bytes(), file.name


@pytest.mark.parametrize(("headers", "code"), [
    ([], "auth.missing_api_key"), ([("X-Tripline-Key", "")], "auth.invalid_api_key"),
    ([("X-Tripline-Key", "nonsense")], "auth.invalid_api_key"),
    ([("X-Tripline-Key", "sk_live_" + "0" * 32)], "auth.invalid_api_key"), ([("X-Tripline-Key", "PUBLISHABLE")], "auth.invalid_api_key"),
    ([("Authorization", "Basic x")], "auth.invalid_api_key"), ([("Authorization", "Bearer PUBLISHABLE")], "auth.invalid_api_key"),
    ([("X-Tripline-Key", "Bearer SECRET")], "auth.invalid_api_key"),
    ([("X-Tripline-Key", "nonsense"), ("Authorization", "Bearer SECRET")], "auth.invalid_api_key")])
@pytest.mark.parametrize("failure", ["open", "closed"])
def test_a_key_that_opens_nothing(proxied: Server, headers: list, code: str, failure: str) -> None:
    filled = [(name, value.replace("PUBLISHABLE", proxied.publishable_key).replace("SECRET", proxied.secret_key))
              for name, value in headers]
    reply = ask(proxied, [*FORWARDED, *BROWSER, *filled], f"failure={failure}", key=None)
    assert (reply.status, reply.error["code"], reply.ours()) == (401, code, {})
    assert reply.session is None and reply.headers["www-authenticate"] == "Bearer"


def test_a_key_without_the_scope(proxied: Server) -> None:
    reply = ask(proxied, [*FORWARDED, *BROWSER], key=key(proxied, "--scope", "sessions:read"))
    assert (reply.status, reply.error["code"], reply.ours(), reply.session) == (403, "auth.insufficient_scope", {}, None)
    assert reply.error["message"] == "This key lacks the scope decisions:create."
    allowed(ask(proxied, [*FORWARDED, *CHROMIUM, *BROWSER], key=key(proxied, "--scope", "decisions:create")))


# Queries and methods

@pytest.mark.parametrize(("query", "parameter"), [
    ("deny=human", "deny"), ("deny=", "deny"), ("deny", "deny"), ("deny=BOT", "deny"), ("deny=bot,", "deny"), ("deny=,bot", "deny"),
    ("deny=bot;inconclusive", "deny"), ("deny=bot,%20inconclusive", "deny"), ("deny=bot%00", "deny"), ("failure=maybe", "failure"),
    ("failure=", "failure"), ("failure=OPEN", "failure"), ("failure=open,closed", "failure")])
def test_a_query_that_is_none(proxied: Server, query: str, parameter: str) -> None:
    reply = ask(proxied, [*FORWARDED, *BROWSER], query)
    assert (reply.status, reply.error["code"], reply.ours()) == (422, "request.validation_failed", {})
    (field,) = reply.error["details"]["fields"]
    assert (field["name"], field["issue"]) == (parameter, "invalid_enum")
    assert field["expected"] == {"deny": "a list with commas of bot, inconclusive", "failure": "one of open, closed"}[parameter]


def test_both_that_are_wrong_are_told_at_once(proxied: Server) -> None:
    reply = ask(proxied, [*FORWARDED, *BROWSER], "deny=x&failure=x")
    assert {field["name"] for field in reply.error["details"]["fields"]} == {"deny", "failure"}


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_another_method_than_get(proxied: Server, method: str) -> None:
    reply = ask(proxied, [*FORWARDED, *BROWSER, ("Content-Length", "0")], method=method)
    assert (reply.status, reply.error["code"], reply.session) == (405, "request.method_not_allowed", None)


def test_a_question_by_head_is_answered_without_a_body(proxied: Server) -> None:
    denied(ask(proxied, [*FORWARDED, *CURL], method="HEAD"))


# Failures

def over_the_limit(server: Server, headers: list[tuple[str, str]], query: str) -> Reply:
    """What is answered when the key's limit is used up. A minute may turn in between, but not twice."""
    spent = key(server, "--rate-limit", "1")
    replies = [ask(server, [*FORWARDED, *headers], query, key=spent) for _ in range(3)]
    assert replies[0].session
    return next(reply for reply in replies if reply.session is None)


@pytest.mark.parametrize("query", ["", "failure=open", "deny=bot,inconclusive"])
def test_requests_pass_when_the_limit_is_used_up(proxied: Server, query: str) -> None:
    reply = over_the_limit(proxied, CURL, query)
    assert (reply.status, reply.body) == (200, b"")
    assert reply.ours() == {"decision": "allow", "failure": "429"}
    assert reply.headers["cache-control"] == "no-store"


def test_requests_do_not_pass_when_the_limit_is_used_up_and_failures_are_closed(proxied: Server) -> None:
    reply = over_the_limit(proxied, BROWSER, "failure=closed")
    assert (reply.status, reply.error["code"], reply.ours()) == (429, "rate.limited", {})
    assert 1 <= int(reply.headers["retry-after"]) <= 60


@pytest.mark.parametrize(("query", "status"), [("failure=open", 200), ("failure=closed", 500)])
def test_requests_pass_when_the_server_fails_unless_failures_are_closed(tmp_path, contract: Contract, query: str, status: int) -> None:
    server = Server(tmp_path, contract)
    server.init()
    server.start()
    try:
        denied(ask(server, [*FORWARDED, *CURL]))
        with sqlite3.connect(server.database, isolation_level=None) as database:
            database.execute("ALTER TABLE session_documents RENAME TO elsewhere")
        reply = ask(server, [*FORWARDED, *CURL], query)
        assert reply.status == status, (reply.status, reply.headers, reply.body[:300])
        if status == 200:
            assert reply.ours() == {"decision": "allow", "failure": "500"} and reply.body == b""
        else:
            assert (reply.error["code"], reply.ours()) == ("internal.error", {})
    finally:
        server.kill()


# What is kept

def test_no_cookie_is_kept(proxied: Server) -> None:
    secret = "cookie-2f81c0"
    allowed(ask(proxied, [*FORWARDED, *CHROMIUM, *BROWSER, ("cookie", f"session={secret}")]))
    for file in proxied.folder.glob("tripline.sqlite*"):
        assert secret.encode() not in file.read_bytes(), file.name


def test_the_session_is_like_any_other(proxied: Server) -> None:
    reply = denied(ask(proxied, [*FORWARDED, *CURL]))
    api = proxied.api()
    assert [row["id"] for row in api.get("/v1/sessions", params={"search": reply.session}).json()["data"]] == [reply.session]
    assert made(api.delete(f"/v1/sessions/{reply.session}"), 200)["removed"]["sessions"] == 1


def test_the_answer_says_what_is_left_of_the_limit(proxied: Server) -> None:
    limited = key(proxied, "--rate-limit", "50")
    reply = ask(proxied, [*FORWARDED, *CURL], key=limited)
    assert reply.headers["x-ratelimit-limit"] == "50" and int(reply.headers["x-ratelimit-remaining"]) < 50
