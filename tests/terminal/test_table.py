"""Tables: never wider than the terminal, never cut where there is none."""

from __future__ import annotations

import csv
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from cwsync.terminal.csv_text import as_csv
from cwsync.terminal.safe import safe
from cwsync.terminal.table import Column, table

COLUMNS = (
    Column("ID"),
    Column("Name", least=8),
    Column("Stage", least=6, drop=1),
    Column("Total", right=True),
)
ROWS = [
    (1, "Wireless refresh of the north site", "Qualification", Decimal("1234.5")),
    (20_000, "Büro", None, Decimal(7)),
]


@pytest.mark.parametrize(
    ("width", "lines"),
    [
        (
            None,
            [
                "ID     Name                                Stage             Total",
                "1      Wireless refresh of the north site  Qualification  1,234.50",
                "20000  Büro                                                   7.00",
            ],
        ),
        (
            44,
            [
                "ID     Name          Stage             Total",
                "1      Wireless re…  Qualification  1,234.50",
                "20000  Büro                             7.00",
            ],
        ),
        (
            41,
            [
                "ID     Name         Stage           Total",
                "1      Wireless r…  Qualificat…  1,234.50",
                "20000  Büro                          7.00",
            ],
        ),
        (
            30,
            [
                "ID     Name              Total",
                "1      Wireless ref…  1,234.50",
                "20000  Büro               7.00",
            ],
        ),
    ],
)
def test_what_is_cut_and_what_goes(width: int | None, lines: list[str]) -> None:
    drawn = table(COLUMNS, ROWS, width=width)
    assert drawn.text.plain.splitlines() == lines
    assert drawn.left_out == (("Stage",) if width == 30 else ())


TEXTS = st.text(max_size=40)


@given(st.lists(st.tuples(st.integers(0, 99_999), TEXTS, TEXTS), max_size=8), st.integers(40, 120))
def test_no_line_is_wider_than_the_terminal(rows: list[tuple[int, str, str]], width: int) -> None:
    columns = (Column("ID"), Column("Name", least=8), Column("Stage", least=6, drop=1))
    drawn = table(columns, rows, width=width)
    lines = drawn.text.plain.split("\n")
    assert len(lines) == len(rows) + 1
    assert all(cell_len(line) <= width for line in lines)
    assert all((c.title in lines[0].split()) is (c.title not in drawn.left_out) for c in columns)


@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_csv_is_read_back(texts: list[str]) -> None:
    written = as_csv([f"c{n}" for n in range(len(texts))], [texts])
    rows = list(csv.reader(written.splitlines()))
    assert rows[1:] == [[safe(text) for text in texts]] or texts == [""]


def test_csv_of_other_values() -> None:
    row = (7, None, True, False, Decimal("1234.5"), 'a "b", c')
    assert as_csv("abcdef", [row]) == 'a,b,c,d,e,f\n7,,true,false,1234.50,"a ""b"", c"'
