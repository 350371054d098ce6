from __future__ import annotations

import base64
import random
import zlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cwsync.sync import record as codec
from cwsync.sync.record import PushRecord, Running, is_record, read, write

KEY = "project:5150"
BEGUN = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)
RUNNING = Running("ab12cd", "mwagner", BEGUN)
DONE = PushRecord(
    KEY, {"phase:11": 31, "svc:101": 501, "svc:102": 0, "sub:201": 71, "gov:301@phase:11": 502}
)


def big(tickets: int, tasks: int, *, named: bool = False) -> PushRecord:
    """A large push, as several at a time make one: the ids of the tickets are out of order."""
    dice = random.Random(5150)
    ids = [60_000 + 2 * n for n in range(tickets)]
    dice.shuffle(ids)
    stem = "svc:installation/" + "x" * 20 if named else "svc:"
    numbers = [7_000_000 + 3 * n + dice.randint(0, 2) for n in range(tickets + tasks)]
    entries = {f"{stem}{number}": id for number, id in zip(numbers, ids, strict=False)}
    entries |= {f"sub:{number}": 90_000 + n for n, number in enumerate(numbers[tickets:])}
    return PushRecord(KEY, entries)


def several(record: PushRecord) -> list[str]:
    notes = list(write(record, most=500))
    assert len(notes) > 2
    return notes


def test_a_note_says_what_it_is() -> None:
    (note,) = write(DONE)
    line, packed = note.split("\n")
    assert line == (
        "cwsync push record 1/1, ScopeStack project 5150, done: 1 phase, 2 tickets, 1 task. "
        "Please leave this note here."
    )
    assert packed.startswith("{1:")


def test_a_project_without_an_id_goes_by_the_whole_of_its_key() -> None:
    (note,) = write(PushRecord("project:larkspur: phase 2", {"svc:1": 7}))
    assert note.startswith(
        "cwsync push record 1/1, ScopeStack project larkspur: phase 2, done: 0 phases, "
    )


def test_a_running_push_says_who_and_since_when() -> None:
    (note,) = write(replace(DONE, running=RUNNING))
    assert note.split("\n")[0] == (
        "cwsync push record 1/1, ScopeStack project 5150, running since 2026-11-24T02:30:00Z "
        "by mwagner, run ab12cd. Please leave this note here."
    )
    assert read([note], KEY) == replace(DONE, running=RUNNING)


def test_the_name_of_who_runs_it_cannot_break_the_note() -> None:
    who = "{1:a} cwsync push record 9/9,\n" + "long " * 50
    (note,) = write(replace(DONE, running=replace(RUNNING, who=who)))
    found = read([note], KEY)
    assert found is not None
    assert found.complete
    assert found.running is not None
    assert found.running.who == ("(1:a) cwsync push record 9/9, " + "long " * 50)[:80].strip()


def test_two_thousand_entries_fit_into_three_notes() -> None:
    notes = write(big(1_000, 1_000))
    assert len(notes) <= 3
    assert max(map(len, notes)) < 4_000
    assert read(notes, KEY) == big(1_000, 1_000)


def test_twenty_thousand_entries_and_keys_without_ids() -> None:
    for record in (big(10_000, 10_000), big(2_000, 0, named=True)):
        notes = write(record)
        assert max(map(len, notes)) < 4_000
        assert read(reversed(notes), KEY) == record


def test_notes_of_others_are_not_ours() -> None:
    (note,) = write(PushRecord("project:51500"))
    others = [
        note,
        "cwsync pushed this project, see the push record 1/1",
        "cwsync push record 1/1, ScopeStack project 5150, done: moved to archive {see there}",
        "",
    ]
    assert read(others, KEY) is None
    assert not any(is_record(text, KEY) for text in others)


def test_text_around_a_note_does_no_harm() -> None:
    (note,) = write(DONE)
    assert read([f"FYI {{ours}}:\r\n> {note}\n-- \nM. Wagner"], KEY) == DONE
    assert read([note, note], KEY) == DONE


@pytest.mark.parametrize("blank", [" ", "\r\n", "\u00a0", "\n\n  "])
def test_white_space_may_change(blank: str) -> None:
    notes = [blank.join(note.split()) for note in write(DONE)]
    assert all(is_record(note, KEY) for note in notes)
    assert read(notes, KEY) == DONE
    head, packed = notes[0].split("{")
    wrapped = blank.join(packed[at : at + 40] for at in range(0, len(packed), 40))
    assert read([f"{head}{{{wrapped}"], KEY) == DONE


def test_a_lost_note_takes_only_its_own_entries() -> None:
    record = replace(big(150, 150), template_floor=17, running=RUNNING)
    notes = several(record)
    for lost in range(len(notes)):
        found = read(notes[:lost] + notes[lost + 1 :], KEY)
        assert found is not None
        assert not found.complete
        assert 0 < len(found.ids) < len(record.ids)
        assert found.ids.items() < record.ids.items()
        assert (found.running, found.template_floor) == (RUNNING, 17)


