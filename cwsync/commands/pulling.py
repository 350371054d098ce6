"""How an opportunity becomes a project file."""

from __future__ import annotations

import os
import shlex
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from cwsync.commands.session import Session
from cwsync.errors import InvalidInput, PreconditionFailed
from cwsync.export.starter import Beginnings, starter_name, starter_text
from cwsync.sync.opportunity_details import read_opportunity
from cwsync.terminal.opportunity_documents import pulled_document

if TYPE_CHECKING:
    from cwsync.client.connectwise import ConnectWise
    from cwsync.sync.opportunity import OpportunityRow


def pull(session: Session, cw: ConnectWise, id: int, file: str | None, *, force: bool) -> None:
    """Write the file, or print it for `-`, and say what comes next."""
    if file not in (None, "-") and not force:
        _check_free(Path(str(file)))
    deal = read_opportunity(cw, id)
    known = beginnings(deal, cw.connection.site)
    text = starter_text(known)
    if file == "-":
        session.screen.out(text.rstrip("\n"))
        return
    path = Path(starter_name(known) if file is None else file)
    write(path, text, force=force)
    _tell(session, deal, path)


def beginnings(deal: OpportunityRow, site: str) -> Beginnings:
    """What the opportunity says of the project that it may become."""
    return Beginnings(
        origin=f"opportunity {deal.id} at {site}",
        name=deal.name,
        opportunity_id=deal.id,
        opportunity_name=deal.name,
        client=deal.company.name if deal.company else None,
        company_id=deal.company.id if deal.company else None,
        location=deal.site,
        sales_executive=deal.sales_rep,
    )


def write(path: Path, text: str, *, force: bool) -> None:
    """Write the file whole or not at all.

    Raises `PreconditionFailed` where there is one already, unless forced, and `InvalidInput` where
    it cannot be written.
    """
    if not path.name or os.path.isdir(path):  # Path.is_dir fails on impossible names
        raise InvalidInput(f"{path} is a folder", hint="name a file in it: -f FILE")
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        fresh.write_text(text, encoding="utf-8", newline="\n")
        if force:
            fresh.replace(path)
        else:
            _put(fresh, path)
    except FileExistsError:
        raise _taken(path) from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "the name is not one of a file"
        raise InvalidInput(f"{path} cannot be written: {why}") from None
    finally:
        with suppress(OSError, ValueError):
            fresh.unlink(missing_ok=True)


def _put(fresh: Path, path: Path) -> None:
    """Give the file its name, unless somebody else has it."""
    try:
        os.link(fresh, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        with path.open("x", encoding="utf-8", newline="\n") as out:
            out.write(fresh.read_text(encoding="utf-8"))


def _check_free(path: Path) -> None:
    if os.path.lexists(path):
        raise _taken(path)


def _taken(path: Path) -> PreconditionFailed:
    return PreconditionFailed(
        f"{path} exists already",
        hint="give another name with -f FILE, or --force to write over it",
        code="file_exists",
    )


def _tell(session: Session, deal: OpportunityRow, path: Path) -> None:
    if session.wants_json:
        session.screen.json(pulled_document(deal, str(path)))
        return
    session.screen.out(str(path))
    named = shlex.quote(str(path)) if sys.platform != "win32" else f'"{path}"'
    session.screen.note("fill in the phases, and set the status to approved once it is; then")
    session.screen.note(f"  cwsync export check {named}")
    session.screen.note(f"  cwsync project push {named}")
