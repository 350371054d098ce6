"""The verbs: what is sent, what comes back, what is counted."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import httpx
import pytest

from cwsync.client.calls import Call
from cwsync.client.clock import SystemClock
from cwsync.client.connectwise import ConnectWise
from tests.client.scripted import CONNECTION, record, talking_to


def test_get() -> None:
    setting = talking_to(httpx.Response(200, text='{"id": 7101, "budgetHours": 4.10}'))
    found = setting.cw.get("/project/tickets/7101", fields=("id", "budgetHours"))
    assert found == {"id": 7101, "budgetHours": Decimal("4.10")}
    assert setting.script.requests[0].url.query == b"fields=id%2CbudgetHours"


def test_post() -> None:
    setting = talking_to(httpx.Response(201, json={"id": 7101}))
    body = {"summary": "Rack", "budgetHours": Decimal("4.42"), "owner": None}
    assert setting.cw.post("/project/tickets", body) == {"id": 7101}
    assert setting.script.requests[0].content == b'{"summary":"Rack","budgetHours":4.42}'


def test_patch() -> None:
    setting = talking_to(record(summary="Rack"))
    operations = [{"op": "replace", "path": "summary", "value": "Rack"}]
    assert setting.cw.patch("/project/tickets/7101", operations)["summary"] == "Rack"
    assert setting.script.requests[0].content == (
        b'[{"op":"replace","path":"summary","value":"Rack"}]'
    )


def test_delete_of_what_is_gone() -> None:
    setting = talking_to(httpx.Response(404, json={"code": "NotFound", "message": "x"}))
    setting.cw.delete("/project/projects/51")
    assert setting.sent == ["DELETE /project/projects/51"]


def test_what_is_counted_and_logged() -> None:
    replies = [httpx.Response(503), record(), httpx.Response(201, json={"id": 1})]
    replies[1].headers["x-cw-request-id"] = "r-17"
    setting = talking_to(*replies)
    setting.cw.get("/project/tickets/7101")
    setting.cw.post("/project/tickets", {})
    assert setting.cw.requests == (2, 1, 1)
    assert setting.calls == [
        Call("GET", "/project/tickets/7101", 503, 0, 1, None, "status 503"),
        Call("GET", "/project/tickets/7101", 200, 0, 2, "r-17", None),
        Call("POST", "/project/tickets", 201, 0, 1, None, None),
    ]


def test_a_broken_connection_is_logged_without_a_status() -> None:
    setting = talking_to(httpx.ReadTimeout("x"), record())
    setting.cw.get("/project/tickets/7101")
    assert setting.calls[0] == Call(
        "GET", "/project/tickets/7101", None, 0, 1, None, "no answer in time"
    )


@pytest.mark.parametrize(
    ("date", "now"),
    [
        ("Tue, 24 Nov 2026 13:30:00 GMT", datetime(2026, 11, 24, 13, 30, tzinfo=UTC)),
        ("Tue, 24 Nov 2026 13:30:00", datetime(2026, 11, 24, 13, 30, tzinfo=UTC)),
        ("today", datetime(2026, 11, 24, 12, 0, tzinfo=UTC)),
        (None, datetime(2026, 11, 24, 12, 0, tzinfo=UTC)),
    ],
)
def test_the_time_of_connectwise(date: str | None, now: datetime) -> None:
    setting = talking_to(httpx.Response(200, json={}, headers={"Date": date} if date else {}))
    setting.cw.get("/system/info")
    assert setting.cw.server_now() == now
    setting.clock.sleep(60)
    assert (setting.cw.server_now() - now).total_seconds() == 60


def test_the_system_clock() -> None:
    clock = SystemClock()
    assert clock.now() <= clock.now()
    assert clock.utc().tzinfo is UTC
    clock.sleep(0)
    with ConnectWise(CONNECTION) as cw:
        assert abs((cw.server_now() - clock.utc()).total_seconds()) < 60
