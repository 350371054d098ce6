"""Find the records that a request asks for: conditions, order, and what SQLite can do of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cwsync.sandbox import conditions, predicates
from cwsync.sandbox.entities import ENTITIES
from cwsync.sandbox.predicates import AllOf, Comparison, Literal, Moment, Node
from cwsync.sandbox.reader import Reader
from cwsync.sandbox.schema import Entity, Field, Type
from cwsync.sandbox.store import INDEXED, Where, reference_column
from cwsync.sandbox.wire import Record, unfindable

_KEPT = {"lastUpdated", "_info/lastUpdated", "_info/dateEntered"}
_PARTS = frozenset({"id", "name", "identifier"})


@dataclass(frozen=True, slots=True)
class Found:
    """The records that match, in order; SQLite does what of it is in `where`."""

    reader: Reader
    kind: str
    where: Where
    filters: tuple[Node, ...]
    children: tuple[tuple[str, Node], ...]
    order: tuple[tuple[str, bool], ...]

    def count(self) -> int:
        """How many there are."""
        if self._is_plain:
            return self.reader.store.count(self.kind, self.where)
        return len(self._all())

    def part(self, limit: int, offset: int = 0, *, above: int | None = None) -> list[Record]:
        """Some of them; only those with an id above `above`, if given."""
        where = self.where if above is None else self.where.and_("id > ?", above)
        if self._is_plain:
            rows = self.reader.store.select(self.kind, where, limit=limit, offset=offset)
            return [self.reader.full(row) for row in rows]
        records = [record for record in self._all() if above is None or record["id"] > above]
        return records[offset : offset + limit]

    @property
    def _is_plain(self) -> bool:
        return not (self.filters or self.children or self.order)

    def _all(self) -> list[Record]:
        rows = self.reader.store.select(self.kind, self.where)
        records = [record for row in rows if self._fits(record := self.reader.full(row))]
        for path, falling in reversed(self.order):
            records.sort(key=lambda record: _sort_key(_at(record, path)), reverse=falling)
        return records

    def _fits(self, record: Record) -> bool:
        filters = all(
            predicates.holds(node, lambda path: _at(record, path)) for node in self.filters
        )
        return filters and all(_has_child(record, path, node) for path, node in self.children)


def find(reader: Reader, kind: str, parent: int | None, query: Mapping[str, str]) -> Found:
    """What the query parameters ask for. Raises `Refusal` (400) where ConnectWise cannot follow."""
    entity = ENTITIES[kind]
    where = Where() if parent is None else Where("parent = ?", (parent,))
    rest: list[Node] = []
    for node in _conjuncts(query.get("conditions", "")):
        for comparison in predicates.comparisons(node):
            _check(entity, comparison)
        pushed = _pushed(node, where)
        where = pushed or where
        if pushed is None:
            rest.append(node)
    children = tuple(_children(entity, query))
    return Found(reader, kind, where, tuple(rest), children, _order(entity, query))


def _conjuncts(text: str) -> tuple[Node, ...]:
    if not text.strip():
        return ()
    node = conditions.parse(text)
    return node.of if isinstance(node, AllOf) else (node,)


def _pushed(node: Node, where: Where) -> Where | None:
    """`where` with this comparison in it, None where SQLite is not to do it."""
    if not isinstance(node, Comparison) or not all(type(v) is float for v in node.literals):
        return None
    if node.path == "id":
        column = "id"
    elif node.path.removesuffix("/id") in INDEXED and node.path.endswith("/id"):
        column = reference_column(node.path.removesuffix("/id"))
    else:
        return None
    if node.operator == "in":
        return where.and_(f"{column} IN ({','.join('?' * len(node.literals))})", *node.literals)
    return where.and_(f"{column} {node.operator} ?", node.literals[0])


def _check(entity: Entity, comparison: Comparison) -> None:
    field = _named(entity, comparison.path)
    for literal in comparison.literals:
        if literal is None:
            _check_null(comparison)
        else:
            _check_literal(comparison, field, literal)


def _check_null(comparison: Comparison) -> None:
    if comparison.operator not in ("=", "!="):
        raise unfindable(f"null cannot be used with {comparison.operator}.")


def _check_literal(comparison: Comparison, field: Field, literal: Literal) -> None:
    if comparison.operator in ("contains", "like") and field.type is not Type.TEXT:
        raise unfindable(f"{comparison.operator} cannot be used with {comparison.path}.")
    if not isinstance(literal, _LITERALS[field.type]) or (
        isinstance(literal, bool) and field.type is not Type.FLAG
    ):
        raise unfindable(f"The value for {comparison.path} is not valid.")
    if field.type is Type.CHOICE and literal not in field.choices:
        raise unfindable("Enum value supplied was invalid")


_LITERALS: dict[Type, type | tuple[type, ...]] = {
    Type.TEXT: str,
    Type.CHOICE: str,
    Type.NUMBER: float,
    Type.INTEGER: float,
    Type.FLAG: bool,
    Type.MOMENT: Moment,
    Type.LIST: (),
    Type.REFERENCE: (),
}


def _named(entity: Entity, path: str) -> Field:
    """The field at a path. Raises `Refusal` for what is no name for conditions."""
    if path == "id":
        return Field("id", Type.INTEGER)
    if path in _KEPT:
        return Field(path, Type.MOMENT)
    name, _, part = path.partition("/")
    field = entity.fields.get(name)
    if field is None or not field.findable:
        raise unfindable(f"{path} is not a recognized name.")
    if field.type is Type.REFERENCE and part in _PARTS:
        return Field(path, Type.INTEGER if part == "id" else Type.TEXT)
    if part or field.type in (Type.REFERENCE, Type.LIST):
        raise unfindable(f"{path} is not a recognized name.")
    return field


def _children(entity: Entity, query: Mapping[str, str]) -> list[tuple[str, Node]]:
    """`childConditions` name the list in each path, `customFieldConditions` do not."""
    found: list[tuple[str, Node]] = []
    text = query.get("childConditions") or query.get("childconditions") or ""
    if text.strip():
        node = conditions.parse(text, lists=False)
        found.append((_list_of(entity, node), node))
    custom = query.get("customFieldConditions") or query.get("customfieldconditions") or ""
    if custom.strip():
        found.append(("customFields", conditions.parse(custom, lists=False)))
    return found


def _list_of(entity: Entity, node: Node) -> str:
    names = {comparison.path.partition("/")[0] for comparison in predicates.comparisons(node)}
    field = entity.fields.get(next(iter(names)))
    if len(names) > 1 or field is None or field.type is not Type.LIST:
        raise unfindable(f"{', '.join(sorted(names))} is not a recognized name.")
    return field.name


def _has_child(record: Record, path: str, node: Node) -> bool:
    def fits(child: Any) -> bool | None:
        return predicates.holds(node, lambda inner: _at(child, inner.removeprefix(f"{path}/")))

    return any(fits(child) for child in record.get(path, []))


def _order(entity: Entity, query: Mapping[str, str]) -> tuple[tuple[str, bool], ...]:
    text = query.get("orderBy", "").strip()
    if not text:
        return ()
    return tuple(_direction(entity, part.split()) for part in text.split(","))


def _direction(entity: Entity, words: list[str]) -> tuple[str, bool]:
    path, direction = [*words, "asc", ""][:2]
    if len(words) not in (1, 2) or direction.casefold() not in ("asc", "desc"):
        raise unfindable("The order is not valid.")
    _named(entity, path)
    return path, direction.casefold() == "desc"


def _at(record: Record, path: str) -> Any:
    if path == "lastUpdated":
        path = "_info/lastUpdated"
    value: Any = record
    for name in path.split("/"):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _sort_key(value: Any) -> tuple[bool, Any]:
    if value is None:
        return (False, 0)
    return (True, value.casefold() if isinstance(value, str) else value)
