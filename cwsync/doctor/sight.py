"""Which boards and statuses the member can see. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cwsync.client.probe import Seen
from cwsync.closest import closest, some_of
from cwsync.doctor.checks import Check, fail, ok, skip, warn
from cwsync.errors import ExitCode

BOARDS = "/service/boards"
PROJECT_STATUSES = "/project/statuses"
MOST_BOARDS = 4
_HIDDEN = (
    "in ConnectWise: System > Members > API Members > the member > Restrict Board Access, and "
    "System > Setup Tables > Project Boards > the board > Member Access: let the member see it"
)


@dataclass(frozen=True, slots=True)
class Board:
    """A board for projects."""

    id: int
    name: str

    @property
    def statuses_path(self) -> str:
        """Where its statuses are read."""
        return f"{BOARDS}/{self.id}/statuses"


def project_boards(seen: Seen) -> list[Board]:
    """The boards for projects that are in use."""
    return [
        Board(row["id"], str(row.get("name") or row["id"]))
        for row in _rows(seen)
        if row.get("projectFlag") and not row.get("inactiveFlag") and isinstance(row.get("id"), int)
    ]


def boards_seen(seen: Seen, wanted: str | None) -> Check:
    """Whether there is a board to push to, and the profile's own is among them."""
    if not seen.ok:
        return skip("boards", "they cannot be read")
    boards = project_boards(seen)
    if not boards:
        return fail("boards", "the API member sees no project board", _HIDDEN, ExitCode.FORBIDDEN)
    names = [board.name for board in boards]
    known = {name.casefold() for name in names} | {str(board.id) for board in boards}
    if wanted and wanted.casefold() not in known:
        near = closest(wanted, names, most=1)
        meant = f"closest: {near[0]}; " if near else ""
        message = f'the profile\'s board "{wanted}" is not among those that the member sees'
        return warn("boards", message, f"{meant}{_HIDDEN}")
    return ok("boards", f"{len(boards)} for projects: {some_of(names, MOST_BOARDS)}")


def statuses_seen(boards: Sequence[Board], probed: Mapping[str, Seen]) -> Check:
    """Whether the boards have statuses that a ticket could get."""
    read = [(board, probed[board.statuses_path]) for board in boards[:MOST_BOARDS]]
    counted = [(board, len(_rows(seen))) for board, seen in read if seen.ok]
    if not counted:
        return skip("statuses", "they cannot be read")
    empty = [board.name for board, number in counted if number == 0]
    shown = some_of([f"{number} on {board.name}" for board, number in counted], MOST_BOARDS)
    if empty:
        hint = "in ConnectWise: System > Setup Tables > Project Boards > the board > Statuses"
        return warn("statuses", f"no ticket status on {some_of(empty, MOST_BOARDS)}", hint)
    return ok("statuses", f"of tickets: {shown}")


def project_statuses_seen(seen: Seen | None) -> Check:
    """Whether projects can get a status."""
    if seen is None or not seen.ok:
        return skip("project statuses", "they cannot be read")
    names = [str(row.get("name") or "") for row in _rows(seen) if not row.get("inactiveFlag")]
    if not names:
        hint = "in ConnectWise: System > Setup Tables > Project Status: make one"
        return warn("project statuses", "there are none", hint)
    return ok("project statuses", some_of(names, MOST_BOARDS))


def _rows(seen: Seen) -> list[dict[str, Any]]:
    value = seen.value if seen.ok else None
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
