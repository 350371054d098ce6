"""Answers of ConnectWise with fields missing, null or of another type: read as far as they go."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import httpx
import pytest

from cwsync.client.connectwise import ConnectWise
from cwsync.errors import NotFound
from cwsync.mapping.markers import project_marker
from cwsync.sync.directory import Directory, Opportunity, Ref
from cwsync.sync.find import project_by_id, projects_of
from cwsync.sync.forecast import read_existing_lines
from cwsync.sync.record import PushRecord, write
from cwsync.sync.recordkeeper import read_record
from tests import projects
from tests.client.scripted import talking_to

NO_RECORDS = ("null", "[]", '"text"', "7", "true")
PROJECT = projects.project()


def answered(text: str) -> ConnectWise:
    return talking_to(httpx.Response(200, text=text)).cw


@pytest.mark.parametrize("text", NO_RECORDS)
def test_an_opportunity_that_is_no_record_has_nothing_but_its_id(text: str) -> None:
    assert Directory(answered(text)).opportunity(4711) == Opportunity(4711, "", None)


@pytest.mark.parametrize("amount", ["1e300", "-1e15", "1e999999", '"1e99"', '"NaN"', "true", "[1]"])
def test_an_amount_that_cannot_be_meant_is_none(amount: str) -> None:
    line = f'{{"id": 5, "forecastDescription": "Setup", "revenue": {amount}, "cost": 3}}'
    (there,) = read_existing_lines(answered(f'{{"forecastItems": [{line}]}}'), 4711)
    assert (there.revenue, there.cost) == (None, Decimal("3.00"))


@pytest.mark.parametrize("text", NO_RECORDS)
@pytest.mark.parametrize(
    "ask", [lambda cw: project_by_id(cw, 55), lambda cw: Directory(cw).company("55")]
)
def test_what_is_no_record_does_not_exist(ask: Callable[[ConnectWise], Any], text: str) -> None:
    with pytest.raises(NotFound, match="55 does not exist in ConnectWise"):
        ask(answered(text))


@pytest.mark.parametrize("id", [{}, {"id": None}, {"id": "x"}, {"id": 55}])
def test_a_record_that_was_asked_for_by_id_has_that_id(id: dict[str, Any]) -> None:
    row = {"name": "Rollout", **id}
    there = project_by_id(talking_to(httpx.Response(200, json=row)).cw, 55)
    assert (there.id, there.name) == (55, "Rollout")
    named = Directory(talking_to(httpx.Response(200, json=row)).cw).company("55")
    assert named == Ref(55, "Rollout", ("",))


@pytest.mark.parametrize("id", [{}, {"id": None}, {"id": "x"}, {"id": [7]}])
def test_records_of_a_list_that_have_no_id_are_passed_over(id: dict[str, Any]) -> None:
    marker = project_marker(PROJECT)
    rows = [{"description": marker, **id}, {"description": marker, "id": 8}]
    cw = talking_to(httpx.Response(200, json=rows)).cw
    assert [p.id for p in projects_of(cw, marker, company_id=1, opportunity_id=None)] == [8]
    (note,) = write(PushRecord(PROJECT.key, {"svc:1": 5}))
    cw = talking_to(httpx.Response(200, json=[{"text": note, **id}, {"text": note, "id": 9}])).cw
    kept = read_record(cw, 8, PROJECT.key)
    assert (kept.note_ids, kept.record.ids) == ((9,), {"svc:1": 5})
