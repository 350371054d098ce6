"""The files in `completions/`: current, complete, and hands off what is the person's own."""

from __future__ import annotations

import re

import pytest

from cwsync.commands.shells.files import FOLDER, NAMES, Shell, completion_file, generated
from cwsync.commands.shells.tree import Command, Source, command_tree

TREE = command_tree()
GENERATED = generated()


@pytest.mark.parametrize("name", NAMES.values())
def test_the_file_is_current(name: str) -> None:
    assert (FOLDER / name).read_text("utf-8") == GENERATED[name], "run: make completions"


def test_nothing_else_lies_there() -> None:
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(NAMES.values())


@pytest.mark.parametrize("shell", Shell)
def test_it_is_what_cwsync_shows(shell: Shell) -> None:
    assert completion_file(shell) == GENERATED[NAMES[shell]]


@pytest.mark.parametrize("shell", Shell)
def test_key_bindings_are_left_alone(shell: Shell) -> None:
    words = set(re.findall(r"[\w-]+", GENERATED[NAMES[shell]].casefold()))
    assert not words & {"bind", "bindkey", "set-psreadlinekeyhandler", "set-psreadlineoption"}


def commands() -> list[Command]:
    return [command for command in TREE.all() if command.path]


def test_the_tree_has_what_can_be_typed() -> None:
    paths = {" ".join(command.path) for command in commands()}
    assert {"demo", "project push", "logs", "logs path", "completion install"} <= paths
    push = next(c for c in commands() if c.path == ("project", "push"))
    options = {name: option for option in push.options for name in option.names}
    assert {"--board", "-p", "--no-governance", "-h", "--help"} <= set(options)
    assert options["--dry-run"].value is None
    output = options["-o"].value
    assert output is not None
    assert output.choices == ("table", "json")
    assert [value.source for value in push.arguments] == [Source.FILE]


@pytest.mark.parametrize("command", commands(), ids=lambda command: " ".join(command.path))
def test_powershell_has_every_command(command: Command) -> None:
    """PowerShell itself is not at hand everywhere: its file is held by what stands in it."""
    text = GENERATED[NAMES[Shell.POWERSHELL]]
    entry = re.search(rf"^    '{' '.join(command.path)}' = @\{{\n(.*?)^    \}}$", text, re.M | re.S)
    assert entry is not None
    for option in command.options:
        for name in option.names:
            assert (f'"{name}`t' in entry[1]) is name.startswith("--")
            assert (f"'{name}' = '" in entry[1]) is (option.value is not None)
    for below in command.commands:
        assert f'"{below.path[-1]}`t' in entry[1]


def test_powershell_is_well_formed() -> None:
    text = GENERATED[NAMES[Shell.POWERSHELL]]
    code = re.sub(r'"(`.|[^"`])*"|\'[^\']*\'', "", re.sub(r"(?m)^\s*#.*$", "", text))
    for opened, closed in ("()", "{}", "[]"):
        assert code.count(opened) == code.count(closed)
    assert "'" not in code
    assert text.isascii()
    assert "Register-ArgumentCompleter -Native -CommandName cwsync, cwsync.exe" in text
    keys = re.findall(r"^    '([^']*)' = @\{$", text, re.M)
    assert len(keys) == len(set(keys)) == len(list(TREE.all()))
