"""Mutants that change nothing that anybody could notice, each with its reason."""

from __future__ import annotations

import re
from typing import Final

from tests.mutation.results import Mutant

# What stands in the changed line, and what in its place, as regular expressions.
EQUIVALENT: Final = (
    # a codec goes by any case
    (r'encoding="utf-8"', r'encoding="UTF-8"'),
)


def is_equivalent(mutant: Mutant) -> bool:
    """Whether no test could tell it from the code as it is."""
    _, removed, added = mutant.change()
    return any(re.search(a, removed) and re.search(b, added) for a, b in EQUIVALENT)
