"""The management API as our document has it: each operation with what it needs, and what is said to those who ask wrongly."""

import json
from dataclasses import dataclass, field

import httpx

from contract import OURS

DOCUMENT = json.loads(OURS.read_text())
SCOPES = [s for s in DOCUMENT["components"]["schemas"]["CreateApiKeyRequest"]["properties"]["scopes"]["items"]["enum"] if s != "*"]
HOOK = "http://127.0.0.1:9/hook"
ORGANIZATION = "/v1/organizations/{organization}"
KEYS = f"{ORGANIZATION}/api-keys"
ENDPOINTS = f"{ORGANIZATION}/webhooks/endpoints"
NOBODY = {"organization": "org_00000000000000000000000000", "key": "key_00000000000000000000000000", "endpoint": "we_" + "0" * 32,
          "event": "wevt_" + "0" * 32, "session": "sid_00000000000000000000000000", "visitor": "vid_00000000000000000000000000"}
ISSUES = {"missing", "unknown", "duplicate", "invalid_type", "invalid_enum", "out_of_range", "too_short", "too_long", "blank", "invalid",
          "not_allowed", "not_found"}


@dataclass
class Operation:
    """An operation, what it needs, and the refusals that it is tried for."""

    method: str
    path: str
    scopes: list[str]
    refusals: str
    body: dict | None = None
    query: dict[str, str] = field(default_factory=dict)


