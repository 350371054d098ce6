"""Names and values of options as people type them: checked, with the closest where they err."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cwsync.closest import closest, closest_line
from cwsync.errors import CwsyncError, InvalidInput, NotFound
from cwsync.settings import NOT_IN_PROFILES, SECRETS, SECTIONS, closest_options, converted, options

if TYPE_CHECKING:
    from cwsync.configfile import ConfigFile


TABLE = "profiles."


@dataclass(frozen=True, slots=True)
class Addressed:
    """An option as it was typed: `table` is what stood before it, as in `profiles.north.`."""

    option: str
    table: str = ""
    profile: str | None = None


def addressed(name: str, profiles: Iterable[str]) -> Addressed:
    """The option of a name as the file has it, `profiles.north.push.board`, or as it is.

    `profiles` are those that there are: names may have dots.
    """
    if not name.startswith(TABLE):
        return Addressed(name)
    rest = name.removeprefix(TABLE)
    quoted = re.match(r"""(["'])(.+?)\1\.(.+)""", rest)
    if quoted:
        return Addressed(quoted[3], name.removesuffix(quoted[3]), quoted[2])
    ends = [known for known in (*options(), *SECTIONS, *SECRETS) if rest.endswith(f".{known}")]
    begins = [profile for profile in profiles if rest.startswith(f"{profile}.")]
    if ends:
        option = max(ends, key=len)
    elif begins:
        option = rest.removeprefix(f"{max(begins, key=len)}.")
    else:
        option = rest.partition(".")[2]
    if not option:
        return Addressed(name)
    return Addressed(option, name.removesuffix(option), rest.removesuffix(f".{option}"))


def checked_name(name: str, *, table: str = "") -> None:
    """Raises `NotFound` with the closest names for an option that there is none."""
    if name in options() and not (table and name in NOT_IN_PROFILES):
        return
    if name in NOT_IN_PROFILES:
        code = "secret_in_config" if name in SECRETS else "invalid_value"
        raise InvalidInput(f"{name}: {NOT_IN_PROFILES[name]}", code=code)
    first, _, rest = name.partition(".")
    if rest.count(".") and closest(first, [TABLE.rstrip(".")]):
        near: tuple[str, ...] = (f"{TABLE}{rest}",)
    else:
        near = tuple(f"{table}{option}" for option in closest_options(name))
    raise NotFound(
        f"there is no option {table}{name}",
        details=closest_line(near),
        hint="see all: cwsync config list",
        code="option_unknown",
    )


def checked_value(name: str, text: str, *, table: str = "") -> Any:
    """The value as the file keeps it. Raises `InvalidInput` that says what is expected."""
    checked_name(name, table=table)
    try:
        value = converted(name, options()[name], text.strip())
        return _checked_by_use(name, value)
    except ValueError as error:
        raise InvalidInput(f"{name}: {error}", code="invalid_value") from None


def removable(name: str, *, table: str = "") -> None:
    """Raises `NotFound` where this is neither an option nor a section."""
    if name not in SECTIONS and name not in SECRETS:
        checked_name(name, table=table)


def usual_profile(name: str, file: ConfigFile) -> str:
    """The name of a profile in the file. Raises `NotFound` with the closest."""
    profiles = file.values.get("profiles", {})
    if name in profiles:
        return name
    near = closest(name, profiles)
    raise NotFound(
        f"there is no profile {name}",
        details=closest_line(near),
        hint=f'make it first: cwsync auth login -p "{name}"',
        code="profile_unknown",
    )


def _checked_by_use(name: str, value: Any) -> Any:
    if isinstance(value, str) and not value:
        raise ValueError("a text is expected; to remove it: cwsync config unset")
    if name == "host":
        check_host(value)
    if name == "ca_bundle":
        path = Path(value).expanduser()
        if not path.is_file():
            raise ValueError("the file of certificates is not there")
        return str(path.resolve())
    return value


def check_host(host: str) -> str:
    """The host, if it is one. Raises `ValueError`."""
    from cwsync.client.connection import checked_host

    try:
        return checked_host(host)
    except CwsyncError as error:
        raise ValueError(f"{error.message}; {error.hint}") from None
