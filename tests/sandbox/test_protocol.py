from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from cwsync.sandbox import tenant
from cwsync.sandbox.app import Sandbox
from cwsync.sandbox.config import Hooks, SandboxConfig
from cwsync.sandbox.wire import Answer, Request
from tests.sandbox.support import AUTH, BASE, Clock, connected, listed, project_body


def test_wrong_keys_are_401(cw: httpx.Client) -> None:
    answer = cw.get("/service/boards", auth=(AUTH[0], "wrong"))
    assert answer.status_code == 401
    assert answer.json()["code"] == "Unauthorized"


@pytest.mark.parametrize("header", ["", "Bearer x", "Basic !", "Basic /w==", "Basic Og=="])
def test_no_basic_credentials_are_401(sandbox: Sandbox, header: str) -> None:
    transport = httpx.WSGITransport(app=sandbox)
    headers = {"Authorization": header, "clientId": tenant.CLIENT_ID}
    with httpx.Client(transport=transport, base_url=f"https://x{BASE}", headers=headers) as client:
        assert client.get("/service/boards").status_code == 401


def test_another_company_is_plain_text(cw: httpx.Client) -> None:
    answer = cw.get("/service/boards", auth=(f"elsewhere+{tenant.PUBLIC_KEY}", AUTH[1]))
    assert (answer.status_code, answer.text) == (
        400,
        "Cannot route. Codebase/company is invalid",
    )
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize(
    "url",
    [
        "https://x/v4_6_release/apis/3.0/apis/3.0/service/boards",
        "https://x/v2019_1/apis/3.0/service/boards",
        "https://x/service/boards",
        "https://x/",
    ],
)
def test_a_wrong_address_cannot_be_routed(cw: httpx.Client, url: str) -> None:
    answer = cw.get(url)
    assert answer.status_code in (400, 404)
    assert "apis/3.0/apis" in url or answer.text.startswith("Cannot route")


@pytest.mark.parametrize("status", [400, 403])
@pytest.mark.parametrize("client_id", ["", "11111111-2222-3333-4444-555555555555"])
def test_client_id_is_needed(file: Path, status: int, client_id: str) -> None:
    sandbox = Sandbox(file, config=SandboxConfig(clientid_failure=status))
    with connected(sandbox) as cw:
        answer = cw.get("/service/boards", headers={"clientId": client_id})
    sandbox.close()
    assert answer.status_code == status
    assert "clientId" in answer.json()["message"]


def test_system_info_needs_no_credentials(sandbox: Sandbox) -> None:
    transport = httpx.WSGITransport(app=sandbox)
    with httpx.Client(transport=transport, base_url=f"https://x{BASE}") as client:
        assert client.get("/system/info").json()["version"] == "v2025.16"


def test_company_info(cw: httpx.Client) -> None:
    known = cw.get(f"https://{tenant.HOST}/login/companyinfo/Cedarline")
    unknown = cw.get(f"https://{tenant.HOST}/login/companyinfo/elsewhere")
    assert known.json() == {
        "CompanyName": "Cedarline Managed IT",
        "Codebase": "v2025_1/",
        "VersionCode": "v2025_1",
        "VersionNumber": "v2025.16.10420",
        "CompanyID": "cedarline",
        "IsCloud": "False",
    }
    assert (unknown.status_code, unknown.text) == (200, "null")
    assert cw.get(f"https://{tenant.HOST}/v2025_1/apis/3.0/service/boards").status_code == 200


def test_headers(cw: httpx.Client) -> None:
    headers = cw.get("/service/boards").headers
    assert headers["date"] == "Mon, 05 Oct 2026 09:30:00 GMT"
    assert headers["api-current-version"] == "2025.16"
    assert headers["content-type"] == "application/json; charset=utf-8"
    assert headers["x-cw-request-id"] != cw.get("/service/boards").headers["x-cw-request-id"]


def test_unknown_paths_and_methods(cw: httpx.Client) -> None:
    assert cw.get("/project/projects/statuses").status_code == 404
    assert cw.get("/project/projects/999999").json() == {
        "code": "NotFound",
        "message": "Project 999999 not found",
        "errors": None,
    }
    assert cw.get("/project/projects/999999/phases").status_code == 404
    assert cw.get(f"/project/projects/{10**18}").status_code == 404
    assert cw.get(f"/project/projects/{10**25}").status_code == 404
    assert cw.delete("/service/boards/31").status_code == 405


