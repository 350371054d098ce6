"""The pieces that the schemas are made of."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
NUMBER: Schema = {"type": "number"}
NUMBER_OR_NULL: Schema = {"type": ["number", "null"]}
WHOLE_OR_NULL: Schema = {"type": ["integer", "null"]}
ID: Schema = {"type": "integer"}
ID_OR_NULL = WHOLE_OR_NULL
COUNT: Schema = {"type": "integer", "minimum": 0}
FLAG: Schema = {"type": "boolean"}


def record(**properties: Schema) -> Schema:
    """An object that holds at least these."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def rows(items: Schema) -> Schema:
    """A list of these."""
    return {"type": "array", "items": items}


def or_null(shape: Schema) -> Schema:
    """This, or null."""
    return shape | {"type": [shape["type"], "null"]}


def one_of(*values: str) -> Schema:
    """One of these texts."""
    return {"enum": list(values)}


def document(name: str, /, **properties: Schema) -> Schema:
    """The schema of the document of this name."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": name,
        **record(schema={"const": name}, **properties),
    }


WARNINGS = rows(record(code=TEXT, message=TEXT, key=TEXT_OR_NULL))
