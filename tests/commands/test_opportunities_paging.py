"""`opportunities list` of any length over real HTTP: how many requests, and which."""

from __future__ import annotations

import csv
import io

import pytest

from cwsync.sync.opportunity import FIELDS

from .conftest import Cwsync
from .tenants import connect_to, serving, url_of


@pytest.mark.parametrize(
    ("deals", "requests"), [(0, 1), (1, 1), (999, 1), (1_000, 1), (1_001, 3), (2_500, 4)]
)
def test_each_page_holds_a_thousand(
    cwsync: Cwsync, monkeypatch: pytest.MonkeyPatch, deals: int, requests: int
) -> None:
    with serving(deals) as server:
        connect_to(monkeypatch, url_of(server))
        ran = cwsync("opportunities list -o json")
    assert (ran.code, ran.err) == (0, "")
    assert ran.document["count"] == deals
    ids = [deal["id"] for deal in ran.document["opportunities"]]
    assert ids == list(range(4_000, 4_000 + deals))
    assert len(server.asked) == requests
    assert {page["pageSize"] for page in server.pages} == {"1000"}
    assert {page["fields"] for page in server.pages} == {",".join(FIELDS)}


@pytest.mark.parametrize(("deals", "requests"), [(999, 1), (1_000, 2), (1_001, 3)])
def test_without_links_the_count_tells_the_end(
    cwsync: Cwsync, monkeypatch: pytest.MonkeyPatch, deals: int, requests: int
) -> None:
    with serving(deals, links=False) as server:
        connect_to(monkeypatch, url_of(server))
        assert cwsync("opportunities list -o json").document["count"] == deals
    assert len(server.asked) == requests


def test_fifty_thousand_take_few_requests_and_show_how_far_they_are(
    cwsync: Cwsync, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(50_000) as server:
        connect_to(monkeypatch, url_of(server))
        ran = cwsync("opportunities list --status Open --stage Scoping --sort close -o csv")
    assert ran.code == 0
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert len({row["id"] for row in rows}) == len(rows) == 50_000
    assert len(server.asked) == 53  # two for the names, one count, fifty pages
    assert ran.err.splitlines() == [
        f"{thousands},000 opportunities read" for thousands in (10, 20, 30, 40, 50)
    ]


@pytest.mark.parametrize(
    ("limit", "sizes"),
    [(1, ["1"]), (20, ["20"]), (1_000, ["1000"]), (1_500, ["1000"] * 2), (9_000, ["1000"] * 3)],
)
def test_a_limit_reads_no_more_than_it_must(
    cwsync: Cwsync, monkeypatch: pytest.MonkeyPatch, limit: int, sizes: list[str]
) -> None:
    with serving(2_500) as server:
        connect_to(monkeypatch, url_of(server))
        ran = cwsync(f"opportunities list --limit {limit} -o json")
    assert ran.document["count"] == min(limit, 2_500)
    assert [page["pageSize"] for page in server.pages] == sizes
    assert ("may be more" in ran.err) is (limit < 2_500)


def asked_for(cwsync: Cwsync, monkeypatch: pytest.MonkeyPatch, options: str) -> dict[str, str]:
    with serving(3) as server:
        connect_to(monkeypatch, url_of(server))
        ran = cwsync(f"opportunities list {options}")
    assert ran.code == 0, ran.err
    (page,) = server.pages
    return page


@pytest.mark.parametrize(
    ("options", "conditions"),
    [
        ("", None),
        ("--status won", "status/id in (2)"),
        ("--status open", "status/id in (1,8)"),  # two of that name: both are meant
        ("--status ' OPEN ,won'", "status/id in (1,8,2)"),
        ("--status open --status won", "status/id in (1,8,2)"),
        ("--status 'lost,  for now'", "status/id in (7)"),  # a name with a comma
        ("--status 'Lost, for now' --status 2", "status/id in (7,2)"),
        ("--stage proposal --status won", "status/id in (2) and stage/id in (12)"),
        ("--search fit-out", 'name like "%fit-out%"'),
        ("--search '19\" [rack]'", 'name like "%19% [[]rack]%"'),
        ("--search '  '", None),
        ("--status ''", None),
    ],
)
def test_connectwise_filters(
    cwsync: Cwsync, monkeypatch: pytest.MonkeyPatch, options: str, conditions: str | None
) -> None:
    assert asked_for(cwsync, monkeypatch, options).get("conditions") == conditions


@pytest.mark.parametrize(
    ("options", "order"),
    [
        ("", None),
        ("--sort close", "expectedCloseDate asc,id asc"),
        ("--sort -close", "expectedCloseDate desc,id asc"),
        ("--sort=stage,-name", "stage/name asc,name desc,id asc"),
        ("--sort stage --sort -id", "stage/name asc,id desc"),
    ],
)
def test_connectwise_sorts(
    cwsync: Cwsync, monkeypatch: pytest.MonkeyPatch, options: str, order: str | None
) -> None:
    assert asked_for(cwsync, monkeypatch, options).get("orderBy") == order


def test_unknown_orders_are_refused_before_anything_is_asked(
    cwsync: Cwsync, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(1) as server:
        connect_to(monkeypatch, url_of(server))
        ran = cwsync("opportunities list --sort stag")
    assert ran.code == 2
    assert ran.err == (
        'error: opportunities cannot be sorted by "stag"\n'
        "  closest: stage, status\n"
        "  one of id, name, company, stage, status, sales-rep, close; with a - before it, "
        "the other way round\n"
    )
    assert server.asked == []
