"""A stream that never breaks the program: Windows code pages, readers that leave, full disks."""

from __future__ import annotations

import codecs
import errno
import io
import os
from typing import TextIO

from cwsync.errors import PreconditionFailed

PLAIN = {
    "…": "...",
    "×": "x",
    "·": "-",
    "–": "-",
    "—": "-",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "→": "->",
    "\u00a0": " ",
    "━": "-",
    "╸": "-",
    "╺": "-",
    "─": "-",
    "│": "|",
    "├": "+",
    "└": "+",
    "≤": "<=",
}
_GONE = {errno.EPIPE, errno.ECONNRESET, errno.ESHUTDOWN, errno.EINVAL, errno.EIO, errno.EBADF}


class Outlet:
    """Writes to a stream; what its encoding lacks becomes ASCII, a reader that left is no error.

    With `must_arrive` other failures (a full disk) raise `PreconditionFailed`, else nothing does.
    """

    def __init__(self, stream: TextIO | None, *, must_arrive: bool = False) -> None:
        self._stream = stream
        self._must_arrive = must_arrive

    @property
    def encoding(self) -> str:
        """The encoding of the stream."""
        return getattr(self._stream, "encoding", None) or "utf-8"

    @property
    def is_open(self) -> bool:
        """Whether what is written still reaches somebody."""
        return self._stream is not None

    def isatty(self) -> bool:
        """Whether a terminal shows it."""
        try:
            return self._stream is not None and self._stream.isatty()
        except ValueError:  # closed
            return False

    def fileno(self) -> int:
        """The stream's descriptor. Raises OSError where it has none."""
        if self._stream is None:
            raise OSError(errno.EBADF, "closed")
        return self._stream.fileno()

    def columns(self) -> int | None:
        """The width of the terminal, None where it is none; 80 where it does not tell."""
        if not self.isatty():
            return None
        try:
            return os.get_terminal_size(self.fileno()).columns or 80
        except OSError:
            return 80

    def write(self, text: str) -> int:
        """Write and flush; gives the number of characters, as streams do."""
        if self._stream is not None:
            try:
                self._stream.write(plain(text, self.encoding))
                self._stream.flush()
            except (OSError, ValueError) as error:
                self._leave(error)
        return len(text)

    def flush(self) -> None:
        """Nothing: every write is flushed."""

    def _leave(self, error: OSError | ValueError) -> None:
        _silence(self)
        self._stream = None
        if isinstance(error, ValueError) or error.errno in _GONE:
            return
        if self._must_arrive:
            raise PreconditionFailed(
                f"the output cannot be written: {error.strerror or error}",
                hint="make room or write it elsewhere, and run it again",
                code="output_failed",
            )


def plain(text: str, encoding: str) -> str:
    """The text with each character that `encoding` lacks replaced by one like it, else `?`."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return "".join(_plain_character(character, encoding) for character in text)
    return text


def forgive(stream: TextIO | None) -> None:
    """Let a stream that others write to replace what its encoding lacks, as an `Outlet` does."""
    codecs.register_error("cwsync-plain", _replacement)
    if isinstance(stream, io.TextIOWrapper) and stream.errors == "strict":
        stream.reconfigure(errors="cwsync-plain")


def _replacement(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(PLAIN.get(character, "?") for character in lacking), error.end


def _plain_character(character: str, encoding: str) -> str:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return PLAIN.get(character, "?")
    return character


def _silence(outlet: Outlet) -> None:
    """Let what is still buffered go nowhere, or Python would complain about it when it exits."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, outlet.fileno())
        os.close(nowhere)
    except (OSError, ValueError):
        return
