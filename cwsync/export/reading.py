"""What the user named, as texts: a file, standard input, a folder, or any of them packed."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cwsync.closest import closest, closest_line
from cwsync.errors import InvalidInput
from cwsync.export.archives import DOCUMENT_HINT, GZIP, ZIP, gunzipped, unzipped
from cwsync.export.bounds import LARGEST_BYTES, bounded, is_small, refuse_size
from cwsync.export.parts import files_of
from cwsync.export.problems import Spot, printable

_PDF = b"%PDF"
_LONGEST_LABEL = 400


@dataclass(frozen=True, slots=True)
class Content:
    """A text and where it came from: `path` as the user gave it, `label` for messages.

    `sha256` is that of its bytes, unpacked: packing a file again changes nothing.
    `name` is its own within a folder or an archive, else empty; `packed` says that it was small
    before it was unpacked, and must not cost more than that.
    """

    path: str
    label: str
    sha256: str
    text: str
    name: str = ""
    packed: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """What the user named: one text or several."""

    path: str
    label: str
    sha256: str
    contents: tuple[Content, ...]


def read(path: str | Path, stdin: BinaryIO | None) -> Given:
    """The texts of a file, a folder, an archive, or of standard input for `-`.

    Whatever is the matter is InvalidInput.
    """
    label = "standard input" if str(path) == "-" else printable(str(path), most=_LONGEST_LABEL)
    if str(path) != "-" and os.path.isdir(path):
        return _folder(path, label)
    raw = _bytes(path, label, stdin)
    if raw.startswith(ZIP):
        return _zipped(path, raw, label)
    content = _content(path, label, raw)
    return Given(str(path), label, content.sha256, (content,))


def _folder(path: str | Path, label: str) -> Given:
    folder, contents, left = Path(path), [], LARGEST_BYTES
    try:
        files = files_of(folder, label)
    except OSError as error:
        raise _unreadable(folder, label, error) from error
    for file in files:
        name = file.relative_to(folder).as_posix()
        own_label = printable(str(file), most=_LONGEST_LABEL)
        raw = _bytes(file, own_label, None)
        left -= len(raw)
        if left < 0:
            refuse_size(label, LARGEST_BYTES)
        contents.append(_content(path, own_label, raw, name))
    return _several(path, label, contents)


def _several(path: str | Path, label: str, contents: list[Content]) -> Given:
    if not contents:
        raise InvalidInput(
            f"{label} holds no JSON or YAML file", hint="give a folder or file that holds an export"
        )
    digest = hashlib.sha256()
    for content in contents:
        digest.update(f"{content.name}\0{content.sha256}\n".encode("utf-8", "surrogateescape"))
    return Given(str(path), label, digest.hexdigest(), tuple(contents))


def _zipped(path: str | Path, raw: bytes, label: str) -> Given:
    small = is_small(len(raw))
    contents = [
        _content(path, f"{label}: {printable(name)}", member, name, packed=small)
        for name, member in unzipped(raw, label)
    ]
    return _several(path, label, contents)


def _content(
    path: str | Path, label: str, raw: bytes, name: str = "", *, packed: bool = False
) -> Content:
    """One text, unpacked where it is gzip."""
    if raw.startswith(GZIP):
        packed = packed or is_small(len(raw))
        raw = gunzipped(raw, label)
    sha256 = hashlib.sha256(raw).hexdigest()
    if not raw.strip():
        raise InvalidInput(f"{label} is empty", hint="give a file that holds an export")
    return Content(str(path), label, sha256, _text(raw, label), name, packed)


def _bytes(path: str | Path, label: str, stdin: BinaryIO | None) -> bytes:
    try:
        if str(path) != "-":
            with open(path, "rb") as opened:
                return bounded(opened, label)
        file = stdin or getattr(sys.stdin, "buffer", None)
        if file is None:
            raise InvalidInput("there is no standard input to read", hint="name a file")
        return bounded(file, label)
    except (OSError, ValueError) as error:
        raise _unreadable(Path(path), label, error) from error


def _unreadable(path: Path, label: str, error: OSError | ValueError) -> InvalidInput:
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
    return next(iter(closest_line(names)), None)


def _text(raw: bytes, label: str) -> str:
    what = _binary(raw)
    if what:
        raise InvalidInput(f"{label} is not a valid export: it is {what}", hint=DOCUMENT_HINT)
    text = _decoded(raw, label)
    if (nul := text.find("\0")) >= 0:
        raise _wrong_encoding(label, text, nul, _nul_reason(raw))
    return text


def _binary(raw: bytes) -> str | None:
    if raw.startswith(_PDF):
        return "a PDF document"
    return "an archive within another" if raw.startswith((ZIP, GZIP)) else None


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


_BLOCK = 4096


def line_finder(text: str) -> Callable[[int], Spot]:
    """A function from an offset of this text to its line and column.

    It remembers a line for every block of text, not every line: a file may be newlines alone.
    """
    lines, starts = [1], [0]
    for begin in range(0, len(text), _BLOCK):
        end = begin + _BLOCK
        lines.append(lines[-1] + text.count("\n", begin, end))
        starts.append(text.rfind("\n", begin, end) + 1 or starts[-1])

    def spot(offset: int) -> Spot:
        block = offset // _BLOCK
        begin = block * _BLOCK
        start = text.rfind("\n", begin, offset) + 1 or starts[block]
        return Spot(lines[block] + text.count("\n", begin, offset), offset - start + 1)

    return spot
