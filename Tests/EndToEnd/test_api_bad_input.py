"""What the API says to those who ask wrongly. The envelope and the request id of each answer are checked by the client."""

import socket
import time
from collections.abc import Callable

import httpx
import pytest

from collect_agent import CollectAgent
from server import Api, Server


def refused(answer: httpx.Response, status: int, code: str) -> dict:
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code), answer.text[:400]
    return answer.json()["error"]


@pytest.fixture(scope="module")
def sessions(server: Server) -> list[str]:
    """Five decided sessions, so that there is something to page through."""
    agent = server.agent()
    ids = []
    for _ in range(5):
        session = agent.handshake()
        agent.observe(session)
        agent.finish(session)
        ids.append(session.id)
    return ids


# Keys

@pytest.mark.parametrize("path", ["/v1/sessions", "/v1/sessions/sid_0123456789abcdefghjkmnpqrs"])
def test_without_a_key(api: Api, path: str) -> None:
    refused(api.get(path, key=None), 401, "auth.missing_api_key")


@pytest.mark.parametrize("header", ["Bearer", "Basic c2s6", "sk_live_x", "Bearer sk_live_x", "Bearer a b c", "Bearer " + "k" * 4000])
def test_with_a_malformed_key(api: Api, header: str) -> None:
    refused(api.get("/v1/sessions", key=None, headers={"Authorization": header}), 401, "auth.invalid_api_key")


def test_with_a_key_that_nobody_knows(api: Api, server: Server) -> None:
    unknown = server.secret_key[:-1] + ("a" if server.secret_key[-1] != "a" else "b")
    refused(api.get("/v1/sessions", key=unknown), 401, "auth.invalid_api_key")


def test_with_a_publishable_key_for_a_secret_one(api: Api, server: Server) -> None:
    answer = api.get("/v1/sessions", key=server.publishable_key)
    refused(answer, 401, "auth.invalid_api_key")


def test_with_a_key_that_was_revoked_and_one_that_may_do_something_else(new_server: Callable[..., Server]) -> None:
    server = new_server()
    server.init()
    revoked = server.create_key("secret")
    other = server.create_key("secret", "--scope", "fingerprints:read")
    server.start()
    api = server.api()
    assert api.get("/v1/sessions", key=revoked["key"]).status_code == 200
    refused(api.get("/v1/sessions", key=other["key"]), 403, "auth.insufficient_scope")
    server.tell("keys", "revoke", revoked["key_id"])
    time.sleep(2.5)
    refused(api.get("/v1/sessions", key=revoked["key"]), 401, "auth.invalid_api_key")
    assert api.get("/v1/sessions").status_code == 200


def test_a_key_in_the_address_does_not_count(api: Api, server: Server) -> None:
    refused(api.get(f"/v1/sessions?api_key={server.secret_key}", key=None), 401, "auth.missing_api_key")


def test_rate_limits_are_told_with_each_answer(api: Api, sessions: list[str]) -> None:
    first, second = (api.get(f"/v1/sessions/{sessions[0]}") for _ in range(2))
    assert first.headers["X-RateLimit-Limit"] == "600"
    assert int(second.headers["X-RateLimit-Remaining"]) <= int(first.headers["X-RateLimit-Remaining"])


# Identifiers

@pytest.mark.parametrize("session_id", [
    "sid_", "sid_short", "sid_0123456789abcdefghjkmnpqrsX", "sid_ilouilouilouilouilouilouil", "vid_0123456789abcdefghjkmnpqrs",
    "SID_0123456789ABCDEFGHJKMNPQRS", "%00", "..%2f..%2fetc", "sid_0123456789abcdefghjkmnpqr%20", "é", "1' OR '1'='1",
])
def test_an_id_that_does_not_match_its_pattern(api: Api, session_id: str) -> None:
    refused(api.get(f"/v1/sessions/{session_id}"), 404, "request.not_found")


def test_an_id_that_nobody_has(api: Api) -> None:
    refused(api.get("/v1/sessions/sid_0123456789abcdefghjkmnpqrs"), 404, "request.not_found")


