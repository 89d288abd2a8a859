"""The contract's schema, where it is at hand: every answer that a test gets is held against it."""

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import best_match
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

SCHEMA = Path(__file__).resolve().parents[3] / "shared" / "contract" / "api.schema.json"
# Our own document: what the contract says, and what we add to it.
OURS = Path(__file__).resolve().parents[2] / "Web" / "reference" / "openapi.json"

formats = FormatChecker(formats=[])


@formats.checks("date-time")
def is_time(value: object) -> bool:
    """RFC 3339 in UTC with milliseconds, the one form the contract knows."""
    return not isinstance(value, str) or re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", value) is not None


class Contract:
    """Finds what the schema says an answer must look like, and checks it."""

    def __init__(self, file: Path = SCHEMA) -> None:
        self.document = json.loads(file.read_text()) if file.is_file() else None
        if self.document:
            resource = Resource.from_contents(self.document, default_specification=DRAFT202012)
            self.registry = Registry().with_resource("urn:contract", resource)
            self.templates = [(re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path) + r"$"), operations)
                              for path, operations in self.document["paths"].items()]

    def require(self) -> None:
        if self.document is None:
            pytest.skip("the contract's schema (../shared/contract/api.schema.json) is not on this machine")

    def validator(self, name: str) -> Draft202012Validator:
        return Draft202012Validator(
            {"$ref": f"urn:contract#/components/schemas/{name}"}, registry=self.registry, format_checker=formats)

    def check(self, name: str, body: object) -> None:
        """Fails with the place and the reason where a body is not what the named schema says."""
        error = best_match(self.validator(name).iter_errors(body))
        if error is not None:
            raise AssertionError(f"{name}: at {error.json_path}: {error.message[:600]}")

    def schema_of(self, method: str, path: str, status: int) -> str | None:
        """The name of the schema for an answer; any refusal is an error envelope."""
        if status >= 400:
            return "ApiErrorEnvelope"
        for template, operations in self.templates:
            if template.match(path):
                content = operations.get(method.lower(), {}).get("responses", {}).get(str(status), {}).get("content", {})
                reference = content.get("application/json", {}).get("schema", {}).get("$ref")
                return reference and reference.rsplit("/", 1)[-1]
        return None

    def check_answer(self, method: str, path: str, status: int, body: object) -> None:
        if self.document is None:
            return
        if name := self.schema_of(method, path, status):
            self.check(name, body)
