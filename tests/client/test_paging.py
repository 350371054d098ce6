"""Lists of any length, and lists that change while they are read: each record once, or an error."""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cwsync.errors import Forbidden, Unreachable
from tests.client.scripted import Setting, talking_to

Rows = list[dict[str, Any]]


class Table:
    """A list of ConnectWise. `change` runs before each page is answered.

    A page has at most `most` records; those that are `hidden` are taken out of it afterwards.
    """

    def __init__(
        self,
        ids: list[int],
        *,
        counts: bool = True,
        forward: bool = True,
        links: bool = True,
        most: int = 1000,
        hidden: Container[int] = (),
        change: Callable[[Table, int], None] = lambda table, page: None,
    ) -> None:
        self.ids = ids
        self.counts = counts
        self.forward = forward
        self.links = links
        self.most = most
        self.hidden = hidden
        self.change = change
        self.pages = 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/count"):
            body = {"count": sum(id not in self.hidden for id in self.ids)}
            return httpx.Response(200, json=body) if self.counts else httpx.Response(405)
        self.pages += 1
        self.change(self, self.pages)
        params = request.url.params
        size = min(int(params["pageSize"]), self.most)
        if self.forward and request.headers.get("pagination-type") == "forward-only":
            ids = [id for id in self.ids if id > int(params["pageId"])]
            return self._answer(ids[:size], more=True)
        start = (int(params["page"]) - 1) * size
        return self._answer(self.ids[start : start + size], more=len(self.ids) > start + size)

    def _answer(self, ids: list[int], *, more: bool) -> httpx.Response:
        link = '<https://x/?page=2>; rel="next", ' if more else ""
        headers = {"Link": f'{link}<https://x/?page=1>; rel="first"'} if self.links else {}
        return httpx.Response(
            200, headers=headers, json=[{"id": id} for id in ids if id not in self.hidden]
        )


def ids_of(rows: Rows) -> list[int]:
    return [row["id"] for row in rows]


def listing(table: Table, **options: Any) -> tuple[list[int], Setting]:
    setting = talking_to(table)
    return ids_of(setting.cw.list("/company/companies", **options)), setting


@pytest.mark.parametrize("links", [True, False])
@pytest.mark.parametrize("counts", [True, False])
@pytest.mark.parametrize("forward", [True, False])
@pytest.mark.parametrize("total", [0, 1, 999, 1000, 1001, 2000, 3500])
def test_any_length(total: int, forward: bool, counts: bool, links: bool) -> None:
    table = Table(list(range(1, total + 1)), counts=counts, forward=forward, links=links)
    ids, _ = listing(table)
    assert ids == list(range(1, total + 1))
    ids, _ = listing(table, order_by="name asc")
    assert ids == list(range(1, total + 1))


@pytest.mark.parametrize(("total", "requests"), [(0, 1), (999, 1), (1000, 1), (50_000, 51)])
def test_how_many_requests(total: int, requests: int) -> None:
    _, setting = listing(Table(list(range(total))))
    assert setting.cw.requests == (requests, 0, 0)


