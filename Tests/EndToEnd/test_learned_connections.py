"""Next month's browser is known without a release: what proven browsers showed is counted, an operator promotes it, and the server goes
by it."""

import secrets
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing

import questions
from server import Server, tripline

JA4 = "t13d1519h2_8daaf6152771_0123456789ab"
HTTP2 = "1:65536;2:0;4:6291456;6:262144;9:1|15663105|0|m,a,s,p"
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
NEXT_CHROME = {**questions.CHROMIUM, "ja4": JA4, "http2_fingerprint": HTTP2}


def seen(server: Server, visitors: int, networks: int) -> None:
    """Writes what that many visitors of that many networks would have left, as the server counts it after a session without doubt."""
    with closing(sqlite3.connect(server.database, timeout=10)) as database, database:
        for number in range(visitors):
            visitor = "vid_" + "".join(secrets.choice(ALPHABET) for _ in range(26))
            database.execute(
                "INSERT INTO connection_sightings VALUES (?, ?, ?, 'chromium', 'chrome', 161, ?, ?, 1790000000000)",
                (server.organization_id, JA4, HTTP2, visitor, bytes([number % networks])))


def fingerprints(server: Server, *words: str) -> tuple[int, str]:
    answer = tripline("fingerprints", *words, *server.storage_options)
    return answer.returncode, answer.stdout + answer.stderr


def connection(server: Server) -> dict:
    answer = server.api().post("/v1/decisions", NEXT_CHROME)
    assert answer.status_code == 201, answer.text[:300]
    return answer.json()["data"]["connection_fingerprint"]


def connection_with(server: Server, source: str) -> dict:
    """What is said of the connection, once the server has looked at what was promoted."""
    deadline = time.monotonic() + 15
    while (told := connection(server))["ja4"]["match_source"] != source:
        assert time.monotonic() < deadline, told
        time.sleep(0.5)
    return told


def test_what_many_visitors_showed_is_gone_by_after_it_was_promoted(new_server: Callable[..., Server]) -> None:
    server = new_server()
    server.init()
    server.start()
    before = connection(server)["ja4"]
    # The ciphers of Chromium have not changed for years.
    assert (before["match_source"], before["confidence"]) == ("cipher_section", "partial")
    seen(server, visitors=12, networks=6)
    status, told = fingerprints(server, "list")
    assert status == 0 and JA4 in told and "12 visitors, 6 networks" in told and "can be promoted" in told
    status, told = fingerprints(server, "promote", JA4)
    assert status == 0 and "chrome 161" in told
    after = connection_with(server, "learned")
    assert after["ja4"] == {**after["ja4"], "hash": JA4, "family": "chromium", "product": "chrome", "confidence": "high", "deterministic": False}
    assert after["http2"]["profile"] == "chrome"
    assert after["user_agent_alignment"] == "match"
    assert fingerprints(server, "list")[1].count("promoted") == 1
    assert fingerprints(server, "forget", JA4)[0] == 0
    connection_with(server, "cipher_section")
    assert server.stop() == 0


def test_one_attacker_teaches_nothing(new_server: Callable[..., Server]) -> None:
    server = new_server()
    server.init()
    seen(server, visitors=60, networks=1)
    status, told = fingerprints(server, "promote", JA4)
    assert status != 0 and "60 visitors of 1 networks" in told and "at least 5" in told
    status, told = fingerprints(server, "promote", "--all")
    assert status == 0 and "Nothing was shown by enough" in told
    status, told = fingerprints(server, "promote", "t13d0000h2_000000000000_000000000000")
    assert status != 0 and "was seen" in told
    status, told = fingerprints(server, "promote")
    assert status != 0
    status, told = fingerprints(server, "forget", JA4)
    assert status != 0 and "was not promoted" in told
