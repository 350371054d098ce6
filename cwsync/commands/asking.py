"""The question before ConnectWise is changed, and the command to type to go on."""

from __future__ import annotations

import shlex
import sys
from itertools import chain
from typing import TYPE_CHECKING

from cwsync.errors import PreconditionFailed

if TYPE_CHECKING:
    from cwsync.commands.session import Session


def agreed(session: Session, question: str, *, what: str, verb: str) -> bool:
    """Whether to go on: --yes was given, or the person says yes.

    Raises `PreconditionFailed` where nobody is there to ask. `what` is to be confirmed ("push"),
    `verb` says what --yes does with it ("apply").
    """
    from cwsync.terminal.prompts import confirm

    if session.yes:
        return True
    if not session.screen.can_ask:
        raise PreconditionFailed(
            f"nobody is there to confirm this {what}; nothing was changed",
            hint=f"give --yes to {verb} it without a question, or --dry-run to only look",
            code="not_confirmed",
        )
    if confirm(session.screen, question):
        return True
    session.screen.note("nothing was changed")
    return False


def typed(*, project_id: int | None = None) -> str:
    """The command as it was typed, to run it again: --new becomes the project that it made."""
    there = [] if project_id is None else ["--into", str(project_id)]
    words = [[word] if word != "--new" else there for word in sys.argv[1:]]
    return shlex.join(["cwsync", *chain.from_iterable(words)])
