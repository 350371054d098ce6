"""This machine: versions, folders, configuration, keyring, keys."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Mapping
from pathlib import Path

from cwsync import __version__
from cwsync.credentials import VARIABLES, Credentials, KeyringState, ending
from cwsync.doctor.checks import Check, ok, skip, warn
from cwsync.folders import Folders
from cwsync.settings import Loaded

SLOW_KEYRING_MS = 1000
PARTS = ("httpx", "keyring", "rich", "typer")


def versions() -> Check:
    """What runs here."""
    from importlib.metadata import version

    parts = ", ".join(f"{name} {version(name)}" for name in PARTS)
    system = f"{platform.system()} {platform.machine()}"
    mine = f"cwsync {__version__}, Python {platform.python_version()}, {system}"
    return ok("versions", f"{mine}; {parts}")


def paths(folders: Folders) -> Check:
    """Whether what cwsync writes can be written."""
    wanted = {"configuration": folders.config, "cache": folders.cache, "log": folders.log}
    locked = [f"{name} in {folder}" for name, folder in wanted.items() if not _writable(folder)]
    if locked:
        return warn(
            "paths",
            f"cannot write: {', '.join(locked)}",
            "make these folders writable, or name another one in CWSYNC_HOME",
        )
    return ok("paths", f"configuration {folders.config_file}, log {folders.log}")


def configuration(loaded: Loaded, folders: Folders) -> Check:
    """Which profile is used; the file was read without an error."""
    changed = sum(origin != "default" for origin in loaded.origin.values())
    there = folders.config_file.exists()
    file = str(folders.config_file) if there else f"no file at {folders.config_file}"
    return ok("configuration", f"profile {loaded.settings.profile}, {changed} values set; {file}")


def keyring(state: KeyringState) -> Check:
    """Which keyring answers, and how fast."""
    message = f"{state.backend}, answers in {state.ms} ms"
    if state.ms > SLOW_KEYRING_MS:
        return warn("keyring", message, f"it is slow; {' '.join(VARIABLES)} do without it")
    return ok("keyring", message)


def keyring_untouched() -> Check:
    """The keyring when the keys come from elsewhere."""
    return skip("keyring", "not used: the keys come from the environment")


def keys_found(keys: Credentials, origin: Mapping[str, str]) -> Check:
    """Which keys are used, by their endings, and from where the account is known."""
    shown = f"public key {ending(keys.public_key)}, client id {ending(keys.client_id)}"
    host = origin["host"].partition(" in ")[0]
    return ok("credentials", f"from the {keys.source}: {shown}; host from {host}")


def _writable(folder: Path) -> bool:
    nearest = next(_existing(folder), None)
    return nearest is not None and nearest.is_dir() and os.access(nearest, os.W_OK)


def _existing(folder: Path) -> Iterator[Path]:
    return (path for path in (folder, *folder.parents) if path.exists())
