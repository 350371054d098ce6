"""cwsync as real processes against the embedded ConnectWise over HTTP, each from its own home."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cwsync.export.load import load
from cwsync.export.project import Project
from cwsync.sandbox import tenant

ROOT = Path(__file__).parents[2]
TIMEOUT_S = 120
SETUP = (
    *("--board", "Implementations", "--company", "251", "--billing-method", "FixedFee"),
    *("--start", "2027-01-04", "--end", "2027-03-26"),
    *("--governance", "--subservices", "--yes", "-o", "json"),
)


@dataclass(frozen=True)
class Ended:
    """What a process left behind."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """Its stdout as the one JSON document that it has to be."""
        document: dict[str, Any] = json.loads(self.out)
        return document

    @property
    def changed(self) -> bool:
        """Whether it created anything."""
        return self.code in (0, 8, 130, 143) and bool(self.document.get("changed"))


@dataclass(frozen=True)
class Operator:
    """Somebody with a home of their own, who works with the ConnectWise at `url`."""

    home: Path
    url: str

    def start(
        self, *arguments: str, through: tuple[str, ...] = (), **streams: Any
    ) -> subprocess.Popen[str]:
        """A process of cwsync; `through` is a module to run it through."""
        command = [sys.executable, "-m", *(through or ("cwsync",)), *arguments]
        piped = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams}
        return subprocess.Popen(
            command,
            cwd=ROOT,
            env=self._environ(),
            stdin=subprocess.DEVNULL,
            encoding="utf-8",
            **piped,
        )

    def run(self, *arguments: str, **streams: Any) -> Ended:
        """What a process of cwsync leaves behind."""
        return ended(self.start(*arguments, **streams))

    def push(self, export: Path, *more: str) -> Ended:
        """A push of everything."""
        return self.run(*push_line(export), *more)

    def _environ(self) -> dict[str, str]:
        kept = {n: v for n, v in os.environ.items() if not n.startswith("CWSYNC_")}
        return kept | {
            "CWSYNC_HOME": str(self.home),
            "CWSYNC_HOST": self.url,
            "CWSYNC_COMPANY_ID": tenant.COMPANY_ID,
            "CWSYNC_PUBLIC_KEY": tenant.PUBLIC_KEY,
            "CWSYNC_PRIVATE_KEY": tenant.PRIVATE_KEY,
            "CWSYNC_CLIENT_ID": tenant.CLIENT_ID,
            "CWSYNC_NO_INPUT": "1",
            "PYTHONUNBUFFERED": "1",
        }


def push_line(export: Path) -> list[str]:
    """The arguments of a push of everything."""
    return ["project", "push", str(export), *SETUP]


def ended(process: subprocess.Popen[str]) -> Ended:
    """Wait for a process; it is killed where it does not end."""
    try:
        out, err = process.communicate(timeout=TIMEOUT_S)
    except subprocess.TimeoutExpired:
        process.kill()
        out, err = process.communicate()
    return Ended(process.returncode, out or "", err or "")


def export_file(
    folder: Path, *, phases: int, tickets: int, tasks: int, opportunity: int | None = None
) -> Path:
    """A native export with so many records."""
    project: dict[str, Any] = {
        "id": "5150",
        "name": "Larkspur network renewal",
        "status": "approved",
        "client": "Larkspur Veterinary Clinics",
    }
    if opportunity is not None:
        project["opportunity"] = {"id": opportunity}
    rows = [
        {
            "id": str(p + 1),
            "name": f"Phase {p + 1}",
            "services": [_service(n, tasks, tickets) for n in range(p, tickets, phases)],
        }
        for p in range(phases)
    ]
    path = folder / "larkspur.json"
    document = {"cwsync": 1, "project": project, "phases": rows}
    path.write_text(json.dumps(document, indent=1), encoding="utf-8")
    return path


def _service(n: int, tasks: int, tickets: int) -> dict[str, Any]:
    numbers = range(tasks * n // tickets, tasks * (n + 1) // tickets)
    steps = [{"id": str(9_000 + k), "name": f"Step {k}", "hours": 1} for k in numbers]
    service = {"id": str(1_000 + n), "name": f"Service {1_000 + n}", "hours": 2}
    return {**service, "subservices": steps}


def project_of(export: Path) -> Project:
    """What the file holds."""
    return load(str(export))
