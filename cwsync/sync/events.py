"""What an apply tells whoever watches it; the terminal turns it into progress."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Started:
    """Work begins; `total` records are to be created."""

    total: int


@dataclass(frozen=True, slots=True)
class Created:
    """A record is there; `adopted` when it was found, not sent. `kind`: project, phase, …"""

    key: str
    kind: str
    name: str
    id: int
    adopted: bool = False


@dataclass(frozen=True, slots=True)
class Failed:
    """A record could not be created."""

    key: str
    kind: str
    name: str
    message: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """The push waits: for a template, a lost answer, another push, a record to appear."""

    reason: str
    seconds: float


Event = Started | Created | Failed | Waiting


Watcher = Callable[[Event], None]  # called from any thread


def ignore(event: Event) -> None:
    """A watcher that does not look."""
