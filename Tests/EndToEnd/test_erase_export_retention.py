"""What is attached to sessions, erased, exported, and forgotten in time."""

import json
import socket
import sqlite3
import threading
import time
import uuid
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from collect_agent import CollectAgent, Session, observations
from contract import Contract
from management import made, refused
from server import Api, Server, tripline

HOOK = {"name": "Hook", "url": "http://127.0.0.1:9/", "event_types": ["session.fingerprint.calculated", "session.result.persisted"]}


class Visit:
    """A visit by an agent: a session, decided, with a frozen fingerprint, and everything that is known to be stored about it."""

    def __init__(self, server: Server, publishable: str | None = None, *, mark: str = "", token: str | None = None) -> None:
        self.mark = mark
        self.agent = CollectAgent(server.url, publishable or server.publishable_key)
        if mark:
            self.agent.headers["User-Agent"] += f" {mark}-agent"
        self.session = self.agent.handshake()
        told = observations(self.agent.headers["User-Agent"])
        if mark:
            told["page"]["url"] = f"https://shop.example/{mark}-page"
        if token:
            told["continuity"] = {"tokens": {name: token for name in (
                "cookies", "local_storage", "indexed_db", "service_worker", "window_name")}}
        self.payloads: list[bytes] = []
        self.send(observations=told, skipped={"mark": f"{mark}-{uuid.uuid4().hex}"})
        self.token = self.agent.send(self.session, "fingerprint")["continuity_token"]
        self.agent.finish(self.session)

    def send(self, **payload: object) -> None:
        self.payloads.append(zlib.compress(json.dumps(self.session.payload(**payload)).encode()))
        batch = self.session.batch(compressed=self.payloads[-1])
        assert self.agent.post(self.session.id, batch).status_code == 202
        self.session.taken(batch)

    @property
    def id(self) -> str:
        return self.session.id


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, reference: Contract) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("erasure"), reference, options=["--webhook-allow-private"])
    server.init()
    server.start()
    yield server
    assert server.stop() == 0
    assert " error " not in server.output() and "Fatal error" not in server.output(), server.output()[-2000:]


def unlimited(server: Server, *options: str) -> Api:
    return server.api(server.create_key("secret", "--organization", server.organization_id, "--rate-limit", "1000000", *options)["key"])


@pytest.fixture(scope="module")
def api(served: Server) -> Api:
    return unlimited(served)


@pytest.fixture(scope="module")
def hooked(served: Server, api: Api) -> str:
    """An endpoint to which nothing can be delivered, so that there are events with deliveries."""
    return made(api.post(f"/v1/organizations/{served.organization_id}/webhooks/endpoints", HOOK))["id"]


def rows(server: Server, sql: str, *arguments: object) -> list[tuple]:
    with closing(sqlite3.connect(f"file:{server.database}?mode=ro", uri=True, timeout=10)) as database:
        return database.execute(sql, arguments).fetchall()


TABLES = {"sessions": "id", "session_batches": "session_id", "session_refusals": "session_id", "session_documents": "session_id",
          "decisions": "session_id", "events": "subject_id"}


def left_of(server: Server, session_id: str) -> dict[str, int]:
    """How many rows there are about a session, table by table."""
    counts = {table: rows(server, f"SELECT count(*) FROM {table} WHERE {column} = ?", session_id)[0][0]
              for table, column in TABLES.items()}
    return {table: count for table, count in counts.items() if count}


def listed(api: Api, path: str, **query: object) -> list[dict]:
    """All rows of a list."""
    found: list[dict] = []
    while True:
        page = api.get(path, params={"limit": 200, **query}).json()
        found += page["data"]
        if not page["pagination"]["has_more"]:
            return found
        query["cursor"] = page["pagination"]["next_cursor"]


# Who was behind a session

