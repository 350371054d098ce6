"""The completion files: how each is made, and where cwsync has them."""

from __future__ import annotations

from enum import StrEnum
from importlib.resources import files
from pathlib import Path

FOLDER = Path(__file__).parents[3] / "completions"  # of a checkout; a wheel has its own


class Shell(StrEnum):
    """The shells that are known."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"
    POWERSHELL = "powershell"


NAMES = {
    Shell.BASH: "cwsync.bash",
    Shell.ZSH: "_cwsync",
    Shell.FISH: "cwsync.fish",
    Shell.POWERSHELL: "cwsync.ps1",
}


def completion_file(shell: Shell) -> str:
    """The file of this shell, as it comes with cwsync."""
    packaged = files("cwsync") / "completions" / NAMES[shell]
    if packaged.is_file():
        return packaged.read_text(encoding="utf-8")
    return (FOLDER / NAMES[shell]).read_text(encoding="utf-8")


def generated() -> dict[str, str]:
    """What each file is to hold, by its name."""
    from cwsync.commands.shells import bash, fish, powershell, zsh
    from cwsync.commands.shells.tree import command_tree

    tree = command_tree()
    return {
        NAMES[Shell.BASH]: bash.script(tree),
        NAMES[Shell.ZSH]: zsh.script(tree),
        NAMES[Shell.FISH]: fish.script(tree),
        NAMES[Shell.POWERSHELL]: powershell.script(tree),
    }
