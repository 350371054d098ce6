"""Which profile a command is about, where a broken configuration must not stop it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from cwsync.terminal.screen import Screen

if TYPE_CHECKING:
    from cwsync.commands.session import Session
    from cwsync.configedit import Written
    from cwsync.configfile import ConfigFile


def chosen_profile(session: Session, file: ConfigFile) -> str:
    """The profile by flag, environment or file; it need not be there yet."""
    chosen = session.chosen.get("profile") or os.environ.get("CWSYNC_PROFILE")
    return str(chosen or file.values.get("profile") or "default")


def profiles_in(file: ConfigFile) -> list[str]:
    """The names of the profiles in the file."""
    profiles = file.values.get("profiles", {})
    return list(profiles) if isinstance(profiles, dict) else []


def bare_screen(session: Session) -> Screen:
    """A screen that needs no settings."""
    return Screen(
        quiet=bool(session.chosen.get("quiet")),
        verbose=bool(session.chosen.get("verbose") or session.chosen.get("debug")),
        no_input=bool(session.chosen.get("no_input") or os.environ.get("CWSYNC_NO_INPUT")),
        environ=os.environ,
    )


def config_path() -> Path:
    """The one file of all profiles."""
    from cwsync.folders import folders

    return folders(os.environ).config_file


def say_what_is_lost(screen: Screen, written: Written, path: Path) -> None:
    """Warn where a change of the file could not keep its comments."""
    if written.comments_lost:
        screen.tell(f"warning: the comments in {path} are lost: it had to be written anew")