def test_a_user_is_attached_and_cleared(served: Server, api: Api, contract: Contract) -> None:
    visit, untouched = Visit(served), Visit(served)
    path = f"/v1/sessions/{visit.id}"
    before = api.session(visit.id)
    assert "client_user_id" not in before
    user = f"customer {uuid.uuid4()}"
    changed = made(api.patch(path, {"client_user_id": user}), 200)
    assert changed == {**before, "client_user_id": user} == api.session(visit.id)
    for text in (user, user.upper(), user[9:30]):
        assert [row["id"] for row in listed(api, "/v1/sessions", search=text)] == [visit.id]
        assert [line["id"] for line in exported(api, search=text)] == [visit.id]
    assert exported(api, search=user) == [changed]
    assert made(api.patch(path, {"client_user_id": None}), 200) == before == api.session(visit.id)
    assert listed(api, "/v1/sessions", search=user) == []
    if contract.document:
        for session_id in (visit.id, untouched.id):
            contract.check("SessionDetailResponse", api.get(f"/v1/sessions/{session_id}").json())


@pytest.mark.parametrize("user", ["a", "a" * 256, "é" * 256, "😀" * 256, "' OR 1=1 --", "100%", "a_b", '"quoted\\', "\u0001"])
def test_users_of_every_form(served: Server, api: Api, visit: Visit, user: str) -> None:
    assert made(api.patch(f"/v1/sessions/{visit.id}", {"client_user_id": user}), 200)["client_user_id"] == user
    assert api.session(visit.id)["client_user_id"] == user
    for more in ("a" * 257, "😀" * 257):
        assert api.patch(f"/v1/sessions/{visit.id}", {"client_user_id": more}).status_code == 422
    assert api.session(visit.id)["client_user_id"] == user


@pytest.fixture(scope="module")
def visit(served: Server) -> Visit:
    return Visit(served)


def test_a_user_stays_when_the_session_is_judged_again(served: Server, api: Api) -> None:
    visit = Visit(served)
    made(api.patch(f"/v1/sessions/{visit.id}", {"client_user_id": "ada"}), 200)
    before = api.session(visit.id)["decision"]["event_id"]
    visit.send(events={"page": [100, 3, 1]})
    visit.agent.finish(visit.session)
    after = api.session(visit.id)
    assert after["decision"]["event_id"] != before and after["client_user_id"] == "ada"


# Erasing

def events_about(api: Api, organization: str, session_id: str) -> list[dict]:
    return [event for event in listed(api, f"/v1/organizations/{organization}/events") if event["subject"]["id"] == session_id]


def test_an_erased_session_is_gone_and_what_was_removed_is_counted(served: Server, api: Api, hooked: str) -> None:
    visit = Visit(served)
    visit.send(events={"page": [100, 3, 1]})
    visit.agent.send(visit.session, "results", final=True)
    document = api.session(visit.id)
    visitor = document["visitor_fingerprint"]["id"]
    events = events_about(api, served.organization_id, visit.id)
    assert events and all(event["webhook_deliveries"] for event in events)
    answer = made(api.delete(f"/v1/sessions/{visit.id}"), 200)
    assert answer["subject"] == {"type": "session", "id": visit.id}
    assert answer["removed"] == {
        "sessions": 1, "visitor_fingerprints": 1, "batches": len(visit.session.sent), "decisions": 1 + len(document["previous_decisions"]),
        "events": len(events), "webhook_deliveries": sum(len(event["webhook_deliveries"]) for event in events)}
    for method in ("GET", "DELETE"):
        refused(api.request(method, f"/v1/sessions/{visit.id}"), 404, "request.not_found")
        refused(api.request(method, f"/v1/fingerprints/{visitor}"), 404, "request.not_found")
    refused(api.patch(f"/v1/sessions/{visit.id}", {"client_user_id": "x"}), 404, "request.not_found")
    assert listed(api, "/v1/sessions", search=visit.id) == [] == listed(api, "/v1/fingerprints", search=visitor)
    assert visit.id not in {row["id"] for row in listed(api, "/v1/sessions")}
    assert visitor not in {row["id"] for row in listed(api, "/v1/fingerprints")}
    assert events_about(api, served.organization_id, visit.id) == []
    for event in events:
        refused(api.get(f"/v1/organizations/{served.organization_id}/events/{event['id']}"), 404, "request.not_found")
    assert visit.id not in {line["id"] for line in exported(api)}
    assert left_of(served, visit.id) == {}


