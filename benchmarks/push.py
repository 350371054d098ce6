"""A first push against a plain loop over pyconnectwise, in the same run.

    python -m benchmarks.push [RUNS]

8 phases, 136 tickets and 89 tasks, at 60 ms a read and 120 ms a write, against the embedded
ConnectWise on loopback in a process of its own. The loop creates the same records one after the
other and reads nothing. Target: at least 4 times as fast, at most 1 + P + T + K + 4 writes and 15
reads.
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.server import serving
from cwsync.client.connection import Connection
from cwsync.client.connectwise import ConnectWise
from cwsync.export.load import load
from cwsync.mapping.workplan import MappingOptions
from cwsync.sandbox import tenant
from cwsync.sync.apply import Run, apply
from cwsync.sync.events import Event
from cwsync.sync.push import PushRequest, prepare
from cwsync.sync.setup import Wishes

PHASES, TICKETS, TASKS = 8, 136, 89
BOARD, COMPANY = 31, 251


def native() -> str:
    """The project in cwsync's own format."""
    lines = ["cwsync: 1", "project: {name: Campus refresh, status: approved}", "phases:"]
    for phase in range(PHASES):
        lines += [f"  - name: Phase {phase}", "    services:"]
        for number in range(phase, TICKETS, PHASES):
            lines.append(f"      - name: Access point {number}")
            lines.append("        hours: 1.5")
            if number < TASKS:
                lines.append("        subservices: [{name: Label the cables, hours: 0.5}]")
    return "\n".join(lines)


def push(url: str, export: Path) -> tuple[float, tuple[int, int, int]]:
    """Seconds and requests of a push, from the file to the last record."""
    begun = time.perf_counter()
    project = load(str(export))
    wishes = Wishes(
        board=str(BOARD),
        company=str(COMPANY),
        billing_method="FixedFee",
        start=date(2027, 1, 4),
        end=date(2027, 3, 26),
    )
    request = PushRequest(wishes, MappingOptions(governance=True, subservices=True), new=True)
    with ConnectWise(_connection(url)) as cw:
        prepared = prepare(cw, project, request, asker=None)
        outcome = apply(cw, project, prepared, Run("bench", "benchmark", _ignore))
        if outcome.failures:
            sys.exit(f"the push failed: {outcome.failures[0].message}")
        return time.perf_counter() - begun, cw.requests


def loop(url: str) -> float:
    """Seconds of the plain loop."""
    from pyconnectwise import ConnectWiseManageAPIClient

    class Client(ConnectWiseManageAPIClient):  # it knows https only
        def _get_url(self) -> str:
            return f"{url}/v4_6_release/apis/3.0"

    client: Any = Client(
        tenant.COMPANY_ID,
        url,
        tenant.CLIENT_ID,
        tenant.PUBLIC_KEY,
        tenant.PRIVATE_KEY,
        "v4_6_release/",
    )
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
    for number in range(PHASES):
        phases = client.project.projects.id(project.id).phases
        phase = phases.post({"description": f"Phase {number}", "projectId": project.id})
        for ticket in range(number, TICKETS, PHASES):
            body = {"summary": f"Access point {ticket}", "phase": {"id": phase.id}}
            made = client.project.tickets.post({**body, "budgetHours": 1.5})
            if ticket < TASKS:
                client.project.tickets.id(made.id).tasks.post({"notes": "Label the cables"})
    return time.perf_counter() - begun


def _connection(url: str) -> Connection:
    return Connection(
        url, tenant.COMPANY_ID, tenant.PUBLIC_KEY, tenant.PRIVATE_KEY, tenant.CLIENT_ID
    )


def _ignore(event: Event) -> None:
    pass


def main() -> None:
    """Print the figures, and the ratio run by run."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    ratios = []
    with tempfile.TemporaryDirectory() as name:
        export = Path(name) / "project.yaml"
        export.write_text(native(), "utf-8")
        with serving(Path(name) / "connectwise.sqlite") as url:
            for _ in range(runs):
                pushed_s, (read, written, _) = push(url, export)
                looped_s = loop(url)
                ratios.append(looped_s / pushed_s)
                print(
                    f"push {pushed_s:6.2f} s ({read} reads, {written} writes)   "
                    f"loop {looped_s:6.2f} s ({1 + PHASES + TICKETS + TASKS} writes)   "
                    f"{ratios[-1]:4.1f} x"
                )
    print(f"median {median(ratios):.1f} x as fast   (target 4)")


if __name__ == "__main__":
    main()
