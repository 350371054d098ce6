"""ConnectWise's `conditions` language, built from values. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote

MOST_ENCODED = 1_800  # a URL over about 2,000 characters is refused


def equals(field: str, value: str | int) -> str:
    """`field = value`. How a quote inside a text is escaped is documented nowhere: see `like`."""
    if isinstance(value, int):
        return f"{field}={value}"
    if '"' in value or "\\" in value:
        return like(field, value)
    return f'{field}="{_bracketed(value)}"'


def like(field: str, value: str) -> str:
    """A condition that holds for `value` at least: what cannot be written becomes a wildcard."""
    return f'{field} like "{_bracketed(value.replace(chr(34), "%").replace(chr(92), "%"))}"'


def is_one_of(field: str, ids: Iterable[int]) -> Iterator[str]:
    """`field in (…)`, in as many conditions as their encoded length needs."""
    chunk: list[int] = []
    for id in ids:
        if len(quote(_in(field, [*chunk, id]))) > MOST_ENCODED:
            yield _in(field, chunk)
            chunk = []
        chunk.append(id)
    if chunk:
        yield _in(field, chunk)


def all_true(*conditions: str) -> str:
    """All of them hold; empty ones are left out."""
    return " and ".join(condition for condition in conditions if condition)


def any_true(*conditions: str) -> str:
    """At least one of them holds."""
    given = [condition for condition in conditions if condition]
    return given[0] if len(given) == 1 else "(" + " or ".join(given) + ")"


def _in(field: str, ids: list[int]) -> str:
    return f"{field} in ({','.join(map(str, ids))})"


def _bracketed(text: str) -> str:
    """A literal `[` would begin a date."""
    return text.replace("[", "[[]")
