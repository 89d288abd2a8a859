"""Our OpenAPI document against the contract: everything the contract says stands in it, and little else. No server is asked."""

import copy
import json
import re
from collections.abc import Callable, Iterator

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from contract import Contract, formats
from server import REPOSITORY

REFERENCE = REPOSITORY / "Web" / "reference"
DOCUMENT = json.loads((REFERENCE / "openapi.json").read_text())
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

# What is ours, beyond the contract. Nothing else may differ.
ADDED_SCOPES = {"sessions:update", "sessions:erase", "decisions:create", "fingerprints:update", "fingerprints:erase"}
ADDED_OPERATIONS = {"explainSession", "updateSession", "eraseSession", "exportSessions", "eraseVisitorFingerprint", "createDecision",
                    "forwardAuth", "createReplay", "mergeVisitorFingerprints", "splitVisitorFingerprint",
                    "undoVisitorFingerprintChange"}
# Types of events that published clients don't know: they are listed only when they are asked for by name.
ADDED_EVENT_TYPES = {"fingerprint.merged", "fingerprint.split", "fingerprint.change_undone"}
ADDED_WEBHOOKS = {"webhook.test"}
ADDED_PARAMETERS = {
    "listWebhookEndpoints": {("query", "limit"), ("query", "cursor")},
    "listEvents": {("query", "cursor")},
    "getVisitorFingerprint": {("query", "include")},
    **{f"session{event}Webhook": {("header", "webhook-id"), ("header", "webhook-timestamp"), ("header", "webhook-signature")}
       for event in ("FingerprintCalculated", "ResultPersisted")},
}
ADDED_REFUSALS = {"400", "404", "409", "410", "413", "415", "422", "429", "500"}
ADDED_SCHEMAS = {"DecisionRequest", "UpdateSessionRequest", "Erasure", "ErasureResponse", "WebhookTestEvent", "ReplayRequest",
                 "ReplayOutcome", "ReplaySignal", "ReplayChange", "ReplayReport", "ReplayVerdicts", "ReplayResponse",
                 "VisitorFingerprintTie", "VisitorFingerprintTieTokens", "FingerprintChange", "FingerprintChangeResponse",
                 "MergeFingerprintRequest", "SplitFingerprintRequest", "UndoFingerprintChangeRequest",
                 *(f"SessionExplanation{part}" for part in ("", "Response", "Signal", "Value"))}
ADDED_PROPERTIES = {"SessionDetail": {"client_user_id"}, "VisitorFingerprintDetail": {"ties"}}
# Values that are bounded more tightly here, with `allOf` and `not` beside what the contract says.
BOUNDED = {
    *(f"{name}Request.{member}" for name in ("CreateApiKey", "UpdateApiKey")
      for member in ("name", "allowed_origins", "allowed_origins[]", "scopes")),
    *(f"{name}WebhookEndpointRequest.{member}" for name in ("Create", "Update") for member in ("name", "url")),
    "CreateOrganizationRequest.name", "CreateOrganizationRequest.slug", "UpdateOrganizationRequest.name",
    "listSessions?search", "listVisitorFingerprints?search",
}
PROSE = {"description", "title", "example", "examples", "deprecated"}

IN_ORDER = ("anyOf", "oneOf", "allOf")
NESTED = ("items", "if", "then", "else", "not")
AS_SETS = ("enum", "required", "type")


def resolve(document: dict, item: dict) -> dict:
    """What a reference inside a document leads to."""
    while "$ref" in item:
        target = document
        for key in item["$ref"].removeprefix("#/").split("/"):
            target = target[key.replace("~1", "/").replace("~0", "~")]
        item = {**target, **{key: value for key, value in item.items() if key != "$ref"}}
    return item


