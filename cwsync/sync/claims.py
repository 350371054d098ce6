"""Who may push: of several that begin at once, the first to write a note.

Notes of one parent (a project, or an opportunity before there is a project) are an append-only list
with rising ids, which is all that ConnectWise offers to agree on anything:

    write a note of one's own, then read all of them, until one's own is among them: whoever reads
    before that may lack others, too
    an older note of a push that is alive   → take the own note away, and step back
    a younger one                           → its owner steps back; wait until its note is gone.
                                              Where it stays, its owner had looked before our note
                                              could be seen: step back

So at most one of them goes on. A note counts for 15 minutes after its owner last wrote it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from cwsync.client.failures import AnswerLost
from cwsync.errors import CwsyncError, Forbidden, PreconditionFailed
from cwsync.sync.events import Waiting, Watcher
from cwsync.sync.once import create_once
from cwsync.sync.record import PushRecord, Running, read, write
from cwsync.sync.wire import Record, by_id, text

if TYPE_CHECKING:
    from cwsync.client.connectwise import ConnectWise

STALE_AFTER = timedelta(minutes=15)
WAITS_S = (0.5, 1.0, 2.0, 4.0, 8.0, 8.0)  # for one who came second to step back
NOT_LISTED = "ConnectWise does not list yet that this push runs"
NO_LONGER_NEEDED = "cwsync: this note is no longer needed and can be deleted."


@dataclass(frozen=True, slots=True)
class Claim:
    """The note of a push that began and did not end."""

    note_id: int
    running: Running


@dataclass(frozen=True, slots=True)
class Claimant:
    """Who claims, and how that is watched. `stop` says that no more is to be begun."""

    run: str
    who: str
    watcher: Watcher
    stop: Callable[[], bool] = lambda: False


def claims_in(rows: Iterable[Record], project_key: str) -> tuple[Claim, ...]:
    """The claims among these notes, oldest first."""
    claims = []
    for row in by_id(rows):
        record = read([text(row, "text")], project_key)
        if record is not None and record.running is not None:
            claims.append(Claim(row["id"], record.running))
    return tuple(claims)


def is_alive(running: Running, now: datetime) -> bool:
    """Whether a push that said this may still run; what lies far ahead, a wrong clock said."""
    return abs(now - running.seen) < STALE_AFTER


def running_error(running: Running, now: datetime) -> PreconditionFailed:
    """That another push runs: who, since when, and how long that can block this one."""
    minutes = max(0, int((now - running.begun).total_seconds() // 60))
    left = max(1, -(-int((running.seen + STALE_AFTER - now).total_seconds()) // 60))
    return PreconditionFailed(
        f"another push of this project is running: {running.who}, since {minutes} min "
        f"(run {running.run})",
        hint=f"wait for it; if it died, push again in {left} min or now with --take-over",
        code="push_running",
    )


def _not_listed() -> PreconditionFailed:
    return PreconditionFailed(
        "ConnectWise took the note that says this push runs, and does not list it; "
        "whether another push runs cannot be told",
        hint="run the same command again",
        code="claim_not_listed",
    )


class Stake:
    """The claim of one run among the notes at `path`.

    It says up to which id tickets came from a template, for the push that follows if this one dies.
    """

    def __init__(
        self,
        cw: ConnectWise,
        path: str,
        project_key: str,
        claimant: Claimant,
        *,
        template_floor: int = 0,
    ) -> None:
        self._cw = cw
        self._path = path
        self._key = project_key
        self._claimant = claimant
        self._floor = template_floor
        self._running = Running(claimant.run, claimant.who, cw.server_now().replace(microsecond=0))
        self.note_id: int | None = None
        self.may_change = False  # a renewal whose answer was lost can still be carried out

    def runs(self) -> frozenset[str]:
        """The runs that have a claim here, whether alive or not."""
        return frozenset(claim.running.run for claim in claims_in(self.rows(), self._key))

    def place(self, past: Collection[str]) -> list[Record]:
        """Claim, and give the notes as they are then. Claims of the runs in `past` do not count.

        Raises `PreconditionFailed` where another push came first, or where ConnectWise does not
        list our note, `Forbidden` where the member may not write notes; our own note is then gone.
        """
        self.note_id = create_once(
            self._cw,
            self._path,
            {"text": self._text()},
            look=self._own_note,
            watcher=self._claimant.watcher,
            stop=self._claimant.stop,
        ).id
        for wait_s in (*WAITS_S, None):
            rows = self.rows()
            rivals = self._rivals(rows, past)
            if not rivals and self.is_among(rows):
                return rows
            if wait_s is None or (rivals and rivals[0].note_id < self.note_id):
                break
            reason = "another push began at the same moment" if rivals else NOT_LISTED
            self._claimant.watcher(Waiting(reason, wait_s))
            self._cw.clock.sleep(wait_s)
        self.withdraw()
        raise running_error(rivals[0].running, self._cw.server_now()) if rivals else _not_listed()

    def is_among(self, rows: Iterable[Record]) -> bool:
        """Whether our claim still stands: nobody took over."""
        return any(claim.note_id == self.note_id for claim in claims_in(rows, self._key))

    def drop_others(self, rows: Iterable[Record]) -> None:
        """Take the claims of dead pushes away: one that is alive after all then notices."""
        for claim in claims_in(rows, self._key):
            if claim.note_id != self.note_id:
                with suppress(CwsyncError, AnswerLost):
                    drop_note(self._cw, f"{self._path}/{claim.note_id}")

    def renew(self) -> None:
        """Say that this run is alive. Raises as a client does, `AnswerLost` too."""
        now = self._cw.server_now().replace(microsecond=0)
        self._running = replace(self._running, alive=now)
        operations = [{"op": "replace", "path": "text", "value": self._text()}]
        try:
            self._cw.patch(f"{self._path}/{self.note_id}", operations)
        except AnswerLost:
            self.may_change = True
            raise

    def withdraw(self) -> None:
        """Take the claim away, as far as that goes; it ends by itself otherwise."""
        if self.note_id is None:
            return
        with suppress(CwsyncError, AnswerLost):
            drop_note(self._cw, f"{self._path}/{self.note_id}")

    def rows(self) -> list[Record]:
        """All notes here, oldest first."""
        return by_id(self._cw.list(self._path, fields=("id", "text")))

    def _text(self) -> str:
        record = PushRecord(self._key, running=self._running, template_floor=self._floor)
        return write(record)[0]

    def _own_note(self) -> int | None:
        claims = claims_in(self.rows(), self._key)
        own = (c.note_id for c in claims if c.running.run == self._claimant.run)
        return next(own, None)

    def _rivals(self, rows: Iterable[Record], past: Collection[str]) -> list[Claim]:
        now = self._cw.server_now()
        return [
            claim
            for claim in claims_in(rows, self._key)
            if claim.running.run != self._claimant.run
            and claim.running.run not in past
            and is_alive(claim.running, now)
        ]


def replace_note(cw: ConnectWise, path: str, new_text: str) -> None:
    """Give a note another text."""
    operations = [{"op": "replace", "path": "text", "value": new_text}]
    try:
        cw.patch(path, operations)
    except AnswerLost:
        cw.patch(path, operations)  # the same text: safe to repeat


def drop_note(cw: ConnectWise, path: str) -> None:
    """Delete a note; where that is not permitted, say in it that it is no longer needed."""
    try:
        _delete(cw, path)
    except Forbidden:
        replace_note(cw, path, NO_LONGER_NEEDED)


def _delete(cw: ConnectWise, path: str) -> None:
    try:
        cw.delete(path)
    except AnswerLost:
        cw.delete(path)  # one that is gone counts as deleted
