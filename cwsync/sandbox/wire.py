"""A request and an answer as the rooms of the sandbox see them, and the answers that refuse."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request. `base_url` ends in `/apis/3.0`; header names are in lower case."""

    method: str
    path: str
    query: Mapping[str, str]
    query_text: str
    headers: Mapping[str, str]
    body: bytes
    base_url: str

    def json(self) -> Any:
        """The body. Raises `Refusal` where it is no JSON."""
        if "json" not in self.headers.get("content-type", ""):
            raise Refusal(415, plain("The request contains an entity body but no JSON"))
        try:
            return json.loads(self.body)
        except ValueError:
            raise Refusal(400, error("InvalidJson", "The body is not valid JSON.")) from None

    def record(self) -> Record:
        """The body as an object. Raises `Refusal` for anything else."""
        body = self.json()
        if not isinstance(body, dict):
            raise wrong_type(body, "Object", "")
        return body


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and a body: a JSON value, bytes as they are, or None for none."""

    status: int
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)


class Refusal(Exception):
    """The request is answered with an error."""

    def __init__(self, status: int, body: Any, headers: dict[str, str] | None = None) -> None:
        super().__init__(status, body)
        self.answer = Answer(status, body, headers or {})


class Dropped(Exception):
    """The connection breaks without an answer; raised by hooks, understood by the server."""


class Late(Dropped):
    """The connection breaks, and the request is carried out so many seconds later."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Problem:
    """One field that is not accepted."""

    code: str
    message: str
    field: str


def error(code: str, message: str) -> Record:
    """ConnectWise's error body without field errors."""
    return {"code": code, "message": message, "errors": None}


def invalid(resource: str, *problems: Problem) -> Refusal:
    """400 InvalidObject with everything that is wrong with the fields."""
    return Refusal(
        400,
        {
            "code": "InvalidObject",
            "message": f"{resource} object is invalid",
            "errors": [
                {
                    "code": problem.code,
                    "message": problem.message,
                    "resource": resource,
                    "field": problem.field,
                }
                for problem in problems
            ],
        },
    )


def missing(title: str, id: int) -> Refusal:
    """404 for a record that is not there."""
    return Refusal(404, error("NotFound", f"{title} {id} not found"))


def whole(record: Record, name: str) -> int | None:
    """A whole number of a body, None where it has none. Raises `Refusal` for anything else."""
    value = record.get(name)
    if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
        raise wrong_type(value, "System.Int32", name)
    return value


def not_found(title: str, value: object, name: str) -> Problem:
    """A reference to a record that is not there."""
    return Problem("NotFound", f"{title} {value} not found", f"{name}/id")


def unfindable(message: str) -> Refusal:
    """400 ApiFindCondition: conditions or an order that ConnectWise cannot follow."""
    return Refusal(400, error("ApiFindCondition", message))


def wrong_type(value: object, wanted: str, path: str) -> Refusal:
    """500: what ConnectWise says to a value of the wrong JSON type."""
    shown = value if isinstance(value, str) else json.dumps(value)
    return Refusal(
        500,
        error(
            "InternalError",
            f"Error converting value \"{shown}\" to type '{wanted}'. "
            f"Path '{path}', line 1, position 1.",
        ),
    )


def plain(text: str) -> bytes:
    """A body that is no JSON."""
    return text.encode()
