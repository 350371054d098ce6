"""Look-ups for scripts: the JSON document as a plain dict, and CSV. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from cwsync.sync.lookups import Listed
from cwsync.terminal.csv_text import Cell, as_csv
from cwsync.terminal.documents import Document


def lookup_document(kind: str, choices: Sequence[Listed], *, age_s: float = 0.0) -> Document:
    """`cwsync.lookup/1`; `age_s` is how long ago ConnectWise was asked."""
    rows = [{"id": choice.id, "name": choice.name, **choice.facts} for choice in choices]
    return {
        "schema": "cwsync.lookup/1",
        "kind": kind,
        "items": rows,
        "count": len(rows),
        "age_s": round(age_s),
    }


def lookup_csv(choices: Sequence[Listed]) -> str:
    """A line of titles, then a line for each."""
    return as_csv(*lookup_grid(choices))


def lookup_grid(choices: Sequence[Listed]) -> tuple[list[str], list[list[Cell]]]:
    """Titles and rows; no ids where none of them has one."""
    facts = list(choices[0].facts) if choices else []
    ids = ["id"] if not choices or choices[0].id is not None else []
    rows: list[list[Cell]] = [
        [*[choice.id for _ in ids], choice.name, *(choice.facts[fact] for fact in facts)]
        for choice in choices
    ]
    return [*ids, "name", *facts], rows
