"""No event is lost: the server is killed three times while 10,000 events are made and delivered to a receiver that often fails."""

import http.client
import json
import os
import random
import signal
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from standardwebhooks import Webhook
from tripwire_server import verify_and_parse_webhook_event

from receiver import Delivery, Receiver, answer
from server import Server
from test_kill import soundness

EVENTS = 10_000
MAKERS = 6
ENDPOINTS = 6
KILLS = 3
# With a try for each kill and one to succeed, no delivery is given up: thirteen tries there are.
MOST_FAILURES = 8
RETRIES = ",".join(["1s"] * 12)


class Fickle:
    """Answers 500 to a third of what comes, by chance, but not too often to one event."""

    def __init__(self) -> None:
        self.chance = random.Random(11)
        self.failures: Counter[str] = Counter()
        self.taken: set[str] = set()
        self.lock = threading.Lock()

    def __call__(self, delivery: Delivery) -> bytes:
        with self.lock:
            event_id = delivery.event_id
            if self.failures[event_id] < MOST_FAILURES and self.chance.random() < 1 / 3:
                self.failures[event_id] += 1
                return answer(500)
            self.taken.add(event_id)
        return answer(200)


class Makers:
    """Threads that send tests as fast as they can, and go on when the server comes back."""

    def __init__(self, server: Server, paths: list[str]) -> None:
        self.server = server
        self.paths = paths
        self.headers = {"Authorization": f"Bearer {server.secret_key}"}
        self.acknowledged: list[str] = []
        self.lost = 0
        self.changed = threading.Condition()
        self.threads = [threading.Thread(target=self.make, args=(number,)) for number in range(MAKERS)]

    def make(self, number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        while len(self.acknowledged) < EVENTS:
            number += 1
            try:
                connection.request("POST", self.paths[number % len(self.paths)], headers=self.headers)
                response = connection.getresponse()
                body = response.read()
            except (OSError, http.client.HTTPException):
                # Whether the event was made is not known: it may arrive, and need not.
                connection.close()
                self.lost += 1
                time.sleep(0.1)
                continue
            assert response.status == 202, body[:300]
            with self.changed:
                self.acknowledged.append(json.loads(body)["data"]["event_id"])
                self.changed.notify_all()

    def wait(self, count: int, seconds: float) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.acknowledged) >= count, seconds), len(self.acknowledged)


def statuses(server: Server) -> Counter[str]:
    """How many deliveries stand how, with the number of events under `events`; from the file, for the API would take 50 pages."""
    with closing(sqlite3.connect(f"file:{server.database}?mode=ro", uri=True)) as database:
        counts = Counter(dict(database.execute("SELECT status, count(*) FROM webhook_deliveries GROUP BY status")))
        counts["events"] = database.execute("SELECT count(*) FROM events").fetchone()[0]
    return counts


def test_no_event_is_lost(new_server: Callable[..., Server], tmp_path: Path) -> None:
    server = new_server(options=["--webhook-allow-private", "--webhook-retries", RETRIES, "--webhook-timeout", "5s"])
    server.init()
    server.secret_key = server.create_key("secret", "--rate-limit", "1000000000")["key"]
    server.start()
    began = time.monotonic()
    fickle = Fickle()
    with Receiver(fickle) as receiver:
        path = f"/v1/organizations/{server.organization_id}/webhooks/endpoints"
        secrets: dict[str, str] = {}
        for number in range(ENDPOINTS):
            body = {"name": "Hooks", "url": f"{receiver.url}/{number}", "event_types": ["session.result.persisted"]}
            made = server.api().post(path, body).json()["data"]
            secrets[made["id"]] = made["signing_secret"]
        makers = Makers(server, [f"{path}/{endpoint}/test" for endpoint in secrets])
        for thread in makers.threads:
            thread.start()
        for kill in range(1, KILLS + 1):
            makers.wait(EVENTS * kill // (KILLS + 1), 60)
            assert len(fickle.taken) > EVENTS * (kill - 1) // (KILLS + 1), "hardly anything was delivered before the kill"
            os.killpg(server.process.pid, signal.SIGKILL)
            server.process.wait()
            assert soundness(server.database, tmp_path / f"kill {kill}") == "ok"
            server.start()
        for thread in makers.threads:
            thread.join()
        made_in = time.monotonic() - began

        until = time.monotonic() + 60
        while missing := set(makers.acknowledged) - fickle.taken:
            assert time.monotonic() < until, f"{len(missing)} acknowledged, and not delivered"
            time.sleep(0.2)
        done_in = time.monotonic() - began
        while (counts := statuses(server))["pending"] + counts["delivering"]:
            assert time.monotonic() < until, counts
            time.sleep(0.2)
    print(f"\n{len(makers.acknowledged)} events acknowledged in {made_in:.1f} s, {makers.lost} requests cut short; "
          f"{len(receiver.deliveries)} tries in {done_in:.1f} s")

    assert {name for name, count in counts.items() if count} == {"events", "succeeded"}, counts
    assert len(makers.acknowledged) == len(set(makers.acknowledged)) >= EVENTS
    assert counts["succeeded"] == counts["events"] <= len(makers.acknowledged) + makers.lost
    arrived: set[str] = set()
    now = int(time.time())
    for delivery in receiver.deliveries:
        secret = secrets[delivery.event["data"]["endpoint"]["id"]]
        event = verify_and_parse_webhook_event(
            secret=secret, timestamp=delivery.headers["x-tripwire-timestamp"], raw_body=delivery.text,
            signature=delivery.headers["x-tripwire-signature"], now_seconds=now)
        assert Webhook(secret).verify(delivery.raw, delivery.headers)["id"] == event.id == delivery.event_id
        arrived.add(event.id)
    assert set(makers.acknowledged) <= arrived
    assert len(arrived) == counts["events"]
    listed = server.api().get(f"/v1/organizations/{server.organization_id}/events", params={"limit": 200}).json()["data"]
    assert {d["status"] for event in listed for d in event["webhook_deliveries"]} == {"succeeded"}
    assert server.stop() == 0
