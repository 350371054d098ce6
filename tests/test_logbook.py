"""What is read out of the log: whatever stands in it, and however much."""

from __future__ import annotations

import json
import os
import tracemalloc
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cwsync import logfiles, runlog
from cwsync.client.calls import Call
from cwsync.logbook import LONGEST_LINE, Outcome, Wanted, entry_of, fill, outcome_of, summaries
from cwsync.logfiles import Follower, entries
from cwsync.runlog import log_file, open_log

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def line(run: str, event: str, *, minutes: float = 0, **facts: Any) -> bytes:
    time = (NOON + timedelta(minutes=minutes)).isoformat()
    return json.dumps({"time": time, "run": run, "event": event, **facts}).encode()


def read(*lines: bytes) -> dict[str, Any]:
    return dict(summaries(entry for entry in map(entry_of, lines) if entry))


PUSH = (
    line("a1", "run", command="project push", version="1.0"),
    line("a1", "connection", profile="north", site="na.myconnectwise.net"),
    line("a1", "call", method="GET", path="/system/info", status=200, ms=7, attempt=1),
    line("a1", "call", method="POST", path="/project/projects", ms=7, attempt=1, error="reset"),
    line("a1", "created", kind="project", id=304, name="Refresh", minutes=1),
    line("a1", "failed", kind="phase", name="Plan", message="no", minutes=1),
    line("a1", "end", exit_code=8, minutes=2),
)


def test_a_run_is_put_together() -> None:
    run = read(*PUSH)["a1"]
    assert (run.command, run.version, run.profile) == ("project push", "1.0", "north")
    assert (run.calls, run.failed_calls, run.created, run.failed) == (2, 1, 1, 1)
    assert (run.outcome, run.exit_code) == (Outcome.HALF_WAY, 8)
    assert run.last - run.started == timedelta(minutes=2)


def test_a_run_without_an_end_is_unfinished() -> None:
    assert read(*PUSH[:-1])["a1"].outcome is Outcome.UNFINISHED


def test_a_run_whose_beginning_is_gone_is_shown_all_the_same() -> None:
    run = read(*PUSH[3:])["a1"]
    assert (run.command, run.calls, run.outcome) == (None, 1, Outcome.HALF_WAY)


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        (0, Outcome.DONE),
        (10, Outcome.DONE),
        (1, Outcome.FAILED),
        (8, Outcome.HALF_WAY),
        (9, Outcome.FAILED),
        (130, Outcome.INTERRUPTED),
        (143, Outcome.INTERRUPTED),
        (None, Outcome.FAILED),
    ],
)
def test_outcomes(code: int | None, outcome: Outcome) -> None:
    assert outcome_of(code) is outcome


@pytest.mark.parametrize(
    "foreign",
    [
        b"",
        b"\n",
        b"nonsense",
        PUSH[2][:-9],
        PUSH[2][5:],
        PUSH[1][:9] + PUSH[2],
        b"[]",
        b"7",
        b'"time"',
        b"null",
        b'{"time": "2026-11-24"}',
        b'{"time": "yesterday", "run": "a1", "event": "run"}',
        b'{"time": 7, "run": "a1", "event": "run"}',
        b'{"time": "2026-11-24T12:00:00Z", "run": 7, "event": "run"}',
        b'{"time": "2026-11-24T12:00:00Z", "run": "a1", "event": []}',
        b"\xff\xfe",
        b"[" * 10_000,
        b'{"time": "2026-11-24T12:00:00Z", "run": "a1", "event": "%s"}' % (b"x" * LONGEST_LINE),
    ],
)
def test_a_foreign_line_is_passed_over(foreign: bytes) -> None:
    assert entry_of(foreign) is None


@given(st.binary(max_size=200))
def test_no_line_breaks_the_reader(content: bytes) -> None:
    entry_of(content)


WORDS = st.text(max_size=20)
JSON = st.one_of(st.none(), st.booleans(), st.integers(), WORDS, st.floats(), st.just([1]))
EVENTS = st.sampled_from(["run", "connection", "call", "created", "failed", "end", "other"])
NAMES = st.sampled_from(["command", "status", "exit_code", "message", "error", "id", "path", "ms"])


@given(EVENTS, st.dictionaries(NAMES, JSON, max_size=5))
def test_facts_of_the_wrong_type_are_no_facts(event: str, facts: dict[str, Any]) -> None:
    from cwsync.terminal.logs_document import entry_document, logs_document
    from cwsync.terminal.logs_view import entry_text, run_text, runs_text
    from cwsync.terminal.screen import as_json

    entry = entry_of(line("a1", event, **facts))
    assert entry is not None
    assert len(entry.facts) == len(facts)
    runs = list(summaries([entry]).values())
    fill(runs, [entry], most=None)
    as_json(logs_document(runs))
    as_json(entry_document(entry))
    for text in (entry_text(entry), run_text(runs[0], width=80), runs_text(runs, width=80)):
        assert "\x1b" not in str(text)