def test_a_session_of_another_organization_is_not_found(new_server: Callable[..., Server]) -> None:
    server = new_server()
    first = server.init()
    second = server.init("Another shop")
    assert first["organization_id"] != second["organization_id"]
    server.start()
    agent = CollectAgent(server.url, first["publishable_key"])
    session = agent.handshake()
    agent.observe(session)
    agent.finish(session)
    assert server.api(first["secret_key"]).session(session.id)
    stranger = server.api(second["secret_key"])
    refused(stranger.get(f"/v1/sessions/{session.id}"), 404, "request.not_found")
    assert stranger.get("/v1/sessions").json()["data"] == []


# Lists

@pytest.mark.parametrize("limit", ["0", "-1", "201", "999", "abc", "", "1.5", "99999999999999999999", "1e2", "5;drop"])
def test_a_limit_that_is_none(api: Api, limit: str) -> None:
    error = refused(api.get("/v1/sessions", params={"limit": limit}), 422, "request.validation_failed")
    (field,) = error["details"]["fields"]
    assert field["name"] == "limit"
    assert field["issue"] and field["expected"]
    assert str(field["received"]) == limit


@pytest.mark.parametrize("limit", ["1", "200"])
def test_the_limits_of_limit(api: Api, sessions: list[str], limit: str) -> None:
    assert api.get("/v1/sessions", params={"limit": limit}).json()["pagination"]["limit"] == int(limit)


def test_limit_is_fifty_unless_said(api: Api, sessions: list[str]) -> None:
    assert api.get("/v1/sessions").json()["pagination"]["limit"] == 50


def test_an_unknown_verdict(api: Api) -> None:
    error = refused(api.get("/v1/sessions", params={"verdict": "nice"}), 422, "request.validation_failed")
    assert [f["name"] for f in error["details"]["fields"]] == ["verdict"]


def tampered(cursor: str) -> list[str]:
    middle = len(cursor) // 2
    other = "A" if cursor[middle] != "A" else "B"
    return [cursor[:middle] + other + cursor[middle + 1:], cursor[:-4], cursor + "AAAA", cursor[::-1], "x", "%00", "é", "e30", "A" * 3000]


def test_a_cursor_that_was_tampered_with(api: Api, sessions: list[str]) -> None:
    cursor = api.get("/v1/sessions", params={"limit": 2}).json()["pagination"]["next_cursor"]
    for bad in tampered(cursor):
        error = refused(api.get("/v1/sessions", params={"limit": 2, "cursor": bad}), 422, "request.validation_failed")
        assert [f["name"] for f in error["details"]["fields"]] == ["cursor"], bad


def test_a_cursor_of_another_organization(api: Api, server: Server, sessions: list[str], new_server: Callable[..., Server]) -> None:
    cursor = api.get("/v1/sessions", params={"limit": 2}).json()["pagination"]["next_cursor"]
    other = new_server()
    other.init()
    other.start()
    refused(other.api().get("/v1/sessions", params={"cursor": cursor}), 422, "request.validation_failed")


def test_pages_neither_skip_nor_repeat_while_rows_arrive(api: Api, agent: CollectAgent, sessions: list[str]) -> None:
    seen: list[str] = []
    query = {"limit": 9}
    while True:
        page = api.get("/v1/sessions", params=query).json()
        seen += [row["id"] for row in page["data"]]
        late = agent.handshake()
        agent.observe(late)
        agent.finish(late)
        if not page["pagination"]["has_more"] or len(seen) > 400:
            break
        query["cursor"] = page["pagination"]["next_cursor"]
    assert len(seen) == len(set(seen))
    assert set(sessions) <= set(seen)


def test_sessions_are_listed_newest_decision_first(api: Api, sessions: list[str]) -> None:
    times = [row["latest_decision"]["evaluated_at"] for row in api.get("/v1/sessions", params={"limit": 200}).json()["data"]]
    assert times == sorted(times, reverse=True)


