"""Pieces of the JSON Schema of the native format: what a text, a number or a row may be. Pure."""

from __future__ import annotations

from typing import Any

from cwsync.export.rows import FLAGS, MOST_ROWS
from cwsync.export.values import Range

Schema = dict[str, Any]

# Unquoted in YAML a text may look like anything; the reader takes it as it stands.
SCALAR = ["string", "number", "boolean"]
_OF_MAPPINGS = ("required", "properties", "additionalProperties")
_DIGITS, _POWER = r"(\d+\.?\d*|\.\d+)", r"[eE][+-]?\d{1,3}"
_ANY_NUMBER = rf"^\s*[+-]?{_DIGITS}({_POWER})?\s*$"
_NOT_NEGATIVE = rf"^\s*(\+?{_DIGITS}({_POWER})?|-0+(\.0*)?)\s*$"
_WHOLE = rf"^\s*\+?(\d+(\.0*)?|{_DIGITS}{_POWER})\s*$"


def row(required: list[str], properties: Schema) -> Schema:
    """A mapping that holds nothing else."""
    must = {"required": required} if required else {}
    return {"type": "object", **must, "properties": properties, "additionalProperties": False}


def row_or_name(row: Schema) -> Schema:
    """A row that may be written as its name alone."""
    return {"type": ["object", *SCALAR], "pattern": r"\S", **{k: row[k] for k in _OF_MAPPINGS}}


def or_null(row: Schema) -> Schema:
    """The mapping, or nothing behind its name."""
    return {**row, "type": ["object", "null"]}


def listed(items: Schema, description: str) -> Schema:
    """A list of these, or nothing behind its name."""
    return {
        "description": description,
        "type": ["array", "null"],
        "maxItems": MOST_ROWS,
        "items": items,
    }


def ref(name: str) -> Schema:
    """One of the definitions."""
    return {"$ref": f"#/definitions/{name}"}


def text(description: str, pattern: str | None = None) -> Schema:
    """A text that may be missing."""
    more = {} if pattern is None else {"pattern": pattern}
    return {"description": description, "type": [*SCALAR, "null"], **more}


def name(description: str) -> Schema:
    """A text that must be there."""
    return {"description": description, "type": SCALAR, "pattern": r"\S"}


def id_of(
    description: str = "Its id in ScopeStack: with it a renamed row is still the same.",
) -> Schema:
    """An id; unquoted it may look like a number."""
    return {
        "description": description,
        "type": ["string", "number", "boolean", "null"],
        "pattern": r"^\s*([^\s/:@#,;]{1,64}\s*)?$",
    }


def key(prefix: str) -> Schema:
    """A key as `cwsync.export.keys` accepts it."""
    return {
        "description": "What a push knows the row by where there is no id; keep it when renaming.",
        "type": ["string", "null"],
        "pattern": rf"^\s*({prefix}:[^\s:@]{{1,250}}\s*)?$",
    }


def number(description: str, allowed: Range) -> Schema:
    """Whatever holds a number: it may stand in quotes."""
    return {
        "description": description,
        "type": ["number", "string", "null"],
        "minimum": int(allowed.least),
        "maximum": int(allowed.most),
        "pattern": _NOT_NEGATIVE if allowed.least >= 0 else _ANY_NUMBER,
    }


def whole(description: str, allowed: Range) -> Schema:
    """A whole number."""
    return {**number(description, allowed), "multipleOf": 1, "pattern": _WHOLE}


def flag(description: str, default: bool = False) -> Schema:
    """A yes or no."""
    return {
        "description": description,
        "type": ["boolean", "string", "null"],
        "pattern": f"^({'|'.join(map(any_case, FLAGS))})$",
        "default": default,
    }


def active() -> Schema:
    """Whether a row counts."""
    return flag("false for what was taken out of scope.", default=True)


def any_case(word: str) -> str:
    """A pattern for the word in capitals or not."""
    return "".join(f"[{letter.upper()}{letter}]" for letter in word)
