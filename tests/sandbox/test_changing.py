from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from cwsync.sandbox.app import Sandbox
from cwsync.sandbox.config import SandboxConfig
from tests.sandbox.support import (
    BOARD,
    OTHER_BOARD,
    Clock,
    add_phase,
    add_project,
    add_ticket,
    connected,
    patched,
    problems,
    project_body,
    replace,
    status_id,
)


@pytest.fixture
def project(cw: httpx.Client) -> int:
    return add_project(cw, description="Before", manager={"id": 152})


@pytest.fixture
def ticket(cw: httpx.Client, project: int) -> int:
    return add_ticket(cw, add_phase(cw, project), budgetHours=2)


def remove(path: str) -> dict[str, Any]:
    return {"op": "remove", "path": path}


def test_fields_are_changed_and_cleared(cw: httpx.Client, project: int) -> None:
    before = cw.get(f"/project/projects/{project}").json()
    after = patched(
        cw,
        f"/project/projects/{project}",
        replace("name", "After"),
        {"op": "add", "path": "/estimatedHours", "value": 12.5},
        remove("description"),
        {"op": "replace", "path": "manager", "value": None},
    )
    changed = {"name": "After", "estimatedHours": 12.5}
    gone = {"description", "manager"}
    expected = {**{k: v for k, v in before.items() if k not in gone}, **changed}
    assert {k: v for k, v in after.items() if k != "_info"} == {
        k: v for k, v in expected.items() if k != "_info"
    }
    assert cw.get(f"/project/projects/{project}").json() == after


def test_references_are_replaced_whole(cw: httpx.Client, project: int) -> None:
    path = f"/project/projects/{project}"
    assert (
        patched(cw, path, replace("company", {"identifier": "TallgrassFoods"}))["company"]["name"]
        == "Tallgrass Foods"
    )
    answer = cw.patch(path, json=[replace("company", {"id": 9})])
    assert problems(answer) == [("company/id", "NotFound")]


def test_a_path_inside_a_reference_is_a_false_200(cw: httpx.Client, project: int) -> None:
    path = f"/project/projects/{project}"
    before = cw.get(path).json()
    after = patched(cw, path, replace("company/identifier", "TallgrassFoods"))
    assert after["company"] == before["company"]


def test_a_path_inside_a_reference_can_be_refused(file: Path) -> None:
    sandbox = Sandbox(file, config=SandboxConfig(sub_paths_refused=True))
    with connected(sandbox) as cw:
        answer = cw.patch("/project/projects/302", json=[replace("company/id", 252)])
    sandbox.close()
    assert problems(answer) == [("company/id", "InvalidPath")]


@pytest.mark.parametrize(
    ("operations", "status"),
    [
        ([replace("Name", "x")], 400),
        ([replace("", "x")], 400),
        ([{"op": "move", "path": "name"}], 400),
        ([remove("name")], 400),
        ([replace("name", "")], 400),
        ([replace("name", "x" * 101)], 400),
        ([replace("estimatedEnd", "2020-01-01T00:00:00Z")], 400),
        ([replace("board", {"id": 1})], 400),
        ({"name": "x"}, 500),
        (["x"], 500),
        ([replace("name", 5)], 500),
    ],
)
def test_what_a_patch_cannot_do(
    cw: httpx.Client, project: int, operations: Any, status: int
) -> None:
    path = f"/project/projects/{project}"
    before = cw.get(path).json()
    assert cw.patch(path, json=operations).status_code == status
    assert cw.get(path).json() == before


def test_the_servers_own_fields_stay(cw: httpx.Client, ticket: int) -> None:
    path = f"/project/tickets/{ticket}"
    before = cw.get(path).json()
    assert (
        patched(cw, path, replace("closedFlag", True), remove("actualHours"), replace("id", 5))
        == before
    )


def test_a_project_is_closed_by_its_status(cw: httpx.Client, project: int) -> None:
    path = f"/project/projects/{project}"
    assert patched(cw, path, replace("status", {"name": "Closed"}))["closedFlag"] is True
    assert patched(cw, path, replace("status", {"id": 1}))["closedFlag"] is False


def test_a_ticket_is_closed_and_opened_by_its_status(
    cw: httpx.Client, ticket: int, clock: Clock
) -> None:
    path = f"/project/tickets/{ticket}"
    clock.forward(60)
    closed = patched(cw, path, replace("status", {"name": "Completed"}))
    assert (closed["closedFlag"], closed["closedDate"]) == (True, "2026-10-05T09:31:00Z")
    opened = patched(cw, path, replace("status", {"id": status_id(cw, BOARD, "New")}))
    assert opened["closedFlag"] is False
    assert "closedDate" not in opened


def test_a_status_of_another_board_is_refused(cw: httpx.Client, ticket: int) -> None:
    path = f"/project/tickets/{ticket}"
    elsewhere = {"id": status_id(cw, OTHER_BOARD, "New")}
    assert problems(cw.patch(path, json=[replace("status", elsewhere)])) == [
        ("status/id", "NotFound")
    ]
    moved = patched(cw, path, replace("board", {"id": OTHER_BOARD}), replace("status", elsewhere))
    assert moved["status"]["id"] == elsewhere["id"]


def test_on_another_board_a_ticket_gets_that_boards_status(cw: httpx.Client, ticket: int) -> None:
    path = f"/project/tickets/{ticket}"
    moved = patched(cw, path, replace("board", {"id": OTHER_BOARD}))
    assert moved["status"]["id"] == status_id(cw, OTHER_BOARD, "New")
    assert patched(cw, path, remove("board"))["board"]["id"] == OTHER_BOARD


def test_a_ticket_moves_to_another_phase_and_project(cw: httpx.Client, ticket: int) -> None:
    other = add_project(cw)
    phase = add_phase(cw, other)
    add_ticket(cw, phase)
    moved = patched(cw, f"/project/tickets/{ticket}", replace("phase", {"id": phase}))
    assert (moved["project"]["id"], moved["wbsCode"]) == (other, "1.2")


def test_a_phase_moves_by_its_wbs_code(cw: httpx.Client, project: int) -> None:
    first, second = add_phase(cw, project), add_phase(cw, project)
    path = f"/project/projects/{project}/phases/{second}"
    below = patched(cw, path, replace("wbsCode", "1.1"))
    assert below["parentPhase"]["id"] == first
    top = patched(cw, path, replace("wbsCode", "2"), remove("parentPhase"))
    assert "parentPhase" not in top


def test_put_replaces_everything(cw: httpx.Client, project: int) -> None:
    path = f"/project/projects/{project}"
    answer = cw.put(path, json=project_body(name="Replaced"))
    record = answer.json()
    assert (answer.status_code, record["id"], record["name"]) == (200, project, "Replaced")
    assert not {"description", "manager"} & set(record)
    assert record["status"]["name"] == "Open"
    assert problems(cw.put(path, json={"name": "x"}))[0] == ("company", "MissingRequiredField")


def test_put_of_a_ticket_keeps_its_place(cw: httpx.Client, ticket: int) -> None:
    path = f"/project/tickets/{ticket}"
    before = cw.get(path).json()
    after = cw.put(path, json={"summary": "x", "phase": {"id": before["phase"]["id"]}}).json()
    for field in ("wbsCode", "board", "status", "project", "company"):
        assert after[field] == before[field]
    assert "budgetHours" not in after