def test_an_erased_session_does_not_come_back(served: Server, api: Api) -> None:
    visit = Visit(served)
    made(api.delete(f"/v1/sessions/{visit.id}"), 200)
    later = visit.session.batch()
    for batch, to in ((later, "batches"), (later, "results"), (later, "fingerprint"), *((sent, "batches") for sent in visit.session.sent),
                      (visit.session.sent[0], "results")):
        answer = visit.agent.post(visit.id, batch, to)
        assert 400 <= answer.status_code < 500, answer.text[:300]
    again = Session(visit.id, visit.session.key, visit.session.ticket, visit.session.handshake)
    first = again.batch(again.payload(observations=observations("Somebody else")))
    assert 400 <= visit.agent.post(visit.id, first).status_code < 500
    refused(api.get(f"/v1/sessions/{visit.id}"), 404, "request.not_found")
    assert left_of(served, visit.id) == {}


def test_a_session_that_nobody_decided_yet_can_be_erased(served: Server, api: Api) -> None:
    agent = served.agent()
    session = agent.handshake()
    agent.observe(session)
    answer = made(api.delete(f"/v1/sessions/{session.id}"), 200)
    assert (answer["removed"]["sessions"], answer["removed"]["batches"], answer["removed"]["decisions"]) == (1, 1, 0)
    assert left_of(served, session.id) == {}


def test_only_who_owns_it_erases_it(served: Server, api: Api, visit: Visit) -> None:
    organization = made(api.post("/v1/organizations", {"name": "Other", "slug": "other-eraser"}))["id"]
    other = made(api.post(f"/v1/organizations/{organization}/api-keys", {"name": "Key"}))["revealed_key"]
    test = made(api.post(f"/v1/organizations/{served.organization_id}/api-keys", {"name": "Key", "environment": "test"}))["revealed_key"]
    visitor = api.session(visit.id)["visitor_fingerprint"]["id"]
    for key in (other, test):
        refused(api.delete(f"/v1/sessions/{visit.id}", key=key), 404, "request.not_found")
        refused(api.delete(f"/v1/fingerprints/{visitor}", key=key), 404, "request.not_found")
    assert api.session(visit.id)["visitor_fingerprint"]["id"] == visitor


def test_a_visitor_who_was_elsewhere_too_stays_with_one_visit_less(served: Server, api: Api) -> None:
    first = Visit(served)
    second, third = Visit(served, token=first.token), Visit(served, token=first.token)
    visitor = api.session(first.id)["visitor_fingerprint"]["id"]
    assert {api.session(visit.id)["visitor_fingerprint"]["id"] for visit in (second, third)} == {visitor}
    path = f"/v1/fingerprints/{visitor}"
    assert made(api.get(path), 200)["lifecycle"]["seen_count"] == 3
    answer = made(api.delete(f"/v1/sessions/{third.id}"), 200)
    assert answer["removed"]["visitor_fingerprints"] == 0
    shown = made(api.get(path), 200)
    assert shown["lifecycle"]["seen_count"] == 2
    assert [row["session_id"] for row in shown["activity"]["sessions"]] == [second.id, first.id]
    assert shown["latest_request"]["ip_address"] == second.agent.address
    made(api.delete(f"/v1/sessions/{first.id}"), 200)
    assert made(api.get(path), 200)["lifecycle"]["seen_count"] == 1
    assert made(api.delete(f"/v1/sessions/{second.id}"), 200)["removed"]["visitor_fingerprints"] == 1
    refused(api.get(path), 404, "request.not_found")
    # The token that the browser still holds names nobody any more.
    after = Visit(served, token=first.token)
    assert made(api.get(f"/v1/fingerprints/{api.session(after.id)['visitor_fingerprint']['id']}"), 200)["lifecycle"]["seen_count"] == 1