def test_a_write_that_stopped_between_two_notes() -> None:
    before = replace(big(300, 0), running=RUNNING, ids=dict.fromkeys(big(300, 0).ids, 0))
    after = big(300, 0)
    old, new = list(write(before, most=500)), several(after)
    found = read([*old[:1], *new[1:]], KEY)
    assert found is not None
    assert not found.complete
    assert found.running == RUNNING
    known = {key: id for key, id in found.ids.items() if id}
    assert known
    assert known.items() <= after.ids.items()


def test_of_two_ids_the_younger_counts() -> None:
    old, new = write(PushRecord(KEY, {"svc:1": 70})), write(PushRecord(KEY, {"svc:1": 95}))
    expected = PushRecord(KEY, {"svc:1": 95}, complete=False)
    assert read([*old, *new], KEY) == read([*new, *old], KEY) == expected


def test_another_format_is_not_guessed() -> None:
    (note,) = write(DONE)
    assert read([note.replace("{1:", "{2:")], KEY) == PushRecord(KEY, complete=False)


def sealed(packed: str) -> str:
    return codec._note(codec._head(DONE), 1, 1, "0" * 6, packed)


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"[]",
        b"{}",
        b"null",
        b"[" * 100_000,
        b'["project:5150",0,null,[],{}]',
        b'["project:5150",0,[1],{},{}]',
        b'["project:5150",0,["a","b",1e300],{},{}]',
        b'["project:5150",0,null,{"svc:":[[1],[1,2]]},{}]',
        b'["project:other",0,null,{},{"svc:1":2}]',
        b'["project:5150",0,null,{},{}]' + b" " * 5_000_000,
        b"\xff",
    ],
)
def test_sealed_nonsense_is_not_believed(payload: bytes) -> None:
    packed = base64.b64encode(zlib.compress(payload, 9)).decode()
    assert read([sealed(packed)], KEY) == PushRecord(KEY, complete=False)


def test_what_is_not_packed_at_all_is_not_believed() -> None:
    for packed in ("", "abc", "AAAA", "é"):
        assert read([sealed(packed)], KEY) == PushRecord(KEY, complete=False)


_slug = st.text(st.characters(categories=("L", "N"), include_characters="-/#"), max_size=12)
_name = st.one_of(st.integers(0, 10**12).map(str), _slug, st.sampled_from(("007", "a#2", "9" * 30)))
_keys = st.one_of(
    st.builds("{}:{}".format, st.sampled_from(("phase", "svc", "sub", "gov")), _name),
    st.builds("gov:{}@phase:{}".format, _name, _name),
)
_records = st.builds(
    PushRecord,
    project_key=st.just(KEY) | _slug.filter(bool).map("project:{}".format),
    ids=st.dictionaries(_keys, st.integers(0, 10**9), max_size=60),
    running=st.none()
    | st.builds(
        Running,
        run=st.text("0123456789abcdef", min_size=6, max_size=6),
        who=st.sampled_from(("mwagner", "API Größe", 'o\'neil \\ "x"')),
        begun=st.datetimes(datetime(2020, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC)).map(
            lambda moment: moment.replace(microsecond=0)
        ),
    ),
    template_floor=st.integers(0, 10**6),
)


@given(_records, st.integers(400, 4_000), st.randoms(use_true_random=False))
def test_what_is_written_is_read_again(record: PushRecord, most: int, dice: random.Random) -> None:
    notes = list(write(record, most=most))
    assert all(is_record(note, record.project_key) for note in notes)
    assert all(len(note) <= most for note in notes) or len(notes) >= len(record.ids)
    dice.shuffle(notes)
    assert read(notes, record.project_key) == record


def check_never_wrong(notes: Sequence[str], record: PushRecord) -> None:
    found = read(notes, record.project_key)
    if found is not None:
        assert found.ids.items() <= record.ids.items()
        assert found == record or not found.complete
        assert found.running in (None, record.running)


@given(st.data())
@settings(max_examples=300)
def test_one_changed_character_never_gives_a_wrong_id(data: st.DataObject) -> None:
    record = replace(big(100, 100), running=RUNNING)
    notes = several(record)
    which = data.draw(st.integers(0, len(notes) - 1))
    at = data.draw(st.integers(0, len(notes[which]) - 1))
    until = data.draw(st.sampled_from((at, at + 1)))  # inserted, replaced or (if empty) deleted
    put = data.draw(
        st.sampled_from("0123456789abcdefXYZ+/={}:, \n") | st.characters() | st.just("")
    )
    notes[which] = notes[which][:at] + put + notes[which][until:]
    check_never_wrong(notes, record)


@given(st.lists(st.text(max_size=50)), st.text(max_size=200))
def test_no_text_of_others_raises(texts: list[str], packed: str) -> None:
    assert read(texts, KEY) is None
    read([*texts, sealed(packed)], KEY)
