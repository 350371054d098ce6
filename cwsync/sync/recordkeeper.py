"""Keeps the push record in the notes of a ConnectWise project.

A push that begins marks the record as running; a push that ends completes it. Parts are written
last to first, so that the first part says "running" until all others are up to date.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from cwsync.client.failures import AnswerLost
from cwsync.errors import CwsyncError, Forbidden, PreconditionFailed, Unreachable
from cwsync.sync.record import PushRecord, Running, is_record, read, write
from cwsync.sync.wire import text

if TYPE_CHECKING:
    from cwsync.client.connectwise import ConnectWise

STALE_AFTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Kept:
    """The record of a project as its notes hold it; `note_ids` oldest first.

    `allowed` is False where the member may not read or write project notes.
    """

    record: PushRecord
    note_ids: tuple[int, ...] = ()
    allowed: bool = True


def read_record(cw: ConnectWise, project_id: int, project_key: str) -> Kept:
    """The push record of a project, empty where there is none."""
    empty = PushRecord(project_key)
    try:
        rows = cw.list(f"/project/projects/{project_id}/notes", fields=("id", "text"))
    except Forbidden:
        return Kept(empty, allowed=False)
    rows.sort(key=lambda row: int(row["id"]))
    ours = [row for row in rows if is_record(text(row, "text"), project_key)]
    record = read((text(row, "text") for row in ours), project_key)
    return Kept(record or empty, tuple(int(row["id"]) for row in ours))


class RecordKeeper:
    """Writes the record of one project, for one run. Holds what the notes hold."""

    def __init__(self, cw: ConnectWise, project_id: int, kept: Kept, *, run: str, who: str) -> None:
        self._cw = cw
        self._path = f"/project/projects/{project_id}/notes"
        self._kept = kept
        self._run = run
        self._who = who

    @property
    def allowed(self) -> bool:
        """Whether the member may keep a record at all."""
        return self._kept.allowed

    def begin(self, *, template_floor: int) -> None:
        """Say that a push is running, and who runs it."""
        running = Running(run=self._run, who=self._who, begun=self._cw.server_now())
        floor = max(template_floor, self._kept.record.template_floor)
        self._save(replace(self._kept.record, running=running, template_floor=floor))

    def end(self, ids: Mapping[str, int]) -> bool:
        """Say what was pushed: `ids` by key, 0 for what was to be created and is not there.

        Whether that could be said: what was pushed is there all the same.
        """
        merged = {**self._kept.record.ids, **ids}
        try:
            self._save(replace(self._kept.record, ids=merged, running=None))
        except CwsyncError:
            return False
        return True

    def _save(self, record: PushRecord) -> None:
        if not self._kept.allowed:
            return
        try:
            self._kept = replace(self._kept, record=record, note_ids=self._write(write(record)))
        except Forbidden:
            self._kept = replace(self._kept, record=record, allowed=False)
        except AnswerLost as lost:
            raise Unreachable(
                f"ConnectWise did not answer when the push record was written ({lost.reason})",
                hint="run the same command again",
            ) from None

    def _write(self, parts: tuple[str, ...]) -> tuple[int, ...]:
        ids = list(self._kept.note_ids)
        for number in reversed(range(len(parts), len(ids))):
            self._cw.delete(f"{self._path}/{ids.pop(number)}")
        for number in reversed(range(len(parts))):
            if number < len(ids):
                self._patch(ids[number], parts[number])
        ids.extend(self._post(part) for part in parts[len(ids) :])
        return tuple(ids)

    def _patch(self, note_id: int, part: str) -> None:
        operations = [{"op": "replace", "path": "text", "value": part}]
        try:
            self._cw.patch(f"{self._path}/{note_id}", operations)
        except AnswerLost:
            self._cw.patch(f"{self._path}/{note_id}", operations)  # the same text: safe to repeat

    def _post(self, part: str) -> int:
        try:
            return int(self._cw.post(self._path, {"text": part})["id"])
        except AnswerLost:
            rows = self._cw.list(self._path, fields=("id", "text"))
            same = [int(r["id"]) for r in rows if text(r, "text").split() == part.split()]
            return max(same) if same else int(self._cw.post(self._path, {"text": part})["id"])


def check_not_running(record: PushRecord, now: datetime, *, run: str, take_over: bool) -> None:
    """Raises `PreconditionFailed` while another push of this project runs.

    A push that died blocks the next one for 15 minutes at most; `take_over` ends the wait.
    """
    running = record.running
    if running is None or running.run == run or take_over or now - running.begun >= STALE_AFTER:
        return
    minutes = int((now - running.begun).total_seconds() // 60)
    left = int(STALE_AFTER.total_seconds() // 60) - minutes
    raise PreconditionFailed(
        f"another push of this project is running: {running.who}, since {minutes} min "
        f"(run {running.run})",
        hint=f"wait for it; if it died, push again in {left} min or now with --take-over",
        code="push_running",
    )
