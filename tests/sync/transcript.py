"""What is sent to ConnectWise, what it was planned for and what was heard meanwhile, as text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import httpx

from cwsync.client.connection import Connection
from cwsync.client.connectwise import ConnectWise
from cwsync.errors import CwsyncError
from cwsync.export.project import Project
from cwsync.sandbox import tenant
from cwsync.sandbox.app import Sandbox
from cwsync.sandbox.config import Hooks, SandboxConfig
from cwsync.sandbox.faults import Decider, Fault
from cwsync.sandbox.misbehaving import Misbehaving
from cwsync.sandbox.wire import Dropped
from cwsync.sync.apply import Run, apply
from cwsync.sync.events import Event
from cwsync.sync.plan import Outcome, Plan
from cwsync.sync.push import Prepared, PushRequest, prepare, unfit
from cwsync.sync.recordkeeper import check_not_running
from tests.clocks import FakeClock

# the packed part of a push record: how well it packs is up to the zlib of the machine
PACKED = re.compile(r"\{\w+:[0-9a-f]+:[0-9a-f]+:[^{}]*\}")

USUAL = {("pageSize", "1000"), ("page", "1")}


@dataclass
class Transcript(httpx.BaseTransport):
    """The way to a sandbox; writes down what goes by."""

    sandbox: Sandbox
    lines: list[str] = field(default_factory=list)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Pass a request on."""
        told = [f"{request.method} {request.url.path.partition('/apis/3.0')[2]}"]
        params = request.url.params.multi_items()
        told += [f"{name}: {value}" for name, value in params if (name, value) not in USUAL]
        if request.content:
            told.append(PACKED.sub("{…}", request.content.decode()))
        try:
            response = httpx.WSGITransport(app=self.sandbox).handle_request(request)
            response.read()
        except Dropped:
            self.lines.append("\n    ".join([*told, "→ the connection broke"]))
            raise httpx.RemoteProtocolError("dropped") from None
        if not response.is_success:
            told.append(f"→ {response.status_code}")
        self.lines.append("\n    ".join(told))
        return response

    def hear(self, event: Event) -> None:
        """Write down an event."""
        self.lines.append(f"({event})")


@dataclass
class Story:
    """One tenant, one client that sends one request at a time, and the transcript of both."""

    sandbox: Sandbox
    clock: FakeClock
    cw: ConnectWise
    told: Transcript
    sandbox_file: Path
    runs: int = 0

    def say(self, line: str) -> None:
        """A heading, or what a function gave."""
        self.told.lines.append(line)

    def show(self, title: str, call: Callable[[], Any]) -> Any:
        """What a function asks ConnectWise for, in whichever order, and what it gives."""
        self.say(f"\n# {title}\n")
        begun = len(self.told.lines)
        found = self.tried(call)
        self.told.lines[begun:] = sorted(self.told.lines[begun:])
        several = isinstance(found, tuple)
        for one in found if several else () if found is None else (found,):
            self.say(f"  {one!r}")
        return found

    def misbehave(self, *faults: Fault) -> None:
        """From now on."""
        hooks = Misbehaving(Decider(faults), now=self.clock.now) if faults else Hooks()
        self.sandbox.hooks = hooks

    def behind(self, act: Callable[[ConnectWise], object]) -> None:
        """What somebody else does meanwhile: not written down."""
        with _client(httpx.WSGITransport(app=self.sandbox), self.clock) as cw:
            act(cw)

    def tried(self, call: Callable[[], Any]) -> Any:
        """What it gives; where it fails, None and the error as text."""
        try:
            return call()
        except CwsyncError as error:
            self.say(told_error(error))
            return None

    def prepared(self, project: Project, request: PushRequest) -> Prepared:
        """What `project push` does before it begins to create."""
        prepared = prepare(self.cw, project, request, asker=None)
        self.say(told_plan(prepared.plan))
        wrong = unfit(prepared)
        if wrong is not None:
            raise wrong
        record = prepared.kept.record
        check_not_running(record, self.cw.server_now(), run="", take_over=request.take_over)
        return prepared

    def applied(
        self, project: Project, prepared: Prepared, *, stop_after: int = 1_000
    ) -> Outcome | None:
        """The rest of a push; interrupted after so many writes."""
        self.runs += 1
        run = f"{self.runs:08x}"
        last = self.cw.requests[1] + stop_after
        told: Outcome | None = self.tried(
            lambda: apply(
                self.cw,
                project,
                prepared,
                Run(run, f"pat-{run}", self.told.hear, lambda: self.cw.requests[1] >= last),
            )
        )
        if told is not None:
            if told.plan != prepared.plan:
                self.say(told_plan(told.plan))
            self.say(f"{told.elapsed_s} s, interrupted: {told.interrupted}")
            for failure in told.failures:
                self.say(f"failed: {failure}")
        return told

    def push(self, title: str, project: Project, request: PushRequest) -> Outcome | None:
        """A whole push with `--yes`."""
        self.say(f"\n# {title}\n")
        prepared = self.tried(lambda: self.prepared(project, request))
        return None if prepared is None else self.applied(project, prepared)


@contextmanager
def story(file: Path, **config: Any) -> Iterator[Story]:
    """A story that plays in the tenant of this file."""
    clock = FakeClock()
    sandbox = Sandbox(file, config=SandboxConfig(**config), clock=clock.utc)
    told = Transcript(sandbox)
    with _client(told, clock) as cw:
        yield Story(sandbox, clock, cw, told, file)
    sandbox.close()


def _client(transport: httpx.BaseTransport, clock: FakeClock) -> ConnectWise:
    connection = Connection(
        host=tenant.HOST,
        company_id=tenant.COMPANY_ID,
        public_key=tenant.PUBLIC_KEY,
        private_key=tenant.PRIVATE_KEY,
        client_id=tenant.CLIENT_ID,
        concurrency=1,
    )
    return ConnectWise(connection, transport=transport, clock=clock, jitter=lambda: 0.5)


def told_plan(plan: Plan) -> str:
    """All of a plan."""
    head = f"{plan.title} ({plan.origin})"
    return "\n".join(
        [head, *map(told_value, (plan.target, plan.project, *plan.items, *plan.notices))]
    )


def told_value(value: Any) -> str:
    """The fields that say something; of what is desired only that it is there."""
    said = []
    for one in fields(value):
        held = getattr(value, one.name)
        if one.name == "desired":
            said.append("nothing desired" if held is None else f"desired {held.key}")
        elif held not in (None, ()):
            said.append(f"{one.name} {held}")
    return f"  {'; '.join(said)}"


def told_error(error: CwsyncError) -> str:
    """All of an error."""
    lines = [f"! {type(error).__name__}: {error.message}", *(f"!   {d}" for d in error.details)]
    return "\n".join([*lines, f"!   hint: {error.hint}", f"!   code: {error.code}"])
