"""One writing request in progress: creates, changes and deletes records by their kind's rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cwsync.sandbox.config import SandboxConfig
from cwsync.sandbox.entities import ENTITIES
from cwsync.sandbox.patch import Changes
from cwsync.sandbox.schema import Entity, Type
from cwsync.sandbox.store import Row, Store, Where
from cwsync.sandbox.tenant import MEMBER
from cwsync.sandbox.values import MOMENT, checked, lacking
from cwsync.sandbox.wire import Problem, Record, invalid


class Rules:
    """What is special about a kind of record; by default, nothing is."""

    def understand(self, work: Work, sent: Record, row: Row | None) -> Record:
        """What was sent, in the terms that the fields are checked in.

        `row` is the record to be changed, or the parent of the one to be created.
        """
        return sent

    def complete(self, work: Work, body: Record, parent: Row | None) -> None:
        """Fill in what a new record gets by itself; raise `Refusal` for what cannot be."""

    def created(self, work: Work, row: Row, once: Record) -> None:
        """What follows from a new record; `once` holds the fields that are not kept."""

    def changed(self, work: Work, before: Row, after: Row) -> Row:
        """The record as it is to be kept; raise `Refusal` for what cannot be."""
        return after

    def deleting(self, work: Work, row: Row) -> None:
        """Delete what hangs on the record; raise `Refusal` where it must stay."""


@dataclass(frozen=True, slots=True)
class Work:
    """What a writing request has at hand. Use it within a transaction of its store."""

    store: Store
    now: datetime
    config: SandboxConfig
    rules: dict[str, Rules]

    @property
    def stamp(self) -> str:
        """The time as dates are kept."""
        return self.now.strftime(MOMENT)

    def later(self, seconds: float) -> str:
        """A time from now, as dates are kept."""
        return (self.now + timedelta(seconds=seconds)).strftime(MOMENT)

    def create(
        self, kind: str, sent: Record, parent: Row | None = None, *, id: int | None = None
    ) -> Row:
        """A new record. Raises `Refusal` with everything that is wrong with it."""
        entity, rules = ENTITIES[kind], self._rules(kind)
        _check_parent(entity, sent, parent)
        body, problems = checked(self.store, entity, rules.understand(self, sent, parent))
        if problems:
            raise invalid(kind, *problems)
        once = {name: body.pop(name) for name in list(body) if entity.fields[name].once}
        _own(entity, body, parent)
        rules.complete(self, body, parent)
        body = {**body, **_unset_flags(entity, body), "_info": self._info()}
        row = self.store.insert(
            kind, self._id(entity, id), None if parent is None else parent.id, body
        )
        rules.created(self, row, once)
        return row

    def patch(self, row: Row, changes: Changes) -> Row:
        """The record with these changes. Raises `Refusal`."""
        entity, rules = ENTITIES[row.kind], self._rules(row.kind)
        body, problems = checked(
            self.store, entity, rules.understand(self, changes.values, row), partial=True
        )
        fields = [entity.fields[name] for name in changes.cleared if name in entity.fields]
        problems += [lacking(field) for field in fields if field.required]
        if problems:
            raise invalid(row.kind, *problems)
        cleared = {field.name for field in fields if not field.owned}
        kept = {name: value for name, value in row.body.items() if name not in cleared}
        return self._change(row, {**kept, **body})

    def put(self, row: Row, sent: Record) -> Row:
        """The record replaced by what was sent: what is not in it is unset. Raises `Refusal`."""
        entity = ENTITIES[row.kind]
        understood = self._rules(row.kind).understand(self, sent, row)
        body, problems = checked(self.store, entity, understood)
        if problems:
            raise invalid(row.kind, *problems)
        owned = {f.name for f in entity.fields.values() if f.owned} | {"_info"}
        stays = {name: value for name, value in row.body.items() if name in owned}
        body = {**stays, **body}
        return self._change(row, {**body, **_unset_flags(entity, body)})

    def delete(self, row: Row) -> None:
        """The record and what hangs on it are gone. Raises `Refusal` where it must stay."""
        self._rules(row.kind).deleting(self, row)
        self.store.delete(row.kind, row.id)

    def delete_children(self, kind: str, parent: int) -> None:
        """All records of a kind that belong to this parent are gone."""
        for child in self.store.children(kind, parent):
            self.delete(child)

    def keep(self, row: Row) -> Row:
        """Store a record as it is."""
        self.store.replace(row)
        return row

    def default(self, kind: str, parent: int | None = None) -> Record | None:
        """A reference to the record that is taken where nothing is said."""
        where = Where() if parent is None else Where("parent = ?", (parent,))
        rows = self.store.select(kind, where)
        marked = [row for row in rows if row.body.get("defaultFlag")]
        found = next(iter(marked or rows), None)
        return None if found is None else {"id": found.id}

    def referred(self, body: Record, field: str, kind: str) -> Row | None:
        """The record that a reference leads to."""
        reference = body.get(field)
        return None if reference is None else self.store.get(kind, reference["id"])

    def _change(self, row: Row, body: Record) -> Row:
        once = {name for name, field in ENTITIES[row.kind].fields.items() if field.once}
        body = {name: value for name, value in body.items() if name not in once}
        body["_info"] = {**body["_info"], "lastUpdated": self.stamp, "updatedBy": MEMBER}
        after = Row(row.kind, row.id, row.parent, body)
        return self.keep(self._rules(row.kind).changed(self, row, after))

    def _rules(self, kind: str) -> Rules:
        return self.rules.get(kind, _NO_RULES)

    def _id(self, entity: Entity, id: int | None) -> int:
        if id is None:
            return self.store.next(entity.kind, after=entity.ids_after)
        self.store.at_least(entity.kind, max(id, entity.ids_after))
        return id

    def _info(self) -> Record:
        return {
            "lastUpdated": self.stamp,
            "updatedBy": MEMBER,
            "dateEntered": self.stamp,
            "enteredBy": MEMBER,
        }


_NO_RULES = Rules()


def fill(body: Record, field: str, value: Any) -> None:
    """Set a field that is not set yet, if there is something to set."""
    if value is not None:
        body.setdefault(field, value)


def _check_parent(entity: Entity, sent: Record, parent: Row | None) -> None:
    """The reference to the parent comes from the path; a different one in the body is refused."""
    given: Any = sent.get(entity.parent_reference)
    if parent is None or not isinstance(given, dict) or given.get("id", parent.id) == parent.id:
        return
    name = entity.parent_reference
    message = f"{name} {given['id']} is not the one in the address"
    raise invalid(entity.kind, Problem("InvalidReference", message, f"{name}/id"))


def _own(entity: Entity, body: Record, parent: Row | None) -> None:
    if parent is None:
        return
    if entity.parent_field:
        body[entity.parent_field] = parent.id
    if entity.parent_reference:
        body[entity.parent_reference] = {"id": parent.id}


def _unset_flags(entity: Entity, body: Record) -> Record:
    return {
        field.name: False
        for field in entity.fields.values()
        if field.type is Type.FLAG and not field.once and field.name not in body
    }
