"""The run log: one JSON object a line, from several runs at once, and never in the way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from cwsync import __version__, runlog
from cwsync.client.calls import Call
from cwsync.errors import NotFound
from cwsync.runlog import RunLog, log_file, open_log, set_aside

CALL = Call("GET", "/project/tickets?page=2", 200, 61, 1, "r-17")
LOST = Call("POST", "/project/tickets", None, 90_000, 1, None, "no answer in time")


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {"CWSYNC_HOME": str(tmp_path / "home")}


def lines(environ: dict[str, str]) -> list[dict[str, Any]]:
    """The lines without their times, which are checked here.

    A run that opens the file while another one writes may leave an empty line, to be safe.
    """
    written = log_file(environ).read_text("utf-8").splitlines()
    found = [json.loads(line) for line in written if line]
    assert all(datetime.fromisoformat(line.pop("time")).tzinfo for line in found)
    return found


BEGIN = {"run": "a1b2", "event": "run", "version": __version__}


def test_a_run(environ: dict[str, str]) -> None:
    log = open_log("a1b2", "project push", environ=environ)
    log.call(CALL)
    log.call(LOST)
    assert log.works
    log.end(0)
    assert lines(environ) == [
        {**BEGIN, "command": "project push"},
        {
            "run": "a1b2",
            "event": "call",
            "method": "GET",
            "path": "/project/tickets?page=2",
            "status": 200,
            "ms": 61,
            "attempt": 1,
            "cw_request_id": "r-17",
        },
        {
            "run": "a1b2",
            "event": "call",
            "method": "POST",
            "path": "/project/tickets",
            "ms": 90_000,
            "attempt": 1,
            "error": "no answer in time",
        },
        {"run": "a1b2", "event": "end", "exit_code": 0},
    ]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            NotFound("board 7 does not exist", code="board_not_found"),
            {"exit_code": 6, "error": "board_not_found", "message": "board 7 does not exist"},
        ),
        (KeyboardInterrupt(), {"exit_code": 130, "error": "KeyboardInterrupt"}),
        (ValueError("could hold anything"), {"exit_code": 1, "error": "ValueError"}),
        (SystemExit(3), {"error": "SystemExit"}),
    ],
)
def test_a_run_that_fails_says_with_what(
    environ: dict[str, str], error: BaseException, said: dict[str, Any]
) -> None:
    open_log("a1b2", "x", environ=environ).fail(error)
    assert lines(environ)[-1] == {"run": "a1b2", "event": "end", **said}


def test_no_secret_of_the_connection_gets_in(environ: dict[str, str]) -> None:
    log = open_log("a1b2", "x", environ=environ)
    log.secrets = ("canary-7Qx/9",)
    log.event("created", name="key canary-7Qx/9, canary-7Qx%2F9", id=7)
    log.fail(NotFound("no canary-7Qx/9"))
    *_, created, end = lines(environ)
    assert created["name"] == "key ***, ***"
    assert end["message"] == "no ***"


def test_several_runs_share_the_file(environ: dict[str, str]) -> None:
    logs = [open_log(run, "x", environ=environ) for run in ("one", "two")]
    with ThreadPoolExecutor(max_workers=8) as pool:
        for n in range(200):
            pool.submit(logs[n % 2].call, CALL)
    for log in logs:
        log.end(0)
    found = lines(environ)
    assert len(found) == 204
    assert sum(line["run"] == "one" for line in found) == 102


WRITES = """
import os, sys
from cwsync.client.calls import Call
from cwsync.runlog import open_log
log = open_log(sys.argv[1], "x", environ=os.environ)
for n in range(300):
    log.call(Call("GET", "/project/tickets?" + "x" * 3000, 200, 1, 1))
