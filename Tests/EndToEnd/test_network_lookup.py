"""`tripline network lookup`: it says what the databases say, as Debian's own tool reads them, and takes whatever it is given."""

import ipaddress
import json
import random
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import known_addresses as known
from mmdblookup import PROGRAM, mmdblookup
from network_data import Sources, city, system, write_database
from server import BINARY, REPOSITORY, tripline

VECTORS = REPOSITORY.parent / "shared" / "vectors" / "maxmind"
# 100,000 addresses in all.
OWN, OF_EACH_VECTOR = 45_000, 1_250
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def lookup(sources: Sources, *arguments: str, given: str | bytes = "", seconds: float = 120) -> subprocess.CompletedProcess:
    """One run of the command; what is given is its standard input."""
    given = given.encode() if isinstance(given, str) else given
    command = [str(BINARY), "network", "lookup", *arguments, *sources.options, "--database", str(sources.folder / "none.sqlite")]
    return subprocess.run(command, input=given, capture_output=True, timeout=seconds)


def looked_up(sources: Sources, addresses: list[str], *more: str) -> list[dict]:
    """What is said of each address, all of them by one process."""
    answer = lookup(sources, "-", "--json", *more, given="".join(f"{address}\n" for address in addresses))
    assert answer.returncode == 0, answer.stderr[-500:]
    found = [json.loads(line) for line in answer.stdout.decode().splitlines()]
    assert len(found) == len(addresses)
    return found


# Addresses at random

def drawn_within(network: Network, drawn: random.Random) -> str:
    return str(network[drawn.randrange(network.num_addresses)])


def drawn_anywhere(drawn: random.Random) -> str:
    if drawn.random() < 0.5:
        return str(ipaddress.IPv4Address(drawn.randrange(1 << 24, 224 << 24)))
    return str(ipaddress.IPv6Address(1 << 125 | drawn.getrandbits(125)))


def is_public(address: str) -> bool:
    """Whether the address is of the public Internet by Python's registry, and by none of the mechanisms that carry another one."""
    found = ipaddress.ip_address(address)
    # Deprecated ones, of clouds or of name servers, which that registry knows as global.
    apart = ("192.88.99.0/24", "168.63.129.16/32", "192.31.196.0/24", "192.52.193.0/24", "192.175.48.0/24", "2620:4f:8000::/48",
             "2001::/23", "2002::/16", "3fff::/20", "5f00::/16")
    return found.is_global and not found.is_multicast and not any(found in ipaddress.ip_network(block) for block in apart)


def drawn_addresses(networks: list[Network], count: int, seed: int) -> list[str]:
    """Three of four within the networks, so that most are found."""
    drawn = random.Random(seed)
    return [drawn_within(drawn.choice(networks), drawn) if drawn.random() < 0.75 else drawn_anywhere(drawn) for _ in range(count)]


def drawn_networks(seed: int, ipv4: int = 4_000, ipv6: int = 2_000) -> list[Network]:
    """Networks of all sizes, one within another too; the widest first."""
    drawn = random.Random(seed)
    found: set[Network] = set()
    while len(found) < ipv4:
        length = drawn.choice([*range(10, 33), 24, 24, 24, 16, 16])
        found.add(ipaddress.ip_network((drawn.randrange(1 << 24, 224 << 24) >> 32 - length << 32 - length, length)))
    wide = [network for network in found if network.prefixlen <= 20]
    while len(found) < ipv4 + 500:
        outer = drawn.choice(wide)
        found.add(ipaddress.ip_network(f"{drawn_within(outer, drawn)}/{drawn.randrange(outer.prefixlen + 1, 33)}", strict=False))
    while len(found) < ipv4 + 500 + ipv6:
        length = drawn.choice([*range(19, 129), 32, 32, 48, 48, 64])
        found.add(ipaddress.ip_network((1 << 125 | drawn.getrandbits(125) >> 128 - length << 128 - length, length)))
    return sorted(found, key=lambda network: (network.version, network.prefixlen, int(network.network_address)))


# What a record means

