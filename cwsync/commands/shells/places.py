"""Where each shell looks for completions, and what a person has to do once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cwsync.commands.shells.files import NAMES, Shell

PROFILE = "Microsoft.PowerShell_profile.ps1"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the file goes; each of `startups` is a file of the shell that has to hold `line`.

    They are written to only where `edits_startups` says so: else they are the person's own.
    """

    path: Path
    startups: tuple[Path, ...] = ()
    line: str = ""
    edits_startups: bool = False
    above: str = ""  # the word of such a file that the line has to stand before


def place_of(shell: Shell, home: Path, environ: Mapping[str, str], *, windows: bool) -> Place:
    """The place of this shell's file for this person."""
    data = _folder(environ, "XDG_DATA_HOME", home / ".local" / "share")
    config = _folder(environ, "XDG_CONFIG_HOME", home / ".config")
    match shell:
        case Shell.BASH:
            usual = _folder(environ, "BASH_COMPLETION_USER_DIR", data / "bash-completion")
            path = usual / "completions" / "cwsync"
            return Place(path, (home / ".bashrc",), f". {_quoted(path)}")
        case Shell.ZSH:
            folder = data / "zsh" / "site-functions"
            line = f"fpath=({_quoted(folder)} $fpath)"
            startup = _folder(environ, "ZDOTDIR", home) / ".zshrc"
            return Place(folder / NAMES[shell], (startup,), line, above="compinit")
        case Shell.FISH:
            return Place(config / "fish" / "completions" / NAMES[shell])
        case Shell.POWERSHELL:
            return _powershell(_documents() if windows else config, windows)


def detected(environ: Mapping[str, str], *, windows: bool) -> Shell | None:
    """The shell that the environment names, None where it is another one."""
    name = Path(environ.get("SHELL", "")).name.removesuffix(".exe")
    if name in ("bash", "zsh", "fish"):
        return Shell(name)
    return Shell.POWERSHELL if windows or name == "pwsh" else None


def _powershell(above: Path, windows: bool) -> Place:
    """Windows has two of them, each with a profile; one that is not there is not begun in vain."""
    folder = above / ("PowerShell" if windows else "powershell")
    path = folder / NAMES[Shell.POWERSHELL]
    profiles = [folder / PROFILE]
    older = above / "WindowsPowerShell" / PROFILE
    if windows and older.exists():
        profiles = [older, *(profile for profile in profiles if profile.exists())]
    line = ". '" + str(path).replace("'", "''") + "'"
    return Place(path, tuple(profiles), line, edits_startups=True)


def _documents() -> Path:
    import platformdirs

    return Path(platformdirs.user_documents_dir())


def _folder(environ: Mapping[str, str], name: str, usual: Path) -> Path:
    return Path(environ[name]).expanduser() if environ.get(name) else usual


def _quoted(path: Path) -> str:
    import shlex

    return shlex.quote(str(path))