def test_an_erased_visitor_takes_all_of_its_sessions_along(served: Server, api: Api, hooked: str) -> None:
    first = Visit(served)
    visits = [first, *(Visit(served, token=first.token) for _ in range(3))]
    visitor = api.session(first.id)["visitor_fingerprint"]["id"]
    other = Visit(served)
    answer = made(api.delete(f"/v1/fingerprints/{visitor}"), 200)
    assert answer["subject"] == {"type": "visitor_fingerprint", "id": visitor}
    removed = answer["removed"]
    assert (removed["sessions"], removed["visitor_fingerprints"], removed["decisions"]) == (4, 1, 4)
    assert removed["batches"] == sum(len(visit.session.sent) for visit in visits)
    assert removed["events"] == removed["webhook_deliveries"] >= 4
    refused(api.delete(f"/v1/fingerprints/{visitor}"), 404, "request.not_found")
    for visit in visits:
        refused(api.get(f"/v1/sessions/{visit.id}"), 404, "request.not_found")
        assert left_of(served, visit.id) == {}
        assert 400 <= visit.agent.post(visit.id, visit.session.batch()).status_code < 500
    for table, column in (("visitors", "id"), ("visitor_versions", "visitor_id")):
        assert rows(served, f"SELECT count(*) FROM {table} WHERE {column} = ?", visitor) == [(0,)]
    assert api.session(other.id)["id"] == other.id


def stored(server: Server) -> bytes:
    """The database as it lies on the disk: the file, the write-ahead log, and its index."""
    return b"\0".join(file.read_bytes() for file in sorted(server.folder.glob("tripline.sqlite*")))


@pytest.mark.parametrize(("count", "busy"), [(200, False), (60, True)], ids=["alone", "while others read and write"])
def test_nothing_of_what_was_erased_is_left_in_the_files(
        new_server: Callable[..., Server], reference: Contract, count: int, busy: bool) -> None:
    server = new_server(options=["--webhook-allow-private"])
    server.contract = reference
    server.init()
    server.start()
    api = unlimited(server)
    made(api.post(f"/v1/organizations/{server.organization_id}/webhooks/endpoints", HOOK))
    visits = [Visit(server, mark=f"mark{n}q{uuid.uuid4().hex}") for n in range(count)]
    visitors: dict[str, str] = {}
    for visit in visits:
        document = made(api.patch(f"/v1/sessions/{visit.id}", {"client_user_id": f"{visit.mark}-user"}), 200)
        visitors[visit.id] = document["visitor_fingerprint"]["id"]
    ended = threading.Event()

    def bustle() -> None:
        while not ended.is_set():
            reader.get("/v1/sessions", params={"search": "mark"})
            exported(reader)
            Visit(server)

    reader = server.api(api.key)
    crowd = threading.Thread(target=bustle)
    if busy:
        crowd.start()
    erased = visits[::5]
    for number, visit in enumerate(erased):
        path = f"/v1/fingerprints/{visitors[visit.id]}" if number % 2 else f"/v1/sessions/{visit.id}"
        assert made(api.delete(path), 200)["removed"]["sessions"] == 1
    ended.set()
    if busy:
        crowd.join()

    def marks(visit: Visit) -> list[bytes]:
        texts = [f"{visit.mark}-page", f"{visit.mark}-agent", f"{visit.mark}-user", visit.id, visitors[visit.id]]
        return [*(text.encode() for text in texts), *visit.payloads]

    there = stored(server)
    kept = [visit for visit in visits if visit not in erased]
    assert [mark for visit in kept for mark in marks(visit) if mark not in there] == [], "this is how the others are stored"
    assert [mark[:60] for visit in erased for mark in [*marks(visit), visit.mark.encode()] if mark in there] == []
    assert server.stop() == 0
    there = stored(server)
    assert [mark[:60] for visit in erased for mark in [*marks(visit), visit.mark.encode()] if mark in there] == []


# Export

