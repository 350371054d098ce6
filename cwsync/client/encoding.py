"""JSON to and from ConnectWise with exact numbers. Pure."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, NoReturn


class Unreadable(Exception):
    """An answer that is no JSON: cut off, empty, or from somebody in between."""


def parsed(content: bytes) -> Any:
    """The JSON of an answer, fractions as `Decimal`. Raises `Unreadable`."""
    try:
        return json.loads(content, parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, ArithmeticError, RecursionError):
        raise Unreadable(_kind(content)) from None


def encoded(body: object) -> bytes:
    """A body as JSON: a `Decimal` exactly as it is written, no field that is None."""
    return _text(body).encode()


def _text(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ",".join(_pair(k, v) for k, v in value.items() if v is not None) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(_text, value)) + "]"
    if isinstance(value, Decimal) and value.is_finite():
        return format(value, "f")
    return json.dumps(value, allow_nan=False)


def _pair(name: str, value: object) -> str:
    return f"{json.dumps(name)}:{_text(value)}"


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def _kind(content: bytes) -> str:
    start = content.lstrip()[:1]
    if not start:
        return "an empty body"
    return "a web page" if start == b"<" else "incomplete data"
