"""Where each shell looks for completions, and what a person has to do once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cwsync.commands.shells.files import NAMES, Shell


@dataclass(frozen=True, slots=True)
class Place:
    """Where the file goes; `startup` is the file of the shell that has to hold `line`, if any has.

    It is written to only where `edits_startup` says so: else it is the person's own.
    """

    path: Path
    startup: Path | None = None
    line: str = ""
    edits_startup: bool = False


def place_of(shell: Shell, home: Path, environ: Mapping[str, str], *, windows: bool) -> Place:
    """The place of this shell's file for this person."""
    data = _folder(environ, "XDG_DATA_HOME", home / ".local" / "share")
    config = _folder(environ, "XDG_CONFIG_HOME", home / ".config")
    match shell:
        case Shell.BASH:
            usual = _folder(environ, "BASH_COMPLETION_USER_DIR", data / "bash-completion")
            path = usual / "completions" / "cwsync"
            return Place(path, home / ".bashrc", f". {_quoted(path)}")
        case Shell.ZSH:
            folder = data / "zsh" / "site-functions"
            line = f"fpath=({_quoted(folder)} $fpath)"
            return Place(folder / NAMES[shell], _folder(environ, "ZDOTDIR", home) / ".zshrc", line)
        case Shell.FISH:
            return Place(config / "fish" / "completions" / NAMES[shell])
        case Shell.POWERSHELL:
            folder = _powershell(home, config, windows)
            path = folder / NAMES[shell]
            line = f". '{str(path).replace(chr(39), chr(39) * 2)}'"
            profile = folder / "Microsoft.PowerShell_profile.ps1"
            return Place(path, profile, line, edits_startup=True)


def detected(environ: Mapping[str, str], *, windows: bool) -> Shell | None:
    """The shell that the environment names, None where it is another one."""
    name = Path(environ.get("SHELL", "")).name.removesuffix(".exe")
    if name in ("bash", "zsh", "fish"):
        return Shell(name)
    return Shell.POWERSHELL if windows or name == "pwsh" else None


def _powershell(home: Path, config: Path, windows: bool) -> Path:
    if not windows:
        return config / "powershell"
    import platformdirs

    return Path(platformdirs.user_documents_dir()) / "PowerShell"


def _folder(environ: Mapping[str, str], name: str, usual: Path) -> Path:
    return Path(environ[name]).expanduser() if environ.get(name) else usual


def _quoted(path: Path) -> str:
    import shlex

    return shlex.quote(str(path))
