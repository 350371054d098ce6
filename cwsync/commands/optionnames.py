"""Names and values of options as people type them: checked, with the closest where they err."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from cwsync.closest import closest, closest_line
from cwsync.errors import CwsyncError, InvalidInput, NotFound
from cwsync.settings import NOT_IN_PROFILES, SECRETS, SECTIONS, converted, options

if TYPE_CHECKING:
    from cwsync.configfile import ConfigFile


def checked_name(name: str) -> None:
    """Raises `NotFound` with the closest names for an option that there is none."""
    if name in options():
        return
    if name in SECRETS:
        raise InvalidInput(f"{name}: {NOT_IN_PROFILES[name]}", code="secret_in_config")
    by_last = {known.rpartition(".")[2]: known for known in options()}
    near = closest(name, options()) or tuple(by_last[last] for last in closest(name, by_last))
    raise NotFound(
        f"there is no option {name}",
        details=closest_line(near),
        hint="see all: cwsync config list",
        code="option_unknown",
    )


def checked_value(name: str, text: str) -> Any:
    """The value as the file keeps it. Raises `InvalidInput` that says what is expected."""
    checked_name(name)
    try:
        value = converted(name, options()[name], text.strip())
        return _checked_by_use(name, value)
    except ValueError as error:
        raise InvalidInput(f"{name}: {error}", code="invalid_value") from None


def removable(name: str) -> None:
    """Raises `NotFound` where this is neither an option nor a section."""
    if name not in SECTIONS and name not in SECRETS:
        checked_name(name)


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
