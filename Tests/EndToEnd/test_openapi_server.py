"""The server keeps what its OpenAPI document says: Schemathesis asks it everything that the document allows, and much that it forbids."""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from contract import OURS, Contract
from management import made
from server import Api, Server

HERE = Path(__file__).parent
CASES = 2000
SEED = int(os.environ.get("TRIPLINE_E2E_SEED", "20261"))
EXAMPLES = os.environ.get("TRIPLINE_E2E_EXAMPLES", "60")
# What is wrong may be refused as too large, too, which Schemathesis does not expect by itself.
SETTINGS = """
[checks.negative_data_rejection]
expected-statuses = ["400", "401", "403", "404", "405", "409", "413", "415", "422", "429"]
"""
# Nobody listens there, and it is this machine.
NOWHERE = "http://127.0.0.1:9/"


class Run:
    """One run of Schemathesis: its report, and every answer of the server."""

    def __init__(self, folder: Path, output: subprocess.CompletedProcess) -> None:
        self.output = output.stdout + output.stderr
        self.report = json.loads((folder / "report.json").read_text())
        self.answers: Counter[tuple[str, int]] = Counter()
        for line in (folder / "events.ndjson").open():
            recorder = json.loads(line).get("ScenarioFinished", {}).get("recorder", {})
            for name, interaction in recorder.get("interactions", {}).items():
                case = recorder["cases"][name]["value"]
                status = (interaction["response"] or {}).get("status_code", 0)
                self.answers[f"{case['method']} {case['path']}", status] += 1


def playground(server: Server, api: Api) -> dict:
    """Things to ask for: an organization that the key has made, and sessions and visitors of the key's own."""
    organization = made(api.post("/v1/organizations", {"name": "Play", "slug": "play"}))["id"]
    path = f"/v1/organizations/{organization}"
    keys = [made(api.post(f"{path}/api-keys", {"name": f"Key {n}"}))["id"] for n in range(3)]
    endpoint = made(api.post(f"{path}/webhooks/endpoints", {
        "name": "Nobody", "url": NOWHERE, "event_types": ["session.result.persisted"]}))["id"]
    events = [made(api.post(f"{path}/webhooks/endpoints/{endpoint}/test"), 202)["event_id"] for _ in range(3)]
    agent = server.agent()
    sessions = []
    for _ in range(100):
        session = agent.handshake()
        agent.observe(session)
        agent.send(session, "fingerprint")
        agent.finish(session)
        sessions.append(session.id)
    # One visitor of many sessions, some of which can be given up.
    token = None
    for _ in range(20):
        session = agent.handshake()
        agent.observe(session)
        kept = {"observations": {"continuity": {"tokens": {"cookies": token}}}} if token else {}
        token = agent.send(session, "fingerprint", **kept)["continuity_token"]
        agent.finish(session)
        sessions.append(session.id)
    visitors = [row["id"] for row in api.get("/v1/fingerprints", params={"limit": 200}).json()["data"]]
    return {"organization": organization, "keys": keys, "endpoints": [endpoint], "events": events, "sessions": sessions,
            "visitors": visitors}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, reference: Contract) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("openapi"), reference, options=["--webhook-allow-private", "--webhook-retries", "1s"])
    server.init()
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def run(served: Server, tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("schemathesis")
    key = served.create_key("secret", "--rate-limit", "1000000000")["key"]
    (folder / "playground.json").write_text(json.dumps(playground(served, served.api(key))))
    (folder / "schemathesis.toml").write_text(SETTINGS)
    command = [str(Path(sys.executable).with_name("schemathesis")), "--config-file", str(folder / "schemathesis.toml"),
               "run", f"{served.url}/openapi.json",
               "--header", f"Authorization: Bearer {key}", "--checks", "all", "--mode", "all",
               "--max-examples", EXAMPLES,
               "--seed", str(SEED), "--generation-database", "none", "--continue-on-failure", "--no-color",
               "--report", "json,ndjson", "--report-json-path", str(folder / "report.json"),
               "--report-ndjson-path", str(folder / "events.ndjson")]
    environment = {**os.environ, "SCHEMATHESIS_HOOKS": "openapi_hooks", "PYTHONPATH": str(HERE), "PYTHONDONTWRITEBYTECODE": "1",
                   "TRIPLINE_PLAYGROUND": str(folder / "playground.json"), "TRIPLINE_AUTHORIZATION": f"Bearer {key}"}
    output = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=400, stdin=subprocess.DEVNULL)
    assert (folder / "report.json").exists(), output.stdout[-4000:] + output.stderr[-4000:]
    assert served.api(key).get("/v1/sessions").status_code == 200, "the key was lost on the way"
    return Run(folder, output)


