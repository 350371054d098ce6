"""JSON with exact numbers, both ways."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cwsync.client.encoding import Unreadable, encoded, parsed

decimals = st.decimals(allow_nan=False, allow_infinity=False, places=2, max_value=10**9)
values = st.recursive(
    st.booleans() | st.integers() | decimals | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("4.42"), "4.42"),
        (Decimal("4.10"), "4.10"),
        (Decimal("1E+3"), "1000"),
        (Decimal("1E-7"), "0.0000001"),
        (Decimal(0), "0"),
        (0.1, "0.1"),
        (True, "true"),
        ('Räck "19"\n', '"R\\u00e4ck \\"19\\"\\n"'),
        ({"a": None, "b": {"c": None}, "d": [1, (2,)]}, '{"b":{},"d":[1,[2]]}'),
        ([{"op": "remove", "path": "x", "value": None}], '[{"op":"remove","path":"x"}]'),
    ],
)
def test_bodies(value: Any, text: str) -> None:
    assert encoded(value) == text.encode()


@given(values)
def test_what_is_sent_reads_back_the_same(value: Any) -> None:
    assert parsed(encoded(value)) == value


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), Decimal("NaN"), Decimal("-Infinity")]
)
def test_what_is_no_number_is_never_sent(value: Any) -> None:
    with pytest.raises((ValueError, TypeError)):
        encoded({"budgetHours": value})


def test_fractions_are_exact() -> None:
    assert parsed(b'{"budgetHours": 91.10, "id": 3}') == {"budgetHours": Decimal("91.10"), "id": 3}
    assert str(parsed(b"0.1")) == "0.1"


@given(st.binary())
def test_any_answer_is_read_or_unreadable(content: bytes) -> None:
    try:
        json.dumps(parsed(content), default=str)
    except Unreadable:
        return


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "an empty body"),
        (b" \r\n", "an empty body"),
        (b"<!DOCTYPE html>", "a web page"),
        (b'{"a": 1', "incomplete data"),
        (b"[" * 100_000, "incomplete data"),
        (b"9" * 5_000, "incomplete data"),
        (b"1e99999999999999999999999", "incomplete data"),
        (b'{"a": Infinity}', "incomplete data"),
    ],
)
def test_unreadable(content: bytes, kind: str) -> None:
    with pytest.raises(Unreadable, match=kind):
        parsed(content)
