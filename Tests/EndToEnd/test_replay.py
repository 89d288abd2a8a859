"""Judging again: what other rules would change, and how good detection is on sessions that somebody has labelled."""

import json
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from collect_agent import observations
from contract import Contract
from management import made, refused
from server import Server, tripline

MUTED = "signals:\n  chromedriver_globals: muted\n"


@dataclass
class Kept:
    """A store with judged sessions: one that nothing is found in, driven ones, and a request alone."""

    server: Server
    plain: str
    driven: list[str]
    late: str
    asked: str

    def replay(self, *options: object, database: Path | None = None) -> subprocess.CompletedProcess:
        return tripline("replay", "--database", database or self.server.database, *options)

    def report(self, *options: object) -> dict:
        answer = self.replay("--json", *options)
        assert answer.returncode == 0, answer.stderr
        return json.loads(answer.stdout)

    def evaluate(self, labels: Path, *options: object) -> subprocess.CompletedProcess:
        return tripline("evaluate", "--database", self.server.database, "--labels", labels, *options)

    def documents(self) -> bytes:
        """Everything that was decided, as it is kept."""
        with closing(sqlite3.connect(self.server.database)) as database:
            return repr([database.execute(f"SELECT * FROM {table} ORDER BY 1, 2, 3, 4").fetchall()
                         for table in ("decisions", "session_documents", "sessions", "session_batches", "visitors")]).encode()


def visit(server: Server, *marks: str, later: dict | None = None) -> str:
    """A session, decided by what was sent before; what is sent later comes after the decision."""
    agent = server.agent()
    session = agent.handshake()
    told = observations(agent.headers["User-Agent"])
    told["automation"]["globals"] = list(marks)
    agent.send(session, observations=told)
    agent.send(session, "fingerprint")
    agent.finish(session)
    if later:
        agent.send(session, observations={**told, "automation": {**told["automation"], **later}})
    return session.id


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, reference: Contract) -> Iterator[Kept]:
    server = Server(tmp_path_factory.mktemp("replay"), reference)
    server.init()
    server.start()
    plain = visit(server)
    driven = [visit(server, "cdc_adoQpoasnfa76pfcZLmcfl_Array") for _ in range(3)]
    # What only came to light when it was decided.
    late = visit(server, later={"globals": ["cdc_adoQpoasnfa76pfcZLmcfl_Array"]})
    asked = made(server.api().post("/v1/decisions", {
        "method": "GET", "url": "https://shop.example/", "headers": [["user-agent", "curl/8.5.0"]], "ip_address": "203.0.113.24"}))["id"]
    yield Kept(server, plain, driven, late, asked)
    assert server.stop() == 0
    assert " error " not in server.output() and "Fatal error" not in server.output(), server.output()[-2000:]


def rules(folder: Path, text: str) -> Path:
    path = folder / "policy.yaml"
    path.write_text(text)
    return path


# tripline replay

def test_the_same_rules_change_nothing_and_nothing_is_written(kept: Kept) -> None:
    before = kept.documents()
    report = kept.report("--all")
    assert report["sessions"] == {"judged": 6, "expired": 0, "changed": 0, "verdict_changed": 0}
    assert report["changes"] == [] and report["complete"] is True
    assert sum(report["verdicts"][verdict][verdict] for verdict in report["verdicts"]) == 6
    assert all(signal["before"] == signal["after"] and signal["verdicts_moved"] == 0 for signal in report["signals"])
    assert kept.documents() == before


def test_muting_what_decided_changes_those_that_it_decided(kept: Kept, tmp_path: Path) -> None:
    report = kept.report("--rules", rules(tmp_path, MUTED))
    assert {change["session_id"] for change in report["changes"]} == set(kept.driven)
    for change in report["changes"]:
        assert change["before"]["verdict"] == "bot" and change["after"]["verdict"] != "bot"
        assert {"signal": "chromedriver_globals", "change": "gone"} in change["signals"]
    signal = next(signal for signal in report["signals"] if signal["signal"] == "chromedriver_globals")
    assert signal == {"signal": "chromedriver_globals", "before": 3, "after": 0, "verdicts_moved": 3}
    assert report["sessions"]["verdict_changed"] == 3 and report["rules"] != kept.report()["rules"]


def test_thresholds_change_verdicts_and_no_scores(kept: Kept, tmp_path: Path) -> None:
    report = kept.report("--rules", rules(tmp_path, "thresholds: {inconclusive: 1, bot: 70}"))
    changes = {change["session_id"]: change for change in report["changes"]}
    assert kept.plain in changes and not changes.keys() & set(kept.driven)
    assert all(change["before"]["risk_score"] == change["after"]["risk_score"] for change in changes.values())
    assert {change["after"]["verdict"] for change in changes.values()} == {"inconclusive"}
    assert all(change["signals"] == [] for change in changes.values())


