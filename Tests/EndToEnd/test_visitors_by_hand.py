"""Browsers that come back without a token, and visitors that people merge and split."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from collect_agent import observations
from contract import Contract
from management import made, refused
from server import Api, Server


@pytest.fixture
def served(tmp_path: Path, reference: Contract) -> Iterator[Server]:
    server = Server(tmp_path, reference)
    server.init()
    server.start()
    yield server
    server.stop()


@dataclass
class Seen:
    """A session, its visitor, and the token that the browser was given."""

    session: str
    visitor: str
    token: str


def visit(server: Server, api: Api, machine: str, token: str | None = None, platform: str = "Linux x86_64") -> Seen:
    """One session of a browser that tells much of its machine."""
    agent = server.agent()
    session = agent.handshake()
    told = observations(agent.headers["User-Agent"])
    told["webgl"] = {"vendor": machine, "renderer": f"{machine} graphics",
                     **{name: f"{name} {machine}" for name in ("parameters_hash", "image_hash", "extensions_hash", "shader_precision_hash")}}
    told["canvas"] = {name: f"{name} {machine}" for name in ("hash", "geometry_hash", "text_hash")}
    told["audio"] = {"hash": f"audio {machine}", "sample_rate": 48000}
    told["fonts"] = {"detected": [f"{machine} {number}" for number in range(40)],
                     **{name: f"{name} {machine}" for name in ("metrics_hash", "preferences_hash", "emoji_hash")}}
    told["screen"]["width"] = 1000 + len(machine)
    told["navigator"].update(language=f"en-{machine}", languages=[f"en-{machine}"], hardware_concurrency=len(machine), platform=platform)
    if token:
        told["continuity"] = {"tokens": {"cookies": token}}
    agent.send(session, observations=told)
    token = agent.send(session, "fingerprint")["continuity_token"]
    agent.finish(session)
    return Seen(session.id, visitor_of(api, session.id), token)


def visitor_of(api: Api, session: str) -> str:
    return api.session(session)["visitor_fingerprint"]["id"]


def ties(api: Api, visitor: str) -> dict[str, dict]:
    told = api.get(f"/v1/fingerprints/{visitor}", params={"include": "ties"}).json()["data"]["ties"]
    return {tie["session_id"]: tie for tie in told}


def test_a_browser_is_known_by_what_it_shows_and_a_copied_token_is_not_believed(served: Server) -> None:
    api = served.api()
    first, other, again = (visit(served, api, machine) for machine in ("one", "another", "one"))
    assert first.visitor == again.visitor != other.visitor
    found = ties(api, first.visitor)
    assert found[first.session]["source"] == "new"
    assert found[again.session]["source"] == "fingerprint" and found[again.session]["matched"]
    assert found[again.session]["tokens"]["found"] == 0

    copied = visit(served, api, "a machine of another kind", first.token, platform="Win32")
    assert copied.visitor not in (first.visitor, other.visitor)
    assert ties(api, copied.visitor)[copied.session]["tokens"]["replayed"] is True
    assert "visitor_token_replayed" in {fired["signal"] for fired in api.session(copied.session)["signals_fired"]}


def test_visitors_are_merged_split_put_back_and_erased_without_a_trace(served: Server) -> None:
    api = served.api()
    one, two = visit(served, api, "one"), visit(served, api, "another")
    second = visit(served, api, "one")
    path = f"/v1/fingerprints/{one.visitor}"

    change = made(api.post(f"{path}/merge", {"fingerprint": two.visitor}), 200)
    assert (change["kind"], change["sessions"]) == ("merge", 1)
    assert visitor_of(api, two.session) == one.visitor
    assert api.get(f"/v1/fingerprints/{two.visitor}").json()["data"]["id"] == one.visitor
    assert visit(served, api, "another", two.token).visitor == one.visitor
    assert visit(served, api, "another").visitor == one.visitor
    assert [row["id"] for row in api.get("/v1/fingerprints").json()["data"]] == [one.visitor]

    events = f"/v1/organizations/{served.organization_id}/events"
    assert change["id"] not in {event["id"] for event in api.get(events).json()["data"]}
    assert [event["id"] for event in api.get(events, params={"type": "fingerprint.merged"}).json()["data"]] == [change["id"]]

    assert made(api.post(f"{path}/undo", {"change": change["id"]}), 200)["undone_at"]
    assert visitor_of(api, two.session) == two.visitor
    refused(api.post(f"{path}/undo", {"change": change["id"]}), 409, "fingerprint.change_undone")

    change = made(api.post(f"{path}/split", {"sessions": [second.session]}), 200)
    assert visitor_of(api, second.session) == change["other"]
    made(api.post(f"{path}/undo", {"change": change["id"]}), 200)
    assert visitor_of(api, second.session) == one.visitor

    removed = made(api.delete(f"/v1/fingerprints/{change['other']}"), 200)["removed"]
    assert removed["visitor_fingerprints"] == 2
    assert served.stop() == 0
    for file in Path(served.database).parent.iterdir():
        assert not [name for name in (one.visitor, change["other"]) if file.is_file() and name.encode() in file.read_bytes()], file
