"""R9, R12, R17: signals at every stage, outages, streams and homes that cannot be written."""

from __future__ import annotations

import json
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from cwsync.cli import run
from cwsync.sandbox import tenant
from cwsync.sandbox.config import Hooks
from cwsync.sandbox.faults import Decider, Do, Fault
from cwsync.sandbox.misbehaving import Misbehaving
from cwsync.sandbox.server import running
from tests.clocks import FakeClock
from tests.torture.kills import SIZE, Killer
from tests.torture.processes import Ended, Operator, ended, export_file, project_of, push_line
from tests.torture.world import OPPORTUNITY, Stage, World, verdict

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there are no signals to send")
CODES = {signal.SIGINT: 130, signal.SIGTERM: 143}


@dataclass(frozen=True)
class Place:
    """An operator, their export, and the tenant that they work with."""

    operator: Operator
    export: Path
    file: Path

    def is_done(self) -> bool:
        world = World(self.file)
        try:
            found = verdict(world, project_of(self.export))
        finally:
            world.close()
        return found.is_good and found.claims == 0


MakePlace = Callable[..., AbstractContextManager[Place]]


@pytest.fixture
def place(tmp_path: Path, filled: Path) -> MakePlace:
    @contextmanager
    def make(hooks: Hooks | None = None) -> Iterator[Place]:
        file = Path(shutil.copy(filled, tmp_path / "tenant.sqlite"))
        export = export_file(tmp_path, **SIZE, opportunity=OPPORTUNITY)
        with running(file, hooks=hooks) as url:
            yield Place(Operator(tmp_path / "home", url), export, file)

    return make


def interrupted(place: Place, killer: Killer) -> Ended:
    process = place.operator.start(*push_line(place.export))
    killer.pid = process.pid
    one = ended(process)
    killer.pid = 0
    return one


# 1 to 3 read, 4 claims, 7 is the project, 8 elects, 9 claims, 12 on are items, 26 and 27 end
@pytest.mark.parametrize("number", [1, 3, 4, 7, 9, 13, 18, 24])
@pytest.mark.parametrize("sent", CODES)
def test_one_signal_finishes_what_is_in_flight(
    number: int, sent: signal.Signals, place: MakePlace
) -> None:
    killer = Killer(number, stage=Stage.COMMITTED, number=sent)
    with place(killer) as here:
        one = interrupted(here, killer)
        assert one.code == CODES[sent], one
        assert "Traceback" not in one.err + one.out
        assert one.document["schema"] in ("cwsync.push/1", "cwsync.error/1")
        again = here.operator.push(here.export)
        assert again.code == 0, again
        assert here.is_done()


@pytest.mark.parametrize("sent", CODES)
def test_a_second_signal_stops_at_once_and_the_next_push_continues(
    sent: signal.Signals, place: MakePlace
) -> None:
    killer = Killer(*range(14, 30), stage=Stage.SENT, number=sent)
    with place(killer) as here:
        one = interrupted(here, killer)
        assert one.code == CODES[sent], one
        assert "stopped at once" in one.err
        assert "Traceback" not in one.err
        refused = here.operator.push(here.export)
        assert refused.code == 7
        assert refused.document["error"]["code"] == "push_running"
        assert "--take-over" in refused.document["error"]["hint"]
        assert here.operator.push(here.export, "--take-over").code == 0
        assert here.is_done()


def test_stdout_that_was_closed_costs_nothing(place: MakePlace) -> None:
    with place() as here:
        read, write = os.pipe()
        os.close(read)
        one = here.operator.run(*push_line(here.export), stdout=write)
        os.close(write)
        assert (one.code, "Traceback" in one.err) == (0, False), one
        assert here.is_done()


FULL = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk")


@FULL
@pytest.mark.parametrize("line", ["--version", "--help", "sandbox path"])
def test_a_full_disk_is_no_bug(line: str, place: MakePlace) -> None:
    with place() as here, open("/dev/full", "w", encoding="utf-8") as full:
        one = here.operator.run(*line.split(), stdout=full)
        assert (one.code, one.err.partition("\n")[0]) == (
            7,
            "error: the output cannot be written: No space left on device",
        )


