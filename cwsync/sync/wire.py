"""Tolerant readings of ConnectWise records: fields may be missing, null or of another type."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

Record = dict[str, Any]
ABSURD = Decimal(10) ** 15  # no amount and no number of hours is that high


def as_record(value: Any) -> Record:
    """The value where it is a record, else an empty one."""
    return value if isinstance(value, dict) else {}


def by_id(records: Iterable[Record]) -> list[Record]:
    """The records that have an id, oldest first: ConnectWise hands out ids in rising order."""
    known = (record for record in records if isinstance(record.get("id"), int))
    return sorted(known, key=lambda record: int(record["id"]))


def text(record: Record, field: str) -> str:
    """The field as text, empty where there is none."""
    value = record.get(field)
    return value if isinstance(value, str) else "" if value is None else str(value)


def decimal(record: Record, field: str) -> Decimal | None:
    """The field as a number, None where it is missing, none, or beyond what can be meant."""
    value = record.get(field)
    if value is None or isinstance(value, bool):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < ABSURD else None


def reference_id(record: Record, field: str) -> int | None:
    """The id of a reference such as `phase`, None where it is missing."""
    value = record.get(field)
    found = value.get("id") if isinstance(value, dict) else None
    return found if isinstance(found, int) else None


def reference_name(record: Record, field: str) -> str:
    """The name, else the identifier, of a reference such as `company`; empty where missing."""
    value = record.get(field)
    if not isinstance(value, dict):
        return ""
    return text(value, "name") or text(value, "identifier")
