"""Reading merge data: formatted values, lists that may stand one level deeper, several names."""

from __future__ import annotations

from collections.abc import Iterator

from cwsync.export.problems import Problems
from cwsync.export.rows import Row

_LIST_NAMES = ("items", "list", "rows")


def plain(value: object) -> object:
    """The same without formatting: `{value, to_currency, …}` is its value."""
    if isinstance(value, dict):
        if "value" in value and all(key == "value" or key.startswith("to_") for key in value):
            return value["value"]
        return {key: plain(inner) for key, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, list) else value


def first(row: Row, *names: str) -> str:
    """The first of these names that the row has a value for, else the first of all."""
    return next((name for name in names if row.fields.get(name) is not None), names[0])


def rows_in(row: Row, *names: str) -> Iterator[Row]:
    """The rows of a list that may also stand in a mapping of that name, under the same name."""
    name = first(row, *names)
    if isinstance(row.get(name), dict):
        inner = row.row(name) or Row({}, (), Problems())
        yield from inner.rows(first(inner, *names, *_LIST_NAMES))
    else:
        yield from row.rows(name)


def named(row: Row, name: str) -> str | None:
    """A text, or the `name` of a mapping."""
    value = row.get(name)
    if isinstance(value, dict):
        return Row(value, (*row.path, name), row.problems).label("name")
    return row.label(name)
