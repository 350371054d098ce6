"""Screens to test with: streams in memory, and a real pseudo-terminal."""

from __future__ import annotations

import io
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TextIO

import pytest

from cwsync.terminal.screen import Screen


class Stream(io.TextIOWrapper):
    """A stream that keeps what was written, with an encoding and perhaps a terminal behind it."""

    def __init__(self, text: str = "", *, encoding: str = "utf-8", terminal: bool = False) -> None:
        super().__init__(io.BytesIO(text.encode()), encoding=encoding, newline="\n")
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal

    @property
    def text(self) -> str:
        """Everything written to it."""
        self.flush()
        buffer = self.buffer
        assert isinstance(buffer, io.BytesIO)
        return buffer.getvalue().decode(self.encoding)


@dataclass
class Seen:
    """A screen with what was written to its streams."""

    screen: Screen
    stdout: Stream
    stderr: Stream


def seen(
    *,
    typed: str = "",
    terminal: bool = False,
    encoding: str = "utf-8",
    environ: Mapping[str, str] | None = None,
    output: str = "table",
    quiet: bool = False,
    verbose: bool = False,
    no_input: bool = False,
) -> Seen:
    """A screen on streams in memory."""
    stdin = Stream(typed, terminal=terminal)
    stdout, stderr = (Stream(encoding=encoding, terminal=terminal) for _ in range(2))
    screen = Screen(
        output=output,
        quiet=quiet,
        verbose=verbose,
        no_input=no_input,
        environ=environ or {},
        stdin=stdin,
        stdout=stdout,
        stderr=stderr,
    )
    return Seen(screen, stdout, stderr)


END = "<end>"


class Terminal:
    """The far end of a pseudo-terminal: types, and reads what is on it. It does not echo."""

    def __init__(self, descriptor: int, near: TextIO) -> None:
        self.descriptor = descriptor
        self._near = near
        self._seen = b""

    def type(self, text: str) -> None:
        """Type it, as a person at the keyboard would."""
        os.write(self.descriptor, text.encode())

    @contextmanager
    def answering(self, *answers: tuple[str, str]) -> Iterator[None]:
        """Meanwhile type each answer when its question is there, as a person would."""

        def answer() -> None:
            for question, text in answers:
                self._read_until(question)
                self.type(text)

        typist = threading.Thread(target=answer)
        typist.start()
        yield
        typist.join()

    def shown(self) -> str:
        """Everything that was written since the last time."""
        self._near.write(END)
        self._near.flush()
        self._read_until(END)
        text, self._seen = self._seen, b""
        return text.decode().removesuffix(END).replace("\r\n", "\n")

    def _read_until(self, end: str) -> None:
        while not self._seen.endswith(end.encode()):
            self._seen += os.read(self.descriptor, 4096)


@contextmanager
def at_a_terminal(environ: Mapping[str, str]) -> Iterator[tuple[Screen, Terminal]]:
    """A screen whose three streams are one pseudo-terminal."""
    pty = pytest.importorskip("pty", reason="there are no pseudo-terminals here")
    far, near = pty.openpty()
    _stop_echo(near)
    reading, writing = os.fdopen(near, "r"), os.fdopen(os.dup(near), "w")
    try:
        screen = Screen(environ=environ, stdin=reading, stdout=writing, stderr=writing)
        yield screen, Terminal(far, writing)
    finally:
        reading.close()
        writing.close()
        os.close(far)


def _stop_echo(descriptor: int) -> None:
    termios = pytest.importorskip("termios")
    attributes = termios.tcgetattr(descriptor)
    attributes[3] &= ~termios.ECHO
    termios.tcsetattr(descriptor, termios.TCSANOW, attributes)
