"""`network`: where an address is, whose, and what hides behind it, as documents tell it of whoever comes by whichever way."""

import csv
import os
import random
import re
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

import known_addresses as known
import questions
from address_relay import AddressRelay, OverAWire
from collect_agent import observations
from contract import Contract
from display import Display
from human import Person
from known_addresses import ABROAD, CLOUD, CLOUD_6, LINE, LINE_6, RELAY, TOR, TOR_6, VPN, VPN_6
from management import fields, made
from name_server import SERVER_FAILURE, NameServer
from network_data import Sources
from network_visits import (
    WAYS, Visitor, by_decision, by_forward_auth, fired, is_human, judged_again, labels, loaded, words)
from receiver import Receiver
from server import REPOSITORY, Api, Server
from shop import Shop
from signed_agent import WELL_KNOWN, Key, Places, Signer, directory
from visits import by_person

LISTS = REPOSITORY.parent / "shared" / "vectors" / "ip-lists"
TRAITS = ("vpn", "proxy", "tor", "relay", "hosting", "residential_proxy")
# What signals say of an address, beside those about what a browser shows.
ABOUT_ADDRESSES = {
    "vpn_associated_ip", "tor_exit_address", "proxy_address", "residential_proxy_address", "relay_address", "hosting_address",
    "listed_address", "suspicious_network", "timezone_address_mismatch", "language_address_mismatch", "address_beyond_reach",
    "round_trip_behind_proxy", "second_transport_other_address", "second_transport_other_tls", "webrtc_other_address",
    "visitor_over_many_networks", "many_visitors_one_address", "address_fits_browser"}
# As long as nobody waits for a name server.
AT_ONCE = 1.5


def started(server: Server) -> Iterator[Server]:
    server.init()
    server.start()
    server.secret_key = server.create_key("secret", "--organization", server.organization_id, "--rate-limit", "1000000")["key"]
    loaded(server)
    yield server
    assert server.stop() == 0
    assert " error " not in server.output() and "Fatal error" not in server.output(), server.output()[-2000:]


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Sources:
    return known.known_addresses(tmp_path_factory.mktemp("sources"))


@pytest.fixture(scope="module")
def names() -> Iterator[NameServer]:
    with NameServer() as names:
        yield names


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, reference: Contract, sources: Sources, names: NameServer) -> Iterator[Server]:
    yield from started(Server(
        tmp_path_factory.mktemp("network"), reference, network=sources.options, options=["--dns-server", names.address]))


@pytest.fixture(scope="module")
def api(served: Server) -> Api:
    return served.api()


# What is known

def place(code: str, country: str, *, city: str | None = None, region: str | None = None, at: tuple[float, float] = (None, None),
          zone: str | None = None, postal: str | None = None, radius: float | None = None) -> dict:
    return {"city": city, "region": region, "country": country, "country_code": code, "latitude": at[0], "longitude": at[1],
            "timezone": zone, "postal_code": postal, "accuracy_radius_km": radius}


def section(address: str, summary: str, *, location: dict | None = None, asn: str | None = None, organization: str | None = None,
            used_as: tuple[str, ...] = (), provider: str | None = None, listed_for: tuple[str, ...] = (), against: tuple[str, ...] = (),
            tags: tuple[str, ...] = (), serves: tuple[str, ...] = (), suspicious: bool = False) -> dict:
    """A whole `network` of an address that was looked up, but for the time and how many came from there."""
    return {
        "ip_address": address, "ip_version": "ipv6" if ":" in address else "ipv4", "status": "ready", "summary": summary,
        "location": location, "routing": {"asn": asn, "organization": organization},
        "anonymity": {**{trait: trait in used_as for trait in TRAITS}, "callback_proxy": False, "provider": provider},
        "reputation": {"listed": bool(listed_for), "categories": list(listed_for), "suspicious_network": suspicious},
        "evidence": {"risk_signals": list(against), "operator_tags": list(tags), "client_types": list(serves)}}


STOCKHOLM = place("SE", "Sweden", city="Stockholm", region="Stockholm County", at=(59.3241, 18.0517), zone="Europe/Stockholm",
                  postal="100 04")
LONDON = place("GB", "United Kingdom", city="London", region="England", at=(51.5142, -0.0931), zone="Europe/London", postal="EC2V",
               radius=10)
ASHBURN = place("US", "United States", city="Ashburn", region="Virginia", at=(39.0469, -77.4903), zone="America/New_York", postal="20149",
                radius=20)
HANOI = place("VN", "Vietnam", city="Hanoi", region="Hanoi", at=(21.0292, 105.8526), zone="Asia/Bangkok", radius=20)


def of_vpn(address: str) -> dict:
    return section(address, "A VPN exit of Mullvad VPN in Stockholm, Sweden.", location=STOCKHOLM, asn="39351",
                   organization="31173 Services AB", used_as=("vpn", "hosting"), provider="Mullvad VPN", listed_for=("vpn",),
                   against=("vpn", "hosting"), tags=("hosting", "vpn"), serves=("hosting",))


def of_tor(address: str) -> dict:
    return section(address, "An exit of the Tor network in the United States.", location=place("US", "United States"), used_as=("tor",),
                   listed_for=("tor",), against=("tor",), tags=("tor",))


def of_cloud(address: str) -> dict:
    return section(address, "A data centre of Amazon Web Services in Ashburn, United States.", location=ASHBURN, asn="16509",
                   organization="AMAZON-02", used_as=("hosting",), provider="Amazon Web Services", against=("hosting",), tags=("hosting",),
                   serves=("hosting",))


def of_line(address: str) -> dict:
    return section(address, "A line of Harbour Broadband (AS64510) in London, United Kingdom.", location=LONDON, asn="64510",
                   organization="Harbour Broadband", serves=("consumer",))


