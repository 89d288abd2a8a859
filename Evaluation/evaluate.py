"""Has tools and people sign up at a test shop, labels every session, and keeps the server's store for judging it again.

    evaluate.py FOLDER [--only NAME …] [--mode MODE] [--who tools|people|clients|all] [--patience SECONDS]

FOLDER keeps the store and `labels.jsonl` from run to run: what is labelled there is not run again unless named by --only.
"""

import argparse
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent
sys.path.insert(0, str(REPOSITORY / "Tests" / "EndToEnd"))

from connections import CLIENTS, Client  # noqa: E402
from contract import OURS, Contract  # noqa: E402
from display import Display  # noqa: E402
from human import Person  # noqa: E402
from server import Server  # noqa: E402
from shop import Shop  # noqa: E402
from tls_server import TlsServer  # noqa: E402

from catalogue import TOOLS, Tool  # noqa: E402

SECONDS = float(os.environ.get("TRIPLINE_TOOL_SECONDS", "60"))
ENVIRONMENTS = Path(os.environ.get("TRIPLINE_EVALUATE_ENVIRONMENTS", REPOSITORY))


class NotRun(Exception):
    """Why a tool came to no session."""


@dataclass(frozen=True)
class Label:
    """What a session is known to be; the form that `tripline evaluate` reads."""

    session_id: str
    kind: str
    name: str
    mode: str
    expected_tool: tuple[str, ...] = ()
    note: str = ""


class Labels:
    """The labelled sessions of a folder, and what could not be run."""

    def __init__(self, folder: Path) -> None:
        self.file, self.failures = folder / "labels.jsonl", folder / "not-run.json"
        self.not_run: dict[str, str] = json.loads(self.failures.read_text()) if self.failures.exists() else {}
        lines = self.file.read_text().splitlines() if self.file.exists() else []
        self.of = {f"{label['name']} {label['mode']}": label for label in map(json.loads, lines)}

    def add(self, label: Label) -> None:
        kept = {name: value for name, value in vars(label).items() if value}
        self.of[f"{label.name} {label.mode}"] = kept
        self.not_run.pop(f"{label.name} {label.mode}", None)
        self._write()

    def failed(self, name: str, mode: str, why: str) -> None:
        if f"{name} {mode}" not in self.of:
            self.not_run[f"{name} {mode}"] = why
        self._write()

    def _write(self) -> None:
        self.file.write_text("".join(json.dumps(label) + "\n" for label in self.of.values()))
        self.failures.write_text(json.dumps(self.not_run, indent=1) + "\n")


class Stored:
    """A server whose organization and keys are found again with its folder."""

    def open(self) -> "Stored":
        keys = self.folder / "keys.json"
        if keys.exists():
            known = json.loads(keys.read_text())
            self.organization_id, self.publishable_key, self.secret_key = (
                known[name] for name in ("organization_id", "publishable_key", "secret_key"))
        else:
            keys.write_text(json.dumps(self.init("Evaluation")))
        return self.start()


class StoredServer(Stored, Server):
    """The one that browsers come to."""


class StoredTlsServer(Stored, TlsServer):
    """The one that programs without a browser come to, so that their connections are seen; its store is the same."""


def descendants(process: int) -> list[int]:
    """The ids of all that a process started, tools that made groups of their own included."""
    answer = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True)
    pairs = [tuple(map(int, line.split())) for line in answer.stdout.splitlines()]
    found, queue = [], [process]
    while queue:
        parent = queue.pop()
        children = [child for child, its_parent in pairs if its_parent == parent]
        found += children
        queue += children
    return found


def marked(mark: str) -> Iterator[int]:
    """The ids of processes that carry a mark in their environment: a browser may have outlived whoever started it."""
    for entry in Path("/proc").iterdir():
        with suppress(OSError):
            if entry.name.isdigit() and mark.encode() in (entry / "environ").read_bytes():
                yield int(entry.name)


def end_all(process: subprocess.Popen, mark: str) -> None:
    """Ends a run with everything that it started, each by its id."""
    for one in {process.pid, *descendants(process.pid), *marked(mark)}:
        with suppress(ProcessLookupError, PermissionError):
            os.kill(one, signal.SIGKILL)
    process.wait()


def run_twice(run: Callable[[], str]) -> str:
    """A browser that starts slowly is given up by some tools at once: on a busy machine they get a second try."""
    try:
        return run()
    except NotRun:
        return run()


