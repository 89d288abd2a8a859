"""`--address-storage`: what is kept of visitors' addresses, looked for everywhere that a server keeps, tells or logs anything."""

import hashlib
import ipaddress
import json
import os
import re
import struct
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from tripwire_server import verify_tripwire_token

import questions
from collect_agent import BINARY as OCTETS
from collect_agent import Session
from contract import Contract
from known_addresses import VPN, VPN_6, known_addresses
from management import made
from name_server import NameServer
from network_data import Sources
from network_visits import PROXIED, Visitor, fired
from receiver import Receiver
from server import Api, Server, tripline

MODES = ("full", "truncated", "hashed")
HIDING = ("truncated", "hashed")
# What a truncated address leaves: /24 of IPv4 and /48 of IPv6.
NETWORKS = {VPN: "185.65.134.0/24", VPN_6: "2a03:1b20:5::/48"}
DOCUMENTATION = "198.51.100.77"
ADDRESSES = (VPN, VPN_6)
GOOGLEBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
BROWSER = dict(questions.CHROMIUM_HEADERS)


# Traces

def texts(address: str) -> list[str]:
    """The forms in which an address may be written, in lower case."""
    found = ipaddress.ip_address(address)
    forms = [address, found.exploded, found.packed.hex(), found.reverse_pointer, str(int(found))]
    if found.version == 4:
        # Within IPv6, and its name as crawlers' addresses have them.
        forms += [f"::ffff:{found.packed.hex()[:4]}:{found.packed.hex()[4:]}", address.replace(".", "-")]
    else:
        forms += [found.exploded.replace(":", "")]
    return [form.lower() for form in dict.fromkeys(forms)]


def traces(of: str, within: bytes) -> list[str]:
    """What of an address is found in bytes: its text in some form, or its 4 or 16 bytes."""
    lower = within.lower()
    found = [text for text in texts(of) if text.encode() in lower]
    return found + (["its bytes"] if ipaddress.ip_address(of).packed in within else [])


# A server that much has happened to

@dataclass
class Witnessed:
    """A server to which somebody came by every way, and everything that it has told and kept since."""

    server: Server
    api: Api
    hooks: Receiver
    visitor: str = ""
    sealed: dict[str, str] = field(default_factory=dict)
    sessions: dict[tuple[str, str], str] = field(default_factory=dict)
    checks: dict[str, int] = field(default_factory=dict)

    def documents(self) -> dict[tuple[str, str], dict]:
        """The document of each session, by way and address."""
        return {key: self.api.session(session) for key, session in self.sessions.items()}

    def told(self) -> dict[str, bytes]:
        """Every answer in which something of a visitor could stand, by its path."""
        organization = f"/v1/organizations/{self.server.organization_id}"
        paths = ["/v1/sessions?limit=200", "/v1/fingerprints?limit=200", f"/v1/fingerprints/{self.visitor}", "/v1/exports/sessions",
                 f"{organization}/events?limit=200", f"{organization}/webhooks/endpoints", f"{organization}/api-keys",
                 "/metrics", "/healthz", *(f"/v1/sessions/{session}" for session in self.sessions.values())]
        found = {path: self.api.http.get(path, headers={"Authorization": f"Bearer {self.api.key}"}) for path in paths}
        for event in found[f"{organization}/events?limit=200"].json()["data"]:
            path = f"{organization}/events/{event['id']}"
            found[path] = self.api.http.get(path, headers={"Authorization": f"Bearer {self.api.key}"})
        assert all(answer.status_code == 200 for answer in found.values()), {p: a.status_code for p, a in found.items()}
        return {path: answer.content for path, answer in found.items()}

    def opened(self) -> dict[str, bytes]:
        """The sealed tokens, opened by the customer's client."""
        return {address: repr(verify_tripwire_token(token, self.server.secret_key)).encode() for address, token in self.sealed.items()}

    def delivered(self) -> bytes:
        return b"\n".join(delivery.raw for delivery in self.hooks.deliveries)

    def kept(self) -> dict[str, bytes]:
        """Every file of the server's folder, the write-ahead log among them."""
        return {file.name: file.read_bytes() for file in self.server.folder.rglob("*")
                if file.is_file() and "sources" not in file.parts and file.name != "server.log"}

    def logged(self) -> bytes:
        return (self.server.folder / "server.log").read_bytes()


def check(visitor: Visitor, session: Session, reflexive: list[str]) -> int:
    """The agent shows itself once more, with the addresses under which a STUN server saw it; the status of the answer."""
    nonce = os.urandom(12)
    head = struct.pack(">BH", 1, len(session.ticket)) + session.ticket + nonce
    payload = json.dumps({"v": 1, "sent_ms": 900, "reflexive": reflexive}).encode()
    named = b"tripline-collect-v1 network check by request\0"
    frame = head + AESGCM(session.key).encrypt(nonce, payload, named + head)
    answer = visitor.agent.http.post(f"{visitor.agent.url}/v1/collect/network-checks", content=frame,
                                     headers={**visitor.agent.headers, **OCTETS})
    return answer.status_code