KNOWN = {
    "a VPN": (of_vpn(VPN), {"vpn_associated_ip": "the address belongs to Mullvad VPN"}),
    "a VPN by IPv6": (of_vpn(VPN_6), {"vpn_associated_ip": "the address belongs to Mullvad VPN"}),
    "a Tor exit": (of_tor(TOR), {"tor_exit_address": "the address is on tor-exits"}),
    "a Tor exit by IPv6": (of_tor(TOR_6), {"tor_exit_address": "the address is on tor-exits"}),
    "Apple's relay": (section(
        RELAY, "A privacy relay of Apple in London, United Kingdom.", location=LONDON, asn="13335", organization="CLOUDFLARENET",
        used_as=("relay",), provider="Apple", tags=("relay",)), {"relay_address": "the address belongs to Apple"}),
    "a cloud": (of_cloud(CLOUD), {"hosting_address": "the address belongs to Amazon Web Services"}),
    "a cloud by IPv6": (of_cloud(CLOUD_6), {"hosting_address": "the address belongs to Amazon Web Services"}),
    "a line": (of_line(LINE), {}),
    "a line by IPv6": (of_line(LINE_6), {}),
    "a telephone": (section(
        known.MOBILE, "A line of Harbour Mobile (AS64511) in United Kingdom.", location=place("GB", "United Kingdom"), asn="64511",
        organization="Harbour Mobile", serves=("mobile",)), {}),
    "a line that is lent out": (section(
        known.LENT_OUT, "A line that is lent out as a proxy of Bright Lines in Hanoi, Vietnam.", location=HANOI, asn="45899",
        organization="VNPT Corp", used_as=("residential_proxy",), provider="Bright Lines", listed_for=("residential_proxy",),
        against=("residential_proxy",), tags=("residential_proxy",)),
        {"residential_proxy_address": "the address belongs to Bright Lines"}),
    "a listed host": (section(
        known.LISTED, "A data centre in Russia.", location=place("RU", "Russia"), used_as=("hosting",),
        listed_for=("scanner", "credential_stuffing"), against=("hosting", "listed"), tags=("hosting", "listed"), serves=("hosting",)),
        {"hosting_address": "the address is on data-centres", "listed_address": "the address is on abusers: scanner, credential_stuffing"}),
    "a proxy": (section(
        known.NOWHERE, "A proxy in a place that no source knows.", used_as=("proxy",), listed_for=("proxy",), against=("proxy",),
        tags=("proxy",)), {"proxy_address": "the address is on anonymous"}),
    "a VPN by its network": (section(
        known.VPN_BY_NETWORK, "A VPN exit of Mullvad VPN in a place that no source knows.", asn="216025", organization="Mullvad VPN AB",
        used_as=("vpn",), provider="Mullvad VPN", listed_for=("vpn",), against=("vpn",), tags=("vpn",)),
        {"vpn_associated_ip": "the address belongs to Mullvad VPN"}),
    "a university": (section(
        known.UNIVERSITY, "A line of MIT-GATEWAYS (AS3) in a place that no source knows.", asn="3", organization="MIT-GATEWAYS",
        tags=("education",), serves=("education",)), {}),
    "a hostile network": (section(
        known.HOSTILE, "A listed address of Bullet Proof Ltd (AS64512) in a place that no source knows.", asn="64512",
        organization="Bullet Proof Ltd", listed_for=("hijacked",), against=("listed", "suspicious_network"), tags=("listed",),
        suspicious=True),
        {"listed_address": "the address is on hostile-networks: hijacked",
         "suspicious_network": "the network of Bullet Proof Ltd is on a list of hostile ones"}),
    "an office": (section(known.OFFICE, "An address in a place that no source knows.", serves=("business",)), {}),
    "a stranger": (section("185.12.64.1", "An address in a place that no source knows."), {}),
}


def without_the(sentence: str) -> str:
    """Some countries' names take an article, and whether it stands there is a matter of taste."""
    return sentence.replace("the United ", "United ")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("who", KNOWN)
def test_what_is_known_of_an_address_is_told_whole(served: Server, api: Api, who: str, way: str) -> None:
    expected, found = KNOWN[who]
    before = datetime.now(UTC)
    document = WAYS[way](served, api, expected["ip_address"])
    network = document["network"]
    counted, at = network["evidence"].pop("client_count"), datetime.fromisoformat(network.pop("evaluated_at"))
    network["summary"] = without_the(network["summary"])
    assert network == {**expected, "summary": without_the(expected["summary"])}
    assert counted >= (1 if way == "agent" else 0)
    assert abs((at - before).total_seconds()) < 10
    assert fired(document) & ABOUT_ADDRESSES == set(found)
    for slug, said in found.items():
        assert words(document, slug) == said, document["highlights"]


def test_a_relay_is_known_by_its_network(served: Server, api: Api) -> None:
    document = by_decision(served, api, known.RELAY_BY_NETWORK)
    anonymity = document["network"]["anonymity"]
    assert {trait for trait in TRAITS if anonymity[trait]} == {"relay"} and "Apple" in anonymity["provider"]
    assert document["network"]["evidence"]["risk_signals"] == [] and not document["network"]["reputation"]["listed"]
    assert fired(document) & ABOUT_ADDRESSES == {"relay_address"} and is_human(document)


@pytest.mark.parametrize("who", ["a VPN", "a VPN by IPv6", "a Tor exit", "a Tor exit by IPv6", "Apple's relay", "a proxy",
                                 "a line that is lent out", "a line", "a telephone", "a cloud", "a university", "an office"])
@pytest.mark.parametrize("way", WAYS)
def test_a_person_stays_human_wherever_they_come_from(served: Server, api: Api, who: str, way: str) -> None:
    document = WAYS[way](served, api, KNOWN[who][0]["ip_address"])
    assert is_human(document), (document["decision"], document["signals_fired"])


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("address", [LINE, VPN, RELAY, TOR])
def test_an_ipv4_address_that_is_written_as_ipv6_is_the_same(served: Server, api: Api, address: str, way: str) -> None:
    plain = WAYS[way](served, api, address)
    mapped = WAYS[way](served, api, f"::ffff:{address}")
    for document in (plain, mapped):
        del document["network"]["evaluated_at"], document["network"]["evidence"]["client_count"]
    assert mapped["network"] == plain["network"]
    assert fired(mapped) & ABOUT_ADDRESSES == fired(plain) & ABOUT_ADDRESSES


def test_hexadecimal_ipv4_mapped_addresses_are_the_same(served: Server, api: Api) -> None:
    document = by_decision(served, api, "::ffff:5102:45a0")
    assert (document["network"]["ip_address"], document["network"]["ip_version"]) == (LINE, "ipv4")
    assert document["network"]["location"] == LONDON


