"""What answers mean: every judgement of doctor, without a network."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from cwsync.client.calls import no_log
from cwsync.client.clock import SystemClock
from cwsync.client.connection import Connection
from cwsync.client.discovery import Company
from cwsync.client.encoding import encoded
from cwsync.client.probe import Probe, Seen
from cwsync.client.proxy import Proxy
from cwsync.client.troubles import Layer, Trouble
from cwsync.credentials import Credentials, KeyringState
from cwsync.doctor import account, machine, sight, way
from cwsync.doctor.checks import Check, Status, exit_code_of, fail, ok, warn
from cwsync.doctor.examine import Examination, Subject
from cwsync.doctor.observe import Handshake, Resolved
from cwsync.errors import ExitCode
from cwsync.folders import Folders
from tests.client.scripted import CONNECTION, Script
from tests.clocks import FakeClock

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
ON_PREMISES = replace(CONNECTION, host="https://cw.example.com:8443/psa")


def answer(value: Any, path: str = "/x", status: int = 200) -> Seen:
    """An answer with this JSON."""
    return Seen(path, status, encoded(value))


def told(check: Check) -> tuple[str, str]:
    return check.status.value, check.message


def test_the_first_failure_gives_the_code() -> None:
    fine = [ok("a", ""), warn("b", "", "")]
    assert exit_code_of(fine) == ExitCode.DONE
    bad = [fail("c", "", None, ExitCode.FORBIDDEN), fail("d", "", None, ExitCode.UNREACHABLE)]
    assert exit_code_of([*fine, *bad]) == ExitCode.FORBIDDEN


@pytest.mark.parametrize(
    ("pinned", "current", "status", "message"),
    [
        ("2025.16", "2025.16", "ok", "2025.16; the host has 2025.16"),
        ("2025.16", "v2026.4.1", "ok", "2025.16; the host has v2026.4.1"),
        ("2025.16", "2024.2", "warn", "2025.16 is asked for, the host has 2024.2"),
        ("2023.1", "2025.16", "warn", "2023.1 is asked for, the host has 2025.16"),
        ("2025.16", "", "ok", "2025.16 is asked for; the host does not tell which it has"),
        ("latest", "2025.16", "ok", "latest is asked for; the host does not tell which it has"),
    ],
)
def test_api_version(pinned: str, current: str, status: str, message: str) -> None:
    connection = replace(CONNECTION, api_version=pinned)
    assert told(account.api_version({"api-current-version": current}, connection)) == (
        status,
        message,
    )


@pytest.mark.parametrize(
    ("ahead_s", "status", "message"),
    [
        (0, "ok", "agrees with ConnectWise's within a minute"),
        (-59, "ok", "agrees with ConnectWise's within a minute"),
        (600, "warn", "this machine is 600 s ahead of ConnectWise"),
        (-600, "warn", "this machine is 600 s behind ConnectWise"),
    ],
)
def test_clock(ahead_s: int, status: str, message: str) -> None:
    date = format_datetime(NOW - timedelta(seconds=ahead_s), usegmt=True)
    assert told(account.clock({"date": date}, NOW)) == (status, message)


@pytest.mark.parametrize("headers", [{}, {"date": "yesterday"}])
def test_no_clock(headers: dict[str, str]) -> None:
    assert account.clock(headers, NOW).status is Status.SKIP


def test_rate_limit() -> None:
    assert account.rate_limit(CONNECTION, throttled=False).status is Status.OK
    slowed = account.rate_limit(replace(CONNECTION, requests_per_minute=600), throttled=True)
    assert slowed.status is Status.WARN
    assert slowed.message.startswith("at most 600 requests a minute, 8 at a time; ")


def test_a_wrong_codebase_names_the_right_one() -> None:
    error = Probe(
        CONNECTION, transport=Script([httpx.Response(400)]), clock=FakeClock(), left_s=lambda: 1
    ).error(Seen("/x", 400, b"Cannot route. Codebase/company is invalid"))
    connection = replace(CONNECTION, codebase="v2019_1/")
    (check,) = account.account_refused(error, Company("x", "v2026_1"), connection)
    assert told(check) == ("fail", "the API is not under v2019_1")
    assert check.hint == "cwsync config set codebase v2026_1"
    (same,) = account.account_refused(error, Company("x", "v2019_1"), connection)
    assert "CWSYNC_CODEBASE" in (same.hint or "")


def test_a_firewall_before_an_on_premises_host() -> None:
    check = way.connected(12, ON_PREMISES, None)
    assert told(check) == (
        "ok",
        "cw.example.com port 8443 answers in 12 ms; on-premises: a firewall must let HTTPS through "
        "from this machine to cw.example.com, TCP port 8443; nothing comes the other way",
    )
    refused = way.connected(Trouble("no connection in time", "check"), ON_PREMISES, None)
    assert refused.exit_code == ExitCode.UNREACHABLE
    assert "TCP port 8443" in (refused.hint or "")
    cloud = way.connected(12, CONNECTION, None)
    assert told(cloud) == ("ok", "api-na.myconnectwise.net port 443 answers in 12 ms")
    assert way.connected(1500, CONNECTION, None).status is Status.WARN


def test_the_proxy_in_use_without_its_password() -> None:
    proxy = Proxy("proxy.example.com", 3128, "operator:canary")
    check = way.proxy_in_use(proxy)
    assert check.message.startswith("proxy.example.com:3128, with a login")
    assert "canary" not in f"{check}{proxy!r}"
    assert told(way.proxy_in_use(None)) == ("ok", "none")
    assert way.connected(Trouble("x", "y", layer=Layer.PROXY), CONNECTION, proxy).name == "proxy"


def test_names() -> None:
    found = way.name_resolved(Resolved(("192.0.2.1", "192.0.2.2"), 8), CONNECTION)
    assert found.message == "api-na.myconnectwise.net is 192.0.2.1, 192.0.2.2 (8 ms)"
    lost = way.name_resolved(Resolved(trouble=Trouble("it is unknown", "look")), CONNECTION)
    assert told(lost) == ("fail", "api-na.myconnectwise.net: it is unknown")


SHAKEN = Handshake("TLSv1.3", "Made-up Authority", NOW + timedelta(days=90), True, 20)


def test_certificates() -> None:
    assert told(way.encrypted(SHAKEN, CONNECTION, NOW)) == (
        "ok",
        "TLSv1.3, certificate by Made-up Authority, valid until 2027-02-22",
    )
    own = way.encrypted(replace(SHAKEN, public=False), CONNECTION, NOW)
    assert own.status is Status.OK
    assert "something that opens HTTPS on the way" in own.message
    ending = replace(SHAKEN, expires=NOW + timedelta(days=3))
    assert way.encrypted(ending, CONNECTION, NOW).status is Status.WARN


@pytest.mark.parametrize(
    ("connection", "who"),
    [
        (CONNECTION, "something opens HTTPS on the way"),
        (ON_PREMISES, "the host uses an authority of its own"),
    ],
)
def test_a_certificate_that_is_not_trusted(connection: Connection, who: str) -> None:
    trouble = Trouble("its certificate is not trusted", "x", layer=Layer.TLS)
    check = way.encrypted(Handshake(issuer="Branch Proxy", trouble=trouble), connection, NOW)
    assert told(check) == ("fail", "its certificate is not trusted (signed by Branch Proxy)")
    assert (check.hint or "").startswith(who)
    assert "cwsync config set ca_bundle FILE" in (check.hint or "")


BOARDS = answer(
    [
        {"id": 1, "name": "Help Desk", "projectFlag": False},
        {"id": 31, "name": "Implementations", "projectFlag": True},
        {"id": 32, "name": "Closed", "projectFlag": True, "inactiveFlag": True},
        {"id": "x", "projectFlag": True},
        "nonsense",
    ]
)


def test_boards() -> None:
    assert told(sight.boards_seen(BOARDS, None)) == ("ok", "1 for projects: Implementations")
    assert sight.boards_seen(BOARDS, "implementations").status is Status.OK
    assert sight.boards_seen(BOARDS, "31").status is Status.OK
    other = sight.boards_seen(BOARDS, "Implementation")
    assert other.status is Status.WARN
    assert (other.hint or "").startswith("closest: Implementations; ")
    none = sight.boards_seen(answer([]), None)
    assert (none.status, none.exit_code) == (Status.FAIL, ExitCode.FORBIDDEN)
    assert "Restrict Board Access" in (none.hint or "")
    assert sight.boards_seen(Seen("/x", 403), None).status is Status.SKIP


def test_statuses() -> None:
    boards = sight.project_boards(BOARDS)
    path = "/service/boards/31/statuses"
    rows = answer([{"name": "New"}, {"name": "Open"}])
    assert told(sight.statuses_seen(boards, {path: rows})) == (
        "ok",
        "of tickets: 2 on Implementations",
    )
    assert sight.statuses_seen(boards, {path: answer([])}).status is Status.WARN
    assert sight.statuses_seen(boards, {path: Seen(path, 403)}).status is Status.SKIP
    assert sight.statuses_seen([], {}).status is Status.SKIP


def test_project_statuses() -> None:
    names = [{"name": name} for name in "abcdef"]
    assert told(sight.project_statuses_seen(answer(names))) == ("ok", "a, b, c, d and 2 more")
    assert sight.project_statuses_seen(answer([])).status is Status.WARN
    assert sight.project_statuses_seen(None).status is Status.SKIP


def test_the_keyring() -> None:
    assert told(machine.keyring(KeyringState("SecretService", 12, True))) == (
        "ok",
        "SecretService, answers in 12 ms",
    )
    assert machine.keyring(KeyringState("SecretService", 1200, True)).status is Status.WARN


def test_which_keys() -> None:
    keys = Credentials("public-canary-1", "private-canary-2", "client-canary-3", "environment")
    check = machine.keys_found(keys, {"host": "profile north in /x/config.toml"})
    assert check.message == (
        "from the environment: public key …ry-1, client id …ry-3; host from profile north"
    )
    assert machine.keyring_untouched().message == "not used: the keys come from the environment"


def test_folders_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    folders = Folders(tmp_path, tmp_path / "cache", tmp_path / "file" / "log", tmp_path)
    check = machine.paths(folders)
    assert check.status is Status.WARN
    assert check.message == f"cannot write: log in {tmp_path / 'file' / 'log'}"
    assert machine.paths(replace(folders, log=tmp_path / "log")).status is Status.OK


@pytest.fixture
def silent() -> Iterator[int]:
    """The port of a server that takes every connection and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_host_that_never_answers_does_not_hold_doctor_up(
    silent: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cwsync.doctor.examine.CALL_S", 0.1)
    monkeypatch.setattr("cwsync.doctor.examine.TLS_S", 0.1)
    checks = {}
    for scheme in ("http", "https"):
        connection = replace(CONNECTION, host=f"{scheme}://127.0.0.1:{silent}")
        clock = SystemClock()
        examination = Examination(
            Subject(connection, None), clock=clock, end=clock.now() + 14, log=no_log
        )
        checks[scheme] = list(examination.checks())[-1]
    assert (checks["http"].name, checks["http"].exit_code) == ("host", ExitCode.UNREACHABLE)
    assert "no answer in time" in checks["http"].message
    assert (checks["https"].name, checks["https"].exit_code) == ("tls", ExitCode.UNREACHABLE)


def test_when_the_time_is_over_nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    script = Script([httpx.Response(200, json={})])
    clock = FakeClock()
    examination = Examination(Subject(CONNECTION, script), clock=clock, end=clock.now(), log=no_log)
    *_, last = examination.checks()
    assert script.requests == []
    assert (last.name, last.status) == ("host", Status.FAIL)
    assert "no answer in time" in last.message


class Dripping(httpx.BaseTransport):
    """Sends a byte now and then, without an end."""

    def __init__(self) -> None:
        self.end = threading.Event()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        def drip() -> Iterator[bytes]:
            while not self.end.wait(0.01):
                yield b" "

        return httpx.Response(200, content=drip())


def test_an_answer_that_never_ends_is_given_up() -> None:
    transport = Dripping()
    with Probe(CONNECTION, transport=transport, clock=SystemClock(), left_s=lambda: 0.1) as probe:
        seen = probe.company_info()
        transport.end.set()
    assert seen.trouble is not None
    assert seen.trouble.reason == "no answer in time"


def test_an_answer_that_is_far_too_large_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cwsync.client.probe.MOST_BYTES", 1000)
    script = Script([httpx.Response(200, content=b"x" * 5000)])
    with Probe(CONNECTION, transport=script, clock=SystemClock(), left_s=lambda: 5) as probe:
        seen = probe.get("/system/info")
    assert seen.trouble is not None
    assert "far more" in seen.trouble.reason


def test_no_key_goes_to_a_host_that_is_not_known_yet() -> None:
    script = Script([httpx.Response(200, html="<html></html>")])
    with Probe(ON_PREMISES, transport=script, clock=SystemClock(), left_s=lambda: 5) as probe:
        probe.company_info()
        probe.open_get("/system/info")
    asked = [(str(request.url), request.headers) for request in script.requests]
    assert [url for url, _ in asked] == [
        "https://cw.example.com:8443/psa/login/companyinfo/fernhill",
        "https://cw.example.com:8443/psa/v4_6_release/apis/3.0/system/info",
    ]
    assert all("authorization" not in headers for _, headers in asked)
    assert all("clientid" not in headers for _, headers in asked)
