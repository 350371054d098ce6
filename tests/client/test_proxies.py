"""Proxies as they are met in companies: they refuse, hang, answer something else, or are not asked.

The invented host `cw.example.com` is never looked up: every connection ends at a loopback proxy.
"""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from cwsync.cli import run
from cwsync.client.connectwise import ConnectWise
from cwsync.client.probe import Probe
from cwsync.client.proxy import Proxy, proxy_for
from cwsync.errors import InvalidInput, Unreachable
from tests.client.scripted import CONNECTION
from tests.clocks import FakeClock

LOGIN = "operator:canary-proxy-password@"
TUNNEL = b"HTTP/1.1 200 Connection established\r\n\r\n"
PAGE = b"HTTP/1.1 200 OK\r\n\r\n<html>Please log in at the portal</html>"


@contextmanager
def raw_proxy(reply: bytes, *, hang: bool = False) -> Iterator[str]:
    """A proxy that says this to every CONNECT and then hangs up, or keeps quiet; its address."""
    end = threading.Event()

    def serve(listener: socket.socket) -> None:
        while not end.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=answer, args=(connection,), daemon=True).start()

    def answer(connection: socket.socket) -> None:
        with connection:
            connection.recv(65_536)
            connection.sendall(reply)
            if reply == TUNNEL:
                connection.recv(65_536)  # the first words of TLS
                connection.sendall(PAGE if not hang else b"")
            if hang:
                end.wait(10)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, args=(listener,), daemon=True)
        thread.start()
        yield f"127.0.0.1:{listener.getsockname()[1]}"
        end.set()
        listener.shutdown(socket.SHUT_RDWR)


# what a proxy does → reason, part of the hint, whether it is tried again
TROUBLES: dict[str, tuple[bytes, bool, str, str, bool]] = {
    "wants a login": (
        b"HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n",
        False,
        "the proxy wants a login",
        "USER:PASSWORD",
        False,
    ),
    "forbids": (
        b"HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n",
        False,
        "the proxy forbids the way to this host",
        "NO_PROXY",
        False,
    ),
    "sends to a login page": (
        b"HTTP/1.1 302 Found\r\nLocation: http://portal.example/\r\nContent-Length: 0\r\n\r\n",
        False,
        "the proxy refuses the connection with 302",
        "check HTTPS_PROXY",
        False,
    ),
    "slows down": (
        b"HTTP/1.1 429 Slowly\r\nContent-Length: 0\r\n\r\n",
        False,
        "the proxy refuses the connection with 429",
        "check HTTPS_PROXY",
        True,
    ),
    "says nothing": (b"", True, "no answer in time", "check HTTPS_PROXY", True),
    "hangs up": (b"", False, "the connection broke", "check HTTPS_PROXY", True),
    "is something else": (b"SSH-2.0-x\r\n\r\n", False, "the connection broke", "HTTPS_PROXY", True),
    "shows a page": (
        TUNNEL,
        False,
        "it does not speak TLS as it should",
        "most proxies are http://, not https://",
        True,
    ),
    "hangs in the tunnel": (TUNNEL, True, "no connection through the proxy", "HTTPS_PROXY", True),
}


