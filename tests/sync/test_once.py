"""A record is created once, whatever happens to the answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import pytest

from cwsync.client.connectwise import ConnectWise
from cwsync.client.failures import AnswerLost, Rejected
from cwsync.errors import Unreachable
from cwsync.sync.events import Event
from cwsync.sync.once import LOOKS_AFTER_S, CannotLook, Made, StillUnknown, create_once
from tests.clocks import FakeClock

HINT = "run the same command again; it looks for the record before it sends anything"


class Server:
    """Commits a create after so many seconds, if at all, and loses the first answers."""

    def __init__(self, *, lose: int = 0, commit_after_s: float | None = 0.0) -> None:
        self.clock = FakeClock()
        self.sent = 0
        self._lose = lose
        self._commit_after_s = commit_after_s
        self._committed_at: list[float] = []

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        self.sent += 1
        if self.sent <= self._lose:
            if self._commit_after_s is not None:
                self._committed_at.append(self.clock.now() + self._commit_after_s)
            raise AnswerLost("no answer in time")
        self._committed_at.append(self.clock.now())
        return {"id": 100 + self.records}

    @property
    def records(self) -> int:
        return sum(at <= self.clock.now() for at in self._committed_at)

    def look(self) -> int | None:
        return 101 if self.records else None


def create(server: Server, stop: Callable[[], bool] = lambda: False) -> Made:
    events: list[Event] = []
    return create_once(
        cast(ConnectWise, server),
        "/project/tickets",
        {},
        look=server.look,
        watcher=events.append,
        stop=stop,
    )


def test_an_answer_that_came_needs_no_look() -> None:
    assert create(server := Server()) == Made(101, adopted=False)
    assert server.sent == 1


@pytest.mark.parametrize("late_s", [0, 1, 5, 17, 40, 66, 90])
def test_a_commit_whose_answer_was_lost_is_adopted_however_late_it_comes(late_s: float) -> None:
    server = Server(lose=1, commit_after_s=late_s)
    assert create(server) == Made(101, adopted=True)
    assert (server.sent, server.records) == (1, 1)


def test_what_was_never_carried_out_is_sent_again_after_every_look() -> None:
    server = Server(lose=1, commit_after_s=None)
    assert create(server) == Made(101, adopted=False)
    assert (server.sent, server.records) == (2, 1)
    assert server.clock.now() == sum(LOOKS_AFTER_S) >= 90


def test_it_gives_up_after_three_sends() -> None:
    server = Server(lose=99, commit_after_s=None)
    with pytest.raises(StillUnknown) as caught:
        create(server)
    assert caught.value.message == (
        "ConnectWise did not answer whether it created this (no answer in time)"
    )
    assert caught.value.hint == HINT
    assert caught.value.code == "still_unknown"
    assert server.sent == 3


def test_after_a_stop_it_looks_to_the_end_and_sends_nothing_more() -> None:
    server = Server(lose=99, commit_after_s=None)
    with pytest.raises(StillUnknown):
        create(server, stop=lambda: True)
    assert (server.sent, server.clock.now()) == (1, sum(LOOKS_AFTER_S))
    late = Server(lose=1, commit_after_s=80)
    assert create(late, stop=lambda: True) == Made(101, adopted=True)


def test_where_looking_fails_it_is_unknown_and_not_sent_again() -> None:
    class Gone(Server):
        def look(self) -> int | None:
            raise Unreachable("it keeps failing")

    server = Gone(lose=1)
    with pytest.raises(CannotLook) as caught:
        create(server)
    assert caught.value.message == (
        "ConnectWise did not answer whether it created this (no answer in time), "
        "and looking for it failed: it keeps failing"
    )
    assert caught.value.hint == HINT
    assert caught.value.code == "cannot_look"
    assert server.sent == 1


def test_a_refusal_is_no_lost_answer() -> None:
    class Refusing(Server):
        def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
            self.sent += 1
            raise Rejected("no", status=400)

    server = Refusing()
    with pytest.raises(Rejected):
        create(server)
    assert server.sent == 1


def test_an_answer_without_an_id_counts_as_lost() -> None:
    class Odd(Server):
        def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
            super().post(path, body)
            return {"name": "no id"}

    assert create(Odd()) == Made(101, adopted=True)
    odd = Odd(lose=0, commit_after_s=None)
    odd.look = lambda: None  # type: ignore[method-assign]
    with pytest.raises(StillUnknown, match=r"created this \(the answer holds no id\)"):
        create(odd)


@pytest.mark.parametrize("id", [True, "7", None, 7.0])
def test_an_id_is_a_whole_number(id: object) -> None:
    class Odd(Server):
        def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
            super().post(path, body)
            return {"id": id}

    assert create(Odd()) == Made(101, adopted=True)
