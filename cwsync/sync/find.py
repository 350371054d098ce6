"""The ConnectWise project that an export became, if it was pushed before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cwsync.client.conditions import any_true, equals
from cwsync.client.failures import Missing
from cwsync.errors import NotFound
from cwsync.mapping.markers import mentions
from cwsync.sync.wire import as_record, by_id, reference_id, reference_name, text

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
    where = [equals("company/id", company_id)] if company_id is not None else []
    if opportunity_id is not None:
        where.append(equals("opportunity/id", opportunity_id))
    if not where:
        return ()
    rows = cw.list("/project/projects", conditions=any_true(*where), fields=FIELDS)
    ours = [row for row in rows if mentions(text(row, "description"), marker)]
    return tuple(_project(row) for row in by_id(ours))


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


def _project(row: dict[str, Any]) -> ExistingProject:
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
