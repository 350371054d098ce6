"""Which project of a JSON:API document is meant."""

from __future__ import annotations

from cwsync.errors import InvalidInput
from cwsync.export.problems import Problems, printable, shown
from cwsync.export.rows import Row
from cwsync.export.values import COUNT

_MOST_LISTED = 50


def chosen_project(
    label: str, document: dict[str, object], project_id: str | None, problems: Problems
) -> tuple[Row, bool]:
    """The resource of the project, and whether the file holds every page of the answer.

    Raises InvalidInput that lists the projects when the choice is not clear.
    """
    candidates = _candidates(document, problems)
    complete = _has_all_pages(Row(document, (), problems), len(candidates), problems)
    if project_id is None and len(candidates) == 1:
        return candidates[0], complete
    fitting = [row for row in candidates if row.fields.get("id") == project_id]
    if len(fitting) == 1:
        return fitting[0], complete
    raise _unclear(label, project_id, candidates, len(fitting))


def _candidates(document: dict[str, object], problems: Problems) -> list[Row]:
    data = document["data"]
    if isinstance(data, dict):
        return [Row(data, ("data",), problems)]
    rows = []
    for index, item in enumerate(data if isinstance(data, list) else []):
        if isinstance(item, dict) and item.get("type") == "projects":
            rows.append(Row(item, ("data", index), problems))
        else:
            problems.add(("data", index), "this is not one of the projects, as the others are")
    return rows


def _has_all_pages(root: Row, count: int, problems: Problems) -> bool:
    meta = root.row("meta")
    if meta is None:
        return True
    pages, records = meta.number("page-count", COUNT), meta.number("record-count", COUNT)
    if pages is not None and pages > 1:
        problems.add((*meta.path, "page-count"), f"this is one of {pages} pages")
        return False
    if records is not None and records > count:
        problems.add(
            (*meta.path, "record-count"), f"{records} projects were found, {count} are here"
        )
        return False
    return True


def _unclear(label: str, project_id: str | None, rows: list[Row], fitting: int) -> InvalidInput:
    if project_id is None:
        message = f"{label} holds {len(rows)} projects"
    elif fitting:
        message = f"{label} holds project {printable(project_id)} {fitting} times"
    else:
        message = f"{label} does not hold project {printable(project_id)}"
    return InvalidInput(
        message,
        hint="choose one with --project-id",
        details=(*map(_line, rows[:_MOST_LISTED]), *_rest(len(rows) - _MOST_LISTED)),
    )


def _rest(count: int) -> tuple[str, ...]:
    return (f"… and {count:,} more",) if count > 0 else ()


def _line(row: Row) -> str:
    attributes, id_ = row.fields.get("attributes"), row.fields.get("id")
    name = attributes.get("project-name") if isinstance(attributes, dict) else None
    return f"{printable(id_) if isinstance(id_, str) else shown(id_)}  {shown(name)}"
