"""The push record over time: when it is looked at, renewed, and what happens when that fails."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from cwsync.client.failures import AnswerLost
from cwsync.errors import CwsyncError, Forbidden, PreconditionFailed, Unreachable
from cwsync.sync.claims import NO_LONGER_NEEDED, Claimant, claims_in
from cwsync.sync.events import Event, Waiting, ignore
from cwsync.sync.record import PushRecord, Running, write
from cwsync.sync.recordkeeper import (
    End,
    Kept,
    RecordKeeper,
    TakenOver,
    check_not_running,
    read_record,
)
from tests.sync.notes import KEY, PATH, Notes, Rows

DICE = random.Random(5150)
MANY = {f"svc:{DICE.randrange(10**7)}": DICE.randrange(10**6) for _ in range(1_500)}
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


class Counting(Notes):
    """Counts lists and patches; fails where a test says so."""

    def __init__(self) -> None:
        super().__init__()
        self.lists = 0
        self.patched: list[str] = []
        self.posting: Callable[[], object] = lambda: None
        self.patching: Callable[[], object] = lambda: None

    def list(self, path: str, **options: object) -> Rows:
        assert (path, options) == (PATH, {"fields": ("id", "text")})
        self.lists += 1
        return super().list(path, **options)

    def post(
        self, path: str, body: dict[str, object], *, repeat: bool = False
    ) -> dict[str, object]:
        assert path == PATH
        self.posting()
        return super().post(path, body, repeat=repeat)

    def patch(self, path: str, operations: Rows) -> dict[str, object]:
        self.patching()
        assert [(o["op"], o["path"]) for o in operations] == [("replace", "text")]
        self.patched.append(path)
        return super().patch(path, operations)


def keeper(
    notes: Notes, run: str = "a", kept: Kept | None = None, heard: list[Event] | None = None
) -> RecordKeeper:
    watcher = ignore if heard is None else heard.append
    kept = kept or read_record(notes.cw, 1, KEY)
    return RecordKeeper(notes.cw, 1, kept, Claimant(run, f"{run}@desk", watcher))


def begun(notes: Notes, run: str = "a") -> RecordKeeper:
    one = keeper(notes, run)
    one.begin(take_over=False)
    return one


def fail(error: Exception) -> Callable[[], object]:
    def raises() -> object:
        raise error

    return raises


@pytest.mark.parametrize(
    ("every_s", "looked"),
    [(5, [180, 360, 540]), (0.1, [15, 30, 45, 60]), (1, [75, 150, 225, 300])],
    ids=["slow", "fast", "in between"],
)
def test_a_push_looks_by_what_it_sends_and_by_the_time(every_s: float, looked: list[int]) -> None:
    notes = Counting()
    one = begun(notes)
    looks: list[float] = []
    sent = 0
    while len(looks) < len(looked):
        sent += 1
        notes.clock.sleep(every_s)
        before = notes.lists
        one.keep()
        if notes.lists > before:
            looks.append(sent * every_s)
    assert looks == pytest.approx(looked, abs=every_s + 0.2)


def test_a_push_says_every_four_minutes_that_it_lives() -> None:
    notes = Counting()
    one = begun(notes)
    renewals = []
    for second in range(0, 1_201, 30):
        before = len(notes.patched)
        one.keep()
        if len(notes.patched) > before:
            renewals.append(second)
        notes.clock.sleep(30)
    assert renewals == [360, 720, 1080]  # with the look after four minutes
    assert notes.patched == [f"{PATH}/1"] * 3
    (claim,) = claims_in(notes.list(PATH, fields=("id", "text")), KEY)
    alive = NOON + timedelta(seconds=1080)
    assert claim.running == Running("a", "a@desk", NOON, alive)


def test_four_minutes_are_enough_to_say_so() -> None:
    notes = Counting()
    one = begun(notes)
    notes.clock.sleep(240)
    one.keep()
    assert notes.patched == [f"{PATH}/1"]


def test_a_renewal_that_fails_is_made_up_for_later() -> None:
    notes = Counting()
    one = begun(notes)
    for error in (Unreachable("away"), AnswerLost("no answer")):
        notes.patching = fail(error)
        notes.clock.sleep(240)
        one.keep()
    notes.patching = lambda: None
    notes.clock.sleep(239)
    one.keep()  # looks, and renews no sooner
    assert notes.patched == []
    notes.clock.sleep(180)
    one.keep()
    assert notes.patched == [f"{PATH}/1"]


def test_who_was_taken_over_says_what_to_do() -> None:
    notes = Counting()
    one = begun(notes)
    two = keeper(notes, "b")
    two.begin(take_over=True)
    notes.clock.sleep(180)
    with pytest.raises(TakenOver) as caught:
        one.keep()
    assert caught.value.message == "another push took this one over, so it stopped"
    assert caught.value.hint == "wait for the other one, then push again"
    assert caught.value.code == "taken_over"


def test_where_notes_are_forbidden_nothing_is_kept() -> None:
    notes = Counting()
    notes.before_list = fail(Forbidden("no"))
    kept = read_record(notes.cw, 1, KEY)
    assert kept == Kept(PushRecord(KEY), allowed=False)
    one = keeper(notes, kept=kept)
    one.begin(take_over=False)
    notes.clock.sleep(600)
    one.keep()
    assert one.end({"svc:1": 7}, settled=False) is End.COMPLETED
    assert (one.allowed, notes.writes) == (False, 0)


def test_where_a_note_may_not_be_written_nothing_is_kept() -> None:
    notes = Counting()
    notes.posting = fail(Forbidden("no"))
    one = begun(notes)
    assert not one.allowed
    assert one.end({"svc:1": 7}, settled=True) is End.COMPLETED
    assert notes.texts == {}


def test_a_claim_without_an_answer_is_no_push() -> None:
    notes = Counting()
    notes.posting = fail(AnswerLost("no answer"))
    heard: list[Event] = []
    with pytest.raises(Unreachable) as caught:
        keeper(notes, heard=heard).begin(take_over=False)
    assert caught.value.message == "ConnectWise did not answer whether it created this (no answer)"
    assert caught.value.hint == "run the same command again"
    lost = "an answer was lost; looking whether it was carried out"
    assert heard == [Waiting(lost, 10.0), Waiting(lost, 85.0)] * 3


def test_a_claim_whose_answer_was_lost_is_found_by_its_run() -> None:
    notes = Counting()
    notes.post(PATH, {"text": write(PushRecord("project:1", running=Running("x", "x", NOON)))[0]})

    def lose() -> None:
        notes.posting = lambda: None
        notes.post(PATH, {"text": notes.stake("a")._text()})
        raise AnswerLost("no answer")

    notes.posting = lose
    one = begun(notes)
    assert len(notes.texts) == 2
    assert one.end({"svc:1": 7}, settled=True) is End.COMPLETED
    assert read_record(notes.cw, 1, KEY) == Kept(PushRecord(KEY, {"svc:1": 7}), (2,))


@pytest.mark.parametrize("committed", [True, False])
def test_a_part_of_a_large_record_whose_answer_was_lost_is_there_once(committed: bool) -> None:
    notes = Counting()
    one = begun(notes)
    plain = notes.post

    def lose(path: str, body: dict[str, object], *, repeat: bool = False) -> dict[str, object]:
        notes.post = plain  # type: ignore[method-assign]
        if committed:
            plain(path, body)
        raise AnswerLost("no answer")

    notes.post = lose  # type: ignore[method-assign]
    assert one.end(MANY, settled=True) is End.COMPLETED
    assert len(notes.texts) == len(write(PushRecord(KEY, MANY)))
    kept = read_record(notes.cw, 1, KEY)
    assert (kept.record.ids, kept.record.complete, kept.claims) == (MANY, True, ())


@pytest.mark.parametrize("error", [Unreachable("away"), AnswerLost("no answer")])
def test_a_record_that_cannot_be_completed_is_told(error: Exception) -> None:
    notes = Counting()
    one = begun(notes)
    notes.patching = fail(error)
    assert one.end({"svc:1": 7}, settled=True) is End.OPEN
    assert read_record(notes.cw, 1, KEY).runs == {"a"}


def test_the_right_that_is_lost_at_the_end_is_no_failure() -> None:
    notes = Counting()
    one = begun(notes)
    notes.patching = fail(Forbidden("no"))
    assert one.end({"svc:1": 7}, settled=True) is End.COMPLETED
    assert not one.allowed


def test_a_stale_plan_says_what_to_do() -> None:
    notes = Counting()
    before = read_record(notes.cw, 1, KEY)
    assert begun(notes).end({"svc:1": 7}, settled=True) is End.COMPLETED
    with pytest.raises(PreconditionFailed) as caught:
        keeper(notes, "b", before).begin(take_over=False)
    assert caught.value.message == (
        "another push of this project ran since this plan was made; nothing was changed"
    )
    assert caught.value.hint == "run the same command again: it makes a new plan"
    assert len(notes.texts) == 1


def test_a_claim_that_came_and_stayed_since_the_plan_makes_it_stale() -> None:
    notes = Counting()
    before = read_record(notes.cw, 1, KEY)
    begun(notes, "dead")
    notes.clock.sleep(900)
    with pytest.raises(PreconditionFailed) as caught:
        keeper(notes, "b", before).begin(take_over=False)
    assert caught.value.code == "stale_plan"
    one = keeper(notes, "c")
    one.begin(take_over=False)  # a plan that knew of it takes it away
    assert [claim.running.run for claim in read_record(notes.cw, 1, KEY).claims] == ["c"]


def test_a_claim_that_cannot_be_deleted_is_no_claim_any_more() -> None:
    class Undeletable(Counting):
        def delete(self, path: str) -> None:
            raise Forbidden("no")

    notes = Undeletable()
    assert begun(notes).end({"svc:1": 7}, settled=True) is End.COMPLETED
    assert begun(notes, "b").end({"svc:2": 8}, settled=True) is End.COMPLETED
    assert list(notes.texts.values())[1:] == [NO_LONGER_NEEDED]
    kept = read_record(notes.cw, 1, KEY)
    assert kept == Kept(PushRecord(KEY, {"svc:1": 7, "svc:2": 8}), (1,))


def test_whether_another_push_runs() -> None:
    record = PushRecord(KEY, running=Running("b", "kim@desk", NOON))

    def refused(seconds: float, *, run: str = "a", take_over: bool = False) -> CwsyncError | None:
        now = NOON + timedelta(seconds=seconds)
        try:
            check_not_running(record, now, run=run, take_over=take_over)
        except PreconditionFailed as error:
            return error
        return None

    error = refused(899)
    assert error is not None
    assert (error.code, error.message) == (
        "push_running",
        "another push of this project is running: kim@desk, since 14 min (run b)",
    )
    assert refused(900) is None
    assert refused(0, run="b") is None
    assert refused(0, take_over=True) is None
    check_not_running(PushRecord(KEY), NOON, run="a", take_over=False)
