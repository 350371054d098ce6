"""Rules of projects, phases and their notes: defaults, WBS numbers, what may be deleted."""

from __future__ import annotations

from cwsync.sandbox import templates
from cwsync.sandbox.store import Row, Where, reference_column
from cwsync.sandbox.wire import Problem, Record, Refusal, error, invalid, not_found
from cwsync.sandbox.work import Rules, Work, fill

BILLED = ("billTime", "billExpenses", "billProducts")


class Projects(Rules):
    """A project takes its defaults from its board and company."""

    def complete(self, work: Work, body: Record, parent: Row | None) -> None:
        """Board, dates and template must make sense; status, site and billing are filled in."""
        board = project_board(work, body)
        _check_dates(body)
        _check_template(work, body)
        fill(body, "status", work.default("projectStatus"))
        fill(body, "type", work.default("projectType"))
        fill(body, "site", _main_site(work, body["company"]["id"]))
        for field in ("location", "department"):
            fill(body, field, board.body.get(field))
        for field, of_board in zip(BILLED, ("billTime", "billExpense", "billProduct"), strict=True):
            fill(body, field, board.body.get(of_board, "Billable"))
        fill(body, "billingRateType", "WorkRole")
        fill(body, "budgetAnalysis", "ActualHours")
        body["actualHours"] = body["percentComplete"] = 0.0
        body["closedFlag"] = _is_closed(work, body, "projectStatus")

    def created(self, work: Work, row: Row, once: Record) -> None:
        """A template fills the project, now or later."""
        template = row.body.get("projectTemplateId")
        if template is not None:
            templates.apply(work, row, template)

    def changed(self, work: Work, before: Row, after: Row) -> Row:
        """Dates must make sense still; the status says whether it is closed."""
        project_board(work, after.body)
        _check_dates(after.body)
        fill(after.body, "status", work.default("projectStatus"))
        after.body["closedFlag"] = _is_closed(work, after.body, "projectStatus")
        return after

    def deleting(self, work: Work, row: Row) -> None:
        """A project with tickets stays."""
        column = reference_column("project")
        if work.store.count("ticket", Where(f"{column} = ?", (row.id,))):
            message = f"Project {row.id} cannot be deleted because it has tickets."
            raise Refusal(400, error("InvalidObject", message))
        work.delete_children("phase", row.id)
        work.delete_children("projectNote", row.id)


class Phases(Rules):
    """A phase takes its defaults from its project; it is numbered as it comes."""

    def complete(self, work: Work, body: Record, parent: Row | None) -> None:
        """Board, status and billing as in the project; the next WBS number."""
        assert parent is not None
        above = _parent_phase(work, body, parent.id)
        fill(body, "board", parent.body["board"])
        project_board(work, body, kind="phase")
        fill(body, "status", work.default("phaseStatus"))
        fill(body, "opportunity", parent.body.get("opportunity"))
        for field in (*BILLED, "billingMethod"):
            fill(body, field, parent.body.get(field))
        body["actualHours"] = 0.0
        body["wbsCode"] = next_wbs(
            work, "phase" if above else "project", (above or parent).id, above, body.get("wbsCode")
        )

    def changed(self, work: Work, before: Row, after: Row) -> Row:
        """A phase moves below another by its WBS code."""
        _parent_phase(work, after.body, before.body["projectId"])
        for field in ("board", "status", "wbsCode"):
            fill(after.body, field, before.body.get(field))
        project_board(work, after.body, kind="phase")
        code = after.body["wbsCode"]
        if code != before.body["wbsCode"] and "." in code:
            above = _phase_numbered(work, before.body["projectId"], code.rpartition(".")[0])
            if above is not None and above.id != after.id:
                after.body["parentPhase"] = {"id": above.id}
        return after

    def deleting(self, work: Work, row: Row) -> None:
        """Tickets and phases below go with it."""
        column = reference_column("phase")
        for ticket in work.store.select("ticket", Where(f"{column} = ?", (row.id,))):
            work.delete(ticket)
        for phase in work.store.children("phase", row.body["projectId"]):
            if phase.body.get("parentPhase") == {"id": row.id}:
                work.delete(phase)


class Notes(Rules):
    """A note has a type."""

    def complete(self, work: Work, body: Record, parent: Row | None) -> None:
        """The default type."""
        fill(body, "type", work.default("noteType"))


def next_wbs(work: Work, kind: str, id: int, above: Row | None, given: str | None = None) -> str:
    """The WBS code of the next child of a project or phase; a given one is kept."""
    sequence = f"wbs {kind} {id}"
    prefix = f"{above.body['wbsCode']}." if above else ""
    if not given:
        return f"{prefix}{work.store.next(sequence)}"
    last = given.removeprefix(prefix)
    if last.isascii() and last.isdecimal() and len(last) < 9:
        work.store.at_least(sequence, int(last))
    return given


def workplan(work_phases: list[Record], project_id: int) -> Record:
    """The answer of `projectWorkplan`: phases only, some fields under names of their own."""
    return {"projectId": project_id, "phases": [_planned(phase) for phase in work_phases]}


def _planned(phase: Record) -> Record:
    same = ("id", "projectId", "description", "status", "parentPhase", "wbsCode", "notes")
    more = ("markAsMilestoneFlag", "startDate", "endDate", "budgetHours", "actualHours")
    kept = {name: phase[name] for name in (*same, *more) if name in phase}
    renamed = {
        f"scheduled_{name}": phase.get(f"scheduled{name}") for name in ("Hours", "Start", "End")
    }
    present = {name: value for name, value in renamed.items() if value is not None}
    return {**kept, **present, "billPhaseSeparately": phase.get("billSeparatelyFlag", False)}


def project_board(work: Work, body: Record, kind: str = "project") -> Row:
    """The board of a record. Raises `Refusal` for one that is not for projects."""
    board = work.referred(body, "board", "board")
    if board is None or not board.body.get("projectFlag"):
        raise invalid(kind, not_found("Project Board", body["board"]["id"], "board"))
    return board


def _check_dates(body: Record) -> None:
    if body["estimatedEnd"] < body["estimatedStart"]:
        message = "The estimated end must not be before the estimated start."
        raise invalid("project", Problem("InvalidRange", message, "estimatedEnd"))


def _check_template(work: Work, body: Record) -> None:
    id = body.get("projectTemplateId")
    if id is not None and work.store.get("template", id) is None:
        message = f"Project Template {id} not found"
        raise invalid("project", Problem("NotFound", message, "projectTemplateId"))


def _main_site(work: Work, company: int) -> Record | None:
    sites = work.store.children("site", company)
    main = [site for site in sites if site.body.get("primaryAddressFlag")]
    found = next(iter(main or sites), None)
    return None if found is None else {"id": found.id}


def _is_closed(work: Work, body: Record, kind: str) -> bool:
    status = work.referred(body, "status", kind)
    return status is not None and bool(status.body.get("closedFlag"))


def _parent_phase(work: Work, body: Record, project_id: int) -> Row | None:
    above = work.referred(body, "parentPhase", "phase")
    if above is not None and above.parent != project_id:
        raise invalid("phase", not_found("Project Phase", above.id, "parentPhase"))
    return above


def _phase_numbered(work: Work, project_id: int, code: str) -> Row | None:
    phases = work.store.children("phase", project_id)
    return next((phase for phase in phases if phase.body.get("wbsCode") == code), None)
