"""Networks of companies: own authorities and proxies that work, and what doctor says of them."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from cwsync.cli import run
from cwsync.client.proxy import Proxy, proxy_for
from cwsync.errors import InvalidInput
from cwsync.sandbox.server import running
from tests.doctor.conftest import Account
from tests.servers import Authority, proxy

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def url(file: Path, authority: Authority) -> Iterator[str]:
    with running(file, tls=authority.context("127.0.0.1")) as url:
        yield url


def checks(capsys: Capture) -> dict[str, dict[str, str]]:
    """The checks of doctor by name; none of them failed."""
    code = run(["doctor", "-o", "json"])
    document = json.loads(capsys.readouterr().out)
    assert (code, document["ok"]) == (0, True)
    return {check["name"]: check for check in document["checks"]}


@pytest.mark.parametrize("variable", ["CWSYNC_CA_BUNDLE", "SSL_CERT_FILE"])
def test_an_authority_of_their_own(
    variable: str,
    url: str,
    authority: Authority,
    account: Account,
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    account(url)
    monkeypatch.setenv(variable, str(authority.bundle))
    tls = checks(capsys)["tls"]
    assert tls["message"].startswith("TLSv1.3, certificate by Made-up Authority, valid until ")
    assert tls["message"].endswith(
        "that is no public authority: an own one, or something that opens HTTPS on the way"
    )


def test_a_proxy_with_a_login(
    url: str,
    authority: Authority,
    account: Account,
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    account(url)
    monkeypatch.setenv("CWSYNC_CA_BUNDLE", str(authority.bundle))
    with proxy() as server:
        monkeypatch.setenv("HTTPS_PROXY", f"http://operator:p%40ss-canary@{server.site}")
        found = checks(capsys)
    assert found["proxy"]["message"].startswith(f"{server.site}, with a login")
    assert found["dns"]["status"] == "skip"
    assert found["connection"]["message"].startswith(f"the proxy {server.site} answers in ")
    login = base64.b64encode(b"operator:p@ss-canary").decode()
    target = url.removeprefix("https://")
    assert set(server.asked) == {(target, f"Basic {login}")}
    assert "canary" not in json.dumps(found)


def test_a_host_that_needs_no_proxy(
    url: str,
    authority: Authority,
    account: Account,
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    account(url)
    monkeypatch.setenv("CWSYNC_CA_BUNDLE", str(authority.bundle))
    with proxy(403) as server:
        monkeypatch.setenv("HTTPS_PROXY", f"http://{server.site}")
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        found = checks(capsys)
    assert found["proxy"]["message"] == "none"
    assert server.asked == []


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("http://proxy.example.com:3128", Proxy("proxy.example.com", 3128)),
        ("proxy.example.com:3128", Proxy("proxy.example.com", 3128)),
        ("http://proxy.example.com", Proxy("proxy.example.com", 80)),
        ("https://proxy.example.com", Proxy("proxy.example.com", 443, scheme="https")),
        ("http://a:b%2Fc@proxy.example.com:1", Proxy("proxy.example.com", 1, "a:b/c")),
        ("http://a@proxy.example.com:1", Proxy("proxy.example.com", 1, "a:")),
    ],
)
def test_addresses_of_proxies(address: str, found: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", address)
    assert proxy_for("https://cw.example.com/x") == found
    assert proxy_for("http://127.0.0.1:8080/x") is None
    assert "b/c" not in repr(found)


@pytest.mark.parametrize(
    "address", ["socks5://127.0.0.1:1", "http://", "http://x:y:z:1", "http://h:99999"]
)
def test_what_is_no_proxy(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", address)
    with pytest.raises(InvalidInput, match="the address of the proxy cannot be used"):
        proxy_for("https://cw.example.com/x")
