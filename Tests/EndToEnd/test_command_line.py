"""Starting, stopping, and everything that can be wrong with a machine: one sentence on standard error, and a status that is not zero."""

import base64
import json
import os
import re
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from server import BINARY, Server, tripline


def complaint(server: Server, seconds: float = 30) -> str:
    """What a server that can't start says; it must end by itself."""
    answer = subprocess.run(server.command, capture_output=True, text=True, timeout=seconds, stdin=subprocess.DEVNULL)
    assert answer.returncode not in (0, -4, -5, -6, -11), (answer.returncode, answer.stderr[-1000:])
    return one_sentence(answer.stderr)


def one_sentence(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    assert len(lines) == 1, f"one sentence, not {len(lines)} lines: {text[-1500:]}"
    assert not re.search(r"Fatal error|Swift/|0x[0-9a-f]{8}|\w+Error\(|Optional\(", text), text
    return lines[0]


def test_init_prints_the_keys_once_as_json(new_server: Callable[..., Server]) -> None:
    keys = new_server().init()
    assert set(keys) == {"organization_id", "publishable_key", "secret_key"}
    assert re.fullmatch(r"org_[0-9abcdefghjkmnpqrstvwxyz]{26}", keys["organization_id"])
    assert keys["publishable_key"].startswith(("pk_live_", "pk_test_"))
    assert keys["secret_key"].startswith(("sk_live_", "sk_test_"))


def test_secrets_are_kept_from_others_and_only_as_hashes(new_server: Callable[..., Server]) -> None:
    server = new_server()
    keys = server.init()
    assert server.master_key_file.stat().st_mode & 0o077 == 0
    stored = b"".join(f.read_bytes() for f in server.folder.iterdir() if f.is_file())
    assert keys["secret_key"].encode() not in stored


def test_it_starts_again_with_what_it_had(new_server: Callable[..., Server]) -> None:
    server = new_server()
    server.init()
    server.start()
    agent = server.agent()
    session = agent.handshake()
    agent.observe(session)
    agent.finish(session)
    before = server.api().session(session.id)
    assert server.stop() == 0
    server.start()
    assert server.api().session(session.id) == before


def test_a_busy_port(new_server: Callable[..., Server]) -> None:
    server = new_server()
    server.init()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", server.port))
        taken.listen()
        assert str(server.port) in complaint(server)


def test_a_database_file_that_is_not_one(new_server: Callable[..., Server]) -> None:
    server = new_server()
    server.init()
    server.database.write_bytes(b"This is a letter, not a database. " * 200)
    for extra in server.folder.glob("tripline.sqlite-*"):
        extra.unlink()
    assert server.database.name in complaint(server)
    assert server.database.read_bytes().startswith(b"This is a letter"), "it is left as it was"


def test_a_second_server_on_the_same_file(new_server: Callable[..., Server], tmp_path: Path) -> None:
    first = new_server(tmp_path)
    first.init()
    first.start()
    second = new_server(tmp_path)
    assert second.port != first.port
    assert first.database.name in complaint(second)
    assert first.api().get("/v1/sessions").status_code == 200


def test_a_folder_that_cannot_be_written(new_server: Callable[..., Server]) -> None:
    server = new_server()
    server.database = Path("/proc/nowhere/tripline.sqlite")
    assert "/proc/nowhere" in complaint(server)


def test_a_master_key_that_is_none(new_server: Callable[..., Server]) -> None:
    server = new_server()
    server.init()
    server.master_key_file.write_bytes(b"short")
    assert server.master_key_file.name in complaint(server)


@pytest.mark.parametrize("arguments", [
    ["serve", "--port", "99999"], ["serve", "--port", "http"], ["serve", "--log-level", "loud"], ["serve", "--no-such-option"],
    ["serve", "--public-url", "nonsense"], ["serve", "--retain-sessions", "forever"], ["serve", "--retain-visitors", "0d"],
    ["serve", "--rotation-grace", "-1s"], ["serve", "--webhook-retries", "5s,x"], ["serve", "--webhook-timeout", "15"],
    ["serve", "--network-data", "maybe"], ["serve", "--network-sources", "/nowhere"], ["serve", "--network-update-timeout", "0s"],
    ["serve", "--webhook-ca-file", "/dev/null"], ["serve", "--webhook-ca-file", "/nowhere"], ["dance"],
])
def test_an_option_that_is_wrong(arguments: list[str], tmp_path: Path) -> None:
    storage = ["--database", tmp_path / "tripline.sqlite", "--master-key-file", tmp_path / "master.key"]
    answer = tripline(*arguments, *(storage if arguments[0] == "serve" else []), seconds=15)
    assert answer.returncode > 0, answer.stdout
    assert answer.stderr.strip() and "Fatal error" not in answer.stderr
    assert not (tmp_path / "tripline.sqlite").exists()


def test_a_flag_comes_before_a_variable_and_a_variable_before_the_file(tmp_path: Path) -> None:
    file = tmp_path / "tripline.yaml"
    file.write_text("port: from-file\n")

    def port_that_is_refused(*flags: str, **variables: str) -> str:
        command = [str(BINARY), "serve", "--config", str(file), "--database", str(tmp_path / "tripline.sqlite"), *flags]
        answer = subprocess.run(
            command, capture_output=True, text=True, timeout=15, stdin=subprocess.DEVNULL, env={**os.environ, **variables})
        return re.search(r"not (\S+)\.", one_sentence(answer.stderr)).group(1)

    assert port_that_is_refused() == "from-file"
    assert port_that_is_refused(TRIPLINE_PORT="from-variable") == "from-variable"
    assert port_that_is_refused("--port", "from-flag", TRIPLINE_PORT="from-variable") == "from-flag"


@pytest.mark.parametrize("configuration", ["port: [", None])
def test_a_configuration_file_that_can_not_be_read(tmp_path: Path, configuration: str | None) -> None:
    file = tmp_path / "tripline.yaml"
    if configuration is not None:
        file.write_text(configuration)
    answer = tripline("serve", "--config", file, "--database", tmp_path / "tripline.sqlite")
    assert answer.returncode > 0
    assert file.name in one_sentence(answer.stderr)


@pytest.mark.parametrize("command", [[], ["serve"], ["init"], ["keys"], ["keys", "create"], ["keys", "list"], ["keys", "revoke"], ["signals"],
                                     ["token"], ["token", "open"], ["network"], ["network", "status"], ["network", "update"],
                                     ["network", "lookup"]])
def test_help_explains_each_command(command: list[str]) -> None:
    answer = tripline(*command, "--help")
    assert answer.returncode == 0
    assert len(answer.stdout.splitlines()) > 3


def test_help_of_serve_explains_its_options() -> None:
    said = tripline("serve", "--help").stdout
    for option in ("--host", "--port", "--public-url", "--database", "--master-key-file", "--trusted-proxy", "--log-level"):
        assert option in said
    assert "TRIPLINE_" in tripline("--help").stdout


def test_the_catalogue_has_its_signals() -> None:
    signals = json.loads(tripline("signals", "--json").stdout)
    signals = signals if isinstance(signals, list) else signals["signals"]
    assert len(signals) >= 60
    assert "webdriver_detected" in json.dumps(signals)
    assert tripline("signals", "--markdown").stdout.count("\n") > 60


def open_token(token: str, secret_key: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [str(BINARY), "token", "open", token], capture_output=True, text=True, timeout=30, stdin=subprocess.DEVNULL,
        env={**os.environ, "TRIPLINE_SECRET_KEY": secret_key})


def opened(token: str, secret_key: str) -> dict:
    answer = open_token(token, secret_key)
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def test_a_token_opens_on_the_command_line(server: Server) -> None:
    agent = server.agent()
    session = agent.handshake()
    agent.observe(session)
    token = agent.finish(session)["sealed_token"]
    assert opened(token, server.secret_key)["session_id"] == session.id
    stranger = open_token(token, "sk_live_" + "0" * 32)
    assert stranger.returncode > 0 and one_sentence(stranger.stderr)


def test_keys_are_listed_without_themselves(new_server: Callable[..., Server]) -> None:
    server = new_server()
    keys = server.init()
    listed = server.tell("keys", "list", "--json")["keys"]
    assert sorted(key["type"] for key in listed) == ["publishable", "secret"]
    assert keys["secret_key"] not in json.dumps(listed)


def test_with_several_secret_keys_each_opens_the_token(new_server: Callable[..., Server]) -> None:
    """Version 2 of the sealed token: one payload, a wrapped key for each recipient."""
    server = new_server()
    server.init()
    second = server.create_key("secret")["key"]
    server.start()
    agent = server.agent()
    session = agent.handshake()
    agent.observe(session)
    token = agent.finish(session)["sealed_token"]
    assert base64.b64decode(token)[0] == 2
    assert opened(token, server.secret_key)["session_id"] == opened(token, second)["session_id"] == session.id


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of eight megabytes."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "none", str(folder)], capture_output=True)
    if mounted.returncode:
        pytest.skip("this machine does not let a test mount a small disk")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_is_told_and_nothing_acknowledged_is_lost(new_server: Callable[..., Server], small_disk: Path) -> None:
    server = new_server(small_disk)
    server.init()
    server.start()
    agent = server.agent()
    session = agent.handshake()
    agent.observe(session)
    filler = small_disk / "filler"
    with filler.open("wb", buffering=0) as file, pytest.raises(OSError):
        while file.write(bytes(4096)):
            pass
    statuses = []
    for _ in range(60):
        batch = session.batch(session.payload(skipped={"noise": os.urandom(20_000).hex()}))
        answer = agent.post(session.id, batch)
        statuses.append(answer.status_code)
        if answer.status_code != 202:
            break
        session.taken(batch)
    assert statuses[-1] in (500, 503, 507), statuses
    assert answer.json()["error"]["retryable"] is True
    filler.unlink()
    answer = agent.post(session.id, session.sent[-1])
    assert answer.json()["error"]["code"] == "collect.batch_replayed", answer.text[:300]
    agent.send(session)
    agent.finish(session)
    assert server.api().session(session.id)["decision"]
    assert server.stop() == 0
