"""Read a whole list, 1,000 records a request, each record once.

Pages after the first are read side by side when ConnectWise says how many there are. Whenever the
number does not add up, because records came or went meanwhile, the list is read again one page
after the other, each beginning behind the last id of the one before. One thing hides from that: in
a list of several pages, one record goes and another comes while they are read. Then the number fits
and the first record of a later page can be missed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol

from cwsync.errors import Unreachable

PAGE = 1_000
MOST_PAGES = 5_000

Records = list[dict[str, Any]]


class Answered(Protocol):
    """The answer to the request of one page."""

    @property
    def value(self) -> Any: ...

    @property
    def link(self) -> str | None: ...


class Listing:
    """One list of one site.

    `ask` sends the request for a page with these further parameters and headers; `count` says how
    many records there are, None where nobody knows. With `limit` no more than so many are read.
    """

    def __init__(
        self,
        ask: Callable[[Mapping[str, str], Mapping[str, str]], Answered],
        count: Callable[[], int | None],
        *,
        name: str,
        ordered: bool,
        workers: int,
        progress: Callable[[int], None],
        limit: int | None = None,
    ) -> None:
        self._ask = ask
        self._count = count
        self._name = name
        self._ordered = ordered
        self._workers = workers
        self._progress = progress
        self._limit = limit
        self._size = PAGE if limit is None else min(max(limit, 1), PAGE)

    def rows(self) -> Records:
        """All records. Raises `Unreachable` when the pages never end or hold no records."""
        return self._all()[: self._limit]

    def _all(self) -> Records:
        first, more = self._page(1)
        found = _Found()
        found.add(first)
        self._progress(len(found))
        if not more or self._is_enough(found):
            return found.rows
        total = self._count() if len(first) == self._size else None
        if total is not None and total >= len(found) and self._side_by_side(found, total):
            return found.rows
        return self._one_by_one(first)

    def _is_enough(self, found: _Found) -> bool:
        return self._limit is not None and len(found) >= self._limit

    def _side_by_side(self, found: _Found, total: int) -> bool:
        """Add the other pages; whether all of it adds up."""
        pages = -(-total // PAGE)
        if self._limit is not None:
            pages = min(pages, -(-self._limit // PAGE))
            total = min(total, pages * PAGE)
        numbers = range(2, pages + 1)
        pool = ThreadPoolExecutor(max_workers=max(1, min(self._workers, len(numbers))))
        try:
            for rows, _ in pool.map(self._page, numbers):
                found.add(rows)
                self._progress(len(found))
        finally:
            pool.shutdown(cancel_futures=True)
        return len(found) == total

    def _one_by_one(self, first: Iterable[dict[str, Any]]) -> Records:
        found = _Found()
        found.add(first)
        for number in range(2, MOST_PAGES + 1):
            rows, more = self._page(number, after=None if self._ordered else found.last_id)
            new = found.add(rows)
            self._progress(len(found))
            if not more or self._is_enough(found):
                return found.rows
            if not new:
                break
        raise Unreachable(
            f"ConnectWise answers {self._name} with pages that repeat or never end",
            hint="run it again; if it stays so, ConnectWise's support can tell why",
            code="endless_pages",
        )

    def _page(self, number: int, after: int | None = None) -> tuple[Records, bool]:
        """The records of a page, and whether there are more behind it.

        Forward-only paging ignores `page`, and whoever does not know it ignores `pageId`.
        """
        params = {"pageSize": str(self._size), "page": str(number)}
        headers = {}
        if after is not None:
            params["pageId"] = str(after)
            headers["pagination-type"] = "forward-only"
        answer = self._ask(params, headers)
        rows = self._records(answer.value)
        if after is not None:  # a page may be short although there are more; its Link tells nothing
            return rows, bool(rows)
        if answer.link is None:
            return rows, len(rows) >= self._size
        return rows, bool(rows) and 'rel="next"' in answer.link

    def _records(self, value: Any) -> Records:
        rows = [] if value is None else [value] if isinstance(value, dict) else value
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise Unreachable(
                f"ConnectWise answers {self._name} with something that is no list of records",
                hint="check the host and the API version (CWSYNC_API_VERSION)",
                code="unexpected_answer",
            )
        return rows


class _Found:
    """Records, each id once. A record without an id counts as one of its own, unless it repeats
    a whole page."""

    def __init__(self) -> None:
        self.rows: Records = []
        self._ids: set[Any] = set()
        self._page: Records = []

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def last_id(self) -> int | None:
        """The highest id, None unless all are numbers in rising order."""
        ids = [row.get("id") for row in self.rows]
        numbers = [id for id in ids if isinstance(id, int)]
        return numbers[-1] if numbers and numbers == ids == sorted(numbers) else None

    def add(self, page: Iterable[dict[str, Any]]) -> int:
        """Add what is new; how many that were."""
        before = len(self.rows)
        rows = list(page)
        if rows != self._page:
            self.rows += [row for row in rows if self._is_new(row.get("id"))]
            self._page = rows
        return len(self.rows) - before

    def _is_new(self, id: object) -> bool:
        if id is None:
            return True
        key = str(id)
        if key in self._ids:
            return False
        self._ids.add(key)
        return True
