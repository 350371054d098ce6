from __future__ import annotations

from pathlib import Path

import httpx

from cwsync.sandbox.app import Sandbox
from cwsync.sandbox.config import SandboxConfig
from tests.sandbox.support import TEMPLATE, Clock, add_phase, add_project, connected, listed

EXPECTED = [
    ("Plan", "1", [("Kickoff meeting", "1.1", 1.5), ("Confirm scope and schedule", "1.2", 1.0)]),
    ("Implement", "2", [("Change window approval", "2.1", 0.5)]),
    ("Close", "3", [("As-built documentation", "3.1", 2.0), ("Hand-over to support", "3.2", 1.0)]),
]
Plan = list[tuple[str, str, list[tuple[str, str, float]]]]


def plan_of(cw: httpx.Client, project: int) -> Plan:
    phases = listed(cw, f"/project/projects/{project}/phases")
    tickets = listed(cw, "/project/tickets", conditions=f"project/id={project}")
    return [
        (
            phase["description"],
            phase["wbsCode"],
            [
                (ticket["summary"], ticket["wbsCode"], ticket["budgetHours"])
                for ticket in tickets
                if ticket["phase"]["id"] == phase["id"]
            ],
        )
        for phase in phases
    ]


def test_a_template_fills_a_new_project(cw: httpx.Client) -> None:
    project = add_project(cw, projectTemplateId=TEMPLATE)
    assert plan_of(cw, project) == EXPECTED
    first = listed(cw, "/project/tickets", conditions=f"project/id={project}")[0]
    tasks = listed(cw, f"/project/tickets/{first['id']}/tasks")
    assert [task["notes"] for task in tasks] == ["Invite the client", "Send the agenda"]


def test_a_template_is_added_to_what_is_there(cw: httpx.Client) -> None:
    project = add_project(cw)
    add_phase(cw, project, "Before")
    answer = cw.post(f"/project/projects/{project}/applyTemplate/{TEMPLATE}")
    assert answer.status_code == 201
    assert [(phase["description"], phase["wbsCode"]) for phase in answer.json()["phases"]] == [
        ("Before", "1"),
        ("Plan", "2"),
        ("Implement", "3"),
        ("Close", "4"),
    ]


def test_several_templates(cw: httpx.Client) -> None:
    project = add_project(cw)
    path = f"/project/projects/{project}/applyTemplates"
    answer = cw.post(path, json=[{"id": TEMPLATE, "name": "x"}, {"id": TEMPLATE + 1, "name": "y"}])
    assert (answer.status_code, len(answer.json()["phases"])) == (201, 6)
    assert cw.post(path, json=[{"id": TEMPLATE}, {"id": 99}]).status_code == 404
    assert cw.post(path, json={"id": TEMPLATE}).status_code == 500
    assert cw.post(path, json=[{"id": "first"}]).status_code == 500
    assert cw.post(path, json=[{}]).status_code == 404
    assert len(plan_of(cw, project)) == 6


def test_there_is_no_such_template(cw: httpx.Client) -> None:
    assert cw.post("/project/projects/302/applyTemplate/99").status_code == 404
    assert cw.post(f"/project/projects/999/applyTemplate/{TEMPLATE}").status_code == 404


def test_what_a_template_holds_can_be_read(cw: httpx.Client) -> None:
    root = f"/project/projectTemplates/{TEMPLATE}"
    phases = listed(cw, f"{root}/projectTemplatePhases")
    tickets = listed(cw, f"{root}/projectTemplateTickets")
    tasks = listed(cw, f"{root}/projectTemplateTickets/{tickets[0]['id']}/tasks")
    assert [phase["description"] for phase in phases] == ["Plan", "Implement", "Close"]
    assert (len(tickets), len(tasks)) == (5, 2)


def test_a_template_can_come_some_reads_later(file: Path) -> None:
    sandbox = Sandbox(file, config=SandboxConfig(template_delay_reads=2))
    with connected(sandbox) as cw:
        project = add_project(cw, projectTemplateId=TEMPLATE)
        phases = f"/project/projects/{project}/phases"
        seen = [len(listed(cw, phases)) for _ in range(4)]
    sandbox.close()
    assert seen == [0, 0, 3, 3]


def test_a_template_can_come_some_seconds_later(file: Path, clock: Clock) -> None:
    sandbox = Sandbox(file, clock=clock, config=SandboxConfig(template_delay_s=5))
    with connected(sandbox) as cw:
        project = add_project(cw, projectTemplateId=TEMPLATE)
        count = f"/project/projects/{project}/phases/count"
        clock.forward(4)
        assert cw.get(count).json() == {"count": 0}
        clock.forward(1)
        assert cw.get(count).json() == {"count": 3}
        assert plan_of(cw, project) == EXPECTED
    sandbox.close()


def test_a_project_can_be_gone_before_its_template_comes(file: Path) -> None:
    sandbox = Sandbox(file, config=SandboxConfig(template_delay_reads=1))
    with connected(sandbox) as cw:
        project = add_project(cw, projectTemplateId=TEMPLATE)
        assert cw.delete(f"/project/projects/{project}").status_code == 204
        before, after = (len(listed(cw, "/project/tickets")) for _ in range(2))
    sandbox.close()
    assert before == after
