from __future__ import annotations

from contextlib import suppress
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cwsync.sandbox.conditions import parse
from cwsync.sandbox.predicates import (
    AllOf,
    AnyOf,
    Comparison,
    Literal,
    Moment,
    Node,
    Not,
    holds,
)
from cwsync.sandbox.wire import Refusal
from tests.sandbox.support import COMPANY, add_phase, add_project, add_ticket, listed

RECORD: dict[str, Any] = {
    "id": 5,
    "name": "Help [desk] 100%",
    "owner/name": "Ana",
    "hours": 12.5,
    "flag": True,
    "date": "2026-10-05T09:30:00Z",
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("id=5", True),
        ("id = 6", False),
        ("id != 6", True),
        ("id > 4 and id < 6", True),
        ("id >= 5 AND id <= 5", True),
        ("hours = 12.50", True),
        ('name = "help [[]desk] 100%"', True),
        ("name = 'HELP [[]DESK] 100%'", True),
        ('name contains "DESK"', True),
        ('name not contains "desk"', False),
        ('name like "help*"', True),
        ('name like "%100%"', True),
        ('name like "desk%"', False),
        ('name not like "desk%"', True),
        ('owner/name = "ana"', True),
        ("id in (1, 5)", True),
        ("id not in (1,5)", False),
        ("id in (1,2)", False),
        ("flag = True", True),
        ("flag != true", False),
        ("date > [2026-10-05]", True),
        ("date = [2026-10-05T09:30:00Z]", True),
        ("date < [2026-10-05T09:30:00Z]", False),
        ("date = [2026-10-05T11:30:00+02:00]", True),
        ("name != null", True),
        ("gone = null", True),
        ("gone != null", False),
        ("gone = 5", None),
        ("gone != 5", None),
        ("not gone = 5", None),
        ("gone in (5)", None),
        ("gone = 5 or id = 5", True),
        ("gone = 5 and id = 6", False),
        ("id = 6 or id = 5 and flag = false", False),
        ("(id = 6 or id = 5) and flag = true", True),
        ("not (id = 6 or id = 7)", True),
        ('name = "a\\"b"', False),
    ],
)
def test_what_holds(text: str, expected: bool | None) -> None:
    assert holds(parse(text), RECORD.get) is expected


@pytest.mark.parametrize(
    "text",
    [
        "id",
        "id =",
        "id 5",
        "= 5",
        "id = 5 and",
        "id = 5 id = 6",
        "(id = 5",
        "id = 5)",
        "id in ()",
        "id in 5",
        'name = "open',
        "name = bare",
        "date > [today]",
        "id not = 5",
        "id ~ 5",
        "(" * 60 + "id=5" + ")" * 60,
        "not " * 60 + "id=5",
    ],
)
def test_what_is_no_condition(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse(text)
    assert refused.value.answer.status == 400
    assert refused.value.answer.body["code"] == "ApiFindCondition"


def test_in_is_not_for_child_conditions() -> None:
    with pytest.raises(Refusal):
        parse("id in (1)", lists=False)


paths = st.sampled_from(["id", "name", "owner/name", "hours", "flag", "date", "gone"])
texts = st.text(st.characters(exclude_characters='"\\[', exclude_categories=["Cs"]), max_size=12)
numbers = st.integers(-(10**9), 10**9).map(float)
dates = st.datetimes().map(lambda moment: Moment(moment.strftime("%Y-%m-%dT%H:%M:%SZ")))
literals: st.SearchStrategy[Literal] = st.one_of(texts, numbers, st.booleans(), st.none())
comparisons = st.one_of(
    st.builds(Comparison, paths, st.sampled_from(["=", "!="]), st.tuples(literals)),
    st.builds(
        Comparison, st.just("hours"), st.sampled_from(["<", "<=", ">", ">="]), st.tuples(numbers)
    ),
    st.builds(Comparison, st.just("name"), st.sampled_from(["contains", "like"]), st.tuples(texts)),
    st.builds(Comparison, paths, st.just("in"), st.lists(numbers, min_size=1).map(tuple)),
)
parts = st.lists(comparisons, min_size=2, max_size=3).map(tuple)
nodes: st.SearchStrategy[Node] = st.recursive(
    comparisons,
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=3).map(lambda of: AllOf(tuple(of))),
        st.lists(inner, min_size=2, max_size=3).map(lambda of: AnyOf(tuple(of))),
    ),
    max_leaves=8,
)


def written(node: Node) -> str:
    match node:
        case Comparison(path, "in", several):
            return f"{path} in ({', '.join(shown(one) for one in several)})"
        case Comparison(path, operator, several):
            return f"{path} {operator} {shown(several[0])}"
        case Not(of):
            return f"not ({written(of)})"
        case AllOf(of):
            return " and ".join(f"({written(part)})" for part in of)
        case AnyOf(of):
            return " or ".join(f"({written(part)})" for part in of)


def shown(literal: Literal) -> str:
    match literal:
        case Moment(text):
            return f"[{text}]"
        case bool() | None:
            return str(literal).replace("None", "null")
        case float():
            return str(int(literal))
    return f'"{literal}"'


@given(nodes)
def test_what_is_written_is_read_back(node: Node) -> None:
    assert parse(written(node)) == node


@given(nodes, nodes)
def test_not_and_or_belong_together(one: Node, other: Node) -> None:
    left = holds(Not(AllOf((one, other))), RECORD.get)
    assert left is holds(AnyOf((Not(one), Not(other))), RECORD.get)


