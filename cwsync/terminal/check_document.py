"""The JSON of `export check`. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cwsync.errors import InvalidExport, InvalidInput
from cwsync.export.project import Notice, Project
from cwsync.mapping.workplan import WorkPlan
from cwsync.terminal.documents import Document, error_document, export_document


def check_document(
    project: Project, plan: WorkPlan, warnings: Iterable[Notice], notes: Iterable[Notice]
) -> Document:
    """`cwsync.export/1` with all notices; the `level` of each is `warning` or `note`."""
    levels = (("warning", warnings), ("note", notes))
    notices = [_notice(level, notice) for level, all_of_it in levels for notice in all_of_it]
    return export_document(project, plan) | {"notices": notices}


def checks_document(exports: Iterable[Document], counts: Mapping[str, int]) -> Document:
    """`cwsync.exports/1`: of each export its document or its error, with its name."""
    return {
        "schema": "cwsync.exports/1",
        "valid": counts["invalid"] == 0,
        "exports": list(exports),
        "summary": dict(counts),
    }


def _notice(level: str, notice: Notice) -> Document:
    return {
        "code": notice.code,
        "level": level,
        "message": notice.message,
        "key": notice.key,
        "place": notice.place,
    }


def invalid_document(error: InvalidInput) -> Document:
    """`cwsync.error/1`, and with it every problem on its own."""
    problems: Iterable[tuple[str | None, str]] = ((None, error.message),)
    if isinstance(error, InvalidExport):
        problems = error.problems
    return {
        **error_document(error),
        "valid": False,
        "problems": [{"place": place, "message": message} for place, message in problems],
    }
