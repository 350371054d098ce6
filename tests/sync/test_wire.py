"""Fields of records as real ConnectWises may send them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import httpx
import pytest

from cwsync.closest import folded
from cwsync.sync.existing import (
    ExistingPhase,
    ExistingTask,
    ExistingTicket,
    read_analysis,
    read_phases,
    read_tasks,
    read_tickets,
)
from cwsync.sync.wire import decimal, reference_id, reference_name, text
from tests.client.scripted import talking_to

VALUES: dict[str, Any] = {
    "text": "Plan",
    "number": 12.5,
    "zero": 0,
    "digits": " 7.50 ",
    "flag": True,
    "none": None,
    "words": "twelve",
    "infinite": "Infinity",
    "nan": "NaN",
    "named": {"id": 7, "name": "Open", "identifier": "open"},
    "identified": {"id": "7", "name": None, "identifier": "hvoss"},
    "empty": {},
    "list": [1],
}


def test_text() -> None:
    found = {field: text(VALUES, field) for field in (*list(VALUES)[:9], "missing")}
    assert found == {
        "text": "Plan",
        "number": "12.5",
        "zero": "0",
        "digits": " 7.50 ",
        "flag": "True",
        "none": "",
        "words": "twelve",
        "infinite": "Infinity",
        "nan": "NaN",
        "missing": "",
    }


def test_numbers() -> None:
    found = {field: decimal(VALUES, field) for field in (*VALUES, "missing")}
    assert {field: number for field, number in found.items() if number is not None} == {
        "number": Decimal("12.5"),
        "zero": Decimal(0),
        "digits": Decimal("7.50"),
    }


def test_references() -> None:
    assert [reference_id(VALUES, field) for field in ("named", "identified", "empty", "list")] == [
        7,
        None,
        None,
        None,
    ]
    assert reference_id(VALUES, "missing") is None
    fields = ("named", "identified", "empty", "text", "missing")
    assert [reference_name(VALUES, field) for field in fields] == ["Open", "hvoss", "", "", ""]


@pytest.mark.parametrize("name", ["Access  Points", " access points\n", "ACCESS\u00a0POINTS"])
def test_names_are_compared_without_case_and_spaces(name: str) -> None:
    assert folded(name) == "access points"


ROWS = [
    {"id": 9, "description": "Build", "summary": "Racks", "notes": "Order", "closedFlag": 1},
    {"id": "8", "description": "Odd", "summary": "Odd", "notes": "Odd"},
    {
        "id": 3,
        "description": "Plan",
        "summary": "Workshop",
        "notes": "Invite",
        "phase": {"id": 5},
        "budgetHours": 1.5,
        "closedFlag": True,
    },
]


def test_what_a_project_holds_stands_oldest_first() -> None:
    cw = talking_to(httpx.Response(200, json=ROWS)).cw
    assert read_phases(cw, 1) == (
        ExistingPhase(3, "Plan", "Invite"),
        ExistingPhase(9, "Build", "Order"),
    )
    assert read_tickets(cw, 1) == (
        ExistingTicket(3, "Workshop", 5, Decimal("1.5")),
        ExistingTicket(9, "Racks", None, None),
    )
    assert read_tasks(cw, 1) == (ExistingTask(3, "Invite"), ExistingTask(9, "Order"))


def test_only_internal_analysis_counts() -> None:
    rows = [
        {"id": 1, "text": "one", "internalAnalysisFlag": True},
        {"id": 2, "text": "theirs", "internalAnalysisFlag": False},
        {"id": 3, "internalAnalysisFlag": True},
        {"id": 4, "text": "two", "internalAnalysisFlag": True},
    ]
    assert read_analysis(talking_to(httpx.Response(200, json=rows)).cw, 7) == "one\n\ntwo"