def exported(api: Api, **query: object) -> list[dict]:
    answer = api.get("/v1/exports/sessions", params=query)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/x-ndjson"), answer.text[:300]
    assert not answer.text or answer.text.endswith("\n")
    return [json.loads(line) for line in answer.text.splitlines()]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory, reference: Contract) -> Iterator[tuple[Server, Api, list[str]]]:
    """A server with a hundred and twenty sessions, which is more than the export reads at a time."""
    server = Server(tmp_path_factory.mktemp("shelf"), reference)
    server.init()
    server.start()
    api = unlimited(server)
    visits = [Visit(server, mark=f"export{n}x") for n in range(118)]
    # Something that is not human: what a tool says of itself.
    for _ in range(2):
        agent = server.agent()
        session = agent.handshake()
        told = observations(agent.headers["User-Agent"])
        told["navigator"]["webdriver"] = told["automation"]["webdriver"]["value"] = True
        agent.send(session, observations=told)
        agent.finish(session)
    made(api.patch(f"/v1/sessions/{visits[7].id}", {"client_user_id": "line by line"}), 200)
    yield server, api, [visit.id for visit in visits]
    server.stop()


def test_an_export_is_the_documents_one_by_one(shelf: tuple[Server, Api, list[str]], reference: Contract) -> None:
    _, api, _ = shelf
    lines = exported(api)
    assert [line["id"] for line in lines] == [row["id"] for row in listed(api, "/v1/sessions")]
    assert len(lines) == 120
    for line in lines:
        assert line == api.session(line["id"])
        reference.check("SessionDetail", line)
    times = [line["decision"]["evaluated_at"] for line in lines]
    assert times == sorted(times, reverse=True)


def test_an_export_takes_the_filters_of_the_list_and_times(shelf: tuple[Server, Api, list[str]]) -> None:
    _, api, ids = shelf
    every = exported(api)
    for verdict in ("bot", "human", "inconclusive"):
        wanted = [row["id"] for row in listed(api, "/v1/sessions", verdict=verdict)]
        assert [line["id"] for line in exported(api, verdict=verdict)] == wanted
    assert exported(api, verdict="bot") and exported(api, verdict="human")
    for search in ("export1", "export77x-page", "line by line", ids[3], "nothing such"):
        wanted = [row["id"] for row in listed(api, "/v1/sessions", search=search)]
        assert [line["id"] for line in exported(api, search=search)] == wanted, search
    since, until = every[80]["decision"]["evaluated_at"], every[20]["decision"]["evaluated_at"]
    for query in ({"since": since}, {"until": until}, {"since": since, "until": until}, {"since": until, "until": since}):
        wanted = [line for line in every if query.get("since", "") <= line["decision"]["evaluated_at"] < query.get("until", "9")]
        assert exported(api, **query) == wanted, query
    both = exported(api, since=since, until=until, verdict="human", search="export")
    assert both == [line for line in every if since <= line["decision"]["evaluated_at"] < until
                    and line["decision"]["automation_status"] == "human" and "export" in line["request"]["url"]]


def test_an_export_is_of_one_tenant(shelf: tuple[Server, Api, list[str]]) -> None:
    server, api, _ = shelf
    organization = made(api.post("/v1/organizations", {"name": "Other", "slug": "other-export"}))["id"]
    keys = [made(api.post(f"/v1/organizations/{organization}/api-keys", {"name": "Key"})),
            made(api.post(f"/v1/organizations/{server.organization_id}/api-keys", {"name": "Key", "environment": "test"}))]
    for key in keys:
        assert exported(server.api(key["revealed_key"])) == []


def test_the_command_writes_the_same_lines(shelf: tuple[Server, Api, list[str]]) -> None:
    server, api, _ = shelf
    since = exported(api)[50]["decision"]["evaluated_at"]
    for flags, query in (([], {}), (["--verdict", "bot"], {"verdict": "bot"}), (["--search", "export1"], {"search": "export1"}),
                         (["--since", since], {"since": since}), (["--until", since], {"until": since})):
        told = tripline("export", *flags, "--organization", server.organization_id, *server.storage_options)
        assert told.returncode == 0, told.stderr
        answer = api.get("/v1/exports/sessions", params=query)
        assert told.stdout == answer.text, flags


