"""Keys, login and client id appear nowhere: not in errors, the log, reprs or Python's logging."""

from __future__ import annotations

import base64
import logging
import traceback
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import quote, quote_plus

import httpx
import pytest

from cwsync.client.connectwise import ConnectWise
from cwsync.client.failures import AnswerLost
from cwsync.errors import CwsyncError, InvalidInput, NotConnected
from tests.client.scripted import CONNECTION, Reply, Script, talking_to

SECRETS = (CONNECTION.public_key, CONNECTION.private_key, CONNECTION.client_id)


def forms(secret: str) -> set[str]:
    raw = secret.encode()
    inner = {base64.b64encode(b"x" * n + raw).decode()[n + 1 : -4] for n in range(3)}
    return {secret, quote(secret, safe=""), quote_plus(secret), repr(secret)[1:-1], *inner}


FORMS = {form for secret in SECRETS for form in forms(secret)}


def assert_clean(text: str) -> None:
    assert not [form for form in FORMS if form in text]


def echo(status: int) -> Callable[[httpx.Request], httpx.Response]:
    """A server that repeats everything it got."""

    def reply(request: httpx.Request) -> httpx.Response:
        said = " ".join(f"{name}: {value}" for name, value in request.headers.items())
        said += f" {CONNECTION.private_key} {quote(CONNECTION.private_key)} {CONNECTION.public_key}"
        row = {"field": said, "code": said, "message": said}
        body = {"code": said, "message": said, "errors": [row]}
        return httpx.Response(status, json=body, headers={"x-cw-request-id": "r-1"})

    return reply


def echo_text(request: httpx.Request) -> httpx.Response:
    return httpx.Response(400, text=str(request.headers.raw))


CULPRITS: list[Reply] = [
    *(echo(status) for status in (200, 302, 400, 401, 403, 404, 408, 409, 415, 429, 500, 503)),
    echo_text,
    *(
        kind(f"{CONNECTION.private_key} {CONNECTION.client_id}")
        for kind in (httpx.ConnectError, httpx.ReadError, httpx.ReadTimeout, httpx.ProxyError)
    ),
]


@pytest.mark.parametrize("reply", CULPRITS, ids=lambda reply: getattr(reply, "__name__", "error"))
@pytest.mark.parametrize("call", ["get", "list", "count", "post", "delete"])
def test_no_failure_shows_a_secret(
    call: str, reply: Reply, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    setting = talking_to(reply)
    try:
        getattr(setting.cw, call)("/project/tickets/7101", *([{"a": 1}] if call == "post" else []))
    except CwsyncError as error:
        assert_clean(" ".join((error.message, str(error.hint), *error.details)))
        assert_clean(f"{error} {error!r} {error.args} {vars(error)}")
    except AnswerLost as lost:
        assert_clean(f"{lost} {lost!r} {lost.reason} {lost.args}")
    assert_clean(str(setting.calls))
    assert_clean(caplog.text)


def test_a_secret_in_a_query_stays_out_of_the_log() -> None:
    setting = talking_to(httpx.Response(200, json=[]))
    setting.cw.list("/company/companies", conditions=f'name="{CONNECTION.private_key}"')
    assert setting.calls[0].path == '/company/companies?conditions=name="***"&page=1'


def test_reprs_are_clean() -> None:
    setting = talking_to(httpx.Response(200, json={}))
    assert_clean(f"{CONNECTION!r} {CONNECTION} {setting.cw!r} {vars(setting.cw)!r}")
    assert CONNECTION.company_id in repr(CONNECTION)


@pytest.mark.parametrize("bad", ["cliént", "a\nb", "a\r\nX-Evil: 1", "\x00"])
def test_a_client_id_that_no_header_can_hold_is_not_shown(bad: str) -> None:
    connection = replace(CONNECTION, client_id=f"canary-5511{bad}")
    with pytest.raises(NotConnected) as caught:
        ConnectWise(connection, transport=Script([httpx.Response(200)]))
    shown = "".join(traceback.format_exception(caught.value))
    assert "canary-5511" not in shown
    assert "clientId" in caught.value.message


def test_a_login_inside_the_host_is_not_shown() -> None:
    with pytest.raises(InvalidInput) as caught:
        _ = replace(CONNECTION, host="https://me:canary-5511@cw.example.com").base_url
    assert "canary-5511" not in f"{caught.value!r} {caught.value.details} {caught.value.hint}"


def test_every_request_is_signed() -> None:
    setting = talking_to(httpx.Response(200, json={}))
    setting.cw.get("/system/info")
    setting.cw.post("/project/tickets", {"summary": "Rack"})
    for request in setting.script.requests:
        login = base64.b64decode(request.headers["authorization"].removeprefix("Basic "))
        assert login.decode() == "fernhill+public-canary-7Qx:private canary/9+Zt="
        assert request.headers["clientid"] == CONNECTION.client_id
        assert request.headers["accept"] == (
            "application/vnd.connectwise.com+json; version=2025.16"
        )
        assert request.headers["content-type"] == "application/json; charset=utf-8"
        assert request.headers["user-agent"].startswith("cwsync/")
