"""How much is read at most, whatever a file claims to hold."""

from __future__ import annotations

from typing import IO, NoReturn

from cwsync.errors import InvalidInput

LARGEST_BYTES = 200_000_000
MOST_FILES = 2000
MOST_VALUES = 10_000_000
LARGEST_YAML = 20_000_000
_CHUNK_BYTES = 1 << 20
# What is packed tightly must not cost more than it looks like: exports of projects pack 15 to 40
# times smaller, and one under a megabyte holds well under a million values.
_SMALL_BYTES = 1_000_000
_MOST_UNPACKED = 48
_LEAST_UNPACKED = 16_000_000
MOST_PACKED_VALUES = 1_500_000
LARGEST_PACKED_YAML = 1_000_000


def bounded(file: IO[bytes], label: str, most: int = LARGEST_BYTES) -> bytes:
    """All bytes of a file. Raises InvalidInput beyond `most`."""
    chunks, size = [], 0
    while chunk := file.read(_CHUNK_BYTES):
        size += len(chunk)
        if size > most:
            refuse_size(label, most)
        chunks.append(chunk)
    return b"".join(chunks)


def unpacked_most(packed: int) -> int:
    """How many bytes may come out of so many packed ones."""
    return min(LARGEST_BYTES, max(_LEAST_UNPACKED, packed * _MOST_UNPACKED))


def is_small(packed: int) -> bool:
    """Whether so few packed bytes may only cost what a small file does."""
    return packed < _SMALL_BYTES


def refuse_size(label: str, most: int, what: str = "is") -> NoReturn:
    """Say that something is too large."""
    raise InvalidInput(
        f"{label} {what} larger than {most // 1_000_000} MB",
        hint="an export of one project is far smaller; check that this is the right file",
    )
