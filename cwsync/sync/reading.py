"""Read what a project holds: all that the record and the names leave open, and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cwsync.mapping.markers import mentions
from cwsync.mapping.workplan import WorkPlan
from cwsync.sync.existing import Existing, read_analysis, read_tasks, read_work_plan
from cwsync.sync.find import ExistingProject
from cwsync.sync.matching import tickets_to_confirm, tickets_to_identify, tickets_to_read
from cwsync.sync.recordkeeper import Kept

if TYPE_CHECKING:
    from cwsync.client.connectwise import ConnectWise
    from cwsync.sync.push import PushRequest


def read_existing(
    cw: ConnectWise, there: ExistingProject, desired: WorkPlan, kept: Kept, request: PushRequest
) -> Existing:
    """What the project holds: phases, tickets, and the notes and tasks the record leaves open."""
    existing, record = read_work_plan(cw, there.id), kept.record
    foreign = request.into is not None and _is_untouched(there, existing, desired, kept)
    while not foreign and (unknown := tickets_to_identify(desired, existing, record)):
        existing = existing.with_analyses({id: read_analysis(cw, id) for id in unknown})
    unread = tickets_to_read(
        desired, existing, record, add_tasks=request.add_tasks, recreate=request.recreate
    )
    existing = existing.with_tasks({id: read_tasks(cw, id) for id in unread})
    unsure = tickets_to_confirm(desired, existing, record)
    return existing.with_analyses({id: read_analysis(cw, id) for id in unsure})


def _is_untouched(
    there: ExistingProject, existing: Existing, desired: WorkPlan, kept: Kept
) -> bool:
    """Whether the project has no trace of a push of ours, so that nothing in it can be ours."""
    if not kept.allowed or kept.record.ids or kept.record.running is not None:
        return False
    marked = any(mentions(p.notes, d.marker) for p in existing.phases for d in desired.phases)
    return not marked and not mentions(there.description, desired.marker)
