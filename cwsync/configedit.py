"""Change the one TOML file of all profiles: comments stay, and it is replaced in one step."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cwsync.atomic import write_text
from cwsync.configfile import ConfigFile, read
from cwsync.errors import InvalidInput, PreconditionFailed
from cwsync.locking import alone

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


@dataclass(frozen=True, slots=True)
class Written:
    """Whether the file changed, and whether that cost its comments."""

    changed: bool
    comments_lost: bool = False


def set_values(path: Path, table: Sequence[str], values: Mapping[str, Any]) -> Written:
    """Set some keys of a table, such as `("profiles", "north")`, which is made where missing."""
    return _changed(path, lambda document, new: _set(document, table, values, new, path))


def unset_value(path: Path, table: Sequence[str], key: str) -> Written:
    """Remove a key of a table, where it is there. Tables that get empty go, too."""
    return _changed(path, lambda document, new: _remove(document, [*table, key]))


def replace(path: Path, text: str) -> None:
    """Replace the file in one step, readable by its owner alone; a link stays a link.

    Raises `PreconditionFailed` where that cannot be written, and then nothing changed.
    """
    target = path.resolve()
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_text(target, text, synced=True)  # 0600
    except OSError as error:
        raise PreconditionFailed(
            f"{path} cannot be written: {error.strerror or type(error).__name__}",
            hint="make it writable, or name another folder in CWSYNC_HOME",
            code="config_unwritable",
        ) from None


NewTable = Callable[[bool], Any]
Edit = Callable[[Any, NewTable], object]


def _changed(path: Path, edit: Edit) -> Written:
    """Edit the text in place, so that comments stay; anew where that would not say the same."""
    if _wanted(read(path), edit) is None:
        return Written(changed=False)
    with alone(path):
        before = read(path)
        wanted = _wanted(before, edit)
        if wanted is None:  # somebody else just did the same
            return Written(changed=False)
        text = _edited_in_place(before.text, edit)
        kept = text is not None and _filled(_loaded(text)) == _filled(wanted)
        if text is None or not kept:
            import tomlkit

            text = tomlkit.dumps(wanted)
        replace(path, _ended_as(before.text, text))
    return Written(changed=True, comments_lost=not kept and "#" in before.text)


def _wanted(before: ConfigFile, edit: Edit) -> Any:
    """What the file is to say, None where it says so already."""
    wanted = copy.deepcopy(before.values)
    edit(wanted, lambda parents: {})
    return None if wanted == before.values else wanted


def _ended_as(before: str, text: str) -> str:
    """The text with the line endings of the one before it, and one at its end."""
    text = text.rstrip("\r\n") + "\n"
    if "\r\n" not in before:
        return text
    return text.replace("\r\n", "\n").replace("\n", "\r\n")


def _edited_in_place(text: str, edit: Edit) -> str | None:
    """None where the file is written in a way that cannot be edited so."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(text)
        edit(document, lambda parents: tomlkit.table(is_super_table=parents))
        return document.as_string()
    except (TOMLKitError, ValueError, TypeError, KeyError):
        return None


def _loaded(text: str) -> Any:
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _filled(values: Any) -> Any:
    """The values without empty tables."""
    if not isinstance(values, dict):
        return values
    filled = {name: _filled(value) for name, value in values.items()}
    return {name: value for name, value in filled.items() if value != {}}


def _set(
    document: Any, table: Sequence[str], values: Mapping[str, Any], new: NewTable, path: Path
) -> None:
    found = document
    for name in table:
        if name not in found:
            found[name] = new(name == table[0] and len(table) > 1)
        found = found[name]
        if not isinstance(found, dict):
            raise InvalidInput(
                f"{path} has a value where a table is expected: {'.'.join(table)}",
                hint="correct it: cwsync config edit",
                code="invalid_configuration",
            )
    found.update(values)


def _remove(table: Any, names: Sequence[str]) -> bool:
    name, *rest = names
    if not isinstance(table, dict) or name not in table:
        return False
    if not rest:
        del table[name]
        return True
    removed = _remove(table[name], rest)
    if removed and not table[name] and not _has_comment(table[name]):
        del table[name]
    return removed


def _has_comment(table: Any) -> bool:
    return "#" in getattr(table, "as_string", str)()
