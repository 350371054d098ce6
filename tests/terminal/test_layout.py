from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from cwsync.terminal.layout import Prose, Row, Verbatim, assemble, cut, unbroken, wrap
from cwsync.terminal.safe import safe

TEXTS = st.text(max_size=60).map(safe)


def test_cut_counts_columns() -> None:
    assert cut("Network design", 20) == "Network design"
    assert cut("Network design", 9) == "Network…"
    assert cut("無線の移行", 6) == "無線…"
    assert cut("無線の移行", 1) == "…"
    assert cut("name", 0) == ""


@given(TEXTS, st.integers(0, 50))
def test_cut_fits(text: str, room: int) -> None:
    assert cell_len(cut(text, room)) <= room


@given(TEXTS, st.integers(2, 50))
def test_wrap_fits_and_keeps_every_character(text: str, room: int) -> None:
    lines = wrap(text, room)
    assert all(cell_len(line) <= room for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_facts_wrap_between_them() -> None:
    facts = unbroken(["board Internal Projects", "In Progress", "FixedFee"])
    drawn = assemble([Prose(facts, indent=2)], width=41)
    assert drawn.plain.split("\n") == ["  board Internal Projects · In Progress ·", "  FixedFee"]


def test_what_does_not_fit_goes_in_order_middle_then_figures() -> None:
    row = Row("A name of some length", middle="quite a long remark", right=("1.00 h", "100.00"))
    assert assemble([row], width=60).plain == (
        "A name of some length  quite a long remark  1.00 h  100.00"
    )
    assert assemble([row], width=40).plain == "A name of some length     1.00 h  100.00"
    assert assemble([row], width=24).plain == "A name of some…   1.00 h"


def test_a_command_is_never_cut() -> None:
    command = "cwsync project push " + "x" * 100
    assert assemble([Verbatim(command, indent=2)], width=40).plain == f"  {command}"
