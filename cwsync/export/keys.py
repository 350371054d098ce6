"""Keys that stay the same from push to push: the id where there is one, else a readable path."""

from __future__ import annotations

import re
import unicodedata

from cwsync.export.rows import Row

# The mapping's own phases go by these.
RESERVED = ("phase:governance", "phase:unphased")
_LONGEST = 40


class Keys:
    """Gives every item of one file a key without whitespace that no other item has."""

    def __init__(self) -> None:
        self._taken = set(RESERVED)
        self._numbers: dict[str, int] = {}

    def claim(self, prefix: str, row: Row) -> str | None:
        """The id of a row, kept for it; notes a problem when another row has it already."""
        identity = row.identity()
        if identity is None:
            return None
        key = f"{prefix}:{identity}"
        if key in self._taken:
            what = "reserved" if key in RESERVED else "used twice"
            row.wrong("id", f"id {identity} is {what}; ids must be unique")
        self._taken.add(key)
        return identity

    def key(self, prefix: str, identity: str | None, *names: str) -> str:
        """The key of an item: of its claimed id, else of its names, numbered when taken."""
        if identity is not None:
            return f"{prefix}:{identity}"
        first = key = f"{prefix}:{'/'.join(map(slug, names))}"
        while key in self._taken:
            self._numbers[first] = number = self._numbers.get(first, 1) + 1
            key = f"{first}#{number}"
        self._taken.add(key)
        return key


def slug(name: str) -> str:
    """A name as a piece of a key: lower case, letters and digits of any script, hyphens."""
    plain = unicodedata.normalize("NFKC", name[: _LONGEST * 2]).casefold()
    words = re.findall(r"[^\W_]+", plain)
    return "-".join(words)[:_LONGEST].rstrip("-") or "unnamed"
