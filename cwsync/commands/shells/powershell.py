"""The completion of PowerShell, from version 5.1 on, which Windows has. Pure.

The file is ASCII: version 5.1 reads it in a code page, and typographic quotes end a text.
"""

from __future__ import annotations

from collections.abc import Iterator

from cwsync.commands.shells.tree import Command, Option, Source, Value
from cwsync.terminal.outlet import plain

HEAD = """\
# Completion of cwsync for PowerShell. Made from the command tree by `make completions`.
#
# Commands, options and fixed values are in this file. Names of profiles, boards, statuses and the
# like come from `cwsync completion values`, which reads what is kept and asks nobody.

"""
TAIL = r"""
Register-ArgumentCompleter -Native -CommandName cwsync, cwsync.exe -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $tree = $global:CwsyncTree
    # The words in front of the cursor, without the one that is being typed.
    $words = @($commandAst.CommandElements |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
        ForEach-Object { if ($_.Value) { $_.Value } else { $_.Extent.Text } })
    $path = ''
    $given = 0
    $takes = $null
    foreach ($word in ($words | Select-Object -Skip 1)) {
        if ($takes) { $takes = $null; continue }
        if ($word -like '-*') { $takes = $tree[$path].Takes[$word]; continue }
        $longer = "$path $word".Trim()
        if ($tree.ContainsKey($longer)) { $path = $longer } else { $given++ }
    }

    $here = $tree[$path]
    $typed = $wordToComplete.Trim([char[]]@("'", '"'))
    $begin = ''
    if (-not $takes -and $typed -match '^(--[a-z-]+)=(.*)$' -and $here.Takes[$Matches[1]]) {
        $takes = $here.Takes[$Matches[1]]
        $begin = "$($Matches[1])="
        $typed = $Matches[2]
    }
    if (-not $takes) {
        if ($typed -like '-*') { $offers = $here.Options }
        elseif ($here.Commands.Count) { $offers = $here.Commands }
        elseif ($given -lt $here.Arguments.Count) { $takes = $here.Arguments[$given] }
        elseif ($here.Others) { $takes = $here.Others }
        else { $offers = @() }
    }
    if ($takes) {
        $sort, $rest = $takes -split ' ', 2
        switch ($sort) {
            'file' { return }  # PowerShell offers files where nothing else is offered
            'choices' { $offers = @($rest -split ' ' | ForEach-Object { "$_`t" }) }
            'known' { $offers = @(& $words[0] completion values $rest @words 2>$null) }
            default { $offers = @("`t") }
        }
    }
    $offers | ForEach-Object {
        $value, $about = $_ -split "`t", 2
        if (-not $value -or -not $value.StartsWith($typed, 'OrdinalIgnoreCase')) { return }
        if (-not $about) { $about = $value }
        $text = $value
        if ($value -notmatch '^[\w.:/-]+$') { $text = "'" + $value.Replace("'", "''") + "'" }
        [System.Management.Automation.CompletionResult]::new(
            "$begin$text", $value, 'ParameterValue', $about)
    }
}
"""


def script(tree: Command) -> str:
    """The whole file."""
    entries = "\n".join(line for command in tree.all() for line in _entry(command))
    return f"{HEAD}$global:CwsyncTree = @{{\n{entries}\n}}\n{TAIL}"


def _entry(command: Command) -> Iterator[str]:
    yield f"    {_quoted(' '.join(command.path))} = @{{"
    commands = [_offer(each.path[-1], each.help) for each in command.commands]
    yield from _list("Commands", commands)
    offers = [_offer(n, o.help) for o in command.options for n in o.names if len(n) > 2]
    yield from _list("Options", offers)
    yield from _list("Arguments", [_quoted(_sort(value)) for value in command.arguments])
    others = command.arguments[-1:]
    if others and others[0].repeats:
        yield f"        Others = {_quoted(_sort(others[0]))}"
    yield "        Takes = @{"
    for option in command.options:
        yield from _takes(option)
    yield "        }"
    yield "    }"


def _list(name: str, values: list[str]) -> Iterator[str]:
    yield f"        {name} = @("
    yield from (f"            {value}" for value in values)
    yield "        )"


def _takes(option: Option) -> Iterator[str]:
    if option.value is not None:
        for name in option.names:
            yield f"            {_quoted(name)} = {_quoted(_sort(option.value))}"


def _offer(value: str, about: str) -> str:
    """The value, a tab, what it is: in PowerShell only double quotes know the tab."""
    told = plain(about, "ascii").replace("`", "``").replace("$", "`$").replace('"', '`"')
    return f'"{value}`t{told}"'


def _sort(value: Value) -> str:
    if value.source is Source.CHOICES:
        return f"choices {' '.join(value.choices)}"
    return f"known {value.kind}" if value.source is Source.KNOWN else value.source.value


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
