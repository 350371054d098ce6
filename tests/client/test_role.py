"""What the member's role grants: asked once, and nothing that could hinder a push."""

from __future__ import annotations

import httpx
import pytest

from cwsync.client.permissions import permission_of
from tests.client.scripted import Reply, refused, talking_to

ADD_TICKETS = permission_of("Project > Project Tickets", "Add")
EDIT_TICKETS = permission_of("Project > Project Tickets", "Edit")
ADD_PHASES = permission_of("Project > Project Phase", "Add")


def test_a_role_is_one_request_however_long_it_is() -> None:
    row = {"moduleFunctionName": "Project Tickets", "addLevel": "None", "editLevel": "My"}
    setting = talking_to(httpx.Response(200, json=[row]))
    role = setting.cw.role()
    assert setting.sent == ["GET /system/mySecurity"]
    assert setting.script.requests[0].url.query == b"pageSize=1000"
    assert (role.level(ADD_TICKETS), role.level(EDIT_TICKETS)) == ("None", "My")
    assert role.level(ADD_PHASES) is None
    assert role.denies(ADD_TICKETS)
    assert not role.denies(EDIT_TICKETS)
    assert not role.denies(ADD_PHASES)


@pytest.mark.parametrize(
    "reply",
    [
        httpx.Response(200, json=[]),
        httpx.Response(200, json={"message": "no list"}),
        httpx.Response(200, text="<html>a proxy</html>"),
        httpx.Response(200),
        httpx.Response(429, headers={"retry-after": "1"}),
        httpx.Response(500, text="boom"),
        httpx.Response(503),
        httpx.ReadTimeout("too late"),
        httpx.ConnectError("refused"),
        refused(401, "no"),
        refused(403, "no"),
        refused(404, "no"),
    ],
    ids=lambda reply: str(getattr(reply, "status_code", type(reply).__name__)),
)
def test_where_it_is_not_told_nothing_is_denied_and_nobody_waits(reply: Reply) -> None:
    setting = talking_to(reply)
    role = setting.cw.role()
    assert not role
    assert not role.denies(ADD_TICKETS)
    assert len(setting.sent) == 1
    assert setting.clock.now() == talking_to(reply).clock.now()
    assert setting.cw.requests == (1, 0, 0)
