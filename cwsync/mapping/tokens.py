"""`{{tokens}}` of ScopeStack, which fills them in only when it makes a document."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

_TOKEN = re.compile(r"\{\{[ \t]*([A-Za-z_][\w.]*)[ \t]*\}\}")


def fill(text: str, values: Mapping[str, str | None]) -> tuple[str, tuple[str, ...]]:
    """The text with known tokens filled in, and the names of those that stay, in order."""
    if "{{" not in text:
        return text, ()
    unknown: dict[str, None] = {}

    def value(match: re.Match[str]) -> str:
        known = values.get(match[1].lower())
        if not known:
            unknown[match[1]] = None
        return known or match[0]

    return _TOKEN.sub(value, text), tuple(unknown)


def number(value: Decimal) -> str:
    """A quantity as people write it: 12, 0.5."""
    return f"{value.normalize():f}"
