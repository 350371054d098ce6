"""How an opportunity becomes a project file."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from cwsync.commands.newfile import check_free, write_new
from cwsync.commands.session import Session
from cwsync.export.starter import Beginnings, starter_name, starter_text
from cwsync.sync.opportunity_details import read_opportunity
from cwsync.terminal.opportunity_documents import pulled_document

if TYPE_CHECKING:
    from cwsync.client.connectwise import ConnectWise
    from cwsync.sync.opportunity import OpportunityRow


def pull(session: Session, cw: ConnectWise, id: int, file: str | None, *, force: bool) -> None:
    """Write the file, or print it for `-`, and say what comes next."""
    if file not in (None, "-"):
        check_free(Path(str(file)), force=force)
    deal = read_opportunity(cw, id)
    known = beginnings(deal, cw.connection.site)
    text = starter_text(known)
    if file == "-":
        session.screen.out(text.rstrip("\n"))
        return
    path = Path(starter_name(known) if file is None else file)
    write_new(path, text, force=force)
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


def _tell(session: Session, deal: OpportunityRow, path: Path) -> None:
    if session.wants_json:
        session.screen.json(pulled_document(deal, str(path)))
        return
    session.screen.out(str(path))
    named = shlex.quote(str(path)) if sys.platform != "win32" else f'"{path}"'
    session.screen.note("fill in the phases, and set the status to approved once it is; then")
    session.screen.note(f"  cwsync export check {named}")
    session.screen.note(f"  cwsync project push {named}")
