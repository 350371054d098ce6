"""`cwsync logs` as a user and as a script run it."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from cwsync.commands import logs
from cwsync.commands.recording import recorded
from cwsync.commands.session import Session
from cwsync.errors import ExitCode, Interrupted
from cwsync.terminal.schemas import SCHEMAS
from tests.commands.conftest import Cwsync

PUSH = (
    "project push clinic.yaml --board Implementations --start 2027-01-04 --end 2027-03-26 --sandbox"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The log, with four runs of one noon."""
    path = tmp_path / "home" / "log" / "cwsync.log"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"".join(json.dumps(line).encode() + b"\n" for line in LINES))
    return path


@pytest.fixture(autouse=True)
def in_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of this machine shows UTC."""
    if sys.platform != "win32":
        monkeypatch.setenv("TZ", "UTC")
        time.tzset()


def at(second: int, run: str, event: str, **facts: Any) -> dict[str, Any]:
    return {"time": f"2026-11-24T12:00:{second:02}.250000Z", "run": run, "event": event, **facts}


def call(second: int, run: str, status: int | None, path: str, **facts: Any) -> dict[str, Any]:
    said = {"cw_request_id": f"9f6c-{second}"} if status else {}
    answer = {"status": status} if status else {}
    facts = {"method": "GET", "path": path, **answer, "ms": 61, "attempt": 1, **said, **facts}
    return at(second, run, "call", **facts)


LINES = [
    at(1, "aaaa0001", "run", command="project push", version="1.0.0"),
    at(1, "aaaa0001", "connection", profile="north", site="na.myconnectwise.net"),
    call(2, "aaaa0001", 200, "/service/boards?page=1"),
    call(3, "aaaa0001", 201, "/project/projects", method="POST"),
    at(3, "aaaa0001", "created", kind="project", key="project", id=304, name="Office"),
    at(4, "aaaa0001", "end", exit_code=0),
    at(10, "bbbb0002", "run", command="project status", version="1.0.0"),
    call(11, "bbbb0002", None, "/project/projects", error="it refuses the connection"),
    call(12, "bbbb0002", 403, "/project/projects", attempt=2),
    at(12, "bbbb0002", "end", exit_code=5, error="forbidden", message="a permission is missing"),
    at(20, "cccc0003", "run", command="opportunities list", version="1.0.0"),
    call(21, "cccc0003", 200, "/sales/opportunities?page=1"),
]
LIST = """\
2026-11-24 12:00:01  aaaa0001  project push              done  2 calls
2026-11-24 12:00:10  bbbb0002  project status       failed, 5  2 calls
    a permission is missing
    12:00:11  GET    no answer  61 ms  /project/projects  it refuses the connection
    12:00:12  GET    403  61 ms  /project/projects  attempt 2  request 9f6c-12
2026-11-24 12:00:20  cccc0003  opportunities list  unfinished   1 call
"""
ONE = """\
Run aaaa0001: cwsync project push
2026-11-24 12:00:01, done after 3.0 s, exit code 0
profile north · na.myconnectwise.net · cwsync 1.0.0 · 2 calls · 1 created

