"""gzip and zip, unpacked in memory and within bounds. Nothing is written to disk."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from cwsync.errors import InvalidInput
from cwsync.export.bounds import MOST_FILES, bounded, refuse_size, unpacked_most
from cwsync.export.problems import printable

if TYPE_CHECKING:
    from zipfile import ZipFile, ZipInfo

GZIP = b"\x1f\x8b"
ZIP = b"PK\x03\x04"
SUFFIXES = (".json", ".yaml", ".yml")
_STORED, _DEFLATED = 0, 8
_ENCRYPTED = 0x1
_OFFICE = "[Content_Types].xml"
DOCUMENT_HINT = (
    "documents cannot be pushed; save the project from the ScopeStack API, "
    "or write a cwsync file by hand"
)


def gunzipped(raw: bytes, label: str) -> bytes:
    """What a gzip file holds. Raises InvalidInput when it is damaged or out of proportion."""
    most = unpacked_most(len(raw))
    unpacking = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        content = unpacking.decompress(raw, most + 1)
    except zlib.error:
        raise _damaged(label, "gzip") from None
    if len(content) > most:
        refuse_size(label, most, "unpacks to something")
    if not unpacking.eof:
        raise _damaged(label, "gzip")
    return content


def unzipped(raw: bytes, label: str) -> Iterator[tuple[str, bytes]]:
    """The exports in a zip file, by name. Raises InvalidInput for anything odd about it."""
    from zipfile import BadZipFile, ZipFile

    # the last three are what odd headers end in
    damages = (BadZipFile, zlib.error, EOFError, OSError, ValueError, OverflowError, RuntimeError)
    try:
        with ZipFile(io.BytesIO(raw)) as archive:
            yield from _members(archive, label, unpacked_most(len(raw)))
    except damages:
        raise _damaged(label, "zip") from None


def _members(archive: ZipFile, label: str, left: int) -> Iterator[tuple[str, bytes]]:
    members = [member for member in archive.infolist() if not member.is_dir()]
    if any(member.filename == _OFFICE for member in members):
        raise InvalidInput(
            f"{label} is not a valid export: it is a document such as .docx or .xlsx",
            hint=DOCUMENT_HINT,
        )
    wanted = [member for member in members if is_export(member.filename)]
    if len(wanted) > MOST_FILES:
        raise too_many(label, len(wanted))
    for member in sorted(wanted, key=lambda member: member.filename):
        _check(member, label)
        name = printable(member.filename)
        with archive.open(member) as file:
            content = bounded(file, f"{label}: {name}", left)
        left -= len(content)
        yield member.filename, content


def _check(member: ZipInfo, label: str) -> None:
    name = PurePosixPath(member.filename.replace("\\", "/"))
    reason = None
    if name.is_absolute() or ".." in name.parts or ":" in member.filename:
        reason = "points out of the archive"
    elif member.flag_bits & _ENCRYPTED:
        reason = "is encrypted"
    elif member.compress_type not in (_STORED, _DEFLATED):
        reason = "is packed in a way that is not supported"
    if reason:
        raise InvalidInput(
            f"{label} is not a valid export: {printable(member.filename)} in it {reason}",
            hint="unpack it into a folder and give the folder",
        )


def is_export(name: str) -> bool:
    """Whether a file of a folder or archive counts, by its name; hidden ones do not."""
    path = PurePosixPath(name.replace("\\", "/"))
    hidden = any(part.startswith((".", "__MACOSX")) and part != ".." for part in path.parts)
    return not hidden and path.name.lower().endswith(SUFFIXES)


def too_many(label: str, count: int) -> InvalidInput:
    """More files than any project has."""
    return InvalidInput(
        f"{label} holds {count:,} files; {MOST_FILES:,} is the most",
        hint="give a folder that holds the files of one project alone",
    )


def _damaged(label: str, what: str) -> InvalidInput:
    return InvalidInput(
        f"{label} is not a valid export: the {what} file is damaged or cut off",
        hint="save it again, or give what it holds",
    )
