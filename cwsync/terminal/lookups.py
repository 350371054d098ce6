"""Look-ups as a table and as CSV. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from cwsync.sync.lookups import Choice
from cwsync.terminal.table import Cell, Column, as_csv, table


def lookup_table(choices: Sequence[Choice], *, width: int | None) -> Text:
    """A line for each choice: its id, its name and what else is worth knowing."""
    titles, rows = _grid(choices)
    names = [title.replace("_", " ").capitalize() for title in titles]
    columns = [Column("ID" if name == "Id" else name, least=12, drop=0) for name in names]
    return table(columns, rows, width=width)


def lookup_csv(choices: Sequence[Choice]) -> str:
    """The same for scripts, with a line of titles."""
    return as_csv(*_grid(choices))


def _grid(choices: Sequence[Choice]) -> tuple[list[str], list[list[Cell]]]:
    facts = list(choices[0].facts) if choices else []
    has_ids = any(choice.id is not None for choice in choices) or not choices
    titles = [*(["id"] if has_ids else []), "name", *facts]
    rows: list[list[Cell]] = [
        [*([choice.id] if has_ids else []), choice.name, *(choice.facts[f] for f in facts)]
        for choice in choices
    ]
    return titles, rows
