"""Forecasts as real ConnectWises may answer: in an array, alone, with less than is declared."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cwsync.sync.forecast_lines import (
    ForecastLine,
    counted_cost,
    counted_revenue,
    read_forecast_lines,
)
from tests.client.scripted import refused, talking_to

LINE = {
    "id": 15001,
    "forecastDescription": "Access points",
    "forecastType": "Product",
    "status": {"id": 1, "name": "Open"},
    "revenue": 4200.1,
    "cost": 2940,
    "includeFlag": True,
    "somethingNew": [1, 2],
}
READ = ForecastLine(
    15001, "Access points", "Product", "Open", Decimal("4200.1"), Decimal("2940"), True
)
BARE = ForecastLine(None, "", "", "", Decimal(0), Decimal(0), False)


def lines_of(answer: Any) -> tuple[ForecastLine, ...]:
    return read_forecast_lines(talking_to(httpx.Response(200, json=answer)).cw, 4711)


@pytest.mark.parametrize(
    ("answer", "lines"),
    [
        ({"forecastItems": [LINE]}, (READ,)),
        ([{"forecastItems": [LINE]}], (READ,)),
        ([{"forecastItems": [LINE]}, {"forecastItems": [{}]}], (READ, BARE)),
        ({"id": 4711}, ()),
        ({"forecastItems": None}, ()),
        ({"forecastItems": {"id": 1}}, ()),
        ([], ()),
        ("text", ()),
        ({"forecastItems": [None, "x", {"id": "7", "revenue": "x", "status": 3}]}, (BARE,)),
    ],
)
def test_every_shape(answer: Any, lines: tuple[ForecastLine, ...]) -> None:
    assert lines_of(answer) == lines


def test_where_there_is_none() -> None:
    setting = talking_to(refused(404, "no such record"))
    assert read_forecast_lines(setting.cw, 4711) == ()
    assert setting.sent == ["GET /sales/opportunities/4711/forecast"]


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*LINE, "forecastItems"]), inner, max_size=5)
    ),
)


@given(JSON.filter(lambda answer: answer is not None))
def test_no_answer_breaks_it(answer: Any) -> None:
    lines = lines_of(answer)
    assert counted_revenue(lines) == sum(line.revenue for line in lines if line.included)


def test_only_lines_that_count_are_counted() -> None:
    apart = {**LINE, "includeFlag": False}
    lines = lines_of({"forecastItems": [LINE, apart, LINE]})
    assert (counted_revenue(lines), counted_cost(lines)) == (Decimal("8400.2"), Decimal(5880))
    nothing = (counted_revenue(()), counted_cost(()))
    assert [repr(amount) for amount in nothing] == ["Decimal('0')"] * 2


def test_a_line_without_a_description_of_its_own_goes_by_its_product() -> None:
    product = {"productDescription": "AP-24"}
    lines = lines_of({"forecastItems": [product, product | {"forecastDescription": "Own"}]})
    assert [line.description for line in lines] == ["AP-24", "Own"]
