"""Two streams: data to stdout, everything else to stderr."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any, TextIO

from cwsync.terminal.outlet import Outlet
from cwsync.terminal.safe import escaped, safe, safe_lines

if TYPE_CHECKING:
    from rich.text import Text

    from cwsync.errors import CwsyncError
    from cwsync.export.project import Notice
    from cwsync.terminal.table import Drawn

NARROWEST = 40


class Screen:
    """Where one command shows things. Rich is imported only when something coloured is drawn.

    With `output="json"` stdout belongs to the one document: `out` then writes to stderr.
    `above`, when set, takes what goes to stderr, so that it lands above a live line. `reword` has
    the last word on texts for people.
    """

    def __init__(
        self,
        *,
        output: str = "table",
        quiet: bool = False,
        verbose: bool = False,
        no_input: bool = False,
        environ: Mapping[str, str],
        reword: Callable[[str], str] = str,
        stdin: TextIO | None = None,
        stdout: TextIO | None = None,
        stderr: TextIO | None = None,
    ) -> None:
        self.output = output
        self.quiet = quiet
        self.verbose = verbose
        self.above: Callable[[str | Text], None] | None = None
        self.stderr = Outlet(stderr or sys.stderr)
        self._reword = reword
        self._no_input = no_input
        self._environ = environ
        self._stdin = stdin or sys.stdin
        self._stdout = Outlet(stdout or sys.stdout, must_arrive=True)

    @property
    def width(self) -> int | None:
        """The columns to draw in, None where stdout is no terminal: then nothing is cut.

        COLUMNS in the environment decides, where it is set.
        """
        wanted = self._environ.get("COLUMNS", "")
        if wanted.isascii() and wanted.isdigit() and int(wanted) > 0:
            return max(int(wanted), NARROWEST)
        columns = self._stdout.columns()
        return None if columns is None else max(columns, NARROWEST)

    @property
    def is_read(self) -> bool:
        """Whether somebody still reads the data."""
        return self._stdout.is_open

    @property
    def can_ask(self) -> bool:
        """Whether a person is there to answer."""
        if self._no_input or self._in_ci or self._stdin is None:
            return False
        return Outlet(self._stdin).isatty() and self.stderr.isatty()

    @property
    def can_redraw(self) -> bool:
        """Whether stderr can show a line that changes in place."""
        dumb = self._environ.get("TERM") in ("dumb", "unknown")
        return self.stderr.isatty() and not dumb and not self._in_ci

    @cached_property
    def colours_notes(self) -> bool:
        """Whether what goes to stderr is coloured."""
        return self._coloured(self.stderr)

    def out(self, text: str | Text) -> None:
        """Data: a text and a line break to stdout."""
        if self.output == "json":
            self.note(text)
            return
        self._stdout.write(_rendered(text, coloured=self._colours_data) + "\n")

    def fitted(self, drawn: Drawn, *, formats: str) -> None:
        """Data that was fitted to the width: what had no room is said, with what has it."""
        self.out(drawn.text)
        if drawn.left_out:
            what = ", ".join(drawn.left_out)
            self.note(f"no room for: {what}; a wider terminal shows it, and so does {formats}")

    def json(self, document: Mapping[str, Any]) -> None:
        """The one JSON document of this command, to stdout."""
        self._stdout.write(as_json(document, encoding=self._stdout.encoding) + "\n")

    def json_line(self, document: Mapping[str, Any]) -> None:
        """One of many JSON documents, a line for each, to stdout."""
        line = as_json(document, encoding=self._stdout.encoding, indent=None)
        self._stdout.write(line + "\n")

    @property
    def in_utf8(self) -> bool:
        """Whether stdout takes every character; where it does not, a file on it is to be ASCII."""
        return _is_utf8(self._stdout.encoding)

    def file(self, text: str) -> None:
        """The text of a file to stdout, whatever the output format; safe already."""
        self._stdout.write(text)

    def note(self, text: str | Text) -> None:
        """Something worth knowing, to stderr; silent with `quiet`."""
        if not self.quiet:
            self.tell(text)

    def warn(self, notice: Notice) -> None:
        """A warning, to stderr."""
        place = f" ({notice.place})" if notice.place else ""
        self.tell(self._labelled("warning:", "bold yellow", f"{notice.message}{place}"))

    def error(self, error: CwsyncError) -> None:
        """What happened, the candidates or problems, and what to do next, to stderr."""
        self.tell(self._labelled("error:", "bold red", error.message))
        for line in (*error.details, *((error.hint,) if error.hint else ())):
            for part in line.splitlines() or [""]:
                self.tell(f"  {part}".rstrip())

    def tell(self, text: str | Text) -> None:
        """A text and a line break to stderr, whatever `quiet` says."""
        if isinstance(text, str):
            text = self._reword(text)
        if self.above is not None:
            self.above(text if not isinstance(text, str) else safe_lines(text))
            return
        self.stderr.write(_rendered(text, coloured=self.colours_notes) + "\n")

    def forget_typed(self) -> None:
        """Drop what was typed or pasted before there was anything to answer."""
        try:
            if self._stdin is not None and self._stdin.isatty():
                _drain(self._stdin.fileno())
        except (OSError, ValueError):  # not a real terminal
            return

    def read_line(self, prompt: str) -> str | None:
        """What the person types after the prompt, stripped; None where input ended."""
        self.stderr.write(safe_lines(prompt))
        try:
            line = self._stdin.readline()
        except KeyboardInterrupt:
            self.stderr.write("\n")
            raise
        except UnicodeDecodeError:
            return ""
        if not line:
            self.stderr.write("\n")
        return line.strip() if line else None

    @property
    def _in_ci(self) -> bool:
        return _is_on(self._environ.get("CI"))

    @cached_property
    def _colours_data(self) -> bool:
        return self._coloured(self._stdout)

    def _coloured(self, outlet: Outlet) -> bool:
        if self._environ.get("NO_COLOR"):
            return False
        forced = self._environ.get("FORCE_COLOR")
        if forced:
            return _is_on(forced)
        dumb = self._environ.get("TERM") in ("dumb", "unknown")
        return outlet.isatty() and not dumb and _understands_colours()

    def _labelled(self, label: str, style: str, message: str) -> str | Text:
        message = self._reword(message)
        if not self.colours_notes:
            return f"{label} {safe(message)}"
        from rich.text import Text

        return Text.assemble((label, style), f" {safe(message)}")


def as_json(document: Mapping[str, Any], *, encoding: str = "utf-8", indent: int | None = 2) -> str:
    """A document as JSON: Decimals as numbers; readable where the encoding is UTF-8, else ASCII.

    Control characters and overrides of the text's direction are always escaped.
    """
    import json

    ascii_only = not _is_utf8(encoding)
    text = json.dumps(
        document, ensure_ascii=ascii_only, indent=indent, default=_number, allow_nan=False
    )
    return escaped(text)


def _is_utf8(encoding: str) -> bool:
    return encoding.replace("_", "-").lower() in ("utf-8", "utf8")


def _number(value: object) -> float:
    from decimal import Decimal

    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"{type(value).__name__} has no place in a JSON document")


def _rendered(text: str | Text, *, coloured: bool) -> str:
    if isinstance(text, str):
        return safe_lines(text)
    return _ansi(text) if coloured else text.plain


def _ansi(text: Text) -> str:
    from rich.console import Console

    drawn = io.StringIO()
    console = Console(
        file=drawn,
        force_terminal=True,
        color_system="standard",
        no_color=False,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
        soft_wrap=True,
    )
    console.print(text, end="")
    return drawn.getvalue()


def _drain(terminal: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        while msvcrt.kbhit():
            msvcrt.getwch()
    else:
        import termios

        with suppress(termios.error):
            termios.tcflush(terminal, termios.TCIFLUSH)


def _understands_colours() -> bool:
    """Old Windows consoles show the codes for colours as text."""
    if os.name != "nt":
        return True
    from rich.console import Console

    return not Console().legacy_windows


def _is_on(value: str | None) -> bool:
    return (value or "").strip().lower() not in ("", "0", "false", "no")