@pytest.mark.parametrize("verdict", ["human", "bot", "inconclusive"])
def test_a_list_by_verdict_holds_only_that_verdict(api: Api, sessions: list[str], verdict: str) -> None:
    rows = api.get("/v1/sessions", params={"verdict": verdict, "limit": 200}).json()["data"]
    assert {row["latest_decision"]["verdict"] for row in rows} <= {verdict}


def test_a_search_finds_a_session_by_its_id(api: Api, sessions: list[str]) -> None:
    rows = api.get("/v1/sessions", params={"search": sessions[2]}).json()["data"]
    assert [row["id"] for row in rows] == [sessions[2]]
    assert api.get("/v1/sessions", params={"search": "%' OR 1=1 --"}).json()["data"] == []


# Requests

@pytest.mark.parametrize(("method", "path"), [
    *((method, "/v1/sessions") for method in ("POST", "PUT", "PATCH", "DELETE")),
    *((method, "/v1/sessions/sid_0123456789abcdefghjkmnpqrs") for method in ("POST", "PUT")),
])
def test_a_wrong_method(api: Api, method: str, path: str) -> None:
    answer = api.request(method, path)
    assert answer.status_code == 405, answer.text[:300]
    assert {m.strip() for m in answer.headers["Allow"].split(",")} >= {"GET"}


@pytest.mark.parametrize("path", ["/v1", "/v1/nothing", "/v1/sessions/sid_0123456789abcdefghjkmnpqrs/more", "/nowhere", "/v1/collect"])
def test_a_path_that_is_nothing(api: Api, path: str) -> None:
    refused(api.get(path), 404, "request.not_found")


def raw(server: Server, request: bytes, seconds: float = 10) -> bytes:
    """Sends bytes as they are and reads until the server closes, or says no more."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=seconds) as connection:
        try:
            connection.sendall(request)
        except OSError:
            pass
        answer = b""
        try:
            while chunk := connection.recv(65536):
                answer += chunk
                if b"\r\n\r\n" in answer and b"onnection: close" not in answer:
                    break
        except OSError:
            pass
        return answer


def test_a_header_over_its_limit(server: Server) -> None:
    answer = raw(server, b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Long: " + b"a" * 200_000 + b"\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 431"), answer[:200]


def test_too_many_headers(server: Server) -> None:
    lines = b"".join(b"X-%d: %s\r\n" % (i, b"a" * 500) for i in range(1000))
    answer = raw(server, b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n" + lines + b"\r\n")
    assert answer.startswith(b"HTTP/1.1 431"), answer[:200]


def test_an_address_over_its_limit(server: Server) -> None:
    answer = raw(server, b"GET /v1/sessions?search=" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert answer.startswith((b"HTTP/1.1 414", b"HTTP/1.1 431")), answer[:200]


def test_an_address_a_little_over_its_limit(server: Server) -> None:
    answer = raw(server, b"GET /healthz?x=" + b"a" * 9_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 414"), answer[:200]


@pytest.mark.parametrize("request_bytes", [
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"hello\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n",
    b"POST /v1/collect/sessions HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n",
    b"POST /v1/collect/sessions HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
])
def test_what_is_not_http_is_refused_and_harms_nobody(server: Server, api: Api, request_bytes: bytes) -> None:
    answer = raw(server, request_bytes, seconds=3)
    assert not answer.startswith(b"HTTP/1.1 2"), answer[:200]
    assert api.http.get("/healthz").status_code == 200


def test_a_body_far_over_its_limit_is_not_read_to_its_end(agent: CollectAgent, server: Server) -> None:
    head = (f"POST /v1/collect/sessions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {agent.publishable_key}\r\n"
            "Content-Type: application/json\r\nContent-Length: 2000000000\r\n\r\n").encode()
    answer = raw(server, head + b"a" * 200_000)
    assert answer.startswith(b"HTTP/1.1 413"), answer[:200]


def test_the_server_writes_no_secret_to_its_log(server: Server, sessions: list[str]) -> None:
    assert server.secret_key not in server.output()
    assert "Fatal error" not in server.output()
