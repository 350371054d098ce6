"""`forecast sync --watch`: sync again as the exports change, until interrupted."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from cwsync.commands.batch import Batch, Entry
from cwsync.commands.forecasting import (
    found_exports,
    show_batch,
    show_entry,
    show_result,
    watcher,
)
from cwsync.commands.session import Session
from cwsync.errors import InvalidInput, InvalidUsage, NotConnected, Unreachable
from cwsync.sync.once import StillUnknown

if TYPE_CHECKING:
    from cwsync.sync.forecast import ForecastRequest

# Changes are looked for this often where nobody tells of them, as on a network drive; what could
# not reach ConnectWise is tried again then, too.
LOOK_EVERY_MS = 5_000
QUIET_MS = 200  # a file is written in several steps: wait until it has been left alone so long
LONGEST_MS = 2_000

Stamp = tuple[tuple[str, int, int], ...]


@dataclass
class Stamps:
    """Which exports changed since they were looked at last, by time and size of their files."""

    _known: dict[str, Stamp] = field(default_factory=dict)

    def changed(self, exports: Sequence[str]) -> list[str]:
        """Those that are new or other than before; one that is gone is forgotten."""
        now = {export: stamp for export in exports if (stamp := stamp_of(Path(export)))}
        found = [export for export, stamp in now.items() if self._known.get(export) != stamp]
        self._known = now
        return found

    def forget(self, exports: Iterable[str]) -> None:
        """Take them for changed the next time."""
        for export in exports:
            self._known.pop(export, None)


def watch_exports(session: Session, given: Sequence[str], request: ForecastRequest) -> int:
    """Sync what is there, then each export as it changes. Gives the code of the interruption."""
    _check(session, given)
    latest: dict[str, Entry] = {}
    with session.stoppable() as stop:
        session.screen.note(f"watching {', '.join(given)}; Ctrl-C ends it")
        follow(session, given, request, wakes(folders_of(given), stop), stop, latest)
    if session.wants_json:
        show_batch(session, list(latest.values()), _mode(session))
    return session.stop_code


def follow(
    session: Session,
    given: Sequence[str],
    request: ForecastRequest,
    woken: Iterable[None],
    stop: Callable[[], bool],
    latest: dict[str, Entry],
) -> None:
    """Sync what changed now and each time something wakes it; `latest` gets what became of each.

    Raises `NotConnected`: nothing but new keys helps against that.
    """
    batch, stamps = Batch(session, request), Stamps()
    failed: set[str] = set()
    for _ in woken:
        exports = found_exports(given)
        if batch.keep_only(exports):  # another file may hold the same project
            stamps.forget(failed)
        changed = stamps.changed(exports)
        entries = _synced(session, batch, changed, stop) if changed else []
        for entry in entries:
            latest[entry.export] = entry
            if isinstance(entry.error, NotConnected):
                raise entry.error
        failed = (failed - set(changed)) | {entry.export for entry in entries if entry.failed}
        stamps.forget(entry.export for entry in entries if _may_work_later(entry))
        if stop():
            return


def _may_work_later(entry: Entry) -> bool:
    """Whether it failed for what passes by itself, as when ConnectWise does not answer."""
    failures = entry.outcome.failures if entry.outcome is not None else ()
    errors = [entry.error, *(failure.error for failure in failures)]
    return any(isinstance(error, (Unreachable, StillUnknown)) for error in errors)


def stamp_of(path: Path) -> Stamp:
    """Time and size of each file; empty where there is none."""
    try:
        files = sorted(path.iterdir()) if path.is_dir() else [path]
        stats = [(file.name, file.stat()) for file in files]
    except OSError:  # gone, or just being replaced
        return ()
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats)


def folders_of(given: Sequence[str]) -> tuple[Path, ...]:
    """Where changes are to be noticed: a file is often replaced by a new one, so its folder is."""
    paths = (Path(name) for name in given)
    return tuple({path if path.is_dir() else path.parent: None for path in paths})


def wakes(folders: Sequence[Path], stop: Callable[[], bool]) -> Iterator[None]:
    """Once at the start, then whenever something changes in these folders, until stopped."""
    yield None
    try:
        yield from _changes(folders, stop, polling=None)
    except (OSError, RuntimeError):  # this system has no watches left, or none at all
        yield from _changes(folders, stop, polling=True)


def _changes(
    folders: Sequence[Path], stop: Callable[[], bool], *, polling: bool | None
) -> Iterator[None]:
    import watchfiles

    for _ in watchfiles.watch(
        *folders,
        watch_filter=None,
        debounce=LONGEST_MS,
        step=QUIET_MS,
        stop_event=_StopEvent(stop),
        rust_timeout=LOOK_EVERY_MS,
        yield_on_timeout=True,
        raise_interrupt=False,
        force_polling=polling,
        recursive=False,
    ):
        yield None


class _StopEvent:
    """What watchfiles asks whether to go on."""

    def __init__(self, stop: Callable[[], bool]) -> None:
        self._stop = stop

    def is_set(self) -> bool:
        return self._stop()


def _check(session: Session, given: Sequence[str]) -> None:
    if not session.yes and not session.dry_run:
        raise InvalidUsage(
            "--watch asks nothing, so it has to be allowed to write",
            hint="give --yes along, or --dry-run to only look",
        )
    for name in given:
        if name == "-":
            raise InvalidUsage("standard input cannot be watched", hint="name files or folders")
        if not os.path.exists(name):
            raise InvalidInput(f"{name} does not exist", hint="name a file or a folder that does")


def _synced(
    session: Session, batch: Batch, exports: Sequence[str], stop: Callable[[], bool]
) -> list[Entry]:
    """A new connection each time: in between there can be days."""
    with session.connected() as cw:
        entries = batch.prepared(cw, exports)
        for entry in entries:
            show_entry(session, entry)
        if session.dry_run:
            return entries
        entries = batch.applied(cw, entries, watcher=watcher(session), stop=stop)
    for entry in entries:
        show_result(session, entry)
        _say_in_step(session, entry)
    return entries


def _say_in_step(session: Session, entry: Entry) -> None:
    if entry.unchanged:
        session.screen.note(f"{entry.export}: the forecast is in step")


def _mode(session: Session) -> str:
    return "plan" if session.dry_run else "apply"