def get(record: object, *path: str | int) -> object:
    """What stands at a path; None where nothing does."""
    for step in path:
        if isinstance(record, list) and isinstance(step, int):
            record = record[step] if step < len(record) else None
        elif isinstance(record, dict):
            record = record.get(step)
        else:
            return None
    return record


PLACES = {
    "country_code": ("country", "iso_code"), "country": ("country", "names", "en"), "region": ("subdivisions", 0, "names", "en"),
    "city": ("city", "names", "en"), "postal_code": ("postal", "code"), "latitude": ("location", "latitude"),
    "longitude": ("location", "longitude"), "accuracy_radius_km": ("location", "accuracy_radius"), "time_zone": ("location", "time_zone")}
FLAGS = {"is_anonymous_vpn": "vpn", "is_public_proxy": "proxy", "is_tor_exit_node": "tor", "is_hosting_provider": "hosting",
         "is_residential_proxy": "residential_proxy"}
CONNECTIONS = {"Cable/DSL": "consumer", "Dialup": "consumer", "Satellite": "consumer", "Corporate": "business", "Cellular": "mobile"}


def expected_of(record: object) -> dict[str, object]:
    """What ours is to say of a record, and of none."""
    return {
        **{field: get(record, *path) for field, path in PLACES.items()}, "asn": get(record, "autonomous_system_number"),
        "organization": get(record, "autonomous_system_organization") or get(record, "organization"),
        "traits": {trait for flag, trait in FLAGS.items() if get(record, flag) or get(record, "traits", flag)},
        "client_types": [CONNECTIONS[kind]] if (kind := get(record, "connection_type")) else []}


def alone(told: dict) -> dict[str, object]:
    """What the database says by itself."""
    if not told["found"]:
        return expected_of(None)
    return {name: set(told[name]) if name == "traits" else told[name] for name in expected_of(None)}


def together(told: dict, expected: dict[str, object]) -> dict[str, object]:
    """What all sources come to, of which the database is one: the table of operators knows names and uses of some networks too."""
    claims = {claim["trait"] for claim in told["claims"] if claim["source"] == "database"}
    known = {name: told.get(name) for name in expected} | {"traits": claims}
    return known | {name: expected[name] for name in ("organization", "client_types") if not expected[name]}


def is_same(ours: object, theirs: object) -> bool:
    # It writes six places behind the point.
    return abs(ours - theirs) < 1e-6 if isinstance(ours, float) and isinstance(theirs, float) else ours == theirs


def unlike(ours: dict[str, object], expected: dict[str, object]) -> dict[str, tuple]:
    return {name: (ours[name], expected[name]) for name in expected if not is_same(ours[name], expected[name])}


def agrees(database: Path, addresses: list[str], folder: Path, *, hits: float) -> None:
    """That both say the same of every address, and that so many of them are found at least."""
    sources = Sources(folder / "sources")
    sources.add("database", database, kind="mmdb")
    theirs = mmdblookup(database, addresses, folder)
    wrong: dict[str, dict] = {}
    for address, record, own, all_of_them in zip(
            addresses, theirs, looked_up(sources, addresses, "--source", "database"), looked_up(sources, addresses), strict=True):
        expected = expected_of(record)
        found = unlike(alone(own), expected)
        if own["address"] != str(ipaddress.ip_address(address)) or own["found"] and record is None:
            found["found"] = (own, record)
        if all_of_them["standing"] == "special":
            # Nobody is there, whatever a database says.
            found |= {"special": all_of_them} if is_public(address) else {}
        else:
            found |= unlike(together(all_of_them, expected), expected)
        if found:
            wrong[address] = found
    assert wrong == {}, f"{len(wrong)} of {len(addresses)}, such as {list(wrong.items())[:5]}"
    share = sum(record is not None for record in theirs) / len(theirs)
    assert share >= hits, f"only {share:.0%} of the addresses are in the database"


@pytest.fixture(autouse=True, scope="module")
def debians_tool() -> None:
    if PROGRAM is None:
        pytest.skip("mmdblookup is not on this machine (Debian's package mmdb-bin)")


