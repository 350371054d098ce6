"""What ConnectWise's refusals become: which error, what it says, what it tells to do."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from cwsync.client.failures import AnswerLost, FieldError, Missing, Rejected
from cwsync.client.permissions import needed
from cwsync.errors import CwsyncError, Forbidden, NotConnected
from tests.client.scripted import refused, talking_to

SECURITY = refused(
    403, "You do not have security permission to perform this action.", code="Security"
)


def error_of(reply: httpx.Response, path: str = "/project/tickets/7101") -> CwsyncError:
    with pytest.raises(CwsyncError) as caught:
        talking_to(reply).cw.get(path)
    return caught.value


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (refused(401, "x", code="Unauthorized"), "keys_rejected"),
        (httpx.Response(401), "keys_rejected"),
        (httpx.Response(401, html="<h1>no</h1>"), "keys_rejected"),
        (refused(403, "The clientId is invalid."), "client_id_rejected"),
        (refused(400, "Missing client ID header", code="Security"), "client_id_missing"),
        (refused(401, "ClientID required"), "client_id_missing"),
        (httpx.Response(400, text="Cannot route. Codebase/company is invalid"), "company_unknown"),
        (httpx.Response(404, html="<h1>404</h1>"), "company_unknown"),
        (httpx.Response(404, text="Cannot route."), "company_unknown"),
        (refused(400, "SSL is required.", code="Security"), "wrong_host"),
        (httpx.Response(302, headers={"Location": "https://x/login?secret"}), "wrong_host"),
        (httpx.Response(307), "wrong_host"),
    ],
)
def test_what_stands_between_us_and_connectwise(reply: httpx.Response, code: str) -> None:
    error = error_of(reply)
    assert isinstance(error, NotConnected)
    assert error.code == code
    assert error.message.startswith("na.myconnectwise.net ")
    assert error.hint


def test_keys_that_are_rejected() -> None:
    error = error_of(refused(401, "Unauthorized"))
    assert (error.message, error.hint) == (
        "na.myconnectwise.net rejects these keys",
        "check company id, public key and private key: cwsync auth login stores new ones",
    )


def test_forbidden_names_the_permission_and_where_to_set_it() -> None:
    error = error_of(SECURITY)
    assert isinstance(error, Forbidden)
    assert error.message == (
        "the API member may not do this: it lacks Project > Project Tickets (Inquire)"
    )
    assert error.details == (
        "ConnectWise says: You do not have security permission to perform this action",
        "in ConnectWise: System > Security Roles > the role of the API member > Project > "
        "Project Tickets: set Inquire Level to All",
    )
    assert error.hint == (
        "an update of ConnectWise can reset permissions; see them all: cwsync doctor"
    )


def test_an_empty_404_means_the_record_where_the_path_names_one() -> None:
    assert isinstance(error_of(httpx.Response(404)), Missing)
    assert isinstance(error_of(httpx.Response(404), "/project/tickets"), NotConnected)


def test_missing() -> None:
    error = error_of(refused(404, "Ticket 7101 not found", code="NotFound"))
    assert error.message == "ConnectWise has no /project/tickets/7101"
    assert error.details == ("ConnectWise says: Ticket 7101 not found",)


def test_rejected_holds_the_fields() -> None:
    rows: list[Any] = [
        {
            "code": "MaxLengthField",
            "message": "The field summary must be a string with a maximum length of 100.",
            "resource": "ticket",
            "field": "summary",
        },
        {"code": "NotFound", "message": None},
        {},
        "nonsense",
    ]
    reply = refused(400, "ticket object is invalid")
    reply = httpx.Response(400, json=reply.json() | {"errors": rows})
    with pytest.raises(Rejected) as caught:
        talking_to(reply).cw.post("/project/tickets", {})
    error = caught.value
    assert error.message == "ConnectWise refused POST /project/tickets: ticket object is invalid"
    assert error.status == 400
    assert error.errors == (
        FieldError(
            "summary",
            "MaxLengthField",
            "The field summary must be a string with a maximum length of 100",
        ),
        FieldError("", "NotFound", ""),
        FieldError("", "", ""),
    )
    assert error.details == (
        "summary: The field summary must be a string with a maximum length of 100",
        "NotFound",
    )


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"3",
        b"null",
        b'"text"',
        b"{}",
        b'{"code": 5, "message": ["x"], "errors": {"a": 1}}',
        b'{"message": null, "errors": "x"}',
        b'{"message": {"a": {"b": 1}}, "errors": [[], 3, {"field": 4, "message": {}}]}',
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'{"message": "' + b"x" * 1_000_000 + b'"}',
        b'{"message": "\\u001b[31mred\\u0007 \\ud800"}',
        b"<html>",
        b"1" * 10_000,
        b'{"a": 1e999999999999999999999}',
    ],
)
@pytest.mark.parametrize("status", [200, 302, 400, 401, 403, 404, 409, 429, 500, 503])
def test_hostile_bodies_are_no_bug(status: int, body: bytes) -> None:
    reply = httpx.Response(status, content=body)
    for call in ("get", "list", "count", "post", "delete"):
        setting = talking_to(reply)
        method = getattr(setting.cw, call)
        try:
            method("/project/tickets/7101", *([{}] if call == "post" else []))
        except AnswerLost as lost:
            shown = lost.reason
        except CwsyncError as error:
            shown = " ".join((error.message, *error.details))
        else:
            continue
        assert shown.isprintable()
        assert len(shown) < 1_000


@pytest.mark.parametrize(
    ("method", "path", "name"),
    [
        ("GET", "/project/projects", "Project > Project Headers (Inquire)"),
        ("POST", "/project/projects", "Project > Project Headers (Add)"),
        ("DELETE", "/project/projects/5", "Project > Project Headers (Delete)"),
        ("GET", "/project/projects/5/phases", "Project > Project Phase (Inquire)"),
        ("POST", "/project/projects/5/phases", "Project > Project Phase (Add)"),
        ("PATCH", "/project/projects/5/phases/6", "Project > Project Phase (Edit)"),
        ("POST", "/project/projects/5/notes", "Project > Project Notes (Add)"),
        ("POST", "/project/projects/5/teamMembers", "Project > Project Teams (Add)"),
        ("POST", "/project/tickets", "Project > Project Tickets (Add)"),
        ("GET", "/project/tickets/7/notes", "Project > Project Tickets (Inquire)"),
        ("POST", "/project/tickets/7/tasks", "Project > Project Ticket Tasks (Add)"),
        ("GET", "/project/projectTemplates/", "Project > Project Templates (Inquire)"),
        ("GET", "/project/statuses", "System > Table Setup (Project Status) (Inquire)"),
        ("GET", "/sales/opportunities/5", "Sales > Opportunity (Inquire)"),
        ("PATCH", "/sales/opportunities/5/forecast/6", "Sales > Opportunity (Edit)"),
        ("POST", "/sales/opportunities/5/convertToSalesOrder", "Sales > Sales Orders (Add)"),
        ("GET", "/sales/opportunities/conversions/5", "Sales > Sales Orders (Inquire)"),
        ("GET", "/sales/orders/5", "Sales > Sales Orders (Inquire)"),
        ("GET", "/sales/stages", "System > Table Setup (Opportunity) (Inquire)"),
        ("GET", "/sales/opportunities/statuses", "System > Table Setup (Opportunity) (Inquire)"),
        ("GET", "/company/companies/5/sites", "Companies > Company Maintenance (Inquire)"),
        ("GET", "/company/contacts", "Companies > Contacts (Inquire)"),
        ("GET", "/service/boards", "System > Table Setup (Service Board) (Inquire)"),
        ("GET", "/service/boards/3/statuses", "System > Table Setup (Service Status) (Inquire)"),
        ("GET", "/service/priorities", "System > Table Setup (Service Priority) (Inquire)"),
        ("GET", "/system/members", "System > Member Maintenance (Inquire)"),
        ("GET", "/system/mySecurity", "System > Table Setup (Inquire)"),
        ("GET", "/time/workRoles", "System > Table Setup (Work Role and Work Type) (Inquire)"),
        ("GET", "/procurement/catalog", "Procurement > Product Catalog (Inquire)"),
        ("GET", "/finance/agreements", "Finance > Agreements (Inquire)"),
    ],
)
def test_permissions(method: str, path: str, name: str) -> None:
    assert str(needed(method, path)) == name


def test_a_permission_that_nobody_knows() -> None:
    assert needed("GET", "/expense/types") is None
