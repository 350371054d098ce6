"""What a push does with what is unusual but right about an export, said beforehand. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from cwsync.closest import folded, some_of
from cwsync.export.project import Notice, Project, Service, ServiceType, Status
from cwsync.mapping.hours import rounded
from cwsync.mapping.names import short

_MOST_NAMED = 3
_IN_THE_WAY = {
    Status.BUILDING: "is not submitted for approval yet",
    Status.PENDING_APPROVAL: "waits for approval",
    Status.LOST: "is lost",
    Status.CANCELED: "is canceled",
}


def advice(project: Project) -> Iterator[Notice]:
    """Notes on a valid project; what is wrong with one is told by its warnings."""
    services = [s for s in project.services if s.active and s.type is ServiceType.PROFESSIONAL]
    yield from _status(project)
    yield from _phases(project, services)
    yield from _hours(services)
    yield from _names(project, services)
    yield from _left_out(project)
    yield from _places(project, services)
    yield from _currency(project)


def _status(project: Project) -> Iterator[Notice]:
    if reason := _IN_THE_WAY.get(project.status):
        message = f"the project {reason}: only an approved or won one is pushed"
        yield Notice("not_approved", f"{message}; --dry-run shows what a push would do")


def _phases(project: Project, services: Sequence[Service]) -> Iterator[Notice]:
    yield from _note(
        "unphased",
        [service for service in services if service.phase_key is None],
        "have no phase and go to one of their own",
        "has no phase and goes to one of its own",
    )
    busy = {service.phase_key for service in services}
    busy |= {item.phase_key for item in project.governance if item.active}
    empty = [phase.name for phase in project.phases if phase.active and phase.key not in busy]
    if empty:
        verb = "hold" if len(empty) > 1 else "holds"
        message = f"{_named(empty)} {verb} no service: ConnectWise gets no phase for that"
        yield Notice("empty_phase", message)


def _hours(services: Sequence[Service]) -> Iterator[Notice]:
    yield from _note(
        "no_hours",
        [service for service in services if not service.total_hours],
        "have no hours: their tickets have a budget of 0",
        "has no hours: its ticket has a budget of 0",
    )
    yield from _note(
        "rounded_hours",
        [service for service in services if rounded(service.total_hours) != service.total_hours],
        "have hours that are rounded to 0.01 h",
        "has hours that are rounded to 0.01 h",
    )


def _names(project: Project, services: Sequence[Service]) -> Iterator[Notice]:
    counts = Counter((service.phase_key, folded(service.name)) for service in services)
    first = {(service.phase_key, folded(service.name)): service for service in reversed(services)}
    yield from _note(
        "same_name",
        [service for place, service in reversed(first.items()) if counts[place] > 1],
        "stand more than once in their phases: the location, else a number, is added",
        "stands more than once in its phase: the location, else a number, is added",
    )
    cut = [s for s in services if short(s.name, "Service").endswith("…")]
    yield from _note(
        "long_name",
        [service for service in cut if not service.name.endswith("…")],
        "are longer than 100 characters: the names are cut, and open the descriptions in full",
        "is longer than 100 characters: the name is cut, and opens the description in full",
    )
    if short(project.name, "").endswith("…") and not project.name.endswith("…"):
        yield Notice("long_name", "the name of the project is cut to 100 characters")


def _left_out(project: Project) -> Iterator[Notice]:
    managed = [s for s in project.services if s.active and s.type is ServiceType.MANAGED]
    yield from _note(
        "managed_services",
        managed,
        "are managed services: they make no tickets and count in the forecast",
        "is a managed service: it makes no ticket and counts in the forecast",
    )
    subservices = [sub for service in project.services for sub in service.subservices]
    rows = (project.phases, project.services, subservices, project.governance, project.products)
    inactive = [row.name for group in rows for row in group if not row.active]
    if inactive:
        verb = "are" if len(inactive) > 1 else "is"
        yield Notice("inactive", f"{_named(inactive)} {verb} inactive in ScopeStack: left out")


def _places(project: Project, services: Sequence[Service]) -> Iterator[Notice]:
    """ConnectWise knows one site a project."""
    places = {service.location for service in services if service.location}
    places |= {location.name for location in project.locations}
    if len(places) > 1:
        message = f"the project takes place at {len(places)} locations: tickets name theirs"
        yield Notice("several_locations", message)


def _currency(project: Project) -> Iterator[Notice]:
    if project.currency is None and project.contract_revenue is not None:
        message = "the export names no currency: money is taken to be in ConnectWise's own"
        yield Notice("no_currency", message)


def _note(code: str, services: Sequence[Service], many: str, one: str) -> Iterator[Notice]:
    if services:
        names = _named([service.name for service in services])
        message = f"{names} {many if len(services) > 1 else one}"
        yield Notice(code, message, key=services[0].key)


def _named(names: Iterable[str]) -> str:
    """“Plan”, “Design” and 3 more; every name shortened."""
    quoted = [f"“{short(name, 'unnamed')}”" for name in names]
    if len(quoted) <= _MOST_NAMED:
        return " and ".join(filter(None, (", ".join(quoted[:-1]), quoted[-1])))
    return some_of(quoted, _MOST_NAMED)
