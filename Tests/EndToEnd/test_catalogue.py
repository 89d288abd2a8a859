"""No signal is in the catalogue that nothing real ever fires. It runs last, and looks back on the whole run."""

import json
from pathlib import Path

import pytest

import fired
from disguises import DISGUISES
from server import Server, tripline


def left_out(request: pytest.FixtureRequest) -> str | None:
    """What this run leaves out of all tests; None when it is a whole one."""
    narrowed = [option for option in ("keyword", "markexpr", "deselect", "lf", "ignore") if request.config.getoption(option, None)]
    if narrowed:
        return f"pytest was given {', '.join(narrowed)}"
    ran = {item.path.name for item in request.session.items}
    absent = {file.name for file in Path(__file__).parent.glob("test_*.py")} - ran
    return f"not run: {', '.join(sorted(absent))}" if absent else None


def test_every_signal_fired_on_a_real_input_of_this_run(server: Server, tls_server: Server, request: pytest.FixtureRequest) -> None:
    if reason := left_out(request):
        pytest.skip(f"only a whole run shows it; {reason}")
    catalogue = {signal["signal"] for signal in json.loads(tripline("signals", "--json").stdout)}
    for running in (server, tls_server):
        fired.read(running.database)
    # Recordings of people lie beside the project and not in it.
    impossible = {signal for disguise in DISGUISES.values() if disguise.needs and not disguise.needs.exists() for signal in disguise.fires}
    assert sorted(catalogue - fired.FIRED.keys() - impossible) == []
