"""What was pushed under other ids is not made a second time unasked."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from cwsync.errors import PreconditionFailed
from cwsync.mapping.workplan import Kind
from cwsync.sync.plan import Action, Plan, PlannedItem, PlannedProject, Target
from cwsync.sync.rescoped import MANY, about_ids, check_ids, renewed


def item(key: str, action: Action, name: str, phase: str = "phase:1") -> PlannedItem:
    return PlannedItem(key, Kind.TICKET, action, name, parent_key=phase)


def plan(items: Iterable[PlannedItem]) -> Plan:
    target = Target("cw.example.com", "cedarline", "Harbor Clinic Group")
    project = PlannedProject("Clinic refresh", Action.EXISTS, id=1)
    return Plan("Clinic refresh", "approved", target, project, tuple(items))


def pairs(number: int) -> list[PlannedItem]:
    """So many tickets that were dropped under one id and are to be created under another."""
    return [
        one
        for n in range(number)
        for one in (
            item(f"svc:{n}", Action.DROPPED, f"Survey {n}"),
            item(f"svc:9{n}", Action.CREATE, f"survey  {n}"),
        )
    ]


def test_equal_names_in_one_phase_stand_for_each_other_once() -> None:
    items = [
        item("svc:1", Action.DROPPED, "Survey"),
        item("svc:2", Action.CREATE, "SURVEY"),
        item("svc:3", Action.CREATE, "Survey"),
        item("svc:4", Action.CREATE, "Racks"),
        item("svc:5", Action.DROPPED, "Cabling"),
        item("svc:6", Action.CREATE, "Cabling", "phase:2"),
    ]
    assert [found.key for found in renewed(items)] == ["svc:2"]


def test_a_few_are_warned_of() -> None:
    (notice,) = about_ids(pairs(1))
    assert notice.code == "ids_changed"
    assert notice.message.endswith("would be made again: “survey  0”")
    (notice,) = about_ids(pairs(5))
    assert notice.message.endswith("“survey  1”, “survey  2” and 2 more")
    check_ids(plan(pairs(MANY - 1)))
    assert not list(about_ids([item("svc:1", Action.CREATE, "Survey")]))


def test_many_stop_a_push_that_nobody_looks_at() -> None:
    with pytest.raises(PreconditionFailed) as refused:
        check_ids(plan(pairs(MANY)))
    assert refused.value.code == "ids_changed"
    assert refused.value.details[0] == "svc:90  survey  0"
    assert refused.value.message == (
        "the ids of the export changed: 3 tickets would be made a second time"
    )
    assert refused.value.hint == (
        "push the version that was pushed before, or use a new project with --new; "
        "where they are to be made all the same, give --accept-new-ids"
    )
