"""How names are compared and listed, and which are closest to one that was mistyped. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def folded(name: str) -> str:
    """A name without regard to case and spaces: how names are compared."""
    return " ".join(name.split()).casefold()


def closest(name: str, names: Iterable[str], *, most: int = 3) -> tuple[str, ...]:
    """Up to `most` of `names` that look like `name`, best first, without regard to case.

    Names that contain what was typed, or a word that looks like it, count as close, too.
    """
    from difflib import get_close_matches

    by_folded = {folded(n): n for n in names}
    typed = folded(name)
    found = get_close_matches(typed, by_folded, n=most, cutoff=0.6)
    found += [n for n in by_folded if typed and typed in n and n not in found]
    words = {n: [w for w in n.split() if len(w) > 3] for n in by_folded if n not in found}
    found += [n for n, parts in words.items() if get_close_matches(typed, parts, cutoff=0.75)]
    return tuple(by_folded[n] for n in found[:most])


def closest_line(near: Sequence[str]) -> tuple[str, ...]:
    """The line of an error's details that gives the closest names, none where there are none."""
    return (f"closest: {', '.join(near)}",) if near else ()


def some_of(names: Sequence[str], most: int) -> str:
    """`Plan, Design and 4 more`: the first `most` names, and how many are left."""
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