def test_an_address_that_is_denied_is_a_bots(kept: Kept, tmp_path: Path) -> None:
    report = kept.report("--rules", rules(tmp_path, "deny:\n  - address: 203.0.113.24\n"))
    change = next(change for change in report["changes"] if change["session_id"] == kept.asked)
    assert {"signal": "denied_by_policy", "change": "fires"} in change["signals"] and change["after"]["verdict"] == "bot"
    assert len(report["changes"]) == 1


def test_it_is_told_to_people(kept: Kept, tmp_path: Path) -> None:
    lines = kept.replay("--rules", rules(tmp_path, MUTED)).stdout.splitlines()
    assert [line for line in lines if line.startswith(kept.driven[0])][0].endswith("-chromedriver_globals")
    assert any(line.startswith("6 sessions judged again") for line in lines)
    assert any(line.split() == ["chromedriver_globals", "3", "0", "3"] for line in lines)
    assert "nothing" not in kept.replay().stdout and "0 would have another score" in kept.replay().stdout


def test_a_time_range_is_kept_to(kept: Kept) -> None:
    moment = kept.server.api().session(kept.driven[1])["decision"]["evaluated_at"]
    since, until = (kept.report(option, moment)["sessions"]["judged"] for option in ("--since", "--until"))
    assert since + until == 6 and since >= 1 and until >= 1
    assert kept.report("--since", "2999-01-01T00:00:00Z")["sessions"]["judged"] == 0
    assert kept.report("--environment", "test")["sessions"]["judged"] == 0


def test_only_the_first_fifty_are_told_unless_all_are_wanted(kept: Kept, tmp_path: Path) -> None:
    path = rules(tmp_path, MUTED)
    assert len(kept.report("--rules", path)["changes"]) == len(kept.report("--rules", path, "--all")["changes"]) == 3


@pytest.mark.parametrize(("options", "said"), [
    (["--since", "yesterday"], "--since must be a moment"), (["--until", "2026-02-30T00:00:00Z"], "--until must be a moment"),
    (["--rules", "nowhere.yaml"], "nowhere.yaml"), (["--organization", "org_00000000000000000000000000"], "There is no organization"),
    (["--environment", "staging"], "--environment")])
def test_what_can_not_be_asked_for(kept: Kept, options: list[str], said: str) -> None:
    answer = kept.replay(*options)
    assert answer.returncode != 0 and said in answer.stderr, answer.stderr
    assert answer.stdout == ""


@pytest.mark.parametrize(("text", "said"), [
    ("signals:\n  chromedriver_globals: loud\n", "line 2"), ("signals:\n  no_such_signal: muted\n", "line 2"),
    ("thresholds: {bot: 0}\n", "line 1"), ("thresholds: {inconclusive: 80, bot: 70}\n", "line 1"), ("colour: red\n", "line 1"),
    ("signals: [a]\n", "line 1"), ("{", "line"), ("- a\n", "line 1"), ("text", "line 1")])
def test_rules_that_are_none_are_told_with_their_line(kept: Kept, tmp_path: Path, text: str, said: str) -> None:
    answer = kept.replay("--rules", rules(tmp_path, text))
    assert answer.returncode != 0 and "policy.yaml" in answer.stderr and said in answer.stderr, answer.stderr
    assert answer.stdout == "" and "Fatal" not in answer.stderr


def test_a_database_that_is_not_there_is_not_made(kept: Kept, tmp_path: Path) -> None:
    answer = kept.replay(database=tmp_path / "none" / "tripline.sqlite")
    assert answer.returncode == 1 and "There is no database" in answer.stderr
    assert not (tmp_path / "none").exists()


# POST /v1/replays

def test_the_api_says_the_same(kept: Kept, tmp_path: Path) -> None:
    told = kept.report("--rules", rules(tmp_path, MUTED))
    answer = made(kept.server.api().post("/v1/replays", {"policy": MUTED}), 200)
    assert answer.pop("object") == "replay" and answer == told
    assert made(kept.server.api().post("/v1/replays", {}), 200)["sessions"]["changed"] == 0


def test_the_api_looks_at_no_more_than_it_is_asked_to(kept: Kept) -> None:
    answer = made(kept.server.api().post("/v1/replays", {"limit": 2}), 200)
    assert (answer["sessions"]["judged"], answer["complete"]) == (2, False)
    answer = made(kept.server.api().post("/v1/replays", {"limit": 6}), 200)
    assert (answer["sessions"]["judged"], answer["complete"]) == (6, True)
    answer = made(kept.server.api().post("/v1/replays", {"limit": 2000, "until": None}), 200)
    assert (answer["sessions"]["judged"], answer["complete"]) == (6, True)


def test_a_key_judges_its_own_sessions_alone(kept: Kept) -> None:
    key = kept.server.create_key("secret", "--environment", "test")["key"]
    assert made(kept.server.api(key).post("/v1/replays", {}), 200)["sessions"]["judged"] == 0


def test_one_replay_is_made_at_a_time(kept: Kept) -> None:
    statuses: list[int] = []

    def ask() -> None:
        statuses.append(kept.server.api().post("/v1/replays", {}).status_code)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(statuses) <= {200, 429} and 200 in statuses
    assert kept.server.api().post("/v1/replays", {}).status_code == 200


