"""How the rows of a JSON:API compound document hang together, and what the file does not say.

A relationship holds `data` only when it was included in the request: `data: null` means that there
is none, no `data` that nobody asked. The second is refused with the address to fetch instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from cwsync.export.problems import Path, Problems, printable, shown
from cwsync.export.rows import ID_RULE, VALID_ID, Row

INCLUDES = (
    "client,crm-opportunity,psa-project,payment-term,rate-table,"
    "project-phases,project-locations,project-products,project-resources,"
    "project-governances,project-governances.project-phase,project-governances.project-resource,"
    "project-services,project-services.project-phase,project-services.project-location,"
    "project-services.project-resource,project-services.project-subservices"
)
_SELF = re.compile(r"https?://[^/]+/([\w.-]{1,100})/v1/")


def address(slug: str | None, project_id: str | None) -> str:
    """The address of a project with everything that a push needs.

    Always at ScopeStack's own host: a file must not send anybody's access token elsewhere.
    """
    place = f"{slug or 'ACCOUNT'}/v1/projects/{project_id or 'ID'}"
    return f"https://api.scopestack.io/{place}?include={INCLUDES}"


def account_slug(resource: object) -> str | None:
    """The account in a resource's own link, None where it has none."""
    links = resource.get("links") if isinstance(resource, dict) else None
    link = links.get("self") if isinstance(links, dict) else None
    found = _SELF.match(link) if isinstance(link, str) else None
    return found[1] if found else None


@dataclass(frozen=True, slots=True)
class Resource:
    """A row of the document. `attributes` and `relationships` are empty where it has none."""

    type: str
    id: str
    path: Path
    attributes: Row
    relationships: dict[str, object]


@dataclass(slots=True)
class _Gap:
    """The same thing missing in one row or many."""

    path: Path
    message: str
    count: int = 0


class Need(StrEnum):
    """How much of a relationship the file must hold."""

    LINKAGE = "linkage"  # whether there are rows, and each of them
    ROWS = "rows"  # each row that it names
    NOTHING = "nothing"


class Compound:
    """The included rows by type and id. Problems with them are noted as they are met."""

    def __init__(self, included: object, problems: Problems) -> None:
        self._problems = problems
        self._rows: dict[tuple[str, str], tuple[int, dict[str, object]]] = {}
        self._met: dict[tuple[str, str], Resource] = {}
        self._gaps: dict[tuple[str, str], _Gap] = {}
        if isinstance(included, list):
            self._index(included)
        elif included is not None:
            problems.add(("included",), f"included must be a list, not {shown(included)}")

    def _index(self, included: list[object]) -> None:
        for index, row in enumerate(included):
            type_, id_ = (row.get("type"), row.get("id")) if isinstance(row, dict) else (None, None)
            if not isinstance(row, dict) or not isinstance(type_, str) or not isinstance(id_, str):
                message = "an included row must be a mapping with a type and an id"
            elif not VALID_ID.fullmatch(id_):
                message = f"id {shown(id_)} {ID_RULE}"
            elif (key := (type_, id_)) in self._rows:
                first = f"first at /included/{self._rows[key][0]}"
                message = f"{printable(type_)} {id_} stands here again, {first}"
            else:
                self._rows[key] = (index, row)
                continue
            self._problems.add(("included", index), message)

    @property
    def complete(self) -> bool:
        """Whether the file holds what was needed so far."""
        return not self._gaps

    def resource(self, row: dict[str, object], path: Path) -> Resource:
        """The row at this path; its attributes must be there."""
        attributes, relationships = row.get("attributes"), row.get("relationships", {})
        heard = self._problems
        if not isinstance(attributes, dict):
            message = f"attributes must be a mapping, not {shown(attributes)}"
            heard.add((*path, "attributes") if attributes is not None else path, message)
            attributes, heard = {}, Problems()  # nothing more to say about what is not there
        if not isinstance(relationships, dict):
            message = f"relationships must be a mapping, not {shown(relationships)}"
            self._problems.add((*path, "relationships"), message)
            relationships = {}
        below = Row(attributes, (*path, "attributes"), heard)
        return Resource(str(row.get("type")), str(row.get("id")), path, below, relationships)

    def one(self, owner: Resource, name: str, type_: str, need: Need) -> Resource | None:
        """The row that a to-one relationship names; None where there is none."""
        linked = self._linkage(owner, name, need)
        if linked is None:
            return None
        return self._linked(linked, (*owner.path, "relationships", name, "data"), type_, need)

    def many(self, owner: Resource, name: str, need: Need) -> Iterator[Resource]:
        """The rows that a to-many relationship names, of the type of the same name, in order."""
        linked = self._linkage(owner, name, need)
        path: Path = (*owner.path, "relationships", name, "data")
        if not isinstance(linked, list):
            if linked is not None:
                self._problems.add(path, f"data must be a list, not {shown(linked)}")
            return
        for index, item in enumerate(linked):
            if resource := self._linked(item, (*path, index), name, need):
                yield resource

    def _linkage(self, owner: Resource, name: str, need: Need) -> object:
        relationship = owner.relationships.get(name)
        if isinstance(relationship, dict) and "data" in relationship:
            return relationship["data"]
        path = (*owner.path, "relationships", name)
        if relationship is not None and not isinstance(relationship, dict):
            message = f"a relationship must be a mapping, not {shown(relationship)}"
            self._problems.add(path, message)
        elif need is Need.LINKAGE:
            message = f"data is missing, so its {name} cannot be known"
            self._miss((owner.type, name), owner.path if relationship is None else path, message)
        return None

    def _linked(self, link: object, path: Path, type_: str, need: Need) -> Resource | None:
        found = (link.get("type"), link.get("id")) if isinstance(link, dict) else (None, None)
        if found[0] != type_ or not isinstance(found[1], str):
            self._problems.add(path, f"this must name one of the {type_} by type and id")
            return None
        key = (type_, found[1])
        if key not in self._rows:
            if need is not Need.NOTHING:
                message = f"{type_} {shown(found[1])} is not in the file"
                self._miss(("included", type_), path, message)
            return None
        if key not in self._met:
            index, row = self._rows[key]
            self._met[key] = self.resource(row, ("included", index))
        return self._met[key]

    def _miss(self, kind: tuple[str, str], path: Path, message: str) -> None:
        self._gaps.setdefault(kind, _Gap(path, message)).count += 1

    def note_gaps(self) -> None:
        """Note what was missing as problems, once for each kind with how many more there are."""
        for gap in self._gaps.values():
            more = f" (and {gap.count - 1:,} more of the same)" if gap.count > 1 else ""
            self._problems.add(gap.path, gap.message + more)


def says(owner: Resource, name: str) -> bool:
    """Whether the file holds linkage for a relationship, be it that there is none."""
    relationship = owner.relationships.get(name)
    return isinstance(relationship, dict) and "data" in relationship
