"""The push record: which keys were pushed, and what they became. A codec, pure.

It stands in notes of the ConnectWise project, each under 4,000 characters: a readable line, then
the entries, packed. ConnectWise may turn line ends into spaces; nothing here depends on them.

    cwsync push record 1/2, ScopeStack project 90210, done: 8 phases, 136 tickets, 89 tasks. Please
    leave this note here. {5f1d…:eNq…}
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import accumulate

from cwsync.mapping.workplan import kind_of

MOST = 3_900
_UNPACKED_MOST = 50_000_000
_NOTE = re.compile(
    r"cwsync push record (?P<part>\d+)/(?P<parts>\d+), (?P<project>.*?), .*?"
    r"\{(?P<sum>[0-9a-f]{8}):(?P<packed>[^}]*)\}",
    re.DOTALL,
)
_NUMBERED = re.compile(r"(.*[^0-9])([1-9][0-9]{0,17})", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Running:
    """A push that has begun and not ended; `begun` in ConnectWise's time, UTC."""

    run: str
    who: str
    begun: datetime


@dataclass(frozen=True, slots=True)
class PushRecord:
    """What was pushed of one ScopeStack project into one ConnectWise project.

    `ids` holds 0 for what was to be created and is not there yet. Tickets up to `template_floor`
    came from a template. `complete` is False where a part of the record is missing or damaged.
    """

    project_key: str
    ids: Mapping[str, int] = field(default_factory=dict)
    running: Running | None = None
    template_floor: int = 0
    complete: bool = True


def write(record: PushRecord, *, most: int = MOST) -> tuple[str, ...]:
    """The texts of the notes that hold the record, each at most `most` characters."""
    room = most - 420 - len(record.project_key) - len(record.running.who if record.running else "")
    chunks = _chunks(_packed(record), max(room, 200))
    return tuple(_note(record, n, len(chunks), chunk) for n, chunk in enumerate(chunks, 1))


def is_record(text: str, project_key: str) -> bool:
    """Whether a note is a part of the record of this project."""
    found = _NOTE.search(text)
    return found is not None and found.group("project") == _named(project_key)


def read(texts: Iterable[str], project_key: str) -> PushRecord | None:
    """The record that these notes hold, None where there is none.

    What cannot be read is left out, and the record is then not `complete`.
    """
    found = [note for note in map(_NOTE.search, texts) if note is not None]
    notes = {int(n["part"]): n for n in found if n["project"] == _named(project_key)}
    if not notes:
        return None
    expected = int(notes[min(notes)]["parts"])
    packed = "".join(
        "".join(notes[n]["packed"].split()) for n in range(1, expected + 1) if n in notes
    )
    sound = all(n in notes and _is_sound(notes[n]) for n in range(1, expected + 1))
    unpacked = _unpacked(packed, project_key) if sound else None
    return unpacked or PushRecord(project_key, complete=False)


def _note(record: PushRecord, part: int, parts: int, chunk: str) -> str:
    kinds = Counter(kind_of(key).value for key, id in record.ids.items() if id)
    counts = ", ".join(f"{kinds[kind]} {kind}s" for kind in ("phase", "ticket", "task"))
    state = f"done: {counts}"
    if record.running is not None:
        begun = record.running.begun.strftime("%Y-%m-%dT%H:%M:%SZ")
        state = f"running since {begun} by {_plain(record.running.who)}, run {record.running.run}"
    return (
        f"cwsync push record {part}/{parts}, {_named(record.project_key)}, {state}. "
        f"Please leave this note here.\n{{{_sum(part, parts, chunk)}:{chunk}}}"
    )


def _named(project_key: str) -> str:
    return f"ScopeStack {project_key.replace(':', ' ', 1)}"


def _plain(who: str) -> str:
    return " ".join(who.replace("{", "(").replace("}", ")").split())[:80]


def _sum(part: int, parts: int, chunk: str) -> str:
    return f"{zlib.crc32(f'{part}/{parts}:{chunk}'.encode()):08x}"


def _is_sound(note: re.Match[str]) -> bool:
    chunk = "".join(note["packed"].split())
    return _sum(int(note["part"]), int(note["parts"]), chunk) == note["sum"]


def _chunks(packed: str, size: int) -> list[str]:
    return [packed[at : at + size] for at in range(0, len(packed), size)]


def _packed(record: PushRecord) -> str:
    running = record.running and [
        record.running.run,
        _plain(record.running.who),
        int(record.running.begun.timestamp()),
    ]
    whole = [record.project_key, record.template_floor, running, *_columns(record.ids)]
    text = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode(), level=9)).decode()


def _unpacked(packed: str, project_key: str) -> PushRecord | None:
    try:
        inflate = zlib.decompressobj()
        text = inflate.decompress(base64.b64decode(packed, validate=True), _UNPACKED_MOST)
        key, floor, running, numbered, named = json.loads(text)
        ids = dict(named) | dict(_entries(numbered))
    except (ValueError, TypeError, zlib.error):
        return None
    if key != project_key:
        return None
    return PushRecord(key, ids, _running(running), floor)


def _running(saved: tuple[str, str, int] | None) -> Running | None:
    if saved is None:
        return None
    run, who, begun = saved
    return Running(run, who, datetime.fromtimestamp(begun, UTC))


def _columns(ids: Mapping[str, int]) -> tuple[dict[str, list[list[int]]], dict[str, int]]:
    """Keys that end in a number as columns of steps by stem, and the others as they are.

    Ids of ScopeStack and of ConnectWise mostly go up in small steps, which packs well.
    """
    columns: dict[str, list[list[int]]] = {}
    named: dict[str, int] = {}
    for key, id in ids.items():
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
