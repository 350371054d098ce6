"""Rules of project tickets, their tasks and notes."""

from __future__ import annotations

import uuid

from cwsync.sandbox.projects import BILLED, next_wbs, project_board
from cwsync.sandbox.store import Row, Where
from cwsync.sandbox.tenant import MEMBER
from cwsync.sandbox.values import referred
from cwsync.sandbox.wire import Problem, Record, invalid
from cwsync.sandbox.work import Rules, Work, fill

_NOTES = {
    "initialDescription": "detailDescriptionFlag",
    "initialInternalAnalysis": "internalAnalysisFlag",
    "initialResolution": "resolutionFlag",
}
_OF_PHASE = ("board", "opportunity", *BILLED)
_OF_PROJECT = ("board", "company", "site", "contact", "location", "department", "opportunity")


class Tickets(Rules):
    """A ticket's project is that of its phase; its status is one of its board."""

    def understand(self, work: Work, sent: Record, row: Row | None) -> Record:
        """A status by name is meant on the ticket's board: other boards have the same names."""
        status = sent.get("status")
        if not isinstance(status, dict) or "id" in status or "name" not in status:
            return sent
        board = _board_id(work, sent, row)
        found = None if board is None else _status_named(work, board, str(status["name"]))
        return sent if found is None else {**sent, "status": {"id": found.id}}

    def complete(self, work: Work, body: Record, parent: Row | None) -> None:
        """Everything that follows from the phase; the next WBS number."""
        phase = _place(work, body)
        project = work.referred(body, "project", "project")
        for field in _OF_PHASE:
            fill(body, field, phase.body.get(field))
        for field in _OF_PROJECT:
            fill(body, field, project and project.body.get(field))
        for field, kind in (("priority", "priority"), ("source", "source")):
            fill(body, field, work.default(kind))
        body.setdefault("actualHours", 0.0)
        body["mobileGuid"] = str(uuid.uuid4())
        body["wbsCode"] = next_wbs(work, "phase", phase.id, phase, body.get("wbsCode"))
        _settle_status(work, body)

    def created(self, work: Work, row: Row, once: Record) -> None:
        """`initial…` texts become notes, tasks that came along become tasks."""
        for field, flag in _NOTES.items():
            if once.get(field):
                work.create("ticketNote", {"text": once[field], flag: True}, row)
        for task in once.get("tasks", []):
            work.create("task", task, row)

    def changed(self, work: Work, before: Row, after: Row) -> Row:
        """In another phase it is numbered anew; on another board it gets that board's status."""
        for field in ("board", "wbsCode", "company"):
            fill(after.body, field, before.body.get(field))
        phase = _place(work, after.body)
        if after.body["phase"] != before.body["phase"]:
            after.body["wbsCode"] = next_wbs(work, "phase", phase.id, phase)
        moved = after.body.get("board") != before.body.get("board")
        if moved and after.body.get("status") == before.body.get("status"):
            after.body.pop("status", None)
        _settle_status(work, after.body)
        return after

    def deleting(self, work: Work, row: Row) -> None:
        """Tasks and notes go with it."""
        work.delete_children("task", row.id)
        work.delete_children("ticketNote", row.id)


class Tasks(Rules):
    """Tasks are in the order of their priority."""

    def complete(self, work: Work, body: Record, parent: Row | None) -> None:
        """The place after the last one."""
        assert parent is not None
        if "priority" not in body:
            body["priority"] = work.store.count("task", Where("parent = ?", (parent.id,))) + 1


class TicketNotes(Rules):
    """Notes are by the member who writes them."""

    def complete(self, work: Work, body: Record, parent: Row | None) -> None:
        """The member."""
        where = Where("json_extract(body, '$.identifier') = ?", (MEMBER,))
        for member in work.store.select("member", where):
            fill(body, "member", {"id": member.id})


def _place(work: Work, body: Record) -> Row:
    """The phase; the project follows from it, whatever was said."""
    phase = work.referred(body, "phase", "phase")
    assert phase is not None  # references are checked before
    body["project"] = {"id": phase.parent}
    return phase


def _settle_status(work: Work, body: Record) -> None:
    board = project_board(work, body, kind="ticket").id
    fill(body, "status", work.default("boardStatus", board))
    status = work.referred(body, "status", "boardStatus")
    if status is None or status.parent != board:
        asked = body.get("status", {}).get("id")
        message = f"Service Status {asked} not found for Service Board {board}"
        raise invalid("ticket", Problem("NotFound", message, "status/id"))
    body["closedFlag"] = bool(status.body.get("closedStatus"))
    if not body["closedFlag"]:
        body.pop("closedDate", None)
        body.pop("closedBy", None)
    elif "closedDate" not in body:
        body.update(closedDate=work.stamp, closedBy=MEMBER)


def _board_id(work: Work, sent: Record, row: Row | None) -> int | None:
    """The board that a ticket is, or is going to be, on."""
    board = sent.get("board") or (row and row.body.get("board"))
    if board is None:
        phase = sent.get("phase")
        found = referred(work.store, "phase", phase) if isinstance(phase, dict) else None
        return None if found is None else int(found.body["board"]["id"])
    found = referred(work.store, "board", board) if isinstance(board, dict) else None
    return None if found is None else found.id


def _status_named(work: Work, board: int, name: str) -> Row | None:
    statuses = work.store.children("boardStatus", board)
    same = (row for row in statuses if row.body["name"].casefold() == name.casefold())
    return next(same, None)
