"""The command tree as the completion files need it: commands, options, and what a value can be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from cwsync.commands.root import COMMANDS, root


class Source(StrEnum):
    """Where values come from: anything may be typed, a file, `choices`, or what cwsync knows."""

    ANY = "any"
    FILE = "file"
    CHOICES = "choices"
    KNOWN = "known"


@dataclass(frozen=True, slots=True)
class Value:
    """What an option or argument takes. `kind` is for `cwsync completion values KIND`.

    An argument that `repeats` takes all that follow, too.
    """

    metavar: str
    source: Source = Source.ANY
    choices: tuple[str, ...] = ()
    kind: str = ""
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """An option by all its names; without a value it is a switch."""

    names: tuple[str, ...]
    help: str
    value: Value | None = None
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Command:
    """A command or a group; `path` are the words behind `cwsync`."""

    path: tuple[str, ...]
    help: str
    options: tuple[Option, ...]
    arguments: tuple[Value, ...]
    commands: tuple[Command, ...]

    def all(self) -> Iterator[Command]:
        """This one and all below it."""
        yield self
        for command in self.commands:
            yield from command.all()


# An option, or an argument as its group and metavar → what cwsync knows by that kind.
KNOWN = {
    "--profile": "profiles",
    "--board": "boards",
    "--ticket-status": "ticket-statuses",
    "--project-status": "project-statuses",
    "--company": "companies",
    "--manager": "members",
    "--template": "templates",
    "--stage": "stages",
    "--status": "opportunity-statuses",
    "--opportunity": "opportunities",
    "--run": "runs",
    "OPPORTUNITY_ID": "opportunities",
    "opportunities ID": "opportunities",
    "config NAME": "options",
}
FILES = {"EXPORT", "FILE", "PLAN", "PATH", "FOLDER"}
CHOICES = {"--billing-method": ("ActualRates", "FixedFee", "NotToExceed", "OverrideRate")}
FORMATS = ("table", "json", "csv")


def command_tree() -> Command:
    """Everything that can be typed, except what is hidden."""
    return _command(root(), None, ())


def _command(command: Any, parent: Any, path: tuple[str, ...]) -> Command:
    from typer import Context

    context = Context(command, parent=parent, info_name="cwsync", **command.context_settings)
    names = command.list_commands(context) if hasattr(command, "list_commands") else ()
    below = ((name, command.get_command(context, name)) for name in names)
    options = [p for p in command.get_params(context) if p.param_type_name == "option"]
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    return Command(
        path=path,
        help=_plain(_told(command, path)),
        options=tuple(_option(p, context) for p in options if not p.hidden),
        arguments=tuple(_argument(p, context, path) for p in arguments if not p.hidden),
        commands=tuple(
            _command(each, context, (*path, name)) for name, each in below if not each.hidden
        ),
    )


def _option(parameter: Any, context: Any) -> Option:
    # long names first: they say what is meant
    names = sorted(
        [*parameter.opts, *parameter.secondary_opts], key=lambda n: not n.startswith("--")
    )
    help = _plain(parameter.help or "")
    value = None
    if not (parameter.is_flag or parameter.count):
        metavar = parameter.make_metavar(ctx=context)
        value = _value(metavar, parameter, [n for n in names if n in KNOWN or n in CHOICES], help)
    return Option(tuple(names), help, value, bool(parameter.multiple))


def _argument(parameter: Any, context: Any, path: tuple[str, ...]) -> Value:
    metavar = parameter.make_metavar(ctx=context).strip("[].")
    value = _value(metavar, parameter, [metavar, f"{path[0]} {metavar}"], "")
    return replace(value, repeats=parameter.nargs == -1)


def _value(metavar: str, parameter: Any, keys: list[str], help: str) -> Value:
    choices = tuple(str(choice) for choice in getattr(parameter.type, "choices", ()))
    if metavar == "FORMAT":
        choices = tuple(name for name in FORMATS if name in re.findall(r"\w+", help))
    choices = choices or next((CHOICES[key] for key in keys if key in CHOICES), ())
    if choices:
        return Value(metavar, Source.CHOICES, choices)
    kind = next((KNOWN[key] for key in keys if key in KNOWN), "")
    if kind:
        return Value(metavar, Source.KNOWN, kind=kind)
    is_file = metavar in FILES or parameter.type.name in ("path", "file", "directory", "filename")
    return Value(metavar, Source.FILE if is_file else Source.ANY)


def _told(command: Any, path: tuple[str, ...]) -> str:
    """What is said of a command where it stands in a list."""
    listed = COMMANDS.get(path[0]) if len(path) == 1 else None
    return listed or str(command.get_short_help_str(limit=200))


def _plain(help: str) -> str:
    return " ".join(help.split()).rstrip(".")


def kinds(tree: Command) -> Mapping[str, None]:
    """The kinds that are asked for, in the order of the tree."""
    values = [v for c in tree.all() for v in (*c.arguments, *(o.value for o in c.options)) if v]
    return dict.fromkeys(value.kind for value in values if value.kind)
