"""Conditions as a tree, and whether they hold for a record.

Comparisons with a field that is not there are neither true nor false, as in SQL.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Moment:
    """A date literal, in the form in which dates are kept."""

    text: str


Literal = str | float | bool | Moment | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A field against literals: one, or several for `in`."""

    path: str
    operator: str
    literals: tuple[Literal, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite."""

    of: Node


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds."""

    of: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    of: tuple[Node, ...]


Node = Comparison | Not | AllOf | AnyOf


def holds(node: Node, value_at: Callable[[str], Any]) -> bool | None:
    """Whether it holds for the record whose values `value_at` gives; None where that is unknown."""
    match node:
        case Comparison():
            return _compare(node, value_at(node.path))
        case Not():
            inner = holds(node.of, value_at)
            return None if inner is None else not inner
        case AllOf():
            return _all(holds(part, value_at) for part in node.of)
        case AnyOf():
            opposite = _all(_negated(holds(part, value_at)) for part in node.of)
            return _negated(opposite)


def comparisons(node: Node) -> Iterator[Comparison]:
    """Every comparison in the tree."""
    match node:
        case Comparison():
            yield node
        case Not():
            yield from comparisons(node.of)
        case AllOf() | AnyOf():
            for part in node.of:
                yield from comparisons(part)


def _negated(value: bool | None) -> bool | None:
    return None if value is None else not value


def _all(values: Iterator[bool | None]) -> bool | None:
    result: bool | None = True
    for value in values:
        if value is False:
            return False
        if value is None:
            result = None
    return result


def _compare(comparison: Comparison, value: Any) -> bool | None:
    if comparison.operator == "in":
        return any(_matches("=", value, literal) for literal in comparison.literals) or (
            None if value is None else False
        )
    return _matches(comparison.operator, value, comparison.literals[0])


def _matches(operator: str, value: Any, literal: Literal) -> bool | None:
    if literal is None:
        return (value is None) is (operator == "=")
    if value is None:
        return None
    left, right = _comparable(value), _comparable(literal)
    match operator:
        case "=":
            return bool(left == right)
        case "!=":
            return bool(left != right)
        case "contains":
            return str(right) in str(left)
        case "like":
            return _pattern(str(right)).fullmatch(str(left)) is not None
    return _ordered(operator, left, right)


def _ordered(operator: str, left: Any, right: Any) -> bool:
    match operator:
        case "<":
            return bool(left < right)
        case "<=":
            return bool(left <= right)
        case ">":
            return bool(left > right)
    return bool(left >= right)


def _comparable(value: Any) -> Any:
    """Texts are compared without regard to case, as the database of ConnectWise does."""
    if isinstance(value, Moment):
        return value.text.casefold()
    return value.casefold() if isinstance(value, str) else value


def _pattern(text: str) -> re.Pattern[str]:
    parts = (".*" if part in "*%" else re.escape(part) for part in re.split(r"([*%])", text))
    return re.compile("".join(parts), re.DOTALL)