def own_city(folder: Path, networks: list[Network]) -> Path:
    drawn = random.Random(3)
    return write_database(folder / "city.mmdb", "GeoLite2-City", {str(network): city(
        drawn.choice(["DE", "VN", "BR", "US", "ZA"]), f"Country {number % 50}", city=f"City {number}", region=f"Region {number % 300}",
        at=(round(drawn.uniform(-90, 90), 4), round(drawn.uniform(-180, 180), 4)), zone="Europe/Berlin", postal=str(10_000 + number),
        radius=1 + number % 1000) for number, network in enumerate(networks)})


def own_systems(folder: Path, networks: list[Network]) -> Path:
    return write_database(folder / "systems.mmdb", "GeoLite2-ASN", {
        str(network): system(400_000 + number, f"Network {number} B.V.") for number, network in enumerate(networks)})


@pytest.mark.parametrize(("make", "seed"), [(own_city, 11), (own_systems, 12)], ids=["places", "systems"])
def test_it_agrees_with_debians_tool_on_a_database_of_thousands_of_networks(
        tmp_path: Path, make: Callable[[Path, list[Network]], Path], seed: int) -> None:
    """45,000 random addresses each, of both versions, every one of which the tool is asked about in a process of its own."""
    networks = drawn_networks(seed)
    agrees(make(tmp_path, networks), drawn_addresses(networks, OWN, seed), tmp_path, hits=0.6)


@pytest.mark.parametrize("name", ["GeoIP2-Anonymous-IP-Test", "GeoIP2-City-Test", "GeoIP2-Connection-Type-Test", "GeoIP2-Country-Test",
                                  "GeoIP2-ISP-Test", "GeoLite2-ASN-Test", "GeoLite2-City-Test", "GeoLite2-Country-Test"])
def test_it_agrees_with_debians_tool_on_the_makers_own_databases(tmp_path: Path, name: str) -> None:
    """1,250 random addresses each."""
    database = VECTORS / "test-data" / f"{name}.mmdb"
    if not database.is_file():
        pytest.skip("the databases (../shared/vectors/maxmind) are not on this machine")
    entries = json.loads((VECTORS / "source-data" / f"{name}.json").read_text())
    networks = [plain(ipaddress.ip_network(block, strict=False)) for entry in entries for block in entry]
    agrees(database, drawn_addresses(networks, OF_EACH_VECTOR, 17), tmp_path, hits=0.5)


def plain(network: Network) -> Network:
    """An IPv4 network, where it is written as one within IPv6 (`::/96`)."""
    first = int(network.network_address)
    if network.version == 6 and network.prefixlen >= 96 and first >> 32 == 0 and first > 0xFFFF:
        return ipaddress.ip_network((first, network.prefixlen - 96))
    return network


# What is given to it

@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Sources:
    return known.known_addresses(tmp_path_factory.mktemp("sources"))


def test_addresses_may_stand_in_the_command_or_come_by_standard_input(sources: Sources) -> None:
    named = lookup(sources, known.VPN, known.LINE_6, "--json").stdout
    assert named == lookup(sources, "-", "--json", given=f"{known.VPN}\n{known.LINE_6}\n").stdout
    assert named == lookup(sources, "-", "--json", given=f"{known.VPN}\r\n\n  {known.LINE_6}  ").stdout, "however the lines end"
    first, second = map(json.loads, named.splitlines())
    assert (first["address"], first["city"], first["asn"], first["organization"]) == (known.VPN, "Stockholm", 39351, "31173 Services AB")
    assert first["claims"][0] == {"trait": "vpn", "provider": "Mullvad VPN", "source": "mullvad"}
    assert (second["address"], second["country_code"], second["client_types"]) == (known.LINE_6, "GB", ["consumer"])


