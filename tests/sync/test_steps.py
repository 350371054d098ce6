"""Steps in order, side by side, and around failures."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cwsync.sync.steps import Results, Step, carry_out


class Ran:
    """Remembers in which order steps ran; each gives the next number as its id."""

    def __init__(self, fail: tuple[str, ...] = ()) -> None:
        self.order: list[tuple[str, int]] = []
        self._fail = fail
        self._lock = threading.Lock()

    def step(self, key: str, parent: str | None = None, after: str | None = None) -> Step:
        def run(parent_id: int) -> int:
            with self._lock:
                self.order.append((key, parent_id))
                if key in self._fail:
                    raise ValueError(key)
                return len(self.order) + 100

        return Step(key, run, parent, after)

    def keys(self) -> list[str]:
        return [key for key, _ in self.order]


def go(
    steps: list[Step],
    known: dict[str, int] | None = None,
    *,
    at_a_time: int = 4,
    stop: Callable[[], bool] = lambda: False,
    fatal: bool = False,
) -> Results:
    return carry_out(
        steps, known or {}, at_a_time=at_a_time, stop=stop, is_fatal=lambda error: fatal
    )


def test_a_child_gets_the_id_of_its_parent_also_of_one_that_was_there() -> None:
    ran = Ran()
    results = go([ran.step("a"), ran.step("b", parent="a"), ran.step("c", parent="x")], {"x": 7})
    assert dict(ran.order) == {"a": 0, "b": results.ids["a"], "c": 7}
    assert set(results.ids) == {"a", "b", "c"}


def test_a_failure_costs_its_children_and_not_what_only_comes_after() -> None:
    ran = Ran(fail=("b",))
    steps = [
        ran.step("a"),
        ran.step("b", parent="a"),
        ran.step("b1", parent="b"),
        ran.step("b2", parent="b", after="b1"),
        ran.step("c", parent="a", after="b"),
    ]
    results = go(steps)
    assert ran.keys() == ["a", "b", "c"]
    assert list(results.errors) == ["b"]
    assert results.blocked == {"b1": "b", "b2": "b"}


def test_a_fatal_error_lets_nothing_new_begin() -> None:
    ran = Ran(fail=("a",))
    results = go([ran.step("a"), ran.step("b", after="a"), ran.step("c", after="b")], fatal=True)
    assert ran.keys() == ["a"]
    assert results.blocked == {"b": None, "c": None}


def test_stop_finishes_what_is_in_flight_and_begins_nothing_new() -> None:
    ran = Ran()
    results = go(
        [ran.step("a"), ran.step("b", after="a")], stop=lambda: len(ran.order) > 0, at_a_time=1
    )
    assert ran.keys() == ["a"]
    assert results.ids.keys() == {"a"}
    assert results.blocked == {"b": None}


def test_independent_steps_really_run_side_by_side() -> None:
    meet = threading.Barrier(3, timeout=20)

    def run(parent_id: int) -> int:
        return meet.wait() + 1

    results = go([Step(key, run) for key in "abc"], at_a_time=3)
    assert len(results.ids) == 3


def test_a_bug_is_not_swallowed() -> None:
    def run(parent_id: int) -> int:
        raise SystemExit

    with pytest.raises(SystemExit):
        go([Step("a", run)])


@given(st.lists(st.integers(0, 12), min_size=1, max_size=6), st.integers(1, 8))
def test_tickets_of_a_phase_are_made_in_order(sizes: list[int], at_a_time: int) -> None:
    ran = Ran()
    steps: list[Step] = []
    for number, size in enumerate(sizes):
        before = f"p{number - 1}" if number else None
        steps.append(ran.step(f"p{number}", after=before))
        for ticket in range(size):
            after = f"p{number}t{ticket - 1}" if ticket else None
            steps.append(ran.step(f"p{number}t{ticket}", parent=f"p{number}", after=after))
    go(steps, at_a_time=at_a_time)
    done = ran.keys()
    assert sorted(done) == sorted(step.key for step in steps)
    phases = [key for key in done if "t" not in key]
    assert phases == [f"p{number}" for number in range(len(sizes))]
    for number, size in enumerate(sizes):
        mine = [key for key in done if key.startswith(f"p{number}t")]
        assert mine == [f"p{number}t{ticket}" for ticket in range(size)]
