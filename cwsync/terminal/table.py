"""Tables that fit their terminal: texts are cut, then columns of least weight go, never silently.

Every text passes through `safe` here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from rich.text import Text

from cwsync.terminal.csv_text import Cell
from cwsync.terminal.layout import GAP, cells, cut
from cwsync.terminal.safe import safe


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn, and the titles of the columns that there was no room for."""

    text: Text
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, and what may happen where room is short.

    Texts are cut to no less than `least` columns of the terminal (0: never cut). Where that is not
    enough, the column of the highest `drop` goes (0: it always stays).
    """

    title: str
    least: int = 0
    drop: int = 0
    right: bool = False


def table(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], *, width: int | None) -> Drawn:
    """A line of titles and a line for each row; a width of None cuts nothing."""
    texts = [[safe(shown(cell)) for cell in row] for row in rows]
    kept, widths = _fitted(columns, texts, width)
    titles = [column.title for column in columns]
    lines = [_line(row, columns, kept, widths) for row in [titles, *texts]]
    head, *body = lines
    pieces = [(head, "bold"), ("".join(f"\n{line}" for line in body), "")]
    text = Text.assemble(*pieces, no_wrap=True, overflow="ignore", end="")
    return Drawn(text, tuple(title for at, title in enumerate(titles) if at not in kept))


def shown(cell: Cell) -> str:
    """A cell for people: money with separators, nothing for None and False."""
    if cell is None or isinstance(cell, bool):
        return "yes" if cell else ""
    return f"{cell:,.2f}" if isinstance(cell, Decimal) else str(cell)


def _fitted(
    columns: Sequence[Column], texts: Sequence[Sequence[str]], width: int | None
) -> tuple[list[int], list[int]]:
    """Which columns stay, and the width of every one."""
    widths = [
        max([cells(column.title), *(cells(row[at]) for row in texts)])
        for at, column in enumerate(columns)
    ]
    kept = list(range(len(columns)))
    if width is None:
        return kept, widths
    while _narrowest(columns, kept, widths) > width and any(columns[at].drop for at in kept):
        kept.remove(max(kept, key=lambda at: columns[at].drop))
    spare = sum(widths[at] for at in kept) + len(GAP) * (len(kept) - 1) - width
    while spare > 0 and (at := _widest(columns, kept, widths)) is not None:
        widths[at] -= 1
        spare -= 1
    return kept, widths


def _floor(column: Column, width: int) -> int:
    """The least that this column needs."""
    return min(width, max(column.least, cells(column.title))) if column.least else width


def _narrowest(columns: Sequence[Column], kept: Sequence[int], widths: Sequence[int]) -> int:
    needed = sum(_floor(columns[at], widths[at]) for at in kept)
    return needed + len(GAP) * (len(kept) - 1)


def _widest(columns: Sequence[Column], kept: Sequence[int], widths: Sequence[int]) -> int | None:
    """The widest column that can still be cut."""
    open_ = [at for at in kept if widths[at] > _floor(columns[at], widths[at])]
    return max(open_, key=lambda at: widths[at], default=None)


def _line(
    row: Sequence[str], columns: Sequence[Column], kept: Sequence[int], widths: Sequence[int]
) -> str:
    parts = []
    for at in kept:
        text = cut(row[at], widths[at])
        space = " " * (widths[at] - cells(text))
        parts.append(space + text if columns[at].right else text + space)
    return GAP.join(parts).rstrip()
