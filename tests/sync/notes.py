"""Notes of one parent in memory, as ConnectWise keeps them; what comes late can be arranged."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from cwsync.client.connectwise import ConnectWise
from cwsync.sync.claims import Claimant, Stake
from cwsync.sync.events import ignore
from tests.clocks import FakeClock

Rows = list[dict[str, Any]]
PATH, KEY = "/project/projects/1/notes", "project:5150"


class Notes:
    """Answers as the client does. `before_list` is called before each list is read."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.texts: dict[int, str] = {}
        self.before_list: Callable[[], object] = lambda: None
        self.writes = 0
        self.last = 0

    def server_now(self) -> datetime:
        return self.clock.utc()

    def post(self, path: str, body: dict[str, Any], *, repeat: bool = False) -> dict[str, Any]:
        self.writes += 1
        self.last += 1
        self.texts[self.last] = body["text"]
        return {"id": self.last}

    def list(self, path: str, **options: object) -> Rows:
        self.before_list()
        return [{"id": id, "text": text} for id, text in self.texts.items()]

    def patch(self, path: str, operations: Rows) -> dict[str, Any]:
        self.writes += 1
        self.texts[int(path.rpartition("/")[2])] = operations[0]["value"]
        return {}

    def delete(self, path: str) -> None:
        self.writes += 1
        self.texts.pop(int(path.rpartition("/")[2]), None)

    @property
    def cw(self) -> ConnectWise:
        """Where a client is wanted."""
        return cast(ConnectWise, self)

    def stake(self, run: str) -> Stake:
        """A stake of this run."""
        return Stake(self.cw, PATH, KEY, Claimant(run, f"{run}@desk", ignore))
