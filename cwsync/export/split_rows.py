"""The rows of several JSON:API answers, each known by type and id, with the file it stood in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from cwsync.export.problems import Path, Problems, printable
from cwsync.export.recognise import merge_version
from cwsync.export.rows import VALID_ID

TYPES = (
    "projects",
    "project-phases",
    "project-services",
    "project-subservices",
    "project-governances",
    "project-locations",
    "project-products",
    "project-resources",
    "crm-opportunities",
    "clients",
    "business-units",
    "sales-executives",
    "psa-projects",
)
_ENDPOINT = re.compile(r".*/v1/(?:([a-z-]+)/([\w.-]{1,64})/)?([a-z-]+)/?", re.DOTALL)
_ANY_TYPE = "|".join(sorted(TYPES, key=len, reverse=True))
_FILE = re.compile(rf"(?:({_ANY_TYPE})-([0-9]{{1,20}})-)?({_ANY_TYPE})(?:[-.].*)?", re.DOTALL)
_PROJECT_FILTERS = ("filter[project]", "filter[project-id]", "filter[project_id]")
_LONGEST_LINK = 4000
_OWN_FIELDS = {"type", "id", "links", "attributes", "relationships", "meta"}
_NESTED = ("subservices", "project-subservices", "project_subservices")


class Parent(NamedTuple):
    """What the rows of an answer were asked for, such as one service for its sub-services."""

    type: str
    id: str


@dataclass(slots=True)
class SplitRow:
    """A row: `place` is its file and the path in it; `extras` is what connectors put beside it.

    `alone` says that an answer held nothing else, `flat` that it had no `attributes` of its own.
    """

    type: str
    id: str
    place: tuple[int, Path]
    attributes: object
    relationships: object
    links: object
    extras: dict[str, object]
    parent: Parent | None = None
    alone: bool = False
    flat: bool = False

    @property
    def active(self) -> bool:
        """Whether nothing says that it is not."""
        attributes = self.attributes if isinstance(self.attributes, dict) else {}
        return attributes.get("active") not in (False, "false")

    def linked(self, name: str) -> tuple[bool, object]:
        """Whether the row holds linkage for a relationship, and the linkage."""
        relationships = self.relationships if isinstance(self.relationships, dict) else {}
        relationship = relationships.get(name)
        if isinstance(relationship, dict) and "data" in relationship:
            return True, relationship["data"]
        return False, None

    def link(self, name: str, data: object) -> None:
        """Fill in linkage that the row did not hold."""
        held = self.relationships if isinstance(self.relationships, dict) else {}
        before = held.get(name)
        filled = {**before, "data": data} if isinstance(before, dict) else {"data": data}
        self.relationships = {**held, name: filled}

    def extra(self, *names: str) -> tuple[bool, object]:
        """What connectors add under one of these names, beside the attributes or among them."""
        for fields in (self.extras, self.attributes):
            for name in names:
                for key in (name, name.replace("_", "-")):
                    if isinstance(fields, dict) and key in fields:
                        return True, fields[key]
        return False, None

    def fields(self) -> dict[str, object]:
        """The row as a compound document has it."""
        fields: dict[str, object] = {"type": self.type, "id": self.id}
        for name in ("attributes", "relationships", "links"):
            if (value := getattr(self, name)) is not None:
                fields[name] = value
        return fields


@dataclass(slots=True)
class Answer:
    """One answer: what it was asked for, and its meta and links, as far as it says so."""

    file: int
    type: str | None
    parent: Parent | None
    asked: str
    meta: object
    has_next: bool
    ids: set[str] = field(default_factory=set)


class SplitRows:
    """Collects the rows of all files. Problems with them are noted as they are met."""

    def __init__(self, problems: Problems) -> None:
        self._problems = problems
        self.rows: dict[tuple[str, str], SplitRow] = {}
        self.answers: list[Answer] = []
        self.names: list[str] = []

    def add(self, name: str, root: object) -> None:
        """Take the rows of one file."""
        file = len(self.names)
        self.names.append(name)
        document = root if isinstance(root, dict) else {"data": root}
        base: Path = ("data",) if isinstance(root, dict) else ()
        answer = _answer(file, name, document)
        self.answers.append(answer)
        data = document.get("data")
        for path, item in _items(base, data):
            if row := self._row((file, path), item, answer.type):
                answer.type = answer.type or row.type
                answer.ids.add(row.id)
                row.parent, row.alone = answer.parent, isinstance(data, dict)
                self._keep(row)
        for path, item in _items(("included",), document.get("included")):
            if row := self._row((file, path), item, None):
                self._keep(row)

    def of_type(self, type_: str) -> list[SplitRow]:
        """The rows of one type, in the order of the files."""
        return [row for row in self.rows.values() if row.type == type_]

    def _row(self, place: tuple[int, Path], item: object, type_: str | None) -> SplitRow | None:
        if isinstance(item, dict):
            type_, id_ = item.get("type") or type_, item.get("id")
            if isinstance(type_, str) and isinstance(id_, str) and VALID_ID.fullmatch(id_):
                return _split_row(place, item, type_, id_)
        message = "a row must be a mapping with a type and an id"
        self._problems.add(("file", place[0], *place[1]), message)
        return None

    def _keep(self, row: SplitRow) -> None:
        known = self.rows.setdefault((row.type, row.id), row)
        if known is not row:
            self._unite(known, row)
        for key in _NESTED if row.type == "project-services" else ():
            found, nested = row.extra(key)
            if found and isinstance(nested, list):
                self._keep_nested(row, key, nested)
                return

    def _keep_nested(self, service: SplitRow, key: str, nested: list[object]) -> None:
        """Sub-services that a connector put into their service."""
        file, path = service.place
        inside = service.extras if key in service.extras else None
        base = (*path, key) if inside is not None or service.flat else (*path, "attributes", key)
        parent = Parent(service.type, service.id)
        answer = Answer(file, "project-subservices", parent, "", None, has_next=False)
        self.answers.append(answer)
        for index, item in enumerate(nested):
            if row := self._row((file, (*base, index)), item, "project-subservices"):
                answer.ids.add(row.id)
                row.parent = parent
                self._keep(row)

    def _unite(self, known: SplitRow, again: SplitRow) -> None:
        """The same row in two answers: they must agree, and each may hold what the other lacks."""
        known.parent = known.parent or again.parent
        known.alone = known.alone or again.alone
        for name in ("attributes", "extras"):
            one, other = getattr(known, name), getattr(again, name)
            if isinstance(one, dict) and isinstance(other, dict):
                self._compare(known, again, one, other)
                setattr(known, name, {**other, **one})
        for name in again.relationships if isinstance(again.relationships, dict) else ():
            (has, one), (has_too, other) = known.linked(name), again.linked(name)
            if has and has_too and one != other:
                self._differs(known, again, name)
            elif has_too and not has:
                known.link(name, other)

    def _compare(
        self, known: SplitRow, again: SplitRow, one: dict[str, object], other: dict[str, object]
    ) -> None:
        for key in other:
            if key in one and one[key] != other[key] and key not in _NESTED:
                self._differs(known, again, key)
                return

    def _differs(self, known: SplitRow, again: SplitRow, key: str) -> None:
        first = printable(self.names[known.place[0]])
        message = (
            f"{printable(again.type)} {again.id} is not the same here as in {first}: "
            f"{printable(key)} differs; fetch all files again at one time"
        )
        self._problems.add(("file", again.place[0], *again.place[1]), message)


def is_answer(name: str, root: object) -> bool:
    """Whether a file holds rows: an answer of the API, or a list of what it is named for."""
    if isinstance(root, list):
        typed = all(isinstance(item, dict) and "type" in item for item in root)
        return typed or _named_for(name)[0] is not None
    if not isinstance(root, dict) or "cwsync" in root or merge_version(root):
        return False
    return isinstance(root.get("data"), (list, dict))


def _items(base: Path, data: object) -> Iterator[tuple[Path, object]]:
    if isinstance(data, list):
        yield from (((*base, index), item) for index, item in enumerate(data))
    elif data is not None:
        yield base, data


def _split_row(place: tuple[int, Path], item: dict[str, object], type_: str, id_: str) -> SplitRow:
    """A row as JSON:API has it, or a flat one with the keys that connectors use."""
    extras = {key: value for key, value in item.items() if key not in _OWN_FIELDS}
    attributes, flat = item.get("attributes"), False
    if attributes is None and extras:
        attributes, flat = {key.replace("_", "-"): value for key, value in extras.items()}, True
    return SplitRow(
        type_,
        id_,
        place,
        attributes,
        item.get("relationships"),
        item.get("links"),
        extras,
        flat=flat,
    )


def _answer(file: int, name: str, document: dict[str, object]) -> Answer:
    links = document.get("links")
    links = links if isinstance(links, dict) else {}
    given = (links.get(key) for key in ("first", "self", "last"))
    link = next((link for link in given if isinstance(link, str)), "")[:_LONGEST_LINK]
    type_, parent = _asked_for(link)
    if type_ is None:
        type_, parent = _named_for(name)
    asked = re.sub(r"page(\[|%5B)[^&]*", "", link, flags=re.IGNORECASE)
    return Answer(file, type_, parent, asked, document.get("meta"), bool(links.get("next")))


def _asked_for(link: str) -> tuple[str | None, Parent | None]:
    """The collection that an address is of, and whose it is: by its path, else by its filter."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return None, None
    found = _ENDPOINT.fullmatch(unquote(parts.path))
    if found is None or found[3] not in TYPES:
        return None, None
    if found[1]:
        return found[3], Parent(found[1], found[2])
    filters = [value for key, value in parse_qsl(parts.query) if key in _PROJECT_FILTERS]
    return found[3], Parent("projects", filters[0]) if filters else None


def _named_for(name: str) -> tuple[str | None, Parent | None]:
    """The same by the name of a file, where its content does not say."""
    stem = PurePosixPath(name).name.lower().replace("_", "-")
    found = _FILE.fullmatch(stem)
    if found is None:
        return None, None
    return found[3], Parent(found[1], found[2]) if found[1] else None
