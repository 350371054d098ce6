"""ConnectWise's `conditions` language, built from values. Pure."""

from __future__ import annotations

from collections.abc import Iterable
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


def any_of(field: str, ids: Iterable[int]) -> list[str]:
    """`field in (…)`, in as many conditions as their encoded length needs."""
    chunks: list[list[int]] = []
    room = 0
    for id in ids:
        room -= len(f"{id}%2C")
        if room < 0:
            chunks.append([])
            room = MOST_ENCODED - len(quote(_in(field, [id]), safe=""))
        chunks[-1].append(id)
    return [_in(field, chunk) for chunk in chunks]


def one_of(field: str, values: Iterable[str]) -> str:
    """The field is one of the values, of as many as fit into a URL from the first on."""
    fitting = ""
    given: list[str] = []
    for value in values:
        given.append(equals(field, value))
        longer = any_true(*given)
        if len(quote(longer, safe="")) > MOST_ENCODED:
            break
        fitting = longer
    return fitting


def all_true(*conditions: str) -> str:
    """All of them hold; empty ones are left out."""
    return " and ".join(condition for condition in conditions if condition)


def any_true(*conditions: str) -> str:
    """At least one of them holds; empty ones are left out."""
    given = [condition for condition in conditions if condition]
    return given[0] if len(given) == 1 else f"({' or '.join(given)})" if given else ""


def _in(field: str, ids: list[int]) -> str:
    return f"{field} in ({','.join(map(str, ids))})"


def _bracketed(text: str) -> str:
    """A literal `[` would begin a date."""
    return text.replace("[", "[[]")
