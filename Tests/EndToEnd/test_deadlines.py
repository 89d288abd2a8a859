"""What happens by itself, by the server's clock."""

import socket
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from collect_agent import Session
from server import Api, Server

HEAD = b"POST /v1/collect/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
SLOW = {
    "says nothing": (b"", b""),
    "sends its head byte by byte": (b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", b"a"),
    "sends its body byte by byte": (HEAD + b"Content-Length: 4000\r\n\r\n", b"a"),
    "announces a body and sends none": (HEAD + b"Content-Length: 4000\r\n\r\n", b""),
}


def open_for(server: Server, start: bytes, drip: bytes, patience: float) -> float:
    """How long the server bears with a client that is slow."""
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(start)
        connection.settimeout(1)
        while time.monotonic() - began < patience:
            try:
                if connection.recv(4096) == b"":
                    break
            except TimeoutError:
                pass
            except OSError:
                break
            try:
                connection.sendall(drip)
            except OSError:
                break
    return time.monotonic() - began


def test_slow_clients_are_closed_in_time(server: Server) -> None:
    with ThreadPoolExecutor(len(SLOW)) as pool:
        runs = {name: pool.submit(open_for, server, *parts, 75.0) for name, parts in SLOW.items()}
    took = {name: round(run.result(), 1) for name, run in runs.items()}
    assert all(seconds < 70 for seconds in took.values()), took


def test_a_session_whose_page_vanished_is_decided_within_two_minutes(api: Api, abandoned: tuple[Session, float]) -> None:
    session, since = abandoned
    document = api.decided(session.id, max(1.0, since + 120 - time.monotonic()))
    assert document["decision"]["automation_status"] in ("human", "uncertain", "automated")
    assert document["id"] == session.id


@pytest.mark.parametrize("path", ["/healthz"])
def test_the_server_is_still_well(api: Api, path: str) -> None:
    assert api.http.get(path).status_code == 200
