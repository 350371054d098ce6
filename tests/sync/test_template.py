"""How long a push waits for what a template brings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import cast

import pytest

from cwsync.client.connectwise import ConnectWise
from cwsync.errors import Interrupted, StoppedHalfWay
from cwsync.sync.events import Event, Waiting
from cwsync.sync.existing import Existing
from cwsync.sync.template import wait_for_template
from tests.clocks import FakeClock

Rows = list[dict[str, object]]
Heard = list[Event]


class Expanding:
    """A project that holds so many phases and tickets each time it is looked at, the last ever on.

    `phases` and `tickets` are how many its template has.
    """

    def __init__(self, *there: tuple[int, int], phases: int = 2, tickets: int = 3) -> None:
        self.clock = FakeClock()
        self._there = there
        self._looks = 0
        self._template = {"projectTemplatePhases": phases, "projectTemplateTickets": tickets}

    def list(self, path: str, **options: object) -> Rows:
        last = path.rpartition("/")[2]
        if last in self._template:
            return rows(self._template[last])
        phases, tickets = self._there[min(self._looks, len(self._there) - 1)]
        if last == "phases":
            return rows(phases)
        self._looks += 1  # the tickets are read after the phases
        return rows(tickets)

    def waited(self, stop: Callable[[], bool] = lambda: False) -> tuple[Existing, Heard]:
        heard: Heard = []
        found = wait_for_template(cast(ConnectWise, self), 304, 11, heard.append, stop)
        return found, heard


def rows(number: int) -> Rows:
    return [{"id": n, "description": f"Phase {n}"} for n in range(1, number + 1)]


def size(found: Existing) -> tuple[int, int]:
    return len(found.phases), len(found.tickets)


WAIT = Waiting("the template is being applied", 2.0)


@pytest.mark.parametrize(
    ("there", "waits", "taken"),
    [
        ([(2, 3)], 0, (2, 3)),
        ([(3, 4)], 0, (3, 4)),  # others may add to it
        ([(0, 0), (1, 0), (2, 1), (2, 3)], 3, (2, 3)),
        ([(2, 0), (2, 2), (2, 3)], 2, (2, 3)),  # all phases, not all tickets
        ([(0, 3), (1, 3), (2, 3)], 2, (2, 3)),
        ([(1, 1)] * 15 + [(2, 3)], 15, (2, 3)),
        ([(1, 1)] * 16 + [(2, 3)], 15, (1, 1)),  # it stands still
        ([(1, 0)] * 16 + [(2, 3)], 15, (1, 0)),
        ([(0, 1)] * 16 + [(2, 3)], 15, (0, 1)),
        ([(1, 1)] * 15 + [(1, 2)] * 15 + [(2, 3)], 30, (2, 3)),  # it moves
        ([(1, 0), *[(0, 0)] * 15, (1, 0), (2, 3)], 17, (2, 3)),
        ([(0, 0)] * 20 + [(2, 3)], 20, (2, 3)),  # it has not begun
    ],
)
def test_until_it_is_there_or_stands_still(
    there: list[tuple[int, int]], waits: int, taken: tuple[int, int]
) -> None:
    project = Expanding(*there)
    found, heard = project.waited()
    assert size(found) == taken
    assert heard == [WAIT] * waits
    assert project.clock.slept == [2.0] * waits


def test_two_minutes_at_most() -> None:
    project = Expanding((0, 0))
    with pytest.raises(StoppedHalfWay, match=r"project 304 .* within 120 s") as caught:
        project.waited()
    assert project.clock.now() == 120
    assert "--into 304" in (caught.value.hint or "")
    assert caught.value.code == "template_not_there"


def test_no_longer_than_it_is_wanted() -> None:
    answers: Iterator[bool] = iter([False, False, True])
    project = Expanding((0, 0), (1, 0), (1, 1), (2, 3))
    with pytest.raises(Interrupted, match="template of project 304"):
        project.waited(lambda: next(answers))
    assert project.clock.slept == [2.0, 2.0]


def test_an_empty_template_is_no_wait() -> None:
    assert Expanding((0, 0), phases=0, tickets=0).waited() == (Existing(), [])
