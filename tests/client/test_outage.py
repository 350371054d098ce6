"""ConnectWise goes away: everybody gives up in time, and nobody floods it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from cwsync.client.failures import AnswerLost
from cwsync.errors import Unreachable
from tests.client.scripted import record, talking_to
from tests.clocks import FakeClock

DOWN = httpx.Response(503)


@pytest.mark.parametrize("jitter", [0, 0.5, 1])
@pytest.mark.parametrize("down", [DOWN, httpx.ConnectError("x"), httpx.ReadTimeout("x")])
def test_down_from_the_start(down: httpx.Response | Exception, jitter: float) -> None:
    setting = talking_to(down, jitter=jitter)
    with pytest.raises(Unreachable):
        setting.cw.get("/system/info")
    assert setting.clock.now() <= 60
    assert setting.cw.requests[2] <= 10


def test_after_it_gave_up_each_call_is_tried_once_and_recovery_is_noticed() -> None:
    setting = talking_to(*[DOWN] * 12, record())
    for tries in (11, 12):
        with pytest.raises(Unreachable):
            setting.cw.get("/system/info")
        assert len(setting.sent) == tries
    assert setting.cw.get("/system/info") == {"id": 7101}


def test_a_slow_death_counts_the_time_of_the_attempts() -> None:
    setting = talking_to(DOWN)
    timeouts: list[float] = []

    def hang(request: httpx.Request) -> httpx.Response:
        seconds = request.extensions["timeout"]["read"]
        timeouts.append(seconds)
        setting.clock.sleep(seconds)
        raise httpx.ReadTimeout("x")

    setting.script._replies = [hang]
    with pytest.raises(Unreachable):
        setting.cw.get("/system/info")
    assert setting.clock.now() <= 60
    assert timeouts[0] == 30
    assert len(timeouts) == 2


def test_a_write_may_take_longer_than_a_read() -> None:
    setting = talking_to(httpx.ReadTimeout("x"))
    with pytest.raises(AnswerLost):
        setting.cw.post("/project/tickets", {})
    assert setting.script.requests[0].extensions["timeout"] == {
        "connect": 15,
        "read": 90,
        "write": 90,
        "pool": 90,
    }


class Trickle(httpx.SyncByteStream):
    """A byte every 20 s, for ever."""

    def __init__(self, clock: FakeClock) -> None:
        self.clock = clock

    def __iter__(self) -> Iterator[bytes]:
        while True:
            self.clock.sleep(20)
            yield b" "


def test_an_answer_that_trickles_is_given_up() -> None:
    setting = talking_to(DOWN)
    setting.script._replies = [lambda _: httpx.Response(200, stream=Trickle(setting.clock))]
    with pytest.raises(Unreachable, match="no answer in time"):
        setting.cw.get("/system/info")
    assert 60 <= setting.clock.now() <= 80  # that long, and the read that was under way
    begun = setting.clock.now()
    with pytest.raises(AnswerLost):
        setting.cw.post("/project/tickets", {})
    assert 90 <= setting.clock.now() - begun <= 110


@pytest.mark.parametrize("method", ["get", "post"])
def test_many_workers_together_spend_one_budget(method: str) -> None:
    failing = httpx.ConnectError("x") if method == "post" else DOWN
    setting = talking_to(*[record()] * 20, failing)
    call: dict[str, Callable[[int], object]] = {
        "get": lambda n: setting.cw.get(f"/project/tickets/{n}"),
        "post": lambda n: setting.cw.post("/project/tickets", {"summary": str(n)}),
    }
    with ThreadPoolExecutor(max_workers=8) as pool:
        # one after the other: an answer that comes in between would begin a new budget
        before = list(pool.map(lambda n: _outcome(call[method], n), range(20)))
        outcomes = list(pool.map(lambda n: _outcome(call[method], n), range(20, 60)))
    assert before == ["done"] * 20
    assert outcomes == ["Unreachable"] * 40
    assert setting.cw.requests[2] <= 10
    assert setting.clock.now() <= 60


def test_one_path_that_fails_does_not_stop_the_others() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return DOWN if request.url.path.endswith("/recap") else record()

    setting = talking_to(answer)
    with ThreadPoolExecutor(max_workers=8) as pool:
        bad = pool.submit(_outcome, lambda n: setting.cw.get("/project/recap"), 0)
        good = list(pool.map(lambda n: _outcome(setting.cw.get, f"/t/{n}"), range(50)))
    assert good == ["done"] * 50
    assert bad.result() == "Unreachable"
    assert setting.sent.count("GET /project/recap") <= 11


def _outcome(call: Callable[..., object], argument: object) -> str:
    try:
        call(argument)
    except Unreachable as error:
        return type(error).__name__
    return "done"


@pytest.mark.parametrize("said_s", ["120", "75", "30"])
def test_who_is_only_throttled_gives_up_before_a_claim_is_dead(said_s: str) -> None:
    script = talking_to(httpx.Response(429, headers={"Retry-After": said_s}, json={}))
    with pytest.raises(Unreachable):
        script.cw.post("/project/tickets", {})
    assert script.clock.now() <= 480
    assert script.clock.now() > 200
