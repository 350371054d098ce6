"""Write a file that a person named: whole or not at all, and never over one that is there."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from cwsync.errors import InvalidInput, PreconditionFailed


def check_free(path: Path, *, force: bool) -> None:
    """Raises `PreconditionFailed` where there is a file already, unless it may be replaced.

    Worth asking before long work; `write_new` asks again.
    """
    if not path.name or os.path.isdir(path):  # Path.is_dir fails on impossible names
        raise InvalidInput(f"{path} is a folder", hint="name a file in it: -f FILE")
    if force and os.path.exists(path) and not os.path.isfile(path):
        raise InvalidInput(f"{path} is no ordinary file", hint="leave out -f to print it instead")
    if not force and os.path.lexists(path):
        raise _taken(path)


def write_new(path: Path, text: str, *, force: bool) -> None:
    """Write the file, in UTF-8 with plain line breaks. `force` replaces one that is there.

    Raises `PreconditionFailed` where there is one, `InvalidInput` where it cannot be written.
    """
    check_free(path, force=force)
    target = Path(os.path.realpath(path)) if force else path  # a link stays one
    fresh = target.with_name(f".{target.name[:100]}.{secrets.token_hex(4)}")
    try:
        with fresh.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if force:
            fresh.replace(target)
        else:
            _put(fresh, target)
    except FileExistsError:
        raise _taken(path) from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "the name is not one of a file"
        raise InvalidInput(f"{path} cannot be written: {why}") from None
    finally:
        with suppress(OSError, ValueError):
            fresh.unlink(missing_ok=True)


def _put(fresh: Path, path: Path) -> None:
    """Give the file its name, unless somebody else has it by now."""
    try:
        os.link(fresh, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if os.path.lexists(path):
            raise FileExistsError from None
        fresh.replace(path)


def _taken(path: Path) -> PreconditionFailed:
    return PreconditionFailed(
        f"{path} exists already",
        hint="give another name with -f FILE, or --force to write over it",
        code="file_exists",
    )
