"""Several exports in one sync: what stops the rest and what does not, and the one exit code."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from cwsync.commands.batch import Entry, exit_code
from cwsync.commands.naming import named
from cwsync.errors import (
    CwsyncError,
    ExitCode,
    Forbidden,
    InvalidInput,
    NotConnected,
    NotFound,
    PreconditionFailed,
    Unreachable,
)
from cwsync.mapping.forecast import ForecastOptions, desired_forecast
from cwsync.mapping.totals import Category
from cwsync.sandbox.server import running
from cwsync.sandbox.wire import Answer
from cwsync.sync.forecast import PreparedForecast
from cwsync.sync.forecast_plan import (
    ForecastOutcome,
    ForecastPlan,
    LineAction,
    LineFailure,
    PlannedLine,
)
from tests.projects import project
from tests.sync.deals import Faults

from .conftest import Cwsync
from .tenants import connect_to
from .test_forecast import document, small

REJECTED = Answer(401, {"code": "Unauthorized", "message": "no"})
LINE = PlannedLine(Category.MANAGED, LineAction.CREATE, "ScopeStack 1: Managed Services", "", "")


def entry(*, changed: bool = False, failed: bool = False) -> Entry:
    action = LineAction.CREATE if changed else LineAction.UNCHANGED
    line = PlannedLine(Category.PRODUCT, action, "", "", "")
    plan = ForecastPlan("", "", "", None, (line,))
    failures = (LineFailure(LINE, PreconditionFailed("no")),) if failed else ()
    desired = desired_forecast(project(), ForecastOptions())
    return Entry("a", PreparedForecast(plan, desired), ForecastOutcome(plan, failures))


def ended(*errors: CwsyncError) -> list[Entry]:
    return [Entry("x", error=error) for error in errors]


@pytest.mark.parametrize(
    ("entries", "applied", "code"),
    [
        ([], True, ExitCode.DONE),
        ([entry(), entry(changed=True)], True, ExitCode.DONE),
        ([entry(), *ended(InvalidInput("x"))], True, ExitCode.INVALID),
        ([entry(changed=True), *ended(InvalidInput("x"))], True, ExitCode.HALF_WAY),
        ([entry(changed=True), *ended(InvalidInput("x"))], False, ExitCode.INVALID),
        ([entry(changed=True, failed=True)], True, ExitCode.HALF_WAY),
        (ended(NotFound("x"), Forbidden("x"), InvalidInput("x")), True, ExitCode.FORBIDDEN),
        (ended(PreconditionFailed("x"), NotFound("x")), True, ExitCode.NOT_FOUND),
        (ended(InvalidInput("x"), Unreachable("x")), True, ExitCode.UNREACHABLE),
        (ended(Unreachable("x"), NotConnected("x")), True, ExitCode.NOT_CONNECTED),
    ],
)
def test_one_exit_code_for_all(entries: Sequence[Entry], applied: bool, code: ExitCode) -> None:
    assert exit_code(entries, applied=applied) is code


def test_an_error_says_which_export_it_is_about() -> None:
    error = NotFound("opportunity 9 does not exist", hint="look", details=("a",), code="gone")
    told = named("b.yaml", error)
    assert (told.code, told.hint, told.details) == ("gone", "look", ("a",))
    assert told.message == "b.yaml: opportunity 9 does not exist"
    assert named("b.yaml", told) is told
    assert error.message == "opportunity 9 does not exist"


@pytest.fixture
def faults(cwsync: Cwsync, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Faults]:
    """A server with three exports to sync with it."""
    for id in ("1", "2", "3"):
        small(tmp_path / f"{id}.yaml", id)
    hooks = Faults()
    with running(tmp_path / "cw.sqlite", hooks=hooks) as url:
        connect_to(monkeypatch, url)
        yield hooks


def outcomes(told: Any) -> tuple[list[Any], list[Any]]:
    return (
        [(f["export"], f["changed"]) for f in told["forecasts"]],
        [(e["export"], e["exit_code"]) for e in told["errors"]],
    )


LINE_FOR_ALL = "forecast sync 1.yaml 2.yaml 3.yaml --yes -o json"


def test_after_rejected_keys_the_rest_is_not_tried(cwsync: Cwsync, faults: Faults) -> None:
    faults.refuse = [REJECTED]
    ran = cwsync(LINE_FOR_ALL)
    assert (ran.code, len(faults.writes)) == (4, 1)
    told = document(ran)
    assert outcomes(told) == ([], [("1.yaml", 4), ("2.yaml", 4), ("3.yaml", 4)])


def test_two_files_of_one_project_that_want_the_same(
    cwsync: Cwsync, faults: Faults, tmp_path: Path
) -> None:
    small(tmp_path / "4.yaml", "1")
    small(tmp_path / "5.yaml", "1", revenue="7")
    ran = cwsync("forecast sync 1.yaml 4.yaml 5.yaml --yes -o json")
    told = document(ran)
    assert (ran.code, len(faults.writes)) == (8, 1)
    assert [f["skipped"] for f in told["forecasts"]] == [None, "1.yaml wants the same"]
    assert [(e["export"], e["code"]) for e in told["errors"]] == [("5.yaml", "project_twice")]
    assert told["summary"]["skipped"] == 1
    assert (
        "4.yaml: skipped: 1.yaml wants the same\n" in cwsync("forecast sync 1.yaml 4.yaml -y").err
    )


def test_a_person_reads_each_error_with_its_export(cwsync: Cwsync, faults: Faults) -> None:
    faults.refuse = [None, Answer(400, {"code": "InvalidObject", "message": "no"})]
    ran = cwsync(LINE_FOR_ALL.removesuffix("-o json"))
    assert ran.err.splitlines() == [
        "error: 2.yaml: ConnectWise refused POST /sales/opportunities/4001/forecast/0: no"
    ]
    assert ran.out.splitlines()[-3:] == [
        "1.yaml: Created 1 line; skipped 2 lines; 2 lines of others left alone.",
        "3.yaml: Created 1 line; skipped 2 lines; 2 lines of others left alone.",
        "3 exports: 2 changed, 1 failed.",
    ]


def test_what_was_written_before_is_told(cwsync: Cwsync, faults: Faults) -> None:
    faults.refuse = [None, REJECTED]
    ran = cwsync(LINE_FOR_ALL)
    assert ran.code == 8
    assert outcomes(document(ran)) == ([("1.yaml", True)], [("2.yaml", 4), ("3.yaml", 4)])


def test_a_line_that_is_refused_stops_nothing(cwsync: Cwsync, faults: Faults) -> None:
    faults.refuse = [None, Answer(400, {"code": "InvalidObject", "message": "no"})]
    ran = cwsync(LINE_FOR_ALL)
    assert ran.code == 8
    assert outcomes(document(ran)) == ([("1.yaml", True), ("3.yaml", True)], [("2.yaml", 7)])
    assert document(cwsync(LINE_FOR_ALL))["summary"]["changed"] == 1


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT for this process alone")
@pytest.mark.parametrize("line", [LINE_FOR_ALL, "forecast sync 1.yaml --yes -o json"])
def test_a_stop_finishes_what_is_in_flight(cwsync: Cwsync, faults: Faults, line: str) -> None:
    faults.refuse = [lambda: os.kill(os.getpid(), signal.SIGINT)]
    ran = cwsync(line)
    told = document(ran)
    assert told["changed"] is True
    assert (ran.code, len(faults.writes)) == (130 if "2.yaml" in line else 0, 1)
    if "2.yaml" in line:
        assert outcomes(told)[0] == [("1.yaml", True), ("2.yaml", False), ("3.yaml", False)]
