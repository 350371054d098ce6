"""Which exports a folder holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cwsync.export.archives import SUFFIXES

# what an export is called by whom it was fetched collection by collection
_COLLECTIONS = ("project-services*.json", "project-phases*.json")


def exports_in(folder: Path) -> tuple[Path, ...]:
    """The exports that stand in this folder, by name; a folder of collections is one export.

    Hidden files and folders below are left out. Raises OSError where it cannot be read.
    """
    if is_one_export(folder):
        return (folder,)
    return tuple(sorted(_found(folder)))


def is_one_export(folder: Path) -> bool:
    """Whether the files of this folder are the collections of one project."""
    return any(next(folder.glob(pattern), None) is not None for pattern in _COLLECTIONS)


def _found(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name.startswith("."):
            continue
        if path.is_dir():
            if is_one_export(path):
                yield path
        elif path.suffix.lower() in SUFFIXES:
            yield path
