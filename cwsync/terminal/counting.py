"""The progress of reading a long list on stderr: a live line in a terminal, else now and then."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.status import Status
    from rich.text import Text

    from cwsync.terminal.screen import Screen

WORTH_TELLING = 1_000  # one page: what is read with one request needs no progress
STEP = 10_000  # records between two plain lines


class Counting:
    """Call it with how many there are so far; as a context manager it leaves no trace.

    `what` is what is counted, in the plural; with `worth_telling` fewer are not spoken of.
    """

    def __init__(
        self, screen: Screen, what: str, *, worth_telling: int = WORTH_TELLING, step: int = STEP
    ) -> None:
        self._screen = screen
        self._what = what
        self._worth_telling = worth_telling
        self._step = step
        self._told = 0
        self._status: Status | None = None

    def __enter__(self) -> Counting:
        return self

    def __exit__(self, *exc: object) -> None:
        if self._status is not None:
            self._status.stop()
            self._screen.above = None

    def __call__(self, number: int) -> None:
        if self._screen.quiet or number < self._worth_telling:
            return
        text = f"{number:,} {self._what} read"
        if self._screen.can_redraw:
            self._show(text)
        elif number // self._step > self._told:
            self._told = number // self._step
            self._screen.note(text)

    def _show(self, text: str) -> None:
        if self._status is None:
            self._status = self._begun(text)
        else:
            self._status.update(text)

    def _begun(self, text: str) -> Status:
        from cwsync.terminal.progress import live_console

        console = live_console(self._screen)

        def above(text: str | Text) -> None:
            console.print(text, soft_wrap=True)

        status = console.status(text, spinner="line")
        status.start()
        self._screen.above = above
        return status