log.end(0)
"""


def test_several_processes_share_the_file(environ: dict[str, str]) -> None:
    command = [sys.executable, "-c", WRITES]
    runs = [subprocess.Popen([*command, str(n)], env=os.environ | environ) for n in range(4)]
    assert [run.wait() for run in runs] == [0, 0, 0, 0]
    found = lines(environ)
    assert len(found) == 4 * 302
    assert all(line["run"] in "0123" for line in found)


def test_text_that_would_break_a_line(environ: dict[str, str]) -> None:
    open_log("a1b2", "x\ny \ud800", environ=environ).end(0)
    assert lines(environ)[0]["command"] == "x\ny \ud800"


def test_what_a_kill_cut_off_stays_apart(environ: dict[str, str]) -> None:
    path = log_file(environ)
    path.parent.mkdir(parents=True)
    path.write_bytes(b'{"time": "2026-')
    open_log("a1b2", "x", environ=environ).end(0)
    cut_off, *whole = path.read_text("utf-8").splitlines()
    assert cut_off == '{"time": "2026-'
    assert [json.loads(line)["event"] for line in whole] == ["run", "end"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_only_the_owner_can_read_it(environ: dict[str, str]) -> None:
    open_log("a1b2", "x", environ=environ).end(0)
    assert log_file(environ).stat().st_mode & 0o777 == 0o600
    assert log_file(environ).parent.stat().st_mode & 0o777 == 0o700


def test_a_log_that_cannot_be_opened_stops_nothing(environ: dict[str, str]) -> None:
    log_file(environ).mkdir(parents=True)
    log = open_log("a1b2", "x", environ=environ)
    log.call(CALL)
    assert not log.works
    log.end(0)


def test_a_home_that_is_a_file_stops_nothing(environ: dict[str, str]) -> None:
    Path(environ["CWSYNC_HOME"]).write_text("", encoding="utf-8")
    assert not open_log("a1b2", "x", environ=environ).works
    assert set_aside(log_file(environ)) == []


def test_a_full_disk_stops_nothing(
    environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(file: int, line: bytes) -> int:
        raise OSError(28, "No space left on device")

    log = open_log("a1b2", "x", environ=environ)
    with monkeypatch.context() as disk:
        disk.setattr(os, "write", full)
        log.call(CALL)
    assert not log.works
    log.call(CALL)
    log.end(0)
    text = log_file(environ).read_text("utf-8")
    assert [json.loads(line)["event"] for line in text.split("\n") if line] == [
        "run",
        "call",
        "end",
    ]


def test_what_a_full_disk_cut_off_stays_apart(
    environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write
    log = open_log("a1b2", "x", environ=environ)
    with monkeypatch.context() as disk:
        disk.setattr(os, "write", lambda file, line: write(file, line[:9]))
        log.call(CALL)
    assert not log.works
    log.end(0)
    _, cut_off, last = log_file(environ).read_text("utf-8").splitlines()
    assert cut_off == '{"time": '
    assert json.loads(last)["event"] == "end"


def test_what_comes_after_the_end_is_dropped(environ: dict[str, str]) -> None:
    log = open_log("a1b2", "x", environ=environ)
    log.end(0)
    log.call(CALL)
    log.close()
    RunLog(None, "a1b2").call(CALL)
    assert len(lines(environ)) == 2


def first_run(path: Path) -> str:
    return str(json.loads(path.read_text("utf-8").splitlines()[0])["run"])


def test_a_large_file_is_set_aside(
    environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runlog, "MOST_BYTES", 10)
    for run in ("one", "two", "three", "four", "five"):
        open_log(run, "x", environ=environ).end(0)
    path = log_file(environ)
    assert first_run(path) == "five"
    assert [first_run(file) for file in set_aside(path)] == ["two", "three", "four"]


def test_an_old_file_is_set_aside_and_a_very_old_one_removed(environ: dict[str, str]) -> None:
    path = log_file(environ)
    path.parent.mkdir(parents=True)
    line = {"time": "2026-01-05T08:00:00Z", "run": "old", "event": "run"}
    path.write_text(json.dumps(line) + "\n", encoding="utf-8")
    very_old = path.with_name("cwsync-20200101T000000000000-x.log")
    very_old.write_text("", encoding="utf-8")
    os.utime(very_old, (0, 0))
    open_log("new", "x", environ=environ).end(0)
    assert first_run(path) == "new"
    assert [first_run(file) for file in set_aside(path)] == ["old"]


@pytest.mark.parametrize("first", ["", "nonsense\n", "[]\n", '{"time": "2026"}\n'])
def test_a_foreign_first_line_is_left_where_it_is(environ: dict[str, str], first: str) -> None:
    path = log_file(environ)
    path.parent.mkdir(parents=True)
    path.write_text(first, encoding="utf-8")
    open_log("new", "x", environ=environ).end(0)
    assert set_aside(path) == []
    assert path.read_text("utf-8").startswith(first)


def test_a_rotation_that_fails_stops_nothing(
    environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(self: Path, target: Path) -> Path:
        raise FileNotFoundError(2, "somebody else was faster")

    monkeypatch.setattr(runlog, "MOST_BYTES", 10)
    monkeypatch.setattr(Path, "replace", gone)
    for run in ("one", "two"):
        open_log(run, "x", environ=environ).end(0)
    assert len(lines(environ)) == 4