def resident(server: Server, name: str = "VmRSS") -> int:
    """Megabytes of memory that the server holds."""
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(status.split(f"{name}:")[1].split()[0]) // 1024


COPIES = 20_000


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, reference: Contract) -> Iterator[Server]:
    """A server with twenty thousand sessions: copies of one, put into its database while it stands still."""
    server = Server(tmp_path_factory.mktemp("library"), reference)
    server.init()
    server.start()
    visit = Visit(server)
    assert server.stop() == 0
    with closing(sqlite3.connect(server.database)) as database:
        for table, column in (("sessions", "id"), ("session_documents", "session_id"), ("decisions", "session_id")):
            names = [row[1] for row in database.execute(f"PRAGMA table_info({table})") if row[1] != "serial"]
            (original,) = database.execute(f"SELECT {', '.join(names)} FROM {table} WHERE {column} = ?", (visit.id,)).fetchall()
            at = names.index(column)
            copies = ((*original[:at], f"sid_{number:026d}", *original[at + 1:]) for number in range(COPIES))
            database.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})", copies)
        database.commit()
    server.start()
    yield server
    assert server.stop() == 0


def test_an_export_of_many_takes_no_more_memory(library: Server) -> None:
    api = unlimited(library)
    assert len(exported(api, search=f"sid_{1:026d}")) == 1
    before, peak, count, size = resident(library), 0, 0, 0
    with api.http.stream("GET", "/v1/exports/sessions", headers={"Authorization": f"Bearer {api.key}"}) as answer:
        for line in answer.iter_lines():
            count, size = count + 1, size + len(line)
            if count % 500 == 0:
                peak = max(peak, resident(library))
    assert count == COPIES + 1
    assert size > 50_000_000, "so much that it would be seen if it were held"
    assert peak - before < 50, f"{before} MB before, {peak} MB at most"


def test_a_client_that_stops_reading_hurts_nobody(library: Server) -> None:
    api = unlimited(library)
    api.get("/v1/sessions", params={"limit": 1})
    before = resident(library)
    idle = []
    for _ in range(5):
        connection = socket.create_connection(("127.0.0.1", library.port))
        connection.sendall(f"GET /v1/exports/sessions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {api.key}\r\n\r\n".encode())
        assert connection.recv(4096).startswith(b"HTTP/1.1 200")
        idle.append(connection)
    until = time.monotonic() + 4
    while time.monotonic() < until:
        started = time.monotonic()
        assert api.get("/v1/sessions", params={"limit": 5}).status_code == 200
        Visit(library)
        assert time.monotonic() - started < 1
    assert resident(library) - before < 50
    for connection in idle[:3]:
        connection.close()
    assert api.http.get("/healthz").status_code == 200
    # The others read on, and get it all.
    whole = b""
    idle[3].settimeout(20)
    while not whole.endswith(b"\r\n0\r\n\r\n"):
        part = idle[3].recv(1 << 20)
        assert part, "the answer broke off"
        whole = (whole + part)[-64:]
    for connection in idle[3:]:
        connection.close()
    assert library.process.poll() is None
    assert " error " not in library.output(), library.output()[-1000:]


# Retention

class Pulse:
    """Reads again and again, and notes the slowest answer."""

    def __init__(self, api: Api, path: str) -> None:
        self.api, self.path, self.slowest, self.count, self.ended = api, path, 0.0, 0, threading.Event()
        self.thread = threading.Thread(target=self.beat)

    def beat(self) -> None:
        while not self.ended.is_set():
            started = time.monotonic()
            assert self.api.http.get(self.path, headers={"Authorization": f"Bearer {self.api.key}"}).status_code in (200, 404)
            self.slowest, self.count = max(self.slowest, time.monotonic() - started), self.count + 1
            time.sleep(0.01)

    def __enter__(self) -> "Pulse":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self.thread.join()


