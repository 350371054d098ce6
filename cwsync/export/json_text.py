"""JSON text → values, and places in it. Numbers stay text, so that they are read exactly once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from cwsync.export.problems import Malformed, Path, Problems, Spot, printable
from cwsync.export.reading import line_finder

DEEPEST = 50
TOO_DEEP = f"nested more than {DEEPEST} levels deep"
CUT_OFF = "the file ends here, in the middle; it seems to be cut off"
_CONSTANTS = {"NaN", "Infinity", "-Infinity"}
_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{}:,]|[^\s\[\]{}:,"]+', re.DOTALL)


def parse_json(text: str, problems: Problems) -> object:
    """The value of a JSON text: dict, list, str (numbers, too), bool or None.

    Notes duplicate keys, NaN and Infinity as problems; raises Malformed.
    """
    flaws = _Flaws()
    try:
        value: object = json.loads(
            text,
            object_pairs_hook=flaws.unique,
            parse_int=str,
            parse_float=str,
            parse_constant=flaws.constant,
        )
    except json.JSONDecodeError as error:
        raise _malformed(text, error) from None
    except RecursionError:
        raise Malformed(TOO_DEEP, _first_too_deep(text)) from None
    if flaws.met:
        _note_flaws(text, problems)
    return value


class _Flaws:
    """Learns that there are flaws; where they are is looked up when there are any."""

    def __init__(self) -> None:
        self.met = False

    def unique(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        fields = dict(pairs)
        if len(fields) != len(pairs):
            self.met = True
        return fields

    def constant(self, name: str) -> str:
        self.met = True
        return name


def _malformed(text: str, error: json.JSONDecodeError) -> Malformed:
    spot = Spot(error.lineno, error.colno)
    at_end = not text[error.pos :].strip() or error.msg.startswith("Unterminated string")
    return Malformed(CUT_OFF if at_end else f"this is not valid JSON: {error.msg}", spot)


def _first_too_deep(text: str) -> Spot:
    for step in _Scanner().steps(text):
        if len(step.path) > DEEPEST:
            return line_finder(text)(step.offset)
    return Spot(1, 1)


def _note_flaws(text: str, problems: Problems) -> None:
    spot = line_finder(text)
    for step in _Scanner().steps(text):
        if step.repeated:
            message = f"{printable(str(step.path[-1]))} stands here twice"
        elif step.token in _CONSTANTS:
            message = f"{step.token} is not a number"
        else:
            continue
        problems.add(tuple(step.path), message, at_key=step.at_key, spot=spot(step.offset))


def json_spots(text: str, wanted: set[tuple[Path, bool]]) -> dict[tuple[Path, bool], Spot]:
    """Where the wanted values (False) and keys (True) of a valid JSON text stand."""
    spot = line_finder(text)
    found = {}
    for step in _Scanner().steps(text):
        place = (tuple(step.path), step.at_key)
        if place in wanted:
            found[place] = spot(step.offset)
    return found


class _Step(NamedTuple):
    """A key, or the start of a value. `path` lives on: copy it to keep it."""

    path: list[str | int]
    at_key: bool
    token: str
    offset: int
    repeated: bool = False


class _Scanner:
    """Walks the tokens of a text that json.loads has accepted, at any depth."""

    def __init__(self) -> None:
        self._path: list[str | int] = []
        self._keys: list[set[str] | None] = []
        self._expects_key = False

    def steps(self, text: str) -> Iterator[_Step]:
        """Every key and every value in order."""
        for match in _TOKEN.finditer(text):
            token = match[0]
            if token == ",":
                self._next_member()
            elif token in "]}":
                self._close()
            elif token != ":":
                yield self._step(token, match.start())

    def _step(self, token: str, offset: int) -> _Step:
        if self._expects_key and self._keys[-1] is not None:
            return self._key(self._keys[-1], token, offset)
        step = _Step(self._path, False, token, offset)
        return step if token not in "{[" else self._open(step)

    def _key(self, keys: set[str], token: str, offset: int) -> _Step:
        self._path[-1] = key = json.loads(token)
        self._expects_key, repeated = False, key in keys
        keys.add(key)
        return _Step(self._path, True, token, offset, repeated)

    def _open(self, step: _Step) -> _Step:
        outside = self._path
        is_object = step.token == "{"
        self._path = [*outside, "" if is_object else 0]
        self._keys.append(set() if is_object else None)
        self._expects_key = is_object
        return step

    def _close(self) -> None:
        self._path = self._path[:-1]
        self._keys.pop()
        self._expects_key = False

    def _next_member(self) -> None:
        last = self._path[-1]
        if isinstance(last, int):
            self._path[-1] = last + 1
        else:
            self._expects_key = True
