"""What a large export costs: from the file to the plan, against `json.loads` of the same file.

    python -m benchmarks.export [--services 20000] [--runs 3]

Each figure is the least of several runs in a fresh process, the two in turn. Targets for 20,000
services: processor time at most 6 times, peak memory at most 12 times the file.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.options import parser

PHASES = 40

PLAN = """
from cwsync.export.load import load
from cwsync.mapping.plan import work_plan
from cwsync.mapping.workplan import MappingOptions
from cwsync.sync.compare import Choices, compare
from cwsync.sync.existing import Existing
from cwsync.sync.record import PushRecord
def work(path):
    plan = work_plan(load(path), MappingOptions(governance=True, subservices=True))
    items, _ = compare(plan, Existing(), PushRecord(plan.project_key), Choices())
    assert items
"""
LOADS = """
import json
def work(path):
    with open(path, "rb") as file:
        json.loads(file.read())
"""
MEASURE = """
import resource, sys, time
before_s = time.process_time()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
work(sys.argv[1])
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
unit = 1 if sys.platform == "darwin" else 1024
print(time.process_time() - before_s, (peak - before) * unit)
"""


@dataclass(frozen=True)
class Cost:
    """Processor seconds, and bytes at the peak on top of what the process had before."""

    cpu_s: float
    peak: int


def document(services: int) -> dict[str, Any]:
    """A compound document of the API with so many services, each with a sub-service."""
    phases = [_row("project-phases", n, {"name": f"Phase {n}"}) for n in range(1, PHASES + 1)]
    rows = [_service(n) for n in range(1, services + 1)]
    subs = [_sub(n) for n in range(1, services + 1)]
    linked = {
        "project-phases": phases,
        "project-services": rows,
        "project-governances": [],
        "project-locations": [],
        "project-products": [],
    }
    relationships: dict[str, Any] = {
        name: {"data": [{"type": r["type"], "id": r["id"]} for r in listed]}
        for name, listed in linked.items()
    }
    relationships["crm-opportunity"] = {"data": None}
    project = {"project-name": "Campus refresh", "status": "approved"}
    head = _row("projects", 1, project) | {"relationships": relationships}
    return {"data": head, "included": [*phases, *rows, *subs]}


def _service(number: int) -> dict[str, Any]:
    attributes = {
        "active": True,
        "name": f"Mount and configure access point {number}",
        "service-type": "professional_services",
        "position": number,
        "quantity": 1,
        "extended-hours": "1.5",
        "total-hours": "2.0",
        "service-description": "<p>Mount, <b>label</b> and test it.</p><ul><li>photo</li></ul>",
        "sku": f"AP-{number}",
        "task-source": "standard",
        "payment-frequency": "one_time",
        "override-hours": "1.5",
        "actual-hours": None,
        "target-margin": None,
        "variable-rates": {},
        "calculated-pricing": {"service_revenue": "225.0", "service_cost": "120.0"},
        "languages": {"out": "", "assumptions": "Ceilings can be reached from a ladder."},
    }
    phase, sub = str(1 + number % PHASES), str(number)
    related = {
        "project-phase": {"data": {"type": "project-phases", "id": phase}},
        "project-location": {"data": None},
        "project-subservices": {"data": [{"type": "project-subservices", "id": sub}]},
    }
    return _row("project-services", number, attributes) | {"relationships": related}


def _sub(number: int) -> dict[str, Any]:
    own = {"active": True, "name": "Label the cables", "extended-hours": "0.5", "position": 1}
    return _row("project-subservices", number, own)


def _row(type: str, id: int, attributes: dict[str, Any]) -> dict[str, Any]:
    links = {"self": f"https://api.example.com/demo/v1/{type}/{id}"}
    return {"type": type, "id": str(id), "links": links, "attributes": attributes}


def cost(work: str, path: Path) -> Cost:
    """The least of one run in a fresh process."""
    command = [sys.executable, "-c", work + MEASURE, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    cpu_s, peak = done.stdout.split()
    return Cost(float(cpu_s), int(peak))


def written(services: int, path: Path) -> Path:
    """A file with so many services."""
    # in a process of its own: the peak memory of this one would be counted to its children
    command = [sys.executable, "-m", "benchmarks.export", "--services", str(services)]
    subprocess.run([*command, "--write", str(path)], check=True)
    return path


def _least(costs: list[Cost]) -> Cost:
    return Cost(min(c.cpu_s for c in costs), min(c.peak for c in costs))


def main() -> None:
    """Print the figures."""
    options = parser("export", __doc__)
    options.add_argument("--services", type=int, default=20_000)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--write", type=Path, help="only write such an export to this file")
    given = options.parse_args()
    if given.write:
        given.write.write_text(json.dumps(document(given.services), indent=1), "utf-8")
        return
    with tempfile.TemporaryDirectory() as name:
        path = written(given.services, Path(name) / "export.json")
        size = path.stat().st_size
        runs = [(cost(LOADS, path), cost(PLAN, path)) for _ in range(given.runs)]
    loads, plan = (_least([run[side] for run in runs]) for side in (0, 1))
    print(f"{given.services:,} services, {size / 1e6:.1f} MB, best of {given.runs} runs each")
    print(f"json.loads  {loads.cpu_s:6.2f} s  {loads.peak / 1e6:7.0f} MB")
    print(f"plan        {plan.cpu_s:6.2f} s  {plan.peak / 1e6:7.0f} MB")
    print(f"processor   {plan.cpu_s / loads.cpu_s:6.1f} x json.loads   target 6 x")
    print(f"memory      {plan.peak / size:6.1f} x the file     target 12 x")


if __name__ == "__main__":
    main()
