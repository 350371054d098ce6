"""Records as a request sees them: references with names and links, `_info`, no nulls."""

from __future__ import annotations

from cwsync.sandbox.entities import ENTITIES
from cwsync.sandbox.schema import Entity, Type
from cwsync.sandbox.store import Row, Store
from cwsync.sandbox.wire import Record

_CHILDREN = {
    "project": ("phases", "notes"),
    "ticket": ("tasks", "notes"),
    "company": ("sites",),
    "opportunity": ("notes", "forecast"),
    "board": ("statuses", "types"),
}


class Reader:
    """Reads for one request: what a reference leads to is looked up once."""

    def __init__(self, store: Store, base_url: str) -> None:
        self.store = store
        self._base_url = base_url
        self._references: dict[tuple[str, int], Record | None] = {}

    def full(self, row: Row) -> Record:
        """The whole record."""
        entity = ENTITIES[row.kind]
        record: Record = {"id": row.id}
        for name, value in row.body.items():
            field = entity.fields.get(name)
            if field is not None and field.type is Type.REFERENCE:
                value = self._reference(field.target, value["id"])
            if value is not None:
                record[name] = value
        record["_info"] = {**row.body.get("_info", {}), **self._links(entity, row)}
        return record

    def _reference(self, kind: str, id: int) -> Record | None:
        known = (kind, id)
        if known not in self._references:
            row = self.store.get(kind, id)
            self._references[known] = None if row is None else self._short(row)
        return self._references[known]

    def _short(self, row: Row) -> Record:
        entity = ENTITIES[row.kind]
        reference: Record = {"id": row.id}
        if entity.has_identifier:
            reference["identifier"] = row.body.get("identifier", "")
        label = " ".join(str(row.body[name]) for name in entity.label if name in row.body)
        reference["name"] = label
        if entity.path:
            reference["_info"] = {f"{row.kind}_href": self._href(entity, row)}
        return reference

    def _links(self, entity: Entity, row: Row) -> dict[str, str]:
        children = _CHILDREN.get(row.kind, ())
        if not children:
            return {}
        href = self._href(entity, row)
        return {f"{child}_href": f"{href}/{child}" for child in children}

    def _href(self, entity: Entity, row: Row) -> str:
        return self._base_url + entity.path.format(id=row.id, parent=row.parent)
