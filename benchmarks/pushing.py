"""A push of so many tickets and tasks, and the same by a plain loop over pyconnectwise."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.server import connection
from cwsync.client.calls import Call
from cwsync.client.connectwise import ConnectWise
from cwsync.export.load import load
from cwsync.mapping.workplan import MappingOptions
from cwsync.sandbox import tenant
from cwsync.sync.apply import Run, apply
from cwsync.sync.events import Event
from cwsync.sync.push import PushRequest, prepare
from cwsync.sync.setup import Wishes

BOARD, COMPANY = 31, 251


@dataclass(frozen=True)
class Size:
    """How much is pushed. Each of the first `tasks` tickets has one task."""

    phases: int
    tickets: int
    tasks: int

    @property
    def records(self) -> int:
        """Everything that is to be created, the project with it."""
        return 1 + self.phases + self.tickets + self.tasks

    @property
    def doubled(self) -> Size:
        """Twice the tickets and tasks, in as many phases."""
        return Size(self.phases, 2 * self.tickets, 2 * self.tasks)

    def __str__(self) -> str:
        return f"{self.phases} phases, {self.tickets:,} tickets and {self.tasks:,} tasks"


@dataclass
class Cost:
    """What it took. `cpu_s` is of this process, so without the server."""

    seconds: float = 0.0
    cpu_s: float = 0.0
    reads: int = 0
    writes: int = 0
    throttled: int = 0

    @property
    def requests(self) -> int:
        """How many were sent, throttled ones too."""
        return self.reads + self.writes


def written(size: Size, path: Path) -> Path:
    """A file with such a project, in cwsync's own format."""
    lines = ["cwsync: 1", "project: {name: Campus refresh, status: approved}", "phases:"]
    for phase in range(size.phases):
        lines += [f"  - name: Phase {phase}", "    services:"]
        for number in range(phase, size.tickets, size.phases):
            lines += [f"      - name: Access point {number}", "        hours: 1.5"]
            if number < size.tasks:
                lines.append("        subservices: [{name: Label the cables, hours: 0.5}]")
    path.write_text("\n".join(lines), "utf-8")
    return path


def push(url: str, export: Path, *, per_minute: int = 900, again: bool = False) -> Cost:
    """A push from the file to the last record; `again` of what is there already, unchanged."""
    wishes = Wishes(
        board=str(BOARD),
        company=str(COMPANY),
        billing_method="FixedFee",
        start=date(2027, 1, 4),
        end=date(2027, 3, 26),
    )
    options = MappingOptions(governance=True, subservices=True)
    request = PushRequest(wishes, options, new=not again)
    with _costing() as (cost, note):
        project = load(str(export))
        keys = connection(url, requests_per_minute=per_minute)
        with ConnectWise(keys, log=note) as cw:
            prepared = prepare(cw, project, request, asker=None)
            outcome = apply(cw, project, prepared, Run("bench", "benchmark", _ignore))
            cost.reads, cost.writes, _ = cw.requests
    if outcome.failures:
        sys.exit(f"the push failed: {outcome.failures[0].message}")
    if again and prepared.plan.creates:
        sys.exit(f"a push of nothing new would create {prepared.plan.creates} records")
    return cost


@contextmanager
def _costing() -> Iterator[tuple[Cost, Any]]:
    cost = Cost()

    def note(call: Call) -> None:
        cost.throttled += call.status == 429

    begun, cpu_begun = time.perf_counter(), time.process_time()
    yield cost, note
    cost.seconds = time.perf_counter() - begun
    cost.cpu_s = time.process_time() - cpu_begun


def loop(url: str, size: Size) -> float:
    """Seconds of creating the same records one after the other, without a look at anything."""
    from pyconnectwise import ConnectWiseManageAPIClient

    class Client(ConnectWiseManageAPIClient):  # it knows https only
        def _get_url(self) -> str:
            return f"{url}/v4_6_release/apis/3.0"

    keys = (tenant.CLIENT_ID, tenant.PUBLIC_KEY, tenant.PRIVATE_KEY)
    client: Any = Client(tenant.COMPANY_ID, url, *keys, "v4_6_release/")
    begun = time.perf_counter()
    project = client.project.projects.post(
        {
            "name": "Campus refresh",
            "board": {"id": BOARD},
            "company": {"id": COMPANY},
            "billingMethod": "FixedFee",
            "estimatedStart": "2027-01-04T00:00:00Z",
            "estimatedEnd": "2027-03-26T00:00:00Z",
        }
    )
    for number in range(size.phases):
        phases = client.project.projects.id(project.id).phases
        phase = phases.post({"description": f"Phase {number}", "projectId": project.id})
        for ticket in range(number, size.tickets, size.phases):
            body = {"summary": f"Access point {ticket}", "phase": {"id": phase.id}}
            made = client.project.tickets.post({**body, "budgetHours": 1.5})
            if ticket < size.tasks:
                client.project.tickets.id(made.id).tasks.post({"notes": "Label the cables"})
    return time.perf_counter() - begun


def _ignore(event: Event) -> None:
    pass
