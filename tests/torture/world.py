"""A ConnectWise in this process, on a clock that nobody waits for, and pushes that can die."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

import httpx

from cwsync.client.connection import Connection
from cwsync.client.connectwise import ConnectWise
from cwsync.export.project import Project
from cwsync.mapping.plan import work_plan
from cwsync.mapping.workplan import MappingOptions
from cwsync.sandbox import tenant
from cwsync.sandbox.app import Sandbox
from cwsync.sandbox.store import Store
from cwsync.sandbox.wire import Dropped
from cwsync.sync.apply import Run, apply
from cwsync.sync.events import ignore
from cwsync.sync.plan import Outcome
from cwsync.sync.push import Prepared, PushRequest, prepare, unfit
from cwsync.sync.recordkeeper import check_not_running
from cwsync.sync.setup import Wishes
from tests import projects
from tests.clocks import FakeClock

COMPANY, BOARD, OPPORTUNITY, TEMPLATE = 251, 31, 4711, 11
ALL = MappingOptions(governance=True, subservices=True)
NOBODY = Run("0", "nobody", ignore)


class Stage(StrEnum):
    """When a process dies, around one of its requests."""

    BEFORE = "before it is sent"
    SENT = "after it was sent"
    COMMITTED = "after it was carried out"
    ANSWERED = "after its answer"


IN_PROCESS = (Stage.BEFORE, Stage.COMMITTED, Stage.ANSWERED)  # of SENT the sandbox would not know


class Killed(BaseException):
    """The process is dead."""


Kill = Callable[[int], Stage | None]


def never(number: int) -> Stage | None:
    """No request is the last one."""
    return None


def at(number: int, stage: Stage) -> Kill:
    """The request of this number is the last one."""
    return lambda n: stage if n == number else None


class Pipe(httpx.BaseTransport):
    """The way from one process to the sandbox. When it is dead, nothing gets through any more."""

    def __init__(self, sandbox: Sandbox, kill: Kill = never) -> None:
        self._inner = httpx.WSGITransport(app=sandbox)
        self._kill = kill
        self._lock = threading.Lock()
        self.dead = False
        self.sent = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Pass a request on."""
        with self._lock:
            if self.dead:
                raise Killed
            self.sent += 1
            stage = self._kill(self.sent)
            if stage is Stage.BEFORE:
                self._die()
        try:
            response = self._inner.handle_request(request)
            response.read()
        except Dropped:
            if stage is not None:
                self._die()
            raise httpx.RemoteProtocolError("dropped") from None
        if stage is not None or self.dead:
            self._die()
        return response

    def _die(self) -> None:
        self.dead = True
        raise Killed


@dataclass
class World:
    """One tenant in a file, with a clock of its own."""

    file: Path
    clock: FakeClock = field(default_factory=FakeClock)
    sandbox: Sandbox = field(init=False)

    def __post_init__(self) -> None:
        self.sandbox = Sandbox(self.file, clock=self.clock.utc)

    def close(self) -> None:
        """Let go of the file."""
        self.sandbox.close()

    @contextmanager
    def client(self, *, kill: Kill = never, at_a_time: int = 8) -> Iterator[ConnectWise]:
        """A process of its own that talks to this tenant."""
        connection = Connection(
            host=tenant.HOST,
            company_id=tenant.COMPANY_ID,
            public_key=tenant.PUBLIC_KEY,
            private_key=tenant.PRIVATE_KEY,
            client_id=tenant.CLIENT_ID,
            concurrency=at_a_time,
        )
        pipe = Pipe(self.sandbox, kill)
        with ConnectWise(connection, transport=pipe, clock=self.clock, jitter=lambda: 0.5) as cw:
            yield cw

    def push(
        self, project: Project, *, kill: Kill = never, at_a_time: int = 8, **options: Any
    ) -> Outcome:
        """A whole push with `--yes`. Raises `Killed` where the process dies."""
        with self.client(kill=kill, at_a_time=at_a_time) as cw:
            return push(cw, project, **options)

    def later(self, seconds: float) -> None:
        """Let time pass, and carry out what is due by then."""
        self.clock.sleep(seconds)
        with self.client() as cw:
            cw.get("/system/info")