class Comparison:
    """Finds where one document says something else than the contract."""

    def __init__(self, ours: dict, contract: dict) -> None:
        self.ours = ours
        self.contract = contract
        self.found: list[str] = []
        self.compared: set[str] = set()

    def run(self) -> list[str]:
        served = {path: item for path, item in self.contract["paths"].items() if not path.startswith("/v1/gate/")}
        sent = {name: item for name, item in self.contract["webhooks"].items() if not name.startswith("gate.")}
        self.operations(self.ours["paths"], served)
        self.operations(self.ours["webhooks"], sent)
        self.equal("securitySchemes", self.ours["components"]["securitySchemes"].keys(),
                   self.contract["components"]["securitySchemes"].keys())
        for name, scheme in self.contract["components"]["securitySchemes"].items():
            ours = self.ours["components"]["securitySchemes"].get(name, {})
            self.equal(f"securitySchemes {name}", {key: ours.get(key) for key in scheme}, scheme)
        self.extra("schemas", set(self.ours["components"]["schemas"]) - self.compared, ADDED_SCHEMAS)
        return self.found

    def equal(self, where: str, ours: object, theirs: object) -> None:
        if ours != theirs:
            self.found.append(f"{where}: {ours!r} instead of {theirs!r}")

    def extra(self, where: str, ours: set, allowed: set) -> None:
        if ours - allowed:
            self.found.append(f"{where}: not in the contract: {sorted(map(str, ours - allowed))}")

    # Operations

    def operations(self, ours: dict, theirs: dict) -> None:
        flat = {(path, method): item[method] for path, item in ours.items() for method in METHODS if method in item}
        known = {(path, method): item[method] for path, item in theirs.items() for method in METHODS if method in item}
        for (path, method), operation in known.items():
            if (path, method) in flat:
                self.operation(f"{method} {path}", flat[path, method], operation)
            else:
                self.found.append(f"{method} {path} is missing")
        added = {(path, operation["operationId"]) for (path, method), operation in flat.items() if (path, method) not in known}
        self.extra("operations", {name for path, name in added if path not in ADDED_WEBHOOKS}, ADDED_OPERATIONS)

    def operation(self, where: str, ours: dict, theirs: dict) -> None:
        name = theirs["operationId"]
        self.equal(f"{where}: operationId", ours.get("operationId"), name)
        if "security" in theirs:
            self.equal(f"{where}: security", ours.get("security"), theirs["security"])
        self.parameters(name, self.by_name(self.ours, ours), self.by_name(self.contract, theirs))
        body, wanted = ours.get("requestBody"), theirs.get("requestBody")
        if (body is None) != (wanted is None):
            self.found.append(f"{where}: a body is {'missing' if body is None else 'not in the contract'}")
        elif body and wanted:
            self.equal(f"{where}: body required", body.get("required", False), wanted.get("required", False))
            self.content(f"{where}: body", body["content"], wanted["content"])
        for status, answer in theirs["responses"].items():
            if status in ours["responses"]:
                found = resolve(self.ours, ours["responses"][status])
                self.content(f"{where}: {status}", found.get("content", {}), answer.get("content", {}))
            else:
                self.found.append(f"{where}: {status} is missing")
        added = set(ours["responses"]) - set(theirs["responses"])
        self.extra(f"{where}: statuses", added, ADDED_REFUSALS)

    @staticmethod
    def by_name(document: dict, operation: dict) -> dict[tuple[str, str], dict]:
        return {(one["in"], one["name"]): one for one in (resolve(document, item) for item in operation.get("parameters", []))}

    def parameters(self, operation: str, ours: dict, theirs: dict) -> None:
        for place, parameter in theirs.items():
            where = f"{operation}?{place[1]}"
            if place not in ours:
                self.found.append(f"{where} is missing")
                continue
            self.equal(f"{where}: required", ours[place].get("required", False), parameter.get("required", False))
            self.schema(where, ours[place]["schema"], parameter["schema"])
        self.extra(f"{operation}: parameters", set(ours) - set(theirs), ADDED_PARAMETERS.get(operation, set()))

    def content(self, where: str, ours: dict, theirs: dict) -> None:
        self.equal(f"{where}: content types", ours.keys(), theirs.keys())
        for kind in ours.keys() & theirs.keys():
            self.schema(where, ours[kind]["schema"], theirs[kind]["schema"])

    # Schemas

    def schema(self, where: str, ours: object, theirs: object) -> None:
        if not isinstance(ours, dict) or not isinstance(theirs, dict):
            self.equal(where, ours, theirs)
            return
        for key, value in theirs.items():
            if key not in ours:
                self.found.append(f"{where}: {key} is missing")
            else:
                self.keyword(where, key, ours[key], value)
        bounds = {"allOf", "not"} if where in BOUNDED else set()
        self.extra(f"{where}: keywords", set(ours) - set(theirs), PROSE | bounds)

    def keyword(self, where: str, key: str, ours: object, theirs: object) -> None:
        if key == "$ref":
            self.equal(f"{where}: $ref", ours, theirs)
            self.component(theirs.rsplit("/", 1)[-1])
        elif key == "properties":
            for name in theirs:
                if name in ours:
                    self.schema(f"{where}.{name}", ours[name], theirs[name])
                else:
                    self.found.append(f"{where}.{name} is missing")
            self.extra(f"{where}: properties", set(ours) - set(theirs), ADDED_PROPERTIES.get(where, set()))
        elif key in IN_ORDER:
            self.equal(f"{where}: alternatives of {key}", len(ours), len(theirs))
            for index, (one, other) in enumerate(zip(ours, theirs)):
                self.schema(f"{where}/{key}/{index}", one, other)
        elif key == "items":
            self.schema(f"{where}[]", ours, theirs)
        elif key in NESTED or key == "additionalProperties":
            self.schema(f"{where}/{key}", ours, theirs)
        elif key in AS_SETS and isinstance(theirs, list):
            added = ADDED_SCOPES if key == "enum" and "api_keys:manage" in theirs else set()
            if key == "enum" and "webhook.test" in theirs:
                added = ADDED_EVENT_TYPES
            self.equal(f"{where}: {key}", sorted(ours) if isinstance(ours, list) else ours, sorted({*theirs, *added}))
        else:
            self.equal(f"{where}: {key}", ours, theirs)

    def component(self, name: str) -> None:
        if name in self.compared:
            return
        self.compared.add(name)
        if name in self.ours["components"]["schemas"]:
            self.schema(name, self.ours["components"]["schemas"][name], self.contract["components"]["schemas"][name])
        else:
            self.found.append(f"{name} is missing")


