"""Names that ConnectWise accepts and that tell things apart."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import count

from cwsync.closest import folded
from cwsync.mapping.text import length, one_line, shorten

MOST = 100  # characters of a summary, a phase description and a project name
_MOST_PLACE = 40
_ADDED = re.compile(r" \([^()]*\)$")


def short(name: str, fallback: str) -> str:
    """One line of at most 100 characters, never empty."""
    return shorten(one_line(name) or fallback, MOST)


def unique(names: Sequence[str], places: Sequence[str | None]) -> list[str]:
    """The names, told apart where they collide (case aside), each of at most 100 characters.

    The first of several keeps its name; a later one gets its place where that is another one
    ("Cut-over (Harbour branch)"), else a number. So each name depends on those before it alone, and
    what is added behind the others renames nothing that is there.
    """
    taken: dict[str, str] = {}
    numbers: defaultdict[str, count[int]] = defaultdict(lambda: count(2))
    result = []
    for name, place in zip(names, places, strict=True):
        shown = shorten(one_line(place or ""), _MOST_PLACE)
        chosen = name
        if folded(name) in taken:
            suffix = shown if folded(shown) != taken[folded(name)] else ""
            chosen = _with(name, suffix) if suffix else name
            series = numbers[folded(_with(name, f"{suffix}, 2"))]
            while folded(chosen) in taken:
                number = next(series)
                chosen = _with(name, f"{suffix}, {number}" if suffix else str(number))
        taken[folded(chosen)] = folded(shown)
        result.append(chosen)
    return result


def stem(name: str) -> str:
    """The name without what `unique` may have added, folded: equal for names that collided."""
    return folded(_ADDED.sub("", name))


def _with(name: str, suffix: str) -> str:
    tail = f" ({suffix})"
    return shorten(name, MOST - length(tail)) + tail
