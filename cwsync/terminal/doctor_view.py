"""What doctor found, line by line for a person, as one document for a script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from rich.text import Text

from cwsync.doctor.checks import Check, Status
from cwsync.terminal.layout import wrap
from cwsync.terminal.safe import safe

if TYPE_CHECKING:
    from cwsync.terminal.layout import Piece

STYLES = {
    Status.OK: "green",
    Status.WARN: "bold yellow",
    Status.FAIL: "bold red",
    Status.SKIP: "dim",
}
_INDENT = " " * 6
_LEAST = 30
_PERMISSION = "permission: "


def lines(checks: Iterable[Check], *, width: int | None, each: bool = False) -> Iterator[Text]:
    """A text for each check as it is made.

    Unless `each` is to have its own, neighbours that were not tried for one reason share one.
    """
    for check in checks if each else _merged(checks):
        yield check_lines(check, width=width)


def _merged(checks: Iterable[Check]) -> Iterator[Check]:
    for reason, same in groupby(checks, key=lambda check: None if check.tried else check.message):
        if reason is None:
            yield from same
        else:
            yield _together(list(same))


def _together(checks: Sequence[Check]) -> Check:
    """One for all, which names them; of permissions only how many."""
    names: list[str] = []
    for permissions, same in groupby(checks, key=lambda c: c.name.startswith(_PERMISSION)):
        own = [check.name for check in same]
        names += own if len(own) == 1 or not permissions else [f"{len(own)} permissions"]
    return replace(checks[0], name=", ".join(names))


def check_lines(check: Check, *, width: int | None) -> Text:
    """The status as a word, the name and the message; below it what to do."""
    room = None if width is None else max(width - len(_INDENT), _LEAST)
    first, *others = wrap(f"{safe(check.name)}: {safe(check.message)}", room)
    pieces: list[Piece] = [(f"{check.status:<4}", STYLES[check.status]), (f"  {first}", "")]
    pieces += [(f"\n{_INDENT}{line}", "") for line in others]
    advice = wrap(f"to do: {safe(check.hint)}", room) if check.hint else []
    style = "bold" if check.status is Status.FAIL else ""
    pieces += [(f"\n{_INDENT}{line}", style) for line in advice]
    return Text.assemble(*pieces, no_wrap=True, overflow="ignore", end="")


def summary(checks: Sequence[Check]) -> str:
    """`Ready to push: 38 checks are ok, 1 warning.`"""
    failed, warned = (_count(checks, status) for status in (Status.FAIL, Status.WARN))
    waiting = sum(not check.tried for check in checks)
    fine = f"{_count(checks, Status.OK)} checks are ok"
    warnings = f", {warned} {'warning' if warned == 1 else 'warnings'}" if warned else ""
    if failed:
        fine += f", {waiting} not tried" if waiting else ""
        problems = "1 problem" if failed == 1 else f"{failed} problems"
        return f"{problems}{warnings}; {fine}. Begin with the first one."
    return f"Ready to push: {fine}{warnings}."


def doctor_document(checks: Sequence[Check]) -> dict[str, Any]:
    """`cwsync.doctor/1`."""
    return {
        "schema": "cwsync.doctor/1",
        "ok": _count(checks, Status.FAIL) == 0,
        "checks": [
            {"name": c.name, "status": c.status.value, "message": c.message, "hint": c.hint}
            for c in checks
        ],
    }


def _count(checks: Sequence[Check], status: Status) -> int:
    return sum(check.status is status for check in checks)
