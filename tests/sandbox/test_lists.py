from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from cwsync.sandbox import fields
from tests.sandbox.support import Clock, add_project, listed, patched, replace

PATH = "/sales/opportunities"


def links(answer: httpx.Response) -> dict[str, str]:
    return {
        name: url for url, name in re.findall(r'<([^>]*)>; rel="(\w+)"', answer.headers["link"])
    }


def ids(answer: httpx.Response) -> list[int]:
    assert answer.status_code == 200, answer.text
    return [row["id"] for row in answer.json()]


def test_pages_of_25_by_default(cw: httpx.Client) -> None:
    everything = [row["id"] for row in listed(cw, PATH)]
    first, second, third = (cw.get(PATH, params={"page": page}) for page in (1, 2, 3))
    assert len(ids(first)) == 25
    assert ids(first) + ids(second) == everything == sorted(everything)
    assert ids(third) == []
    assert set(links(first)) == {"next", "last"}
    assert set(links(second)) == {"first", "prev"}


def test_links_lead_through_all_pages(cw: httpx.Client) -> None:
    def walk(url: str | None) -> Iterator[int]:
        while url:
            answer = cw.get(url)
            yield from ids(answer)
            url = links(answer).get("next")

    conditions = "company/id in (251, 252, 253)"
    start = httpx.URL(PATH, params={"pageSize": 4, "conditions": conditions, "fields": "id"})
    wanted = [row["id"] for row in listed(cw, PATH, conditions=conditions)]
    assert len(wanted) > 8
    assert list(walk(str(start))) == wanted


def test_a_last_page_that_is_exactly_full(cw: httpx.Client) -> None:
    params: dict[str, str | int] = {"pageSize": 5, "conditions": "id <= 4010"}
    last = cw.get(PATH, params={**params, "page": 2})
    assert ids(last) == list(range(4006, 4011))
    assert set(links(last)) == {"first", "prev"}
    assert ids(cw.get(PATH, params={**params, "page": 3})) == []


def test_no_more_than_1000_a_page(cw: httpx.Client) -> None:
    for number in range(2):
        add_project(cw, name=f"Project {number}")
    assert len(ids(cw.get("/project/projects", params={"pageSize": 5000}))) == 5
    answer = cw.get("/project/projects", params={"pageSize": 1_001, "page": 2})
    assert ids(answer) == []


@pytest.mark.parametrize("params", [{"page": "0"}, {"pageSize": "x"}, {"page": "9" * 30}])
def test_pages_that_make_no_sense(cw: httpx.Client, params: dict[str, str]) -> None:
    assert cw.get(PATH, params=params).status_code == 400


def test_a_link_ends_in_the_page_as_other_clients_expect(cw: httpx.Client) -> None:
    params: dict[str, str | int] = {"page": 2, "pageSize": 5, "conditions": 'name != "x"'}
    base = "https://sandbox.localhost/v4_6_release/apis/3.0/sales/opportunities"
    assert links(cw.get(PATH, params=params))["next"] == (
        f"{base}?pageSize=5&conditions=name+%21%3D+%22x%22&page=3"
    )


def test_forward_only(cw: httpx.Client) -> None:
    headers = {"pagination-type": "forward-only"}
    params: dict[str, str | int] = {"pageSize": 30, "page": 7, "conditions": "id <= 4040"}
    first = cw.get(PATH, params=params, headers=headers)
    assert ids(first) == list(range(4001, 4031))
    second = cw.get(links(first)["next"], headers=headers)
    assert ids(second) == list(range(4031, 4041))
    assert second.headers["link"] == ""
    filtered = cw.get(
        PATH, params={"pageId": 4031, "conditions": 'name like "*e*"'}, headers=headers
    )
    assert min(ids(filtered)) > 4031
    assert cw.get(PATH, params={"orderBy": "id"}, headers=headers).status_code == 400


