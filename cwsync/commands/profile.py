"""Which profile a command is about, where a broken configuration must not stop it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from cwsync.errors import InvalidUsage
from cwsync.terminal.screen import Screen

if TYPE_CHECKING:
    from cwsync.commands.optionnames import Addressed
    from cwsync.commands.session import Session
    from cwsync.configedit import Written
    from cwsync.configfile import ConfigFile


def chosen_profile(session: Session, file: ConfigFile) -> str:
    """The profile by flag, environment or file; it need not be there yet."""
    chosen = session.chosen.get("profile") or os.environ.get("CWSYNC_PROFILE")
    return str(chosen or file.values.get("profile") or "default")


def option_of(session: Session, name: str, file: ConfigFile) -> Addressed:
    """The option that was typed; a profile in its name is the one that was chosen from here on."""
    from cwsync.commands.optionnames import addressed

    asked = addressed(name, profiles_in(file))
    if asked.profile is not None:
        flag = session.chosen.get("profile")
        if flag not in (None, asked.profile):
            raise InvalidUsage(
                f"{name} is not of profile {flag}",
                hint="leave out -p, or what stands before the option",
            )
        session.chosen["profile"] = asked.profile
    return asked


def begin_profile(name: str) -> None:
    """Let there be a profile of this name in the file, so that others take it for one."""
    from cwsync.configedit import set_values
    from cwsync.configfile import read

    known = profiles_in(read(config_path()))
    if name not in known and (known or name != "default"):
        set_values(config_path(), ("profiles", name), {})


def check_is_there(session: Session, profile: str, file: ConfigFile) -> None:
    """Raises `InvalidInput` where a profile was named that is not in the file."""
    from cwsync.configuration import USUAL, no_such_profile

    known = profiles_in(file)
    if profile not in known and (known or profile != USUAL):
        by = None if session.chosen.get("profile") else "CWSYNC_PROFILE or the file"
        raise no_such_profile(profile, known, file.path, by)


def profiles_in(file: ConfigFile) -> list[str]:
    """The names of the profiles in the file."""
    profiles = file.values.get("profiles", {})
    return list(profiles) if isinstance(profiles, dict) else []


def bare_screen(session: Session) -> Screen:
    """A screen that needs no settings."""
    return Screen(
        quiet=bool(session.chosen.get("quiet")),
        verbose=session.is_verbose,
        no_input=bool(session.chosen.get("no_input") or os.environ.get("CWSYNC_NO_INPUT")),
        environ=os.environ,
        reword=lambda text: session.repeating.text(text),
    )


def config_path() -> Path:
    """The one file of all profiles."""
    from cwsync.folders import folders

    return folders(os.environ).config_file


def say_what_is_lost(screen: Screen, written: Written, path: Path) -> None:
    """Warn where a change of the file could not keep its comments."""
    if written.comments_lost:
        screen.tell(f"warning: the comments in {path} are lost: it had to be written anew")