@pytest.mark.parametrize(("browser", "who", "signal"), [
    ("chromium", "a VPN", "vpn_associated_ip"), ("firefox", "a Tor exit by IPv6", "tor_exit_address")])
def test_a_persons_browser_behind_a_hiding_place_stays_human(
        tmp_path: Path, reference: Contract, sources: Sources, display: Display, person: Person, browser: str, who: str,
        signal: str) -> None:
    """Through a TCP proxy, WebSockets and all."""
    expected = KNOWN[who][0]
    server = OverAWire(tmp_path, reference, network=sources.options, options=["--crawler-dns", "off"])
    server.init()
    server.start()
    try:
        loaded(server)
        with AddressRelay(server.port, expected["ip_address"]) as relay:
            shop = Shop(relay.url, server.publishable_key)
            try:
                sign_up = by_person(browser, display, person, shop, server)
            finally:
                shop.close()
        network = sign_up.document["network"]
        assert (network["ip_address"], without_the(network["summary"])) == (expected["ip_address"], without_the(expected["summary"]))
        assert is_human(sign_up.document), sign_up.why()
        assert sign_up.decision["risk_score"] < 30, sign_up.why()
        assert signal in fired(sign_up.document)
        assert not fired(sign_up.document) & {"second_transport_other_address", "second_transport_other_tls", "webrtc_other_address"}
    finally:
        server.kill()


# What does not fit

@pytest.mark.parametrize(("address", "zone", "said"), [
    (ABROAD, "Europe/Berlin", "time zone Europe/Berlin, address in Vietnam"),
    (LINE, "Asia/Tokyo", "time zone Asia/Tokyo, address in United Kingdom"),
    (LINE_6, "America/Los_Angeles", "time zone America/Los_Angeles, address in United Kingdom"),
    (VPN, "Asia/Tokyo", "time zone Asia/Tokyo, address in Sweden"),
    (ABROAD, "Asia/Ho_Chi_Minh", None), (ABROAD, "Asia/Bangkok", None), (ABROAD, "Asia/Jakarta", None), (VPN, "Europe/Berlin", None),
    (LINE, "Europe/Lisbon", None), (LINE, "Nowhere/At_All", None), (known.NOWHERE, "Europe/Berlin", None)])
def test_a_time_zone_is_held_against_the_place_of_the_address_by_the_clock(
        served: Server, api: Api, address: str, zone: str, said: str | None) -> None:
    visitor = Visitor(served, zone=None if zone.startswith("Nowhere") else zone)
    more = {"locale": {"timezone": zone}} if zone.startswith("Nowhere") else {}
    document = api.session(visitor.come(address, **more).id)
    assert words(document, "timezone_address_mismatch") == said
    assert ("timezone_address_mismatch" in document["network"]["evidence"]["risk_signals"]) == (said is not None)
    assert document["runtime_integrity"]["identity_spoofing"] in ("clean", "notice")


def test_a_time_zone_of_another_place_counts_for_little_behind_a_vpn(served: Server, api: Api) -> None:
    """People who use one go to other places by it."""
    scores = {address: api.session(Visitor(served, zone="America/Los_Angeles").come(address).id)["decision"] for address in (VPN, LINE)}
    assert scores[VPN]["automation_status"] == "human"
    assert scores[VPN]["risk_score"] < scores[LINE]["risk_score"]


def test_a_line_in_the_country_of_the_time_zone_reassures(served: Server, api: Api) -> None:
    fits = api.session(Visitor(served, zone="Europe/London").come(LINE).id)
    assert words(fits, "address_fits_browser") == "time zone Europe/London, address in United Kingdom"
    for address in (RELAY, CLOUD):
        assert "address_fits_browser" not in fired(api.session(Visitor(served, zone="Europe/London").come(address).id))


def test_languages_that_nobody_speaks_there_are_told_and_count_for_nothing(served: Server, api: Api) -> None:
    visitor = Visitor(served, zone="Asia/Ho_Chi_Minh")
    plain = api.session(visitor.come(ABROAD).id)
    navigator = {**observations(visitor.agent.headers["User-Agent"])["navigator"], "language": "de-DE", "languages": ["de-DE", "de"]}
    other = Visitor(served, zone="Asia/Ho_Chi_Minh")
    other.agent.headers["Accept-Language"] = "de-DE,de;q=0.5"
    document = api.session(other.come(ABROAD, navigator=navigator).id)
    assert words(document, "language_address_mismatch") == "languages de-DE, de, address in Vietnam"
    assert document["network"]["evidence"]["risk_signals"] == []
    assert document["decision"]["risk_score"] <= plain["decision"]["risk_score"] + 1


@pytest.mark.parametrize("option", [["--server-location", "-33.8688,151.2093"], ["--server-location=-33.8688,151.2093"]], ids=" ".join)
def test_a_client_that_is_nearer_than_its_address_is_noticed(
        tmp_path_factory: pytest.TempPathFactory, reference: Contract, sources: Sources, option: list[str]) -> None:
    """The agent tells of round trips of 8 ms, and London is farther from Sydney than light goes in that."""
    server = Server(tmp_path_factory.mktemp("sydney"), reference, network=sources.options, options=["--crawler-dns", "off", *option])
    for server in started(server):
        api = server.api()
        document = api.session(Visitor(server, zone="Europe/London").come(LINE).id)
        said = words(document, "address_beyond_reach")
        assert said and (found := re.fullmatch(r"8(?:\.0)? ms away, but (\d+) km by its address", said)), document["highlights"]
        assert 16_900 < int(found[1]) < 17_050, "on the great circle, less the radius"
        assert "address_beyond_reach" in document["network"]["evidence"]["risk_signals"]
        assert "address_beyond_reach" not in fired(api.session(Visitor(server).come(known.MOBILE).id)), "no coordinates, no distance"


