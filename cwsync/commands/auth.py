"""`cwsync auth`: store, show, list and remove the account of a ConnectWise."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from cwsync.commands.profile import (
    bare_screen,
    chosen_profile,
    config_path,
    profiles_in,
    say_what_is_lost,
)
from cwsync.commands.root import noun
from cwsync.commands.session import Session, command
from cwsync.errors import ExitCode, InvalidUsage

app = noun("Store, show and remove the account of a ConnectWise.")


@command(app, "login", profile=True, prints=False)
def login(
    session: Session,
    host: Annotated[
        str | None, typer.Option("--host", help="Where you log in: na.myconnectwise.net, or a URL.")
    ] = None,
    company_id: Annotated[
        str | None, typer.Option("--company-id", help="The company id of the login page.")
    ] = None,
    public_key: Annotated[
        str | None, typer.Option("--public-key", help="Public key of the API member.")
    ] = None,
    private_key_stdin: Annotated[
        bool, typer.Option("--private-key-stdin", help="Read the private key from stdin.")
    ] = False,
    client_id: Annotated[
        str | None,
        typer.Option("--client-id", help="Client id from developer.connectwise.com/ClientID."),
    ] = None,
) -> int:
    """Check an account against ConnectWise, then keep its keys in the keyring of the system."""
    from cwsync.commands.account import Given, asked_and_checked, keep
    from cwsync.configedit import check_profile_name
    from cwsync.configfile import read
    from cwsync.configuration import load
    from cwsync.credentials import check_usable

    screen, path = bare_screen(session), config_path()
    profile = chosen_profile(session, read(path))
    check_profile_name(profile)
    loaded = load({}, profile=profile, environ=os.environ, new_profile=True)
    private_key = _line_of_stdin() if private_key_stdin else None
    given = Given(host, company_id, public_key, private_key, client_id)
    _warn_of_variables(session)
    if given.missing and screen.can_ask:
        check_usable(profile)  # nobody is to type five answers for nothing
    connection, verified = asked_and_checked(given, screen, loaded.settings)
    kept = keep(profile, connection, verified, path=path)
    say_what_is_lost(screen, kept.written, path)
    company = verified.company.name or connection.company_id
    member = f" as {verified.member}" if verified.member else ""
    screen.note(f"logged in to {company} at {connection.site}{member}")
    usual = ", which is the usual one now" if kept.is_usual else ""
    screen.note(f"stored as profile {profile}{usual}: keys in the keyring, the rest in {path}")
    screen.note("check permissions and the rest: cwsync doctor")
    return ExitCode.DONE


@command(app, "logout", profile=True, prints=False)
def logout(session: Session) -> int:
    """Remove the keys of a profile from the keyring; its options stay."""
    from cwsync.configfile import read
    from cwsync.credentials import remove

    profile = chosen_profile(session, read(config_path()))
    there = remove(profile)  # also where the file has lost the profile
    if not there:
        profile = session.settings.profile  # one that nobody knows is an error
    said = "removed its keys" if there else "no keys stored"
    bare_screen(session).note(f"profile {profile}: {said}")
    _warn_of_variables(session)
    return ExitCode.DONE


@command(app, "status", connects=True)
def status(session: Session) -> int:
    """Show which account is used, where each part comes from, and whether ConnectWise takes it."""
    from cwsync.commands.accountstatus import status_of
    from cwsync.terminal import account_view

    found = status_of(session)
    if session.wants_json:
        session.screen.json(account_view.status_document(found))
    else:
        session.screen.out(account_view.status_text(found))
    return found.problem.exit_code if found.problem else ExitCode.DONE


@command(app, "list", lists=True, when_broken="warn")
def list_(session: Session) -> int:
    """List the profiles with their hosts, and whether the keyring holds their keys."""
    from cwsync.commands.accountstatus import stored_accounts
    from cwsync.configfile import read
    from cwsync.terminal import account_view

    screen = session.screen
    file = read(config_path())
    accounts = stored_accounts(profiles_in(file), file, chosen_profile(session, file), screen)
    if session.settings.output == "csv":
        screen.out(account_view.accounts_csv(accounts))
    elif session.wants_json:
        screen.json(account_view.accounts_document(accounts))
    elif accounts:
        screen.out(account_view.accounts_table(accounts))
    else:
        screen.note("no profile is stored; make one: cwsync auth login")
    _warn_of_variables(session)
    return ExitCode.DONE


def _line_of_stdin() -> str:
    line = sys.stdin.readline().strip() if sys.stdin else ""
    if not line:
        raise InvalidUsage(
            "stdin holds no private key",
            hint="pipe it in, for example from a password manager: … | cwsync auth login …",
        )
    return line


def _warn_of_variables(session: Session) -> None:
    from cwsync.credentials import given_in

    wins = given_in(os.environ)
    if wins:
        screen = bare_screen(session)
        screen.tell(f"warning: these are set, and win over what is stored: {', '.join(wins)}")
