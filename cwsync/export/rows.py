"""A mapping of the file, read field by field; what is wrong goes to the problems, never raised."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from cwsync.closest import closest
from cwsync.export.problems import Path, Problems, shown
from cwsync.export.values import COUNT, ONE, Range, decimal

Choice = TypeVar("Choice", bound=StrEnum)

VALID_ID = re.compile(r"[\w.-]{1,64}")
ID_RULE = "may hold letters, digits and . _ - only, 64 at most"
_HALF_CHARACTER = re.compile(r"[\ud800-\udfff]")
_LONGEST_TYPED = 100
MOST_ROWS = 100_000
FLAGS = {
    "true": True, "yes": True, "on": True,
    "false": False, "no": False, "off": False,
}  # fmt: skip


class Row:
    """A mapping and the path at which it stands."""

    __slots__ = ("_asked", "fields", "path", "problems")

    def __init__(self, fields: dict[str, object], path: Path, problems: Problems) -> None:
        self.fields = fields
        self.path = path
        self.problems = problems
        self._asked: set[str] = set()

    def get(self, name: str) -> object:
        """The raw value; None when it is null or missing."""
        self._asked.add(name)
        return self.fields.get(name)

    def wrong(self, name: str, message: str) -> None:
        """Note a problem with a field; where the field is missing, with the whole row."""
        path = (*self.path, name) if name in self.fields else self.path
        self.problems.add(path, message)

    def text(self, name: str) -> str | None:
        """A text as it stands in the file; None when missing, null or blank."""
        value = self.get(name)
        if value is None:
            return None
        if not isinstance(value, str):
            self.wrong(name, f"{name} must be text, not {shown(value)}")
            return None
        if not value.isascii() and _HALF_CHARACTER.search(value):
            self.wrong(name, f"{name} holds half a character (a lone surrogate)")
            return None
        return value if value.strip() else None

    def name(self, name: str = "name") -> str:
        """A text that must be there, without spaces around it."""
        value = self.text(name)
        if value is not None:
            return value.strip()
        if not isinstance(self.fields.get(name), (dict, list, bool)):
            self.wrong(name, f"{name} is missing")
        return ""

    def label(self, name: str) -> str | None:
        """A text that may be missing, without spaces around it."""
        value = self.text(name)
        return value and value.strip()

    def number(
        self, name: str, allowed: Range, *, what: str = "a number such as 12.5"
    ) -> Decimal | None:
        """A number, exactly; None when missing or null."""
        value = self.get(name)
        if value is None:
            return None
        number = decimal(value) if isinstance(value, str) else None
        if number is None:
            self.wrong(name, f"{name} must be {what}, not {shown(value)}")
        elif not allowed.least <= number <= allowed.most:
            self.wrong(name, f"{name} must be {allowed.what}, not {shown(value)}")
            return None
        return number

    def whole(self, name: str, allowed: Range) -> int | None:
        """A whole number; None when missing or null."""
        number = self.number(name, allowed, what="a whole number")
        if number is not None and number % 1:
            self.wrong(name, f"{name} must be a whole number, not {shown(self.get(name))}")
            return None
        return None if number is None else int(number)

    def quantity(self) -> Decimal:
        """How many of it; one where the row does not say."""
        quantity = self.number("quantity", COUNT)
        return ONE if quantity is None else quantity

    def flag(self, name: str, default: bool = False) -> bool:
        """A yes or no."""
        value = self.get(name)
        if value is None or isinstance(value, bool):
            return default if value is None else value
        flag = FLAGS.get(value.lower()) if isinstance(value, str) else None
        if flag is None:
            self.wrong(name, f"{name} must be true or false, not {shown(value)}")
            return default
        return flag

    def choice(self, name: str, choices: type[Choice], default: Choice) -> Choice:
        """One of a closed set; `default` when missing or null."""
        value = self.label(name)
        if value is None:
            return default
        try:
            return choices(value)
        except ValueError:
            self.wrong(name, f"{name} {shown(value)} is unknown{_suggested(value, choices)}")
            return default

    def identity(self, name: str = "id") -> str | None:
        """An id as text; None when missing or null."""
        value = self.label(name)
        if value is not None and not VALID_ID.fullmatch(value):
            self.wrong(name, f"{name} {shown(value)} {ID_RULE}")
            return None
        return value

    def row(self, name: str) -> Row | None:
        """A mapping in this one; None when missing, null or something else."""
        value = self.get(name)
        if isinstance(value, dict):
            return Row(value, (*self.path, name), self.problems)
        if value is not None:
            self.wrong(name, f"{name} must be a mapping, not {shown(value)}")
        return None

    def rows(self, name: str, *, or_text: str | None = None) -> Iterator[Row]:
        """The mappings of a list; a text stands for a mapping that holds only the key `or_text`."""
        value = self.get(name)
        if not isinstance(value, list):
            if value is not None:
                self.wrong(name, f"{name} must be a list, not {shown(value)}")
            return
        if len(value) > MOST_ROWS:
            self.wrong(name, f"{name} has {len(value):,} items; {MOST_ROWS:,} is the most")
            return
        for index, item in enumerate(value):
            path = (*self.path, name, index)
            if isinstance(item, dict):
                yield Row(item, path, self.problems)
            elif isinstance(item, str) and or_text is not None:
                yield Row({or_text: item}, path, self.problems)
            else:
                self.problems.add(path, f"an item of {name} must be a mapping, not {shown(item)}")

    def refuse_unknown(self) -> None:
        """Note every key that nobody asked for, with the closest one that is known."""
        for key in self.fields:
            if key not in self._asked:
                advice = "" if self.problems.full else _suggested(key, self._asked)
                message = f"{shown(key)} is not known here{advice}"
                self.problems.add((*self.path, key), message, at_key=True)


def _suggested(typed: str, known: type[StrEnum] | set[str]) -> str:
    names = sorted(str(name) for name in known)
    if near := closest(typed[:_LONGEST_TYPED], names, most=1):
        return f"; did you mean {near[0]}?"
    return f"; known are {', '.join(names)}"