READ, LIST, WRITE = "401 403 404 429", "401 403 422 429", "400 401 403 404 413 415 422 429"
OPERATIONS = {
    "listSessions": Operation("GET", "/v1/sessions", ["sessions:list"], LIST),
    "getSession": Operation("GET", "/v1/sessions/{session}", ["sessions:read"], READ),
    "explainSession": Operation("GET", "/v1/sessions/{session}/explanation", ["sessions:read"], READ + " 409"),
    "updateSession": Operation("PATCH", "/v1/sessions/{session}", ["sessions:update"], WRITE, {"client_user_id": "ada"}),
    "eraseSession": Operation("DELETE", "/v1/sessions/{session}", ["sessions:erase"], READ),
    "exportSessions": Operation("GET", "/v1/exports/sessions", ["sessions:list", "sessions:read"], LIST),
    "createDecision": Operation("POST", "/v1/decisions", ["decisions:create"], "400 401 403 413 415 422 429", {
        "method": "GET", "url": "https://shop.example/", "headers": [["user-agent", "curl/8.5.0"]], "ip_address": "203.0.113.24",
        "ja4": "t13d1712h1_5b57614c22b0_3d5424432f57", "http2_fingerprint": "1:65536;4:131072|12517377|0|mpas", "client_user_id": "ada"}),
    # By itself it denies programs such as these tests, and hides what goes wrong.
    "forwardAuth": Operation("GET", "/v1/forward-auth", ["decisions:create"], "401 403 422 429",
                             query={"deny": "inconclusive", "failure": "closed"}),
    "createReplay": Operation("POST", "/v1/replays", ["sessions:list", "sessions:read"], "400 401 403 413 415 422 429", {
        "since": "2026-03-24T20:00:00Z", "until": "2026-03-25T20:00:00Z", "policy": "thresholds: {bot: 80}"}),
    "listVisitorFingerprints": Operation("GET", "/v1/fingerprints", ["fingerprints:list"], LIST),
    "getVisitorFingerprint": Operation("GET", "/v1/fingerprints/{visitor}", ["fingerprints:read"], "401 403 404 422 429"),
    "eraseVisitorFingerprint": Operation("DELETE", "/v1/fingerprints/{visitor}", ["fingerprints:erase"], READ),
    "mergeVisitorFingerprints": Operation("POST", "/v1/fingerprints/{visitor}/merge", ["fingerprints:update"], WRITE + " 409", {
        "fingerprint": "vid_3m8d2r6k1c0v9w7t5q4p8n2j6h"}),
    "splitVisitorFingerprint": Operation("POST", "/v1/fingerprints/{visitor}/split", ["fingerprints:update"], WRITE + " 409", {
        "sessions": ["sid_t7hyhpn6wc3jk7jyc2j71md6pt"]}),
    "undoVisitorFingerprintChange": Operation("POST", "/v1/fingerprints/{visitor}/undo", ["fingerprints:update"], WRITE + " 409", {
        "change": "wevt_5f0c2f6b6a1e4c0d9f3a7b8c1d2e3f40"}),
    "createOrganization": Operation("POST", "/v1/organizations", ["organizations:create"], "400 401 403 409 413 415 422 429",
                                    {"name": "North Quay", "slug": "north-quay"}),
    "getOrganization": Operation("GET", ORGANIZATION, ["organizations:read"], READ),
    "updateOrganization": Operation("PATCH", ORGANIZATION, ["organizations:update"], WRITE, {"name": "South Quay", "status": "active"}),
    "listOrganizationApiKeys": Operation("GET", KEYS, ["api_keys:read"], "401 403 404 422 429"),
    "createOrganizationApiKey": Operation("POST", KEYS, ["api_keys:manage"], WRITE + " 409", {
        "name": "Desk", "type": "secret", "environment": "live", "allowed_origins": [], "scopes": ["sessions:list"]}),
    "updateOrganizationApiKey": Operation("PATCH", f"{KEYS}/{{key}}", ["api_keys:manage"], WRITE + " 409", {
        "name": "Desk", "allowed_origins": [], "scopes": ["sessions:list"]}),
    "revokeOrganizationApiKey": Operation("DELETE", f"{KEYS}/{{key}}", ["api_keys:manage"], READ),
    "rotateOrganizationApiKey": Operation("POST", f"{KEYS}/{{key}}/rotations", ["api_keys:manage"], "401 403 404 409 429"),
    "listWebhookEndpoints": Operation("GET", ENDPOINTS, ["webhooks:read"], "401 403 404 422 429"),
    "createWebhookEndpoint": Operation("POST", ENDPOINTS, ["webhooks:manage"], WRITE + " 409", {
        "name": "Desk", "url": HOOK, "event_types": ["session.result.persisted"]}),
    "updateWebhookEndpoint": Operation("PATCH", f"{ENDPOINTS}/{{endpoint}}", ["webhooks:manage"], WRITE + " 409", {
        "name": "Desk", "url": HOOK, "status": "active", "event_types": ["session.result.persisted"]}),
    "disableWebhookEndpoint": Operation("DELETE", f"{ENDPOINTS}/{{endpoint}}", ["webhooks:manage"], READ),
    "rotateWebhookEndpointSecret": Operation("POST", f"{ENDPOINTS}/{{endpoint}}/rotations", ["webhooks:manage"], READ),
    "sendTestWebhook": Operation("POST", f"{ENDPOINTS}/{{endpoint}}/test", ["webhooks:manage"], READ),
    "listEvents": Operation("GET", f"{ORGANIZATION}/events", ["webhooks:read"], "401 403 404 422 429"),
    "retrieveEvent": Operation("GET", f"{ORGANIZATION}/events/{{event}}", ["webhooks:read"], READ),
}


def refused(answer: httpx.Response, status: int, code: str) -> dict:
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code), answer.text[:400]
    return answer.json()["error"]


def fields(answer: httpx.Response, parameter_set: str = "body") -> dict[str, str]:
    """The fields that a 422 blames, each with its issue."""
    error = refused(answer, 422, "request.validation_failed")
    assert error["details"]["parameter_set"] == parameter_set
    found = {field["name"]: field["issue"] for field in error["details"]["fields"]}
    assert len(found) == len(error["details"]["fields"]), f"a field is blamed twice: {answer.text[:600]}"
    assert set(found.values()) <= ISSUES and all(field.get("expected") for field in error["details"]["fields"]), answer.text[:600]
    return found


def made(answer: httpx.Response, status: int = 201) -> dict:
    """What a request was answered with, which must have succeeded."""
    assert answer.status_code == status, answer.text[:400]
    return answer.json()["data"]
