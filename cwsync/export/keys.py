"""Keys that stay the same from push to push: the id where there is one, else a readable path."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from cwsync.export.problems import shown
from cwsync.export.rows import Row

# The mapping's own phases go by these.
RESERVED = ("phase:governance", "phase:unphased")
_LONGEST = 40
# A key that a file gives: an id or a path, without the @ that shares of governance items have.
_GIVEN = re.compile(r"[^\W_][\w./#-]{0,249}")
_KEY_RULE = "an id, or a path such as plan/survey"


class Claim(NamedTuple):
    """What a row says of its identity."""

    id: str | None
    key: str | None


NAMELESS = Claim(None, None)  # of a row that can only be known by its names


class Keys:
    """Gives every item of one file a key without whitespace that no other item has."""

    def __init__(self) -> None:
        self._taken = set(RESERVED)
        self._numbers: dict[str, int] = {}

    def claim(self, prefix: str, row: Row) -> Claim:
        """The id and the key that a row gives itself, kept for it.

        Notes a problem when another row has them already.
        """
        identity, key = row.identity(), given_key(prefix, row)
        if key is not None:
            self._keep("key", key, row, identity)
        elif identity is not None:
            self._keep("id", f"{prefix}:{identity}", row, identity)
        return Claim(identity, key)

    def _keep(self, field: str, key: str, row: Row, identity: str | None) -> None:
        if key in self._taken:
            what = "reserved" if key in RESERVED else "used twice"
            shown = f"id {identity}" if field == "id" else f"key {key}"
            row.wrong(field, f"{shown} is {what}; {field}s must be unique")
        self._taken.add(key)

    def key(self, prefix: str, claim: Claim, *names: str) -> str:
        """The key of an item: as it was claimed, else of its names, numbered when taken."""
        if claim.key is not None:
            return claim.key
        if claim.id is not None:
            return f"{prefix}:{claim.id}"
        first = key = f"{prefix}:{'/'.join(map(slug, names))}"
        while key in self._taken:
            self._numbers[first] = number = self._numbers.get(first, 1) + 1
            key = f"{first}#{number}"
        self._taken.add(key)
        return key


def given_key(prefix: str, row: Row) -> str | None:
    """The key that a row states, None where it states none or a wrong one, which is noted."""
    key = row.label("key")
    if key is None:
        return None
    kind, _, rest = key.partition(":")
    if kind != prefix or not _GIVEN.fullmatch(rest):
        row.wrong("key", f"key {shown(key)} must be {prefix}: and {_KEY_RULE}")
        return None
    return key


def slug(name: str) -> str:
    """A name as a piece of a key: lower case, letters and digits of any script, hyphens."""
    plain = unicodedata.normalize("NFKC", name[: _LONGEST * 2]).casefold()
    words = re.findall(r"[^\W_]+", plain)
    return "-".join(words)[:_LONGEST].rstrip("-") or "unnamed"
