"""The session document: shaped as the contract says, and filled with what the browser really offers."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from collect_agent import CollectAgent, observations
from contract import SCHEMA, Contract
from server import Api, Server
from shop import Shop
from visits import TOOLS, SignUp, send_form

VISITORS = ["person-chromium", "person-firefox", *TOOLS]

# What Chromium offers elsewhere and can't offer on a machine with no GPU, no sound and no fonts beyond one family.
NOT_OFFERED_HERE = {
    "client_telemetry.graphics.webgpu.adapter_vendor": "no GPU adapter",
    "client_telemetry.graphics.webgpu.adapter_architecture": "no GPU adapter",
    "client_telemetry.graphics.webgpu.fallback_adapter": "no GPU adapter",
    "client_telemetry.graphics.webgpu.features_hash": "no GPU adapter",
    "client_telemetry.graphics.webgpu.limits_hash": "no GPU adapter",
    "client_telemetry.graphics.webgl.vendor": "no GPU, and Chromium no longer draws WebGL in software unasked",
    "client_telemetry.graphics.webgl.renderer": "no WebGL",
    "client_telemetry.graphics.webgl.version": "no WebGL",
    "client_telemetry.graphics.webgl.shading_language_version": "no WebGL",
    "client_telemetry.graphics.webgl.parameters_hash": "no WebGL",
    "client_telemetry.graphics.webgl.extensions_hash": "no WebGL",
    "client_telemetry.graphics.webgl.extension_parameters_hash": "no WebGL",
    "client_telemetry.graphics.webgl.shader_precision_hash": "no WebGL",
    "client_telemetry.audio.default_voice_lang": "no voices are installed",
    "device.operating_system.version": "Chromium does not tell a version of Linux",
    "request.referrer": "the address was opened without a page before it",
}


def leaves(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, f"{path}.{key}" if path else key)
    else:
        yield path, value


@pytest.mark.parametrize("who", VISITORS)
def test_the_document_is_as_the_contract_says(contract: Contract, api: Api, signed_up, who: str) -> None:
    contract.require()
    sign_up: SignUp = signed_up(who)
    contract.check("SessionDetailResponse", api.get(f"/v1/sessions/{sign_up.session_id}").json())


def test_the_list_is_as_the_contract_says(contract: Contract, api: Api, signed_up) -> None:
    contract.require()
    session_id = signed_up("playwright").session_id
    body = api.get("/v1/sessions", params={"limit": 200}).json()
    contract.check("SessionListResponse", body)
    assert session_id in {row["id"] for row in body["data"]}


def test_the_keys_come_in_the_contracts_order(contract: Contract, signed_up) -> None:
    contract.require()
    example = json.loads((SCHEMA.parent / "session.example.json").read_text())["data"]
    document = signed_up("person-chromium").document
    assert list(document) == list(example)
    for section in ("decision", "device", "client_telemetry", "network", "analysis_coverage", "runtime_integrity"):
        assert list(document[section]) == list(example[section]), section


def test_every_leaf_that_chromium_offers_is_filled(signed_up) -> None:
    document = signed_up("person-chromium").document
    sections = {name: document[name] for name in ("client_telemetry", "device", "browser", "request")}
    empty = [path for path, value in leaves(sections) if value is None or value == ""]
    assert sorted(set(empty) - NOT_OFFERED_HERE.keys()) == []


def test_webgl_is_filled_where_there_is_a_renderer(signed_up, automated_browser: Browser, shop: Shop, api: Api) -> None:
    """Playwright asks Chromium to draw in software, and Firefox does so by itself."""
    visit = shop.visit()
    page = automated_browser.new_page()
    page.goto(visit.url)
    visit.wait_for("frozen")
    send_form(page)
    drawn_in_software = api.decided(visit.wait_for("sign-up")["session_id"])
    page.close()
    for document in (drawn_in_software, signed_up("person-firefox").document):
        webgl = document["client_telemetry"]["graphics"]["webgl"]
        assert [name for name, value in webgl.items() if not value] == [], document["browser"]
    assert "SwiftShader" in drawn_in_software["client_telemetry"]["graphics"]["webgl"]["renderer"]


def test_what_chromium_said_is_what_the_document_says(signed_up) -> None:
    """Values that are known from outside the browser."""
    document = signed_up("person-chromium").document
    assert document["browser"]["name"] == "Chromium"
    assert document["browser"]["engine"] == "blink"
    assert document["browser"]["version"].startswith(document["browser"]["major_version"])
    assert document["device"]["form_factor"] == "desktop"
    assert document["device"]["operating_system"]["name"] == "Linux"
    assert document["device"]["screen"]["size"] == "1440x900"
    assert document["device"]["screen"]["color_depth"] == 24
    assert document["device"]["screen"]["pixel_ratio"] == 1
    assert document["device"]["locale"]["primary_language"] == "en-US"
    assert document["device"]["capabilities"]["touch"] == {"available": False, "max_touch_points": 0}
    assert document["client_telemetry"]["navigator"]["hardware_concurrency"] >= 1
    assert document["client_telemetry"]["canvas"]["noise_detected"] is False
    assert document["client_telemetry"]["audio"]["noise_detected"] is False
    assert document["client_telemetry"]["media"]["counts_by_kind"].keys() == {"audioinput", "audiooutput", "videoinput"}


def test_what_firefox_said_is_what_the_document_says(signed_up) -> None:
    document = signed_up("person-firefox").document
    assert (document["browser"]["name"], document["browser"]["engine"]) == ("Firefox", "gecko")
    assert document["device"]["operating_system"]["name"] == "Linux"
    assert document["device"]["screen"]["size"] == "1440x900"
    assert document["client_telemetry"]["navigator"]["device_memory"] is None, "Firefox does not offer it"
    assert document["client_telemetry"]["navigator"]["product_sub"] == "20100101"


def test_what_webkit_said_is_what_the_document_says(signed_up) -> None:
    document = signed_up("selenium-webkit").document
    assert document["browser"]["engine"] == "webkit"
    assert document["device"]["operating_system"]["name"] == "Linux"
    telemetry = document["client_telemetry"]
    assert telemetry["navigator"]["vendor"] == "Apple Computer, Inc."
    assert telemetry["navigator"]["product_sub"] == "20030107"
    assert document["runtime_integrity"]["tampering"] == "clean"
    assert document["runtime_integrity"]["identity_spoofing"] == "clean", signed_up("selenium-webkit").why()


def test_times_and_decisions_are_in_order(signed_up) -> None:
    document = signed_up("person-chromium").document
    times = [d["evaluated_at"] for d in document["previous_decisions"]] + [document["decision"]["evaluated_at"]]
    assert document["created_at"] <= min(times)
    assert document["decision"]["evaluated_at"] == max(times)
    events = [d["event_id"] for d in document["previous_decisions"]] + [document["decision"]["event_id"]]
    assert len(set(events)) == len(events)


def test_sections_that_nobody_looked_at_say_so(signed_up) -> None:
    document = signed_up("person-chromium").document
    for section in ("web_bot_auth", "native_runtime_integrity", "native_app", "native_carrier", "native_motion_print",
                    "device_identity", "install_id"):
        assert document[section] is None, section
    assert document["network"]["status"] == "skipped"
    assert document["network"]["ip_address"] in ("127.0.0.1", "::1")
    assert document["network"]["ip_version"] in ("ipv4", "ipv6")
    assert document["network"]["evaluated_at"] is None
    assert document["analysis_coverage"]["network"] is False
    assert document["connection_fingerprint"]["ja4"] is None or set(document["connection_fingerprint"]["ja4"].values()) <= {None}


def test_a_session_that_told_next_to_nothing_has_a_document_too(agent: CollectAgent, api: Api, contract: Contract) -> None:
    session = agent.handshake()
    agent.finish(session)
    document = api.session(session.id)
    empty = dict(leaves(document["client_telemetry"]))
    assert {path for path, value in empty.items() if value not in (None, [])} == set(), "what nobody told is null, not a guess"
    assert document["analysis_coverage"]["device"] is False
    assert document["analysis_coverage"]["behavioral"] is False
    assert document["decision"]["automation_status"] != "human", "silence is not a person"


def test_the_visitor_is_known_again_by_its_continuity_token(server: Server, api: Api) -> None:
    agent = server.agent()
    first = agent.handshake()
    agent.observe(first)
    token = agent.send(first, "fingerprint")["continuity_token"]
    agent.finish(first)
    visitor = api.session(first.id)["visitor_fingerprint"]
    assert visitor["lifecycle"]["seen_count"] == 1
    again = agent.handshake()
    kept = {name: token for name in ("cookies", "local_storage", "indexed_db", "service_worker", "window_name")}
    agent.observe(again)
    agent.send(again, observations={"continuity": {"tokens": kept}})
    agent.send(again, "fingerprint")
    agent.finish(again)
    returning = api.session(again.id)["visitor_fingerprint"]
    assert returning["id"] == visitor["id"]
    assert returning["lifecycle"]["seen_count"] == 2
    assert returning["lifecycle"]["first_seen_at"] == visitor["lifecycle"]["first_seen_at"]


def test_tokens_of_different_visitors_are_evidence(server: Server, api: Api) -> None:
    """Somebody put storages together: the cookie of one browser, the rest of another's."""
    agent = server.agent()
    tokens = []
    for processors in (4, 16):
        session = agent.handshake()
        told = observations(agent.headers["User-Agent"])
        agent.send(session, observations=told | {"navigator": told["navigator"] | {"hardware_concurrency": processors}})
        tokens.append(agent.send(session, "fingerprint")["continuity_token"])
        agent.finish(session)
    session = agent.handshake()
    agent.observe(session)
    agent.send(session, observations={"continuity": {"tokens": {"cookies": tokens[0], "local_storage": tokens[1]}}})
    agent.send(session, "fingerprint")
    agent.finish(session)
    assert "visitor_tokens_conflict" in {fired["signal"] for fired in api.session(session.id)["signals_fired"]}


def test_a_token_that_we_never_gave_makes_nobody_a_known_visitor(server: Server, api: Api) -> None:
    agent = server.agent()
    ids = []
    for _ in range(2):
        session = agent.handshake()
        agent.observe(session, skipped={})
        agent.send(session, observations={"continuity": {"tokens": {"cookies": "AAAA" * 12, "local_storage": None, "indexed_db": None,
                                                                    "service_worker": None, "window_name": None}}})
        agent.send(session, "fingerprint")
        agent.finish(session)
        ids.append(api.session(session.id)["visitor_fingerprint"])
    assert all(v["lifecycle"]["seen_count"] == 1 for v in ids), ids


def test_a_token_from_before_the_freeze_carries_no_visitor(agent: CollectAgent, api: Api) -> None:
    session = agent.handshake()
    agent.observe(session)
    agent.finish(session)
    assert api.session(session.id)["visitor_fingerprint"] is None
