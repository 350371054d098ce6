"""What stands at a host, by what it answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import httpx
import pytest

from cwsync.client.clock import SystemClock
from cwsync.client.connectwise import ConnectWise
from cwsync.client.discovery import Company, company_at, member_of, verify
from cwsync.client.probe import Probe
from cwsync.errors import CwsyncError, InvalidInput, NotConnected
from tests.client.scripted import CONNECTION, Script

Replies = Sequence[httpx.Response]
PAGE = httpx.Response(404, html="<h1>Not found</h1>")
ROUTELESS = httpx.Response(400, text="Cannot route. Codebase/company is invalid")
KNOWN = httpx.Response(
    200,
    json={
        "CompanyName": "Fernhill",
        "Codebase": "v2026_1/",
        "VersionNumber": "v2026.1.1",
        "IsCloud": True,
    },
)


@pytest.fixture
def probe() -> Callable[..., Probe]:
    def made(*replies: httpx.Response) -> Probe:
        return Probe(CONNECTION, transport=Script(replies), clock=SystemClock(), left_s=lambda: 5.0)

    return made


def test_a_company(probe: Callable[..., Probe]) -> None:
    assert company_at(probe(KNOWN)) == Company("Fernhill", "v2026_1", "v2026.1.1")


def test_a_host_that_keeps_its_companies_to_itself(probe: Callable[..., Probe]) -> None:
    info = httpx.Response(200, json={"version": "v2026.1"})
    assert company_at(probe(PAGE, info)) == Company()


@pytest.mark.parametrize(
    ("replies", "code"),
    [
        ([httpx.Response(200, content=b"null\r\n")], "company_unknown"),
        ([httpx.Response(200, json={})], "not_connectwise"),
        ([httpx.Response(200, json=[1])], "not_connectwise"),
        ([httpx.Response(200, json={"Codebase": 7, "CompanyName": ""})], "not_connectwise"),
        ([httpx.Response(200, html="<html>")], "not_connectwise"),
        ([httpx.Response(404)], "not_connectwise"),
        ([httpx.Response(401)], "not_connectwise"),
        ([httpx.Response(301, headers={"Location": "/x"})], "wrong_host"),
        ([httpx.Response(403, html="<html>blocked")], "blocked"),
        ([httpx.Response(503)], "unreachable"),
        ([httpx.Response(429)], "throttled"),
    ],
)
def test_what_is_none(probe: Callable[..., Probe], replies: Replies, code: str) -> None:
    with pytest.raises(CwsyncError) as caught:
        company_at(probe(*replies))
    assert caught.value.code == code
    assert caught.value.hint


def test_the_codebase_that_the_company_names_is_tried_second(
    probe: Callable[..., Probe],
) -> None:
    me = httpx.Response(200, json=[{"identifier": "cwsync"}])
    verified = verify(probe(KNOWN, ROUTELESS, me))
    assert (verified.codebase, verified.member) == ("v2026_1", "cwsync")
    with pytest.raises(NotConnected) as caught:
        verify(probe(KNOWN, ROUTELESS, ROUTELESS))
    assert caught.value.code == "codebase_unknown"
    assert "it names v2026_1" in caught.value.message


@pytest.mark.parametrize("said", [None, [], {}, "x", {"identifier": 7}, [[]]])
def test_members_that_are_not_told(said: object) -> None:
    assert member_of(said) is None


def test_a_client_with_a_proxy_that_makes_no_sense(monkeypatch: pytest.MonkeyPatch) -> None:
    for address in ("socks5://127.0.0.1:1", "ftp://127.0.0.1:1"):
        monkeypatch.setenv("HTTPS_PROXY", address)
        with pytest.raises(InvalidInput, match="the address of the proxy cannot be used"):
            ConnectWise(CONNECTION)
