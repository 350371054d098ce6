"""Check what a request wants to store, and bring it into the form that is kept."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from cwsync.sandbox.entities import ENTITIES
from cwsync.sandbox.schema import Entity, Field, Type
from cwsync.sandbox.store import Row, Store
from cwsync.sandbox.wire import Problem, Record, not_found, wrong_type

MOMENT = "%Y-%m-%dT%H:%M:%SZ"
_NEWLINES = re.compile(r"[\r\n\b\f]+")
_NATURAL = ("identifier", "name")


def checked(
    store: Store, entity: Entity, sent: Record, *, partial: bool = False
) -> tuple[Record, list[Problem]]:
    """What of `sent` is to be kept, and what is wrong with it.

    Unknown fields and the server's own are left out, as are nulls; `partial` asks for no field.
    Raises `Refusal` where a value has the wrong JSON type.
    """
    problems = [] if partial else list(_lacking(entity, sent))
    kept: Record = {}
    for name, value in sent.items():
        field = entity.fields.get(name)
        if field is None or field.owned or value is None:
            continue
        converted = _converted(store, field, value)
        if isinstance(converted, Problem):
            problems.append(converted)
        elif converted is not None:
            kept[name] = converted
    return kept, problems


def lacking(field: Field) -> Problem:
    """A required field that is not there."""
    shown = f"{field.name}/id" if field.type is Type.REFERENCE else field.name
    return Problem("MissingRequiredField", f"The {shown} field is required.", field.name)


def _lacking(entity: Entity, sent: Record) -> Iterable[Problem]:
    for field in entity.required:
        if sent.get(field.name) in (None, ""):
            yield lacking(field)


def _converted(store: Store, field: Field, value: Any) -> Any:
    match field.type:
        case Type.TEXT:
            return _text(field, value)
        case Type.NUMBER | Type.INTEGER:
            return _number(field, value)
        case Type.FLAG:
            return _of(bool, field, value)
        case Type.MOMENT:
            return _moment(field, value)
        case Type.CHOICE:
            return _choice(field, value)
        case Type.REFERENCE:
            return _reference(store, field, value)
        case _:
            return _of(list, field, value)


def _of(wanted: type, field: Field, value: Any) -> Any:
    if not isinstance(value, wanted):
        raise wrong_type(value, wanted.__name__, field.name)
    return value


def _text(field: Field, value: Any) -> str | Problem:
    text = str(_of(str, field, value))
    if field.longest is None:
        return text.replace("\r\n", "\n")
    if len(text) > field.longest:
        message = (
            f"The field {field.name} must be a string with a maximum length of {field.longest}."
        )
        return Problem("MaxLengthField", message, field.name)
    return _NEWLINES.sub(" ", text)  # a line break becomes a single space


def _number(field: Field, value: Any) -> float | int:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise wrong_type(value, field.type, field.name)
    try:
        number = float(value)
    except ValueError:
        raise wrong_type(value, field.type, field.name) from None
    if not math.isfinite(number):
        raise wrong_type(str(value), field.type, field.name)
    if field.type is Type.NUMBER:
        return round(number, 2)
    if not number.is_integer():
        raise wrong_type(value, field.type, field.name)
    return int(number)


def _moment(field: Field, value: Any) -> str | Problem:
    text = str(_of(str, field, value))
    try:
        return datetime.strptime(text, MOMENT).strftime(MOMENT)
    except ValueError:
        message = f"Unsupported format applied to {field.name}"
        return Problem("InvalidFormat", message, field.name)


def _choice(field: Field, value: Any) -> str:
    for choice in field.choices:
        if isinstance(value, str) and choice.casefold() == value.casefold():
            return choice
    raise wrong_type(value, field.name[0].upper() + field.name[1:], field.name)


def _reference(store: Store, field: Field, value: Any) -> Record | Problem | None:
    given = _of(dict, field, value)
    if not any(key in given for key in ("id", *_NATURAL)):
        return lacking(field)
    row = referred(store, field.target, given)
    if row is None:
        named = next(given[key] for key in ("id", *_NATURAL) if key in given)
        return not_found(ENTITIES[field.target].title, named, field.name)
    return {"id": row.id}


def referred(store: Store, kind: str, given: Record) -> Row | None:
    """The record that a reference means, by id or else by identifier or name."""
    id = given.get("id")
    if isinstance(id, int) and not isinstance(id, bool):
        return store.get(kind, id)
    wanted = next((str(given[key]) for key in _NATURAL if given.get(key)), None)
    if wanted is None:
        return None
    return next((row for row in store.select(kind) if wanted in _names(row)), None)


def _names(row: Row) -> tuple[str, ...]:
    label = " ".join(str(row.body.get(name, "")) for name in ENTITIES[row.kind].label)
    return (label.strip(), str(row.body.get("name")), str(row.body.get("identifier")))
