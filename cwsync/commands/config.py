"""`cwsync config`: profiles and options in one TOML file."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from cwsync.commands.profile import (
    bare_screen,
    check_is_there,
    chosen_profile,
    config_path,
    option_of,
    profiles_in,
    say_what_is_lost,
)
from cwsync.commands.root import noun
from cwsync.commands.session import Session, command
from cwsync.errors import ExitCode

app = noun("Profiles and options: one TOML file, any number of profiles.")

Name = Annotated[str, typer.Argument(metavar="NAME", help="An option, such as push.board.")]


@command(app, "list", profile=True, lists=True)
def list_(session: Session) -> int:
    """Show every option with its value and where that came from."""
    from cwsync.configfile import read
    from cwsync.settings import value_of
    from cwsync.terminal import options_view

    loaded = session.loaded
    file = config_path()
    options = [
        options_view.Option(name, value_of(loaded.settings, name), origin)
        for name, origin in loaded.origin.items()
    ]
    screen = session.screen
    if session.settings.output == "csv":
        screen.out(options_view.options_csv(options))
    elif session.wants_json:
        names = profiles_in(read(file))
        screen.json(options_view.options_document(options, file=str(file), profiles=names))
    else:
        screen.out(options_view.options_table(options, file=str(file), width=screen.width))
    return ExitCode.DONE


@command(app, "get", profile=True)
def get(session: Session, name: Name) -> int:
    """Print the value of an option that is in force; nothing where it has none."""
    from cwsync.commands.optionnames import checked_name
    from cwsync.configfile import read
    from cwsync.settings import value_of
    from cwsync.terminal import options_view

    asked = option_of(session, name, read(config_path()))
    checked_name(asked.option, table=asked.table)
    loaded, name = session.loaded, asked.option
    option = options_view.Option(name, value_of(loaded.settings, name), loaded.origin[name])
    if session.wants_json:
        session.screen.json(options_view.option_document(option))
    elif option.value is not None:
        session.screen.out(option.shown)
    return ExitCode.DONE


@command(app, "set", profile=True, prints=False)
def set_(
    session: Session,
    name: Name,
    value: Annotated[str, typer.Argument(metavar="VALUE", help="What it is to be.")],
) -> int:
    """Set an option of a profile; `config set profile NAME` says which profile is the usual one.

    `profiles.north.push.board`, as the file has it, is the option push.board of profile north.
    """
    from cwsync.commands.optionnames import checked_value, usual_profile
    from cwsync.configedit import check_profile_name, set_values
    from cwsync.configfile import read
    from cwsync.settings import variable_of

    screen, path = bare_screen(session), config_path()
    file = read(path)
    if name == "profile":
        written = set_values(path, (), {"profile": usual_profile(value, file)})
        say_what_is_lost(screen, written, path)
        screen.note(f"profile {value} is the usual one now")
        return ExitCode.DONE
    asked = option_of(session, name, file)
    checked = checked_value(asked.option, value, table=asked.table)
    profile, name = chosen_profile(session, file), asked.option
    check_profile_name(profile)
    *section, key = name.split(".")
    written = set_values(path, ("profiles", profile, *section), {key: checked})
    say_what_is_lost(screen, written, path)
    new = "" if profile in profiles_in(file) else "new "
    screen.note(f"{name} is set in {new}profile {profile}")
    if os.environ.get(variable_of(name)):
        screen.tell(f"warning: {variable_of(name)} is set, and wins over it")
    return ExitCode.DONE


@command(app, "unset", profile=True, prints=False)
def unset(session: Session, name: Name) -> int:
    """Remove an option from a profile, so that its default holds again; or a whole section."""
    from cwsync.commands.optionnames import removable
    from cwsync.configedit import unset_value
    from cwsync.configfile import read

    screen, path = bare_screen(session), config_path()
    file = read(path)
    asked = option_of(session, name, file)
    profile, name = chosen_profile(session, file), asked.option
    is_usual = name == "profile" and not asked.table
    table, key = ((), name) if is_usual else (("profiles", profile), name)
    *section, last = key.split(".")
    written = unset_value(path, (*table, *section), last)
    if not written.changed:
        removable(name, table=asked.table)
        check_is_there(session, profile, file)
    say_what_is_lost(screen, written, path)
    screen.note(
        f"{name} is no longer set in profile {profile}"
        if written.changed
        else f"{name} was not set in profile {profile}"
    )
    return ExitCode.DONE


@command(app, "edit", prints=False, when_broken="warn")
def edit(session: Session) -> int:
    """Open the file in your editor ($VISUAL, $EDITOR); it is checked before it is replaced."""
    from cwsync.commands.editing import edit_config

    changed = edit_config(session.screen, config_path(), environ=os.environ)
    session.screen.note("changed" if changed else "nothing changed")
    return ExitCode.DONE


@command(app, "path", prints=False)
def path(session: Session) -> int:
    """Print where the file is, or would be."""
    bare_screen(session).out(str(config_path()))
    return ExitCode.DONE
