"""The push record in the notes of a project: begun, kept alive, completed, taken over."""

from __future__ import annotations

import random
from typing import Any

import pytest

from cwsync.client.failures import AnswerLost
from cwsync.errors import Forbidden, PreconditionFailed
from cwsync.sync.claims import Claimant
from cwsync.sync.events import ignore
from cwsync.sync.record import PushRecord, write
from cwsync.sync.recordkeeper import End, Kept, RecordKeeper, TakenOver, read_record
from tests.sync.notes import KEY, Notes, Rows

DICE = random.Random(5150)
MANY = {f"svc:{DICE.randrange(10**7)}": DICE.randrange(10**6) for _ in range(1_500)}


def keeper(notes: Notes, run: str, kept: Kept | None = None) -> RecordKeeper:
    there = kept or read_record(notes.cw, 1, KEY)
    return RecordKeeper(notes.cw, 1, there, Claimant(run, f"{run}@desk", ignore))


def pushed(notes: Notes, run: str, ids: dict[str, int]) -> None:
    one = keeper(notes, run)
    one.begin(take_over=False)
    assert one.end(ids, settled=True) is End.COMPLETED


def test_a_small_push_writes_twice() -> None:
    notes = Notes()
    pushed(notes, "a", {"svc:1": 70})
    assert notes.writes == 2
    assert read_record(notes.cw, 1, KEY) == Kept(PushRecord(KEY, {"svc:1": 70}), (1,))


def test_a_large_record_has_as_many_writes_as_notes_and_one() -> None:
    notes = Notes()
    pushed(notes, "a", MANY)
    parts = len(write(PushRecord(KEY, MANY)))
    assert parts > 2
    assert notes.writes == parts + 1
    kept = read_record(notes.cw, 1, KEY)
    assert (kept.record.ids, kept.record.complete, kept.claims) == (MANY, True, ())


def test_a_second_push_adds_to_the_record_and_leaves_no_claim() -> None:
    notes = Notes()
    pushed(notes, "a", {"svc:1": 70})
    pushed(notes, "b", {"svc:2": 71})
    pushed(notes, "c", MANY)
    pushed(notes, "d", {"svc:3": 72})
    kept = read_record(notes.cw, 1, KEY)
    expected = {**MANY, "svc:1": 70, "svc:2": 71, "svc:3": 72}
    assert (kept.record.ids, kept.claims, kept.record.complete) == (expected, (), True)


@pytest.mark.parametrize("survived", range(12))
def test_a_push_that_dies_while_it_completes_the_record_loses_nothing(survived: int) -> None:
    notes = Notes()
    pushed(notes, "a", {"svc:1": 70})
    one = keeper(notes, "b")
    one.begin(take_over=False)
    written = notes.writes + survived

    class Died(BaseException):
        pass

    def dying(write: object) -> object:
        def call(*arguments: object, **options: object) -> object:
            if notes.writes >= written:
                raise Died
            return write(*arguments, **options)  # type: ignore[operator]

        return call

    for name in ("post", "patch", "delete"):
        setattr(notes, name, dying(getattr(notes, name)))
    try:
        one.end(MANY, settled=True)
    except Died:
        kept = read_record(notes.cw, 1, KEY)
        assert kept.record.running is not None
        assert kept.record.ids.items() <= {"svc:1": 70, **MANY}.items()
    else:
        assert survived > 3


def test_a_plan_is_stale_when_another_push_ran_since() -> None:
    notes = Notes()
    before = read_record(notes.cw, 1, KEY)
    pushed(notes, "a", {"svc:1": 70})
    with pytest.raises(PreconditionFailed) as caught:
        keeper(notes, "b", before).begin(take_over=False)
    assert caught.value.code == "stale_plan"
    assert read_record(notes.cw, 1, KEY).claims == ()


def test_what_may_still_appear_keeps_the_claim() -> None:
    notes = Notes()
    one = keeper(notes, "a")
    one.begin(take_over=False)
    assert one.end({"svc:1": 70, "svc:2": 0}, settled=False) is End.OPEN
    kept = read_record(notes.cw, 1, KEY)
    assert kept.runs == {"a"}
    assert kept.record.ids == {"svc:1": 70, "svc:2": 0}
    with pytest.raises(PreconditionFailed, match="running: a@desk"):
        keeper(notes, "b").begin(take_over=False)


def test_a_long_push_says_that_it_is_alive() -> None:
    notes = Notes()
    one = keeper(notes, "a")
    one.begin(take_over=False)
    for _ in range(60):
        notes.clock.sleep(30)
        one.keep()
    assert notes.writes <= 1 + 30 // 4 + 1
    with pytest.raises(PreconditionFailed, match="since 30 min"):
        keeper(notes, "b").begin(take_over=False)


def test_a_push_that_was_taken_over_stops_and_leaves_the_record_alone() -> None:
    notes = Notes()
    one = keeper(notes, "a")
    one.begin(take_over=False)
    two = keeper(notes, "b")
    two.begin(take_over=True)
    notes.clock.sleep(180)
    with pytest.raises(TakenOver):
        one.keep()
    assert one.end({"svc:1": 70}, settled=True) is End.TAKEN_OVER
    assert two.end({"svc:1": 71}, settled=True) is End.COMPLETED
    assert read_record(notes.cw, 1, KEY) == Kept(PushRecord(KEY, {"svc:1": 71}), (2,))


def test_a_right_that_is_lost_in_between_does_not_stop_a_push() -> None:
    notes = Notes()
    one = keeper(notes, "a")
    one.begin(take_over=False)
    notes.clock.sleep(300)

    def forbid() -> None:
        raise Forbidden("no")

    notes.before_list = forbid
    one.keep()
    assert not one.allowed
    assert one.end({"svc:1": 70}, settled=True) is End.COMPLETED
    assert notes.texts == {}


def test_a_renewal_that_is_carried_out_late_does_not_touch_the_record() -> None:
    notes = Notes()
    one = keeper(notes, "a")
    one.begin(take_over=False)
    late: list[tuple[str, Rows]] = []
    patch = notes.patch

    def lost(path: str, operations: Rows) -> dict[str, Any]:
        late.append((path, operations))
        raise AnswerLost("no answer in time")

    notes.patch = lost  # type: ignore[method-assign]
    notes.clock.sleep(300)
    one.keep()
    notes.patch = patch  # type: ignore[method-assign]
    assert one.end({"svc:1": 70}, settled=True) is End.COMPLETED
    ((path, operations),) = late
    if int(path.rpartition("/")[2]) in notes.texts:
        notes.patch(path, operations)
    assert read_record(notes.cw, 1, KEY) == Kept(PushRecord(KEY, {"svc:1": 70}), (2,))