RUNS = iter(range(1, 10**9))


def push(cw: ConnectWise, project: Project, **options: Any) -> Outcome:
    """What `project push --yes` does."""
    prepared = ready(cw, project, **options)
    run = f"{next(RUNS):08x}"
    return apply(cw, project, prepared, Run(run, f"operator-{run}", ignore))


def ready(cw: ConnectWise, project: Project, **options: Any) -> Prepared:
    """What `project push --yes` does before it begins to create."""
    prepared = prepare(cw, project, request(**options), asker=None)
    wrong = unfit(prepared)
    if wrong is not None:
        raise wrong
    take_over = prepared.request.take_over
    check_not_running(prepared.kept.record, cw.server_now(), run="", take_over=take_over)
    return prepared


def request(*, template: bool = False, **options: Any) -> PushRequest:
    """A push of everything into a project of the sandbox's company."""
    wishes = Wishes(
        template=str(TEMPLATE) if template else None,
        board=str(BOARD),
        company=str(COMPANY),
        billing_method="FixedFee",
        start=date(2027, 1, 4),
        end=date(2027, 3, 26),
    )
    return PushRequest(wishes=wishes, mapping=ALL, **options)


@dataclass(frozen=True)
class Verdict:
    """How what ConnectWise holds differs from what it should hold.

    `duplicates` is all of ours that is too much, `twice` what stands there more than once;
    `claims` counts pushes that seem to run.
    """

    duplicates: tuple[str, ...]
    twice: tuple[str, ...]
    missing: tuple[str, ...]
    claims: int

    @property
    def is_good(self) -> bool:
        """Everything once."""
        return not self.duplicates and not self.missing


def verdict(world: World, project: Project) -> Verdict:
    """Look into the store itself, past everything that cwsync reads with."""
    store = Store(world.file)
    try:
        there = _held(store)
        claims = sum(
            "running since" in row.body["text"]
            for kind in ("projectNote", "opportunityNote")
            for row in store.select(kind)
        )
    finally:
        store.close()
    wanted = _wanted(project)
    ours = Counter({text: count for text, count in there.items() if "by cwsync" in text})
    return Verdict(
        tuple(sorted((ours - wanted).elements())),
        tuple(sorted(text for text, n in ours.items() if n > max(1, wanted[text]))),
        tuple(sorted((wanted - there).elements())),
        claims,
    )


def _held(store: Store) -> Counter[str]:
    held: Counter[str] = Counter()
    markers: dict[int, str] = {}
    for note in store.select("ticketNote"):
        if note.body.get("internalAnalysisFlag") and note.parent is not None:
            markers[note.parent] = note.body["text"]
    for row in store.select("project"):
        held[str(row.body.get("description", "")).partition("\n")[0]] += 1
    held.update(str(row.body.get("notes", "")) for row in store.select("phase"))
    held.update(markers.get(row.id, "") for row in store.select("ticket"))
    for row in store.select("task"):
        held[f"{markers.get(row.parent or 0, '')}: {row.body.get('notes', '')}"] += 1
    return held


def _wanted(project: Project) -> Counter[str]:
    plan = work_plan(project, ALL)
    wanted = Counter([plan.description.partition("\n")[0]])
    for phase in plan.phases:
        wanted[phase.marker] += 1
        for ticket in phase.tickets:
            wanted[ticket.marker] += 1
            wanted.update(f"{ticket.marker}: {task.text}" for task in ticket.tasks)
    return wanted


def sized(
    phases: int, tickets: int, tasks: int, *, opportunity: int | None = OPPORTUNITY
) -> Project:
    """A project of so many records, besides itself."""
    rows = [projects.phase(str(n)) for n in range(1, phases + 1)]
    services = [
        projects.service(
            str(1_000 + n),
            phase=str(n % phases + 1),
            subs=[
                projects.sub(str(10_000 + n * 100 + k), f"Step {k}")
                for k in range(tasks * n // tickets, tasks * (n + 1) // tickets)
            ],
        )
        for n in range(tickets)
    ]
    return projects.project(rows, services, opportunity=opportunity)


SMALL = sized(3, 6, 4)  # 14 records
CREATES_200 = sized(9, 120, 70)  # 200 records