@pytest.mark.parametrize("name", TROUBLES)
def test_what_a_proxy_does(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    reply, hang, reason, hint, again = TROUBLES[name]
    connection = replace(CONNECTION, host="cw.example.com", timeout_s=0.1)
    with raw_proxy(reply, hang=hang) as site:
        monkeypatch.setenv("HTTPS_PROXY", f"http://{LOGIN}{site}")
        with (
            ConnectWise(connection, clock=FakeClock(), jitter=lambda: 1) as cw,
            pytest.raises(Unreachable) as caught,
        ):
            cw.get("/system/info")
    error = caught.value
    assert reason in error.message
    assert error.details == (("tried 11 times",) if again else ("tried once",))
    assert hint in (error.hint or "")
    assert "canary" not in f"{error.message} {error.details} {error.hint}"


def test_a_proxy_that_says_nothing_to_login(monkeypatch: pytest.MonkeyPatch) -> None:
    connection = replace(CONNECTION, host="cw.example.com")
    with raw_proxy(b"", hang=True) as site:
        monkeypatch.setenv("HTTPS_PROXY", f"http://{LOGIN}{site}")
        with Probe(connection, clock=FakeClock(), left_s=lambda: 0.1) as probe:
            error = probe.error(probe.company_info())
    assert error.message == "cw.example.com does not answer: no answer in time"
    assert (error.hint or "").startswith("check HTTPS_PROXY; ")


@pytest.mark.parametrize(
    ("exempt", "proxied"),
    [
        ("", True),
        ("cw.example.com", False),
        ("CW.Example.COM", False),
        ("example.com", False),
        (".example.com", False),
        ("ample.com", True),
        ("other.example.com, cw.example.com", False),
        ("cw.example.com:8443", False),
        ("cw.example.com:443", True),
        ("*", False),
        ("10.0.0.0/8", True),
        ("nonsense/8,[", True),
    ],
)
def test_hosts_that_need_no_proxy(
    exempt: str, proxied: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example.com:3128")
    monkeypatch.setenv("NO_PROXY", exempt)
    assert (proxy_for("https://cw.example.com:8443/cw") is not None) is proxied


@pytest.mark.parametrize(
    ("host", "exempt", "proxied"),
    [
        ("10.1.2.3", "10.0.0.0/8", False),
        ("10.1.2.3", "localhost, 10.1.2.3/32", False),
        ("11.1.2.3", "10.0.0.0/8", True),
        ("10.1.2.3", "10.1.2.3", False),
        ("[fd00::5]", "fd00::/8", False),
        ("[fe00::5]", "fd00::/8", True),
    ],
)
def test_networks_that_need_no_proxy(
    host: str, exempt: str, proxied: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example.com:3128")
    monkeypatch.setenv("NO_PROXY", exempt)
    assert (proxy_for(f"https://{host}/cw") is not None) is proxied


def test_variables_in_lower_case_and_for_all_schemes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "all.example.com:1")
    assert proxy_for("https://cw.example.com") == Proxy("all.example.com", 1)
    monkeypatch.setenv("https_proxy", "http://lower.example.com:1")
    assert proxy_for("https://cw.example.com") == Proxy("lower.example.com", 1)
    monkeypatch.setenv("no_proxy", "cw.example.com")
    assert proxy_for("https://cw.example.com") is None


def test_a_blank_address_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", " ")
    assert proxy_for("https://cw.example.com") is None


@pytest.mark.parametrize(
    "address",
    [
        "http://a..b:1",
        f"http://{'a' * 64}.example:1",
        "http://u:canary/x@h:1",
        "http://u:1@canary/x@h:1",
        "http://u:12#canary@h:1",
        "http://u:12?canary@h:1",
    ],
)
def test_what_no_proxy_can_be_called(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", address)
    with pytest.raises(InvalidInput, match="the address of the proxy cannot be used") as caught:
        proxy_for("https://cw.example.com")
    assert "canary" not in f"{caught.value.message} {caught.value.hint}"


def test_the_login_of_a_proxy_reaches_neither_screen_nor_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    account = {
        "HOME": str(tmp_path),
        "HOST": "cw.example.com",
        "COMPANY_ID": "cedarline",
        "PUBLIC_KEY": "x-public-key",
        "PRIVATE_KEY": "x-private-key",
        "CLIENT_ID": "x-client-id",
    }
    for name, value in account.items():
        monkeypatch.setenv(f"CWSYNC_{name}", value)
    with raw_proxy(TROUBLES["wants a login"][0]) as site:
        monkeypatch.setenv("HTTPS_PROXY", f"http://{LOGIN}{site}")
        codes = [
            run([*command.split(), "--debug", "-o", "json"])
            for command in ("lookup boards", "auth status", "doctor", "opportunities list")
        ]
    captured = capsys.readouterr()
    assert codes == [9, 9, 9, 9]
    written = "".join(p.read_text("utf-8") for p in tmp_path.rglob("*") if p.is_file())
    assert "the proxy wants a login" in captured.out
    assert json.loads(written.splitlines()[0])["event"] == "run"
    for place in (captured.out, captured.err, written):
        assert "canary" not in place
        assert "b3BlcmF0b3I6" not in place  # the beginning of the login in base64