def test_only_the_fields_that_are_asked_for(cw: httpx.Client) -> None:
    answer = cw.get(f"{PATH}/4001", params={"fields": "id, name,company/name,status/id,nothing,"})
    assert answer.json() == {
        "id": 4001,
        "name": "Office Wi-Fi refresh",
        "company": {"name": "Harrow & Finch Architects"},
        "status": {"id": 1},
    }
    kept = cw.get(f"{PATH}/4001", params={"fields": "_info/lastUpdated"}).json()
    assert kept == {"_info": {"lastUpdated": "2026-09-01T08:00:00Z"}}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {"a": 1, "b": {"c": 2, "d": 3}, "e": [{"f": 4, "g": 5}]}),
        ("b", {"b": {"c": 2, "d": 3}}),
        ("b/c,a", {"b": {"c": 2}, "a": 1}),
        ("e/g", {"e": [{"g": 5}]}),
        ("a/x", {"a": 1}),
        ("x/y", {}),
    ],
)
def test_projection(text: str, expected: dict[str, Any]) -> None:
    record = {"a": 1, "b": {"c": 2, "d": 3}, "e": [{"f": 4, "g": 5}]}
    assert fields.project(record, fields.wanted(text)) == expected


def test_records_carry_who_and_when(cw: httpx.Client, clock: Clock) -> None:
    id = add_project(cw)
    clock.forward(3_600)
    patched(cw, f"/project/projects/{id}", replace("name", "Renamed"))
    record = cw.get(f"/project/projects/{id}").json()
    root = "https://sandbox.localhost/v4_6_release/apis/3.0"
    assert record["_info"] == {
        "lastUpdated": "2026-10-05T10:30:00Z",
        "updatedBy": "cwsync",
        "dateEntered": "2026-10-05T09:30:00Z",
        "enteredBy": "cwsync",
        "phases_href": f"{root}/project/projects/{id}/phases",
        "notes_href": f"{root}/project/projects/{id}/notes",
    }
    assert record["company"] == {
        "id": 251,
        "identifier": "HarrowFinch",
        "name": "Harrow & Finch Architects",
        "_info": {"company_href": f"{root}/company/companies/251"},
    }
    assert None not in record.values()


EVERY_LIST = [
    "company/companies",
    "company/companies/251/sites",
    "company/companies/statuses",
    "company/companies/types",
    "company/contacts",
    "project/projects",
    "project/projects/302/phases",
    "project/projects/302/notes",
    "project/tickets",
    "project/tickets/21001/tasks",
    "project/tickets/21001/notes",
    "project/statuses",
    "project/phaseStatuses",
    "project/projectTypes",
    "project/projectTemplates",
    "project/projectTemplates/11/projectTemplatePhases",
    "project/projectTemplates/11/projectTemplateTickets",
    "project/projectTemplates/11/projectTemplateTickets/201/tasks",
    "sales/opportunities",
    "sales/opportunities/4001/notes",
    "sales/opportunities/statuses",
    "sales/opportunities/types",
    "sales/stages",
    "sales/probabilities",
    "sales/orders",
    "sales/orders/statuses",
    "service/boards",
    "service/boards/31/statuses",
    "service/boards/31/types",
    "service/codes",
    "service/locations",
    "service/priorities",
    "service/sources",
    "system/members",
    "system/departments",
    "system/locations",
    "time/workRoles",
    "time/workTypes",
]


@pytest.mark.parametrize("path", EVERY_LIST)
def test_every_list_has_a_count_and_single_records(cw: httpx.Client, path: str) -> None:
    rows = listed(cw, f"/{path}")
    assert cw.get(f"/{path}/count").json() == {"count": len(rows)}
    assert [row["id"] for row in rows] == sorted(row["id"] for row in rows)
    if rows and not path.endswith("/tasks"):
        assert cw.get(f"/{path}/{rows[0]['id']}").json() == rows[0]