12:00:02  GET    200  61 ms  /service/boards?page=1  request 9f6c-2
12:00:03  POST   201  61 ms  /project/projects  request 9f6c-3
12:00:03  created project 304 "Office"
"""


def test_runs_are_listed_with_what_failed(cwsync: Cwsync, file: Path) -> None:
    listed = cwsync("logs")
    assert listed.out == LIST
    assert listed.err == "every call of a run: cwsync logs --run ID\n"


def test_one_run_is_shown_with_every_call(cwsync: Cwsync, file: Path) -> None:
    assert cwsync("logs --run aaaa").out == ONE


def test_a_run_without_an_end_says_so(cwsync: Cwsync, file: Path) -> None:
    assert "it is still running, or it was killed" in cwsync("logs --run cccc0003").out


def test_verbose_lists_every_call(cwsync: Cwsync, file: Path) -> None:
    calls = re.findall(r"^    [0-9:]+  (GET|POST)", cwsync("logs -v").out, re.M)
    assert len(calls) == 5


@pytest.mark.parametrize(
    ("options", "runs"),
    [
        ("", ["aaaa0001", "bbbb0002", "cccc0003"]),
        ("--failed", ["bbbb0002", "cccc0003"]),
        ("--limit 1", ["cccc0003"]),
        ("--since 2026-11-24T12:00:12", ["bbbb0002", "cccc0003"]),
        ("--since 2026-11-23", ["aaaa0001", "bbbb0002", "cccc0003"]),
        ("--since 2036-11-23", []),
        ("--run BBBB", ["bbbb0002"]),
    ],
)
def test_json(cwsync: Cwsync, file: Path, options: str, runs: list[str]) -> None:
    document = cwsync(f"logs {options} -o json").document
    jsonschema.validate(document, SCHEMAS["cwsync.logs/1"])
    assert [run["run"] for run in document["runs"]] == runs
    assert document["count"] == len(runs)


def test_json_has_what_the_support_of_connectwise_asks_for(cwsync: Cwsync, file: Path) -> None:
    (run,) = cwsync("logs --run bbbb -o json").document["runs"]
    assert run["error"] == {"code": "forbidden", "message": "a permission is missing"}
    assert (run["outcome"], run["exit_code"]) == ("failed", 5)
    assert run["calls"][1] == {
        "time": "2026-11-24T12:00:12.250000Z",
        "method": "GET",
        "path": "/project/projects",
        "status": 403,
        "ms": 61,
        "attempt": 2,
        "cw_request_id": "9f6c-12",
        "error": None,
    }


def test_an_empty_log_is_no_error(cwsync: Cwsync) -> None:
    empty = cwsync("logs")
    assert (empty.code, empty.out) == (0, "")
    assert "the log is empty" in empty.err
    assert cwsync("logs -o json").document["runs"] == []


def test_a_log_that_cannot_be_read_is_not_an_empty_one(cwsync: Cwsync, file: Path) -> None:
    file.unlink()
    file.mkdir()
    for line in ("logs", "logs --run aaaa", "logs --follow"):
        refused = cwsync(line)
        assert refused.code == 7
        assert f"{file} cannot be read: " in refused.err


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("logs --run dddd", 6, "cwsync logs"),
        ("logs --since yesterday", 2, "2h, 30m or 3d"),
        ("logs --since 999999w", 2, "2h, 30m or 3d"),
        ("logs --since -1h", 2, "2h, 30m or 3d"),
        ("logs --since ''", 2, "2h, 30m or 3d"),
        ("logs --run ' '", 2, "--run names no run"),
        ("logs --limit 0", 2, "--limit"),
        ("logs --follow --limit 3", 2, "exclude each other"),
        ("logs nonsense", 2, "nonsense"),
        ("logs -o csv", 2, "-o table"),
    ],
)
def test_what_makes_no_sense(cwsync: Cwsync, file: Path, line: str, code: int, said: str) -> None:
    refused = cwsync(line)
    assert refused.code == code
    assert said in refused.err


@pytest.mark.parametrize(
    ("text", "ago"),
    [
        ("90s", timedelta(seconds=90)),
        ("30m", timedelta(minutes=30)),
        ("2h", timedelta(hours=2)),
        ("3D", timedelta(days=3)),
        ("1w", timedelta(weeks=1)),
    ],
)
def test_spans_of_time(text: str, ago: timedelta) -> None:
    now = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    assert now - logs.moment(text, now) == ago


def test_path(cwsync: Cwsync, file: Path) -> None:
    assert cwsync("logs path").out == f"{file}\n"


def test_every_run_that_connects_is_logged_with_its_end(cwsync: Cwsync) -> None:
    assert cwsync(f"{PUSH} --yes").code == 0
    assert cwsync(f"{PUSH} --yes --new --board Nowhere").code == 6
    assert cwsync(f"{PUSH} --no-input --new").code == 7
    assert cwsync(f"{PUSH} --dry-run --new --detailed-exitcode").code == 10
    document = cwsync("logs -o json").document
    assert [(r["outcome"], r["exit_code"]) for r in document["runs"]] == [
        ("done", 0),
        ("failed", 6),
        ("failed", 7),
        ("done", 10),
    ]
    pushed = document["runs"][0]
    assert pushed["counts"]["calls"] == len(pushed["calls"]) > 0
    assert all(call["cw_request_id"] for call in pushed["calls"])
    assert {record["kind"] for record in pushed["created"]} == {"project", "phase", "ticket"}
    assert document["runs"][1]["error"]["code"] == "board_not_found"


KILLED = """
import os
from cwsync.commands import recording
from cwsync.commands.session import Session
session = Session("project push", {})
recording.recorded(session, lambda: session.log.event("connection") or os._exit(9))
"""


def test_a_run_that_was_killed_is_there_and_counts_as_failed(cwsync: Cwsync) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED])
    assert killed.returncode == 9
    (run,) = cwsync("logs --failed -o json").document["runs"]
    assert (run["command"], run["outcome"]) == ("project push", "unfinished")
    assert (run["ended"], run["exit_code"]) == (None, None)


@pytest.mark.parametrize(
    ("error", "outcome", "code"),
    [
        (KeyboardInterrupt(), "interrupted", 130),
        (Interrupted("terminated", exit_code=ExitCode.TERMINATED), "interrupted", 143),
        (RuntimeError("a bug"), "failed", 1),
    ],
)
def test_a_run_that_was_torn_down_has_its_end(
    cwsync: Cwsync, error: BaseException, outcome: str, code: int
) -> None:
    def work() -> None:
        session.log.event("connection")
        raise error

    session = Session("project push", {})
    with pytest.raises(type(error)):
        recorded(session, work)
    (run,) = cwsync("logs --failed -o json").document["runs"]
    assert (run["outcome"], run["exit_code"]) == (outcome, code)


FOLLOWING = "import sys; from cwsync.cli import main; main(['logs', '--follow', *sys.argv[1:]])"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals for one process")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_follow_shows_what_is_logged_until_it_is_stopped(
    number: signal.Signals, code: int, cwsync: Cwsync, file: Path
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", FOLLOWING, "--since", "2026-11-24", "-o", "json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as following:
        assert following.stdout is not None
        assert following.stderr is not None
        before = [json.loads(following.stdout.readline()) for _ in LINES]
        assert before == LINES
        assert cwsync(f"{PUSH} --dry-run").code == 0
        assert json.loads(following.stdout.readline())["command"] == "project push"
        following.send_signal(number)
        for line in following.stdout:
            json.loads(line)
        assert following.stderr.read() == ""
    assert following.returncode == code


def test_follow_ends_when_nobody_reads_any_more(file: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", FOLLOWING, "--run", "aaaa"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as following:
        assert following.stdout is not None
        assert following.stderr is not None
        assert following.stdout.readline().startswith("12:00:01  aaaa0001  run")
        following.stdout.close()
        ended = False
        while not ended:  # it notices when it has something to show
            with file.open("ab") as log:
                log.write(json.dumps(LINES[2]).encode() + b"\n")
            with suppress(subprocess.TimeoutExpired):
                ended = following.wait(timeout=0.1) == 0
        assert following.stderr.read() == ""