def test_a_client_as_near_as_its_address_is_no_wonder(
        tmp_path_factory: pytest.TempPathFactory, reference: Contract, sources: Sources) -> None:
    server = Server(tmp_path_factory.mktemp("paris"), reference, network=sources.options,
                    options=["--crawler-dns", "off", "--server-location", "48.8566,2.3522"])
    for server in started(server):
        assert "address_beyond_reach" not in fired(server.api().session(Visitor(server).come(LINE).id))


# Addresses that are none of the public Internet's, or none at all

SPECIAL = {
    "10.1.2.3": "private network", "172.16.0.1": "private network", "172.31.255.255": "private network",
    "192.168.178.20": "private network", "127.0.0.1": "this machine", "127.8.9.10": "this machine", "0.0.0.0": "this network",
    "169.254.169.254": "link-local", "100.64.0.1": "carrier-grade NAT", "100.127.255.254": "carrier-grade NAT",
    "192.0.2.7": "documentation", "198.51.100.77": "documentation", "203.0.113.24": "documentation", "198.18.0.9": "benchmarks",
    "224.0.0.251": "multicast", "240.0.0.1": "reserved", "255.255.255.255": "broadcast",
    "::1": "this machine", "::": "unspecified", "fe80::1": "link-local", "fd00::1": "private network", "fc00::1": "private network",
    "2001:db8::1": "documentation", "3fff::1": "documentation", "ff02::1": "multicast", "64:ff9b::5102:45a0": "NAT64",
    "2002:5102:45a0::1": "6to4", "2001:0:4137:9e76::1": "Teredo", "::5102:45a0": "IPv4-compatible", "100::1": "discard",
    "::ffff:10.0.0.1": "private network", "::ffff:127.0.0.1": "this machine"}
NOTHING_KNOWN = {
    "status": "skipped", "location": None, "routing": {"asn": None, "organization": None},
    "anonymity": {**dict.fromkeys(TRAITS, False), "callback_proxy": False, "provider": None},
    "reputation": {"listed": False, "categories": [], "suspicious_network": False}, "evaluated_at": None}


def written(address: str) -> str:
    """As RFC 5952 has it; what is IPv4 within IPv6 is written as IPv4."""
    return "::81.2.69.160" if address == "::5102:45a0" else address.removeprefix("::ffff:")


# The server trusts 127.0.0.1 as a proxy, so that it is no client there.
@pytest.mark.parametrize(("way", "address"), [
    *(("decision", address) for address in SPECIAL),
    *(("forward-auth", address) for address in SPECIAL if not address.endswith("127.0.0.1"))])
def test_a_special_address_is_skipped_and_the_summary_says_so(served: Server, api: Api, way: str, address: str) -> None:
    network = WAYS[way](served, api, address)["network"]
    assert network == {**network, **NOTHING_KNOWN}
    assert network["summary"] == f"The address is not of the public Internet: {SPECIAL[address]}."
    assert network["evidence"] == {"risk_signals": [], "operator_tags": [], "client_types": [],
                                   "client_count": network["evidence"]["client_count"]}
    assert network["ip_version"] == ("ipv4" if "." in address else "ipv6")
    assert network["ip_address"] == written(address)


@pytest.mark.parametrize("address", ["10.1.2.3", "fd00::1", "198.51.100.77"])
def test_an_agent_at_a_special_address_is_skipped(served: Server, api: Api, address: str) -> None:
    document = api.session(Visitor(served, zone="Asia/Tokyo").come(address).id)
    assert document["network"] == {**document["network"], **NOTHING_KNOWN}
    assert fired(document) & ABOUT_ADDRESSES == set()


NO_ADDRESSES = [
    "fe80::1%eth0", "81.2.69.160%1", "81.2.69.160:443", "[2a02:c7c:1:2::3]", "[2a02:c7c:1:2::3]:443", "081.002.069.160", "81.2.69.0160",
    "0x51.2.69.160", "81.2.69", "81.2.17824", "1359103392", "81.2.69.256", "81.2.69.160.", ".81.2.69.160", "81..69.160", "-1.2.3.4",
    "81.2.69.160/32", " 81.2.69.160", "81.2.69.160 ", "81.2.69.160\n", "81.2.69.160\x00", "٨١.٢.٦٩.١٦٠", "2a02::c7c::1", "2a02:c7c",
    "12345::1", "2a02:c7c:1:2::3:4:5:6:7:8", "::ffff:81.2.69", "::ffff:081.2.69.160", ":::", "localhost", "unknown", "_hidden", "a" * 5000]


@pytest.mark.parametrize("text", NO_ADDRESSES, ids=lambda text: repr(text[:30]))
def test_a_backend_is_told_what_is_no_address(api: Api, text: str) -> None:
    assert fields(api.post("/v1/decisions", {**questions.CHROMIUM, "ip_address": text})) == {"ip_address": "invalid"}


@pytest.mark.parametrize("text", ["", None, 7, ["81.2.69.160"], {}, True], ids=repr)
def test_a_backend_may_leave_the_address_out_and_say_nothing_else_instead(api: Api, text: object) -> None:
    answer = api.post("/v1/decisions", {**questions.CHROMIUM, "ip_address": text})
    if text is None:
        network = made(answer)["network"]
        assert (network["ip_address"], network["ip_version"]) == (None, None)
        assert (network["status"], network["summary"]) == ("skipped", "The request came without an address.")
    else:
        assert list(fields(answer)) == ["ip_address"]


@pytest.mark.parametrize(("text", "taken"), [
    ("81.2.69.160:443", LINE), ("[2a02:c7c:1:2::3]:443", LINE_6), ("[2a02:c7c:1:2::3]", LINE_6), (f"{VPN} \t,\t  {LINE}", LINE),
    ('"81.2.69.160"', LINE), ("2A02:0C7C:0001:0002:0000:0000:0000:0003", LINE_6), ("[::ffff:81.2.69.160]:80", LINE),
    (f"{VPN}, {LINE}", LINE), (f"garbage, {LINE}", LINE), (f"{VPN}, {LINE}, 127.0.0.1", LINE)])
def test_an_address_as_proxies_write_it_is_taken(served: Server, api: Api, text: str, taken: str) -> None:
    network = by_forward_auth(served, api, text)["network"]
    assert (network["ip_address"], network["status"]) == (taken, "ready")
    assert without_the(network["summary"]) == of_line(taken)["summary"]