@pytest.fixture(scope="module")
def their_document(contract: Contract) -> dict:
    contract.require()
    return contract.document


def test_all_that_the_contract_says_stands_in_the_document_and_nothing_differs(their_document: dict) -> None:
    assert Comparison(DOCUMENT, their_document).run() == []


def test_every_addition_that_is_allowed_is_there() -> None:
    """An addition that nobody makes is a hole in the comparison."""
    schemas = DOCUMENT["components"]["schemas"]
    operations = {operation["operationId"]: operation for _, _, operation in operations_of(DOCUMENT)}
    assert ADDED_SCHEMAS <= set(schemas)
    assert ADDED_OPERATIONS <= set(operations)
    assert ADDED_WEBHOOKS <= set(DOCUMENT["webhooks"])
    assert all(names <= set(schemas[schema]["properties"]) for schema, names in ADDED_PROPERTIES.items())
    for place in BOUNDED:
        if "?" in place:
            operation, name = place.split("?")
            assert "allOf" in next(one for one in operations[operation]["parameters"] if one["name"] == name)["schema"], place
        else:
            schema, name = place.removesuffix("[]").split(".")
            found = schemas[schema]["properties"][name]
            assert "allOf" in (found["items"] if place.endswith("[]") else found), place


# The comparison itself

def at(document: dict, path: str) -> dict:
    """The part of a document that a path of keys leads to."""
    for key in path.split(" "):
        document = document[int(key)] if isinstance(document, list) else document[key]
    return document


def removed(path: str, key: object) -> Callable[[dict], object]:
    return lambda document: at(document, path).pop(key)


def changed(path: str, key: object, value: object) -> Callable[[dict], None]:
    return lambda document: at(document, path).__setitem__(key, value)


def added(path: str, value: object) -> Callable[[dict], None]:
    return lambda document: at(document, path).append(value)


