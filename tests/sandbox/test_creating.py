from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.sandbox.support import (
    BOARD,
    OTHER_BOARD,
    SERVICE_BOARD,
    add_phase,
    add_project,
    add_ticket,
    created,
    listed,
    problems,
    project_body,
    status_id,
)


def test_a_project_gets_its_defaults(cw: httpx.Client) -> None:
    record = created(cw.post("/project/projects", json=project_body()))
    assert record["id"] == 304
    assert record["status"]["name"] == "Open"
    assert record["site"]["name"] == "Main"
    assert record["location"]["name"] == "Portland Office"
    assert record["department"]["identifier"] == "PROF"
    assert (record["billTime"], record["billingRateType"]) == ("Billable", "WorkRole")
    assert (record["closedFlag"], record["actualHours"]) == (False, 0.0)
    assert "manager" not in record
    assert record == cw.get("/project/projects/304").json()


@pytest.mark.parametrize(
    "field", ["name", "company", "board", "billingMethod", "estimatedStart", "estimatedEnd"]
)
def test_required_fields_of_a_project(cw: httpx.Client, field: str) -> None:
    answer = cw.post("/project/projects", json=project_body(**{field: None}))
    assert problems(answer) == [(field, "MissingRequiredField")]


def test_everything_that_is_wrong_comes_at_once(cw: httpx.Client) -> None:
    body = project_body(name="x" * 101, company={"id": 9}, board=None, manager={"identifier": "no"})
    answer = cw.post("/project/projects", json=body)
    assert answer.json() == {
        "code": "InvalidObject",
        "message": "project object is invalid",
        "errors": [
            {
                "code": "MissingRequiredField",
                "message": "The board/id field is required.",
                "resource": "project",
                "field": "board",
            },
            {
                "code": "MaxLengthField",
                "message": "The field name must be a string with a maximum length of 100.",
                "resource": "project",
                "field": "name",
            },
            {
                "code": "NotFound",
                "message": "Company 9 not found",
                "resource": "project",
                "field": "company/id",
            },
            {
                "code": "NotFound",
                "message": "Member no not found",
                "resource": "project",
                "field": "manager/id",
            },
        ],
    }
    assert len(listed(cw, "/project/projects")) == 3


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"board": {"id": SERVICE_BOARD}}, ("board/id", "NotFound")),
        ({"estimatedEnd": "2026-10-11T00:00:00Z"}, ("estimatedEnd", "InvalidRange")),
        ({"estimatedStart": "2026-10-12T00:00:00.000Z"}, ("estimatedStart", "InvalidFormat")),
        ({"estimatedStart": "2026-10-12"}, ("estimatedStart", "InvalidFormat")),
        ({"estimatedStart": "2026-02-30T00:00:00Z"}, ("estimatedStart", "InvalidFormat")),
        ({"projectTemplateId": 99}, ("projectTemplateId", "NotFound")),
        ({"opportunity": {"id": 1}}, ("opportunity/id", "NotFound")),
        ({"opportunity": {"id": 2**70}}, ("opportunity/id", "NotFound")),
        ({"company": {}}, ("company", "MissingRequiredField")),
        ({"site": {"other": 1}}, ("site", "MissingRequiredField")),
    ],
)
def test_what_a_project_cannot_have(
    cw: httpx.Client, changed: dict[str, Any], expected: tuple[str, str]
) -> None:
    answer = cw.post("/project/projects", json=project_body(**changed))
    assert problems(answer) == [expected]


@pytest.mark.parametrize(
    "changed",
    [
        {"name": 5},
        {"company": 251},
        {"company": [251]},
        {"estimatedHours": "many"},
        {"estimatedHours": True},
        {"projectTemplateId": 1.5},
        {"budgetFlag": "yes"},
        {"billingMethod": "Barter"},
        {"customFields": {}},
    ],
)
def test_a_wrong_json_type_is_500(cw: httpx.Client, changed: dict[str, Any]) -> None:
    answer = cw.post("/project/projects", json=project_body(**changed))
    assert answer.status_code == 500
    assert answer.json()["message"].startswith("Error converting value")


