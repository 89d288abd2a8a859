"""The ways in which somebody comes from an address: a backend's question, a proxy's question, and a page's agent."""

import time
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import questions
from collect_agent import CollectAgent, Session, observations
from known_addresses import LINE
from management import made
from server import Api, Server

STORAGES = ("cookies", "local_storage", "indexed_db", "service_worker", "window_name")
PROXIED = {"X-Forwarded-Method": "GET", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "shop.example", "X-Forwarded-Uri": "/login"}
BROWSER = dict(questions.CHROMIUM_HEADERS)


def locale(zone: str) -> dict:
    """What a browser tells of its time zone and language."""
    def minutes(month: int) -> int:
        offset = datetime(2026, month, 1, 12, tzinfo=ZoneInfo(zone)).utcoffset()
        return int(offset.total_seconds() // 60)

    now = int(datetime.now(ZoneInfo(zone)).utcoffset().total_seconds() // 60)
    return {"timezone": zone, "offset_minutes": now, "offset_january": minutes(1), "offset_july": minutes(7), "zone_offset_minutes": now,
            "intl_locale": "en-US"}


FIREFOXS_ORDER = ("User-Agent", "Accept", "Accept-Language", "Accept-Encoding", "Origin", "Sec-Fetch-Dest", "Sec-Fetch-Mode",
                  "Sec-Fetch-Site")


def in_firefoxs_order(headers: dict[str, str]) -> dict[str, str]:
    """The headers of an agent in the order of the browser that it says it is, so that nothing but its address speaks against it."""
    known = {**headers, "Accept-Encoding": "gzip, deflate, br, zstd"}
    return {name: known[name] for name in (*(n for n in FIREFOXS_ORDER if n in known), *(n for n in known if n not in FIREFOXS_ORDER))}


class Visitor:
    """A browser with an agent, which is known again by its token wherever it comes from."""

    def __init__(self, server: Server, *, zone: str | None = None, publishable: str | None = None, user_agent: str | None = None) -> None:
        self.agent = CollectAgent(server.url, publishable or server.publishable_key)
        self.agent.headers = in_firefoxs_order(self.agent.headers)
        for name in list(self.agent.http.headers):
            del self.agent.http.headers[name]
        if user_agent:
            self.agent.headers["User-Agent"] = user_agent
        self.zone = zone
        self.token: str | None = None
        self.sealed = ""

    def come(self, address: str, **more: object) -> Session:
        """One session from an address, decided."""
        session = self.arrive(address, **more)
        self.sealed = self.agent.finish(session)["sealed_token"]
        return session

    def arrive(self, address: str, **more: object) -> Session:
        """One session from an address that nobody has judged yet."""
        self.agent.headers["X-Forwarded-For"] = address
        session = self.agent.handshake()
        told = {**observations(self.agent.headers["User-Agent"]), **more}
        if self.zone:
            told["locale"] = locale(self.zone)
        if self.token:
            told["continuity"] = {"tokens": dict.fromkeys(STORAGES, self.token)}
        self.agent.send(session, observations=told)
        self.token = self.agent.send(session, "fingerprint")["continuity_token"]
        return session


def by_decision(server: Server, api: Api, address: str) -> dict:
    """A backend asks about a browser's request."""
    return made(api.post("/v1/decisions", {**questions.CHROMIUM, "ip_address": address}))


def by_forward_auth(server: Server, api: Api, address: str, headers: dict[str, str] = BROWSER) -> dict:
    """A proxy asks about a browser's request."""
    answer = api.http.get("/v1/forward-auth", headers={
        **PROXIED, "X-Forwarded-For": address, **headers, "X-Tripline-Key": api.key})
    assert answer.status_code in (200, 403), answer.text[:300]
    return api.session(answer.headers["x-tripline-session-id"])


def by_agent(server: Server, api: Api, address: str) -> dict:
    """A page's agent reports."""
    return api.session(Visitor(server).come(address).id)


WAYS: dict[str, Callable[[Server, Api, str], dict]] = {"decision": by_decision, "forward-auth": by_forward_auth, "agent": by_agent}


def loaded(server: Server, seconds: float = 30) -> None:
    """Waits until the sources are read."""
    deadline = time.monotonic() + seconds
    while by_decision(server, server.api(), LINE)["network"]["status"] == "pending":
        assert time.monotonic() < deadline, f"the sources were not read within {seconds} s"
        time.sleep(0.1)


def judged_again(api: Api, document: dict, seconds: float = 10) -> dict:
    """The document once the session was judged another time."""
    deadline = time.monotonic() + seconds
    before = len(document["previous_decisions"])
    while len(document["previous_decisions"]) == before:
        assert time.monotonic() < deadline, f"not judged again within {seconds} s: {document['decision']}"
        time.sleep(0.05)
        document = api.session(document["id"])
    return document


# What a document says

def fired(document: dict) -> set[str]:
    return {signal["signal"] for signal in document["signals_fired"]}


def words(document: dict, signal: str) -> str | None:
    """What a signal found, in the words of its highlight; None where it is not among them."""
    return next((item["name"] for highlight in document["highlights"] for item in highlight["evidence"] if item["signal"] == signal), None)


def labels(document: dict) -> dict[str, str]:
    """The attribution's labels by their kinds."""
    return {label["kind"]: label["value"] for label in (document["attribution"] or {"labels": []})["labels"]}


def is_human(document: dict) -> bool:
    return document["decision"]["automation_status"] == "human"
