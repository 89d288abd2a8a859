"""One browser that comes more often, and from more places, than people do."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from contract import Contract
from network_data import Sources, city
from network_visits import Visitor, fired, loaded
from server import Server

# Blocks that proxies which rotate might be in, one in each country.
COUNTRIES = {"81.2.0.0/16": "GB", "113.161.0.0/16": "VN", "91.240.0.0/16": "RU", "45.83.0.0/16": "DE", "62.4.0.0/16": "FR",
             "187.45.0.0/16": "BR", "41.190.0.0/16": "NG", "103.21.0.0/16": "IN", "133.242.0.0/16": "JP"}


@pytest.fixture
def served(tmp_path: Path, reference: Contract) -> Iterator[Server]:
    sources = Sources(tmp_path / "sources")
    sources.database("places", "GeoLite2-City", {block: city(code, code) for block, code in COUNTRIES.items()})
    server = Server(tmp_path, reference, network=sources.options, options=["--crawler-dns", "off"])
    server.init()
    server.start()
    yield server
    server.stop()


def address(number: int) -> str:
    """Another address each time, in the next country and in a network that nobody came from before."""
    block = list(COUNTRIES)[number % len(COUNTRIES)]
    first, second, *_ = block.split(".")
    return f"{first}.{second}.{number}.{number + 1}"


def come(visitor: Visitor, server: Server, before: int, times: int) -> dict:
    """So many sessions after those before, of which the last is judged."""
    for number in range(before, before + times - 1):
        visitor.arrive(address(number))
    return server.api().session(visitor.come(address(before + times - 1)).id)


MANY = ("addresses", "networks", "countries", "sessions")


def many(document: dict) -> set[str]:
    return {kind for kind in MANY if f"visitor_many_{kind}" in fired(document)}


def test_a_visitor_from_many_addresses_networks_and_countries_and_in_many_sessions_is_noticed(served: Server) -> None:
    loaded(served)
    visitor = Visitor(served)
    first = come(visitor, served, 0, 7)
    assert many(first) == set()
    assert many(come(visitor, served, 7, 1)) == {"countries"}
    assert many(come(visitor, served, 8, 22)) == {"countries", "addresses"}
    assert many(come(visitor, served, 30, 10)) == {"countries", "addresses", "networks"}
    last = come(visitor, served, 40, 110)
    assert many(last) == set(MANY)
    assert last["visitor_fingerprint"]["id"] == first["visitor_fingerprint"]["id"]
