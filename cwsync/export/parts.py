"""The files of a folder that may be parts of an export."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from cwsync.errors import InvalidInput
from cwsync.export.archives import SUFFIXES, too_many
from cwsync.export.bounds import MOST_FILES
from cwsync.export.problems import printable

_MOST_ENTRIES = 20_000
_DEEPEST = 4
_PACKED = ".gz"


def files_of(folder: Path, label: str) -> list[Path]:
    """The JSON and YAML files in a folder and below, by name; hidden ones do not count.

    Raises InvalidInput for one that is no ordinary file, or a link that leads out of the folder.
    """
    found = sorted(_walk(folder, label, 1))
    if len(found) > MOST_FILES:
        raise too_many(label, len(found))
    home = folder.resolve()
    for path in found:
        _check(path, home, label)
    return found


def _walk(folder: Path, label: str, depth: int) -> Iterator[Path]:
    with os.scandir(folder) as entries:
        for count, entry in enumerate(entries):
            if count > _MOST_ENTRIES:
                raise too_many(label, count)
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                if depth < _DEEPEST:
                    yield from _walk(Path(entry.path), label, depth + 1)
            elif entry.name.lower().removesuffix(_PACKED).endswith(SUFFIXES):
                yield Path(entry.path)


def _check(path: Path, home: Path, label: str) -> None:
    name = printable(path.name)
    try:
        real = path.resolve(strict=True)
        kind = os.stat(real).st_mode
    except (OSError, RuntimeError):  # a loop of links is the latter up to Python 3.12
        raise _odd(label, f"{name} in it is a link that leads nowhere") from None
    if not real.is_relative_to(home):
        raise _odd(label, f"{name} in it is a link that leads out of the folder")
    if not stat.S_ISREG(kind):
        raise _odd(label, f"{name} in it is not a file")


def _odd(label: str, what: str) -> InvalidInput:
    return InvalidInput(
        f"{label} is not a valid export: {what}",
        hint="give a folder that holds the files of one project alone",
    )
