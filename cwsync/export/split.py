"""A split set (one answer of the API a file) → one compound document, its linkage filled in.

Rows are joined by their relationships; where those are absent, by the addresses of the answers
(`…/project-services/93/project-subservices`) or by what connectors add (`phase_id`). What none of
them says stays unsaid, and the reader of compound documents refuses it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from cwsync.closest import folded
from cwsync.export.problems import Path, Problems, shown
from cwsync.export.remarks import Remarks
from cwsync.export.split_pages import note_missing_pages
from cwsync.export.split_rows import Parent, SplitRow, SplitRows

_OF_PROJECT = (
    "project-phases",
    "project-services",
    "project-governances",
    "project-locations",
    "project-products",
    "project-resources",
)
_ONE_OF_PROJECT = {
    "client": "clients",
    "crm-opportunity": "crm-opportunities",
    "business-unit": "business-units",
    "sales-executive": "sales-executives",
    "psa-project": "psa-projects",
}
_Called = dict[str | None, list[SplitRow]]
_FETCH_AGAIN = "fetch all files again at one time"


class Split:
    """The compound document of several files, and where in them everything stands."""

    def __init__(self, rows: SplitRows, problems: Problems, remarks: Remarks) -> None:
        self._rows = rows
        self._problems = problems
        self._remarks = remarks
        self.others = [r for r in rows.rows.values() if r.type != "projects"]
        self.projects = rows.of_type("projects")
        note_missing_pages(rows.answers, problems)

    def document(self) -> dict[str, object]:
        """The document as it stands: the project, or all of them, and every other row."""
        projects: list[object] = [row.fields() for row in self.projects]
        return {
            "data": projects[0] if len(projects) == 1 else projects,
            "included": [row.fields() for row in self.others],
        }

    def join(self, project_id: str) -> dict[str, object]:
        """The document with the linkage that this project needs filled in."""
        head = next(row for row in self.projects if row.id == project_id)
        below = {type_: self._of_project(head, type_) for type_ in _OF_PROJECT}
        for type_, rows in below.items():
            self._link_many(head, type_, rows, self._is_listed(type_, head))
        for name, type_ in _ONE_OF_PROJECT.items():
            self._link_head(head, name, type_)
        locations = below["project-locations"]
        phases, places = _by_name(below["project-phases"]), _by_name(locations)
        for row in (*below["project-services"], *below["project-governances"]):
            _link_one(row, "project-phase", phases, self._problems)
            _link_one(row, "project-location", places, self._problems)
        if not locations and not self._is_listed("project-locations", head):
            self._forget_locations(head, below["project-services"])
        self._link_subservices(head, below["project-services"])
        return self.document()

    def origin(self, path: Path) -> tuple[str, Path]:
        """The file in which a path of the document stands, and the path there."""
        if not path:
            return "", path
        if path[0] == "file":
            return self._rows.names[int(path[1])], path[2:]
        row, rest = self._row_at(path)
        if row is None:
            return "", path
        file, place = row.place
        if row.flat and rest[:1] == ("attributes",):
            rest = (*(str(step).replace("-", "_") for step in rest[1:2]), *rest[2:])
        return self._rows.names[file], (*place, *rest)

    def _row_at(self, path: Path) -> tuple[SplitRow | None, Path]:
        rows = self.projects if path[0] == "data" else self.others
        if path[0] == "data" and len(self.projects) == 1:
            return rows[0], path[1:]
        if len(path) > 1 and isinstance(path[1], int) and path[1] < len(rows):
            return rows[path[1]], path[2:]
        return None, path

    def _of_project(self, head: SplitRow, type_: str) -> list[SplitRow]:
        """The rows of one type that are not known to be of another project."""
        owners = ((row, self._project_of(row)) for row in self._rows.of_type(type_))
        if len(self.projects) == 1:
            return [row for row, owner in owners if owner in (None, head.id)]
        return [row for row, owner in owners if owner == head.id or self._unowned(row, owner)]

    def _unowned(self, row: SplitRow, owner: str | None) -> bool:
        if owner is None and row.active:
            message = "nothing says which of the projects this belongs to"
            self._problems.add(_at(row), message)
        return False

    def _project_of(self, row: SplitRow) -> str | None:
        return _owner(row, "project", "projects")

    def _is_listed(self, type_: str, head: SplitRow) -> bool:
        """Whether one of the answers lists all rows of this type that the project has."""
        of_project = (None, Parent("projects", head.id))
        return any(a.type == type_ and a.parent in of_project for a in self._rows.answers)

    def _link_many(self, owner: SplitRow, name: str, rows: list[SplitRow], listed: bool) -> None:
        """Link the rows to their owner; what the owner says itself stands, and must fit."""
        has, data = owner.linked(name)
        if not has:
            if listed:
                owner.link(name, [_identifier(row) for row in rows])
            return
        named = {item.get("id") for item in _mappings(data)}
        for row in rows:
            if row.active and row.id not in named:
                message = f"{owner.type} {owner.id} does not name this one; {_FETCH_AGAIN}"
                self._problems.add(_at(row), message)

    def _link_head(self, head: SplitRow, name: str, type_: str) -> None:
        """Link the one row of a type, if it was asked for alone."""
        has, _ = head.linked(name)
        rows = [row for row in self._rows.of_type(type_) if row.alone]
        if not has and len(rows) == 1 and len(self.projects) == 1:
            head.link(name, _identifier(rows[0]))

    def _forget_locations(self, head: SplitRow, services: list[SplitRow]) -> None:
        """Locations only name things: without their file the rest can be used."""
        linked = [row for row in services if row.linked("project-location")[1]]
        for row in linked:
            row.link("project-location", None)
        if linked:
            message = (
                "the files do not hold the project-locations, so services of one name in one "
                "phase are told apart by numbers, not by where they take place"
            )
            self._remarks.add("not_in_file", message, _at(head))

    def _link_subservices(self, head: SplitRow, services: list[SplitRow]) -> None:
        type_, homeless = "project-subservices", list[SplitRow]()
        below: dict[str, list[SplitRow]] = defaultdict(list)
        for row in self._rows.of_type(type_):
            if self._project_of(row) in (None, head.id):
                owner = _owner(row, "project-service", "project-services")
                (homeless if owner is None else below[owner]).append(row)
        listed = self._is_listed(type_, head) and not homeless
        nested = {a.parent for a in self._rows.answers if a.type == type_}
        for service in services:
            own = Parent(service.type, service.id) in nested
            self._link_many(service, type_, below[service.id], listed or own)
        self._refuse_homeless(homeless, services)

    def _refuse_homeless(self, homeless: list[SplitRow], services: list[SplitRow]) -> None:
        named = {
            item.get("id")
            for service in services
            for item in _mappings(service.linked("project-subservices")[1])
        }
        for row in homeless:
            if row.active and row.id not in named:
                self._problems.add(_at(row), "nothing says which service this belongs to")


def _owner(row: SplitRow, name: str, type_: str) -> str | None:
    """The id of the row that this one belongs to, by the first of the three ways that says it."""
    _, linked = row.linked(name)
    if isinstance(linked, dict) and isinstance(linked.get("id"), str):
        return str(linked["id"])
    _, added = row.extra(f"{name.replace('-', '_')}_id")
    if isinstance(added, str):
        return added
    return row.parent.id if row.parent and row.parent.type == type_ else None


def _link_one(row: SplitRow, name: str, rows: _Called, problems: Problems) -> None:
    """Link a row to its phase or location, if a connector or the address says which it is."""
    has, _ = row.linked(name)
    if has:
        return
    type_, short = f"{name}s", name.removeprefix("project-")
    says, id_ = row.extra(f"project_{short}_id", f"{short}_id")
    if not says and row.parent and row.parent.type == type_:
        says, id_ = True, row.parent.id
    if says:
        if id_ is None or isinstance(id_, str):
            row.link(name, None if id_ is None else {"type": type_, "id": id_})
        return
    says, called = row.extra(f"project_{short}_name", f"{short}_name")
    if says:
        _link_by_name(row, name, called, rows, problems)


def _link_by_name(
    row: SplitRow, name: str, called: object, rows: _Called, problems: Problems
) -> None:
    if called is None or (isinstance(called, str) and not called.strip()):
        row.link(name, None)
        return
    fitting = rows.get(_folded(called), [])
    if len(fitting) == 1:
        row.link(name, _identifier(fitting[0]))
    elif name == "project-phase" and row.active:
        count = f"{len(fitting)} phases are" if fitting else "no phase is"
        problems.add(_at(row), f"{count} called {shown(called)}")


def _by_name(rows: Iterable[SplitRow]) -> _Called:
    called: _Called = defaultdict(list)
    for row in rows:
        attributes = row.attributes if isinstance(row.attributes, dict) else {}
        called[_folded(attributes.get("name"))].append(row)
    return called


def _folded(name: object) -> str | None:
    return folded(name) if isinstance(name, str) else None


def _identifier(row: SplitRow) -> dict[str, object]:
    return {"type": row.type, "id": row.id}


def _mappings(data: object) -> Iterable[dict[str, object]]:
    return (item for item in (data if isinstance(data, list) else ()) if isinstance(item, dict))


def _at(row: SplitRow) -> Path:
    return ("file", row.place[0], *row.place[1])
