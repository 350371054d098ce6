"""Of several pushes that begin at once at most one goes on, however their notes become visible."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cwsync.client.failures import AnswerLost
from cwsync.errors import Forbidden, PreconditionFailed, Unreachable
from cwsync.sync.claims import NO_LONGER_NEEDED, Claim, Claimant, Stake, claims_in
from cwsync.sync.events import Event, Waiting
from cwsync.sync.record import Running
from tests.sync.notes import KEY, PATH, Notes, Rows


def test_who_is_alone_goes_on_with_one_write_and_one_read() -> None:
    notes = Notes()
    stake = notes.stake("a")
    rows = stake.place(())
    assert [claim.running.who for claim in claims_in(rows, KEY)] == ["a@desk"]
    assert notes.writes == 1
    stake.withdraw()
    assert notes.texts == {}


def test_who_comes_second_steps_back_and_names_the_first() -> None:
    notes = Notes()
    notes.stake("a").place(())
    notes.clock.sleep(180)
    with pytest.raises(PreconditionFailed) as caught:
        notes.stake("b").place(())
    assert caught.value.message == (
        "another push of this project is running: a@desk, since 3 min (run a)"
    )
    assert caught.value.hint == (
        "wait for it; if it died, push again in 12 min or now with --take-over"
    )
    assert caught.value.code == "push_running"
    assert len(notes.texts) == 1


@pytest.mark.parametrize(("seconds", "left"), [(0, 15), (1, 15), (60, 14), (839, 2), (840, 1)])
def test_how_long_a_push_that_died_still_blocks(seconds: float, left: int) -> None:
    notes = Notes()
    notes.stake("a").place(())
    notes.clock.sleep(seconds)
    with pytest.raises(PreconditionFailed) as caught:
        notes.stake("b").place(())
    assert f"since {int(seconds) // 60} min" in caught.value.message
    assert caught.value.hint == (
        f"wait for it; if it died, push again in {left} min or now with --take-over"
    )


def test_the_first_waits_until_the_second_has_stepped_back() -> None:
    notes = Notes()
    second = notes.stake("b")
    looks = 0

    def second_comes() -> None:
        nonlocal looks
        looks += 1
        if looks == 1:
            second.note_id = notes.post(PATH, {"text": second._text()})["id"]
        elif looks == 3:
            second.withdraw()

    notes.before_list = second_comes
    first = notes.stake("a")
    rows = first.place(())
    assert [claim.running.run for claim in claims_in(rows, KEY)] == ["a"]
    assert notes.clock.slept == [0.5, 1.0]


def test_the_first_waits_23_seconds_at_most() -> None:
    notes = Notes()
    second = notes.stake("b")
    looks = 0

    def second_comes() -> None:
        nonlocal looks
        looks += 1
        if looks == 1:
            second.note_id = notes.post(PATH, {"text": second._text()})["id"]

    notes.before_list = second_comes
    heard: list[Event] = []
    first = Stake(notes.cw, PATH, KEY, Claimant("a", "a@desk", heard.append))
    with pytest.raises(PreconditionFailed, match="running: b@desk"):
        first.place(())
    waits = [0.5, 1.0, 2.0, 4.0, 8.0, 8.0]
    assert heard == [Waiting("another push began at the same moment", s) for s in waits]
    assert notes.clock.slept == waits
    assert list(notes.texts) == [second.note_id]


def test_a_note_that_became_visible_after_a_younger_one_had_looked_loses() -> None:
    """The older id was given first and came late: its owner sees a younger one that stays."""
    notes = Notes()
    notes.last = 1  # the late one's
    younger = notes.stake("b")
    younger.place(())
    late = notes.stake("a")
    notes.last = 0  # and now it is given
    with pytest.raises(PreconditionFailed, match="running: b@desk"):
        late.place(())
    assert list(notes.texts) == [2]


def test_a_dead_push_blocks_for_15_minutes_after_it_was_last_heard_of() -> None:
    notes = Notes()
    dead = notes.stake("dead")
    dead.place(())
    notes.clock.sleep(600)
    dead.renew()
    notes.clock.sleep(899)
    with pytest.raises(PreconditionFailed, match="since 24 min"):
        notes.stake("b").place(())
    notes.clock.sleep(1)
    rows = notes.stake("c").place(())
    assert {claim.running.run for claim in claims_in(rows, KEY)} == {"dead", "c"}


def test_taking_over_ignores_only_those_that_were_there() -> None:
    notes = Notes()
    notes.stake("dead").place(())
    past = notes.stake("b").runs()
    assert past == {"dead"}
    winner = notes.stake("b")
    rows = winner.place(past)
    winner.drop_others(rows)
    with pytest.raises(PreconditionFailed, match="running: b@desk"):
        notes.stake("c").place(past)
    assert len(notes.texts) == 1


def test_who_was_taken_over_can_tell() -> None:
    notes = Notes()
    first = notes.stake("a")
    first.place(())
    assert first.is_among(first.rows())
    second = notes.stake("b")
    second.drop_others(second.place({"a"}))
    assert not first.is_among(first.rows())


def test_a_note_that_may_not_be_deleted_says_that_it_can_be() -> None:
    class Undeletable(Notes):
        def delete(self, path: str) -> None:
            raise Forbidden("no")

    notes = Undeletable()
    stake = notes.stake("a")
    stake.place(())
    stake.withdraw()
    assert list(notes.texts.values()) == [NO_LONGER_NEEDED]
    notes.stake("b").place(())


@pytest.mark.parametrize("trouble", [AnswerLost("no answer"), Unreachable("away")])
def test_a_note_that_cannot_be_taken_away_ends_by_itself(trouble: Exception) -> None:
    class Away(Notes):
        def __init__(self) -> None:
            super().__init__()
            self.tried: list[str] = []

        def delete(self, path: str) -> None:
            self.tried.append(path)
            raise trouble

    notes = Away()
    stake = notes.stake("a")
    stake.withdraw()
    assert notes.tried == []  # nothing was claimed yet
    stake.place(())
    stake.withdraw()
    times = 2 if isinstance(trouble, AnswerLost) else 1
    assert notes.tried == [f"{PATH}/1"] * times
    other = notes.stake("b")
    other.place({"a"})
    other.drop_others(other.rows())
    assert notes.tried == [f"{PATH}/1"] * times * 2
    assert len(notes.texts) == 2


def test_a_renewed_note_says_since_when_and_until_when_it_was_alive() -> None:
    notes = Notes()
    stake = notes.stake("a")
    stake.place(())
    notes.clock.sleep(240.75)
    stake.renew()
    (claim,) = claims_in(notes.list(PATH), KEY)
    noon = datetime(2026, 11, 24, 12, tzinfo=UTC)
    alive = noon + timedelta(minutes=4)
    assert claim == Claim(1, Running("a", "a@desk", noon, alive))


def test_claims_stand_oldest_first_whatever_order_the_notes_have() -> None:
    notes = Notes()
    for run in ("c", "a", "b"):
        notes.post(PATH, {"text": notes.stake(run)._text()})
    rows = [*reversed(notes.list(PATH)), {"id": 9, "text": "theirs"}]
    assert [(c.note_id, c.running.run) for c in claims_in(rows, KEY)] == [
        (1, "c"),
        (2, "a"),
        (3, "b"),
    ]


def test_the_clock_of_connectwise_counts() -> None:
    class Ahead(Notes):
        def server_now(self) -> object:  # type: ignore[override]
            return self.clock.utc() + timedelta(hours=9)

    notes = Ahead()
    notes.stake("a").place(())
    notes.clock.sleep(10)
    with pytest.raises(PreconditionFailed, match="since 0 min"):
        notes.stake("b").place(())


class Lagging(Notes):
    """Lists show a note only so many seconds after its POST was answered; a POST takes 0.1 s."""

    def __init__(self, lag_s: float) -> None:
        super().__init__()
        self.lag_s = lag_s
        self.listed_from: dict[int, float] = {}

    def post(
        self, path: str, body: dict[str, object], *, repeat: bool = False
    ) -> dict[str, object]:
        answer = super().post(path, body, repeat=repeat)
        self.listed_from[self.last] = self.clock.now() + self.lag_s
        self.clock.sleep(0.1)
        return answer

    def list(self, path: str, **options: object) -> Rows:
        rows = super().list(path, **options)
        return [row for row in rows if self.clock.now() >= self.listed_from[row["id"]]]


@pytest.mark.parametrize("lag_s", [0.3, 1.0, 20.0])
def test_who_does_not_see_its_own_note_yet_waits(lag_s: float) -> None:
    notes = Lagging(lag_s)
    first = notes.stake("a")
    assert first.is_among(first.place(()))
    with pytest.raises(PreconditionFailed, match="running: a@desk"):
        notes.stake("b").place(())


def test_who_never_sees_its_own_note_steps_back() -> None:
    notes = Lagging(1_000)
    with pytest.raises(PreconditionFailed, match="does not list it") as caught:
        notes.stake("a").place(())
    assert caught.value.code == "claim_not_listed"
    assert sum(notes.clock.slept) == pytest.approx(23.6)
    assert notes.texts == {}


def test_a_claim_of_a_clock_that_was_wrong_blocks_nobody_for_long() -> None:
    notes = Notes()
    notes.clock.sleep(20 * 3600)
    notes.stake("ahead").place(())
    notes.clock.sleep(-20 * 3600)
    notes.stake("b").place(())
