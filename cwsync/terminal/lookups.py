"""Look-ups as a table. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from cwsync.sync.lookups import Listed
from cwsync.terminal.lookup_documents import lookup_grid
from cwsync.terminal.table import Column, Drawn, table


def lookup_table(choices: Sequence[Listed], *, width: int | None, name: str = "Name") -> Drawn:
    """A line for each choice: its id, its name and what else is worth knowing.

    `name` is the title of the names.
    """
    titles, rows = lookup_grid(choices)
    known = {"id": Column("ID"), "name": Column(name, least=12)}
    columns = [known.get(title) or _column(title) for title in titles]
    return table(columns, rows, width=width)


def _column(title: str) -> Column:
    return Column(title.replace("_", " ").capitalize(), least=12)
