"""Look-ups as a table. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from cwsync.sync.lookups import Choice
from cwsync.terminal.deal_documents import lookup_grid
from cwsync.terminal.table import Column, table


def lookup_table(choices: Sequence[Choice], *, width: int | None) -> Text:
    """A line for each choice: its id, its name and what else is worth knowing."""
    titles, rows = lookup_grid(choices)
    return table([_column(title) for title in titles], rows, width=width)


def _column(title: str) -> Column:
    if title == "id":
        return Column("ID")
    return Column(title.replace("_", " ").capitalize(), least=12)
