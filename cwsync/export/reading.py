"""Bytes of a file or of standard input, as text."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cwsync.closest import closest
from cwsync.errors import InvalidInput
from cwsync.export.problems import Spot

LARGEST_BYTES = 200_000_000
_CHUNK_BYTES = 1 << 20

_BINARIES = (
    (b"PK\x03\x04", "a ZIP container, as .docx and .xlsx files are"),
    (b"%PDF", "a PDF document"),
    (b"\x1f\x8b", "compressed with gzip"),
)
_DOCUMENT_HINT = (
    "documents cannot be pushed; save the project from the ScopeStack API, "
    "or write a cwsync file by hand"
)


@dataclass(frozen=True, slots=True)
class Content:
    """A text and where it came from: `path` as the user gave it, `label` for messages."""

    path: str
    label: str
    sha256: str
    text: str


def read(path: str | Path, stdin: BinaryIO | None) -> Content:
    """The text of a file, or of standard input for `-`. Whatever is the matter is InvalidInput."""
    label = "standard input" if str(path) == "-" else str(path)
    raw = _bytes(path, label, stdin)
    if not raw.strip():
        raise InvalidInput(f"{label} is empty", hint="give a file that holds an export")
    return Content(str(path), label, hashlib.sha256(raw).hexdigest(), _text(raw, label))


def _bytes(path: str | Path, label: str, stdin: BinaryIO | None) -> bytes:
    try:
        if str(path) != "-":
            with open(path, "rb") as opened:
                return _bounded(opened, label)
        file = stdin or getattr(sys.stdin, "buffer", None)
        if file is None:
            raise InvalidInput("there is no standard input to read", hint="name a file")
        return _bounded(file, label)
    except (OSError, ValueError) as error:
        raise _unreadable(Path(path), label, error) from error


def _bounded(file: BinaryIO, label: str) -> bytes:
    chunks, size = [], 0
    while chunk := file.read(_CHUNK_BYTES):
        size += len(chunk)
        if size > LARGEST_BYTES:
            megabytes = LARGEST_BYTES // 1_000_000
            raise InvalidInput(
                f"{label} is larger than {megabytes} MB",
                hint="an export of one project is far smaller; check that this is the right file",
            )
        chunks.append(chunk)
    return b"".join(chunks)


def _unreadable(path: Path, label: str, error: OSError | ValueError) -> InvalidInput:
    if isinstance(error, IsADirectoryError):
        return InvalidInput(
            f"{label} is a folder; an export is one file",
            hint="fetch the project with everything that belongs to it in one file: "
            "`cwsync export check FILE` gives the address when a file is incomplete",
        )
    if isinstance(error, FileNotFoundError):
        return InvalidInput(f"{label} does not exist", hint=_neighbours(path))
    if isinstance(error, PermissionError):
        return InvalidInput(f"{label} may not be read by you", hint="change its permissions")
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return InvalidInput(f"{label} cannot be read: {reason or type(error).__name__}")


def _neighbours(path: Path) -> str | None:
    try:
        names = closest(path.name, [n for n in os.listdir(path.parent) if n[0] != "."])
    except OSError:
        return None
    return f"closest: {', '.join(names)}" if names else None


def _text(raw: bytes, label: str) -> str:
    for magic, what in _BINARIES:
        if raw.startswith(magic):
            raise InvalidInput(f"{label} is not a valid export: it is {what}", hint=_DOCUMENT_HINT)
    text = _decoded(raw, label)
    if (nul := text.find("\0")) >= 0:
        raise _wrong_encoding(label, text, nul, _nul_reason(raw))
    return text


def _nul_reason(raw: bytes) -> str:
    if raw[:4].count(0) >= 1:
        return "it looks like UTF-16 or UTF-32 without a byte order mark"
    return "there is a NUL character"


def _decoded(raw: bytes, label: str) -> str:
    if raw.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        raise _wrong_encoding(label, "", 0, "it is UTF-32")
    encoding = "utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode(encoding, "replace")
        reason = f"byte 0x{raw[error.start]:02x} is not {_NAMES[encoding]}"
        raise _wrong_encoding(label, before, len(before), reason) from None


_NAMES = {"utf-16": "UTF-16", "utf-8-sig": "UTF-8; the file may be Latin-1 or Windows-1252"}


def _wrong_encoding(label: str, text: str, offset: int, reason: str) -> InvalidInput:
    return InvalidInput(
        f"{label} is not a valid export: its encoding is not UTF-8",
        details=(f"{line_finder(text)(offset)}: {reason}",),
        hint="save the file as UTF-8",
    )


def line_finder(text: str) -> Callable[[int], Spot]:
    """A function from an offset of this text to its line and column."""
    from bisect import bisect_right
    from itertools import accumulate

    starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]

    def spot(offset: int) -> Spot:
        line = bisect_right(starts, offset)
        return Spot(line, offset - starts[line - 1] + 1)

    return spot
