"""An operator's policy: read at the start, read again on SIGHUP, and each of its effects in the explanation of a session."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from contract import Contract
from data_origin import look_now, until
from management import made
from questions import CHROMIUM, CURL, URL
from server import Api, Server, tripline
from signed_agent import Key, Signer

AGENT = "agent.example"
ADDRESS = "203.0.113.24"


@pytest.fixture(scope="module")
def key() -> Key:
    return Key()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, reference: Contract, key: Key) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("policy")
    (folder / "policy.yaml").write_text("version: start\n")
    (folder / "keys.json").write_text(json.dumps({AGENT: {"keys": [key.jwk]}}))
    server = Server(folder, reference, options=[
        "--policy", str(folder / "policy.yaml"), "--agent-keys", str(folder / "keys.json"), "--log-level", "info"])
    server.init()
    server.start()
    yield server
    assert server.stop() == 0
    assert "Fatal error" not in server.output(), server.output()[-2000:]


@pytest.fixture(scope="module")
def api(served: Server) -> Api:
    return served.api()


@pytest.fixture
def policy(served: Server) -> Iterator[Callable[[str], None]]:
    """Has the server read another policy, and wait until it did; at the end there is none again."""
    told = "the policy was read again"

    def read(text: str, expected: str = told) -> None:
        before = served.output().count(expected)
        (served.folder / "policy.yaml").write_text(text)
        look_now(served)
        until(lambda: served.output().count(expected) > before, expected)

    yield read
    read("version: start\n")


def judged(api: Api, question: dict, **more: object) -> dict:
    return made(api.post("/v1/decisions", {"method": "GET", "ip_address": ADDRESS, **question, **more}))


def explained(api: Api, document: dict) -> dict:
    answer = api.get(f"/v1/sessions/{document['id']}/explanation")
    assert answer.status_code == 200, answer.text[:400]
    return answer.json()["data"]


def status(document: dict) -> str:
    return document["decision"]["automation_status"]


def test_a_server_with_a_wrong_policy_does_not_start_and_says_all_that_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "policy.yaml"
    path.write_text("thresholds: {bot: high}\nsignals:\n  webdriver_detcted: muted\ndeny:\n  - address: 1.2.3\n")
    answer = tripline("serve", "--port", "0", "--database", tmp_path / "t.sqlite", "--master-key-file", tmp_path / "master.key",
                      "--network-data", "off", "--policy", path)
    assert answer.returncode != 0
    for words in ("policy.yaml, line 1: `bot` must be", "policy.yaml, line 3: there is no signal `webdriver_detcted`; "
                  "was `webdriver_detected` meant?", "policy.yaml, line 5: `address` must be"):
        assert words in answer.stderr, answer.stderr


def test_a_policy_that_is_not_there(tmp_path: Path) -> None:
    answer = tripline("serve", "--port", "0", "--database", tmp_path / "t.sqlite", "--master-key-file", tmp_path / "master.key",
                      "--network-data", "off", "--policy", tmp_path / "none.yaml")
    assert answer.returncode != 0 and "none.yaml" in answer.stderr


def test_a_wrong_policy_changes_nothing_and_the_next_good_one_counts(api: Api, served: Server, policy: Callable) -> None:
    assert explained(api, judged(api, CURL))["judged_again"]["rules"].endswith("+start")
    policy("version: second\n")
    policy("thresholds: {bot: 0}\n", "the policy was not read again")
    assert "line 1: `bot` must be a whole number from 1 to 100, not `0`" in served.output()
    found = explained(api, judged(api, CURL))
    assert found["judged_again"]["rules"].endswith("+second") and found["policy"]["label"] == "second"
    policy("version: third\n")
    found = explained(api, judged(api, CURL))
    assert found["decision"]["rules"] == found["judged_again"]["rules"] and found["decision"]["rules"].endswith("+third")


def test_a_muted_signal_is_said_to_be_muted(api: Api, policy: Callable) -> None:
    before = explained(api, judged(api, CURL))
    counted = next(one for one in before["signals"] if one["contribution"]["points"] > 0)
    policy(f"signals: {{{counted['signal']}: muted}}\n")
    document = judged(api, CURL)
    found = explained(api, document)
    assert counted["signal"] not in {one["signal"] for one in document["signals_fired"]}
    assert [one["signal"] for one in found["muted_signals"]] == [counted["signal"]]
    assert found["muted_signals"][0]["policy"] == "muted" and found["muted_signals"][0]["evidence"]
    assert found["judged_again"]["agrees"] is True


def test_what_each_signal_adds_is_what_the_score_is_made_of(api: Api) -> None:
    found = explained(api, judged(api, CURL))
    weighing = found["weighing"]
    total = weighing["prior"] + sum(one["contribution"]["nats"] for one in found["signals"])
    assert total == pytest.approx(weighing["log_odds"], abs=0.02)
    assert all(one["evidence"] for one in found["signals"]), found["signals"]
    assert found["judged_again"]["agrees"] is True


def test_what_would_have_to_be_different_is_borne_out(api: Api, policy: Callable) -> None:
    found = explained(api, judged(api, CURL))
    assert found["judged_again"]["verdict"] == "bot"
    milder = found["counterfactual"]["milder"]
    policy("signals:\n" + "".join(f"  {slug}: muted\n" for slug in milder["without"]))
    again = explained(api, judged(api, CURL))
    assert again["judged_again"]["verdict"] == milder["verdict"] and again["judged_again"]["risk_score"] == milder["risk_score"]


@pytest.mark.parametrize("entry", ["address: 203.0.113.0/24", f"ja4: {CHROMIUM['ja4']}"])
def test_whoever_is_denied_is_a_bot(api: Api, policy: Callable, entry: str) -> None:
    document = judged(api, CHROMIUM)
    assert status(document) == "human"
    policy(f"deny:\n  - {entry}\n    note: stuffing\n")
    document = judged(api, CHROMIUM)
    assert status(document) == "automated"
    assert "denied_by_policy" in {one["signal"] for one in document["signals_fired"]}
    listing = explained(api, document)["policy"]["listing"]
    assert (listing["disposition"], listing["line"], listing["note"]) == ("denied", 2, "stuffing")
    assert {one["id"] for one in api.get("/v1/sessions", params={"verdict": "bot"}).json()["data"]} >= {document["id"]}


def test_an_allowed_agent_is_let_in_when_it_proves_who_it_is(api: Api, policy: Callable, key: Key) -> None:
    def ask(signer: Signer | None) -> dict:
        more = [[name.lower(), value] for name, value in signer.fields(URL).items()] if signer else []
        return judged(api, {**CURL, "headers": [*CURL["headers"], *more]})

    assert status(ask(Signer(key, None))) == "automated"
    policy(f"allow:\n  - agent: {AGENT}\n")
    document = ask(Signer(key, None))
    assert status(document) == "human" and document["decision"]["risk_score"] <= 20
    found = explained(api, document)
    assert "allowed" in found["weighing"]["bounds"] and found["policy"]["listing"]["entry"] == AGENT
    assert status(ask(Signer(Key(), None))) == "automated"
    policy(f"allow:\n  - agent: {AGENT}\ndeny:\n  - address: {ADDRESS}\n")
    assert status(ask(Signer(key, None))) == "automated"


def test_thresholds_make_another_verdict_and_what_was_decided_stays(api: Api, policy: Callable) -> None:
    before = judged(api, CHROMIUM)
    score = before["decision"]["risk_score"]
    policy(f"thresholds: {{inconclusive: {max(score, 1)}, bot: 100}}\n")
    if score:
        assert status(judged(api, CHROMIUM)) == "uncertain"
    assert status(api.session(before["id"])) == "human"
    found = explained(api, before)
    assert found["decision"]["verdict"] == "human" and found["judged_again"]["thresholds"]["bot"] == 100
    assert found["judged_again"]["agrees"] is (score == 0)


def test_nobody_else_is_told(api: Api, served: Server) -> None:
    document = judged(api, CURL)
    path = f"/v1/sessions/{document['id']}/explanation"
    other = served.tell("init", "--name", "South Quay", "--json")["secret_key"]
    assert api.get(path, key=other).status_code == 404
    assert api.get(path, key=served.publishable_key).status_code in (401, 403)
    assert api.get("/v1/sessions/sid_nothing/explanation").status_code == 404
