"""A model of a project's life: pushes, crashes, bad connections, edits on both sides, in any order.

What must hold after every push that went through (section "pushing again" of the rules): one
project, nothing twice, nothing missing but what people deleted, nothing of anybody's touched, and
a second push finds nothing to do.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from cwsync.errors import CwsyncError, PreconditionFailed
from cwsync.export.project import Project
from cwsync.sandbox.app import open_sandbox
from cwsync.sandbox.config import Hooks
from cwsync.sandbox.faults import Decider, Do, Fault
from cwsync.sandbox.misbehaving import Misbehaving
from cwsync.sandbox.store import Row, Store
from cwsync.sandbox.wire import Record
from cwsync.sync.plan import Outcome
from tests import projects
from tests.sandbox.support import connected, patched
from tests.sandbox.support import replace as op
from tests.torture.world import IN_PROCESS, OPPORTUNITY, Killed, World, at, verdict

EXAMPLES = int(os.environ.get("TORTURE_EXAMPLES", "0"))
BAD = (
    Fault("POST *", Do.DROP_AFTER, chance=0.1),
    Fault("POST *", Do.DROP_BEFORE, chance=0.1),
    Fault("POST *", Do.LATE, chance=0.1, seconds=40),
    Fault("POST *", Do.STATUS_AFTER, chance=0.1, status=500),
    Fault("POST *", Do.STATUS, chance=0.05, status=400),
    Fault("*", Do.STATUS, chance=0.02, status=429, retry_after="0"),
    Fault("GET *", Do.EMPTY, chance=0.05),
)
PICKS = st.integers(0, 99)
_FILLED = Path(tempfile.gettempdir()) / f"cwsync-torture-{os.getpid()}.sqlite"


@pytest.fixture(scope="module", autouse=True)
def _filled_once() -> Any:
    open_sandbox(_FILLED).close()
    yield
    for suffix in ("", "-wal", "-shm"):
        _FILLED.with_name(_FILLED.name + suffix).unlink(missing_ok=True)


class Life(RuleBasedStateMachine):
    """One export and one tenant."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="cwsync-torture-"))
        self.world = World(Path(shutil.copy(_FILLED, self.folder / "tenant.sqlite")))
        self.numbers = count(1)
        self.project = projects.project([projects.phase("1")])
        self.deleted: set[str] = set()
        self.crashed = False  # a push did not end, so the record may lack things

    @initialize(linked=st.booleans(), services=st.integers(1, 4))
    def begin(self, linked: bool, services: int) -> None:
        link = OPPORTUNITY if linked else None
        self.project = projects.project(
            [projects.phase("1"), projects.phase("2")], opportunity=link
        )
        for n in range(services):
            self.add_service("12"[n % 2], subs=n % 3)

    def teardown(self) -> None:
        self.world.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    # the export

    @rule(phase=st.sampled_from("12"), subs=st.integers(0, 2))
    def add_service(self, phase: str, subs: int) -> None:
        id = f"{next(self.numbers):04d}"
        rows = [projects.sub(f"{id}{k}", f"Step {k}") for k in range(subs)]
        service = projects.service(id, phase=phase, subs=rows)
        self.project = replace(self.project, services=(*self.project.services, service))

    @rule()
    def add_phase_with_service(self) -> None:
        id = str(100 + len(self.project.phases))
        phases = (*self.project.phases, projects.phase(id))
        self.project = replace(self.project, phases=phases)
        self.add_service(id, 1)

    @precondition(lambda self: len(self.project.services) > 1)
    @rule(pick=PICKS)
    def drop_service(self, pick: int) -> None:
        place = pick % len(self.project.services)
        rest = (*self.project.services[:place], *self.project.services[place + 1 :])
        self.project = replace(self.project, services=rest)

    @rule(pick=PICKS)
    def rename_service(self, pick: int) -> None:
        place = pick % len(self.project.services)
        services = list(self.project.services)
        services[place] = replace(services[place], name=f"Renamed {next(self.numbers)}")
        self.project = replace(self.project, services=tuple(services))

    # people in ConnectWise

    @rule(pick=PICKS)
    def rename_ticket(self, pick: int) -> None:
        ticket = self.some(pick, "ticket")
        if ticket is not None:
            self.change(f"/project/tickets/{ticket.id}", "summary", f"T{next(self.numbers)}")

    @rule(pick=PICKS)
    def move_ticket(self, pick: int) -> None:
        ticket, phase = self.some(pick, "ticket"), self.some(pick, "phase")
        if ticket is not None and phase is not None:
            self.change(f"/project/tickets/{ticket.id}", "phase", {"id": phase.id})

    @rule(pick=PICKS)
    def rename_phase(self, pick: int) -> None:
        phase = self.some(pick, "phase")
        if phase is not None:
            path = f"/project/projects/{phase.parent}/phases/{phase.id}"
            self.change(path, "description", f"P{next(self.numbers)}")

    @rule(pick=PICKS)
    def delete_ticket(self, pick: int) -> None:
        ticket = self.some(pick, "ticket")
        if ticket is not None:
            self.deleted |= {self.markers()[ticket.id]}
            with connected(self.world.sandbox) as cw:
                assert cw.delete(f"/project/tickets/{ticket.id}").status_code == 204

    @rule(pick=PICKS)
    def add_their_own(self, pick: int) -> None:
        phase = self.some(pick, "phase")
        if phase is not None:
            body = {"summary": f"Theirs {next(self.numbers)}", "phase": {"id": phase.id}}
            with connected(self.world.sandbox) as cw:
                assert cw.post("/project/tickets", json=body).status_code == 201

    # pushes

    @rule(seconds=st.sampled_from([1, 100, 1_000]))
    def time_passes(self, seconds: int) -> None:
        self.world.later(seconds)

    @rule(number=st.integers(1, 40), stage=st.sampled_from(IN_PROCESS), recreate=st.booleans())
    def push_and_die(self, number: int, stage: Any, recreate: bool) -> None:
        try:
            self.push_it(kill=at(number, stage), take_over=True, recreate=recreate)
        except Killed:
            self.crashed = True
        else:
            self.crashed = False

    @rule(seed=st.integers(0, 10_000))
    def push_over_a_bad_connection(self, seed: int) -> None:
        self.world.sandbox.hooks = Misbehaving(Decider(BAD, seed), now=self.world.clock.now)
        self.crashed = True
        try:
            self.push_it(take_over=True)
        except CwsyncError:
            pass
        finally:
            self.world.sandbox.hooks = Hooks()
        self.world.later(100)

    @rule()
    def push(self) -> None:
        before = self.everything()
        try:
            outcome = self.push_it()
        except PreconditionFailed as running:
            if not self.crashed or running.code != "push_running":
                raise
            outcome = self.push_it(take_over=True)
        assert outcome.failures == ()
        self.crashed = False
        after = self.everything()
        assert {key: after[key] for key in before} == before
        found = verdict(self.world, self.project)
        wanted = {one.partition(": ")[0] for one in found.missing}
        assert wanted <= self.deleted
        assert found.twice == ()  # what the export dropped stays in ConnectWise
        assert found.claims == 0
        assert self.push_it().plan.creates == 0
        assert self.everything() == after

    def push_it(self, **options: Any) -> Outcome:
        """One request at a time, so that the same steps give the same tenant."""
        return self.world.push(self.project, at_a_time=1, **options)

    # what the tenant holds

    def rows(self, kind: str) -> list[Row]:
        store = Store(self.world.file)
        try:
            return store.select(kind)
        finally:
            store.close()

    def everything(self) -> dict[tuple[str, int], Record]:
        kinds = ("project", "phase", "ticket", "task", "ticketNote")
        return {(kind, row.id): row.body for kind in kinds for row in self.rows(kind)}

    def markers(self) -> dict[int, str]:
        notes = self.rows("ticketNote")
        return {note.parent or 0: note.body["text"] for note in notes}

    def some(self, pick: int, kind: str) -> Row | None:
        """A phase or a ticket of ours."""
        markers = self.markers()
        ours = [
            row
            for row in self.rows(kind)
            if "by cwsync" in markers.get(row.id, "") + str(row.body.get("notes", ""))
        ]
        return ours[pick % len(ours)] if ours else None

    def change(self, path: str, field: str, value: Any) -> None:
        with connected(self.world.sandbox) as cw:
            patched(cw, path, op(field, value))


TestLife = Life.TestCase
TestLife.settings = settings(
    max_examples=EXAMPLES or 15,
    stateful_step_count=20 if EXAMPLES else 12,
    deadline=None,
    derandomize=not EXAMPLES,
    suppress_health_check=list(HealthCheck),
)


@settings(
    max_examples=EXAMPLES * 4 or 40,
    deadline=None,
    derandomize=not EXAMPLES,
    suppress_health_check=list(HealthCheck),
)
@given(
    project=projects.projects(),
    revoked=st.sets(st.sampled_from(["Project Notes:add", "Opportunity:add"])),
    template=st.booleans(),
)
def test_the_second_plan_is_empty(project: Project, revoked: set[str], template: bool) -> None:
    with tempfile.TemporaryDirectory(prefix="cwsync-torture-") as folder:
        world = World(Path(shutil.copy(_FILLED, Path(folder) / "tenant.sqlite")))
        try:
            world.sandbox.config = replace(world.sandbox.config, revoked=frozenset(revoked))
            first = world.push(project, template=template)
            assert first.failures == ()
            again = world.push(project)
            assert again.plan.creates == 0
            assert again.plan.project.id == first.plan.project.id
        finally:
            world.close()