@pytest.mark.parametrize("text", [
    *(text for text in NO_ADDRESSES if text.isascii() and text.isprintable() and text == text.strip()
      and text not in ("81.2.69.160:443", "[2a02:c7c:1:2::3]", "[2a02:c7c:1:2::3]:443")),
    f"{LINE}, nonsense", f"{LINE},", ",", "[", "[]", '"'],
    ids=lambda text: repr(text[:30]))
def test_a_proxy_that_names_no_address_leaves_its_own(served: Server, api: Api, text: str) -> None:
    network = by_forward_auth(served, api, text)["network"]
    assert (network["ip_address"], network["status"]) == ("127.0.0.1", "skipped")


def test_without_sources_nothing_is_known_and_nobody_accused(tmp_path_factory: pytest.TempPathFactory, reference: Contract) -> None:
    for network in (["--network-data", "off"], Sources(tmp_path_factory.mktemp("no-sources")).options):
        server = Server(tmp_path_factory.mktemp("blind"), reference, network=network, options=["--crawler-dns", "off"])
        for server in started(server):
            document = by_decision(server, server.api(), VPN)
            assert document["network"] == {**document["network"], **NOTHING_KNOWN, "ip_address": VPN}
            assert document["network"]["summary"] == "No source of address data is at hand."
            assert fired(document) & ABOUT_ADDRESSES == set()


# Crawlers

GOOGLEBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
GPTBOT = "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)"
CLAUDEBOT = "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ClaudeBot/1.0; +claudebot@anthropic.com)"
VERDICTS = {"crawler_proven", "crawler_unproven"}
PUBLISHED = "Googlebot of Google, by its operator's published addresses"
ADDRESSES = (f"66.249.{third}.{last}" for third in range(80, 96) for last in range(1, 255))


def crawl(server: Server, api: Api, address: str, user_agent: str = GOOGLEBOT) -> dict:
    """The document of a crawler's request, which must come at once whatever name servers do."""
    before = time.monotonic()
    document = made(api.post("/v1/decisions", {
        "url": questions.URL, "headers": [["user-agent", user_agent], ["accept", "*/*"]], "ip_address": address}))
    assert time.monotonic() - before < AT_ONCE, "a name server was waited for"
    return document


def forward_auth_crawl(server: Server, api: Api, address: str, user_agent: str = GOOGLEBOT) -> dict:
    return by_forward_auth(server, api, address, {"User-Agent": user_agent, "Accept": "*/*"})


def agent_crawl(server: Server, api: Api, address: str, user_agent: str = GOOGLEBOT) -> dict:
    return api.session(Visitor(server, user_agent=user_agent).come(address).id)


CRAWLS = {"decision": crawl, "forward-auth": forward_auth_crawl, "agent": agent_crawl}


def is_proven(document: dict, said: str, **more: str) -> None:
    assert fired(document) & VERDICTS == {"crawler_proven"}, document["signals_fired"]
    assert words(document, "crawler_proven") == said, document["highlights"]
    assert labels(document) == {**labels(document), "actor": "crawler", "trust": "verified", "organization": "google",
                                "product": "googlebot", "purpose": "search", **more}
    assert document["runtime_integrity"]["identity_spoofing"] in ("clean", "notice")


def is_spoofed(document: dict, *reasons: str) -> None:
    assert fired(document) & VERDICTS == {"crawler_unproven"}, document["signals_fired"]
    said = words(document, "crawler_unproven")
    assert said and said.startswith("named Googlebot of Google: ") and all(reason in said for reason in reasons), said
    assert labels(document)["actor"] == "fabricated" and "trust" not in labels(document)
    assert document["decision"]["automation_status"] == "automated"
    assert document["runtime_integrity"]["identity_spoofing"] == "high_risk"
    (claim,) = (h for h in document["highlights"] if h["key"] == "crawler_claim")
    assert (claim["effect"], claim["importance"]) == ("increases_risk", "high")


def is_undecided(document: dict) -> None:
    assert fired(document) & VERDICTS == set(), document["signals_fired"]
    assert labels(document).get("trust") is None
    assert document["runtime_integrity"]["identity_spoofing"] in ("clean", "notice")


@pytest.mark.parametrize("way", CRAWLS)
@pytest.mark.parametrize("address", [known.GOOGLEBOT, known.GOOGLEBOT_6])
def test_a_crawler_is_proven_by_published_ranges_at_once(
        served: Server, api: Api, names: NameServer, way: str, address: str) -> None:
    document = CRAWLS[way](served, api, address)
    is_proven(document, PUBLISHED)
    assert document["previous_decisions"] == []
    assert document["network"]["ip_address"] == address and document["network"]["status"] == "ready"
    assert document["decision"]["automation_status"] == "automated", "it is a program still"
    assert not names.asked_about(address), "ranges are enough"


def test_a_crawler_proves_itself_by_its_name(served: Server, api: Api, names: NameServer) -> None:
    address = next(ADDRESSES)
    names.has_names(address, "crawl-66-249-80-1.googlebot.com")
    names.has_addresses("crawl-66-249-80-1.googlebot.com", address)
    names.hold()
    try:
        pending = crawl(served, api, address)
        is_undecided(pending)
        assert labels(pending)["actor"] == "crawler"
    finally:
        names.release()
    document = judged_again(api, pending)
    is_proven(document, "Googlebot of Google, by the name crawl-66-249-80-1.googlebot.com")
    assert len(document["previous_decisions"]) == 1
    assert {**document["network"], "evaluated_at": None} == {**pending["network"], "evaluated_at": None}
    again = crawl(served, api, address)
    is_proven(again, "Googlebot of Google, by the name crawl-66-249-80-1.googlebot.com")
    assert again["previous_decisions"] == [], "what is known already is known at once"


def test_a_crawler_proves_itself_by_its_name_over_ipv6(served: Server, api: Api, names: NameServer) -> None:
    address = "2001:4860:4801:77::9"
    names.has_names(address, "crawl-ipv6.googlebot.com")
    names.has_addresses("crawl-ipv6.googlebot.com", address)
    names.hold()
    try:
        pending = crawl(served, api, address)
    finally:
        names.release()
    is_proven(judged_again(api, pending), "Googlebot of Google, by the name crawl-ipv6.googlebot.com")