def test_nothing_that_the_document_says_is_untrue(run: Run) -> None:
    found = run.output[run.output.find("= FAILURES ="):][-20_000:]
    assert run.report["failures"] == [] and run.report["errors"] == [], found
    assert run.report["exit_code"] == 0, run.output[-4000:]


def test_it_asked_enough(run: Run) -> None:
    operations = run.report["operations"]
    assert run.report["complete"]
    assert operations["tested"] == operations["total"] == 31
    assert run.report["test_cases"]["generated"] >= CASES
    assert {name: phase["status"] for name, phase in run.report["phases"].items()} == dict.fromkeys(
        ("examples", "coverage", "fuzzing", "stateful"), "success")


def test_every_operation_was_reached_and_not_only_refused(run: Run, served: Server) -> None:
    document = served.api(None).http.get("/openapi.json").json()
    for path, item in document["paths"].items():
        for method, operation in item.items():
            done = sum(count for (name, status), count in run.answers.items()
                       if name == f"{method.upper()} {path}" and str(status) in operation["responses"] and status < 300)
            assert done >= 5, f"{method} {path} succeeded {done} times"


def test_no_answer_was_a_failure_of_the_server(run: Run, served: Server) -> None:
    assert {name: count for name, count in run.answers.items() if name[1] >= 500 or name[1] == 0} == {}
    assert re.findall(r"^.*(?: error | critical |Fatal error).*$", served.output(), re.MULTILINE) == []


# The page that shows the document

def test_the_document_that_is_served_is_the_one_of_this_version(served: Server) -> None:
    answer = served.api(None).http.get("/openapi.json")
    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, "application/json")
    assert answer.json() == json.loads(OURS.read_text())


def test_the_reference_page_shows_every_operation_and_asks_nobody_else(served: Server, automated_browser: Browser) -> None:
    page = automated_browser.new_page()
    trouble: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: trouble.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("requestfailed", lambda request: trouble.append(f"{request.url} failed"))
    page.on("response", lambda response: trouble.append(f"{response.status} {response.url}") if response.status >= 400 else None)
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{served.url}/docs/api", wait_until="networkidle")
    names = [operation["operationId"] for item in json.loads(OURS.read_text())["paths"].values() for operation in item.values()]
    text = page.evaluate("document.documentElement.outerHTML")
    assert [name for name in names if name not in text] == []
    # Everything that can be opened is opened: what is drawn late is drawn without trouble too.
    page.evaluate("""async () => {
        for (let round = 0; round < 6; round++) {
            const closed = [...document.querySelectorAll("details:not([open])")]
            if (!closed.length) break
            for (const one of closed.slice(0, 400)) one.open = true
            await new Promise(resolve => setTimeout(resolve, 50))
        }
    }""")
    shown = page.inner_text("body")
    for item in json.loads(OURS.read_text())["paths"].values():
        for operation in item.values():
            assert operation["summary"] in shown
    assert "undefined" not in shown and "[object Object]" not in shown
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360, "it fits a small screen"
    assert trouble == []
    assert [url for url in asked if not url.startswith(served.url + "/")] == []
    page.close()