def test_not_a_number_is_500(cw: httpx.Client) -> None:
    body = b'{"summary":"x","phase":{"id":901},"budgetHours":NaN}'
    headers = {"Content-Type": "application/json"}
    assert cw.post("/project/tickets", content=body, headers=headers).status_code == 500


def test_references_by_natural_key(cw: httpx.Client) -> None:
    body = project_body(
        company={"identifier": "HarrowFinch"},
        board={"name": "Infrastructure"},
        manager={"identifier": "mokafor"},
        status={"name": "In Progress"},
    )
    record = created(cw.post("/project/projects", json=body))
    assert record["company"]["id"] == 251
    assert record["board"]["id"] == OTHER_BOARD
    assert record["manager"]["name"] == "Mercy Okafor"
    assert record["status"]["id"] == 2


def test_the_servers_own_fields_and_unknown_ones_are_ignored(cw: httpx.Client) -> None:
    body = project_body(id=7, closedFlag=True, actualHours=5, wbsCode="1", nonsense=[1])
    record = created(cw.post("/project/projects", json=body))
    assert (record["id"], record["closedFlag"], record["actualHours"]) == (304, False, 0.0)
    assert "wbsCode" not in record
    assert "nonsense" not in record


def test_a_short_text_has_no_line_breaks(cw: httpx.Client) -> None:
    body = project_body(name="One\r\ntwo", description="One\r\ntwo")
    record = created(cw.post("/project/projects", json=body))
    assert (record["name"], record["description"]) == ("One two", "One\ntwo")


def test_texts_of_any_alphabet_come_back(cw: httpx.Client) -> None:
    name = "Zürich – 東京 🛠"
    id = add_project(cw, name=name)
    assert cw.get(f"/project/projects/{id}").json()["name"] == name
    assert [row["id"] for row in listed(cw, "/project/projects", conditions=f'name="{name}"')] == [
        id
    ]


def test_a_post_can_ask_for_fields(cw: httpx.Client) -> None:
    answer = cw.post("/project/projects", params={"fields": "id,status/name"}, json=project_body())
    assert created(answer) == {"id": 304, "status": {"name": "Open"}}


def test_a_phase_belongs_to_its_project(cw: httpx.Client) -> None:
    project = add_project(cw, opportunity={"id": 4001})
    record = created(
        cw.post(f"/project/projects/{project}/phases", json={"description": "Plan", "projectId": 1})
    )
    assert record["projectId"] == project
    assert record["board"]["id"] == BOARD
    assert record["status"]["name"] == "Open"
    assert record["opportunity"]["id"] == 4001
    assert record["billingMethod"] == "FixedFee"
    other = add_project(cw)
    assert cw.get(f"/project/projects/{other}/phases/{record['id']}").status_code == 404
    assert listed(cw, f"/project/projects/{other}/phases") == []


def test_a_phase_needs_a_description(cw: httpx.Client) -> None:
    project = add_project(cw)
    answer = cw.post(f"/project/projects/{project}/phases", json={"notes": "x"})
    assert problems(answer) == [("description", "MissingRequiredField")]
    longer = cw.post(f"/project/projects/{project}/phases", json={"description": "x" * 101})
    assert problems(longer) == [("description", "MaxLengthField")]


def wbs(cw: httpx.Client, path: str) -> list[str]:
    return [row["wbsCode"] for row in listed(cw, path, fields="wbsCode")]


def test_wbs_numbers_in_order_of_creation(cw: httpx.Client) -> None:
    project = add_project(cw)
    first, second = add_phase(cw, project, "First"), add_phase(cw, project, "Second")
    for phase in (second, first, second, first, first):
        add_ticket(cw, phase)
    below = add_phase(cw, project, "Below", parentPhase={"id": first})
    add_ticket(cw, below)
    assert wbs(cw, f"/project/projects/{project}/phases") == ["1", "2", "1.4"]
    of_project = {"conditions": f"project/id={project}"}
    codes = [row["wbsCode"] for row in listed(cw, "/project/tickets", **of_project)]
    assert codes == ["2.1", "1.1", "2.2", "1.2", "1.3", "1.4.1"]


