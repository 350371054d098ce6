"""Requests held against ConnectWise's own description of its API, where that is found."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cwsync.sandbox.config import Hooks
from cwsync.sandbox.wire import Answer, Request

FILE = Path(__file__).parents[2] / "shared" / "contract" / "connectwise-openapi.json"
Schema = dict[str, Any]


@dataclass
class Recorder(Hooks):
    """Keeps every request that reaches the embedded ConnectWise."""

    requests: list[Request] = field(default_factory=list)

    def before(self, request: Request) -> Answer | None:
        self.requests.append(request)
        return None


class Contract:
    """The description, and what of a request it does not allow."""

    def __init__(self, document: Schema) -> None:
        self._document = document
        self._paths = [
            (re.compile(re.sub(r"\{\w+\}", r"[^/]+", path.strip("/"))), operations)
            for path, operations in document["paths"].items()
        ]

    @classmethod
    def found(cls) -> Contract:
        """Of the file."""
        return cls(json.loads(FILE.read_text("utf-8")))

    def problems(self, request: Request) -> list[str]:
        """Everything about a request that the description does not know."""
        name = f"{request.method} /{request.path}"
        operation = self._operation(request)
        if operation is None:
            return [f"{name}: no such operation"]
        found = [*self._of_query(request, operation), *self._of_body(request, operation)]
        return [f"{name}: {problem}" for problem in found]

    def _operation(self, request: Request) -> Schema | None:
        """A literal path such as `/count` comes before one with an id in its place."""
        fitting = [
            (pattern, operations)
            for pattern, operations in self._paths
            if pattern.fullmatch(request.path) and request.method.lower() in operations
        ]
        fitting.sort(key=lambda pair: pair[0].pattern.count("[^/]+"))
        return fitting[0][1][request.method.lower()] if fitting else None

    def _of_query(self, request: Request, operation: Schema) -> Iterator[str]:
        parameters = [self._resolved(p) for p in operation.get("parameters", ())]
        known = {p["name"] for p in parameters if p["in"] == "query"}
        yield from (f"unknown parameter {name}" for name in request.query if name not in known)
        if len(request.query_text) > 2_000:
            yield "a query of over 2,000 characters"
        shape = self._answer(operation)
        for path in request.query.get("fields", "").split(","):
            if path and not self._has(shape, path.split("/")):
                yield f"unknown field {path}"
        ordered = request.query.get("orderBy", "")
        for path in ordered.split(","):
            if path and not self._has(shape, path.split()[0].split("/")):
                yield f"unknown field {path} to sort by"

    def _of_body(self, request: Request, operation: Schema) -> Iterator[str]:
        described = operation.get("requestBody")
        if described is None:
            return
        schema = next(iter(described["content"].values()))["schema"]
        yield from self._of_value(json.loads(request.body), schema, "")

    def _of_value(self, value: Any, schema: Schema, place: str) -> Iterator[str]:
        schema = self._resolved(schema)
        if value is None:
            yield f"{place}: null is sent"
        elif isinstance(value, list):
            for number, item in enumerate(value):
                yield from self._of_value(item, schema.get("items", {}), f"{place}/{number}")
        elif isinstance(value, dict):
            yield from self._of_object(value, schema, place)
        else:
            yield from _of_scalar(value, schema, place)

    def _of_object(self, value: Mapping[str, Any], schema: Schema, place: str) -> Iterator[str]:
        properties = schema.get("properties")
        if properties is None:
            return
        whole = place == "" or set(value) != {"id"}  # a reference needs its id alone
        if whole:
            missing = [name for name in schema.get("required", ()) if name not in value]
            yield from (f"{place}/{name}: required" for name in missing)
        for name, inner in value.items():
            if name not in properties:
                yield f"{place}/{name}: unknown"
            else:
                yield from self._of_value(inner, properties[name], f"{place}/{name}")

    def _answer(self, operation: Schema) -> Schema:
        content = operation["responses"].get("200", {}).get("content", {"": {}})
        schema = self._resolved(next(iter(content.values())).get("schema", {}))
        return self._resolved(schema["items"]) if "items" in schema else schema

    def _has(self, schema: Schema, path: list[str]) -> bool:
        schema = self._resolved(schema)
        schema = self._resolved(schema["items"]) if "items" in schema else schema
        properties = schema.get("properties")
        if not path or properties is None:
            return True
        return path[0] in properties and self._has(properties[path[0]], path[1:])

    def _resolved(self, schema: Schema) -> Schema:
        while "$ref" in schema or "allOf" in schema:
            if "allOf" in schema:
                schema = schema["allOf"][0]
                continue
            found: Any = self._document
            for part in schema["$ref"].removeprefix("#/").split("/"):
                found = found[part]
            schema = found
        return schema


def _of_scalar(value: object, schema: Schema, place: str) -> Iterator[str]:
    types: dict[str, Any] = {"string": str, "integer": int, "number": (int, float), "boolean": bool}
    expected = types.get(schema.get("type", ""))
    if expected and (
        not isinstance(value, expected) or (isinstance(value, bool) and expected is not bool)
    ):
        yield f"{place}: {schema['type']} expected"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{place}: one of {schema['enum']} expected"
    if isinstance(value, str) and len(value) > schema.get("maxLength", len(value)):
        yield f"{place}: longer than {schema['maxLength']}"
    if schema.get("format") == "date-time" and not re.fullmatch(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", str(value)
    ):
        yield f"{place}: a date without fractions expected"
