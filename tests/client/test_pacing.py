"""Pace: simulated against a server that counts a rolling minute. Pacer: how many at a time."""

from __future__ import annotations

import heapq
import threading
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cwsync.client.connectwise import ConnectWise
from cwsync.client.pacing import Pace, Pacer
from tests.client.scripted import CONNECTION, Script, record, talking_to
from tests.clocks import FakeClock


@dataclass
class Outcome:
    """How a simulation went."""

    seconds: float
    throttled: int
    sent: list[float]


def simulate(
    *, calls: int, workers: int, paced: int, quota: int, latency_s: float = 0.12, others: int = 0
) -> Outcome:
    """`workers` send `calls` to a server that allows `quota` in any 60 s.

    `others` is what somebody else uses of it.
    """
    pace, counted = Pace(paced), deque[float]()
    sent: list[float] = []
    free = [(0.0, worker) for worker in range(workers)]
    throttled = done = 0
    end = 0.0
    while done < calls:
        now, worker = heapq.heappop(free)
        wait_s = pace.reserve(now)
        if wait_s > 0:
            heapq.heappush(free, (now + wait_s, worker))
            continue
        sent.append(now)
        while counted and counted[0] <= now - 60:
            counted.popleft()
        if len(counted) >= quota - others:
            throttled += 1
            pace.throttled(now, now + latency_s, 10)
        else:
            counted.append(now)
            done += 1
        end = now + latency_s
        heapq.heappush(free, (end, worker))
    return Outcome(end, throttled, sent)


@pytest.mark.parametrize("workers", [4, 8])
@pytest.mark.parametrize("calls", [600, 6000])
def test_a_quota_of_a_thousand_is_used_and_not_overrun(workers: int, calls: int) -> None:
    outcome = simulate(calls=calls, workers=workers, paced=900, quota=1000)
    assert outcome.throttled <= calls * 0.02
    fastest_s = max(calls / 1000 * 60 / 0.85 if calls > 1000 else 0, calls * 0.12 / workers)
    assert outcome.seconds <= fastest_s + 1


@pytest.mark.parametrize("workers", [4, 8])
def test_a_quota_that_is_smaller_than_thought_is_found(workers: int) -> None:
    outcome = simulate(calls=4000, workers=workers, paced=900, quota=1000, others=500)
    assert outcome.throttled <= 4000 * 0.02
    assert outcome.seconds <= 4000 / 500 * 60 * 1.6


def test_what_fits_into_the_quota_is_not_spaced_out() -> None:
    outcome = simulate(calls=236, workers=8, paced=900, quota=1000)
    assert outcome.throttled == 0
    assert outcome.seconds == pytest.approx(236 / 8 * 0.12, abs=0.2)


@settings(max_examples=50, deadline=None)
@given(st.integers(10, 400), st.integers(1, 8), st.floats(0.01, 1.0), st.integers(1, 900))
def test_no_minute_ever_holds_more_than_the_rate(
    paced: int, workers: int, latency_s: float, calls: int
) -> None:
    sent = simulate(
        calls=calls, workers=workers, paced=paced, quota=10**6, latency_s=latency_s
    ).sent
    assert all(later - sent[n] >= 59.999 for n, later in enumerate(sent[paced:]))


def test_a_throttled_answer_pauses_once_then_spaces_at_seven_tenths() -> None:
    pace = Pace(600)
    assert [pace.reserve(0) for _ in range(3)] == [0, 0, 0]
    assert pace.throttled(0, 0.5, 20)
    assert not pace.throttled(0, 0.6, 20)  # was in the air already
    assert pace.reserve(1) == pytest.approx(19.6)
    assert pace.reserve(20.6) == 0
    assert pace.reserve(20.6) == pytest.approx(60 / 420, rel=0.01)


def test_the_pace_recovers_slowly_and_never_beyond_the_quota() -> None:
    pace = Pace(600)
    pace.reserve(0)
    pace.throttled(0, 0, 0)
    gaps = []
    for now in (1, 31, 61, 200, 1000):
        assert pace.reserve(now) == 0
        gaps.append(60 / pace.reserve(now))
    assert gaps == [pytest.approx(rate) for rate in (422, 482, 542, 600, 600)]


def test_the_pace_never_stands_still() -> None:
    pace = Pace(600)
    for now in range(200):
        pace.throttled(now, now, 0)
    assert pace.reserve(200) == 0
    assert pace.reserve(200) == pytest.approx(60 / 11, rel=0.2)
    assert Pace(5).reserve(0) == 0


