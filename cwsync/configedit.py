"""Change the one TOML file of all profiles: comments stay, and it is replaced in one step."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cwsync.configfile import read
from cwsync.errors import InvalidInput, PreconditionFailed

if TYPE_CHECKING:
    from tomlkit import TOMLDocument
    from tomlkit.items import Table

MOST_NAME = 64


def check_profile_name(name: str) -> None:
    """Raises `InvalidInput` for a name that would be a nuisance: in a shell, a file, a list."""
    letters = name.replace("-", "").replace("_", "").replace(".", "").replace(" ", "")
    if not letters.isalnum() or name != name.strip() or len(name) > MOST_NAME:
        raise InvalidInput(
            "this is no name for a profile",
            hint=f"use letters, digits, spaces and . _ - only, {MOST_NAME} characters at most",
            code="invalid_profile_name",
        )


def set_values(path: Path, table: Sequence[str], values: Mapping[str, Any]) -> None:
    """Set some keys of a table, such as `("profiles", "north")`, which is made where missing."""
    document = _document(path)
    here = document.as_string()
    found: Any = document
    for name in table:
        if name not in found:
            found[name] = _new_table(parents=name == table[0] and len(table) > 1)
        found = found[name]
        _check_table(found, path)
    for key, value in values.items():
        found[key] = value
    if document.as_string() != here:
        replace(path, document.as_string())


def unset_value(path: Path, table: Sequence[str], key: str) -> bool:
    """Remove a key of a table; whether it was there. Tables that get empty go, too."""
    document = _document(path)
    if not _removed(document, [*table, key]):
        return False
    replace(path, document.as_string().rstrip("\n") + "\n")
    return True


def replace(path: Path, text: str) -> None:
    """Replace the file in one step, readable by its owner alone; a link stays a link.

    Raises `PreconditionFailed` where that cannot be written, and then nothing changed.
    """
    target = path.resolve()
    kept: str | None = None
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("wb", dir=target.parent, delete=False) as file:
            kept = file.name  # made with 0600
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        os.replace(kept, target)
    except OSError as error:
        if kept is not None:
            with suppress(OSError):
                os.unlink(kept)
        raise PreconditionFailed(
            f"{path} cannot be written: {error.strerror or type(error).__name__}",
            hint="make it writable, or name another folder in CWSYNC_HOME",
            code="config_unwritable",
        ) from None


def _document(path: Path) -> TOMLDocument:
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    text = read(path).text
    try:
        return tomlkit.parse(text)
    except TOMLKitError:
        raise InvalidInput(
            f"{path} cannot be changed without losing something",
            hint="change it by hand: cwsync config edit",
            code="config_unreadable",
        ) from None


def _new_table(*, parents: bool) -> Table:
    import tomlkit

    return tomlkit.table(is_super_table=parents)


def _check_table(found: Any, path: Path) -> None:
    if not isinstance(found, dict):
        raise InvalidInput(f"{path}: a table is expected, and a value stands there", code="config")


def _removed(table: Any, names: Sequence[str]) -> bool:
    name, *rest = names
    if not isinstance(table, dict) or name not in table:
        return False
    if not rest:
        del table[name]
        return True
    removed = _removed(table[name], rest)
    if removed and not table[name] and "#" not in table[name].as_string():
        del table[name]
    return removed
