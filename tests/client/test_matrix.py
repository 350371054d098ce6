"""Every method with every failure: what comes of it, and how often it was sent."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from cwsync.client.failures import AnswerLost, Missing, Rejected
from cwsync.errors import CwsyncError, Forbidden, NotConnected, Unreachable
from tests.client.scripted import Reply, Setting, caused, record, refused, talking_to

AGAIN, LOST, DONE = "again", "lost", "done"
Outcome = str | type[Exception]

METHODS: dict[str, Callable[[Setting], Any]] = {
    "get": lambda s: s.cw.get("/project/tickets/7101"),
    "list": lambda s: s.cw.list("/project/tickets"),
    "count": lambda s: s.cw.count("/project/tickets"),
    "post": lambda s: s.cw.post("/project/tickets", {"summary": "Rack"}),
    "patch": lambda s: s.cw.patch(
        "/project/tickets/7101", [{"op": "replace", "path": "summary", "value": "Rack"}]
    ),
    "delete": lambda s: s.cw.delete("/project/tickets/7101"),
}
READS = ("get", "list", "count")
PAGE = "<html><body>Bad gateway</body></html>"


def throttled(header: str | None = None) -> httpx.Response:
    headers = {} if header is None else {"Retry-After": header}
    body = {"error": "ConnectWiseAPI", "message": "Too many requests. Please try again later."}
    return httpx.Response(429, headers=headers, json=body)


# failure: what came back, what becomes of a read, what becomes of a write
FAILURES: dict[str, tuple[Reply, Outcome, Outcome]] = {
    "refused": (caused(httpx.ConnectError("x"), ConnectionRefusedError()), AGAIN, AGAIN),
    "no route": (caused(httpx.ConnectError("x"), OSError()), AGAIN, AGAIN),
    "connect timeout": (httpx.ConnectTimeout("x"), AGAIN, AGAIN),
    "pool timeout": (httpx.PoolTimeout("x"), AGAIN, AGAIN),
    "proxy": (httpx.ProxyError("x"), AGAIN, AGAIN),
    "read timeout": (httpx.ReadTimeout("x"), AGAIN, LOST),
    "write timeout": (httpx.WriteTimeout("x"), AGAIN, LOST),
    "reset while reading": (httpx.ReadError("x"), AGAIN, LOST),
    "reset while writing": (httpx.WriteError("x"), AGAIN, LOST),
    "closed without answer": (httpx.RemoteProtocolError("x"), AGAIN, LOST),
    "undecodable": (httpx.DecodingError("x"), AGAIN, LOST),
    "301": (httpx.Response(301, headers={"Location": "/x"}), NotConnected, NotConnected),
    "400": (refused(400, "ticket object is invalid"), Rejected, Rejected),
    "400 in plain text": (httpx.Response(400, text="Nonsense"), Rejected, Rejected),
    "400 route": (
        httpx.Response(400, text="Cannot route. Codebase/company is invalid"),
        NotConnected,
        NotConnected,
    ),
    "401": (refused(401, "UserNotAuthenticated"), NotConnected, NotConnected),
    "403": (refused(403, "You do not have security permission"), Forbidden, Forbidden),
    "403 page": (httpx.Response(403, html="<h1>No</h1>"), Unreachable, Unreachable),
    "404": (refused(404, "Ticket 7101 not found", code="NotFound"), Missing, Missing),
    "404 in plain text": (httpx.Response(404, text="No such site"), NotConnected, NotConnected),
    "405": (httpx.Response(405), Rejected, Rejected),
    "408": (httpx.Response(408), AGAIN, LOST),
    "409": (refused(409, "Record possibly in use"), Rejected, Rejected),
    "415": (httpx.Response(415), Rejected, Rejected),
    "429": (throttled(), AGAIN, AGAIN),
    "429 seconds": (throttled("17"), AGAIN, AGAIN),
    "429 date": (throttled("Tue, 24 Nov 2026 12:00:45 GMT"), AGAIN, AGAIN),
    "429 negative": (throttled("-5"), AGAIN, AGAIN),
    "429 absurd": (throttled("9" * 30), AGAIN, AGAIN),
    "429 words": (throttled("soon"), AGAIN, AGAIN),
    "500": (refused(500, "A timeout has occured. Please try again."), AGAIN, LOST),
    "500 page": (httpx.Response(500, html=PAGE), AGAIN, LOST),
    "500 wrong type": (
        refused(500, "Error converting value \"x\" to type 'System.Int32'. Path 'id', line 1."),
        Rejected,
        Rejected,
    ),
    "502": (httpx.Response(502, html=PAGE), AGAIN, LOST),
    "503": (httpx.Response(503), AGAIN, LOST),
    "503 with a time": (httpx.Response(503, headers={"Retry-After": "3"}), AGAIN, LOST),
    "504": (httpx.Response(504, text="Gateway timeout"), AGAIN, LOST),
    "200 page": (httpx.Response(200, html=PAGE), AGAIN, LOST),
    "200 empty": (httpx.Response(200), AGAIN, LOST),
    "200 cut off": (httpx.Response(200, content=b'{"id": 7101, "summ'), AGAIN, LOST),
    "200 not a number": (httpx.Response(200, content=b'{"id": NaN}'), AGAIN, LOST),
    "200 not UTF-8": (httpx.Response(200, content=b'{"a": "\xff"}'), AGAIN, LOST),
    "204": (httpx.Response(204), AGAIN, LOST),
}
# what DELETE does not mind: it needs no body, and what is gone is gone
DELETE = {name: DONE for name in FAILURES if name.startswith("20") or name == "404"}

CELLS = [(method, name) for method in METHODS for name in FAILURES]


def expected(method: str, name: str) -> Outcome:
    _, read, write = FAILURES[name]
    if method == "delete":
        return DELETE.get(name, write)
    return read if method in READS else write


def good(method: str) -> httpx.Response:
    return httpx.Response(204) if method == "delete" else record(count=3)


@pytest.mark.parametrize(("method", "name"), CELLS, ids=lambda value: value)
def test_a_failure_once(method: str, name: str) -> None:
    setting = talking_to(FAILURES[name][0], good(method))
    outcome = expected(method, name)
    if outcome == LOST:
        with pytest.raises(AnswerLost):
            METHODS[method](setting)
    elif isinstance(outcome, type):
        with pytest.raises(outcome):
            METHODS[method](setting)
    else:
        METHODS[method](setting)
    assert len(setting.sent) == (2 if outcome == AGAIN else 1)
    assert len(set(setting.sent)) == 1
    assert len({request.content for request in setting.script.requests}) == 1


@pytest.mark.parametrize(("method", "name"), CELLS, ids=lambda value: value)
def test_a_failure_without_end(method: str, name: str) -> None:
    setting = talking_to(FAILURES[name][0])
    outcome = expected(method, name)
    if outcome == DONE:
        METHODS[method](setting)
    else:
        kind = {AGAIN: Unreachable, LOST: AnswerLost}.get(str(outcome), outcome)
        assert isinstance(kind, type)
        with pytest.raises(kind):
            METHODS[method](setting)
    assert len(setting.sent) == (11 if outcome == AGAIN else 1)
    if not name.startswith("429"):
        assert setting.clock.now() <= 60
    reads = method in READS
    sent = len(setting.sent)
    assert setting.cw.requests == (sent * reads, sent * (not reads), sent - 1)
    assert [call.attempt for call in setting.calls] == list(range(1, sent + 1))


@pytest.mark.parametrize(
    ("reply", "seconds"),
    [
        (throttled("17"), 17),
        (throttled("2.5"), 2.5),
        (throttled("0"), 1),
        (throttled("-5"), 30),
        (throttled("86400"), 120),
        (throttled("Tue, 24 Nov 2026 12:00:45 GMT"), 45),
        (throttled("Tue, 24 Nov 2026 12:00:45"), 45),
        (throttled("Mon, 23 Nov 2026 12:00:00 GMT"), 1),
        (throttled("Fri, 31 Dec 9999 23:59:59 GMT"), 120),
        (throttled("soon"), 30),
        (throttled(), 30),
        (
            httpx.Response(429, json={"message": "Too many. Please try again in 12 seconds."}),
            12,
        ),
        (httpx.Response(429, html=PAGE), 30),
        (httpx.Response(429), 30),
    ],
)
def test_a_throttled_answer_pauses_as_long_as_it_says(
    reply: httpx.Response, seconds: float
) -> None:
    setting = talking_to(reply, record())
    setting.cw.get("/project/tickets/7101")
    assert setting.clock.slept == [pytest.approx(seconds)]


def test_a_retry_after_that_is_too_short_again_and_again_is_not_believed() -> None:
    setting = talking_to(*[throttled("2")] * 10, record())
    setting.cw.get("/project/tickets/7101")
    assert setting.clock.slept == [2, 2, 2, 2, 4, 8, 15, 15, 15, 15]
    assert setting.clock.now() > 60  # the quota counts a rolling minute


def test_a_retry_after_by_date_is_read_with_the_clock_of_the_server() -> None:
    hour_ahead = {"Date": "Tue, 24 Nov 2026 13:00:00 GMT"}
    reply = httpx.Response(
        429, headers=hour_ahead | {"Retry-After": "Tue, 24 Nov 2026 13:00:20 GMT"}
    )
    setting = talking_to(reply, record())
    setting.cw.get("/project/tickets/7101")
    assert setting.clock.slept == [20]


def test_a_read_waits_as_long_as_a_failing_server_asks() -> None:
    setting = talking_to(httpx.Response(503, headers={"Retry-After": "20"}), record())
    setting.cw.get("/project/tickets/7101")
    assert setting.clock.slept == [20]


def test_a_server_that_is_away_for_long_is_not_waited_for() -> None:
    setting = talking_to(httpx.Response(503, headers={"Retry-After": "3600"}))
    with pytest.raises(Unreachable):
        setting.cw.get("/project/tickets/7101")
    assert setting.clock.slept == []


@pytest.mark.parametrize(
    ("error", "seen"),
    [
        (
            caused(httpx.ConnectError("x"), socket.gaierror(-2, "Name or service not known")),
            "cannot be reached: its name cannot be resolved",
        ),
        (
            caused(httpx.ConnectError("x"), ssl.SSLCertVerificationError()),
            "cannot be reached: its certificate is not trusted",
        ),
    ],
)
def test_what_lasts_is_said_at_once_unless_it_worked_before(error: Exception, seen: str) -> None:
    setting = talking_to(error)
    with pytest.raises(Unreachable, match=seen):
        setting.cw.get("/project/tickets/7101")
    assert len(setting.sent) == 1
    setting = talking_to(record(), error)
    setting.cw.get("/project/tickets/7101")
    with pytest.raises(Unreachable, match=seen):
        setting.cw.get("/project/tickets/7101")
    assert len(setting.sent) == 12


def test_the_error_names_host_what_was_seen_and_what_to_do() -> None:
    setting = talking_to(refused(500, "A timeout has occured. Please try again."))
    with pytest.raises(Unreachable) as caught:
        setting.cw.list("/project/tickets", conditions='summary="Rack"')
    error = caught.value
    assert error.message == (
        "na.myconnectwise.net keeps failing: status 500: A timeout has occured. Please try again"
    )
    assert error.details == ("tried 11 times",)
    assert error.hint == (
        "ConnectWise has trouble, or something in front of it; run it again later"
    )


def test_a_lost_answer_says_why() -> None:
    setting = talking_to(httpx.Response(201, html=PAGE))
    with pytest.raises(AnswerLost) as caught:
        setting.cw.post("/project/tickets", {"summary": "Rack"})
    assert caught.value.reason == "status 201 with a web page"


@pytest.mark.parametrize("body", ["[]", "null", "3", '"x"', '[{"id": 1}, {"id": 2}]'])
def test_a_write_that_is_answered_with_no_record_is_lost(body: str) -> None:
    setting = talking_to(httpx.Response(200, text=body))
    with pytest.raises(AnswerLost):
        setting.cw.post("/project/tickets", {"summary": "Rack"})


def test_a_record_in_an_array_is_the_record() -> None:
    setting = talking_to(httpx.Response(201, json=[{"id": 7101}]))
    assert setting.cw.post("/sales/opportunities/1/convertToSalesOrder", {}) == {"id": 7101}


def test_no_error_is_of_a_kind_that_nobody_catches() -> None:
    for reply, _, _ in FAILURES.values():
        with pytest.raises((CwsyncError, AnswerLost)):
            talking_to(reply).cw.post("/project/tickets", {})
