"""`POST /v1/decisions`: a request by itself, judged by what a backend saw of it, and the session that is kept of it."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from contract import Contract
from management import DOCUMENT, fields, made, refused
from questions import (
    CHROME, CHROMIUM, CHROMIUM_CONNECTION, CHROMIUM_HEADERS, CURL, CURL_CONNECTION, FIREFOX_HEADERS, FIREFOX_REQUEST, HTTPX,
    PYTHON_CONNECTION, URL)
from receiver import Receiver
from server import Api, Server

PATH = "/v1/decisions"
SEEN_NOTHING = dict.fromkeys(("browser", "device", "network", "runtime", "behavioral", "visitor_identity"), False)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, reference: Contract) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("decisions"), reference, options=["--webhook-allow-private"])
    server.init()
    server.start()
    yield server
    assert server.stop() == 0
    assert " error " not in server.output() and "Fatal error" not in server.output(), server.output()[-2000:]


def key(server: Server, *options: str) -> str:
    return server.create_key("secret", "--organization", server.organization_id, *options)["key"]


@pytest.fixture(scope="module")
def api(served: Server) -> Api:
    return served.api(key(served, "--rate-limit", "1000000"))


def judged(api: Api, question: dict, **more: object) -> dict:
    """The document of the session that is kept of a request."""
    return made(api.post(PATH, {**question, **more}))


def without(question: dict, *members: str) -> dict:
    return {name: value for name, value in question.items() if name not in members}


def why(document: dict) -> str:
    return json.dumps({name: document[name] for name in ("decision", "signals_fired", "attribution", "connection_fingerprint")}, indent=1)


def status(document: dict) -> str:
    return document["decision"]["automation_status"]


def tools(document: dict) -> set[str]:
    return {label["value"] for label in (document["attribution"] or {"labels": []})["labels"] if label["kind"] == "tool"}


# What a backend is told

@pytest.mark.parametrize(("question", "family"), [(CHROMIUM, "chromium"), (FIREFOX_REQUEST, "firefox")], ids=["chromium", "firefox"])
def test_a_browsers_request_is_a_persons(api: Api, question: dict, family: str) -> None:
    document = judged(api, question)
    assert status(document) == "human", why(document)
    connection = document["connection_fingerprint"]
    assert (connection["ja4"]["hash"], connection["ja4"]["family"]) == (question["ja4"], family)
    assert connection["ja4"]["match_source"] == "full_ja4" and connection["ja4"]["confidence"] in ("exact", "high")
    assert connection["ja4"]["reference"]["sample_size"] >= 1
    assert connection["http2"]["akamai_fingerprint"] == question["http2_fingerprint"] and connection["http2"]["profile"]
    assert connection["user_agent_alignment"] == "match"


def test_a_browsers_request_of_which_nobody_saw_the_connection(api: Api) -> None:
    document = judged(api, without(CHROMIUM, "ja4", "http2_fingerprint"))
    assert status(document) == "human", why(document)
    connection = document["connection_fingerprint"]
    assert set(connection["ja4"].values()) | set(connection["http2"].values()) | {connection["user_agent_alignment"]} == {None}
    assert document == {**judged(api, CHROMIUM, ja4=None, http2_fingerprint=None), **{
        name: document[name] for name in ("id", "created_at", "decision")}}, "null is as good as nothing"


@pytest.mark.parametrize("question", [CURL, without(CURL, "ja4", "http2_fingerprint"), HTTPX, without(HTTPX, "ja4")],
                         ids=["curl", "curl, no connection", "httpx", "httpx, no connection"])
def test_a_librarys_request_is_automatic_and_names_the_library(api: Api, question: dict) -> None:
    document = judged(api, question)
    assert status(document) == "automated", why(document)
    assert tools(document) == {"curl" if question["headers"][0][1].startswith("curl") else "httpx"}, why(document)
    assert document["connection_fingerprint"]["user_agent_alignment"] == ("match" if "ja4" in question else None)


@pytest.mark.parametrize("connection", [PYTHON_CONNECTION, CURL_CONNECTION], ids=["python", "curl"])
@pytest.mark.parametrize("headers", [CHROMIUM_HEADERS, FIREFOX_HEADERS, [["user-agent", CHROME], ["accept", "*/*"]]],
                         ids=["chromium's headers", "firefox's headers", "chromium's name"])
def test_a_browsers_name_over_a_librarys_connection_is_a_mismatch(api: Api, connection: dict, headers: list) -> None:
    document = judged(api, {"url": URL, "headers": headers, **connection})
    assert document["connection_fingerprint"]["user_agent_alignment"] == "mismatch", why(document)
    assert status(document) == "automated", why(document)
    assert document["runtime_integrity"]["identity_spoofing"] != "clean"


def test_one_browsers_name_over_anothers_connection_is_a_mismatch(api: Api) -> None:
    document = judged(api, FIREFOX_REQUEST, **CHROMIUM_CONNECTION)
    assert document["connection_fingerprint"]["user_agent_alignment"] == "mismatch", why(document)
    assert status(document) != "human", why(document)


def test_chromes_tls_with_firefoxs_http2_is_a_mismatch(api: Api) -> None:
    document = judged(api, CHROMIUM, http2_fingerprint=FIREFOX_REQUEST["http2_fingerprint"])
    assert document["connection_fingerprint"]["user_agent_alignment"] == "mismatch", why(document)
    assert status(document) != "human", why(document)


def test_a_connection_that_nobody_knows_is_unknown_and_no_accusation(api: Api) -> None:
    document = judged(api, without(CHROMIUM, "http2_fingerprint"), ja4="t13d0101h2_0123456789ab_ba9876543210")
    ja4 = document["connection_fingerprint"]["ja4"]
    assert ja4 == {**dict.fromkeys(ja4), "hash": "t13d0101h2_0123456789ab_ba9876543210", "confidence": "unknown"}
    assert document["connection_fingerprint"]["user_agent_alignment"] == "unknown"
    assert status(document) == status(judged(api, without(CHROMIUM, "ja4", "http2_fingerprint")))


@pytest.mark.parametrize("headers", [[], [["host", "shop.example"]], [["user-agent", ""]]], ids=["none", "host", "empty user agent"])
def test_a_request_that_says_nothing_is_no_persons(api: Api, headers: list) -> None:
    document = judged(api, {"url": URL, "headers": headers})
    assert status(document) != "human", why(document)
    assert document["request"]["user_agent"] == ""


@pytest.mark.parametrize(("address", "version", "kept"), [
    ("203.0.113.24", "ipv4", "203.0.113.24"), ("2001:db8::1", "ipv6", "2001:db8::1"),
    ("2001:0DB8:0:0:0:0:0:1", "ipv6", "2001:db8::1"), (None, None, None)])
def test_the_address_is_the_one_that_was_told(api: Api, address: str | None, version: str | None, kept: str | None) -> None:
    network = judged(api, CHROMIUM, ip_address=address)["network"]
    assert (network["ip_address"], network["ip_version"]) == (kept, version)


def test_headers_that_name_an_address_are_not_believed(api: Api) -> None:
    forged = [["x-forwarded-for", "198.51.100.9"], ["forwarded", "for=198.51.100.9"], ["x-real-ip", "198.51.100.9"]]
    document = judged(api, CHROMIUM, headers=[*CHROMIUM_HEADERS, *forged])
    assert document["network"]["ip_address"] is None


def test_what_was_not_looked_at_is_said_to_be_so(api: Api) -> None:
    for question in (CHROMIUM, CURL, {"url": URL, "headers": []}):
        document = judged(api, question)
        assert document["analysis_coverage"] == SEEN_NOTHING
        assert document["visitor_fingerprint"] is None and document["web_bot_auth"] is None
        assert document["previous_decisions"] == []
        assert document["decision"]["decision_status"] == "final", "nothing more is expected"


def test_the_document_tells_of_the_request(api: Api) -> None:
    headers = [*CHROMIUM_HEADERS, ["referer", "https://shop.example/"]]
    url = "https://shop.example/login?next=%2F#x"
    document = judged(api, CHROMIUM, url=url, headers=headers, method="POST")
    assert document["request"] == {"url": url, "referrer": "https://shop.example/", "user_agent": CHROME}
    assert (document["browser"]["engine"], document["browser"]["major_version"]) == ("blink", "156")


def test_the_order_of_headers_is_looked_at(api: Api) -> None:
    swapped = sorted(CHROMIUM_HEADERS, key=lambda pair: pair[0] != "accept-language")
    assert "header_order_mismatch" in {signal["signal"] for signal in judged(api, CHROMIUM, headers=swapped)["signals_fired"]}
    assert "header_order_mismatch" not in {signal["signal"] for signal in judged(api, CHROMIUM)["signals_fired"]}


def test_the_case_of_names_is_no_matter(api: Api) -> None:
    titled = [[name.title(), value] for name, value in CHROMIUM_HEADERS]
    document, other = judged(api, CHROMIUM, headers=titled), judged(api, CHROMIUM)
    assert document["signals_fired"] == other["signals_fired"]
    assert document["request"] == other["request"]


def test_the_same_request_is_judged_the_same_every_time(api: Api) -> None:
    first, second = judged(api, CURL), judged(api, CURL)
    assert first["id"] != second["id"] and first["decision"]["event_id"] != second["decision"]["event_id"]
    assert first["decision"]["risk_score"] == second["decision"]["risk_score"]
    assert first["signals_fired"] == second["signals_fired"]


# The session that is kept

def test_the_session_gives_the_same_document(api: Api) -> None:
    for question in (CHROMIUM, {**CURL, "client_user_id": "ada", "ip_address": "203.0.113.24"}):
        document = judged(api, question)
        assert api.session(document["id"]) == document
        assert document.get("client_user_id") == question.get("client_user_id")


def test_the_session_is_listed_and_found(api: Api) -> None:
    document = judged(api, CURL, url="https://shop.example/very-own-path", client_user_id="very own user")
    for query in ({"verdict": "bot", "limit": 1}, {"search": "very own user"}, {"search": document["id"]}, {"search": "very-own-path"}):
        rows = api.get("/v1/sessions", params=query).json()["data"]
        assert [row["id"] for row in rows] == [document["id"]], query
        assert rows[0]["latest_decision"]["risk_score"] == document["decision"]["risk_score"]


def test_the_session_is_exported(api: Api) -> None:
    document = judged(api, CURL, client_user_id="exported user")
    lines = api.get("/v1/exports/sessions", params={"search": "exported user"}).text.splitlines()
    assert [json.loads(line) for line in lines] == [document]


def test_the_session_is_given_a_user_later(api: Api) -> None:
    document = judged(api, CURL)
    assert made(api.patch(f"/v1/sessions/{document['id']}", {"client_user_id": "late"}), 200) == {**document, "client_user_id": "late"}


def test_the_session_is_erased(served: Server, api: Api) -> None:
    mark = "mark-6d1f0c"
    document = judged(api, CURL, url=f"https://shop.example/{mark}", headers=[["user-agent", f"curl/7.88.1 {mark}"]])
    erased = made(api.delete(f"/v1/sessions/{document['id']}"), 200)
    assert (erased["removed"]["sessions"], erased["removed"]["decisions"]) == (1, 1)
    refused(api.get(f"/v1/sessions/{document['id']}"), 404, "request.not_found")
    for file in served.folder.glob("tripline.sqlite*"):
        assert mark.encode() not in file.read_bytes(), f"{file.name} still knows it"


def test_no_value_of_a_cookie_or_a_credential_is_kept(served: Server, api: Api) -> None:
    secret = "secret-93c1e2"
    headers = [*CHROMIUM_HEADERS, *([name, secret] for name in ("cookie", "authorization", "proxy-authorization", "x-api-key"))]
    document = judged(api, CHROMIUM, headers=headers)
    assert secret not in json.dumps(document)
    for file in served.folder.glob("tripline.sqlite*"):
        assert secret.encode() not in file.read_bytes(), file.name


def test_the_decision_is_told_to_webhooks(served: Server, api: Api, contract: Contract) -> None:
    with Receiver() as receiver:
        path = f"/v1/organizations/{served.organization_id}/webhooks/endpoints"
        endpoint = made(api.post(path, {"name": "Hook", "url": receiver.url, "event_types": ["session.result.persisted"]}))["id"]
        document = judged(api, CURL, ip_address="203.0.113.24")
        (delivery,) = receiver.wait(1)
        event = delivery.event
        assert event["type"] == "session.result.persisted" and event["data"]["session"]["id"] == document["id"]
        assert event["data"]["decision"]["risk_score"] == document["decision"]["risk_score"]
        if contract.document:
            contract.check("SessionResultPersistedWebhookEvent", event)
        made(api.delete(f"{path}/{endpoint}"), 200)


def test_a_test_key_and_a_live_key_keep_their_sessions_apart(served: Server, api: Api) -> None:
    path = f"/v1/organizations/{served.organization_id}/api-keys"
    test_key = made(api.post(path, {"name": "Test", "type": "secret", "environment": "test",
                                    "scopes": ["decisions:create", "sessions:read"]}))["revealed_key"]
    document = made(api.post(PATH, CURL, key=test_key))
    assert api.get(f"/v1/sessions/{document['id']}", key=test_key).status_code == 200
    refused(api.get(f"/v1/sessions/{document['id']}"), 404, "request.not_found")


def test_sessions_outlive_the_server(served: Server, api: Api) -> None:
    document = judged(api, CURL)
    served.stop()
    served.start()
    assert api.session(document["id"]) == document


# Who may ask

def test_the_scope_alone_is_enough_and_all_others_are_not(served: Server) -> None:
    scopes = DOCUMENT["components"]["schemas"]["CreateApiKeyRequest"]["properties"]["scopes"]["items"]["enum"]
    others = [option for scope in scopes if scope not in ("*", "decisions:create") for option in ("--scope", scope)]
    assert served.api(key(served, "--scope", "decisions:create")).post(PATH, CURL).status_code == 201
    error = refused(served.api(key(served, *others)).post(PATH, CURL), 403, "auth.insufficient_scope")
    assert error["message"] == "This key lacks the scope decisions:create."


def test_a_page_may_not_ask(served: Server, api: Api) -> None:
    refused(api.post(PATH, CURL, key=served.publishable_key), 401, "auth.invalid_api_key")
    refused(api.post(PATH, CURL, key=None), 401, "auth.missing_api_key")


# What is refused

EXPECTED = {
    "url": "an http or https address of at most 8192 characters",
    "headers": "a list of at most 100 pairs [name, value] of texts, in the order in which the request had them",
    "ip_address": "an IPv4 or IPv6 address, or null",
    "ja4": "a JA4 such as t13d1517h2_8daaf6152771_cb7bf5808d99, or null",
    "http2_fingerprint": "SETTINGS|WINDOW_UPDATE|PRIORITY|pseudo-header order, or null",
}


def refused_for(answer: httpx.Response, member: str, issue: str) -> None:
    assert fields(answer) == {member: issue}
    assert answer.json()["error"]["details"]["fields"][0]["expected"] == EXPECTED[member]
    assert answer.json()["error"]["message"] == f"{member} must be {EXPECTED[member]}."


@pytest.mark.parametrize("member", ["url", "headers"])
def test_a_member_that_is_missing(api: Api, member: str) -> None:
    refused_for(api.post(PATH, without(CURL, member)), member, "missing")


def test_a_member_that_nobody_knows(api: Api) -> None:
    answer = api.post(PATH, {**CURL, "http_version": "2"})
    assert fields(answer) == {"http_version": "unknown"}
    assert answer.json()["error"]["details"]["fields"][0]["expected"] == (
        "left out; the body takes method, url, headers, ip_address, ja4, http2_fingerprint, client_user_id")


@pytest.mark.parametrize("url", [
    "", " ", "shop.example", "/login", "//shop.example/", "ftp://shop.example/", "file:///etc/passwd", "javascript:alert(1)", "data:,x",
    "https://", "https:///login", "http:/shop.example", "https://shop.example/a b", "https://shop.example/\n", "https://shop.example/é",
    "https://shöp.example/", "https://shop.example/\0", "https://[::g]/", "https://shop.example:port/",
    "https://shop.example/" + "a" * 8172])
def test_a_url_that_is_none(api: Api, url: str) -> None:
    refused_for(api.post(PATH, {**CURL, "url": url}), "url", "invalid")


@pytest.mark.parametrize("url", [
    "http://shop.example", "HTTPS://SHOP.EXAMPLE/", "https://203.0.113.1:8443/?a=b&c#d", "https://[2001:db8::1]/", "https://localhost/",
    "https://shop.example/" + "a" * 8171])
def test_a_url_that_is_one(api: Api, url: str) -> None:
    assert judged(api, CURL, url=url)["request"]["url"]


@pytest.mark.parametrize("wrong", [
    ["accept"], ["accept", "*/*", "x"], [], ["accept", 1], ["accept", None], [1, "x"], "accept: */*", {"accept": "*/*"}, None, 1,
    ["accept", ["*/*"]]], ids=json.dumps)
def test_a_header_that_is_no_pair_of_texts(api: Api, wrong: object) -> None:
    answer = api.post(PATH, {**CURL, "headers": [["host", "shop.example"], wrong]})
    assert fields(answer) == {"headers[1]": "invalid_type"}
    assert answer.json()["error"]["details"]["fields"][0]["expected"] == "a pair of texts"


@pytest.mark.parametrize("wrong", [["", "x"], ["a" * 257, "x"], ["é" * 129, "x"], ["accept", "a" * 8193], ["accept", "é" * 4097]],
                         ids=lambda pair: f"{pair[0][:1]} {len(pair[0])} {len(pair[1])}")
def test_a_header_too_long_or_without_a_name(api: Api, wrong: list[str]) -> None:
    answer = api.post(PATH, {**CURL, "headers": [wrong, ["host", "shop.example"]]})
    assert fields(answer) == {"headers[0]": "invalid"}
    assert len(answer.content) < 2000, "what was wrong is not sent back whole"


def test_a_hundred_headers_and_not_one_more(api: Api) -> None:
    pairs = [[f"x-{number}", "y"] for number in range(101)]
    judged(api, CURL, headers=pairs[:100])
    refused_for(api.post(PATH, {**CURL, "headers": pairs}), "headers", "too_long")


def test_every_header_that_is_wrong_is_told(api: Api) -> None:
    found = fields(api.post(PATH, {**CURL, "headers": [["a"], ["b", "c"], ["", "d"]]}))
    assert found == {"headers[0]": "invalid_type", "headers[2]": "invalid"}


@pytest.mark.parametrize("headers", [
    [], [["x", ""]], [["a" * 256, "x"]], [["accept", "a" * 8192]], [["x", "y"]] * 100, [["user-agent", "\x00\x7f\u202e"]],
    [["user-agent", "a"], ["user-agent", "b"]]], ids=lambda headers: json.dumps(headers)[:32])
def test_headers_that_are_odd_and_taken(api: Api, headers: list) -> None:
    document = judged(api, {"url": URL, "headers": headers})
    assert api.session(document["id"]) == document


@pytest.mark.parametrize("address", [
    "", "203.0.113", "203.0.113.256", "203.0.113.24:80", "[2001:db8::1]", "2001:db8::g", "203.0.113.0/24", "localhost", " 203.0.113.24",
    "0xcb.0.113.24", "203.0.113.024", "1" * 1000])
def test_an_address_that_is_none(api: Api, address: str) -> None:
    refused_for(api.post(PATH, {**CURL, "ip_address": address}), "ip_address", "invalid")


@pytest.mark.parametrize("ja4", [
    "", "t13d1517h2", "t13d1517h2_8daaf6152771_cb7bf5808d9", "t13d1517h2_8daaf6152771_cb7bf5808d999",
    "T13d1517h2_8daaf6152771_cb7bf5808d99",
    "t13d1517h2_8DAAF6152771_cb7bf5808d99", "t14d1517h2_8daaf6152771_cb7bf5808d99", "x13d1517h2_8daaf6152771_cb7bf5808d99",
    "t13d15h2_002f,0035_0005,000a", "t13d1517h2-8daaf6152771-cb7bf5808d99", "t13d1517hé_8daaf6152771_cb7bf5808d9",
    "t13d1517h2_8daaf6152771_cb7bf5808d99 "])
def test_a_ja4_that_is_none(api: Api, ja4: str) -> None:
    refused_for(api.post(PATH, {**CURL, "ja4": ja4}), "ja4", "invalid")


@pytest.mark.parametrize("http2", [
    "", "1:65536", "|||", "1:65536||0|masp", "1:65536|1|0|xyz", "1:65536|1|0|m,a,s,p|", "1:65536|a|0|masp", "1:1|1|0|" + "m" * 1020])
def test_an_http2_fingerprint_that_is_none(api: Api, http2: str) -> None:
    refused_for(api.post(PATH, {**CURL, "http2_fingerprint": http2}), "http2_fingerprint", "invalid")


@pytest.mark.parametrize(("method", "issue"), [
    ("", "too_short"), (" ", "blank"), ("G" * 33, "too_long"), ("GET\0", "invalid"), (None, "invalid_type"), (1, "invalid_type")])
def test_a_method_that_is_none(api: Api, method: object, issue: str) -> None:
    assert fields(api.post(PATH, {**CURL, "method": method})) == {"method": issue}


@pytest.mark.parametrize(("member", "value"), [
    ("url", 1), ("url", None), ("url", [URL]), ("headers", {}), ("headers", "accept: */*"), ("headers", None), ("ip_address", 1),
    ("ip_address", ["203.0.113.24"]), ("ja4", 1), ("ja4", {}), ("http2_fingerprint", True), ("http2_fingerprint", [])])
def test_a_member_of_another_type(api: Api, member: str, value: object) -> None:
    refused_for(api.post(PATH, {**CURL, member: value}), member, "invalid_type")


@pytest.mark.parametrize(("user", "issue"), [
    ("", "too_short"), ("  ", "blank"), ("a" * 257, "too_long"), ("a\0", "invalid"), (1, "invalid_type")])
def test_a_user_that_is_none(api: Api, user: object, issue: str) -> None:
    assert fields(api.post(PATH, {**CURL, "client_user_id": user})) == {"client_user_id": issue}


def test_all_that_is_wrong_is_told_at_once(api: Api) -> None:
    wrong = {"method": "", "url": "x", "headers": "x", "ip_address": "x", "ja4": "x", "http2_fingerprint": "x", "client_user_id": "",
             "more": 1}
    found = fields(api.post(PATH, wrong))
    assert found.keys() == wrong.keys()


def test_a_body_of_64_kib_and_not_a_byte_more(api: Api) -> None:
    body = json.dumps(CURL).encode()
    whole = body[:-1] + b" " * (65_536 - len(body)) + b"}"
    asked = {"content": whole, "headers": {"Content-Type": "application/json"}}
    assert api.request("POST", PATH, **asked).status_code == 201
    refused(api.request("POST", PATH, **{**asked, "content": whole + b" "}), 413, "request.malformed")


def test_nothing_is_kept_of_what_is_refused(api: Api) -> None:
    before = api.get("/v1/sessions", params={"limit": 1}).json()["data"]
    for question in (without(CURL, "url"), {**CURL, "ja4": "x"}, {**CURL, "more": 1}):
        assert api.post(PATH, question).status_code == 422
    assert api.get("/v1/sessions", params={"limit": 1}).json()["data"] == before


def test_many_questions_at_once_are_all_answered(api: Api) -> None:
    with httpx.Client(base_url=str(api.http.base_url), timeout=30, limits=httpx.Limits(max_connections=16)) as http:
        def ask(_: int) -> httpx.Response:
            return http.post(PATH, json=CURL, headers={"Authorization": f"Bearer {api.key}"})

        with ThreadPoolExecutor(16) as pool:
            answers = list(pool.map(ask, range(200)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["data"]["id"] for answer in answers}) == 200