def test_a_bad_policy_is_told_with_its_line(kept: Kept) -> None:
    error = refused(kept.server.api().post("/v1/replays", {"policy": "signals:\n  no_such_signal: muted\n"}), 422,
                    "request.validation_failed")
    assert [field["name"] for field in error["details"]["fields"]] == ["policy"] and "line 2" in error["message"]


# tripline evaluate

def labels(folder: Path, *rows: dict) -> Path:
    path = folder / "labels.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


@pytest.fixture
def labelled(kept: Kept, tmp_path: Path) -> Path:
    return labels(
        tmp_path, *({"session_id": session, "kind": "tool", "name": "driver", "mode": "headless", "expected_tool": ["selenium"]}
                    for session in kept.driven),
        {"session_id": kept.plain, "kind": "person", "name": "plain", "note": "nothing found"})


def test_tools_and_people_are_told_apart(kept: Kept, labelled: Path) -> None:
    answer = kept.evaluate(labelled, "--json", "--check")
    assert answer.returncode == 0, answer.stderr
    report = json.loads(answer.stdout)
    assert report["totals"]["tools_bot"] == report["totals"]["tools_bot_without_behavior"] == {"count": 3, "total": 3}
    assert report["totals"]["tools_named"] == {"count": 3, "total": 3}
    assert report["totals"]["people"]["bot"] == 0 and report["totals"]["people"]["highest_score"] < 40
    row = report["sessions"][0]
    assert row["whole"]["deciding"][0] == "chromedriver_globals" and len(row["whole"]["deciding"]) <= 5
    assert sum(band["sessions"] for band in report["calibration"]["bands"]) == 4
    assert 0 <= report["calibration"]["brier_score"] < 0.25
    signal = next(signal for signal in report["signals"] if signal["signal"] == "chromedriver_globals")
    assert (signal["tools"], signal["people"]) == (3, 0)


def test_the_page_has_a_row_for_each(kept: Kept, labelled: Path) -> None:
    page = kept.evaluate(labelled, "--markdown").stdout
    assert page.count("| driver | headless |") == 3 and page.count("| plain |") == 1
    assert all(heading in page for heading in ("## Totals", "## Tools", "## People", "## Calibration", "## Signals"))
    assert "chromedriver_globals" in kept.evaluate(labelled).stdout


def test_what_must_not_be_fails_where_it_is_checked(kept: Kept, tmp_path: Path) -> None:
    wrong = labels(tmp_path, {"session_id": kept.driven[0], "kind": "person", "name": "accused"},
                   {"session_id": kept.plain, "kind": "tool", "name": "missed"},
                   {"session_id": "sid_00000000000000000000000000", "kind": "tool", "name": "gone"})
    assert kept.evaluate(wrong).returncode == 0
    answer = kept.evaluate(wrong, "--check")
    assert answer.returncode == 1
    assert all(any(line.startswith(name) for line in answer.stderr.splitlines()) for name in ("accused", "missed", "gone"))


def test_other_rules_can_be_evaluated(kept: Kept, labelled: Path, tmp_path: Path) -> None:
    report = json.loads(kept.evaluate(labelled, "--json", "--rules", rules(tmp_path, MUTED)).stdout)
    assert report["totals"]["tools_bot"]["count"] == 0


@pytest.mark.parametrize(("line", "said"), [
    ("{", "line 2: it is not JSON"), ("[]", "line 2: it must be a JSON object"), ('{"kind": "tool", "name": "a"}', "line 2: session_id"),
    ('{"session_id": "sid_00000000000000000000000000", "kind": "robot", "name": "a"}', "line 2: kind must be tool or person"),
    ('{"session_id": "sid_00000000000000000000000000", "kind": "tool", "name": "a", "expected_tools": []}', "line 2: expected_tools is unknown")])
def test_bad_labels_are_told_with_their_line(kept: Kept, tmp_path: Path, line: str, said: str) -> None:
    path = labels(tmp_path, {"session_id": kept.plain, "kind": "person", "name": "plain"})
    path.write_text(path.read_text() + line + "\n")
    answer = kept.evaluate(path)
    assert answer.returncode == 1 and said in answer.stderr and answer.stdout == "", answer.stderr
    assert kept.evaluate(tmp_path / "nowhere").returncode == 1


# Last: it takes away what the others need.

def test_sessions_without_their_observations_are_counted_and_left_alone(kept: Kept) -> None:
    assert kept.server.stop() == 0
    kept.server.options = ["--retain-observations", "1s"]
    kept.server.start()
    report: dict = {}
    for _ in range(60):
        report = kept.report()
        if report["sessions"]["expired"] == 6:
            break
        threading.Event().wait(1)
    assert report["sessions"] == {"judged": 0, "expired": 6, "changed": 0, "verdict_changed": 0}
    assert made(kept.server.api().post("/v1/replays", {}), 200)["sessions"]["expired"] == 6
