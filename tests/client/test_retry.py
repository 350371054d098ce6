"""The table of what to do next, and the budget behind it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cwsync.client.retry import (
    MOST_RETRIES,
    MOST_SECONDS,
    Budget,
    Failure,
    Step,
    backoff,
    failure_of,
    next_step,
)


@pytest.mark.parametrize(
    ("failure", "read", "write"),
    [
        (Failure.NEVER_SENT, Step.AGAIN, Step.AGAIN),
        (Failure.THROTTLED, Step.AGAIN, Step.AGAIN),
        (Failure.LOST, Step.AGAIN, Step.LOOK),
        (Failure.REFUSED, Step.STOP, Step.STOP),
    ],
)
def test_the_table(failure: Failure, read: Step, write: Step) -> None:
    assert next_step(failure, write=False) is read
    assert next_step(failure, write=True) is write


def test_only_throttling_and_trouble_of_the_server_are_tried_again() -> None:
    found = {status: failure_of(status, "") for status in range(300, 600)}
    expected = dict.fromkeys(range(300, 600), Failure.REFUSED)
    expected |= dict.fromkeys((408, *range(500, 600)), Failure.LOST)
    assert found == expected | {429: Failure.THROTTLED}


def test_a_wrong_type_is_refused_although_it_is_a_500() -> None:
    said = "Error converting value {x} to type 'System.Int32'. Path 'id', line 1, position 1."
    assert failure_of(500, said) is Failure.REFUSED
    assert failure_of(502, said) is Failure.LOST


def test_pauses_double_up_to_a_quarter_of_a_minute() -> None:
    assert [backoff(n, 0) for n in range(9)] == [0.25, 0.5, 1, 2, 4, 8, 15, 15, 15]
    assert [backoff(n, 1) for n in range(3)] == [0.125, 0.25, 0.5]


@given(st.lists(st.tuples(st.floats(0, 90), st.floats(0, 1)), max_size=30))
def test_a_budget_never_allows_more_than_ten_retries_or_a_minute(
    attempts: list[tuple[float, float]],
) -> None:
    budget, now = Budget(), 100.0
    for took_s, jitter in attempts:
        begun, now = now, now + min(took_s, budget.left_s(now))
        budget.failed(begun, now)
        pause_s = backoff(budget.retries, jitter)
        if not budget.allows(pause_s, now):
            break
        budget.retries += 1
        now += pause_s
    assert budget.retries <= MOST_RETRIES
    assert now - 100 <= MOST_SECONDS


def test_an_answer_or_a_long_silence_begins_anew() -> None:
    budget = Budget()
    budget.failed(0, 1)
    budget.retries = 10
    assert not budget.allows(0, 2)
    budget.failed(200, 201)
    assert budget.allows(0, 202)
    budget.retries = 10
    budget.clear()
    assert budget.left_s(300) == MOST_SECONDS
    assert budget.allows(0, 300)


def test_what_failures_in_a_row_use_up() -> None:
    budget = Budget()
    budget.failed(0, 50)
    budget.retries = 3
    budget.failed(50, 55)
    assert budget == Budget(began=0, last=55, retries=3)
    assert budget.left_s(55) == 5
    budget.failed(115, 116)  # a minute of silence, not more: the same row still
    assert budget == Budget(began=0, last=116, retries=3)
    budget.failed(176.5, 177)
    assert budget == Budget(began=176.5, last=177, retries=0)
    budget.clear()
    assert budget == Budget(began=None, last=177, retries=0)


def test_an_attempt_needs_a_second_after_its_pause() -> None:
    budget = Budget(began=0)
    assert budget.allows(9, 50)
    assert not budget.allows(9.001, 50)
    assert Budget(began=0, retries=9).allows(0, 59)
    assert not Budget(began=0, retries=10).allows(0, 0)
