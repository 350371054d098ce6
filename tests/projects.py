"""Invented projects: builders for a test that needs a certain one, a strategy for any valid one.

Ids are short here ("1") and stand in keys as an export reader would write them (`svc:1`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from cwsync.export.project import (
    Allocation,
    Governance,
    Location,
    OpportunityLink,
    Phase,
    Project,
    Service,
    ServiceType,
    Source,
    Status,
    SubService,
)

SOURCE = Source("native", "larkspur.yaml", "0" * 64)
LONG = "Move the reception desks, the surgery and the imaging room to the new wireless network "
TEXTS = (
    "Plain text.",
    "<p>First <b>bold</b></p>\r\n<ul><li>one</li><li>two &amp; three</li></ul>",
    "**Workshop** with {{client_name}}, {{quantity}} × {{unheard_of}}",
    "<p><br></p>",
    "",
    "\x1b[31mred\x1b[0m \u202eturned",
)
NAMES = (
    "Discovery",
    "discovery",
    "Installation",
    "Project governance",
    "PROJECT  GOVERNANCE",
    "Project Management",
    "Unassigned",
    "Größe prüfen",
    "配線工事",
    "Wi‑Fi 👩‍💻 survey",
    "Discovery (2)",
    "  ",
    LONG * 2,
    LONG * 2 + "upstairs",
)
PLACES = (None, "Main clinic", "Main Clinic", "Harbour branch", "Storage, " * 12)


def phase(id: str, name: str | None = None, *, active: bool = True) -> Phase:
    """A phase, called `Phase ID` where the name does not matter."""
    return Phase(f"phase:{id}", id, f"Phase {id}" if name is None else name, active)


def sub(
    id: str, name: str = "Sub-service", description: str | None = None, *, active: bool = True
) -> SubService:
    """A sub-service of one hour."""
    return SubService(f"sub:{id}", id, name, description, hours=Decimal(1), active=active)


def service(
    id: str,
    name: str | None = None,
    hours: str = "1",
    *,
    phase: str | None = None,
    description: str | None = None,
    location: str | None = None,
    quantity: str = "1",
    subs: Iterable[SubService] = (),
    type: ServiceType = ServiceType.PROFESSIONAL,
    active: bool = True,
) -> Service:
    """A service in the phase of that id, or in none. `hours` are its total."""
    return Service(
        key=f"svc:{id}",
        id=id,
        name=f"Service {id}" if name is None else name,
        type=type,
        phase_key=None if phase is None else f"phase:{phase}",
        location=location,
        description=description,
        quantity=Decimal(quantity),
        own_hours=Decimal(hours),
        total_hours=Decimal(hours),
        subservices=tuple(subs),
        active=active,
    )


def governance(
    id: str,
    name: str | None = None,
    hours: str = "4",
    allocation: Allocation = Allocation.PRORATE,
    *,
    phase: str | None = None,
    active: bool = True,
) -> Governance:
    """A governance item; with `phase`, aligned to it."""
    return Governance(
        key=f"gov:{id}",
        id=id,
        name=f"Governance {id}" if name is None else name,
        hours=Decimal(hours),
        allocation=allocation if phase is None else Allocation.PHASE,
        phase_key=None if phase is None else f"phase:{phase}",
        active=active,
    )


def project(
    phases: Sequence[Phase] = (),
    services: Sequence[Service] = (),
    governance: Sequence[Governance] = (),
    *,
    id: str | None = "5150",
    name: str = "Larkspur network renewal",
    status: Status = Status.APPROVED,
    opportunity: int | None = None,
) -> Project:
    """An approved project of Larkspur Veterinary Clinics with just these rows."""
    return Project(
        key="project:larkspur-network-renewal" if id is None else f"project:{id}",
        id=id,
        name=name,
        status=status,
        raw_status=status.value,
        source=SOURCE,
        client="Larkspur Veterinary Clinics",
        opportunity=None if opportunity is None else OpportunityLink(opportunity),
        phases=tuple(phases),
        services=tuple(services),
        governance=tuple(governance),
    )


def larkspur() -> Project:
    """A small project with something of everything: 23.5 h of services, 9 h of governance."""
    made = project(
        phases=(
            phase("11", "Plan"),
            phase("12", "Install"),
            phase("13", "Left over", active=False),
            phase("14", "Operate"),
        ),
        services=(
            service("101", "Kick-off workshop", "4", phase="11"),
            service(
                "102",
                "Wireless survey",
                "6.5",
                phase="11",
                location="Main clinic",
                description="<p>Walk the floors of {{client_name}}.</p>",
                subs=(sub("201", "Floor plans", "Collect the floor plans"), sub("202", "Report")),
            ),
            service("103", "Access points", "12", phase="12", quantity="24"),
            service("104", "Acceptance", "0", phase="12"),
            service("105", "Withdrawn", "7", phase="12", active=False),
            service("106", "Monitoring", "0", type=ServiceType.MANAGED),
            service("107", "Handbook", "1"),
        ),
        governance=(
            governance("301", "Documentation", "3"),
            governance("302", "Status meetings", "2", phase="12"),
            governance("303", "Project management", "4", Allocation.PROJECT),
            governance("304", "Steering committee", "5", Allocation.NONE),
            governance("305", "Travel planning", "1", Allocation.SERVICES),
            governance("306", "Withdrawn too", "1", active=False),
        ),
        opportunity=77,
    )
    return replace(made, locations=(Location("Main clinic"), Location("Harbour branch")))


def names() -> st.SearchStrategy[str]:
    """Names as people and imports leave them: alike, long, blank, in any script."""
    return st.one_of(st.sampled_from(NAMES), st.text(max_size=130))


def hours() -> st.SearchStrategy[Decimal]:
    """Hours from 0 up, with few or many decimals."""
    few = st.decimals(0, 400, places=2, allow_nan=False, allow_infinity=False)
    many = st.decimals(0, 400, places=9, allow_nan=False, allow_infinity=False)
    return st.one_of(st.sampled_from((Decimal(0), Decimal("0.005"), Decimal(8))), few, many)


@st.composite
def projects(
    draw: st.DrawFn, *, status: Status = Status.APPROVED, most_services: int = 12
) -> Project:
    """Any valid project: rows of every kind, active or not, with ids or (native) with slugs."""
    fresh = _Keys(draw(st.booleans()))
    phases = draw(st.lists(_phases(fresh), max_size=5))
    keys = (None, *(row.key for row in phases))
    made = project(
        phases,
        draw(st.lists(_services(fresh, keys), max_size=most_services)),
        draw(st.lists(_governance(fresh, keys[1:]), max_size=4)),
        id="5150" if fresh.with_ids else None,
        name=draw(names()),
        status=status,
    )
    return replace(made, locations=tuple(Location(place) for place in PLACES if place))


class _Keys:
    """Gives each row of a project its own key, so that drawn rows never share one."""

    def __init__(self, with_ids: bool) -> None:
        self.with_ids = with_ids
        self._last = 100

    def id_and_key(self, prefix: str) -> tuple[str | None, str]:
        self._last += 1
        if self.with_ids:
            return str(self._last), f"{prefix}:{self._last}"
        return None, f"{prefix}:plan/row#{self._last}"


@st.composite
def _phases(draw: st.DrawFn, fresh: _Keys) -> Phase:
    id, key = fresh.id_and_key("phase")
    return Phase(key, id, draw(names()), active=draw(_mostly()))


@st.composite
def _services(draw: st.DrawFn, fresh: _Keys, phase_keys: Sequence[str | None]) -> Service:
    id, key = fresh.id_and_key("svc")
    professional = draw(_mostly())
    own = draw(hours())
    subs = draw(st.lists(_subservices(fresh), max_size=3))
    return Service(
        key=key,
        id=id,
        name=draw(names()),
        type=ServiceType.PROFESSIONAL if professional else ServiceType.MANAGED,
        phase_key=draw(st.sampled_from(phase_keys)),
        location=draw(st.sampled_from(PLACES)),
        description=draw(_descriptions()),
        quantity=Decimal(draw(st.integers(1, 30))),
        own_hours=own,
        total_hours=own + sum((row.hours for row in subs if row.active), Decimal(0)),
        subservices=tuple(subs),
        active=draw(_mostly()),
    )


@st.composite
def _subservices(draw: st.DrawFn, fresh: _Keys) -> SubService:
    id, key = fresh.id_and_key("sub")
    return SubService(
        key, id, draw(names()), draw(_descriptions()), hours=draw(hours()), active=draw(_mostly())
    )


@st.composite
def _governance(draw: st.DrawFn, fresh: _Keys, phase_keys: Sequence[str | None]) -> Governance:
    id, key = fresh.id_and_key("gov")
    allocations = [choice for choice in Allocation if phase_keys or choice is not Allocation.PHASE]
    allocation = draw(st.sampled_from(allocations))
    aligned = allocation is Allocation.PHASE
    return Governance(
        key=key,
        id=id,
        name=draw(names()),
        hours=draw(hours()),
        allocation=allocation,
        phase_key=draw(st.sampled_from(phase_keys)) if aligned else None,
        active=draw(_mostly()),
    )


def _descriptions() -> st.SearchStrategy[str | None]:
    return st.one_of(st.none(), st.sampled_from(TEXTS), st.text(max_size=60))


def _mostly() -> st.SearchStrategy[bool]:
    """True four times out of five; shrinks to True."""
    return st.sampled_from((True, True, True, True, False))