def run_tool(tool: Tool, mode: str, display: Display, shop: Shop, patience: float) -> str:
    """Has a tool sign up and gives back its session."""
    python = ENVIRONMENTS / f".venv-evaluate-{tool.environment}" / "bin" / "python"
    if not python.exists():
        raise NotRun(f"its environment {python.parent.parent.name} is not set up")
    # The page asks for a decision on arrival as well, as shops do that want to know before a form is shown.
    visit = shop.visit("?watched")
    mark = f"TRIPLINE_TOOL_RUN={visit.url}"
    name, value = mark.split("=", 1)
    process = subprocess.Popen(
        [str(python), str(HERE / "tools" / tool.script), tool.variant, mode, visit.url],
        env={**os.environ, "DISPLAY": display.name, "XAUTHORITY": "/dev/null", "TRIPLINE_TOOL_PATIENCE": str(patience), "LANG": "en_US.UTF-8",
             "PYTHONDONTWRITEBYTECODE": "1", name: value},
        cwd="/tmp", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
    try:
        _, said = process.communicate(timeout=SECONDS + patience)
    except subprocess.TimeoutExpired:
        said = f"no end within {SECONDS} s"
    finally:
        end_all(process, mark)
    if told := visit.told.get("sign-up"):
        return told[-1]["session_id"]
    words = [line for line in said.strip().splitlines() if line.strip()]
    raise NotRun(f"{words[-1] if words else 'it said nothing'} (the page told {', '.join(visit.told) or 'nothing'})"[:300])


def brief(document: dict) -> str:
    decision = document["decision"]
    before = " ".join(f"{d['risk_score']}" for d in document["previous_decisions"] or [])
    tools = [label["value"] for label in (document["attribution"] or {}).get("labels", []) if label["kind"] in ("tool", "provider", "product")]
    return f"{decision['risk_score']:>3} {decision['automation_status']:<12} before: {before or '-':<8} named: {', '.join(tools) or '-'}"


def tools_to_do(chosen: argparse.Namespace, labels: Labels) -> list[tuple[str, Tool, str]]:
    every = [(name, tool, mode) for name, tool in TOOLS.items() for mode in tool.modes if chosen.mode in (None, mode)]
    if chosen.only:
        return [one for one in every if one[0] in chosen.only]
    return [one for one in every if f"{one[0]} {one[2]}" not in labels.of]


def measure(name: str, mode: str, labels: Labels, server: Server, make: Callable[[], Label]) -> None:
    began = time.monotonic()
    try:
        label = make()
    except Exception as error:  # noqa: BLE001: whatever stops one tool must not stop the others, and stands in the table.
        labels.failed(name, mode, str(error) if isinstance(error, NotRun) else f"{type(error).__name__}: {error}"[:300])
        print(f"{name:<34} {mode:<9} not run: {error}"[:300], flush=True)
        return
    labels.add(label)
    document = server.api().decided(label.session_id)
    print(f"{name:<34} {mode:<9} {brief(document)}  ({time.monotonic() - began:.0f} s)", flush=True)


def names_of(client: Client) -> tuple[str, ...]:
    """What a program may be called: the words of its name, and as its language's library."""
    words = re.findall(r"[a-z_]+", client.name.lower().split(",")[0].split(" as ")[0])
    return (*words, *(f"{words[0]}-{word}" for word in words[1:]), *(word.replace("_", "-") for word in words), *(["go-http-client"] if words[0] == "go" else []))


def ask(chosen: argparse.Namespace, labels: Labels) -> None:
    """Has programs without JavaScript ask for a page, as themselves and as the browsers that they imitate."""
    server = StoredTlsServer(chosen.folder, Contract(OURS))
    if not server.certificate.exists():
        server.make_certificate()
    server.open()
    try:
        for client in CLIENTS.values():
            if client.name not in chosen.only if chosen.only else f"{client.name} request" in labels.of:
                continue

            def by_client(client: Client = client) -> Label:
                if not client.is_here:
                    raise NotRun(f"{client.needs} is not installed")
                return Label(client.ask(server).document["id"], "tool", client.name, "request", names_of(client))

            measure(client.name, "request", labels, server, by_client)
    finally:
        server.stop()


def people() -> dict[str, Callable]:
    try:
        from people import PEOPLE
    except ImportError:
        return {}
    return PEOPLE


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="+")
    parser.add_argument("--mode", choices=("headless", "headful"))
    parser.add_argument("--who", choices=("tools", "people", "clients", "all"), default="all")
    parser.add_argument("--patience", type=float, default=15.0, help="seconds that a tool waits at most for the page to have been looked at before it is touched")
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    labels = Labels(chosen.folder)
    server = StoredServer(chosen.folder, Contract(OURS), options=["--demo", "--retain-observations", "365d"]).open()
    shop, display = Shop(server.url, server.publishable_key), Display()
    try:
        if chosen.who in ("tools", "all"):
            for name, tool, mode in tools_to_do(chosen, labels):
                def by_tool(name: str = name, tool: Tool = tool, mode: str = mode) -> Label:
                    session = run_twice(lambda: run_tool(tool, mode, display, shop, chosen.patience))
                    return Label(session, "tool", name, mode, tool.names, tool.way)

                measure(name, mode, labels, server, by_tool)
        if chosen.who in ("people", "all"):
            hand = Person(display.name)
            for name, scenario in people().items():
                if name not in chosen.only if chosen.only else f"{name} headful" in labels.of:
                    continue

                def by_person(name: str = name, scenario: Callable = scenario) -> Label:
                    return Label(scenario(display, hand, shop, server).session_id, "person", name, "headful")

                measure(name, "headful", labels, server, by_person)
            hand.close()
    finally:
        display.close()
        shop.close()
        server.stop()
    if chosen.who in ("clients", "all") and chosen.mode is None:
        ask(chosen, labels)
    print(f"{len(labels.of)} sessions, {len(labels.not_run)} not run, {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