@given(st.text(max_size=60) | st.text("idname =<>()[]'\"andorti,5*%/", max_size=60))
def test_any_text_is_a_condition_or_refused(text: str) -> None:
    with suppress(Refusal):
        node = parse(text)
        assert parse(written(node)) == node


@pytest.mark.parametrize(
    ("path", "conditions"),
    [
        ("/service/boards", 'board/name = "x"'),
        ("/service/boards", "nowhere = 1"),
        ("/service/boards", "name = 1"),
        ("/service/boards", 'id = "1"'),
        ("/service/boards", 'projectFlag = "True"'),
        ("/service/boards", "location = 1"),
        ("/service/boards", "location/city = 1"),
        ("/service/boards", "name < null"),
        ("/service/boards", 'id like "3*"'),
        ("/project/projects", 'billingMethod = "Barter"'),
        ("/project/projects", 'estimatedStart > "2026-01-01"'),
        ("/project/projects", "customFields = null"),
        ("/project/projects/302/phases", "scheduledHours > True"),
        ("/project/tickets", "dateEntered > [2026-01-01]"),
        ("/project/tickets", 'initialDescription = "x"'),
        ("/project/statuses", "inactiveFlag = false"),
        ("/company/companies/251/sites", 'addressLine2 = "x"'),
        ("/company/contacts", 'types/name = "x"'),
    ],
)
def test_names_and_values_are_checked(cw: httpx.Client, path: str, conditions: str) -> None:
    for address in (path, f"{path}/count"):
        answer = cw.get(address, params={"conditions": conditions})
        assert answer.status_code == 400, answer.text
        assert answer.json()["code"] == "ApiFindCondition"


def test_the_message_for_an_unknown_name(cw: httpx.Client) -> None:
    answer = cw.get("/project/projects", params={"conditions": "invoiceDate > [2026-01-01]"})
    assert answer.json()["message"] == "invoiceDate is not a recognized name."


def names(cw: httpx.Client, path: str, conditions: str, **more: str) -> list[str]:
    rows = listed(cw, path, conditions=conditions, **more)
    assert cw.get(f"{path}/count", params={"conditions": conditions, **more}).json() == {
        "count": len(rows)
    }
    return [row["name"] for row in rows]


def test_lists_and_counts_follow_conditions(cw: httpx.Client) -> None:
    assert names(cw, "/service/boards", "projectFlag = true and inactiveFlag = false") == [
        "Implementations",
        "Infrastructure",
        "Cloud Migrations",
    ]
    assert names(cw, "/company/companies", 'name = "tallgrass foods"') == ["Tallgrass Foods"] * 2
    assert names(cw, "/company/companies", 'deletedFlag = false and name = "tallgrass foods"') == [
        "Tallgrass Foods"
    ]
    opportunities = "/sales/opportunities"
    closed = names(cw, opportunities, "company/id > 251 and status/id in (2, 3)")
    of_others = names(cw, opportunities, "company/id > 251")
    assert closed == [
        name for name in names(cw, opportunities, "status/id in (2, 3)") if name in of_others
    ]
    assert closed


def test_what_sqlite_does_equals_what_python_does(cw: httpx.Client) -> None:
    """`(… or …)` is never handed to SQLite, the bare comparison is."""
    ids = [row["id"] for row in listed(cw, "/sales/opportunities")]
    for comparison in (
        "id > 4010",
        "id != 4003",
        "id in (4001, 4005, 9)",
        "company/id = 253",
        "company/id in (251, 252)",
        "company/id >= 255 and id < 4020",
    ):
        fast = listed(cw, "/sales/opportunities", conditions=comparison)
        slow = listed(cw, "/sales/opportunities", conditions=f"({comparison}) or id = 0")
        assert fast == slow
        assert 0 < len(fast) < len(ids)


def test_child_and_custom_field_conditions(cw: httpx.Client) -> None:
    email = 'communicationItems/value like "%@harrowfinch.example"'
    found = listed(cw, "/company/contacts", childConditions=email)
    assert {row["company"]["id"] for row in found} == {COMPANY}
    both = f'{email} and communicationItems/communicationType = "Phone"'
    assert listed(cw, "/company/contacts", childConditions=both) == []
    fields = [{"id": 1, "caption": "Source id", "value": "90210"}]
    project = add_project(cw, customFields=fields)
    custom = 'caption = "Source id" and value != null'
    found = listed(cw, "/project/projects", customFieldConditions=custom)
    assert [row["id"] for row in found] == [project]
    unknown = cw.get("/company/contacts", params={"childConditions": 'nothing/value = "x"'})
    assert unknown.status_code == 400


def test_order(cw: httpx.Client) -> None:
    rows = listed(cw, "/sales/opportunities", orderBy="company/name desc, name asc")
    keys = [(row["company"]["name"].casefold(), row["name"].casefold()) for row in rows]
    expected = sorted(sorted(keys, key=lambda key: key[1]), key=lambda key: key[0], reverse=True)
    assert keys == expected
    for wrong in ("nothing asc", "name upwards", "name asc desc"):
        answer = cw.get("/sales/opportunities", params={"orderBy": wrong})
        assert answer.status_code == 400


def test_search_takes_conditions_in_the_body(cw: httpx.Client) -> None:
    project = add_project(cw)
    phase = add_phase(cw, project)
    wanted = [add_ticket(cw, phase, f"Access point {number}") for number in range(3)]
    add_ticket(cw, phase, "Other")
    body = {
        "conditions": f'project/id = {project} and summary like "access*"',
        "orderBy": "id desc",
    }
    answer = cw.post("/project/tickets/search", params={"pageSize": 2}, json=body)
    assert answer.status_code == 200
    assert [row["id"] for row in answer.json()] == wanted[:0:-1]