def test_a_given_wbs_number_is_kept_and_numbering_goes_on_after_it(cw: httpx.Client) -> None:
    project = add_project(cw)
    for code in ("3", None, "2", "A", None):
        add_phase(cw, project, **({"wbsCode": code} if code else {}))
    assert wbs(cw, f"/project/projects/{project}/phases") == ["3", "4", "2", "A", "5"]


def test_a_parent_phase_is_one_of_the_project(cw: httpx.Client) -> None:
    elsewhere = add_phase(cw, add_project(cw))
    body = {"description": "Below", "parentPhase": {"id": elsewhere}}
    answer = cw.post(f"/project/projects/{add_project(cw)}/phases", json=body)
    assert problems(answer) == [("parentPhase/id", "NotFound")]


def test_a_ticket_takes_what_it_needs_from_its_phase(cw: httpx.Client) -> None:
    project = add_project(cw, opportunity={"id": 4001})
    phase = add_phase(cw, project)
    body = {
        "summary": "Survey",
        "phase": {"id": phase},
        "project": {"id": 302},
        "budgetHours": "2.505",
        "processNotifications": False,
        "initialDescription": "x",
    }
    record = created(cw.post("/project/tickets", json=body))
    assert record["project"]["id"] == project
    assert record["company"]["identifier"] == "HarrowFinch"
    assert (record["board"]["id"], record["status"]["name"]) == (BOARD, "New")
    assert record["opportunity"]["id"] == 4001
    assert record["priority"]["name"] == "Priority 3 - Normal"
    assert record["budgetHours"] in (2.5, 2.51)
    assert record["closedFlag"] is False
    assert not {"initialDescription", "processNotifications", "closedDate", "tasks"} & set(record)


def test_required_fields_of_a_ticket(cw: httpx.Client) -> None:
    answer = cw.post("/project/tickets", json={"summary": "", "budgetHours": 1})
    assert problems(answer) == [
        ("summary", "MissingRequiredField"),
        ("phase", "MissingRequiredField"),
    ]


def test_a_status_is_one_of_the_tickets_board(cw: httpx.Client) -> None:
    phase = add_phase(cw, add_project(cw))
    elsewhere = status_id(cw, OTHER_BOARD, "In Progress")
    body = {"summary": "x", "phase": {"id": phase}, "status": {"id": elsewhere}}
    answer = cw.post("/project/tickets", json=body)
    assert answer.json()["errors"] == [
        {
            "code": "NotFound",
            "message": f"Service Status {elsewhere} not found for Service Board {BOARD}",
            "resource": "ticket",
            "field": "status/id",
        }
    ]
    named = created(cw.post("/project/tickets", json={**body, "status": {"name": "in progress"}}))
    assert named["status"]["id"] == status_id(cw, BOARD, "In Progress") != elsewhere
    moved = {**body, "board": {"id": OTHER_BOARD}}
    assert created(cw.post("/project/tickets", json=moved))["status"]["id"] == elsewhere
    service = {**body, "board": {"id": SERVICE_BOARD}}
    assert problems(cw.post("/project/tickets", json=service)) == [("board/id", "NotFound")]


def test_a_ticket_in_a_closed_status_is_closed(cw: httpx.Client) -> None:
    phase = add_phase(cw, add_project(cw))
    body = {"summary": "x", "phase": {"id": phase}, "status": {"name": "Completed"}}
    closed = created(cw.post("/project/tickets", json=body))
    assert (closed["closedFlag"], closed["closedBy"]) == (True, "cwsync")
    assert closed["closedDate"] == "2026-10-05T09:30:00Z"
    unmarked = {**body, "board": {"name": "Cloud Migrations"}}
    assert created(cw.post("/project/tickets", json=unmarked))["closedFlag"] is False


def test_initial_texts_become_notes(cw: httpx.Client) -> None:
    phase = add_phase(cw, add_project(cw))
    ticket = add_ticket(
        cw,
        phase,
        initialDescription="What\nto do",
        initialInternalAnalysis="Where from",
        initialResolution="Done",
    )
    notes = listed(cw, f"/project/tickets/{ticket}/notes")
    flags = ("detailDescriptionFlag", "internalAnalysisFlag", "resolutionFlag")
    assert [(note["text"], [note[flag] for flag in flags]) for note in notes] == [
        ("What\nto do", [True, False, False]),
        ("Where from", [False, True, False]),
        ("Done", [False, False, True]),
    ]
    assert {(note["ticketId"], note["member"]["identifier"]) for note in notes} == {
        (ticket, "cwsync")
    }
    assert listed(cw, f"/project/tickets/{ticket}/allNotes") == notes


