"""Where the hours of a governance item go: behaviour of ScopeStack's own push, section by section.

1. `assign-effort-to-service`: inside the services already.
2. Aligned to a phase: there; but "Project Management" or "Project Governance" without services
   of its own stands for the project.
3. An allocation method that names project management: the project.
4. `prorate…`: spread. Anything else is neither assigned nor prorated.
"""

from __future__ import annotations

import re

from cwsync.export.project import Allocation, Phase

_PROJECT_PHASE = re.compile(r"\s*project\s+(management|governance)\s*", re.IGNORECASE)
_PROJECT_METHOD = re.compile(r"project[\s_-]*(management|governance)", re.IGNORECASE)


def allocation_of(method: str | None, phase: Phase | None, *, in_services: bool) -> Allocation:
    """The allocation that ScopeStack's attributes stand for, phases without services aside."""
    if in_services:
        return Allocation.SERVICES
    if phase is not None:
        return Allocation.PHASE
    if method and _PROJECT_METHOD.search(method):
        return Allocation.PROJECT
    if method and method.lower().startswith("prorate"):
        return Allocation.PRORATE
    return Allocation.NONE


def settled(
    allocation: Allocation, phase: Phase | None, busy: set[str]
) -> tuple[Allocation, str | None]:
    """The final allocation and phase key; `busy` are the keys of phases with active services."""
    if allocation is not Allocation.PHASE or phase is None:
        return allocation, None
    if phase.key not in busy and _PROJECT_PHASE.fullmatch(phase.name):
        return Allocation.PROJECT, None
    return Allocation.PHASE, phase.key
