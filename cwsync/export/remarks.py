"""Notices while reading: what a person should know that stops nothing."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from cwsync.export.problems import Path, printable
from cwsync.export.project import Governance, Phase, Service, ServiceType, SubService

_TOLERATED_HOURS = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Remark:
    """A notice whose place is still a path."""

    code: str
    message: str
    path: Path
    key: str | None = None


class Remarks:
    """Collects the notices of one file."""

    def __init__(self) -> None:
        self.all: list[Remark] = []

    def add(self, code: str, message: str, path: Path, key: str | None = None) -> None:
        """Note one more."""
        self.all.append(Remark(code, message, path, key))

    def pushed_by_scopestack(self, path: Path) -> None:
        """That ScopeStack's own integration has been here."""
        self.add(
            "pushed_by_scopestack",
            "ScopeStack pushed this project itself; pushing it again makes a second one",
            path,
        )

    def about_service(self, service: Service, phase: Phase | None, path: Path) -> None:
        """What the numbers and the phase of an active professional service give rise to."""
        if not service.active or service.type is not ServiceType.PROFESSIONAL:
            return
        added = service.own_hours + active_hours(service.subservices)
        name = printable(service.name)
        if abs(added - service.total_hours) > _TOLERATED_HOURS:
            self.add(
                "hours_mismatch",
                f'service "{name}": its total of {service.total_hours} h stands, although '
                f"its own hours and its sub-services add up to {added} h",
                path,
                service.key,
            )
        if phase is not None and not phase.active:
            self.add(
                "inactive_phase",
                f'service "{name}" is active, but its phase "{printable(phase.name)}" is not; '
                "the phase is kept",
                path,
                service.key,
            )

    def about_governance(self, item: Governance, phase: Phase | None, path: Path) -> None:
        """What the phase of an active governance item gives rise to."""
        if item.active and phase is not None and not phase.active:
            self.add(
                "inactive_phase",
                f'governance "{printable(item.name)}" is active, but its phase '
                f'"{printable(phase.name)}" is not; the phase is kept',
                path,
                item.key,
            )


def active_hours(subservices: tuple[SubService, ...]) -> Decimal:
    """The hours of the active ones."""
    return sum((sub.hours for sub in subservices if sub.active), Decimal(0))