def test_a_trailing_slash_makes_no_difference(cw: httpx.Client) -> None:
    assert listed(cw, "/project/projectTemplates/") == listed(cw, "/project/projectTemplates")


def test_bodies_that_are_no_json(cw: httpx.Client) -> None:
    path, json_type = "/project/projects", {"Content-Type": "application/json"}
    assert cw.post(path, content=b"name=x").status_code == 415
    assert cw.post(path, content=b"{", headers=json_type).status_code == 400
    assert cw.post(path, json=[]).status_code == 500


def test_an_address_can_be_too_long(cw: httpx.Client) -> None:
    ids = ",".join(["123456"] * 300)
    answer = cw.get("/project/tickets", params={"conditions": f"id in ({ids})"})
    assert answer.status_code == 414


PERMISSIONS = [
    ("GET", "/project/projects", "Project Headers:inquire"),
    ("POST", "/project/projects", "Project Headers:add"),
    ("POST", "/project/projects/302/phases", "Project Phase:add"),
    ("POST", "/project/projects/302/notes", "Project Notes:add"),
    ("POST", "/project/tickets", "Project Tickets:add"),
    ("POST", "/project/tickets/search", "Project Tickets:inquire"),
    ("PATCH", "/project/tickets/21001", "Project Tickets:edit"),
    ("POST", "/project/tickets/21001/tasks", "Project Ticket Tasks:add"),
    ("DELETE", "/project/projects/303", "Project Headers:delete"),
    ("POST", "/sales/opportunities/4001/convertToSalesOrder", "Sales Orders:add"),
    ("GET", "/company/companies", "Company Maintenance:inquire"),
    ("GET", "/service/boards", "Table Setup:inquire"),
]


@pytest.mark.parametrize(("method", "path", "permission"), PERMISSIONS)
def test_a_missing_permission_is_403(file: Path, method: str, path: str, permission: str) -> None:
    sandbox = Sandbox(file, config=SandboxConfig(revoked=frozenset({permission})))
    with connected(sandbox) as cw:
        answer = cw.request(method, path, json={})
        rows = listed(cw, "/system/mySecurity")
    sandbox.close()
    assert answer.status_code == 403
    assert answer.json() == {
        "code": "Security",
        "message": "You do not have security permission to perform this action.",
    }
    function, _, level = permission.partition(":")
    lacking = {
        (row["moduleFunctionName"], name)
        for row in rows
        for name in ("add", "edit", "delete", "inquire")
        if row[f"{name}Level"] == "None"
    }
    assert lacking == {(function, level)}


def test_my_member_is_one_record(cw: httpx.Client) -> None:
    assert cw.get("/system/myMembers", params={"fields": "identifier"}).json() == {
        "identifier": "cwsync"
    }


class Refusing(Hooks):
    def __init__(self) -> None:
        self.seen: list[tuple[str, str, int]] = []

    def before(self, request: Request) -> Answer | None:
        if request.method != "DELETE":
            return None
        return Answer(429, {"error": "ConnectWiseAPI"}, {"Retry-After": "7"})

    def after(self, request: Request, answer: Answer) -> Answer:
        self.seen.append((request.method, request.path, answer.status))
        return Answer(500, {"message": "late"}) if request.method == "POST" else answer


def test_hooks_stand_around_every_request(file: Path, clock: Clock) -> None:
    hooks = Refusing()
    sandbox = Sandbox(file, clock=clock, hooks=hooks)
    with connected(sandbox) as cw:
        throttled = cw.delete("/project/projects/303")
        lost = cw.post("/project/projects", json=project_body(name="Committed"))
        found = listed(cw, "/project/projects", conditions='name="Committed"')
    sandbox.close()
    assert (throttled.status_code, throttled.headers["retry-after"]) == (429, "7")
    assert lost.status_code == 500
    assert len(found) == 1
    assert hooks.seen == [("POST", "project/projects", 201), ("GET", "project/projects", 200)]
