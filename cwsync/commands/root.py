"""The command tree. Each noun is a module that is imported when it is called, and not before."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

HELP = """Connects ScopeStack, where a deal is scoped, with ConnectWise PSA, where it is delivered.

New here? `cwsync demo` shows everything on an embedded ConnectWise, without an account."""

# name → help line; the module of the same name in cwsync.commands holds `app`
COMMANDS = {
    "demo": "The whole tour on the embedded ConnectWise, no account, no questions.",
    "project": "Push an approved project into ConnectWise, and see what is there.",
    "opportunities": "List, show and pull the opportunities of ConnectWise.",
    "forecast": "Bring the forecast of an opportunity in line with an export.",
    "salesorder": "Convert the opportunity of an approved project to a sales order.",
    "export": "Fetch, check, show and convert ScopeStack exports.",
    "lookup": "Boards, companies, statuses and other values that options accept.",
    "auth": "Store, show, list and remove accounts of ConnectWise.",
    "config": "Profiles and options: one TOML file, any number of profiles.",
    "doctor": "Check everything between this terminal and a working push.",
    "logs": "What was done, and every call to ConnectWise behind it.",
    "sandbox": "The embedded ConnectWise as a local server, for rehearsals and scripts.",
    "completion": "Completion of commands, options and values in your shell.",
}


class LazyGroup(TyperGroup):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of this name, None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        command = get_command(import_module(f"cwsync.commands.{cmd_name}").app)
        command.name = cmd_name
        return command

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The table itself, so that `--help` imports no command."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def root() -> Any:
    """The root command."""
    app = typer.Typer(
        cls=LazyGroup,
        help=HELP,
        add_completion=False,
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_root)
    return get_command(app)


def _root(
    version: bool = typer.Option(False, "--version", help="Show the version and exit."),
) -> None:
    if version:
        from cwsync import __version__

        print(f"cwsync {__version__}")
        raise typer.Exit


def noun(help: str, *, alone: bool = False) -> typer.Typer:
    """An empty group of commands for one noun; with `alone` the noun itself is a command, too."""
    return typer.Typer(
        help=help,
        no_args_is_help=not alone,
        invoke_without_command=alone,
        rich_markup_mode=None,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
