"""Keeps the push record in the notes of a ConnectWise project.

A push that begins writes a claim of its own beside the record; a push that ends writes the record
anew and takes its claim away, last of all. While a claim stands there, the record may lack things.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from cwsync.client.failures import AnswerLost
from cwsync.errors import (
    CwsyncError,
    Forbidden,
    PreconditionFailed,
    StoppedHalfWay,
    Unreachable,
)
from cwsync.sync.claims import (
    Claim,
    Claimant,
    Stake,
    claims_in,
    drop_note,
    is_alive,
    replace_note,
    running_error,
)
from cwsync.sync.once import StillUnknown, create_once
from cwsync.sync.record import PushRecord, is_record, read, write
from cwsync.sync.wire import Record, by_id, text

if TYPE_CHECKING:
    from cwsync.client.connectwise import ConnectWise

# how long and how much a push goes on without a look whether somebody took it over
CHECKED_AFTER = timedelta(minutes=3)
BUSY_AFTER, MOST_UNCHECKED = timedelta(seconds=15), 75
RENEWED_AFTER = timedelta(minutes=4)


class TakenOver(StoppedHalfWay):
    """Somebody took this push over, so it must not go on."""

    code = "taken_over"


class End(StrEnum):
    """How the record of a push ended."""

    COMPLETED = "completed"
    OPEN = "open"
    TAKEN_OVER = "taken over"


@dataclass(frozen=True, slots=True)
class Kept:
    """The record of a project as its notes hold it; `note_ids` are its parts, oldest first.

    `claims` are of pushes that began and did not end. `allowed` is False where the member may not
    read or write project notes.
    """

    record: PushRecord
    note_ids: tuple[int, ...] = ()
    claims: tuple[Claim, ...] = ()
    allowed: bool = True

    @property
    def is_blank(self) -> bool:
        """Whether no push ever claimed the project, as far as its notes say; they may be read."""
        return self.allowed and not self.note_ids and not self.claims

    @property
    def runs(self) -> frozenset[str]:
        """The runs that began and did not end."""
        return frozenset(claim.running.run for claim in self.claims)


def read_record(cw: ConnectWise, project_id: int, project_key: str) -> Kept:
    """The push record of a project, empty where there is none."""
    try:
        rows = cw.list(f"/project/projects/{project_id}/notes", fields=("id", "text"))
    except Forbidden:
        return Kept(PushRecord(project_key), allowed=False)
    return _kept(rows, project_key)


def _kept(rows: list[Record], project_key: str) -> Kept:
    ours = [row for row in by_id(rows) if is_record(text(row, "text"), project_key)]
    claims = claims_in(ours, project_key)
    claimed = {claim.note_id for claim in claims}
    record = read((text(row, "text") for row in ours), project_key)
    parts = tuple(row["id"] for row in ours if row["id"] not in claimed)
    return Kept(record or PushRecord(project_key), parts, claims)


class RecordKeeper:
    """Writes the record of one project, for one run; from any thread.

    `kept` is what the plan was made from.
    """

    def __init__(self, cw: ConnectWise, project_id: int, kept: Kept, claimant: Claimant) -> None:
        self._cw = cw
        self._path = f"/project/projects/{project_id}/notes"
        self._kept = kept
        self._claimant = claimant
        self._key = kept.record.project_key
        floor = kept.record.template_floor
        self._stake = Stake(cw, self._path, self._key, claimant, template_floor=floor)
        self._checked = self._renewed = cw.server_now()
        self._unchecked = 0
        self._lock = threading.Lock()

    @property
    def allowed(self) -> bool:
        """Whether the member may keep a record at all."""
        return self._kept.allowed

    def begin(self, *, take_over: bool) -> None:
        """Say that a push is running, and who runs it; claims of dead pushes are taken away.

        Raises `PreconditionFailed` where another push runs or ran since the plan was made.
        """
        if not self._kept.allowed:
            return
        try:
            rows = self._stake.place(self._kept.runs if take_over else ())
        except Forbidden:
            self._forbidden()
            return
        except StillUnknown as unknown:
            raise Unreachable(unknown.message, hint="run the same command again") from None
        self._check_fresh(_kept(rows, self._key))
        self._stake.drop_others(rows)

    def keep(self) -> None:
        """To be called before anything is sent: looks now and then whether the push is still ours.

        Raises `TakenOver` where another push took over meanwhile.
        """
        if not self._kept.allowed:
            return
        with self._lock:
            now = self._cw.server_now()
            self._unchecked += 1
            if not self._is_due(now - self._checked):
                return
            if not self._is_ours():
                raise TakenOver(
                    "another push took this one over, so it stopped",
                    hint="wait for the other one, then push again",
                )
            self._checked, self._unchecked = now, 0
            if self._kept.allowed and now - self._renewed >= RENEWED_AFTER:
                self._renewed = now
                with suppress(CwsyncError, AnswerLost):  # it is said again in good time
                    self._stake.renew()

    def end(self, ids: Mapping[str, int], *, settled: bool) -> End:
        """Say what was pushed: `ids` by key, 0 for what was to be created and is not there.

        Unless all is `settled`, the claim stays and the record OPEN, so that nobody pushes while
        things may still appear. What was pushed is there all the same.
        """
        if not self._kept.allowed:
            return End.COMPLETED
        try:
            rows = self._stake.rows()
            if not self._stake.is_among(rows):
                return End.TAKEN_OVER
            there = _kept(rows, self._key)
            merged = {**there.record.ids, **ids}
            record = PushRecord(self._key, merged, template_floor=there.record.template_floor)
            self._write(write(record), there, settled)
        except Forbidden:
            self._forbidden()
            return End.COMPLETED
        except (CwsyncError, AnswerLost):
            return End.OPEN
        return End.COMPLETED if settled else End.OPEN

    def _is_due(self, since: timedelta) -> bool:
        busy = since >= BUSY_AFTER and self._unchecked >= MOST_UNCHECKED
        return busy or since >= CHECKED_AFTER

    def _is_ours(self) -> bool:
        try:
            return self._stake.is_among(self._stake.rows())
        except Forbidden:  # since just now: nobody can tell any more
            self._forbidden()
            return True

    def _forbidden(self) -> None:
        self._stake.withdraw()
        self._kept = replace(self._kept, allowed=False)

    def _check_fresh(self, now: Kept) -> None:
        same_ids = now.record.ids == self._kept.record.ids
        known = now.runs <= {self._claimant.run, *self._kept.runs}
        if same_ids and now.note_ids == self._kept.note_ids and known:
            return
        self._stake.withdraw()
        raise PreconditionFailed(
            "another push of this project ran since this plan was made; nothing was changed",
            hint="run the same command again: it makes a new plan",
            code="stale_plan",
        )

    def _write(self, parts: tuple[str, ...], there: Kept, settled: bool) -> None:
        """The claim is taken away, or becomes the last part of the record, after all the rest."""
        slots = there.note_ids[: len(parts)]
        own = self._stake.note_id
        reused = settled and not self._stake.may_change and len(parts) > len(slots)
        for part in parts[len(slots) + reused :]:
            self._post(part)
        for note_id, part in reversed(list(zip(slots, parts, strict=False))):
            replace_note(self._cw, f"{self._path}/{note_id}", part)
        if not settled:
            return
        dead = [claim.note_id for claim in there.claims if claim.note_id != own]
        for note_id in (*there.note_ids[len(parts) :], *dead):
            drop_note(self._cw, f"{self._path}/{note_id}")
        if reused:
            replace_note(self._cw, f"{self._path}/{own}", parts[len(slots)])
        else:
            drop_note(self._cw, f"{self._path}/{own}")

    def _post(self, part: str) -> None:
        def look() -> int | None:
            same = (r for r in self._stake.rows() if text(r, "text").split() == part.split())
            return next((row["id"] for row in same), None)

        watcher, stop = self._claimant.watcher, self._claimant.stop
        create_once(self._cw, self._path, {"text": part}, look=look, watcher=watcher, stop=stop)


def check_not_running(record: PushRecord, now: datetime, *, run: str, take_over: bool) -> None:
    """Raises `PreconditionFailed` while another push of this project runs.

    A push that died blocks the next one for 15 minutes at most; `take_over` ends the wait.
    """
    running = record.running
    if running is None or running.run == run or take_over or not is_alive(running, now):
        return
    raise running_error(running, now)
