"""`cwsync lookup`: the values that options accept, as the connected ConnectWise has them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cwsync.commands.root import noun
from cwsync.commands.session import Session, command
from cwsync.errors import ExitCode, InvalidUsage

if TYPE_CHECKING:
    from cwsync.client.connectwise import ConnectWise
    from cwsync.sync.lookups import Listed

app = noun("The values that options accept, as the connected ConnectWise has them.")


@command(app, "boards", connects=True, lists=True)
def boards(session: Session) -> int:
    """Project boards, for --board."""
    return _look_up(session, "boards")


@command(app, "statuses", connects=True, lists=True)
def statuses(
    session: Session,
    board: Annotated[
        str | None,
        typer.Option("--board", metavar="B", help="Whose statuses: a board, by name or id."),
    ] = None,
) -> int:
    """Ticket statuses of one board, for --ticket-status."""
    from cwsync.sync.directory import Directory, pick
    from cwsync.sync.lookups import ticket_statuses

    wanted = board or session.settings.push.board
    if wanted is None:
        raise InvalidUsage(
            "each board has statuses of its own: which board?",
            hint="give --board NAME; see all: cwsync lookup boards",
            code="missing_options",
        )
    with session.connected() as cw:
        owner = pick("board", wanted, Directory(cw).boards(), see="cwsync lookup boards")
        found = ticket_statuses(cw, owner.id)
        session.remember(f"ticket-statuses@{owner.id}", found)
        _show(session, "statuses", found)
        session.tell_requests(cw)
    return ExitCode.DONE


@command(app, "companies", connects=True, lists=True)
def companies(
    session: Session,
    search: Annotated[
        str | None,
        typer.Option(
            "--search", metavar="TEXT", help="Only those with this in name or identifier."
        ),
    ] = None,
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Ask ConnectWise now; else once a day is enough.")
    ] = False,
) -> int:
    """Companies, for --company. They are kept for a day; deleted ones never appear."""
    from cwsync.sync.companies import CompanyBook
    from cwsync.sync.lookups import listed_company
    from cwsync.terminal.counting import Counting
    from cwsync.terminal.words import in_age

    with session.connected() as cw:
        with Counting(session.screen, "companies") as counting:
            book = CompanyBook(cw, _cache_file(session, cw), progress=counting)
            if search is None:
                found = book.all(refresh=refresh)
            else:
                found = book.search(search, refresh=refresh)
        rows = [listed_company(row) for row in found.rows]
        if search is None:
            session.remember("companies", rows)
        _show(session, "companies", rows, age_s=found.age_s)
        if found.age_s:
            age = in_age(found.age_s)
            session.screen.note(f"as of {age} ago; --refresh asks ConnectWise again")
        session.tell_requests(cw)
    return ExitCode.DONE


@command(app, "templates", connects=True, lists=True)
def templates(session: Session) -> int:
    """Project templates, for --template."""
    return _look_up(session, "templates")


@command(app, "members", connects=True, lists=True)
def members(session: Session) -> int:
    """Members, for --manager.

    Their full names and e-mail addresses work there, too.
    """
    return _look_up(session, "members")


@command(app, "stages", connects=True, lists=True)
def stages(session: Session) -> int:
    """Stages of opportunities, for --stage."""
    return _look_up(session, "stages")


@command(app, "opportunity-statuses", connects=True, lists=True)
def opportunity_statuses(session: Session) -> int:
    """Statuses of opportunities, for --status."""
    return _look_up(session, "opportunity-statuses")


@command(app, "project-statuses", connects=True, lists=True)
def project_statuses(session: Session) -> int:
    """Statuses of projects, for --project-status."""
    return _look_up(session, "project-statuses")


@command(app, "billing-methods", connects=True, lists=True)
def billing_methods(session: Session) -> int:
    """Billing methods, for --billing-method.

    They are the same in every ConnectWise, so nothing is asked.
    """
    from cwsync.sync.lookups import billing_methods as all_methods

    _show(session, "billing-methods", all_methods())
    return ExitCode.DONE


def _look_up(session: Session, kind: str) -> int:
    from cwsync.sync.lookups import look_up

    with session.connected() as cw:
        found = look_up(cw, kind)
        session.remember(kind, found)
        _show(session, kind, found)
        session.tell_requests(cw)
    return ExitCode.DONE


def _show(session: Session, kind: str, rows: Sequence[Listed], *, age_s: float = 0.0) -> None:
    from cwsync.terminal.lookup_documents import lookup_csv, lookup_document

    screen = session.screen
    if session.wants_json:
        screen.json(lookup_document(kind, rows, age_s=age_s))
    elif session.settings.output == "csv":
        screen.out(lookup_csv(rows))
    elif rows:
        from cwsync.terminal.lookups import lookup_table

        name = "Login" if kind == "members" else "Name"
        drawn = lookup_table(rows, width=screen.width, name=name)
        screen.fitted(drawn, formats="-o csv or -o json")
    else:
        screen.note(f"there are no {kind.replace('-', ' ')} here")


def _cache_file(session: Session, cw: ConnectWise) -> Path:
    from cwsync.folders import folders
    from cwsync.sync.companies import cache_file

    account = "the embedded ConnectWise" if session.in_sandbox else session.settings.profile
    return cache_file(folders(os.environ).cache, account, cw)
