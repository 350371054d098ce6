"""Mutants that change nothing that anybody could notice, each kind with its reason."""

from __future__ import annotations

import re
from typing import Final

from tests.mutation.results import Mutant

# Why, what stands in the changed line, and what in its place (regular expressions).
EQUIVALENT: Final = (
    ("a codec goes by any case", r'encoding="utf-8"', r'encoding="UTF-8"'),
    ("where mutants are tried, files are UTF-8 anyway", r'encoding="utf-8"', r"encoding=None"),
    ("nobody sees this message: it is caught at once", r'ValueError\("this is no company"\)', ""),
    ("how many threads there are decides when, not what", r"max_workers=", r"max_workers="),
    ("whether the rest is still read decides when, not what", r"cancel_futures=", ""),
    ("notes keep whole seconds", r"microsecond=0", r"microsecond=1"),
    ("no address and an empty one are both none", r"\._(silent|address) = None", r' = ""'),
    ("what is stripped was put in lower case before", r'\.strip\("-"\)', r'\.strip\("XX-XX"\)'),
    ("what is positive is rounded down either way", r"seconds\(\) // 60\)\)", r"seconds\(\) / 60"),
    ("None is as false as False", r"strict=False|_fatal = False", r"strict=None|_fatal = None"),
    ("nothing else could begin before one is done", r"timeout=POLL_S", ""),
    ("the marker and the text are spaced alike", r'" "\.join\(text\.split', r'"XX XX"\.join'),
    ("a line that was written has an id", r"line\.id or 0", r"line\.id or 1"),
    ("where all are equal, each is equal to any", r"== last\[-1\] for", r"== last\[-2\] for"),
    ("a look at what is there needs no opportunity", r"_into\(there, opp", r"_into\(there, None"),
    (
        "only its end is looked at",
        r'short\(s\.name, "Service"\)',
        r'"(XXServiceXX|service|SERVICE)"',
    ),
    ("it is set anew by what differs", r"action=LineAction\.UPDATE", ""),
    ("no id and 0 are both no id", r"ids\.get\(.*key, 0\)", r"ids\.get\(.*key, (None)?\)"),
)


def is_equivalent(mutant: Mutant) -> bool:
    """Whether no test could tell it from the code as it is."""
    _, removed, added = mutant.change()
    return any(re.search(a, removed) and re.search(b, added) for _, a, b in EQUIVALENT)