def test_a_crawler_that_runs_an_agent_is_proven_by_its_name(served: Server, api: Api, names: NameServer) -> None:
    address = next(ADDRESSES)
    names.has_names(address, "rendered.googlebot.com")
    names.has_addresses("rendered.googlebot.com", address)
    names.hold()
    try:
        pending = agent_crawl(served, api, address)
        is_undecided(pending)
    finally:
        names.release()
    is_proven(judged_again(api, pending), "Googlebot of Google, by the name rendered.googlebot.com")


@pytest.mark.parametrize("way", CRAWLS)
def test_every_session_is_judged_again_when_the_answer_is_there(served: Server, api: Api, names: NameServer, way: str) -> None:
    """However fast a name server is: its answer may come while the session is being judged."""
    left = []
    for _ in range(12):
        address = next(ADDRESSES)
        host = f"crawl-{address.replace('.', '-')}.googlebot.com"
        names.has_names(address, host)
        names.has_addresses(host, address)
        document = CRAWLS[way](served, api, address)
        deadline = time.monotonic() + 2
        while "crawler_proven" not in fired(document) and time.monotonic() < deadline:
            time.sleep(0.1)
            document = api.session(document["id"])
        if "crawler_proven" not in fired(document):
            left.append(address)
    assert left == [], f"{len(left)} of 12 sessions were never judged again"


SPOOFS = {
    "a name that ends alike": (["crawl-1.evilgooglebot.com"], {"crawl-1.evilgooglebot.com": "self"}),
    "a name that begins alike": (["googlebot.com.evil.example"], {"googlebot.com.evil.example": "self"}),
    "another's name": (["mail.harbour.example"], {"mail.harbour.example": "self"}),
    "no name": ([], {}),
    "a name that does not lead back": (["crawl-2.googlebot.com"], {"crawl-2.googlebot.com": known.GOOGLEBOT}),
    "a name that leads nowhere": (["crawl-3.googlebot.com"], {}),
}


@pytest.mark.parametrize("how", SPOOFS)
def test_a_crawler_in_name_alone_is_exposed(served: Server, api: Api, names: NameServer, how: str) -> None:
    address = f"45.83.65.{20 + list(SPOOFS).index(how)}"
    pointers, forward = SPOOFS[how]
    if pointers:
        names.has_names(address, *pointers)
    for name, leads_to in forward.items():
        names.has_addresses(name, address if leads_to == "self" else leads_to)
    names.hold()
    try:
        pending = crawl(served, api, address)
        is_undecided(pending)
    finally:
        names.release()
    document = judged_again(api, pending)
    is_spoofed(document, "the address is not among those that Google publishes for Googlebot", "no confirmed name under googlebot.com")
    assert document["network"]["ip_address"] == address and document["network"]["location"] == place("DE", "Germany")
    is_spoofed(crawl(served, api, address))


def test_a_spoofed_crawler_behind_an_agent_is_exposed(served: Server, api: Api, names: NameServer) -> None:
    address = "45.83.66.7"
    names.hold()
    try:
        pending = agent_crawl(served, api, address)
        is_undecided(pending)
    finally:
        names.release()
    is_spoofed(judged_again(api, pending))


def test_a_crawler_without_names_is_told_by_its_ranges_alone(served: Server, api: Api, names: NameServer) -> None:
    document = crawl(served, api, "52.230.152.9", GPTBOT)
    assert fired(document) & VERDICTS == {"crawler_proven"}
    assert labels(document) == {**labels(document), "organization": "openai", "product": "gptbot"}
    spoofed = crawl(served, api, "45.83.67.1", GPTBOT)
    assert fired(spoofed) & VERDICTS == {"crawler_unproven"}
    assert not names.asked_about("45.83.67.1")


def test_a_crawler_whose_operator_publishes_nothing_is_not_judged(served: Server, api: Api, names: NameServer) -> None:
    is_undecided(crawl(served, api, "45.83.67.2", CLAUDEBOT))
    assert not names.asked_about("45.83.67.2")


@pytest.mark.parametrize("address", ["10.0.0.9", "fd00::9", "198.51.100.9", None])
def test_a_crawlers_name_at_no_public_address_proves_and_disproves_nothing(
        served: Server, api: Api, names: NameServer, address: str | None) -> None:
    document = crawl(served, api, address)
    is_undecided(document)
    if address:
        assert not names.asked_about(address)


def test_a_silent_name_server_holds_up_nobody_and_accuses_nobody(
        tmp_path_factory: pytest.TempPathFactory, reference: Contract, sources: Sources) -> None:
    with NameServer(silent=True) as silent:
        server = Server(tmp_path_factory.mktemp("silent"), reference, network=sources.options, options=["--dns-server", silent.address])
        for server in started(server):
            api = server.api()
            documents = [crawl(server, api, f"45.83.64.{number}") for number in range(1, 31)]
            silent.wait_for(lambda: silent.asked_about("45.83.64.1"))
            for document in documents:
                is_undecided(document)
            with ThreadPoolExecutor(8) as pool:
                list(pool.map(lambda number: is_undecided(crawl(server, server.api(), f"45.83.65.{number}")), range(1, 41)))
            assert is_human(by_decision(server, api, LINE))
            # Longer than an answer is waited for.
            time.sleep(3)
            for document in documents:
                is_undecided(api.session(document["id"]))


def test_a_name_server_that_fails_accuses_nobody(
        tmp_path_factory: pytest.TempPathFactory, reference: Contract, sources: Sources) -> None:
    with NameServer() as failing:
        failing.code = SERVER_FAILURE
        server = Server(tmp_path_factory.mktemp("failing"), reference, network=sources.options, options=["--dns-server", failing.address])
        for server in started(server):
            document = crawl(server, server.api(), "45.83.64.1")
            failing.wait_for(lambda: failing.asked_about("45.83.64.1"))
            time.sleep(1)
            is_undecided(server.api().session(document["id"]))