@pytest.mark.parametrize("links", [True, False])
@pytest.mark.parametrize("counts", [True, False])
@pytest.mark.parametrize("order_by", ["", "name asc"])
@pytest.mark.parametrize("total", [0, 1, 999, 1000, 1001, 3500])
@pytest.mark.parametrize("limit", [1, 2, 999, 1000, 1001, 2000, 9000])
def test_no_more_than_a_limit(
    limit: int, total: int, order_by: str, counts: bool, links: bool
) -> None:
    table = Table(list(range(1, total + 1)), counts=counts, links=links)
    ids, setting = listing(table, limit=limit, order_by=order_by)
    assert ids == list(range(1, min(limit, total) + 1))
    assert len(setting.sent) <= -(-min(limit, total) // 1000) + 2


def test_a_limit_within_a_page_asks_for_no_more() -> None:
    _, setting = listing(Table(list(range(3500))), limit=20)
    assert setting.sent == ["GET /company/companies"]
    assert setting.script.requests[0].url.params["pageSize"] == "20"


def test_what_is_asked_for() -> None:
    setting = talking_to(Table([3]))
    setting.cw.list(
        "/project/tickets",
        conditions='summary="Rack & stack + 1"',
        fields=("id", "phase/id"),
        order_by="id",
    )
    assert setting.script.requests[0].url.query.decode() == (
        "conditions=summary%3D%22Rack%20%26%20stack%20%2B%201%22&fields=id%2Cphase%2Fid"
        "&orderBy=id&pageSize=1000&page=1"
    )
    assert setting.calls[0].path == '/project/tickets?conditions=summary="Rack & stack + 1"&page=1'


def test_a_long_query_is_shortened_in_the_log() -> None:
    setting = talking_to(Table([3]))
    setting.cw.list("/project/tickets", conditions=f"id in ({','.join(['12345'] * 99)})")
    assert len(setting.calls[0].path) == 160


def test_progress_hears_how_many_there_are() -> None:
    heard: list[int] = []
    listing(Table(list(range(2500))), progress=heard.append)
    assert heard == [1000, 2000, 2500]


def test_conditions_are_counted_too() -> None:
    setting = talking_to(Table(list(range(1500))))
    setting.cw.list("/company/companies", conditions="deletedFlag=False")
    asked = {request.url.params.get("conditions") for request in setting.script.requests}
    assert asked == {"deletedFlag=False"}
    assert setting.cw.count("/company/companies", conditions="a=1") == 1500


def drop_first(table: Table, page: int) -> None:
    if page == 2:
        del table.ids[0]


def grow_at_the_front(table: Table, page: int) -> None:
    if page == 2:
        table.ids.insert(0, -1)


def grow_at_the_end(table: Table, page: int) -> None:
    if page == 2:
        table.ids += range(90_000, 91_200)


def empty_it(table: Table, page: int) -> None:
    if page == 2:
        table.ids.clear()


def test_a_record_that_goes_away_meanwhile_hides_no_other() -> None:
    ids, _ = listing(Table(list(range(1, 3501)), change=drop_first))
    assert set(range(2, 3501)) <= set(ids)
    assert len(ids) == len(set(ids))


def test_records_that_come_meanwhile_do_no_harm() -> None:
    for change in (grow_at_the_front, grow_at_the_end):
        ids, _ = listing(Table(list(range(1, 3501)), change=change))
        assert set(range(1, 3501)) <= set(ids)
        assert len(ids) == len(set(ids))


def test_a_list_that_empties_meanwhile_ends() -> None:
    ids, _ = listing(Table(list(range(1, 3501)), change=empty_it))
    assert ids == list(range(1, 1001))


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 2600),
    st.lists(st.tuples(st.integers(2, 5), st.booleans(), st.integers(0, 3000)), max_size=3),
)
def test_what_stays_in_the_list_is_never_missed(
    total: int, changes: list[tuple[int, bool, int]]
) -> None:
    touched: set[int] = set()

    def change(table: Table, page: int) -> None:
        for when, grows, number in changes:
            if when == page and grows:
                table.ids.append(10_000 + len(touched))
                touched.add(10_000 + len(touched))
            elif when == page and number in table.ids:
                table.ids.remove(number)
                touched.add(number)

    ids, _ = listing(Table(list(range(1, total + 1)), change=change))
    assert len(ids) == len(set(ids))
    if not any(grows for _, grows, _ in changes):
        assert set(range(1, total + 1)) - touched <= set(ids)


def same_page(request: httpx.Request) -> httpx.Response:
    if request.url.path.endswith("/count"):
        return httpx.Response(200, json={"count": 5000})
    return httpx.Response(200, json=[{"id": id} for id in range(1000)])


def same_page_without_ids(request: httpx.Request) -> httpx.Response:
    if request.url.path.endswith("/count"):
        return httpx.Response(404, json={"message": "x"})
    return httpx.Response(200, json=[{"name": str(n)} for n in range(1000)])


