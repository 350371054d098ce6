"""The push record: which keys were pushed, and what they became. A codec, pure.

It stands in notes of the ConnectWise project, each under 4,000 characters: a readable line, then
entries, packed. ConnectWise may turn line ends into spaces or wrap lines; nothing here depends on
white space. Each note can be read alone, so that one that is lost or damaged takes only its own
entries with it.

    cwsync push record 1/2, ScopeStack project 90210, done: 8 phases, 136 tickets, 89 tasks. Please
    leave this note here. {1:5f1d02c9aa:0c44de:eNq…}
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import accumulate
from typing import Any

from cwsync.mapping.workplan import kind_of

MOST = 3_900
_UNPACKED_MOST = 4_000_000  # more than 3,900 characters can hold, unless made to do harm
_FORMAT = "1"
_UNREADABLE = (zlib.error, ValueError, TypeError, AttributeError, OverflowError, OSError)
_NUMBERED = re.compile(r"(.*[^0-9])([1-9][0-9]{0,17})", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Running:
    """A push that has begun and not ended. Times are ConnectWise's, UTC, whole seconds.

    `alive` is when a long push last said that it goes on, None while it has not.
    """

    run: str
    who: str
    begun: datetime
    alive: datetime | None = None

    @property
    def seen(self) -> datetime:
        """When it was last heard of."""
        return self.alive or self.begun


@dataclass(frozen=True, slots=True)
class PushRecord:
    """What was pushed of one ScopeStack project into one ConnectWise project.

    `ids` holds 0 for what was to be created and is not there yet. Tickets up to `template_floor`
    came from a template. `complete` is False where a part of the record is missing or damaged, or
    where another write of it was not finished; what `ids` holds is right all the same.
    """

    project_key: str
    ids: Mapping[str, int] = field(default_factory=dict)
    running: Running | None = None
    template_floor: int = 0
    complete: bool = True


@dataclass(frozen=True, slots=True)
class _Part:
    """One sound note. `write` is the same for all notes of one write of the record."""

    number: int
    of: int
    write: str
    record: PushRecord


def write(record: PushRecord, *, most: int = MOST) -> tuple[str, ...]:
    """The texts of the notes that hold the record, each at most `most` characters.

    The name of who runs a push is kept as one line of at most 80 characters.
    """
    head = _head(record)
    room = most - len(_note(head, 9_999, 9_999, "0" * 6, ""))
    packed = _packed(record, room)
    this_write = _digest("".join(packed))[:6]
    return tuple(_note(head, n, len(packed), this_write, p) for n, p in enumerate(packed, 1))


def is_record(text: str, project_key: str) -> bool:
    """Whether a note is a part of the record of this project, sound or not."""
    return _pattern(project_key).search(text) is not None


def read(texts: Iterable[str], project_key: str) -> PushRecord | None:
    """The record that these notes hold, None where there is none.

    What cannot be read is left out, and the record is then not `complete`. Of two writes that the
    notes hold parts of, both count; the higher id is the younger one.
    """
    pattern = _pattern(project_key)
    notes = [note for note in map(pattern.search, texts) if note is not None]
    if not notes:
        return None
    parts = [part for part in (_part(note, project_key) for note in notes) if part is not None]
    running = [part.record.running for part in parts if part.record.running is not None]
    ids: dict[str, int] = {}
    for part in parts:
        for key, id in part.record.ids.items():
            ids[key] = max(id, ids.get(key, 0))
    return PushRecord(
        project_key,
        ids,
        max(running, key=lambda one: one.seen, default=None),
        max((part.record.template_floor for part in parts), default=0),
        complete=len(parts) == len(notes) and _is_whole(parts),
    )


def _is_whole(parts: Sequence[_Part]) -> bool:
    """Whether these are all the notes of one write; the same note twice does no harm."""
    one_write = len({(part.write, part.of) for part in parts}) == 1
    return one_write and {part.number for part in parts} == set(range(1, parts[0].of + 1))


def _pattern(project_key: str) -> re.Pattern[str]:
    project = r"\s+".join(map(re.escape, _named(project_key).split()))
    return re.compile(
        rf"cwsync\s+push\s+record\s+(?P<number>\d{{1,4}})/(?P<of>\d{{1,4}}),\s+{project},"
        r"[^{}]*\{(?P<format>\w+):(?P<sum>[0-9a-f]+):(?P<write>[0-9a-f]+):(?P<packed>[^{}]*)\}"
    )


def _part(note: re.Match[str], project_key: str) -> _Part | None:
    """What a note holds, None if it is damaged."""
    number, of, this_write = int(note["number"]), int(note["of"]), note["write"]
    packed = "".join(note["packed"].split())
    if note["format"] != _FORMAT or note["sum"] != _sum(number, of, this_write, packed):
        return None
    record = _unpacked(packed, project_key)
    return None if record is None else _Part(number, of, this_write, record)


def _note(head: str, number: int, of: int, this_write: str, packed: str) -> str:
    sealed = f"{_FORMAT}:{_sum(number, of, this_write, packed)}:{this_write}:{packed}"
    return f"cwsync push record {number}/{of}, {head}\n{{{sealed}}}"


def _head(record: PushRecord) -> str:
    state = f"done: {_counts(record.ids)}"
    if record.running is not None:
        begun = record.running.begun.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        who, run = _plain(record.running.who), _plain(record.running.run)
        state = f"running since {begun} by {who}, run {run}"
    return f"{_named(record.project_key)}, {state}. Please leave this note here."


def _counts(ids: Mapping[str, int]) -> str:
    kinds = Counter(kind_of(key).value for key, id in ids.items() if id)
    of_kinds = ((kinds[kind], kind) for kind in ("phase", "ticket", "task"))
    return ", ".join(f"{count} {kind}{'' if count == 1 else 's'}" for count, kind in of_kinds)


def _named(project_key: str) -> str:
    return f"ScopeStack {project_key.replace(':', ' ', 1)}"


def _plain(who: str) -> str:
    return " ".join(who.translate({ord("{"): "(", ord("}"): ")"}).split())[:80].strip()


def _sum(number: int, of: int, this_write: str, packed: str) -> str:
    """Covers what is read; the readable words may change, as when ConnectWise escapes a name."""
    return _digest(f"{number}/{of}:{this_write}:{packed}")[:10]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _packed(record: PushRecord, room: int) -> list[str]:
    """The entries in as few pieces as fit into `room` characters each."""
    entries = list(record.ids.items())
    whole = _piece(record, entries)
    pieces, count = [whole], -(-len(whole) // max(room, 1))
    while any(len(piece) > room for piece in pieces) and count <= len(entries):
        step = -(-len(entries) // count)
        slices = (entries[at : at + step] for at in range(0, len(entries), step))
        pieces = [_piece(record, some) for some in slices]
        count += 1
    return pieces


def _piece(record: PushRecord, entries: Iterable[tuple[str, int]]) -> str:
    running = record.running and _saved(record.running)
    whole = [record.project_key, record.template_floor, running, *_columns(entries)]
    text = json.dumps(whole, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode(), level=9)).decode()


def _unpacked(packed: str, project_key: str) -> PushRecord | None:
    try:
        inflate = zlib.decompressobj()
        text = inflate.decompress(base64.b64decode(packed, validate=True), _UNPACKED_MOST)
        if not inflate.eof:
            return None
        key, floor, running, numbered, named = json.loads(text)
        record = PushRecord(key, {**named, **dict(_entries(numbered))}, _running(running), floor)
    except (*_UNREADABLE, RecursionError):
        return None
    return record if key == project_key else None


def _saved(running: Running) -> list[str | int]:
    times = (running.begun, running.alive)
    stamps = (int(time.timestamp()) for time in times if time is not None)
    return [_plain(running.run), _plain(running.who), *stamps]


def _running(saved: Any) -> Running | None:
    if saved is None:
        return None
    run, who, *times = saved
    return Running(run, who, *(datetime.fromtimestamp(time, UTC) for time in times))


def _columns(
    entries: Iterable[tuple[str, int]],
) -> tuple[dict[str, list[list[int]]], dict[str, int]]:
    """Keys that end in a number as columns of steps by stem, and the others as they are.

    Ids of ScopeStack and of ConnectWise mostly go up in small steps, which packs well.
    """
    columns: dict[str, list[list[int]]] = {}
    named: dict[str, int] = {}
    for key, id in entries:
        match = _NUMBERED.fullmatch(key)
        if match is None:
            named[key] = id
            continue
        numbers, known = columns.setdefault(match[1], [[], []])
        numbers.append(int(match[2]))
        known.append(id)
    return {stem: [_steps(c) for c in pair] for stem, pair in columns.items()}, named


def _entries(columns: Mapping[str, list[list[int]]]) -> Iterator[tuple[str, int]]:
    for stem, (numbers, ids) in columns.items():
        pairs = zip(accumulate(numbers), accumulate(ids), strict=True)
        yield from ((f"{stem}{number}", id) for number, id in pairs)


def _steps(values: list[int]) -> list[int]:
    return [value - before for before, value in zip([0, *values], values, strict=False)]
