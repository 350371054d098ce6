"""The options as a person or a script reads them. Plain text: this must start fast."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from cwsync.terminal.safe import safe

NOTHING = "-"
GAP = "  "
SHORTEST = 12


@dataclass(frozen=True, slots=True)
class Option:
    """An option: its dotted name, its value (None: not set), and where that came from."""

    name: str
    value: str | float | bool | None
    origin: str

    @property
    def shown(self) -> str:
        """The value as it stands in the file."""
        if isinstance(self.value, bool):
            return "true" if self.value else "false"
        if isinstance(self.value, float):
            return f"{self.value:g}"
        return NOTHING if self.value is None else str(self.value)


def options_table(options: Sequence[Option], *, file: str, width: int | None) -> str:
    """Three columns: name, value, origin. Values give way where the terminal is narrow.

    Each section has columns of its own: one long name costs the others no room.
    """
    rows = [(o.name, safe(o.shown), _short(o.origin, file)) for o in options]
    sections = groupby(rows, key=lambda row: row[0].rpartition(".")[0])
    lines = [line for _, section in sections for line in _aligned(list(section), width)]
    return "\n".join([f"# {safe(file)}", *lines])


def _aligned(rows: Sequence[tuple[str, str, str]], width: int | None) -> Iterator[str]:
    first, middle, last = (max(map(len, column)) for column in zip(*rows, strict=True))
    if width is not None:
        middle = min(middle, max(SHORTEST, width - first - last - 2 * len(GAP)))
    for name, value, origin in rows:
        yield f"{name:<{first}}{GAP}{_cut(value, middle):<{middle}}{GAP}{origin}"


def options_csv(options: Sequence[Option]) -> str:
    """Name, value, origin; an option that is not set has an empty value."""
    from cwsync.terminal.csv_text import as_csv

    rows = ((o.name, "" if o.value is None else o.shown, o.origin) for o in options)
    return as_csv(("name", "value", "origin"), rows)


def options_document(
    options: Sequence[Option], *, file: str, profiles: Sequence[str]
) -> dict[str, Any]:
    """`cwsync.config/1`."""
    return {
        "schema": "cwsync.config/1",
        "file": file,
        "profiles": list(profiles),
        "options": [_row(option) for option in options],
    }


def option_document(option: Option) -> dict[str, Any]:
    """`cwsync.option/1`."""
    return {"schema": "cwsync.option/1", **_row(option)}


def _row(option: Option) -> dict[str, Any]:
    return {"name": option.name, "value": option.value, "origin": option.origin}


def _short(origin: str, file: str) -> str:
    """Where a value came from without the file, which stands above."""
    return safe(origin.replace(f" in {file}", "").replace(file, "file"))


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else text[: room - 1] + "…"
