"""Names that ConnectWise accepts and that tell things apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from cwsync.mapping.text import one_line, shorten

MOST = 100  # characters of a summary, a phase description and a project name


def short(name: str, fallback: str) -> str:
    """One line of at most 100 characters, never empty."""
    return shorten(one_line(name) or fallback, MOST)


def unique(names: Sequence[str], suffixes: Sequence[str | None]) -> list[str]:
    """The names, told apart where they collide (case aside): by suffix, else by number.

    The first of several keeps its name where no suffix tells them apart, so that a later addition
    renames nothing that is there.
    """
    taken: set[str] = set()
    counts = Counter(name.casefold() for name in names)
    result = []
    for name, suffix in zip(names, suffixes, strict=True):
        chosen = name
        if counts[name.casefold()] > 1 and suffix:
            chosen = _with(name, suffix)
        number = 2
        while chosen.casefold() in taken:
            chosen = _with(name, f"{suffix}, {number}" if suffix else str(number))
            number += 1
        taken.add(chosen.casefold())
        result.append(chosen)
    return result


def _with(name: str, suffix: str) -> str:
    tail = f" ({shorten(one_line(suffix), 40)})"
    return shorten(name, MOST - len(tail)) + tail
