"""Hosts as people write them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cwsync.client.hosts import is_loopback
from cwsync.errors import InvalidInput
from tests.client.scripted import CONNECTION

API = "/v4_6_release/apis/3.0"


@pytest.mark.parametrize(
    ("host", "base_url", "site"),
    [
        ("na.myconnectwise.net", f"https://api-na.myconnectwise.net{API}", "na.myconnectwise.net"),
        ("EU.MyConnectWise.net", f"https://api-eu.myconnectwise.net{API}", "eu.myconnectwise.net"),
        (
            "api-au.myconnectwise.net",
            f"https://api-au.myconnectwise.net{API}",
            "au.myconnectwise.net",
        ),
        (
            " aus.myconnectwise.net ",
            f"https://api-aus.myconnectwise.net{API}",
            "aus.myconnectwise.net",
        ),
        (
            "https://za.myconnectwise.net/",
            f"https://api-za.myconnectwise.net{API}",
            "za.myconnectwise.net",
        ),
        (
            "staging.connectwisedev.com",
            f"https://api-staging.connectwisedev.com{API}",
            "staging.connectwisedev.com",
        ),
        ("cw.example.com", f"https://cw.example.com{API}", "cw.example.com"),
        ("cw.example.com:8443", f"https://cw.example.com:8443{API}", "cw.example.com:8443"),
        ("https://cw.example.com/psa/", f"https://cw.example.com/psa{API}", "cw.example.com"),
        (f"https://cw.example.com{API}", f"https://cw.example.com{API}", "cw.example.com"),
        (f"https://cw.example.com/psa{API}/", f"https://cw.example.com/psa{API}", "cw.example.com"),
        (
            "https://na.myconnectwise.net/v4_6_release/ConnectWise.aspx",
            f"https://api-na.myconnectwise.net{API}",
            "na.myconnectwise.net",
        ),
        (
            "https://cw.example.com/psa/v2026_1",
            f"https://cw.example.com/psa{API}",
            "cw.example.com",
        ),
        ("http://127.0.0.1:8123", f"http://127.0.0.1:8123{API}", "127.0.0.1:8123"),
        ("http://localhost", f"http://localhost{API}", "localhost"),
        ("http://[::1]:80", f"http://[::1]:80{API}", "[::1]:80"),
    ],
)
def test_hosts(host: str, base_url: str, site: str) -> None:
    connection = replace(CONNECTION, host=host)
    assert (connection.base_url, connection.site) == (base_url, site)


@pytest.mark.parametrize("host", ["http://cw.example.com", "http://10.0.0.1", "http://128.0.0.1"])
def test_unencrypted_only_to_this_machine(host: str) -> None:
    with pytest.raises(InvalidInput, match="without encryption") as caught:
        _ = replace(CONNECTION, host=host).base_url
    assert caught.value.code == "insecure_host"


@pytest.mark.parametrize(
    "host",
    [
        "",
        " ",
        "https://",
        "ftp://cw.example.com",
        "cw.example.com:port",
        "cw.example.com:99999",
        "cw.example.com:0",
        "cw example.com",
        "cw..example.com",
        f"{'a' * 64}.example.com",
        f"{'abcdefg.' * 32}com",
        "https:/cw.example.com",
        "https://cw.example.com?x=1",
        "https://cw.example.com#x",
        "https://[::1",
        "cw.exa\nmple.com",
        "cw.exämple.com",
    ],
)
def test_what_is_no_host(host: str) -> None:
    with pytest.raises(InvalidInput, match="is not a host") as caught:
        _ = replace(CONNECTION, host=host).base_url
    assert caught.value.code == "invalid_host"
    assert caught.value.message.isprintable()


@pytest.mark.parametrize("host", ["me@cw.example.com", "https://me:canary@cw.example.com"])
def test_a_host_with_a_login(host: str) -> None:
    with pytest.raises(InvalidInput, match="the host holds a login") as caught:
        _ = replace(CONNECTION, host=host).base_url
    assert "canary" not in f"{caught.value.message} {caught.value.hint}"


@given(st.text(max_size=40))
def test_any_text_is_a_host_or_an_error(host: str) -> None:
    connection = replace(CONNECTION, host=host)
    try:
        url = connection.base_url
    except InvalidInput:
        return
    assert url.startswith(("https://", "http://"))
    assert url.endswith(API)


def test_codebase() -> None:
    assert replace(CONNECTION, codebase="v2026_1/").base_url == (
        "https://api-na.myconnectwise.net/v2026_1/apis/3.0"
    )


def test_pages_in_the_browser() -> None:
    page = "https://na.myconnectwise.net/v4_6_release/ConnectWise.aspx?routeTo="
    for host in ("na.myconnectwise.net", "https://api-na.myconnectwise.net"):
        connection = replace(CONNECTION, host=host)
        assert connection.project_url(51) == f"{page}ProjectHeaderFV&recid=51"
        assert connection.opportunity_url(8) == f"{page}OpportunityFV&recid=8"


@pytest.mark.parametrize(
    ("name", "expected"),
    [("localhost", True), ("127.9.9.9", True), ("::1", True), ("10.0.0.1", False), (None, False)],
)
def test_loopback(name: str | None, expected: bool) -> None:
    assert is_loopback(name) is expected
