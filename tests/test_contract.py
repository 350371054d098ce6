"""Every request that the commands send is one that ConnectWise's own description knows."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from cwsync.cli import run
from cwsync.sandbox import tenant
from cwsync.sandbox.server import running
from tests.contract import FILE, Contract, Recorder

EXAMPLE = Path(__file__).parents[1] / "examples" / "harbor-clinic.yaml"
needs_file = pytest.mark.skipif(not FILE.is_file(), reason="ConnectWise's description is not here")
SETUP = "--start 2027-01-04 --end 2027-03-26 --governance --subservices --yes"
LINES = (
    f"project push {EXAMPLE} --board Implementations {SETUP}",
    f"project push {EXAMPLE} {SETUP} --add-tasks",
    f"project status {EXAMPLE} --governance --subservices",
    f"project push {EXAMPLE} --new --board Infrastructure --ticket-status Planned --manager mokafor"
    f' --project-status "In Progress" --template "Cloud Migration" {SETUP}',
)


@needs_file
def test_what_the_commands_send_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recorder = Recorder()
    with running(tmp_path / "connectwise.sqlite", hooks=recorder) as url:
        monkeypatch.setenv("CWSYNC_HOST", url)
        monkeypatch.setenv("CWSYNC_COMPANY_ID", tenant.COMPANY_ID)
        monkeypatch.setenv("CWSYNC_PUBLIC_KEY", tenant.PUBLIC_KEY)
        monkeypatch.setenv("CWSYNC_PRIVATE_KEY", tenant.PRIVATE_KEY)
        monkeypatch.setenv("CWSYNC_CLIENT_ID", tenant.CLIENT_ID)
        for line in LINES:
            assert run(shlex.split(line)) == 0, line
    contract = Contract.found()
    problems = {problem for request in recorder.requests for problem in contract.problems(request)}
    assert problems == set()
    assert len({(r.method, r.path.split("/")[0]) for r in recorder.requests}) > 4