def forwarded(address: str) -> dict[str, str]:
    """The headers in which proxies of all kinds tell an address."""
    bracketed = f'"[{address}]"' if ":" in address else address
    return {"X-Forwarded-For": address, "X-Real-IP": address, "CF-Connecting-IP": address, "True-Client-IP": address,
            "Forwarded": f"for={bracketed}", "X-Client-IP": address, "X-Cluster-Client-IP": address}


def come_by_every_way(seen: Witnessed, address: str) -> None:
    """An agent, a backend's question and a proxy's, a crawler's name, and requests that fail."""
    server, api = seen.server, seen.api
    visitor = Visitor(server, zone="Europe/Stockholm")
    visitor.agent.headers.update({name: value for name, value in forwarded(address).items()})
    session = visitor.arrive(address)
    seen.checks[address] = check(visitor, session, [address])
    seen.sealed[address] = visitor.agent.send(session, "results", final=True)["sealed_token"]
    seen.sessions["agent", address] = session.id
    seen.visitor = api.session(session.id)["visitor_fingerprint"]["id"]
    headers = [*questions.CHROMIUM_HEADERS, *([name.lower(), value] for name, value in forwarded(address).items())]
    asked = {**questions.CHROMIUM, "headers": headers, "ip_address": address}
    seen.sessions["decision", address] = made(api.post("/v1/decisions", asked))["id"]
    answer = api.http.get("/v1/forward-auth", headers={**PROXIED, **forwarded(address), **BROWSER, "X-Tripline-Key": api.key})
    seen.sessions["forward-auth", address] = answer.headers["x-tripline-session-id"]
    seen.sessions["crawler", address] = made(api.post("/v1/decisions", {
        "url": questions.URL, "headers": [["user-agent", GOOGLEBOT], ["accept", "*/*"]], "ip_address": address}))["id"]
    # Refusals are logged and counted as well.
    assert visitor.agent.post(session.id, b"\1nonsense").status_code >= 400
    for method, path in (("POST", "/v1/collect/sessions"), ("GET", "/v1/forward-auth?deny=nobody"), ("GET", "/nowhere"),
                         ("POST", "/v1/decisions")):
        refusal = api.http.request(method, path, headers=forwarded(address), content=b"{")
        assert refusal.status_code >= 400


def witnessed(server: Server, mode: str) -> Iterator[Witnessed]:
    with NameServer() as names, Receiver() as hooks:
        server.options += ["--address-storage", mode, "--webhook-allow-private", "--dns-server", names.address,
                           # The last of an option that is given twice counts.
                           "--log-level", "trace"]
        server.init()
        server.start()
        seen = Witnessed(server, server.api(), hooks)
        made(seen.api.post(f"/v1/organizations/{server.organization_id}/webhooks/endpoints", {
            "name": "Hook", "url": hooks.url, "event_types": ["session.fingerprint.calculated", "session.result.persisted"]}))
        ready(seen.api)
        for address in (*ADDRESSES, DOCUMENTATION):
            come_by_every_way(seen, address)
        names.wait_for(lambda: names.asked_about(VPN) and names.asked_about(VPN_6))
        hooks.until(lambda: len(hooks.deliveries) >= 6, 15, "webhooks of three sessions at least")
        time.sleep(1)
        yield seen
        assert server.stop() == 0
        assert " error " not in server.output() and "Fatal error" not in server.output()