@pytest.mark.parametrize("stream", [1, 2])
def test_a_stream_that_was_never_open(stream: int, place: MakePlace) -> None:
    with place() as here:
        process = here.operator.start(*push_line(here.export), preexec_fn=lambda: os.close(stream))
        one = ended(process)
        assert (one.code, "Traceback" in one.err) == (0, False), one
        assert here.is_done()


@FULL
def test_a_full_disk_is_said_before_anything_is_created(place: MakePlace) -> None:
    with place() as here, open("/dev/full", "w", encoding="utf-8") as full:
        line = [a for a in push_line(here.export) if a not in ("-o", "json")]
        one = here.operator.run(*line, stdout=full)
        assert one.code == 7, one
        assert "cannot be written" in one.err
        assert here.operator.push(here.export).code == 0
        assert here.is_done()


def test_a_home_that_cannot_be_written_costs_only_the_log(place: MakePlace) -> None:
    with place() as here:
        nowhere = Operator(Path(os.devnull) / "home", here.operator.url)
        one = nowhere.push(here.export)
        assert one.code == 0, one
        assert here.is_done()


def test_without_a_home_the_embedded_one_says_so(place: MakePlace) -> None:
    with place() as here:
        nowhere = Operator(Path(os.devnull) / "home", here.operator.url)
        one = nowhere.push(here.export, "--sandbox")
        assert one.code == 3, one
        assert "Traceback" not in one.err


def test_a_plan_is_written_whole_or_not_at_all(place: MakePlace) -> None:
    with place() as here:
        plan = here.export.with_name("plan.json")
        plan.write_text("the old one", "utf-8")
        line = [a for a in push_line(here.export) if a != "--yes"]
        one = here.operator.run(*line, "--dry-run", f"--save-plan={plan}")
        assert one.code == 0, one
        assert json.loads(plan.read_text("utf-8"))["schema"] == "cwsync.plan/1"
        assert [p.name for p in plan.parent.glob("*plan*")] == ["plan.json"]


def test_nobody_is_waited_for(place: MakePlace) -> None:
    with place() as here:
        one = here.operator.run("project", "push", str(here.export))
        assert one.code == 2
        assert "--board" in one.err


OUTAGES = [
    (Fault("*", Do.STATUS, status=503), 9),
    (Fault("*", Do.DROP_BEFORE), 9),
    (Fault("*", Do.STATUS, after=10, status=503), 8),
    (Fault("*", Do.DROP_BEFORE, after=10), 8),
    (Fault("*", Do.DROP_BEFORE, after=14), 8),
    (Fault("*", Do.HTML, after=5, status=502), 9),
]


@pytest.mark.parametrize(("outage", "code"), OUTAGES, ids=lambda value: str(value)[:70])
def test_an_outage_ends_within_a_minute_and_says_what_to_do(
    outage: Fault,
    code: int,
    place: MakePlace,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    clock = FakeClock()
    monkeypatch.setattr("cwsync.client.connectwise.SystemClock", lambda: clock)
    sandbox_hooks = Misbehaving(Decider([outage]), now=clock.now)
    with place(sandbox_hooks) as here:
        for name, value in {
            "HOST": here.operator.url,
            "COMPANY_ID": tenant.COMPANY_ID,
            "PUBLIC_KEY": tenant.PUBLIC_KEY,
            "PRIVATE_KEY": tenant.PRIVATE_KEY,
            "CLIENT_ID": tenant.CLIENT_ID,
        }.items():
            monkeypatch.setenv(f"CWSYNC_{name}", value)
        line = [a for a in push_line(here.export) if a not in ("-o", "json")]
        assert run(line) == code
        said = capsys.readouterr()
        hints = ("un it again", "un the same command again", "try again later")
        assert any(hint in said.out + said.err for hint in hints)
        assert clock.now() <= 60