@pytest.mark.parametrize("answer", [same_page, same_page_without_ids])
def test_a_page_that_repeats_for_ever_is_an_error(
    answer: Callable[[httpx.Request], httpx.Response],
) -> None:
    setting = talking_to(answer)
    with pytest.raises(Unreachable, match="pages that repeat or never end") as caught:
        setting.cw.list("/company/companies")
    assert caught.value.code == "endless_pages"
    assert len(setting.sent) < 12


def test_a_site_with_smaller_pages_is_read_whole() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        page = int(request.url.params["page"])
        headers = {"Link": '<https://x>; rel="next"'} if page < 4 else {"Link": "<https://x>"}
        rows = [{"id": page * 10 + n} for n in range(3)]
        return httpx.Response(200, headers=headers, json=rows)

    setting = talking_to(answer)
    ids = ids_of(setting.cw.list("/company/companies", order_by="id"))
    assert ids == [10, 11, 12, 20, 21, 22, 30, 31, 32, 40, 41, 42]


@pytest.mark.parametrize("forward", [True, False])
@pytest.mark.parametrize("most", [250, 1000])
@pytest.mark.parametrize("hidden", [(), (7,), (7, 1500), (2998, 3000), range(1001, 1200)])
def test_short_pages_do_not_end_a_list(most: int, hidden: Container[int], forward: bool) -> None:
    ids, _ = listing(Table(list(range(1, 3001)), most=most, hidden=hidden, forward=forward))
    assert ids == [id for id in range(1, 3001) if id not in hidden]


def test_records_without_ids_are_all_kept() -> None:
    rows = [{"moduleFunctionName": "Project Headers"}] * 2
    setting = talking_to(httpx.Response(200, json=rows))
    assert setting.cw.list("/system/mySecurity") == rows


def test_one_record_in_place_of_a_list_is_a_list_of_one() -> None:
    setting = talking_to(httpx.Response(200, json={"id": 5}))
    assert setting.cw.list("/sales/opportunities/5/forecast") == [{"id": 5}]
    assert talking_to(httpx.Response(200, text="null")).cw.list("/company/companies") == []


@pytest.mark.parametrize("body", ["3", '"x"', "[1, 2]", '[{"id": 1}, null]', "true"])
def test_what_is_no_list_is_an_error(body: str) -> None:
    with pytest.raises(Unreachable) as caught:
        talking_to(httpx.Response(200, text=body)).cw.list("/company/companies")
    assert caught.value.code == "unexpected_answer"


@pytest.mark.parametrize("body", ["{}", "[]", '{"count": null}', '{"count": "3"}', "true"])
def test_what_is_no_count_is_an_error(body: str) -> None:
    with pytest.raises(Unreachable, match="how many records"):
        talking_to(httpx.Response(200, text=body)).cw.count("/company/companies")


def test_path_and_count_of_a_collection_with_a_slash() -> None:
    setting = talking_to(httpx.Response(200, json={"count": 2}))
    assert setting.cw.count("/project/projectTemplates/") == 2
    assert re.fullmatch("GET /project/projectTemplates/count", setting.sent[0])


def test_a_count_that_is_none_is_done_without() -> None:
    table = Table(list(range(2500)))

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/count"):
            return httpx.Response(200, json=[{"id": 1}])
        return table(request)

    setting = talking_to(answer)
    assert ids_of(setting.cw.list("/sales/opportunities/5/notes")) == list(range(2500))


def test_a_count_that_cannot_be_reached_is_an_error() -> None:
    table = Table(list(range(2500)))

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(503) if request.url.path.endswith("/count") else table(request)

    with pytest.raises(Unreachable, match="keeps failing: status 503"):
        talking_to(answer).cw.list("/company/companies")


def test_an_error_on_one_of_the_pages_is_an_error() -> None:
    table = Table(list(range(9500)))

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(403) if request.url.params.get("page") == "5" else table(request)

    with pytest.raises(Forbidden):
        talking_to(answer).cw.list("/company/companies")
