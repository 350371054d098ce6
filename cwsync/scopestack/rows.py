"""The rows of several answers put together, with what each says of its relationships."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, TypeGuard

Row = dict[str, Any]
_TYPE = re.compile(r"[a-z][a-z0-9-]{0,60}")
_ID = re.compile(r"[\w-][\w.-]{0,63}", re.ASCII)  # can stand in a path as it is


def is_row(value: object) -> TypeGuard[Row]:
    """Whether a value is a resource or names one: a mapping with a type and an id."""
    type_, id_ = (value.get("type"), value.get("id")) if isinstance(value, dict) else (None, None)
    return isinstance(type_, str) and isinstance(id_, str) and _ID.fullmatch(id_) is not None


def row_path(row: Row) -> str:
    """The path of a row behind the account, safe whatever its type is."""
    kind = row["type"] if _TYPE.fullmatch(row["type"]) else "unknown"
    return f"{kind}/{row['id']}"


class Found:
    """Included rows by type and id. A row that came several times says all that it said."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, str], Row] = {}

    def rows(self) -> list[Row]:
        """All of them, in the order in which they came."""
        return list(self._rows.values())

    def add(self, rows: object) -> None:
        """Add rows; what is none is left out."""
        for row in rows if isinstance(rows, list) else []:
            if is_row(row):
                known = self._rows.setdefault((row["type"], row["id"]), row)
                if known is not row:
                    _complete(known, row)

    def says(self, row: Row, name: str) -> bool:
        """Whether a row says what a relationship leads to, be it nothing."""
        return "data" in _relationship(row, name)

    def linked(self, row: Row, name: str) -> list[tuple[str, str]] | None:
        """The types and ids that a relationship leads to; None where the row does not say."""
        if not self.says(row, name):
            return None
        data = _relationship(row, name)["data"]
        return [
            (d["type"], d["id"]) for d in (data if isinstance(data, list) else [data]) if is_row(d)
        ]

    def holds(self, row: Row, name: str) -> bool:
        """Whether a row says what a relationship leads to, and all of that is here."""
        linked = self.linked(row, name)
        return linked is not None and all(key in self._rows for key in linked)

    def of(self, row: Row, name: str) -> list[Row]:
        """The rows that a relationship leads to, those that are here."""
        return [self._rows[key] for key in self.linked(row, name) or [] if key in self._rows]

    def link(self, row: Row, name: str, to: Iterable[Row]) -> None:
        """Let a row say what a relationship leads to: a list, or by its name one row or none."""
        linked = [{"type": other["type"], "id": other["id"]} for other in to if is_row(other)]
        many = name.endswith("s")
        relationships = row.get("relationships")
        if not isinstance(relationships, dict):
            relationships = row["relationships"] = {}
        known = _relationship(row, name)
        relationships[name] = {**known, "data": linked if many else next(iter(linked), None)}


def _relationship(row: Row, name: str) -> dict[str, Any]:
    relationships = row.get("relationships")
    found = relationships.get(name) if isinstance(relationships, dict) else None
    return found if isinstance(found, dict) else {}


def _complete(known: Row, again: Row) -> None:
    """Add what a later answer says of a row and the earlier one did not."""
    more = again.get("relationships")
    own = known.get("relationships")
    if not isinstance(own, dict):
        own = known["relationships"] = {}
    for name, relationship in more.items() if isinstance(more, dict) else ():
        says = isinstance(relationship, dict) and "data" in relationship
        if name not in own or (says and "data" not in _relationship(known, name)):
            own[name] = relationship
    if not known.get("attributes") and again.get("attributes"):
        known["attributes"] = again["attributes"]
