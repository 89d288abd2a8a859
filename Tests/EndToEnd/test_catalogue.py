"""No signal is in the catalogue that nothing real ever fires. It runs last, and over what the whole run left behind."""

import json
from pathlib import Path

import pytest

import fired
from server import Server, tripline


@pytest.fixture(scope="module")
def catalogue() -> set[str]:
    return {signal["signal"] for signal in json.loads(tripline("signals", "--json").stdout)}


def test_every_signal_fired_on_a_real_input_of_this_run(
        catalogue: set[str], server: Server, tls_server: Server, request: pytest.FixtureRequest) -> None:
    ran = {item.path.name for item in request.session.items}
    absent = {file.name for file in Path(__file__).parent.glob("test_*.py")} - ran
    if absent:
        pytest.skip(f"only a whole run shows it; not run: {', '.join(sorted(absent))}")
    for running in (server, tls_server):
        fired.note(running.database)
    assert sorted(catalogue - fired.FIRED.keys()) == []