def ready(api: Api, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while made(api.post("/v1/decisions", {**questions.CHROMIUM, "ip_address": "81.2.69.1"}))["network"]["status"] == "pending":
        assert time.monotonic() < deadline, "the sources were not read"
        time.sleep(0.1)


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Sources:
    return known_addresses(tmp_path_factory.mktemp("sources"))


# The same servers, for tests of some of the modes.
hiding = pytest.mark.parametrize("seen", HIDING, indirect=True)
full = pytest.mark.parametrize("seen", ["full"], indirect=True)
hashed = pytest.mark.parametrize("seen", ["hashed"], indirect=True)


@pytest.fixture(scope="module", params=MODES)
def seen(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, reference: Contract,
         sources: Sources) -> Iterator[Witnessed]:
    yield from witnessed(Server(tmp_path_factory.mktemp(request.param), reference, network=sources.options), request.param)


def mode(seen: Witnessed) -> str:
    return seen.server.options[seen.server.options.index("--address-storage") + 1]


def stands_for(mode: str, address: str) -> str:
    """What stands in the place of an address; a pattern."""
    networks = {**NETWORKS, DOCUMENTATION: "198.51.100.0/24"}
    return {"full": re.escape(address), "truncated": re.escape(networks[address]), "hashed": "hashed:[0-9a-f]{32}"}[mode]


# What is told

def test_documents_have_what_is_kept_and_nothing_more(seen: Witnessed) -> None:
    for (way, address), document in seen.documents().items():
        assert re.fullmatch(stands_for(mode(seen), address), document["network"]["ip_address"]), (way, document["network"])
        assert document["network"]["ip_version"] == ("ipv6" if ":" in address else "ipv4")


def test_a_visitor_has_the_same(seen: Witnessed) -> None:
    visitor = made(seen.api.get(f"/v1/fingerprints/{seen.visitor}"), 200)
    assert re.fullmatch(stands_for(mode(seen), DOCUMENTATION), visitor["latest_request"]["ip_address"]), visitor["latest_request"]


def test_where_it_is_and_what_hides_behind_it_is_known_nevertheless(seen: Witnessed) -> None:
    for (way, address), document in seen.documents().items():
        network = document["network"]
        if address == DOCUMENTATION:
            assert (network["status"], network["summary"]) == (
                "skipped", "The address is not of the public Internet: documentation.")
            continue
        assert network["summary"] == "A VPN exit of Mullvad VPN in Stockholm, Sweden.", way
        assert network["location"]["city"] == "Stockholm" and network["routing"]["asn"] == "39351"
        assert network["anonymity"]["vpn"] and network["anonymity"]["provider"] == "Mullvad VPN"
        assert "vpn_associated_ip" in fired(document)


def test_the_search_finds_what_is_kept(seen: Witnessed) -> None:
    def found(text: str) -> set[str]:
        return {row["id"] for row in seen.api.get("/v1/sessions", params={"search": text, "limit": 200}).json()["data"]}

    for address in (*ADDRESSES, DOCUMENTATION):
        of_it = {session for (_, of), session in seen.sessions.items() if of == address}
        shown = seen.api.session(next(iter(of_it)))["network"]["ip_address"]
        assert found(shown) == of_it
        if mode(seen) != "full":
            # Who looks for an address has to know what stands for it.
            assert found(address) == set()


# What must not be found

@full
def test_the_search_for_traces_sees_them_where_they_are(seen: Witnessed) -> None:
    """Else a test that finds none would show nothing."""
    told, kept = seen.told(), seen.kept()
    assert traces(VPN, told["/v1/exports/sessions"]) == [VPN] and traces(VPN_6, told["/v1/exports/sessions"]) == [VPN_6]
    assert traces(VPN, b"\n".join(kept.values())) and traces(VPN_6, b"\n".join(kept.values()))
    assert traces(VPN, b"x" + ipaddress.ip_address(VPN).packed) == ["its bytes"]


@pytest.mark.parametrize("address", [*ADDRESSES, DOCUMENTATION])
@hiding
def test_nothing_that_is_told_has_the_address(seen: Witnessed, address: str) -> None:
    everything = {**seen.told(), **seen.opened(), "deliveries": seen.delivered()}
    assert {where: found for where, content in everything.items() if (found := traces(address, content))} == {}


@pytest.mark.parametrize("address", [*ADDRESSES, DOCUMENTATION])
@hiding
def test_nothing_that_is_kept_has_the_address(seen: Witnessed, address: str) -> None:
    kept = seen.kept()
    assert any(name.endswith("-wal") for name in kept) and len(b"".join(kept.values())) > 100_000
    assert {file: found for file, content in kept.items() if (found := traces(address, content))} == {}


@pytest.mark.parametrize("address", [*ADDRESSES, DOCUMENTATION])
@hiding
def test_nothing_that_is_logged_has_the_address(seen: Witnessed, address: str) -> None:
    """The most talkative of logs, too."""
    assert b" trace " in seen.logged() and b" debug " in seen.logged()
    lines = [line for line in seen.logged().splitlines() if traces(address, line)]
    assert lines == [], lines[:5]


@hashed
def test_a_hash_says_nothing_of_the_network_either(seen: Witnessed) -> None:
    for part in (b"185.65.134", b"2a03:1b20:5", b"198.51.100"):
        for where, content in {**seen.told(), **seen.opened(), **seen.kept(), "log": seen.logged(), "deliveries": seen.delivered()}.items():
            assert part not in content, (part, where)


@hashed
def test_a_hash_is_no_plain_one_of_the_address(seen: Witnessed) -> None:
    """There are so few IPv4 addresses that a hash without a key is as good as the address."""
    shown = seen.api.session(seen.sessions["decision", VPN])["network"]["ip_address"].removeprefix("hashed:")
    for data in (VPN.encode(), ipaddress.ip_address(VPN).packed, ipaddress.ip_address(f"::ffff:{VPN}").packed):
        for name in ("md5", "sha1", "sha256", "sha512", "blake2b", "sha3_256"):
            assert not hashlib.new(name, data).hexdigest().startswith(shown[:16])


# What tells addresses apart

def test_the_same_address_is_known_again_and_another_is_another(seen: Witnessed) -> None:
    shown = {key: document["network"]["ip_address"] for key, document in seen.documents().items()}
    for address in (*ADDRESSES, DOCUMENTATION):
        assert len({text for (_, of), text in shown.items() if of == address}) == 1
    assert len(set(shown.values())) == 3
    mapped = made(seen.api.post("/v1/decisions", {**questions.CHROMIUM, "ip_address": f"::ffff:{VPN}"}))
    assert mapped["network"]["ip_address"] == shown["decision", VPN]
    neighbour = made(seen.api.post("/v1/decisions", {**questions.CHROMIUM, "ip_address": "185.65.134.78"}))
    assert (neighbour["network"]["ip_address"] == shown["decision", VPN]) == (mode(seen) == "truncated")


def test_visitors_behind_an_address_are_counted_whatever_is_kept_of_it(seen: Witnessed) -> None:
    address = "185.65.134.200"
    counts = [seen.api.session(Visitor(seen.server).come(of).id)["network"]["evidence"]["client_count"]
              for of in (address, address, "185.65.134.201")]
    assert counts == [1, 2, 1], "by the address, and not by what stands for it"


def test_another_way_by_the_same_address_accuses_nobody(seen: Witnessed) -> None:
    assert set(seen.checks.values()) == {202}
    for address in ADDRESSES:
        document = seen.api.session(seen.sessions["agent", address])
        assert not fired(document) & {"second_transport_other_address", "webrtc_other_address"}, document["signals_fired"]


def test_a_restart_keeps_the_hash_and_another_server_has_another(
        new_server: Callable[..., Server], sources: Sources) -> None:
    shown = []
    more = {"network": sources.options, "options": ["--address-storage", "hashed", "--crawler-dns", "off"]}
    first, other = new_server(**more), new_server(**more)
    for server in (first, first, other):
        if not server.secret_key:
            server.init()
        server.start()
        shown.append([made(server.api().post("/v1/decisions", {**questions.CHROMIUM, "ip_address": address}))["network"]["ip_address"]
                      for address in ADDRESSES])
        assert server.stop() == 0
    assert shown[0] == shown[1]
    assert not set(shown[0]) & set(shown[2])


def test_what_was_kept_before_stays_as_it_was(new_server: Callable[..., Server], sources: Sources) -> None:
    server = new_server(network=sources.options, options=["--crawler-dns", "off", "--address-storage", "full"])
    server.init()
    server.start()
    before = made(server.api().post("/v1/decisions", {**questions.CHROMIUM, "ip_address": VPN}))
    assert server.stop() == 0
    server.options[-1] = "truncated"
    server.start()
    assert server.api().session(before["id"])["network"]["ip_address"] == VPN
    after = made(server.api().post("/v1/decisions", {**questions.CHROMIUM, "ip_address": VPN}))
    assert after["network"]["ip_address"] == NETWORKS[VPN]


# The option

def refusal(server: Server, seconds: float = 20) -> str:
    answer = subprocess.run(server.command, capture_output=True, text=True, timeout=seconds, stdin=subprocess.DEVNULL)
    assert answer.returncode not in (0, -4, -5, -6, -11), (answer.returncode, answer.stderr[-800:])
    lines = [line for line in answer.stderr.splitlines() if line.strip()]
    assert len(lines) == 1, answer.stderr[-800:]
    return lines[0]


@pytest.mark.parametrize("word", ["none", "FULL", "hash", "truncate", "full,hashed", "", "0"])
def test_a_word_that_is_none_is_refused_in_one_sentence(new_server: Callable[..., Server], word: str) -> None:
    server = new_server(options=["--address-storage", word])
    server.init()
    said = refusal(server)
    assert "--address-storage" in said and all(choice in said for choice in MODES), said


def test_the_option_can_stand_in_the_configuration(new_server: Callable[..., Server], tmp_path: Path) -> None:
    (tmp_path / "tripline.yaml").write_text("address-storage: truncated\n")
    server = new_server(options=["--config", str(tmp_path / "tripline.yaml")])
    server.init()
    server.start()
    document = made(server.api().post("/v1/decisions", {**questions.CHROMIUM, "ip_address": VPN}))
    assert document["network"]["ip_address"] == NETWORKS[VPN]


def test_the_help_says_what_the_choices_are() -> None:
    assert all(word in tripline("serve", "--help").stdout for word in ("--address-storage", *MODES))
