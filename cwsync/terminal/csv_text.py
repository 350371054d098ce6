"""Lists as comma-separated values, for scripts and spreadsheets. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

from cwsync.terminal.safe import safe

Cell = str | int | Decimal | bool | None


def as_csv(titles: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """A line of titles and one for each row, without a final line break; money to the cent."""
    drawn = io.StringIO()
    writer = csv.writer(drawn, lineterminator="\n")
    writer.writerow(titles)
    writer.writerows([safe(_exact(cell)) for cell in row] for row in rows)
    return drawn.getvalue().removesuffix("\n")


def _exact(cell: Cell) -> str:
    if cell is None or isinstance(cell, bool):
        return {None: "", True: "true", False: "false"}[cell]
    return f"{cell:.2f}" if isinstance(cell, Decimal) else str(cell)