def test_four_at_a_time_grow_to_eight_and_shrink_when_pushed_back() -> None:
    pacer = Pacer(FakeClock(), per_minute=900, at_a_time=8)
    assert pacer.at_a_time == 4
    for _ in range(100):
        pacer.answered()
    assert pacer.at_a_time == 8
    pacer.throttled(0, 1)
    pacer.throttled(-1, 1)
    assert pacer.at_a_time == 4
    for _ in range(10):
        pacer.throttled(10**6, 1)
    assert pacer.at_a_time >= 1
    assert Pacer(FakeClock(), per_minute=900, at_a_time=2).at_a_time == 2
    assert Pacer(FakeClock(), per_minute=900, at_a_time=0).at_a_time == 1


def test_never_more_fly_than_allowed() -> None:
    together = threading.Barrier(4)
    flying = most = 0
    lock = threading.Lock()

    def answer(request: httpx.Request) -> httpx.Response:
        nonlocal flying, most
        with lock:
            flying += 1
            most = max(most, flying)
        if int(request.url.path.rpartition("/")[2]) < 4:
            together.wait(timeout=10)  # four do fly at a time
        with lock:
            flying -= 1
        return record()

    setting = talking_to(answer)
    with ThreadPoolExecutor(max_workers=16) as pool:
        list(pool.map(lambda n: setting.cw.get(f"/t/{n}"), range(200)))
    assert 4 <= most <= 8


def test_the_client_waits_for_the_rolling_minute() -> None:
    setting = talking_to(record())
    for _ in range(901):
        setting.cw.get("/system/info")
    assert setting.clock.slept == [60]
    assert setting.cw.requests == (901, 0, 0)


def test_all_workers_share_one_pause() -> None:
    setting = talking_to(httpx.Response(429, headers={"Retry-After": "30"}), record())
    with ThreadPoolExecutor(max_workers=4) as pool:
        list(pool.map(lambda n: setting.cw.get(f"/t/{n}"), range(4)))
    assert setting.cw.requests == (5, 0, 1)
    assert setting.clock.now() >= 30


def test_a_pause_is_told_once_to_whoever_listens() -> None:
    slow_down = httpx.Response(429, headers={"Retry-After": "30"})
    heard: list[float] = []
    script, clock = Script([slow_down] * 4 + [record()]), FakeClock()
    cw = ConnectWise(CONNECTION, transport=script, clock=clock, paused=heard.append)
    assert cw.get("/t/1") == {"id": 7101}
    assert heard == [30] * 4  # each is a pause of its own
    pacer = Pacer(FakeClock(), per_minute=900, at_a_time=8)
    assert [pacer.throttled(0, 30), pacer.throttled(-1, 30)] == [True, False]


def test_growing_and_shrinking_step_by_step() -> None:
    pacer = Pacer(FakeClock(), per_minute=900, at_a_time=6)

    def after(answers: int) -> int:
        for _ in range(answers):
            pacer.answered()
        return pacer.at_a_time

    assert [after(7), after(1), after(9), after(1), after(50)] == [4, 5, 5, 6, 6]
    sizes = []
    for moment in range(1, 5):
        pacer.throttled(moment, 0)
        sizes.append(pacer.at_a_time)
    assert [repr(size) for size in sizes] == ["3", "1", "1", "1"]
    assert [after(1), after(1), after(3), after(1)] == [1, 2, 2, 3]
    pacer.answered()
    pacer.throttled(9, 0)  # what went well before it counts no longer
    assert [after(1), after(1)] == [1, 2]


def test_an_odd_number_at_a_time_is_halved_down() -> None:
    pacer = Pacer(FakeClock(), per_minute=900, at_a_time=5)
    for _ in range(8):
        pacer.answered()
    assert pacer.at_a_time == 5
    pacer.throttled(0, 0)
    assert pacer.at_a_time == 2


def test_a_slot_that_is_not_free_yet_says_when_it_is() -> None:
    pace = Pace(2)
    assert [pace.reserve(now) for now in (5, 7)] == [0, 0]
    assert [pace.reserve(now) for now in (8, 64.5)] == [57, 0.5]
    assert pace.reserve(65) == 0  # the first one is 60 s old
    assert pace.reserve(66) == 1
    assert pace.reserve(67) == 0


def test_a_push_back_while_the_pause_lasts_makes_it_longer_never_shorter() -> None:
    pace = Pace(600)
    assert pace.throttled(1, 2, 20)
    assert pace.reserve(2) == 20
    assert not pace.throttled(1.5, 3, 4)
    assert pace.reserve(3) == 19
    assert not pace.throttled(1.9, 4, 30)
    assert pace.reserve(4) == 30
    assert pace.throttled(2, 5, 1)  # it went when all had slowed down already
    assert pace.reserve(5) == 29
    assert pace.reserve(34) == 0
    assert 60 / pace.reserve(34) == pytest.approx(600 * 0.49 + 600 * 28 / 300)