def test_nobody_is_asked_when_the_operator_does_not_want_it(
        tmp_path_factory: pytest.TempPathFactory, reference: Contract, sources: Sources) -> None:
    with NameServer() as names:
        server = Server(tmp_path_factory.mktemp("off"), reference, network=sources.options,
                    options=["--crawler-dns", "off", "--dns-server", names.address])
        for server in started(server):
            is_undecided(crawl(server, server.api(), "45.83.64.1"))
            is_proven(crawl(server, server.api(), known.GOOGLEBOT), PUBLISHED)
            time.sleep(1)
            assert names.questions == []


def test_who_names_no_crawler_is_asked_about_nowhere(served: Server, api: Api, names: NameServer) -> None:
    by_decision(served, api, "45.83.67.77")
    Visitor(served).come("45.83.67.78")
    time.sleep(0.3)
    assert not names.asked_about("45.83.67.77") and not names.asked_about("45.83.67.78")


def test_a_crawler_that_signs_its_requests_keeps_both_proofs(
        tmp_path_factory: pytest.TempPathFactory, reference: Contract, sources: Sources) -> None:
    """Its keys and its name are asked for at the same time, and the answers come together."""
    key, gate = Key(), threading.Event()

    def found() -> bytes:
        gate.wait(4)
        return directory(key)

    lost = []
    with NameServer() as names:
        server = Server(tmp_path_factory.mktemp("signing"), reference, network=sources.options,
                        options=["--dns-server", names.address, "--agent-allow-private"])
        for server in started(server):
            for number in range(8):
                address, host = f"66.249.79.{number}", f"crawl-66-249-79-{number}.googlebot.com"
                names.has_names(address, host)
                names.has_addresses(host, address)
                names.hold()
                gate.clear()
                with Receiver(Places(**{WELL_KNOWN: found})) as place:
                    signed = Signer.of(key, place.url).fields(questions.URL)
                    document = made(server.api().post("/v1/decisions", {
                        "url": questions.URL, "ip_address": address,
                        "headers": [["user-agent", GOOGLEBOT], ["accept", "*/*"], *([name, value] for name, value in signed.items())]}))
                    place.until(lambda: place.deliveries, 5, "the directory was asked for")
                    gate.set()
                    names.release()
                    deadline = time.monotonic() + 3
                    while not (has_both := "crawler_proven" in fired(document) and document["web_bot_auth"]["status"] == "verified"):
                        if time.monotonic() > deadline:
                            break
                        time.sleep(0.1)
                        document = server.api().session(document["id"])
                is_proven(crawl(server, server.api(), address), f"Googlebot of Google, by the name {host}")
                if not has_both:
                    lost.append((document["web_bot_auth"]["status"], sorted(fired(document) & VERDICTS)))
    assert lost == [], f"{len(lost)} of 8 sessions lost one of them"


# Company

@pytest.fixture
def tenant(served: Server, api: Api) -> tuple[Api, str]:
    """An organization of the test's own: a client of its API, and its publishable key."""
    tenant.count += 1
    organization = made(api.post("/v1/organizations", {"name": "Tenant", "slug": f"network-tenant-{tenant.count}"}))["id"]
    keys = f"/v1/organizations/{organization}/api-keys"
    return (served.api(made(api.post(keys, {"name": "Backend"}))["revealed_key"]),
            made(api.post(keys, {"name": "Page", "type": "publishable"}))["revealed_key"])


tenant.count = 0


def counted(api: Api, session_id: str) -> int | None:
    return api.session(session_id)["network"]["evidence"]["client_count"]


@pytest.mark.parametrize(("address", "neighbour"), [("81.2.69.9", "81.2.69.10"), ("2a02:c7c:9::9", "2a02:c7c:9::a")])
def test_visitors_behind_one_address_are_counted(served: Server, api: Api, address: str, neighbour: str) -> None:
    first, second, third = Visitor(served), Visitor(served), Visitor(served)
    assert [counted(api, visitor.come(address).id) for visitor in (first, second, third)] == [1, 2, 3]
    assert counted(api, first.come(address).id) == 3, "who comes again is counted once"
    assert counted(api, Visitor(served).come(neighbour).id) == 1, "a neighbour is somebody else"
    assert by_decision(served, api, address)["network"]["evidence"]["client_count"] == 3


def test_visitors_of_another_organization_are_not_counted(served: Server, api: Api, tenant: tuple[Api, str]) -> None:
    address = "81.2.69.20"
    for _ in range(3):
        Visitor(served).come(address)
    theirs, publishable = tenant
    assert counted(theirs, Visitor(served, publishable=publishable).come(address).id) == 1
    assert counted(api, Visitor(served).come(address).id) == 4


def test_a_visitor_that_comes_over_many_networks_within_an_hour_is_noticed(served: Server, api: Api) -> None:
    visitor = Visitor(served)
    documents = [api.session(visitor.come(f"113.161.{third}.7").id) for third in range(1, 7)]
    assert len({document["visitor_fingerprint"]["id"] for document in documents}) == 1
    assert [words(document, "visitor_over_many_networks") for document in documents] == [
        None, None, None, None, "the visitor came from 5 networks within an hour", "the visitor came from 6 networks within an hour"]
    assert "visitor_over_many_networks" in documents[-1]["network"]["evidence"]["risk_signals"]


def test_a_visitor_that_comes_from_many_addresses_of_one_network_is_not(served: Server, api: Api) -> None:
    four, six = Visitor(served), Visitor(served)
    for last in range(1, 9):
        assert "visitor_over_many_networks" not in fired(api.session(four.come(f"113.161.99.{last}").id))
        assert "visitor_over_many_networks" not in fired(api.session(six.come(f"2a02:c7c:7:{last}::1").id))


def test_many_visitors_behind_one_address_are_told_and_count_for_nothing(served: Server, api: Api) -> None:
    address = "2a02:c7c:25::25"
    documents = [api.session(Visitor(served).come(address).id) for _ in range(25)]
    assert [counted["network"]["evidence"]["client_count"] for counted in documents] == list(range(1, 26))
    assert words(documents[-1], "many_visitors_one_address") == "25 visitors behind the address within a day"
    assert "many_visitors_one_address" not in fired(documents[-2])
    assert documents[-1]["decision"]["risk_score"] <= documents[0]["decision"]["risk_score"] + 1
    assert documents[-1]["network"]["evidence"]["risk_signals"] == []