def within(seconds: float, condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        time.sleep(0.1)


def test_what_is_old_is_forgotten_step_by_step(new_server: Callable[..., Server], reference: Contract) -> None:
    """Slow: it waits for the lifetimes to pass."""
    server = new_server(options=[
        "--webhook-allow-private", "--retain-sessions", "6s", "--retain-observations", "2s", "--retain-visitors", "8s"])
    server.contract = reference
    server.init()
    server.start()
    api = unlimited(server)
    made(api.post(f"/v1/organizations/{server.organization_id}/webhooks/endpoints", HOOK))
    organization = made(api.post("/v1/organizations", {"name": "Doomed", "slug": "doomed"}))["id"]
    public = made(api.post(f"/v1/organizations/{organization}/api-keys", {"name": "Page", "type": "publishable"}))["revealed_key"]
    made(api.post(f"/v1/organizations/{organization}/api-keys", {"name": "Backend"}))
    started = time.monotonic()
    visits = [Visit(server) for _ in range(20)]
    undecided = server.agent()
    open_session = undecided.handshake()
    undecided.observe(open_session)
    doomed = Visit(server, public)
    documents = {visit.id: api.session(visit.id) for visit in visits}
    made(api.patch(f"/v1/organizations/{organization}", {"status": "deleted"}), 200)
    last = time.monotonic()

    def count(table: str) -> int:
        return rows(server, f"SELECT count(*) FROM {table}")[0][0]

    with Pulse(server.api(api.key), "/v1/sessions?search=sid") as pulse:
        within(3, lambda: left_of(server, doomed.id) == {}, "the data of a deleted organization is gone")
        within(5, lambda: count("session_batches") == 0, "the observations are gone")
        assert time.monotonic() - started > 2
        if time.monotonic() - started < 5:
            for visit in visits:
                assert api.session(visit.id) == documents[visit.id], "a session stays as it was judged"
        # A word that comes when the session is gone is counted for a day: that is another test's.
        if time.monotonic() - started < 4.5:
            visits[0].agent.post(visits[0].id, visits[0].session.batch(visits[0].session.payload()), "results")
        if time.monotonic() - started < 5.5:
            kept = api.session(visits[0].id)
            assert kept["client_telemetry"] == documents[visits[0].id]["client_telemetry"], "a late word undid what was told before"
        within(12 - (time.monotonic() - started), lambda: count("sessions") == 0, "the sessions are gone")
        assert time.monotonic() - last > 5.5 - 1
        for visit in visits:
            refused(api.get(f"/v1/sessions/{visit.id}"), 404, "request.not_found")
            assert left_of(server, visit.id) == {}
        assert listed(api, "/v1/sessions") == [] == exported(api)
        if time.monotonic() - last < 7:
            assert count("visitors") >= len(listed(api, "/v1/fingerprints")) > 0
        within(5, lambda: count("events") == count("webhook_deliveries") == 0, "the events are gone")
        within(13 - (time.monotonic() - last), lambda: count("visitors") == count("visitor_versions") == 0, "the visitors are gone")
        assert time.monotonic() - last > 7.5
        assert listed(api, "/v1/fingerprints") == []
    assert pulse.count > 100 and pulse.slowest < 1, f"{pulse.slowest:.2f} s for one of {pulse.count} answers"
    assert api.get("/v1/sessions").status_code == 200
    assert " error " not in server.output(), server.output()[-1000:]


def test_a_visitor_that_expired_is_not_shown_before_it_is_removed(new_server: Callable[..., Server], reference: Contract) -> None:
    server = new_server(options=["--retain-visitors", "2s"])
    server.contract = reference
    server.init()
    server.start()
    api, visit = unlimited(server), Visit(server)
    visitor = api.session(visit.id)["visitor_fingerprint"]["id"]
    assert made(api.get(f"/v1/fingerprints/{visitor}"), 200)["id"] == visitor
    within(3, lambda: api.get(f"/v1/fingerprints/{visitor}").status_code == 404, "it is not shown")
    assert listed(api, "/v1/fingerprints") == []
    assert api.session(visit.id)["visitor_fingerprint"]["id"] == visitor, "the session stays as it was judged"
    again = Visit(server, token=visit.token)
    assert api.session(again.id)["visitor_fingerprint"]["lifecycle"]["seen_count"] == 1, "and is somebody new when it comes back"
