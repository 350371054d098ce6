"""Lines and columns, whatever the text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cwsync.export.problems import Spot
from cwsync.export.reading import line_finder

PIECES = st.sampled_from(("\n", "ab", "x" * 4095, "y" * 4096, "\n" * 4097))


@given(st.lists(PIECES, max_size=8).map("".join), st.data())
def test_the_line_and_column_of_an_offset(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    before = text[:offset].split("\n")
    assert line_finder(text)(offset) == Spot(len(before), len(before[-1]) + 1)
