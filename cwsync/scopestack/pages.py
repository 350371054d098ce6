"""All pages of a list, each row once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cwsync.errors import Unreachable
from cwsync.scopestack.rows import Row, is_row

PAGE = 200
MOST_PAGES = 1_000

Rows = list[Row]
Get = Callable[[str, Mapping[str, str]], dict[str, Any]]


def pages(get: Get, path: str, params: Mapping[str, str]) -> tuple[Rows, Rows]:
    """The rows of a list (or the one row, or none) and everything included with them.

    Raises `Unreachable` where the pages repeat, never end or hold fewer rows than announced.
    """
    rows: dict[tuple[str, str], Row] = {}
    included: Rows = []
    for number in range(1, MOST_PAGES + 1):
        asked = {**params, "page[number]": str(number), "page[size]": str(PAGE)}
        document = get(path, asked)
        found = _rows(document.get("data"))
        before = len(rows)
        rows |= {(row["type"], row["id"]): row for row in found}
        included += _rows(document.get("included"))
        if not _more(document, number, len(found)):
            _check_complete(document, len(rows), path)
            return list(rows.values()), included
        if len(rows) == before:
            break
    raise Unreachable(
        f"ScopeStack answers {path} with pages that repeat or never end",
        hint="run it again; if it stays so, ScopeStack's support can tell why",
        code="endless_pages",
    )


def _rows(data: object) -> Rows:
    listed = data if isinstance(data, list) else [data]
    return [row for row in listed if is_row(row)]


def _more(document: dict[str, Any], number: int, found: int) -> bool:
    """Whether there are pages behind this one: by the count, else by the links."""
    count = _meta(document, "page-count")
    if count is None:
        count = _last_page(document)
    if count is not None:
        return number < count
    return found > 0 and bool(_links(document).get("next"))


def _check_complete(document: dict[str, Any], found: int, path: str) -> None:
    announced = _meta(document, "record-count")
    if announced is not None and announced > found:
        raise Unreachable(
            f"ScopeStack announces {announced} rows at {path}, and gives {found}",
            hint="somebody may be changing the project: run it again",
            code="incomplete_list",
        )


def _meta(document: dict[str, Any], name: str) -> int | None:
    meta = document.get("meta")
    value = meta.get(name) if isinstance(meta, dict) else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _last_page(document: dict[str, Any]) -> int | None:
    link = _links(document).get("last")
    if not isinstance(link, str):
        return None
    try:
        numbers = parse_qs(urlsplit(link).query).get("page[number]", [])
    except ValueError:
        return None
    return int(numbers[0]) if numbers and numbers[0].isascii() and numbers[0].isdigit() else None


def _links(document: dict[str, Any]) -> dict[str, Any]:
    links = document.get("links")
    return links if isinstance(links, dict) else {}