SCHEMAS = "components schemas"
MUTATIONS = {
    # What is done to a copy of our document, and what has to be said of it.
    "a property is missing": (
        removed(f"{SCHEMAS} SessionDetail properties", "highlights"), "SessionDetail.highlights is missing"),
    "an inner property is missing": (
        removed(f"{SCHEMAS} SessionNetwork properties anonymity properties", "tor"), "SessionNetwork.anonymity.tor is missing"),
    "a property too many": (changed(f"{SCHEMAS} Decision properties", "mood", {"type": "string"}), "Decision: properties"),
    "an enum with more": (added(f"{SCHEMAS} Phase enum", "later"), "Phase: enum"),
    "an enum with less": (removed(f"{SCHEMAS} Verdict enum", 0), "Verdict: enum"),
    "a scope of nobody's": (added(f"{SCHEMAS} ApiKey properties scopes anyOf 0 items enum", "all"), "ApiKey.scopes/anyOf/0[]: enum"),
    "a scope too few": (removed(f"{SCHEMAS} CreateApiKeyRequest properties scopes items enum", 2), "CreateApiKeyRequest.scopes[]: enum"),
    "another pattern": (changed(f"{SCHEMAS} SessionId", "pattern", "^sid_.+$"), "SessionId: pattern"),
    "another constant": (changed(f"{SCHEMAS} SessionDetail properties object", "const", "visit"), "SessionDetail.object: const"),
    "less required": (removed(f"{SCHEMAS} SessionDetail required", 3), "SessionDetail: required"),
    "more required": (changed(f"{SCHEMAS} UpdateApiKeyRequest", "required", ["name"]), "UpdateApiKeyRequest: "),
    "open where it is closed": (removed(f"{SCHEMAS} Decision", "additionalProperties"), "Decision: additionalProperties is missing"),
    "closed where it is open": (
        changed(f"{SCHEMAS} ApiErrorDetails", "additionalProperties", False), "ApiErrorDetails/additionalProperties"),
    "another type": (changed(f"{SCHEMAS} Decision properties risk_score", "type", "number"), "Decision.risk_score: type"),
    "never null": (removed(f"{SCHEMAS} SessionBrowser properties name type", 1), "SessionBrowser.name: type"),
    "an alternative too few": (
        removed(f"{SCHEMAS} Decision properties manipulation anyOf", 1), "Decision.manipulation: alternatives of anyOf"),
    "another bound": (changed(f"{SCHEMAS} CursorPagination properties limit", "maximum", 500), "CursorPagination.limit: maximum"),
    "a bound in the wrong place": (
        changed(f"{SCHEMAS} CreateApiKeyRequest properties name", "maxLength", 9), "CreateApiKeyRequest.name: keywords"),
    "a bound nobody knows of": (
        changed(f"{SCHEMAS} Organization properties name", "allOf", [{"maxLength": 9}]), "Organization.name: keywords"),
    "a condition is missing": (removed(f"{SCHEMAS} CreateApiKeyRequest allOf", 0), "CreateApiKeyRequest: alternatives of allOf"),
    "another condition": (
        changed(f"{SCHEMAS} CreateApiKeyRequest allOf 0 then", "required", []), "CreateApiKeyRequest/allOf/0/then: required"),
    "no format": (removed(f"{SCHEMAS} Decision properties evaluated_at", "format"), "Decision.evaluated_at: format is missing"),
    "another schema": (
        changed(f"{SCHEMAS} SessionListResponse properties data items", "$ref", "#/components/schemas/Event"),
        "SessionListResponse.data[]: $ref"),
    "a schema is missing": (removed(SCHEMAS, "ScoreBreakdown"), "ScoreBreakdown is missing"),
    "a schema too many": (changed(SCHEMAS, "Mood", {"type": "string"}), "schemas: "),
    "a path is missing": (removed("paths", "/v1/fingerprints"), "get /v1/fingerprints is missing"),
    "a path too many": (changed("paths", "/v1/more", {"get": {"operationId": "more", "responses": {}}}), "operations: "),
    "another operationId": (changed("paths /v1/sessions get", "operationId", "sessions"), "get /v1/sessions: operationId"),
    "a parameter is missing": (removed("paths /v1/sessions get parameters", 2), "listSessions?verdict is missing"),
    "a parameter too many": (
        added("paths /v1/sessions get parameters", {"name": "page", "in": "query", "schema": {}}), "listSessions: parameters"),
    "a parameter that must be sent": (changed("paths /v1/sessions get parameters 0", "required", True), "listSessions?limit: required"),
    "another default": (changed("paths /v1/sessions get parameters 0 schema", "default", 20), "listSessions?limit: default"),
    "a body that may be left out": (
        removed("paths /v1/organizations post requestBody", "required"), "post /v1/organizations: body required"),
    "a status is missing": (removed("paths /v1/organizations post responses", "409"), "post /v1/organizations: 409 is missing"),
    "a status too many": (
        changed("paths /v1/organizations post responses", "202", {"description": "Taken."}), "post /v1/organizations: statuses"),
    "another schema of refusals": (changed("components responses NotFound content application/json", "schema", {}), "404: $ref is missing"),
    "no security": (removed("paths /v1/organizations/{organizationId}/events get", "security"), "/events: security"),
    "a webhook is missing": (removed("webhooks", "session.result.persisted"), "post session.result.persisted is missing"),
    "a header of a webhook is missing": (
        removed("webhooks session.result.persisted post parameters", 1), "X-Tripwire-Signature is missing"),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_document_that_differs_is_found_out(their_document: dict, name: str) -> None:
    change, expected = MUTATIONS[name]
    document = copy.deepcopy(DOCUMENT)
    change(document)
    found = Comparison(document, their_document).run()
    assert any(expected in line for line in found), found


# The document by itself

def reference_or(schema: dict) -> dict:
    return {"if": {"required": ["$ref"]}, "then": {"properties": {"$ref": {"pattern": "^#/components/"}}}, "else": schema}


# As much of the specification as the document makes use of.
NAME = {"type": "string", "minLength": 1}
CONTENT = {"type": "object", "minProperties": 1, "propertyNames": {"pattern": "^[a-z]+/[a-z.+-]+$"},
           "additionalProperties": {"type": "object", "required": ["schema"], "not": {"required": ["example", "examples"]}}}
PARAMETER = {
    "required": ["name", "in", "schema", "description"],
    "properties": {
        "name": NAME, "in": {"enum": ["query", "header", "path", "cookie"]}, "required": {"type": "boolean"}, "description": NAME},
    "if": {"properties": {"in": {"const": "path"}}}, "then": {"required": ["required"], "properties": {"required": {"const": True}}},
}
HEADER = {"required": ["description", "schema"], "not": {"anyOf": [{"required": ["name"]}, {"required": ["in"]}]}}
RESPONSE = {
    "required": ["description"], "properties": {
        "description": NAME, "content": CONTENT, "headers": {"additionalProperties": reference_or(HEADER)}}}
OPERATION = {
    "required": ["operationId", "summary", "description", "responses"],
    "properties": {
        "operationId": {"type": "string", "pattern": "^[a-z][A-Za-z]+$"}, "summary": NAME, "description": NAME,
        "tags": {"type": "array", "items": NAME, "uniqueItems": True},
        "parameters": {"type": "array", "items": reference_or(PARAMETER)},
        "requestBody": reference_or({"required": ["content", "description"], "properties": {"content": CONTENT}}),
        "responses": {
            "minProperties": 1, "propertyNames": {"pattern": "^[1-5][0-9][0-9]$"}, "additionalProperties": reference_or(RESPONSE)},
        "security": {"type": "array", "items": {"type": "object", "additionalProperties": {"type": "array", "items": NAME}}},
    },
}
ITEM = {"type": "object", "minProperties": 1, "propertyNames": {"enum": METHODS}, "additionalProperties": OPERATION}
OPENAPI = {
    "type": "object",
    "required": ["openapi", "info", "servers", "tags", "paths", "webhooks", "components"],
    "propertyNames": {"enum": ["openapi", "info", "servers", "tags", "paths", "webhooks", "components"]},
    "properties": {
        "openapi": {"type": "string", "pattern": r"^3\.1\.\d+$"},
        "info": {"required": ["title", "version", "description"], "properties": {"title": NAME, "version": NAME, "description": NAME}},
        "servers": {"type": "array", "items": {"required": ["url", "description"]}},
        "tags": {"type": "array", "items": {"required": ["name", "description"]}},
        "paths": {"propertyNames": {"pattern": "^/v1/"}, "additionalProperties": ITEM},
        "webhooks": {"additionalProperties": ITEM},
        "components": {
            "propertyNames": {"enum": ["securitySchemes", "headers", "responses", "schemas"]},
            "additionalProperties": {"propertyNames": {"pattern": r"^[a-zA-Z0-9._-]+$"}},
            "properties": {"responses": {"additionalProperties": RESPONSE}, "headers": {"additionalProperties": HEADER}}},
    },
}

REGISTRY = Registry().with_resource("urn:ours", Resource.from_contents(DOCUMENT, default_specification=DRAFT202012))


def operations_of(document: dict) -> Iterator[tuple[str, str, dict]]:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield path, method, operation


def everything(value: object, path: str = "#") -> Iterator[tuple[str, object]]:
    """Each value of the document with its JSON pointer, except what is inside examples."""
    yield path, value
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in ("example", "examples"):
                yield from everything(inner, f"{path}/{str(key).replace('~', '~0').replace('/', '~1')}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from everything(inner, f"{path}/{index}")


def references() -> Iterator[tuple[str, str]]:
    """Where references stand, and what they say."""
    for path, value in everything(DOCUMENT):
        if isinstance(value, dict) and isinstance(value.get("$ref"), str):
            yield path, value["$ref"]


def schemas_of(document: dict) -> Iterator[tuple[str, dict]]:
    """Every schema that stands by itself: the named ones, and those of parameters, headers and bodies."""
    for name, schema in document["components"]["schemas"].items():
        yield f"#/components/schemas/{name}", schema
    for path, value in everything({key: value for key, value in document.items() if key != "components"}):
        if path.endswith("/schema"):
            yield path, value
    for kind in ("headers", "responses"):
        for path, value in everything(document["components"][kind], f"#/components/{kind}"):
            if path.endswith("/schema"):
                yield path, value


def absolute(value: object) -> object:
    """The same with references that lead into our document from anywhere."""
    if isinstance(value, dict):
        return {key: f"urn:ours{inner}" if key == "$ref" and isinstance(inner, str) else absolute(inner) for key, inner in value.items()}
    return [absolute(inner) for inner in value] if isinstance(value, list) else value


def assert_valid(where: str, schema: object, value: object) -> None:
    error = best_match(Draft202012Validator(absolute(schema), registry=REGISTRY, format_checker=formats).iter_errors(value))
    assert error is None, f"{where}: at {error.json_path}: {error.message[:400]}"


def test_the_document_has_the_structure_of_openapi_3_1() -> None:
    assert_valid("openapi.json", OPENAPI, DOCUMENT)


def test_every_schema_is_a_json_schema() -> None:
    for _, schema in schemas_of(DOCUMENT):
        Draft202012Validator.check_schema(schema)


def test_every_reference_leads_somewhere() -> None:
    for path, reference in references():
        assert reference.startswith("#/"), f"{path} leads out of the document"
        resolve(DOCUMENT, {"$ref": reference})


def test_every_part_is_used() -> None:
    named = {reference for _, reference in references()}
    for kind in ("schemas", "responses", "headers"):
        assert {f"#/components/{kind}/{name}" for name in DOCUMENT["components"][kind]} <= named


def test_operation_ids_are_unique() -> None:
    items = [*DOCUMENT["paths"].values(), *DOCUMENT["webhooks"].values()]
    ids = [operation["operationId"] for item in items for operation in item.values()]
    assert len(ids) == len(set(ids))


def test_every_operation_has_summary_tag_security_and_scopes() -> None:
    tags = {tag["name"] for tag in DOCUMENT["tags"]}
    scopes = set(DOCUMENT["components"]["schemas"]["CreateApiKeyRequest"]["properties"]["scopes"]["items"]["enum"])
    for path, method, operation in operations_of(DOCUMENT):
        where = f"{method} {path}"
        assert operation["summary"] and operation["description"], where
        assert operation["security"] == [{"BearerAuth": []}], where
        assert operation["x-required-scopes"] and set(operation["x-required-scopes"]) <= scopes - {"*"}, where
        assert len(operation["tags"]) == 1 and set(operation["tags"]) <= tags, where


def test_every_parameter_of_a_path_is_described_and_no_other() -> None:
    for path, method, operation in operations_of(DOCUMENT):
        named = {one["name"] for one in operation.get("parameters", []) if one["in"] == "path"}
        assert named == set(re.findall(r"\{(\w+)\}", path)), f"{method} {path}"


def test_every_operation_lists_the_refusals_that_can_happen_and_no_other() -> None:
    for path, method, operation in operations_of(DOCUMENT):
        statuses = set(operation["responses"])
        parameters = operation.get("parameters", [])
        named = any(one["in"] == "path" for one in parameters)
        with_body = "requestBody" in operation
        validated = with_body or any(one["in"] == "query" for one in parameters)
        assert {"401", "403", "429", "500"} <= statuses, f"{method} {path}"
        assert ("404" in statuses) == named, f"{method} {path}: 404"
        assert ("422" in statuses) == validated, f"{method} {path}: 422"
        assert ({"400", "413", "415"} & statuses == {"400", "413", "415"}) == with_body, f"{method} {path}: 400, 413, 415"


def test_every_answer_names_its_request_and_tells_of_rate_limits() -> None:
    for path, method, operation in operations_of(DOCUMENT):
        for status, answer in operation["responses"].items():
            headers = set(resolve(DOCUMENT, answer)["headers"])
            limits = set() if status == "401" else {"X-RateLimit-Limit", "X-RateLimit-Remaining"}
            assert {"x-request-id", *limits} <= headers, f"{method} {path} {status}"
            assert ("Retry-After" in headers) == (status == "429"), f"{method} {path} {status}"


def test_every_schema_and_every_property_is_described() -> None:
    missing = [name for name, schema in DOCUMENT["components"]["schemas"].items() if not schema.get("description")]
    # `if` and `then` name properties to tell them apart, not to define them.
    missing += [f"{path}/{name}" for path, value in everything(DOCUMENT)
                if path.endswith("/properties") and not re.search(r"/(if|then)/", path)
                for name, schema in value.items() if not schema.get("description")]
    assert missing == []


def test_every_example_is_valid() -> None:
    checked = 0
    for path, value in everything(DOCUMENT):
        if not isinstance(value, dict) or path.endswith("/properties"):
            continue
        examples = [value["example"]] if "example" in value else []
        examples += value["examples"] if isinstance(value.get("examples"), list) else []
        for example in examples:
            schema = value.get("schema", {key: inner for key, inner in value.items() if key not in ("example", "examples")})
            assert_valid(path, schema, example)
            checked += 1
    assert checked > 60


def test_every_json_answer_of_success_and_every_body_has_an_example() -> None:
    for path, method, operation in operations_of(DOCUMENT):
        contents = [answer.get("content", {}) for status, answer in operation["responses"].items() if status.startswith("2")]
        contents += [operation["requestBody"]["content"]] if "requestBody" in operation else []
        for content in contents:
            if "application/json" in content:
                assert "example" in content["application/json"], f"{method} {path}"


def test_examples_name_no_machine_that_exists() -> None:
    text = json.dumps(DOCUMENT)
    hosts = re.findall(r"https?://([a-z0-9.-]+)", text)
    assert {host for host in hosts if not host.endswith(".example")} == set()
    addresses = re.findall(r"\b\d{1,3}(?:\.\d{1,3}){3}\b", re.sub(r"Chrome/[\d.]+|\"version\": \"[\d.]+\"", "", text))
    assert {address for address in addresses if not address.startswith("203.0.113.")} == set()


# The page

PAGE_FILES = sorted(path for path in REFERENCE.iterdir() if path.suffix in (".html", ".css", ".js"))


@pytest.mark.parametrize("path", PAGE_FILES, ids=lambda path: path.name)
def test_the_reference_page_needs_nothing_from_another_host(path) -> None:
    text = path.read_text()
    assert re.findall(r"(?:https?|wss?):|[\"'(]//|@import|\bdata:", text) == []


@pytest.mark.parametrize("path", PAGE_FILES, ids=lambda path: path.name)
def test_the_reference_page_does_with_a_strict_content_security_policy(path) -> None:
    text = path.read_text()
    assert re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", text) == []
    if path.suffix == ".html":
        assert re.findall(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|javascript:", text) == []


def test_the_reference_page_asks_only_for_files_that_are_served() -> None:
    served = {"/", "/openapi.json", "/docs/api/favicon.svg", "/docs/api/base.css", *(f"/docs/api/{path.name}" for path in PAGE_FILES)}
    html = (REFERENCE / "reference.html").read_text()
    named = set(re.findall(r'(?:href|src)="(/[^"]*)"', html))
    for path in PAGE_FILES:
        named |= {f"/docs/api/{name}" for name in re.findall(r'from "\./([^"]+)"', path.read_text())}
        named |= set(re.findall(r'fetch\("([^"]+)"\)', path.read_text()))
    assert named <= served
