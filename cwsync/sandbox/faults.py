"""Faults on demand: which request of the embedded ConnectWise misbehaves, and how. Pure.

A file of faults is TOML; `docs/faults.md` explains it with examples.

    seed = 7
    [[fault]]
    request = "POST /project/tickets"
    do = "drop-after"
    chance = 0.03
"""

from __future__ import annotations

import random
import re
import tomllib
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Any

from cwsync.errors import InvalidInput

WINDOW_S = 60.0


class Do(StrEnum):
    """What happens to a request. All but the first three carry it out."""

    STATUS = "status"  # answered with `status` and not carried out
    DROP_BEFORE = "drop-before"  # the connection breaks; not carried out
    THROTTLE = "throttle"  # 429 beyond `per_minute` in a rolling minute; not carried out
    DROP_AFTER = "drop-after"  # carried out; the connection breaks
    STATUS_AFTER = "status-after"  # carried out; answered with `status`
    LATE = "late"  # the connection breaks; carried out `seconds` later
    SLOW = "slow"  # carried out; answered `seconds` later
    CUT_OFF = "cut-off"  # carried out; half of the answer
    HTML = "html"  # carried out; a web page, with `status`
    EMPTY = "empty"  # carried out; an empty answer, with `status`


NEEDED = {Do.LATE: "seconds", Do.SLOW: "seconds", Do.THROTTLE: "per_minute"}
STATUSES = {Do.STATUS: 503, Do.STATUS_AFTER: 500, Do.HTML: 200, Do.EMPTY: 200}


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. Of the requests that fit `request`, it meets those that all conditions name.

    `times` are numbers from 1; `after` skips the first so many; `every` takes each so many-th;
    `chance` is between 0 and 1. None of them: every one.
    """

    request: str
    do: Do
    times: tuple[int, ...] = ()
    after: int = 0
    every: int = 1
    chance: float = 1.0
    status: int = 0
    seconds: float = 0.0
    per_minute: int = 0
    retry_after: str | None = None
    message: str = ""

    def fits(self, method: str, path: str) -> bool:
        """Whether this fault is about such a request; `path` begins behind `/apis/3.0`."""
        wanted_method, _, wanted_path = self.request.rpartition(" ")
        if wanted_method not in ("", "*", method):
            return False
        pattern = ".*".join(map(re.escape, wanted_path.strip("/").split("*")))
        return re.fullmatch(pattern, path.strip("/")) is not None

    def meets(self, number: int, dice: str) -> bool:
        """Whether it meets the request of this number; the same for the same `dice`."""
        if self.times and number not in self.times:
            return False
        if number <= self.after or (number - self.after) % self.every:
            return False
        return self.chance >= 1 or random.Random(f"{dice}:{number}").random() < self.chance


class Decider:
    """Says for each request, in the order they come, which fault it meets."""

    def __init__(self, faults: Sequence[Fault], seed: int = 1) -> None:
        self._faults = tuple(faults)
        self._seed = seed
        self._counts = [0] * len(self._faults)
        self._passed: list[deque[float]] = [deque() for _ in self._faults]

    def decide(self, method: str, path: str, now_s: float) -> Fault | None:
        """The first fault that meets this request, None where none does."""
        met = None
        for place, fault in enumerate(self._faults):
            if not fault.fits(method, path):
                continue
            self._counts[place] += 1
            hit = fault.meets(self._counts[place], f"{self._seed}:{place}")
            if hit and fault.do is Do.THROTTLE:
                hit = self._is_over(place, fault.per_minute, now_s)
            met = met or (fault if hit else None)
        return met

    def _is_over(self, place: int, per_minute: int, now_s: float) -> bool:
        """Whether the quota of the rolling minute is used up; what is refused does not count."""
        passed = self._passed[place]
        while passed and now_s >= passed[0] + WINDOW_S:
            passed.popleft()
        if len(passed) >= per_minute:
            return True
        passed.append(now_s)
        return False


def read(path: Path) -> Decider:
    """The faults in a file. Raises `InvalidInput` with everything that is wrong in it."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise _invalid(f"{path} cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _invalid(f"{path} is no TOML", str(error)) from None
    rows = document.pop("fault", [])
    seed = document.pop("seed", 1)
    problems = [f'unknown "{name}"' for name in document]
    if not isinstance(seed, int):
        problems.append("seed is no whole number")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        rows, problems = [], [*problems, "faults are written as [[fault]] tables"]
    for number, row in enumerate(rows, 1):
        problems += [f"fault {number}: {problem}" for problem in _problems(row)]
    if problems:
        raise _invalid(f"{path} holds faults that make no sense", *problems)
    return Decider([_fault(row) for row in rows], seed)


def _problems(row: dict[str, Any]) -> Iterator[str]:
    names = {field.name for field in fields(Fault)}
    yield from (f'unknown "{name}"' for name in row if name not in names)
    if not isinstance(row.get("request"), str):
        yield 'request is missing, such as "POST /project/tickets"'
    if row.get("do") not in list(Do):
        yield f"do is one of {', '.join(Do)}"
    elif NEEDED.get(Do(row["do"]), "do") not in row:
        yield f"{row['do']} needs {NEEDED[Do(row['do'])]}"
    yield from (
        f"{name} is {wanted}" for name, wanted in _WANTED.items() if not _is_good(row, name)
    )


def _is_good(row: dict[str, Any], name: str) -> bool:
    value = row.get(name)
    if name == "times":
        return value is None or (isinstance(value, list) and all(map(_is_count, value)))
    if name == "chance":
        return value is None or (_is_number(value) and 0 <= value <= 1)
    if name == "seconds":
        return value is None or (_is_number(value) and value >= 0)
    if name == "status":
        return value is None or (_is_count(value) and 200 <= value <= 599)
    return value is None or _is_count(value)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


_WANTED = {
    "times": "a list of numbers from 1",
    "after": "a number from 1",
    "every": "a number from 1",
    "per_minute": "a number from 1",
    "chance": "between 0 and 1",
    "seconds": "a number of seconds",
    "status": "between 200 and 599",
}


def _fault(row: dict[str, Any]) -> Fault:
    do = Do(row["do"])
    given = {**row, "do": do, "times": tuple(row.get("times", ()))}
    given.setdefault("status", STATUSES.get(do, 0))
    if "retry_after" in row:
        given["retry_after"] = str(row["retry_after"])
    return Fault(**given)


def _invalid(message: str, *details: str) -> InvalidInput:
    return InvalidInput(
        message,
        details=details,
        hint="docs/faults.md shows what such a file holds",
        code="invalid_faults",
    )