def test_tasks_are_numbered(cw: httpx.Client) -> None:
    phase = add_phase(cw, add_project(cw))
    ticket = add_ticket(cw, phase, tasks=[{"notes": "Before"}])
    for body in ({"notes": "First"}, {"notes": "Tenth", "priority": 10}, {"notes": "Next"}):
        created(cw.post(f"/project/tickets/{ticket}/tasks", json=body))
    tasks = listed(cw, f"/project/tickets/{ticket}/tasks")
    assert [(task["notes"], task["priority"]) for task in tasks] == [
        ("Before", 1),
        ("First", 2),
        ("Tenth", 10),
        ("Next", 4),
    ]
    assert {task["ticketId"] for task in tasks} == {ticket}


def test_notes_of_a_project(cw: httpx.Client) -> None:
    project = add_project(cw)
    path = f"/project/projects/{project}/notes"
    note = created(cw.post(path, json={"text": "Line\nline"}))
    assert (note["text"], note["type"]["name"], note["flagged"]) == (
        "Line\nline",
        "Comments",
        False,
    )
    assert problems(cw.post(path, json={})) == [("text", "MissingRequiredField")]


def test_a_project_with_tickets_cannot_be_deleted(cw: httpx.Client) -> None:
    project = add_project(cw)
    phase = add_phase(cw, project)
    ticket = add_ticket(cw, phase, tasks=[{"notes": "x"}], initialDescription="x")
    path = f"/project/projects/{project}"
    assert cw.delete(path).status_code == 400
    assert cw.delete(f"/project/tickets/{ticket}").status_code == 204
    assert cw.get(f"/project/tickets/{ticket}/tasks").status_code == 404
    gone = cw.delete(path)
    assert (gone.status_code, gone.content) == (204, b"")
    assert cw.get(path).status_code == 404
    assert cw.delete(path).status_code == 404


def test_a_deleted_phase_takes_its_tickets_along(cw: httpx.Client) -> None:
    project = add_project(cw)
    kept, phase = add_phase(cw, project), add_phase(cw, project)
    below = add_phase(cw, project, parentPhase={"id": phase})
    for where in (kept, phase, below):
        add_ticket(cw, where)
    assert cw.delete(f"/project/projects/{project}/phases/{phase}").status_code == 204
    left = listed(cw, "/project/tickets", conditions=f"project/id={project}")
    assert [ticket["phase"]["id"] for ticket in left] == [kept]
    assert [row["id"] for row in listed(cw, f"/project/projects/{project}/phases")] == [kept]


def test_ids_are_not_given_twice(cw: httpx.Client) -> None:
    first = add_project(cw)
    cw.delete(f"/project/projects/{first}")
    assert add_project(cw) == first + 1


def test_workplan(cw: httpx.Client) -> None:
    project = add_project(cw)
    phase = add_phase(cw, project, notes="x", budgetHours=3, scheduledHours=4)
    record = cw.get(f"/project/projects/{project}/projectWorkplan").json()
    assert record["projectId"] == project
    (planned,) = record["phases"]
    assert planned.pop("status")["name"] == "Open"
    assert planned == {
        "id": phase,
        "projectId": project,
        "description": "Plan",
        "wbsCode": "1",
        "notes": "x",
        "markAsMilestoneFlag": False,
        "budgetHours": 3.0,
        "actualHours": 0.0,
        "scheduled_Hours": 4.0,
        "billPhaseSeparately": False,
    }


def test_names_in_references_are_those_of_today(cw: httpx.Client) -> None:
    project = add_project(cw)
    phase = add_phase(cw, project, "Plan")
    ticket = add_ticket(cw, phase)
    operations = [{"op": "replace", "path": "description", "value": "Prepare"}]
    cw.patch(f"/project/projects/{project}/phases/{phase}", json=operations)
    assert cw.get(f"/project/tickets/{ticket}").json()["phase"]["name"] == "Prepare"
