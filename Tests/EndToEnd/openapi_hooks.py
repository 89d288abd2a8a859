"""Loaded by Schemathesis (`SCHEMATHESIS_HOOKS`): puts things that exist in the place of ids that it made up.

`TRIPLINE_PLAYGROUND` names a JSON file with what the test has made: `organization`, `keys`, `endpoints`, `events`, `sessions` and
`visitors`. What requests make later is remembered too. Requests that are meant to be refused stay as they are.
"""

import json
import os
import random
from pathlib import Path

import httpx
import schemathesis
from schemathesis.core.parameters import ParameterLocation

PARAMETERS = {"sessionId": "sessions", "visitorId": "visitors", "keyId": "keys", "endpointId": "endpoints", "eventId": "events"}
KINDS = {"key": "keys", "we": "endpoints", "wevt": "events", "sid": "sessions", "vid": "visitors"}
# Operations whose thing is there after a DELETE: it is revoked or disabled then, and can be changed.
OUTLIVE_DELETE = {"updateOrganizationApiKey", "updateWebhookEndpoint"}

# Operations on visitors: what they name has to be there and to fit, and is put back afterwards.
BY_HAND = {"mergeVisitorFingerprints": "merge", "splitVisitorFingerprint": "split", "undoVisitorFingerprintChange": "undo"}

chance = random.Random(11)


class Playground:
    """Ids of what is there. Keys, endpoints and events belong to an organization, the others to the calling key's own."""

    def __init__(self) -> None:
        made = json.loads(Path(os.environ["TRIPLINE_PLAYGROUND"]).read_text())
        self.organizations = [made["organization"]]
        self.publishable: set[str] = set()
        self.within: dict[tuple[str, str], list[str]] = {}
        for kind in KINDS.values():
            owner = made["organization"] if kind in ("keys", "endpoints", "events") else ""
            self.within[owner, kind] = made[kind]

    def known(self, owner: str, kind: str) -> list[str]:
        return self.within.setdefault((owner, kind), [])

    def note(self, owner: str, thing: object) -> None:
        """Remembers what an answer tells of."""
        if not isinstance(thing, dict):
            return
        if thing.get("type") == "publishable":
            self.publishable.add(thing["id"])
        for name in ("id", "event_id"):
            identifier = thing.get(name)
            prefix = identifier.split("_")[0] if isinstance(identifier, str) else ""
            if prefix == "org" and identifier not in self.organizations:
                self.organizations.append(identifier)
            elif prefix in KINDS:
                known = self.known(owner if KINDS[prefix] in ("keys", "endpoints", "events") else "", KINDS[prefix])
                if identifier not in known:
                    known.append(identifier)

    def fill(self, case: schemathesis.Case) -> None:
        """Replaces most ids that nobody has."""
        parameters = case.path_parameters
        owner = ""
        if "organizationId" in parameters:
            if parameters["organizationId"] not in self.organizations and chance.random() < 0.9:
                parameters["organizationId"] = self.organizations[0]
            owner = parameters["organizationId"]
        for name, kind in PARAMETERS.items():
            known = self.known(owner, kind)
            if name in parameters and known and parameters[name] not in known and chance.random() < 0.9:
                parameters[name] = chance.choice(known)


playground = Playground()


def is_meant_well(case: schemathesis.Case, location: ParameterLocation) -> bool:
    return case.meta is not None and not case.meta.is_negative_at(location)


def doomed(case: schemathesis.Case) -> str:
    """A new organization, to be deleted."""
    answer = httpx.post(f"{case.operation.base_url}/v1/organizations", headers={"Authorization": os.environ["TRIPLINE_AUTHORIZATION"]},
                        json={"name": "Doomed", "slug": f"doomed-{chance.randrange(10**9)}"})
    return answer.json()["data"]["id"]


def change_by_hand(case: schemathesis.Case, what: str, body: dict) -> dict:
    answer = httpx.post(f"{case.operation.base_url}/v1/fingerprints/{case.path_parameters['visitorId']}/{what}", json=body,
                        headers={"Authorization": os.environ["TRIPLINE_AUTHORIZATION"]})
    return answer.json().get("data", {})


def ties_of(case: schemathesis.Case, visitor: str) -> list[dict]:
    answer = httpx.get(f"{case.operation.base_url}/v1/fingerprints/{visitor}", params={"include": "ties"},
                       headers={"Authorization": os.environ["TRIPLINE_AUTHORIZATION"]})
    return answer.json()["data"]["ties"]


