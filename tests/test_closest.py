"""Names compared without regard to case and spaces, and those closest to one mistyped."""

from __future__ import annotations

import pytest

from cwsync.closest import closest, closest_line, folded, some_of

BOARDS = ("Implementations", "Internal Projects", "Managed Services", "Field Work")


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Plan", "plan"), ("  Field \t WORK ", "field work"), ("STRASSE", "strasse"), ("", "")],
)
def test_folded(name: str, expected: str) -> None:
    assert folded(name) == expected


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("implementation", ("Implementations",)),
        ("  FIELD   WORKS", ("Field Work",)),
        ("proj", ("Internal Projects",)),
        ("servces", ("Managed Services",)),
        ("zzzz", ()),
        ("", ()),
    ],
)
def test_what_looks_like_it_holds_it_or_has_a_word_like_it(
    typed: str, found: tuple[str, ...]
) -> None:
    assert closest(typed, BOARDS) == found


def test_no_more_than_asked_for() -> None:
    assert closest("board 1", [f"Board {n}" for n in range(10, 20)], most=2) == (
        "Board 19",
        "Board 18",
    )


def test_the_line_of_an_error() -> None:
    assert closest_line(("Plan", "Design")) == ("closest: Plan, Design",)
    assert closest_line(()) == ()


def test_some_of_many() -> None:
    assert some_of(("Plan", "Design"), 2) == "Plan, Design"
    assert some_of(("Plan", "Design", "Build"), 2) == "Plan, Design and 1 more"
    assert some_of([str(n) for n in range(2_002)], 2) == "0, 1 and 2,000 more"
    assert some_of((), 2) == ""
