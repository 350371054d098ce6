"""The run log: one JSON object a line, from several runs at once, and never in the way."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from cwsync import runlog
from cwsync.client.calls import Call
from cwsync.runlog import RunLog, open_log

CALL = Call("GET", "/project/tickets?page=2", 200, 61, 1, "r-17")
LOST = Call("POST", "/project/tickets", None, 90_000, 1, None, "no answer in time")


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {"CWSYNC_HOME": str(tmp_path / "home")}


def log_file(environ: dict[str, str]) -> Path:
    return Path(environ["CWSYNC_HOME"]) / "log" / "cwsync.log"


def lines(environ: dict[str, str]) -> list[dict[str, Any]]:
    """The lines without their times, which are checked here."""
    found = [json.loads(line) for line in log_file(environ).read_text("utf-8").splitlines()]
    assert all(datetime.fromisoformat(line.pop("time")).tzinfo for line in found)
    return found


def test_a_run(environ: dict[str, str]) -> None:
    with open_log("a1b2", "project push", environ=environ) as log:
        log.call(CALL)
        log.call(LOST)
        assert log.works
    assert lines(environ) == [
        {"run": "a1b2", "event": "run", "command": "project push"},
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
        {"run": "a1b2", "event": "end"},
    ]


def test_a_run_that_fails_says_with_what(environ: dict[str, str]) -> None:
    with pytest.raises(KeyboardInterrupt), open_log("a1b2", "x", environ=environ):
        raise KeyboardInterrupt
    assert lines(environ)[-1] == {"run": "a1b2", "event": "end", "error": "KeyboardInterrupt"}


def test_several_runs_share_the_file(environ: dict[str, str]) -> None:
    with (
        open_log("one", "x", environ=environ) as one,
        open_log("two", "y", environ=environ) as two,
        ThreadPoolExecutor(max_workers=8) as pool,
    ):
        for n in range(200):
            pool.submit((one, two)[n % 2].call, CALL)
    found = lines(environ)
    assert len(found) == 204
    assert sum(line["run"] == "one" for line in found) == 102


def test_text_that_would_break_a_line(environ: dict[str, str]) -> None:
    with open_log("a1b2", "x\ny \ud800", environ=environ):
        pass
    assert lines(environ)[0]["command"] == "x\ny \ud800"


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_only_the_owner_can_read_it(environ: dict[str, str]) -> None:
    with open_log("a1b2", "x", environ=environ):
        pass
    assert log_file(environ).stat().st_mode & 0o777 == 0o600
    assert log_file(environ).parent.stat().st_mode & 0o777 == 0o700


def test_a_log_that_cannot_be_opened_stops_nothing(environ: dict[str, str]) -> None:
    log_file(environ).mkdir(parents=True)
    with open_log("a1b2", "x", environ=environ) as log:
        log.call(CALL)
        assert not log.works


def test_a_home_that_is_a_file_stops_nothing(environ: dict[str, str]) -> None:
    Path(environ["CWSYNC_HOME"]).write_text("", encoding="utf-8")
    with open_log("a1b2", "x", environ=environ) as log:
        assert not log.works


def test_a_full_disk_stops_nothing(
    environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(file: int, line: bytes) -> int:
        raise OSError(28, "No space left on device")

    with open_log("a1b2", "x", environ=environ) as log:
        monkeypatch.setattr(os, "write", full)
        log.call(CALL)
        assert not log.works
        monkeypatch.undo()
        log.call(CALL)
    assert len(lines(environ)) == 3


def test_what_comes_after_the_end_is_dropped(environ: dict[str, str]) -> None:
    with open_log("a1b2", "x", environ=environ) as log:
        pass
    log.call(CALL)
    log.close()
    RunLog(None, "a1b2").call(CALL)
    assert len(lines(environ)) == 2


def test_the_file_is_rotated(environ: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runlog, "MOST_BYTES", 10)
    for run in ("one", "two", "three", "four", "five"):
        with open_log(run, "x", environ=environ):
            pass
    path = log_file(environ)
    kept = {
        file.name: json.loads(file.read_text("utf-8").splitlines()[0])["run"]
        for file in path.parent.iterdir()
    }
    assert kept == {
        "cwsync.log": "five",
        "cwsync.1.log": "four",
        "cwsync.2.log": "three",
        "cwsync.3.log": "two",
    }


def test_a_rotation_that_fails_stops_nothing(
    environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(self: Path, target: Path) -> Path:
        raise FileNotFoundError(2, "somebody else was faster")

    monkeypatch.setattr(runlog, "MOST_BYTES", 10)
    monkeypatch.setattr(Path, "replace", gone)
    for run in ("one", "two"):
        with open_log(run, "x", environ=environ):
            pass
    assert len(lines(environ)) == 4
