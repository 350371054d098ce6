"""Lines and columns, whatever the text."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cwsync.errors import InvalidInput
from cwsync.export.bounds import bounded
from cwsync.export.load import load
from cwsync.export.problems import Spot
from cwsync.export.reading import line_finder
from tests.export.exports import refused

PIECES = st.sampled_from(("\n", "ab", "x" * 4095, "y" * 4096, "\n" * 4097))


@given(st.lists(PIECES, max_size=8).map("".join), st.data())
def test_the_line_and_column_of_an_offset(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    before = text[:offset].split("\n")
    assert line_finder(text)(offset) == Spot(len(before), len(before[-1]) + 1)


def test_a_file_that_is_not_there_and_its_neighbours(tmp_path: Path) -> None:
    (tmp_path / "tills.yaml").write_text("a: 1", "utf-8")
    with pytest.raises(InvalidInput) as caught:
        load(tmp_path / "till.yaml")
    assert caught.value.hint == "closest: tills.yaml"
    with pytest.raises(InvalidInput, match="does not exist") as caught:
        load(tmp_path / "gone" / "till.yaml")
    assert caught.value.hint is None


def test_a_name_that_no_file_can_have() -> None:
    with pytest.raises(InvalidInput, match="cannot be read: embedded null byte"):
        load("a\0b")


def test_no_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(InvalidInput, match="there is no standard input to read"):
        load("-")


def test_a_pdf() -> None:
    assert refused(b"%PDF-1.7").message.endswith("it is a PDF document")


def test_a_file_beyond_all_bounds() -> None:
    with pytest.raises(InvalidInput, match="it is larger than 2 MB"):
        bounded(io.BytesIO(b"x" * 2_000_001), "it", 2_000_000)
