"""Reads the files of the log, in pieces: a big log needs no more memory than a small one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cwsync.errors import PreconditionFailed
from cwsync.logbook import LONGEST_LINE, Entry, entry_of
from cwsync.runlog import set_aside

CHUNK = 1 << 16
_Identity = tuple[int, int]  # of a file, whatever it is called: device and inode


def check_readable(path: Path) -> None:
    """Raises `PreconditionFailed` where the log at `path` is there and cannot be read."""
    for file in (*set_aside(path), path):
        try:
            file.open("rb").close()
        except FileNotFoundError:
            continue
        except OSError as error:
            raise PreconditionFailed(
                f"{file} cannot be read: {error.strerror}",
                hint="make it readable; it may be another user's",
                code="log_unreadable",
            ) from None


def entries(path: Path) -> Iterator[Entry]:
    """Everything that the log at `path` has, the oldest file first."""
    for file in (*set_aside(path), path):
        yield from _entries_of(file)


def _entries_of(file: Path) -> Iterator[Entry]:
    with suppress(OSError), file.open("rb") as lines:  # it may just be set aside or removed
        while line := lines.readline(LONGEST_LINE + 1):
            entry = entry_of(line)
            if entry is not None:
                yield entry


@dataclass(slots=True)
class _Place:
    """How far a file has been read; `rest` is the begun line at its end."""

    at: int = 0
    rest: bytes = b""


class Follower:
    """What is written from now on, or everything; goes on in a new file where one is begun.

    Runs that were under way when their file was set aside go on writing to it, so all are read.
    """

    def __init__(self, path: Path, *, from_start: bool = False) -> None:
        self._path = path
        self._places: dict[_Identity, _Place] = {}
        for identity, size, _ in self._files():
            self._places[identity] = _Place(0 if from_start else size)

    def new(self) -> Iterator[Entry]:
        """What came since it was asked last."""
        for identity, size, file in self._files():
            place = self._places.setdefault(identity, _Place())
            if size < place.at:
                place.at, place.rest = 0, b""
            yield from _read(file, identity, place)

    def _files(self) -> Iterator[tuple[_Identity, int, Path]]:
        for file in (*set_aside(self._path), self._path):
            with suppress(OSError):
                stat = file.stat()
                yield (stat.st_dev, stat.st_ino), stat.st_size, file


def _read(file: Path, identity: _Identity, place: _Place) -> Iterator[Entry]:
    while chunk := _chunk(file, identity, place.at):
        place.at += len(chunk)
        *lines, place.rest = (place.rest + chunk).split(b"\n")
        for line in lines:
            entry = entry_of(line)
            if entry is not None:
                yield entry
        if len(place.rest) > LONGEST_LINE:
            place.rest = b"?"  # no line of ours, however it goes on


def _chunk(path: Path, identity: _Identity, at: int) -> bytes:
    """Opened for each piece, since Windows sets no file aside that somebody holds open."""
    try:
        with path.open("rb") as file:
            stat = os.fstat(file.fileno())
            if (stat.st_dev, stat.st_ino) != identity:  # set aside just now: read there next time
                return b""
            file.seek(at)
            return file.read(CHUNK)
    except OSError:
        return b""
