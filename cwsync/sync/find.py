"""The ConnectWise project that an export became, if it was pushed before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cwsync.client.conditions import all_true, any_true, equals, one_of
from cwsync.client.failures import Missing
from cwsync.closest import folded
from cwsync.errors import Forbidden, NotFound
from cwsync.mapping.markers import mentions
from cwsync.mapping.workplan import WorkPlan
from cwsync.sync.record import is_record
from cwsync.sync.wire import Record, as_record, by_id, reference_id, reference_name, text

if TYPE_CHECKING:
    from cwsync.client.connectwise import ConnectWise

FIELDS = (
    "id",
    "name",
    "description",
    "closedFlag",
    "status/id",
    "status/name",
    "board/id",
    "board/name",
    "company/id",
    "company/name",
    "opportunity/id",
    "billingMethod",
)

LIKELY = 5  # projects without a marker whose notes are read
TELLING = 5  # tickets whose names are asked for, the longest ones


@dataclass(frozen=True, slots=True)
class ExistingProject:
    """A project of ConnectWise, as far as a push needs it; `description` may hold our marker."""

    id: int
    name: str
    description: str
    opportunity_id: int | None
    company_id: int | None
    company_name: str
    board_id: int | None
    closed: bool
    facts: tuple[str, ...]


def project_by_id(cw: ConnectWise, id: int) -> ExistingProject:
    """The project of this id. Raises `NotFound`."""
    try:
        record = as_record(cw.get(f"/project/projects/{id}", fields=FIELDS))
    except Missing:
        record = {}
    if not record:
        raise NotFound(
            f"project {id} does not exist in ConnectWise",
            hint="leave out --into to find or create it by the export",
            code="project_not_found",
        )
    return _project(record | {"id": id})


def projects_of(
    cw: ConnectWise, marker: str, *, company_id: int | None, opportunity_id: int | None
) -> tuple[ExistingProject, ...]:
    """The projects that carry this marker, oldest first: one request per 1,000 of the company.

    They are looked for among those of the company and of the opportunity.
    """
    return _projects(_marked(_candidates(cw, company_id, opportunity_id), marker))


def pushed_projects(
    cw: ConnectWise, desired: WorkPlan, *, company_id: int | None, opportunity_id: int | None
) -> tuple[ExistingProject, ...]:
    """The projects that this work plan was pushed into, oldest first.

    One that somebody else made and that it was pushed into has no marker, nor has one whose
    description was edited: where none has it, a few that are linked to the opportunity, have the
    name or hold tickets of ours by name are looked at for a push record, one request each.
    """
    rows = _candidates(cw, company_id, opportunity_id)
    ours = _marked(rows, desired.marker)
    if ours or not rows:
        return _projects(ours)
    holding = _holding_tickets(cw, desired, company_id)
    likely = [
        row
        for row in by_id(rows)
        if reference_id(row, "opportunity") == (opportunity_id or 0)
        or folded(text(row, "name")) == folded(desired.name)
        or row["id"] in holding
    ]
    likely.sort(key=lambda row: (holding.get(row["id"], 0), row["id"]))
    recorded = [r for r in likely[-LIKELY:] if _has_record(cw, r["id"], desired.project_key)]
    return _projects(recorded)


def _holding_tickets(
    cw: ConnectWise, desired: WorkPlan, company_id: int | None
) -> Counter[int | None]:
    """How many tickets named like ours each project of the company holds; one request."""
    names = {ticket.name for phase in desired.phases for ticket in phase.tickets}
    telling = sorted(names, key=lambda name: (-len(name), name))[:TELLING]
    named = one_of("summary", telling)
    if not named or company_id is None:
        return Counter()
    rows = cw.list(
        "/project/tickets",
        conditions=all_true(equals("company/id", company_id), named),
        fields=("id", "summary", "project/id"),
        limit=1_000,
    )
    return Counter(reference_id(row, "project") for row in rows)


def _candidates(
    cw: ConnectWise, company_id: int | None, opportunity_id: int | None
) -> list[Record]:
    where = [equals("company/id", company_id)] if company_id is not None else []
    if opportunity_id is not None:
        where.append(equals("opportunity/id", opportunity_id))
    if not where:
        return []
    return cw.list("/project/projects", conditions=any_true(*where), fields=FIELDS)


def _marked(rows: Iterable[Record], marker: str) -> list[Record]:
    return [row for row in rows if mentions(text(row, "description"), marker)]


def _projects(rows: Iterable[Record]) -> tuple[ExistingProject, ...]:
    return tuple(_project(row) for row in by_id(rows))


def _has_record(cw: ConnectWise, project_id: int, project_key: str) -> bool:
    try:
        notes = cw.list(f"/project/projects/{project_id}/notes", fields=("id", "text"))
    except Forbidden:
        return False
    return any(is_record(text(note, "text"), project_key) for note in notes)


def of_this_deal(
    found: tuple[ExistingProject, ...], opportunity_id: int | None
) -> tuple[ExistingProject, ...]:
    """Those of them that an export without an id, known by its name alone, can mean.

    Raises `NotFound` where all of them are of other opportunities.
    """
    fitting = (None, opportunity_id)
    rest = tuple(p for p in found if opportunity_id is None or p.opportunity_id in fitting)
    if found and not rest:
        other = found[0]
        raise NotFound(
            f"an export of this name was pushed into project {other.id} for opportunity "
            f"{other.opportunity_id}; this one is for opportunity {opportunity_id}",
            hint=f"to go on in that project, give --into {other.id}; for another one, --new",
            code="project_of_another_deal",
        )
    return rest


def the_project(found: tuple[ExistingProject, ...]) -> ExistingProject | None:
    """The only one of them, None if there is none. Raises `NotFound` where there are several."""
    if len(found) < 2:
        return found[0] if found else None
    raise NotFound(
        f"this export was pushed into {len(found)} projects",
        details=tuple(f"{p.id}  {p.name}" + (" (closed)" if p.closed else "") for p in found),
        hint="say which one: --into PROJECT_ID",
        code="project_ambiguous",
    )


def _project(row: Record) -> ExistingProject:
    opportunity = reference_id(row, "opportunity")
    facts = (
        f"board {reference_name(row, 'board')}" if row.get("board") else "",
        reference_name(row, "status"),
        text(row, "billingMethod"),
        f"opportunity {opportunity}" if opportunity else "",
    )
    return ExistingProject(
        id=row["id"],
        name=text(row, "name"),
        description=text(row, "description"),
        opportunity_id=opportunity,
        company_id=reference_id(row, "company"),
        company_name=reference_name(row, "company"),
        board_id=reference_id(row, "board"),
        closed=row.get("closedFlag") is True,
        facts=tuple(fact for fact in facts if fact),
    )
