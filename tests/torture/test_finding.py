"""Which project an export became, whatever people did to it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cwsync.errors import NotFound
from cwsync.export.project import OpportunityLink, Project
from tests.sandbox.support import connected, listed, patched
from tests.sandbox.support import replace as op
from tests.torture.world import COMPANY, OPPORTUNITY, SMALL, World, sized, verdict

UNLINKED = sized(3, 6, 4, opportunity=None)
NAMELESS = replace(SMALL, id=None, key="project:clinic-refresh")


@pytest.mark.parametrize("project", [SMALL, UNLINKED], ids=["linked", "unlinked"])
def test_a_project_whose_marker_was_edited_away_is_found_by_its_record(
    project: Project, world: World
) -> None:
    pushed = world.push(project)
    with connected(world.sandbox) as cw:
        path = f"/project/projects/{pushed.plan.project.id}"
        patched(cw, path, op("description", "Network refresh for the clinic"))
    again = world.push(project)
    assert (again.plan.creates, again.plan.project.id) == (0, pushed.plan.project.id)
    assert verdict(world, project).twice == ()


@pytest.mark.parametrize("project", [SMALL, UNLINKED], ids=["linked", "unlinked"])
def test_a_project_of_others_that_it_was_pushed_into_is_found_by_its_record(
    project: Project, world: World
) -> None:
    with connected(world.sandbox) as cw:
        body = {
            "name": "Made by a project manager",
            "company": {"id": COMPANY},
            "board": {"id": 31},
            "billingMethod": "FixedFee",
            "estimatedStart": "2027-01-04T00:00:00Z",
            "estimatedEnd": "2027-03-26T00:00:00Z",
        }
        made = cw.post("/project/projects", json=body).json()["id"]
    world.push(project, into=made)
    again = world.push(project)
    assert (again.plan.creates, again.plan.project.id) == (0, made)


def test_where_notes_may_not_be_read_a_project_without_a_marker_is_nobodys(world: World) -> None:
    pushed = world.push(SMALL)
    with connected(world.sandbox) as cw:
        patched(cw, f"/project/projects/{pushed.plan.project.id}", op("description", "Ours"))
    revoked = frozenset({"Project Notes:inquire"})
    world.sandbox.config = replace(world.sandbox.config, revoked=revoked)
    assert world.push(SMALL).plan.project.id != pushed.plan.project.id


def test_an_export_without_an_id_is_not_that_of_another_deal(world: World) -> None:
    first = world.push(NAMELESS)
    with connected(world.sandbox) as cw:
        deals = listed(cw, "/sales/opportunities", conditions=f"company/id={COMPANY}")
    other = next(row["id"] for row in deals if row["id"] != OPPORTUNITY)
    second = replace(NAMELESS, opportunity=OpportunityLink(other))
    with pytest.raises(NotFound, match=f"for opportunity {OPPORTUNITY}; .* {other}$") as refused:
        world.push(second)
    assert refused.value.code == "project_of_another_deal"
    made = world.push(second, new=True)
    assert made.plan.project.id != first.plan.project.id
    for export, pushed in ((NAMELESS, first), (second, made)):
        again = world.push(export)
        assert (again.plan.creates, again.plan.project.id) == (0, pushed.plan.project.id)
    assert world.push(second, into=first.plan.project.id or 0).plan.creates == 0
