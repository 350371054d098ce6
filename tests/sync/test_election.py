"""Which of several projects for one export stays."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import Any

import pytest

from cwsync.client.failures import Missing
from cwsync.errors import Forbidden, PreconditionFailed
from cwsync.sync.election import STEPPED_BACK, elect
from cwsync.sync.events import Event, Waiting, ignore
from tests.sync.notes import KEY, Notes, Rows


class Projects(Notes):
    """Projects by id; `busy` ones have phases, `gone` ones are no longer there when asked."""

    def __init__(self, *ids: int, busy: Container[int] = (), gone: Container[int] = ()) -> None:
        super().__init__()
        self.ids = set(ids)
        self.busy = busy
        self.gone = gone
        self.deletable = True
        self.patched: dict[str, Rows] = {}

    def list(self, path: str, **options: object) -> Rows:
        id = int(path.split("/")[3])
        if id in self.gone:
            raise Missing("gone")
        return (
            [{"id": 1, "description": "Plan"}]
            if path.endswith("phases") and id in self.busy
            else []
        )

    def delete(self, path: str) -> None:
        if not self.deletable:
            raise Forbidden("no")
        self.ids.discard(int(path.rpartition("/")[2]))

    def patch(self, path: str, operations: Rows) -> dict[str, Any]:
        self.patched[path] = operations
        return {}


def run(
    there: Projects,
    mine: int,
    seen: Iterator[set[int]] | None = None,
    heard: list[Event] | None = None,
) -> None:
    look = (lambda: next(seen)) if seen else (lambda: there.ids)
    watcher = ignore if heard is None else heard.append
    elect(there.cw, mine, look, project_key=KEY, watcher=watcher)


def test_the_only_one_stays() -> None:
    run(there := Projects(304), 304)
    assert there.clock.slept == []


def test_the_younger_one_is_taken_away_and_the_older_one_named() -> None:
    there = Projects(304, 305, busy={304})
    with pytest.raises(PreconditionFailed, match=r"created project 304 .* same moment") as caught:
        run(there, 305)
    assert there.ids == {304}
    assert caught.value.hint == "wait for it to end, then push again"
    assert caught.value.code == "push_running"
    assert there.clock.slept == []


def test_where_deleting_is_forbidden_it_is_named_and_disowned() -> None:
    there = Projects(304, 305)
    there.deletable = False
    with pytest.raises(PreconditionFailed) as caught:
        run(there, 305)
    assert caught.value.hint == (
        "wait for it to end, then push again; the empty project 305 could not be deleted: "
        "delete it in ConnectWise"
    )
    disowned = {"op": "replace", "path": "description", "value": STEPPED_BACK}
    assert there.patched == {"/project/projects/305": [disowned]}


def test_the_older_one_waits_for_the_younger_one_to_go() -> None:
    there = Projects(304)
    heard: list[Event] = []
    run(there, 304, iter([{304, 305}, {304, 305}, {304}]), heard)
    assert there.ids == {304}
    assert heard == [
        Waiting("another push began at the same moment", 0.5),
        Waiting("another push began at the same moment", 1.0),
    ]
    assert there.clock.slept == [0.5, 1.0]


def test_who_does_not_see_its_own_one_yet_looks_again() -> None:
    there = Projects(304, 305, busy={304})
    heard: list[Event] = []
    with pytest.raises(PreconditionFailed, match="created project 304"):
        run(there, 305, iter([set(), set(), {304, 305}]), heard)
    assert heard == [Waiting("ConnectWise does not list the new project yet", s) for s in (0.5, 1)]


def test_one_that_is_never_listed_is_used_all_the_same() -> None:
    there = Projects(304)
    run(there, 304, iter([set()] * 7))
    assert sum(there.clock.slept) == 23.5


def test_an_older_one_that_became_visible_late_gives_way_to_one_in_use() -> None:
    there = Projects(304, 305, busy={305})
    with pytest.raises(PreconditionFailed, match="created project 305"):
        run(there, 304)
    assert there.ids == {305}


@pytest.mark.parametrize("gone", [set(), {305}])
def test_an_empty_one_that_stays_is_nobody(gone: set[int]) -> None:
    run(there := Projects(304, 305, gone=gone), 304)
    assert 304 in there.ids