RUNS = read(
    *(line(f"a{n}", "run", minutes=n) for n in range(5)),
    *(line(f"a{n}", "end", minutes=n + 1, exit_code=6 if n == 1 else 0) for n in range(4)),
)


@pytest.mark.parametrize(
    ("wanted", "chosen"),
    [
        (Wanted(), "a0 a1 a2 a3 a4"),
        (Wanted(failed=True), "a1 a4"),
        (Wanted(limit=2), "a3 a4"),
        (Wanted(limit=1, failed=True), "a4"),
        (Wanted(since=NOON + timedelta(minutes=4)), "a3 a4"),
        (Wanted(run="a2"), "a2"),
        (Wanted(run="a"), "a0 a1 a2 a3 a4"),
        (Wanted(run="b"), ""),
    ],
)
def test_which_runs_are_chosen(wanted: Wanted, chosen: str) -> None:
    assert " ".join(run.id for run in wanted.chosen(RUNS.values())) == chosen


@pytest.mark.parametrize(
    ("wanted", "events"),
    [
        (Wanted(), 7),
        (Wanted(failed=True), 3),
        (Wanted(run="a1"), 7),
        (Wanted(run="b1"), 0),
        (Wanted(since=NOON + timedelta(minutes=1)), 3),
    ],
)
def test_which_lines_are_followed(wanted: Wanted, events: int) -> None:
    assert sum(wanted.fits(entry) for entry in map(entry_of, PUSH) if entry) == events


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {"CWSYNC_HOME": str(tmp_path / "home")}


def test_files_that_were_set_aside_are_read_too(
    environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runlog, "MOST_BYTES", 10)
    for run in ("one", "two", "three"):
        open_log(run, "x", environ=environ).end(0)
    assert list(summaries(entries(log_file(environ)))) == ["one", "two", "three"]


def test_where_there_is_no_log_there_are_no_runs(environ: dict[str, str]) -> None:
    assert list(entries(log_file(environ))) == []
    assert list(Follower(log_file(environ)).new()) == []


def test_a_big_log_needs_little_memory(environ: dict[str, str]) -> None:
    log = open_log("a1", "x", environ=environ)
    for _ in range(20):
        log.call(Call("GET", "/project/tickets", 200, 1, 1))
    log.end(0)
    path = log_file(environ)
    path.write_bytes(path.read_bytes() * 200 + b"x" * 3_000_000)  # one line without an end
    tracemalloc.start()
    runs = summaries(entries(path))
    fill(runs.values(), entries(path), most=100)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert runs["a1"].calls == 4_000
    assert len(runs["a1"].entries) == 100
    assert peak < path.stat().st_size / 4


def followed(follower: Follower) -> list[str]:
    return [f"{entry.run} {entry.event}" for entry in follower.new()]


def test_what_is_written_is_followed(
    environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    early = Follower(log_file(environ))
    open_log("one", "x", environ=environ).end(0)
    late, whole = Follower(log_file(environ)), Follower(log_file(environ), from_start=True)
    assert followed(early) == followed(whole) == ["one run", "one end"]
    assert followed(late) == []
    two = open_log("two", "x", environ=environ)
    assert followed(late) == ["two run"]
    monkeypatch.setattr(runlog, "MOST_BYTES", 10)
    three = open_log("three", "x", environ=environ)  # sets the file aside
    two.end(0)
    three.end(0)
    assert followed(late) == ["two end", "three run", "three end"]
    assert followed(early) == ["two run", "two end", "three run", "three end"]
    assert followed(late) == []


def test_runs_that_write_to_a_file_set_aside_are_followed(
    environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    push = open_log("push", "project push", environ=environ)
    follower = Follower(log_file(environ))
    monkeypatch.setattr(runlog, "MOST_BYTES", 10)
    for run in ("two", "three"):
        open_log(run, "x", environ=environ).end(0)
        push.call(Call("GET", "/project/tickets", 200, 1, 1))
        assert sorted(followed(follower)) == ["push call", f"{run} end", f"{run} run"]
    late = Follower(log_file(environ))
    whole = Follower(log_file(environ), from_start=True)
    push.end(0)
    assert followed(follower) == followed(late) == ["push end"]
    assert sum(line.startswith("push") for line in followed(whole)) == 4


def test_a_line_in_the_making_is_awaited(
    environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logfiles, "CHUNK", 100)
    path = log_file(environ)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"")
    follower = Follower(path)
    with path.open("ab", buffering=0) as file:
        file.write(PUSH[0][:30])
        assert followed(follower) == []
        file.write(PUSH[0][30:] + b"\n" + b"x" * 2 * LONGEST_LINE)
        assert followed(follower) == ["a1 run"]
        file.write(b"\n" + PUSH[1] + b"\n")
        assert followed(follower) == ["a1 connection"]
        os.truncate(path, 0)
        file.write(PUSH[2] + b"\n")
    assert followed(follower) == ["a1 call"]
