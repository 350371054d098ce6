"""Talk to a sandbox as any client would."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from cwsync.sandbox import tenant
from cwsync.sandbox.app import Sandbox

BASE = "/v4_6_release/apis/3.0"
AUTH = (f"{tenant.COMPANY_ID}+{tenant.PUBLIC_KEY}", tenant.PRIVATE_KEY)
HEADERS = {"clientId": tenant.CLIENT_ID}
COMPANY = 251
BOARD, OTHER_BOARD, SERVICE_BOARD = 31, 32, 1
TEMPLATE = 11


class Clock:
    """A clock that moves only when it is told to."""

    def __init__(self) -> None:
        self.now = datetime(2026, 10, 5, 9, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def connected(sandbox: Sandbox) -> httpx.Client:
    return httpx.Client(
        transport=httpx.WSGITransport(app=sandbox),
        base_url=f"https://{tenant.HOST}{BASE}",
        auth=AUTH,
        headers=HEADERS,
    )


def project_body(**changed: Any) -> dict[str, Any]:
    body = {
        "name": "Loading dock wireless",
        "billingMethod": "FixedFee",
        "board": {"id": BOARD},
        "company": {"id": COMPANY},
        "estimatedStart": "2026-10-12T00:00:00Z",
        "estimatedEnd": "2026-11-13T00:00:00Z",
        **changed,
    }
    return {name: value for name, value in body.items() if value is not None}


def created(response: httpx.Response) -> dict[str, Any]:
    assert response.status_code == 201, response.text
    record: dict[str, Any] = response.json()
    return record


def add_project(cw: httpx.Client, **changed: Any) -> int:
    return int(created(cw.post("/project/projects", json=project_body(**changed)))["id"])


def add_phase(cw: httpx.Client, project: int, name: str = "Plan", **more: Any) -> int:
    body = {"description": name, **more}
    return int(created(cw.post(f"/project/projects/{project}/phases", json=body))["id"])


def add_ticket(cw: httpx.Client, phase: int, summary: str = "Survey", **more: Any) -> int:
    body = {"summary": summary, "phase": {"id": phase}, **more}
    return int(created(cw.post("/project/tickets", json=body))["id"])


def listed(cw: httpx.Client, path: str, **params: str | int) -> list[dict[str, Any]]:
    response = cw.get(path, params={"pageSize": 1000, **params})
    assert response.status_code == 200, response.text
    records: list[dict[str, Any]] = response.json()
    return records


def patched(cw: httpx.Client, path: str, *operations: dict[str, Any]) -> dict[str, Any]:
    response = cw.patch(path, json=list(operations))
    assert response.status_code == 200, response.text
    record: dict[str, Any] = response.json()
    return record


def replace(path: str, value: Any) -> dict[str, Any]:
    return {"op": "replace", "path": path, "value": value}


def status_id(cw: httpx.Client, board: int, name: str) -> int:
    statuses = listed(cw, f"/service/boards/{board}/statuses")
    return next(int(row["id"]) for row in statuses if row["name"] == name)


def problems(response: httpx.Response) -> list[tuple[str, str]]:
    """Field and code of each problem of a 400 InvalidObject."""
    assert response.status_code == 400, response.text
    assert response.json()["code"] == "InvalidObject"
    return [(problem["field"], problem["code"]) for problem in response.json()["errors"]]
