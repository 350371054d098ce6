"""The agreed sample project, where its folder is found: every format gives the same plan.

But for what a format cannot hold, which stands here: the split set lacks the names of locations,
merge data how governance without a phase is allocated.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from cwsync.errors import InvalidInput
from cwsync.export.load import load
from cwsync.mapping.plan import work_plan
from cwsync.mapping.workplan import MappingOptions

SAMPLE = Path(__file__).parents[3] / "shared" / "samples" / "acme-network"
pytestmark = pytest.mark.skipif(not SAMPLE.is_dir(), reason="the sample project is not here")
UNKNOWN_ALLOCATION = {"Documentation", "Project management"}
Outline = dict[str, list[tuple[str, Decimal, list[str], str]]]


def outline(name: str) -> Outline:
    """Phases with their tickets: name, hours, tasks, description."""
    options = MappingOptions(governance=True, subservices=True)
    return {
        phase.name: [
            (t.name, t.hours, [task.text for task in t.tasks], t.description) for t in phase.tickets
        ]
        for phase in work_plan(load(SAMPLE / name), options).phases
    }


def test_the_native_file_gives_the_same_plan() -> None:
    for name in ("cwsync-native.yaml", "cwsync-native.json"):
        assert outline(name) == outline("jsonapi-project-deep.json")


def test_the_split_set_gives_the_same_plan_but_for_locations() -> None:
    split, whole = outline("split"), outline("jsonapi-project-deep.json")
    given = {phase: [ticket[:3] for ticket in tickets] for phase, tickets in split.items()}
    assert given == {
        phase: [
            (name.replace("(Branch)", "(2)"), hours, tasks) for name, hours, tasks, _ in tickets
        ]
        for phase, tickets in whole.items()
    }


@pytest.mark.parametrize("name", ["merge-data-v2.json", "merge-data-v2-formatted.json"])
def test_merge_data_gives_the_same_plan_but_for_unassigned_governance(name: str) -> None:
    whole = outline("jsonapi-project-deep.json")
    expected = {
        phase: [ticket for ticket in tickets if ticket[0] not in UNKNOWN_ALLOCATION]
        for phase, tickets in whole.items()
    }
    assert outline(name) == {phase: tickets for phase, tickets in expected.items() if tickets}


@pytest.mark.parametrize("name", ["merge-data-v1.json", "jsonapi-project-shallow.json"])
def test_what_cannot_be_pushed_is_refused_with_the_address_to_fetch(name: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        load(SAMPLE / name)
    assert "https://api.scopestack.io/" in str(caught.value.hint)
