"""PATCH as ConnectWise does it, which is not RFC 6902: bare field names, references as a whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from cwsync.sandbox.schema import Entity
from cwsync.sandbox.wire import Problem, Record, Refusal, error, invalid, wrong_type


@dataclass(frozen=True, slots=True)
class Changes:
    """The values to set, and the fields to clear."""

    values: Record = field(default_factory=dict)
    cleared: set[str] = field(default_factory=set)


def read(entity: Entity, operations: Any, *, sub_paths_refused: bool = False) -> Changes:
    """What the operations change. Raises `Refusal`.

    A path inside a reference changes nothing and is answered with 200 all the same, unless
    `sub_paths_refused`.
    """
    if not isinstance(operations, list):
        raise wrong_type(operations, "PatchOperation[]", "")
    changes = Changes()
    for operation in operations:
        if not isinstance(operation, dict):
            raise wrong_type(operation, "PatchOperation", "")
        _read(entity, operation, changes, sub_paths_refused)
    return changes


def _read(entity: Entity, operation: Record, changes: Changes, sub_paths_refused: bool) -> None:
    op, path = str(operation.get("op", "")).casefold(), str(operation.get("path", ""))
    name, _, inside = path.removeprefix("/").partition("/")
    if op not in ("add", "replace", "remove"):
        raise Refusal(400, error("InvalidOperation", f'"{op}" is not an operation.'))
    if name not in entity.fields and name != "id":
        raise invalid(entity.kind, Problem("InvalidPath", f"{path} does not exist", path))
    if inside:
        if sub_paths_refused:
            raise invalid(entity.kind, Problem("InvalidPath", f"{path} is not a field", path))
        return
    value = None if op == "remove" else operation.get("value")
    if value is None or value == "":
        changes.cleared.add(name)
        changes.values.pop(name, None)
    else:
        changes.values[name] = value
        changes.cleared.discard(name)