def fit_by_hand(case: schemathesis.Case, what: str) -> None:
    """Two visitors, or one with sessions to give up, or a change that stands."""
    answer = httpx.get(f"{case.operation.base_url}/v1/fingerprints", params={"limit": 50, "sort": "seen_count"},
                       headers={"Authorization": os.environ["TRIPLINE_AUTHORIZATION"]})
    visitors = [row["id"] for row in answer.json()["data"]]
    if len(visitors) < 2:
        return
    case.path_parameters["visitorId"] = visitors[0]
    if what == "split":
        if len(ties_of(case, visitors[0])) < 2:
            change_by_hand(case, "merge", {"fingerprint": visitors[1]})
        case.body["sessions"] = [tie["session_id"] for tie in ties_of(case, visitors[0])][:1]
    else:
        other = {"fingerprint": chance.choice(visitors[1:])}
        case.body.update(other if what == "merge" else {"change": change_by_hand(case, "merge", other).get("id")})


@schemathesis.deserializer("application/x-ndjson")
def read_lines(context: object, response: schemathesis.Response) -> str:
    """All lines as one text, as the document has it. By itself, Schemathesis takes a single line for a JSON document."""
    return response.content.decode()


@schemathesis.hook
def before_call(context: schemathesis.HookContext, case: schemathesis.Case, kwargs: dict) -> None:
    if is_meant_well(case, ParameterLocation.PATH):
        playground.fill(case)
    if is_meant_well(case, ParameterLocation.QUERY):
        # A cursor is made by the server alone; none that is made up is good.
        case.query.pop("cursor", None)
        if isinstance(case.query.get("search"), str):
            # A schema counts characters, and the server bytes.
            case.query["search"] = case.query["search"].encode()[:256].decode(errors="ignore")
    by_hand = BY_HAND.get(case.operation.definition.raw.get("operationId"))
    if by_hand and isinstance(case.body, dict) and all(
            is_meant_well(case, place) for place in (ParameterLocation.PATH, ParameterLocation.BODY)):
        fit_by_hand(case, by_hand)
    if is_meant_well(case, ParameterLocation.BODY) and isinstance(case.body, dict):
        if "url" in case.body:
            # Nothing is sent to another machine, and nobody listens there.
            case.body["url"] = f"https://127.0.0.1:9/{chance.randrange(1000)}"
        if isinstance(case.body.get("headers"), list):
            # Here, too: what a schema allows of characters can be more bytes than there may be.
            case.body["headers"] = [[name.encode()[:256].decode(errors="ignore") or "x", value.encode()[:512].decode(errors="ignore")]
                                    for name, value in case.body["headers"]]
        if isinstance(case.body.get("policy"), str):
            # A schema can't say what is a policy.
            case.body["policy"] = "thresholds: {bot: 80}"
        if case.path_parameters.get("keyId") in playground.publishable and "scopes" in case.body:
            # Whether a key can have scopes is known by the key alone.
            del case.body["scopes"]
            case.body.setdefault("name", "Page")
        if case.body.get("status") == "deleted" and case.method == "PATCH":
            # What is deleted stays so: no other request is given this organization.
            case.path_parameters["organizationId"] = doomed(case)


@schemathesis.hook
def after_call(context: schemathesis.HookContext, case: schemathesis.Case, response: schemathesis.Response) -> None:
    if not 200 <= response.status_code < 300:
        return
    if BY_HAND.get(case.operation.definition.raw.get("operationId")) in ("merge", "split"):
        change_by_hand(case, "undo", {"change": response.json()["data"]["id"]})
        return
    owner = case.path_parameters.get("organizationId", "")
    if case.method == "DELETE" and owner == "":
        for name, kind in PARAMETERS.items():
            known = playground.known("", kind)
            if case.path_parameters.get(name) in known:
                known.remove(case.path_parameters[name])
        return
    if response.headers.get("content-type") != ["application/json"]:
        return
    data = response.json()["data"]
    for thing in data if isinstance(data, list) else [data]:
        playground.note(owner, thing)


@schemathesis.hook
def filter_failure(
        context: schemathesis.HookContext, failure: Exception, case: schemathesis.Case, response: schemathesis.Response) -> bool:
    is_use_after_free = type(failure).__name__ == "UseAfterFree"
    return not (is_use_after_free and case.operation.definition.raw.get("operationId") in OUTLIVE_DELETE)
