"""R1: kill -9 at every request of a push, as real processes, then push again."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from cwsync.sandbox.config import Hooks
from cwsync.sandbox.server import running
from cwsync.sandbox.wire import Answer, Request
from tests.torture.processes import Operator, ended, export_file, project_of, push_line
from tests.torture.world import OPPORTUNITY, Stage, Verdict, World, verdict

SIGKILLED = -9
SIZE = {"phases": 3, "tickets": 6, "tasks": 4}


@dataclass(frozen=True)
class Point:
    """Where a push was killed, and how it was after the next one."""

    number: int
    stage: Stage
    killed: bool
    verdict: Verdict
    code: int
    err: str

    @property
    def is_good(self) -> bool:
        """Everything once, no claim left behind, and the next push ended well."""
        return self.verdict.is_good and self.code == 0 and self.verdict.claims == 0


class Killer(Hooks):
    """Sends the client a signal at the requests of these numbers."""

    def __init__(self, *numbers: int, stage: Stage, number: int = signal.SIGKILL) -> None:
        self._numbers = numbers
        self._stage = stage
        self._signal = number
        self._lock = threading.Lock()
        self._count = 0
        self._here = threading.local()
        self.pid = 0

    def before(self, request: Request) -> Answer | None:
        """After it was sent, before it is carried out."""
        with self._lock:
            self._count += 1
            self._here.now = self._count in self._numbers
        if self._here.now and self._stage is Stage.SENT:
            self._kill()
        return None

    def after(self, request: Request, answer: Answer) -> Answer:
        """After it was carried out, before its answer."""
        if self._here.now and self._stage is Stage.COMMITTED:
            self._kill()
        return answer

    def _kill(self) -> None:
        if self.pid:
            os.kill(self.pid, self._signal)


def kill_at(number: int, stage: Stage, filled: Path) -> Point:
    """Kill a push there, push again, and look."""
    with tempfile.TemporaryDirectory(prefix="cwsync-torture-") as name:
        folder = Path(name)
        file = Path(shutil.copy(filled, folder / "tenant.sqlite"))
        export = export_file(folder, **SIZE, opportunity=OPPORTUNITY)
        killer = Killer(number, stage=stage)
        with running(file, hooks=killer) as url:
            first = Operator(folder / "first", url)
            process = first.start(
                str(number), stage.value, *push_line(export), through=("tests.torture.pusher",)
            )
            killer.pid = process.pid
            killed = ended(process).code == SIGKILLED
            killer.pid = 0
            again = Operator(folder / "second", url).push(export, "--take-over")
        world = World(file)
        try:
            found = verdict(world, project_of(export))
        finally:
            world.close()
        return Point(number, stage, killed, found, again.code, again.err)


def requests_of_a_push(filled: Path) -> int:
    """How many requests a whole push takes."""
    with tempfile.TemporaryDirectory(prefix="cwsync-torture-") as name:
        folder = Path(name)
        file = Path(shutil.copy(filled, folder / "tenant.sqlite"))
        export = export_file(folder, **SIZE, opportunity=OPPORTUNITY)
        with running(file) as url:
            requests = Operator(folder / "home", url).push(export).document["requests"]
        return int(requests["read"]) + int(requests["write"])


def kill_everywhere(filled: Path, points: Iterable[tuple[int, Stage]]) -> list[Point]:
    """Two at a time."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        return list(pool.map(lambda point: kill_at(point[0], point[1], filled), points))
