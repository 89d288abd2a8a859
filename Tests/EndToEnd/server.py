"""The server under test: one process, its store, its keys, and a client of its API that checks what it is told."""

import json
import os
import re
import signal
import socket
import subprocess
import time
from pathlib import Path

import httpx

import fired
from collect_agent import CollectAgent
from contract import Contract

REPOSITORY = Path(__file__).resolve().parents[2]
BINARY = Path(os.environ.get("TRIPLINE_BINARY", REPOSITORY / ".build" / "debug" / "tripline"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def tripline(*arguments: object, seconds: float = 60) -> subprocess.CompletedProcess:
    """Runs one command to its end."""
    return subprocess.run(
        [str(BINARY), *map(str, arguments)], capture_output=True, text=True, timeout=seconds, stdin=subprocess.DEVNULL)


class Api:
    """The server API as a customer's backend calls it. Every answer is held against the contract and its own rules."""

    def __init__(self, url: str, key: str | None, contract: Contract) -> None:
        self.key = key
        self.contract = contract
        self.http = httpx.Client(base_url=url, timeout=30)

    def request(self, method: str, path: str, *, key: str | None = "own", **more: object) -> httpx.Response:
        headers = dict(more.pop("headers", {}))
        bearer = self.key if key == "own" else key
        if bearer is not None:
            headers.setdefault("Authorization", f"Bearer {bearer}")
        answer = self.http.request(method, path, headers=headers, **more)
        self.check(answer)
        return answer

    def check(self, answer: httpx.Response) -> None:
        request_id = answer.headers.get("x-request-id")
        assert request_id and re.fullmatch(r"req_[0-9a-f]{32}", request_id), f"x-request-id is {request_id!r}"
        if not answer.content or answer.headers["content-type"] == "application/x-ndjson":
            return
        body = answer.json()
        self.contract.check_answer(answer.request.method, answer.url.path, answer.status_code, body)
        if answer.status_code >= 400:
            error = body["error"]
            assert error["status"] == answer.status_code
            assert error["request_id"] == request_id
            assert error["retryable"] == (answer.status_code == 429 or answer.status_code >= 500)
        else:
            assert body["meta"]["request_id"] == request_id

    def get(self, path: str, **more: object) -> httpx.Response:
        return self.request("GET", path, **more)

    def post(self, path: str, body: object = None, **more: object) -> httpx.Response:
        return self.request("POST", path, **({} if body is None else {"json": body}), **more)

    def patch(self, path: str, body: object, **more: object) -> httpx.Response:
        return self.request("PATCH", path, json=body, **more)

    def delete(self, path: str, **more: object) -> httpx.Response:
        return self.request("DELETE", path, **more)

    def session(self, session_id: str) -> dict:
        """The whole document of a session."""
        answer = self.get(f"/v1/sessions/{session_id}")
        assert answer.status_code == 200, f"{answer.status_code}: {answer.text[:400]}"
        return answer.json()["data"]

    def decided(self, session_id: str, seconds: float = 10) -> dict:
        """The document of a session, waited for until it is decided."""
        deadline = time.monotonic() + seconds
        while True:
            answer = self.get(f"/v1/sessions/{session_id}")
            if answer.status_code == 200:
                return answer.json()["data"]
            assert time.monotonic() < deadline, f"not decided within {seconds} s: {answer.status_code} {answer.text[:400]}"
            time.sleep(0.5)


class Server:
    """One server with a folder of its own, which outlives its processes: `stop`, `kill` and `start` as often as wanted."""

    def __init__(self, folder: Path, contract: Contract, *, options: list[str] | None = None, clock: str | None = None,
                 network: list[str] | None = None) -> None:
        self.folder = folder
        self.contract = contract
        self.database = folder / "tripline.sqlite"
        self.master_key_file = folder / "master.key"
        self.options = options or []
        # Reading what Debian's packages brought takes a while, which is for the tests that are about it.
        self.network = network or ["--network-data", "off"]
        self.clock = clock
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.process: subprocess.Popen | None = None
        self.publishable_key = self.secret_key = self.organization_id = ""

    @property
    def storage_options(self) -> list[str]:
        return ["--database", str(self.database), "--master-key-file", str(self.master_key_file)]

    def init(self, name: str = "Harbour Lane") -> dict:
        """Makes an organization with its two keys."""
        keys = self.tell("init", "--name", name, "--json")
        self.organization_id, self.publishable_key, self.secret_key = (
            keys[name] for name in ("organization_id", "publishable_key", "secret_key"))
        return keys

    def tell(self, *command: object) -> dict | None:
        """Runs a command on the server's store; what it wrote as JSON is given back."""
        answer = tripline(*command, *self.storage_options)
        assert answer.returncode == 0, f"{command} failed: {answer.stderr}"
        return json.loads(answer.stdout) if "--json" in command else None

    def create_key(self, kind: str, *options: str) -> dict:
        """Makes a key: `key_id` and `key`."""
        return self.tell("keys", "create", "--type", kind, *options, "--json")

    @property
    def command(self) -> list[str]:
        return [str(BINARY), "serve", "--host", "127.0.0.1", "--port", str(self.port), *self.storage_options,
                "--public-url", self.url, "--trusted-proxy", "127.0.0.1", "--log-level", "warning",
                *self.network, *self.options]

    def start(self, seconds: float = 30) -> "Server":
        """Starts it and waits until it says that it is ready."""
        clock = {"FAKETIME_DONT_FAKE_MONOTONIC": "1"} if self.clock else {}
        command = ["faketime", "-f", self.clock, *self.command] if self.clock else self.command
        self.log = (self.folder / "server.log").open("ab")
        self.process = subprocess.Popen(
            command, env={**os.environ, **clock}, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log,
            start_new_session=True)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            try:
                if httpx.get(f"{self.url}/healthz", timeout=2).status_code == 200:
                    return self
            except httpx.TransportError:
                pass
            time.sleep(0.05)
        self.kill()
        raise AssertionError(f"the server did not get ready: {self.output()[-2000:]}")

    def output(self) -> str:
        return (self.folder / "server.log").read_text(errors="replace")

    def stop(self, seconds: float = 20) -> int:
        """Asks it to end, as Ctrl-C does, and gives back its exit status."""
        assert self.process is not None
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)
        try:
            return self.process.wait(seconds)
        finally:
            self.kill()

    def kill(self) -> None:
        """Ends it at once: SIGKILL, no farewell."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.log.close()
        fired.note(self.database)

    def api(self, key: str | None = "own") -> Api:
        return Api(self.url, self.secret_key if key == "own" else key, self.contract)

    def agent(self, **more: object) -> CollectAgent:
        return CollectAgent(self.url, self.publishable_key, **more)