def test_it_says_the_same_to_people(sources: Sources) -> None:
    answer = lookup(sources, known.VPN, known.TOR, "10.0.0.1")
    assert answer.returncode == 0 and answer.stderr == b""
    text = answer.stdout.decode()
    for words in (known.VPN, "Stockholm", "Stockholm County", "Sweden", "Europe/Stockholm", "39351", "31173 Services AB", "vpn",
                  "Mullvad VPN", "mullvad", known.TOR, "tor-exits", "10.0.0.1", "special", "private network"):
        assert words in text, text


def test_an_ipv4_address_that_is_written_as_ipv6_is_the_same(sources: Sources) -> None:
    plain, mapped = looked_up(sources, [known.LINE, f"::ffff:{known.LINE}"])
    assert mapped == plain


def test_special_addresses_are_said_to_be_special(sources: Sources) -> None:
    for told in looked_up(sources, ["10.0.0.1", "127.0.0.1", "fe80::1", "198.51.100.77", "2001:db8::1", "::1", "::ffff:192.168.0.1"]):
        assert told["standing"] == "special" and told["special_purpose"]
        assert told["country_code"] is None and told["asn"] is None and told["claims"] == []


@pytest.mark.parametrize("bad", [
    "nonsense", "1.2.3", "081.2.69.160", "fe80::1%eth0", "[::1]", "1.2.3.4:80", "1.2.3.4/24", "-1", "a" * 1_000_000, "1.2.3.4 5.6.7.8",
    "\x1b[31m", "٨١.٢.٦٩.١٦٠"], ids=lambda text: repr(text[:20]))
def test_what_is_no_address_is_said_so_and_the_others_are_looked_up(sources: Sources, bad: str) -> None:
    answer = lookup(sources, "-", "--json", given=f"{known.LINE}\n{bad}\n{known.VPN}\n")
    assert answer.returncode not in (0, -4, -5, -6, -11), answer.returncode
    assert [json.loads(line)["address"] for line in answer.stdout.splitlines()] == [known.LINE, known.VPN]
    said = answer.stderr.decode()
    assert "no address" in said and len(said.splitlines()) == 1
    assert len(said) < 1000 and "\x1b" not in said, "not more of it than a terminal can take"


@pytest.mark.parametrize("given", [b"\xff\xfe81.2.69.160\n", b"\x00\n", b"81.2.69.160\x00\n", b"\xc3\x28\n" * 1000], ids=repr)
def test_bytes_that_are_no_text_are_no_address(sources: Sources, given: bytes) -> None:
    answer = lookup(sources, "-", "--json", given=given)
    assert answer.returncode not in (0, -4, -5, -6, -11) and answer.stdout == b""
    assert b"no address" in answer.stderr


def test_nothing_is_answered_with_nothing(sources: Sources) -> None:
    answer = lookup(sources, "-", "--json", given="")
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, b"", b"")


def test_one_source_alone_can_be_asked(sources: Sources) -> None:
    said = {name: [json.loads(line) for line in lookup(sources, known.VPN, "10.0.0.1", "--json", "--source", name).stdout.splitlines()]
            for name in ("places", "mullvad", "systems")}
    assert [told["address"] for told in said["places"]] == [known.VPN, "10.0.0.1"]
    assert (said["places"][0]["city"], said["places"][0]["asn"], said["systems"][0]["asn"]) == ("Stockholm", None, 39351)
    assert [told["listed"] for told in said["mullvad"]] == [True, False]
    answer = lookup(sources, known.VPN, "--source", "nowhere")
    assert answer.returncode != 0 and answer.stdout == b""
    assert b"nowhere" in answer.stderr and len(answer.stderr.splitlines()) == 1


def test_without_sources_it_says_so(tmp_path: Path) -> None:
    told = json.loads(lookup(Sources(tmp_path), known.LINE, "--json").stdout)
    assert (told["standing"], told["country"], told["claims"]) == ("unsourced", None, [])


def test_a_file_of_sources_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    answer = tripline("network", "lookup", known.LINE, "--network-sources", tmp_path / "none.yaml", "--database", tmp_path / "none.sqlite")
    assert answer.returncode != 0 and answer.stdout == ""
    assert "none.yaml" in answer.stderr and len(answer.stderr.strip().splitlines()) == 1
