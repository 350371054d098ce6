"""The completion of fish. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from cwsync.commands.shells.tree import Command, Option, Source, Value

HEAD = """\
# Completion of cwsync for fish. Made from the command tree by `make completions`.
#
# Commands, options and fixed values are in this file. Names of profiles, boards, statuses and the
# like come from `cwsync completion values`, which reads what is kept and asks nobody.

"""
FUNCTIONS = """
# The command that was typed so far, without options and what follows it.
function __cwsync_path
    set -l path
    set -l words (commandline -opc)
    for word in $words[2..]
        string match -q -- '-*' $word
        and continue
        set -l longer (string join ' ' $path $word)
        contains -- "$longer" $__cwsync_commands
        or break
        set path $longer
    end
    echo "$path"
end

function __cwsync_at
    test (__cwsync_path) = "$argv[1]"
end

# What cwsync knows of a kind.
function __cwsync_known
    set -l words (commandline -opc)
    $words[1] completion values $argv[1] $words 2>/dev/null
end

complete -c cwsync -f
"""


def script(tree: Command) -> str:
    """The whole file."""
    commands = [" ".join(command.path) for command in tree.all() if command.path]
    listed = "set -g __cwsync_commands \\\n    " + " \\\n    ".join(map(_quoted, commands))
    lines = [line for command in tree.all() for line in _lines(command)]
    return HEAD + listed + "\n" + FUNCTIONS + "\n".join(lines) + "\n"


def _lines(command: Command) -> Iterator[str]:
    at = _quoted("__cwsync_at " + _quoted(" ".join(command.path)))
    start = f"complete -c cwsync -n {at}"
    yield ""
    for each in command.commands:
        yield f"{start} -a {each.path[-1]} -d {_quoted(each.help)}"
    if not command.commands:
        for value in command.arguments:
            yield from _argument(start, value)
    for option in command.options:
        yield f"{start} {_option(option)} -d {_quoted(option.help)}"


def _argument(start: str, value: Value) -> Iterator[str]:
    if value.source is Source.FILE:
        yield f"{start} -F"
    elif value.source is not Source.ANY:
        yield f"{start} -a {_offered(value)}"


def _option(option: Option) -> str:
    names = " ".join(_name(name) for name in option.names)
    value = option.value
    if value is None:
        return names
    if value.source is Source.FILE:
        return f"{names} -r -F"
    return f"{names} -x" if value.source is Source.ANY else f"{names} -x -a {_offered(value)}"


def _name(name: str) -> str:
    return f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}"


def _offered(value: Value) -> str:
    if value.source is Source.KNOWN:
        return _quoted(f"(__cwsync_known {value.kind})")
    return _quoted(" ".join(value.choices))


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