# Sources

def test_with_nothing_configured_what_debian_brings_is_used(tmp_path_factory: pytest.TempPathFactory, reference: Contract) -> None:
    for file in ("tor/geoip", "tor/geoip6", "libloc-location/location.db"):
        if not (Path("/usr/share") / file).is_file():
            pytest.skip(f"/usr/share/{file} is not on this machine (Debian's packages tor-geoipdb and libloc-database)")
    server = Server(tmp_path_factory.mktemp("defaults"), reference, network=["--network-data", "on"], options=["--crawler-dns", "off"])
    for server in started(server):
        for address in ("8.8.8.8", "2001:4860:4860::8888"):
            network = by_decision(server, server.api(), address)["network"]
            assert network["status"] == "ready"
            assert (network["location"]["country_code"], network["routing"]["asn"]) == ("US", "15169")
            unknown = {name for name, value in network["location"].items() if value is None}
            assert unknown == {"city", "region", "latitude", "longitude", "timezone", "postal_code", "accuracy_radius_km"}


def test_a_session_while_the_sources_are_read_says_so_or_is_right(tmp_path_factory: pytest.TempPathFactory, reference: Contract) -> None:
    sources = known.known_addresses(tmp_path_factory.mktemp("many"))
    drawn = random.Random(5)
    sources.list("many", "".join(f"{drawn.randrange(1, 9)}.{drawn.randrange(256)}.{drawn.randrange(256)}.{drawn.randrange(256)}\n"
                                 for _ in range(150_000)), "proxy")
    server = Server(tmp_path_factory.mktemp("loading"), reference, network=sources.options, options=["--crawler-dns", "off"])
    server.init()
    server.start()
    try:
        api = server.api()
        seen: list[dict] = []
        deadline = time.monotonic() + 60
        while not seen or seen[-1]["network"]["status"] != "ready":
            assert time.monotonic() < deadline, "the sources were not read within a minute"
            seen.append(by_decision(server, api, VPN))
            special = by_decision(server, api, "10.0.0.1")["network"]
            assert (special["status"], special["summary"]) == ("skipped", "The address is not of the public Internet: private network.")
        for document in seen[:-1]:
            assert document["network"] == {**document["network"], **NOTHING_KNOWN, "status": "pending", "ip_address": VPN}
            assert document["network"]["summary"] == "The sources of address data were still being read."
            assert fired(document) & ABOUT_ADDRESSES == set()
        assert seen[-1]["network"]["summary"] == of_vpn(VPN)["summary"]
    finally:
        server.kill()


def test_a_list_that_changes_is_read_again(tmp_path_factory: pytest.TempPathFactory, reference: Contract) -> None:
    sources = known.known_addresses(tmp_path_factory.mktemp("changing"))
    server = Server(tmp_path_factory.mktemp("changed"), reference, network=sources.options, options=["--crawler-dns", "off"])
    for server in started(server):
        api = server.api()
        assert by_decision(server, api, LINE)["network"]["anonymity"]["vpn"] is False
        (sources.folder / "mullvad.txt").write_text(f"{LINE}\n")
        os.kill(server.process.pid, signal.SIGHUP)
        deadline = time.monotonic() + 10
        while not (network := by_decision(server, api, LINE)["network"])["anonymity"]["vpn"]:
            assert time.monotonic() < deadline, network
            time.sleep(0.1)
        assert without_the(network["summary"]) == "A VPN exit of Mullvad VPN in London, United Kingdom."
        assert by_decision(server, api, VPN)["network"]["anonymity"]["provider"] != "Mullvad VPN", "only the network's list has it now"


# Lists as operators download them

@pytest.fixture(scope="module")
def downloaded(tmp_path_factory: pytest.TempPathFactory, reference: Contract) -> Iterator[Server]:
    if not LISTS.is_dir():
        pytest.skip("the lists (../shared/vectors/ip-lists) are not on this machine")
    sources = Sources(tmp_path_factory.mktemp("downloaded"))
    sources.add("vpns", LISTS / "x4bnet-vpn-ipv4.txt", means="vpn")
    sources.add("mullvad", LISTS / "x4bnet-mullvad.txt", means="vpn", provider="Mullvad VPN")
    sources.add("tor-exits", LISTS / "tor-exits.csv", means="tor")
    sources.add("private-relay", LISTS / "icloud-private-relay-ipv4.txt", means="relay", provider="Apple")
    sources.add("data-centres", LISTS / "x4bnet-datacenter-ipv4.txt", means="hosting")
    sources.add("amazon", LISTS / "amazon-ipv4.txt", means="hosting", provider="Amazon Web Services")
    sources.add("hosts", LISTS / "datacenter-asns.csv", means="hosting")
    yield from started(Server(tmp_path_factory.mktemp("lists"), reference, network=sources.options, options=["--crawler-dns", "off"]))


def drawn_from(file: str, count: int = 12) -> list[str]:
    """Addresses at random of a list, the first of the block where it has blocks."""
    text = (LISTS / file).read_text()
    if file.endswith(".csv"):
        entries = [row[1].strip() for row in list(csv.reader(text.splitlines()))[1:]]
    else:
        entries = [line for line in text.splitlines() if line]
    return [entry.partition("/")[0] for entry in random.Random(7).sample(entries, count)]


@pytest.mark.parametrize(("file", "used_as", "provider"), [
    ("tor-exits.csv", "tor", None), ("icloud-private-relay-ipv4.txt", "relay", "Apple"), ("x4bnet-mullvad.txt", "vpn", "Mullvad VPN"),
    ("amazon-ipv4.txt", "hosting", "Amazon Web Services")])
def test_lists_as_they_are_downloaded_are_believed(downloaded: Server, file: str, used_as: str, provider: str | None) -> None:
    api = downloaded.api()
    for address in drawn_from(file):
        network = by_decision(downloaded, api, address)["network"]
        assert network["anonymity"][used_as], (address, network)
        if provider and not network["anonymity"]["tor"]:
            assert network["anonymity"]["provider"] in (provider, "Apple"), (address, network)
        if used_as == "relay":
            assert not network["anonymity"]["vpn"] and not network["anonymity"]["hosting"], (address, network)
