"""`cwsync auth`: store, show and remove the account of a ConnectWise."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

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
    from cwsync.commands.account import Account, check, keep
    from cwsync.terminal.prompts import ask, ask_hidden

    given = {
        "--host": host,
        "--company-id": company_id,
        "--public-key": public_key,
        "--private-key-stdin": sys.stdin.readline().strip() if private_key_stdin else None,
        "--client-id": client_id,
    }
    screen = session.screen
    if not screen.can_ask:
        missing = tuple(flag for flag, value in given.items() if not value)
        if missing:
            raise InvalidUsage(
                "nobody is there to ask for the account", details=missing, hint="give these flags"
            )
    account = Account(
        host=host or ask(screen, "Host (as you log in, such as na.myconnectwise.net)", None, str),
        company_id=company_id or ask(screen, "Company id (of the login page)", None, str),
        public_key=public_key or ask(screen, "Public key of the API member", None, str),
        private_key=given["--private-key-stdin"] or ask_hidden(screen, "Private key"),
        client_id=client_id or ask_hidden(screen, "Client id"),
    )
    profile = session.loaded.settings.profile
    who = check(account)
    keep(profile, account, environ=os.environ)
    screen.note(f"logged in to {account.host} as {who}; stored as profile {profile}")
    return ExitCode.DONE


@command(app, "logout", profile=True, prints=False)
def logout(session: Session) -> int:
    """Remove the keys of a profile from the keyring."""
    from cwsync.credentials import remove

    profile = session.settings.profile
    there = remove(profile)
    session.screen.note(f"profile {profile}: {'removed its keys' if there else 'no keys stored'}")
    return ExitCode.DONE
