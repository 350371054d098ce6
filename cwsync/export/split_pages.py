"""Whether every page of every answer is there."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from cwsync.export.problems import Problems
from cwsync.export.rows import Row
from cwsync.export.split_rows import Answer, Parent
from cwsync.export.values import COUNT

_Asked = tuple[str | None, Parent | None, str]


def note_missing_pages(answers: list[Answer], problems: Problems) -> None:
    """Note each collection that says it has more rows, or pages, than the files hold of it."""
    pages: dict[_Asked, list[Answer]] = defaultdict(list)
    for answer in answers:
        pages[answer.type, answer.parent, answer.asked].append(answer)
    for (type_, _, _), together in pages.items():
        _check(type_ or "rows", together, problems)


def _check(type_: str, together: list[Answer], problems: Problems) -> None:
    here = len(set().union(*(answer.ids for answer in together)))
    for answer in together:
        records, page_count = _counts(answer, problems)
        path = ("file", answer.file, "meta", "record-count")
        if records is not None:
            if records > here:
                message = f"the answer has {records} {type_}, and {here} of them are here"
                problems.add(path, f"{message}: fetch its other pages, too")
                return
        elif page_count is not None and page_count > len(together):
            message = f"this is one of {page_count} pages: fetch the others, too"
            problems.add((*path[:3], "page-count"), message)
            return
        elif answer.has_next and len(together) == 1 and page_count is None:
            problems.add((*path[:2], "links", "next"), "there are more pages: fetch them, too")
            return


def _counts(answer: Answer, problems: Problems) -> tuple[Decimal | None, Decimal | None]:
    if not isinstance(answer.meta, dict):
        return None, None
    meta = Row(answer.meta, ("file", answer.file, "meta"), problems)
    return meta.number("record-count", COUNT), meta.number("page-count", COUNT)
