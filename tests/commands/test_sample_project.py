"""The agreed sample project, where its folder is found: the plan is the one that was worked out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from .conftest import Cwsync

SAMPLE = Path(__file__).parents[3] / "shared" / "samples" / "acme-network"
pytestmark = pytest.mark.skipif(not SAMPLE.is_dir(), reason="the sample project is not here")
PUSH = (
    "--sandbox --board Implementations --start 2027-01-04 --end 2027-03-26 "
    "--billing-method FixedFee --governance --subservices --yes -o json"
)


def expected() -> list[tuple[str, list[tuple[str, float, int]]]]:
    """Phases with their tickets: name, hours, how many tasks."""
    plan = json.loads((SAMPLE / "expected-plan.json").read_text("utf-8"))
    return [
        (
            phase["phase"] or "Unassigned",
            [(t["name"], float(t["hours"]), len(t["tasks"])) for t in phase["tickets"]],
        )
        for phase in plan["phases"]
        if phase["tickets"]  # a phase without a ticket is not created
    ]


def pushed(document: Any) -> list[tuple[str, list[tuple[str, float, int]]]]:
    """The same of what a push says it created."""
    below: dict[str | None, list[Any]] = {}
    for item in document["items"]:
        if item["action"] in ("create", "exists"):
            below.setdefault(item["parent_key"], []).append(item)
    return [
        (
            phase["name"],
            [
                (ticket["name"], ticket["hours"], len(below.get(ticket["key"], ())))
                for ticket in below[phase["key"]]
            ],
        )
        for phase in below[None]
    ]


@pytest.mark.parametrize("name", ["jsonapi-project-deep.json", "cwsync-native.yaml"])
def test_the_sample_project_gives_the_expected_plan(cwsync: Cwsync, name: str) -> None:
    first = cwsync(f"project push {SAMPLE / name} {PUSH}")
    assert first.code == 0, first.err
    assert shortened(pushed(first.document)) == shortened(expected())
    second = cwsync(f"project push {SAMPLE / name} {PUSH}").document
    assert second["changed"] is False
    assert pushed(second) == pushed(first.document)


def shortened(plan: list[tuple[str, list[tuple[str, float, int]]]]) -> object:
    """Names as the export has them: a long one is cut, and equal ones get their location."""
    return [
        (phase, [(ticket[0][:60].removesuffix(" (Branch)"), *ticket[1:]) for ticket in tickets])
        for phase, tickets in plan
    ]
