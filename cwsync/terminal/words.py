"""Small texts that several views share: counts, hours, lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

PLURALS = {
    "project": "projects",
    "phase": "phases",
    "ticket": "tickets",
    "task": "tasks",
    "record": "records",
    "item": "items",
    "call": "calls",
}


def counted(number: int, word: str) -> str:
    """`1 phase`, `6 phases`, `5,000 tickets`."""
    return f"{number:,} {word if number == 1 else PLURALS[word]}"


def in_hours(hours: Decimal) -> str:
    """Hours to the hundredth: `4.42 h`."""
    return f"{hours:,.2f} h"


def listed(texts: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *first, last = list(texts) or [""]
    return f"{', '.join(first)} and {last}" if first else last


def tally(counts: Mapping[str, int], hours: Decimal | None = None) -> str:
    """`1 project, 6 phases, 12 tickets (52.00 h) and 4 tasks`; empty where there is nothing."""
    return listed(
        counted(number, kind) + _of_tickets(kind, hours)
        for kind in ("project", "phase", "ticket", "task")
        if (number := counts.get(kind, 0))
    )


def _of_tickets(kind: str, hours: Decimal | None) -> str:
    return f" ({in_hours(hours)})" if kind == "ticket" and hours is not None else ""


def in_seconds(seconds: float) -> str:
    """`0.4 s`, `12 s`, `3 min 5 s`."""
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def in_age(seconds: float) -> str:
    """How old something is, roughly: `less than a minute`, `12 min`, `5 h`."""
    minutes = int(seconds // 60)
    if minutes < 1:
        return "less than a minute"
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h"
