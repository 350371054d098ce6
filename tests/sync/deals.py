"""A sandbox with a client of its own, whose answers get lost and whose clock is a test's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx

from cwsync.client.connection import Connection
from cwsync.client.connectwise import ConnectWise
from cwsync.export.project import Project, Status, Total, Totals
from cwsync.sandbox import tenant
from cwsync.sandbox.app import Sandbox
from cwsync.sandbox.config import Hooks, SandboxConfig
from cwsync.sandbox.wire import Answer, Request
from tests.clocks import FakeClock
from tests.projects import project

Happening = Answer | Callable[[], None] | None
LOST = Answer(504, b"gateway timeout")


@dataclass
class Faults(Hooks):
    """Counts writes, and does once to each what the test says.

    `refuse` and `lose` hold what happens to the next writes: an answer in place of the real one,
    or something to do just then; None lets one pass. `instead` holds answers to reads, by path.
    """

    writes: list[str] = field(default_factory=list)
    reads: list[str] = field(default_factory=list)
    refuse: list[Happening] = field(default_factory=list)
    lose: list[Happening] = field(default_factory=list)
    instead: dict[str, Answer] = field(default_factory=dict)

    def before(self, request: Request) -> Answer | None:
        told = f"{request.method} /{request.path}"
        if request.method == "GET":
            self.reads.append(told)
            return self.instead.get(f"/{request.path}")
        self.writes.append(told)
        return _next(self.refuse)

    def after(self, request: Request, answer: Answer) -> Answer:
        return answer if request.method == "GET" else _next(self.lose) or answer


def _next(planned: list[Happening]) -> Answer | None:
    happens = planned.pop(0) if planned else None
    if callable(happens):
        happens()
        return None
    return happens


@dataclass
class Tenant:
    """A ConnectWise to sync with: our client, what went wrong, and a look at what is there."""

    cw: ConnectWise
    faults: Faults
    clock: FakeClock

    def lines(self, opportunity_id: int) -> list[dict[str, Any]]:
        """The lines of a forecast as they are."""
        answer = self.cw.get(f"/sales/opportunities/{opportunity_id}/forecast")
        forecast = answer[0] if isinstance(answer, list) else answer
        items: list[dict[str, Any]] = forecast["forecastItems"]
        return items


@contextmanager
def tenant_in(file: Path, **config: Any) -> Iterator[Tenant]:
    """The sandbox in this file."""
    faults, clock = Faults(), FakeClock()
    sandbox = Sandbox(file, config=SandboxConfig(**config), hooks=faults)
    connection = Connection(
        host=tenant.HOST,
        company_id=tenant.COMPANY_ID,
        public_key=tenant.PUBLIC_KEY,
        private_key=tenant.PRIVATE_KEY,
        client_id=tenant.CLIENT_ID,
    )
    transport = httpx.WSGITransport(app=sandbox)
    with ConnectWise(connection, transport=transport, clock=clock) as cw:
        yield Tenant(cw, faults, clock)
    sandbox.close()


def deal(
    id: str | None = "5150",
    *,
    status: Status = Status.APPROVED,
    opportunity: int | None = 4711,
    services: str = "8150",
    managed: str = "10800",
    product: str = "16600",
    cost: str | None = "100",
) -> Project:
    """A project that declares these totals."""
    spent = None if cost is None else Decimal(cost)
    totals = Totals(
        professional_services=Total(Decimal(services), spent),
        managed_services=Total(Decimal(managed), spent),
        product=Total(Decimal(product), spent),
    )
    return replace(project(id=id, status=status, opportunity=opportunity), totals=totals)
