"""Values → JSON text: Decimals exactly, and nothing in it that could act on a terminal. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal

_INDENT = "  "


def json_text(value: object, *, ascii_only: bool = False) -> str:
    """A JSON text, indented, with a line break at its end.

    Takes dict, list, str, bool, int, Decimal and None; a Decimal stands as it is written.
    """
    return "".join(_pieces(value, "\n", ascii_only)) + "\n"


def quoted(text: str, *, ascii_only: bool = False) -> str:
    """A text in quotes; characters that cannot be seen are escaped."""
    shown = json.dumps(text, ensure_ascii=ascii_only)
    if shown.isprintable():
        return shown
    return "".join(c if c.isprintable() else _escaped(c) for c in shown)


def _pieces(value: object, newline: str, ascii_only: bool) -> Iterator[str]:
    inner = newline + _INDENT
    if isinstance(value, dict) and value:
        start = "{"
        for name, below in value.items():
            yield f"{start}{inner}{quoted(str(name), ascii_only=ascii_only)}: "
            yield from _pieces(below, inner, ascii_only)
            start = ","
        yield newline + "}"
    elif isinstance(value, list) and value:
        start = "["
        for below in value:
            yield start + inner
            yield from _pieces(below, inner, ascii_only)
            start = ","
        yield newline + "]"
    else:
        yield _scalar(value, ascii_only)


def _scalar(value: object, ascii_only: bool) -> str:
    if isinstance(value, str):
        return quoted(value, ascii_only=ascii_only)
    if isinstance(value, Decimal) and value.is_finite():
        return format(value, "f")
    if isinstance(value, (Decimal, float)):
        raise TypeError(f"{type(value).__name__} {value} has no place in JSON")
    return json.dumps(value)


def _escaped(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[i : i + 4]}" for i in range(0, len(units), 4))
