from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cwsync.closest import folded
from cwsync.mapping.names import MOST, short, stem, unique
from cwsync.mapping.text import length
from tests import projects


def test_a_name_is_one_line_and_never_empty() -> None:
    assert short("  Cut\r\nover ", "Service") == "Cut over"
    assert short(" \x1b[0m\n", "Service") == "Service"


def test_a_long_name_is_cut_at_a_word() -> None:
    name = short("word " * 30, "Service")
    assert name == ("word " * 19) + "word…"
    assert len(name) == MOST


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("A", None), ("B", None)], ["A", "B"]),
        ([("A", None), ("a", None), ("A", None)], ["A", "a (2)", "A (3)"]),
        ([("A", "Main"), ("A", "Harbour")], ["A", "A (Harbour)"]),
        ([("A", "Main"), ("A", "MAIN")], ["A", "A (2)"]),
        ([("A", None), ("A", "Main"), ("A", "Main")], ["A", "A (Main)", "A (Main, 2)"]),
        (
            [("A", "Main"), ("A", "Harbour"), ("A", "Harbour"), ("A", "Main")],
            ["A", "A (Harbour)", "A (Harbour, 2)", "A (2)"],
        ),
        ([("A (2)", None), ("A", None), ("A", None)], ["A (2)", "A", "A (3)"]),
        ([("A", None), ("A", None), ("A (2)", None)], ["A", "A (2)", "A (2) (2)"]),
    ],
)
def test_names_that_collide_get_their_place_else_a_number(
    rows: list[tuple[str, str | None]], expected: list[str]
) -> None:
    assert unique([name for name, _ in rows], [place for _, place in rows]) == expected


def test_a_long_name_makes_room_for_its_suffix() -> None:
    name = short("word " * 30, "Service")
    place = "the storage rooms behind the harbour branch, second floor"
    found = unique([name] * 3, [None, place, place])
    assert found == [
        name,
        "word " * 11 + "word… (the storage rooms behind the harbour…)",
        "word " * 10 + "word… (the storage rooms behind the harbour…, 2)",
    ]


def test_ten_thousand_of_one_name_are_numbered_through() -> None:
    found = unique(["A"] * 10_000, ["x" * 90] * 10_000)
    assert found[-1] == "A (10000)"


_rows = st.lists(
    st.tuples(projects.names().map(lambda name: short(name, "x")), st.sampled_from(projects.PLACES))
)


@given(_rows)
def test_names_fit_and_differ_whatever_they_were(rows: list[tuple[str, str | None]]) -> None:
    found = unique([name for name, _ in rows], [place for _, place in rows])
    assert all(0 < length(name) <= MOST for name in found)
    assert len(set(map(folded, found))) == len(rows)


@given(_rows, _rows)
def test_a_later_addition_renames_nothing(
    rows: list[tuple[str, str | None]], added: list[tuple[str, str | None]]
) -> None:
    both = [*rows, *added]
    before = unique([name for name, _ in rows], [place for _, place in rows])
    after = unique([name for name, _ in both], [place for _, place in both])
    assert after[: len(rows)] == before


def test_names_that_collided_have_one_stem() -> None:
    names = ["Cut-over", "CUT-OVER", "Cut-over", "Survey (east)", "Cut-over plan"]
    told_apart = unique(names, ["Main", "Harbour branch", "Main", None, None])
    assert [stem(name) for name in told_apart] == [
        *["cut-over"] * 3,
        "survey",
        "cut-over plan",
    ]
