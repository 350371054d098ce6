"""The progress of an apply on stderr: a live line in a terminal, else a line now and then."""

from __future__ import annotations

from threading import RLock
from typing import IO, TYPE_CHECKING, Protocol, cast

from cwsync.sync.events import Created, Event, Failed, Started, Waiting
from cwsync.terminal.safe import safe
from cwsync.terminal.words import counted

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress as RichProgress
    from rich.text import Text

    from cwsync.terminal.screen import Screen

STEP = 10  # percent between two plain lines


class Progress:
    """A watcher to apply with; as a context manager it leaves the terminal clean in any case."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._lock = RLock()
        self._done = 0
        self._total = 0
        self._reason: str | None = None
        self._view: _View = _Nothing()

    def __enter__(self) -> Progress:
        if not self._screen.quiet:
            self._view = _Live(self._screen) if self._screen.can_redraw else _Lines(self._screen)
        return self

    def __exit__(self, *exc: object) -> None:
        self._view.close()

    def __call__(self, event: Event) -> None:
        with self._lock:
            match event:
                case Started():
                    self._total = event.total
                    self._view.begin(event.total)
                case Created():
                    self._advance(event)
                case Failed():
                    self._view.failed(event)
                case Waiting():
                    self._wait(event)

    def _advance(self, event: Created) -> None:
        self._reason = None
        self._done += 1
        self._total = max(self._total, self._done)  # a template may change how many there are
        self._view.advance(event, self._done, self._total)

    def _wait(self, event: Waiting) -> None:
        """Say once what is waited for, however often it is announced."""
        if event.reason != self._reason:
            self._reason = event.reason
            self._view.wait(event)


class _View(Protocol):
    def begin(self, total: int) -> None: ...
    def advance(self, event: Created, done: int, total: int) -> None: ...
    def failed(self, event: Failed) -> None: ...
    def wait(self, event: Waiting) -> None: ...
    def close(self) -> None: ...


class _Nothing:
    def begin(self, total: int) -> None:
        return

    def advance(self, event: Created, done: int, total: int) -> None:
        return

    def failed(self, event: Failed) -> None:
        return

    def wait(self, event: Waiting) -> None:
        return

    def close(self) -> None:
        return


class _Lines:
    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._told = 0

    def begin(self, total: int) -> None:
        self._screen.note(f"creating {counted(total, 'record')}")

    def advance(self, event: Created, done: int, total: int) -> None:
        if self._screen.verbose:
            self._screen.note(_created(event))
        percent = done * 100 // total
        if percent >= self._told + STEP or done == total:
            self._told = percent - percent % STEP
            self._screen.note(f"{done:,} of {counted(total, 'record')} ({percent}%)")

    def failed(self, event: Failed) -> None:
        self._screen.note(_failed(event))

    def wait(self, event: Waiting) -> None:
        self._screen.note(f"waiting: {event.reason}")

    def close(self) -> None:
        return


class _Live:
    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._console = live_console(screen)
        self._bar = _bar(self._console)
        self._task = self._bar.add_task("", total=None, what="")

    def begin(self, total: int) -> None:
        self._bar.update(self._task, total=total)
        self._screen.above = self._above
        self._bar.start()

    def advance(self, event: Created, done: int, total: int) -> None:
        if self._screen.verbose:
            self._screen.note(_created(event))
        self._bar.update(self._task, completed=done, total=total, what=safe(event.name))

    def failed(self, event: Failed) -> None:
        self._screen.note(_failed(event))

    def wait(self, event: Waiting) -> None:
        self._bar.update(self._task, what=f"waiting: {safe(event.reason)}")

    def close(self) -> None:
        self._bar.stop()
        self._screen.above = None

    def _above(self, text: str | Text) -> None:
        self._console.print(text, soft_wrap=True)


def live_console(screen: Screen) -> Console:
    """Rich on stderr, for lines that change in place."""
    from rich.console import Console

    return Console(
        file=cast("IO[str]", screen.stderr),
        force_terminal=True,
        color_system="standard" if screen.colours_notes else None,
        no_color=not screen.colours_notes,
        markup=False,
        emoji=False,
        highlight=False,
    )


def _bar(console: Console) -> RichProgress:
    """n of m, a bar, the time left, and what was created last in the room that is left."""
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar
    from rich.table import Column

    return Bar(
        MofNCompleteColumn(separator=" of "),
        BarColumn(bar_width=20),
        TimeRemainingColumn(compact=True),
        TextColumn("left", markup=False),
        TextColumn(
            "{task.fields[what]}",
            markup=False,
            table_column=Column(ratio=1, no_wrap=True, overflow="ellipsis"),
        ),
        console=console,
        transient=True,
        expand=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )


def _created(event: Created) -> str:
    verb = "found" if event.adopted else "created"
    return f"{verb} {event.kind} {event.id}  {safe(event.name)}"


def _failed(event: Failed) -> str:
    return f"failed: {event.kind} “{safe(event.name)}”: {safe(event.message)}"
