"""The conditions language, built from values."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cwsync.client.conditions import MOST_ENCODED, all_true, any_of, any_true, equals, like, one_of


@pytest.mark.parametrize(
    ("value", "condition"),
    [
        (5, "name=5"),
        (True, "name=True"),
        ("Rack", 'name="Rack"'),
        ("Rack's & co", 'name="Rack\'s & co"'),
        ("[a] b", 'name="[[]a] b"'),
        ('19" rack', 'name like "19% rack"'),
        ("a\\b [c]", 'name like "a%b [[]c]"'),
    ],
)
def test_equals(value: str | int, condition: str) -> None:
    assert equals("name", value) == condition


@given(st.text())
def test_no_value_ends_its_own_quotes(value: str) -> None:
    for condition in (equals("f", value), like("f", value)):
        assert condition.count('"') == 2
        assert condition.endswith('"')
        assert "\\" not in condition


@given(st.lists(st.integers(1, 10**9), max_size=400))
def test_ids_come_in_chunks_that_fit(ids: list[int]) -> None:
    chunks = any_of("project/id", ids)
    assert all(len(quote(chunk, safe="")) <= MOST_ENCODED for chunk in chunks)
    found = [int(id) for chunk in chunks for id in chunk[len("project/id in (") : -1].split(",")]
    assert found == ids


def test_chunks_are_as_few_as_can_be() -> None:
    assert any_of("id", []) == []
    assert any_of("id", [1, 2]) == ["id in (1,2)"]
    assert len(any_of("id", range(100_000, 100_390))) == 2


def test_together() -> None:
    assert all_true("a=1", "", "b=2") == "a=1 and b=2"
    assert any_true("a=1", "", "b=2") == "(a=1 or b=2)"
    assert any_true("a=1") == "a=1"
    assert any_true() == all_true() == ""


@given(st.lists(st.text(max_size=100), max_size=8))
def test_one_of_takes_as_many_from_the_first_on_as_fit(values: list[str]) -> None:
    condition = one_of("summary", values)
    taken = [values[:n] for n in range(len(values) + 1)]
    assert condition in [any_true(*(equals("summary", v) for v in some)) for some in taken]
    assert len(quote(condition, safe="")) <= MOST_ENCODED


def test_one_of_few_is_all_of_them() -> None:
    assert one_of("name", []) == ""
    assert one_of("name", ["Rack", "Switch"]) == '(name="Rack" or name="Switch")'
