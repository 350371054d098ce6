"""Where and how a project is to be created: wishes by name become ids of ConnectWise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from cwsync.closest import closest, closest_line
from cwsync.errors import InvalidUsage, NotFound
from cwsync.export.project import Project
from cwsync.sync.directory import BillingMethod, Directory, Opportunity, Ref, pick

PRICING = {
    "fixed_fee": BillingMethod.FIXED_FEE,
    "time_and_materials": BillingMethod.ACTUAL_RATES,
}


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the flags and the profile say: names or ids, None where nothing is said."""

    board: str | None = None
    company: str | None = None
    ticket_status: str | None = None
    project_status: str | None = None
    manager: str | None = None
    template: str | None = None
    billing_method: str | None = None
    start: date | None = None
    end: date | None = None
    opportunity: int | None = None


@dataclass(frozen=True, slots=True)
class Setup:
    """Everything that a new project needs, resolved."""

    board: Ref
    company: Ref
    billing_method: BillingMethod
    start: date
    end: date
    opportunity: Opportunity | None = None
    ticket_status: Ref | None = None
    project_status: Ref | None = None
    manager: Ref | None = None
    template: Ref | None = None

    @property
    def facts(self) -> tuple[str, ...]:
        """The short texts that the diff shows beside a new project."""
        optional = (
            self.project_status and self.project_status.name,
            self.billing_method.value,
            self.template and f"template {self.template.name}",
            self.manager and f"manager {self.manager.name}",
            self.opportunity and f"opportunity {self.opportunity.id}",
        )
        span = f"{self.start.isoformat()} to {self.end.isoformat()}"
        return (f"board {self.board.name}", *(fact for fact in optional if fact), span)


class Asker(Protocol):
    """Asks a person for what is missing."""

    def choose(self, title: str, choices: Sequence[Ref]) -> Ref:
        """One of the choices."""
        ...

    def ask_date(self, title: str, earliest: date | None) -> date:
        """A date, not before `earliest`."""
        ...


def find_company(
    project: Project, wishes: Wishes, directory: Directory, opportunity: Opportunity | None
) -> Ref | None:
    """The company by flag or profile, else the opportunity's, else the one of the client's name."""
    if wishes.company is not None:
        return directory.company(wishes.company)
    if opportunity is not None and opportunity.company is not None:
        return opportunity.company
    named = directory.companies_named(project.client) if project.client else ()
    return named[0] if len(named) == 1 else None


def billing_method(project: Project, wishes: Wishes) -> BillingMethod | None:
    """The billing method by flag or profile, else what the export's pricing model says."""
    if wishes.billing_method is None:
        return PRICING.get(project.pricing_model or "")
    wanted = wishes.billing_method.replace("_", "").casefold()
    for method in BillingMethod:
        if method.value.casefold() == wanted:
            return method
    near = closest(wishes.billing_method, BillingMethod) or tuple(BillingMethod)
    raise NotFound(
        f'billing method "{wishes.billing_method}" does not exist',
        details=closest_line(near),
        hint="see all: cwsync lookup billing-methods",
        code="billing_method_not_found",
    )


def settle(
    project: Project,
    wishes: Wishes,
    directory: Directory,
    *,
    company: Ref | None,
    opportunity: Opportunity | None,
    asker: Asker | None,
) -> Setup:
    """Resolve every wish; ask for what is missing, or raise with all that is missing at once."""
    board = pick_board(wishes, directory)
    method = billing_method(project, wishes)
    status = _optional("project status", wishes.project_status, directory.project_statuses)
    manager = _optional("manager", wishes.manager, directory.members)
    template = _optional("template", wishes.template, directory.templates)
    if asker is not None:
        company = company or asker.choose("Company", directory.companies())
        board = board or asker.choose("Project board", directory.boards())
        method = method or _ask_method(asker)
        wishes = replace(wishes, start=wishes.start or asker.ask_date("Estimated start", None))
        wishes = replace(wishes, end=wishes.end or asker.ask_date("Estimated end", wishes.start))
    start, end = wishes.start, wishes.end
    if not (board and company and method and start and end):
        raise _missing(board, company, method, start, end)
    check_dates(start, end)
    return Setup(
        board=board,
        company=company,
        billing_method=method,
        start=start,
        end=end,
        opportunity=opportunity,
        ticket_status=pick_ticket_status(wishes, directory, board.id),
        project_status=status,
        manager=manager,
        template=template,
    )


def pick_board(wishes: Wishes, directory: Directory) -> Ref | None:
    """The board that was wished for, None where none was. Raises `NotFound`."""
    return _optional("board", wishes.board, directory.boards)


def pick_ticket_status(wishes: Wishes, directory: Directory, board_id: int) -> Ref | None:
    """The status of this board that new tickets get, None for the board's default."""
    return _optional(
        "ticket status",
        wishes.ticket_status,
        lambda: directory.ticket_statuses(board_id),
        see=f"cwsync lookup statuses --board {board_id}",
    )


def check_dates(start: date | None, end: date | None) -> None:
    """Raises `InvalidUsage` where a project would end before it starts."""
    if start is not None and end is not None and end < start:
        raise InvalidUsage(
            f"the estimated end {end} is before the estimated start {start}",
            hint="give --start and --end as YYYY-MM-DD, in this order",
        )


LISTED = {
    "board": "cwsync lookup boards",
    "project status": "cwsync lookup project-statuses",
    "manager": "cwsync lookup members",
    "template": "cwsync lookup templates",
}


def _optional(
    kind: str, wanted: str | None, refs: Callable[[], Sequence[Ref]], *, see: str | None = None
) -> Ref | None:
    return None if wanted is None else pick(kind, wanted, refs(), see=see or LISTED[kind])


def _ask_method(asker: Asker) -> BillingMethod:
    methods = list(BillingMethod)
    choices = [Ref(number, method.value) for number, method in enumerate(methods, 1)]
    return methods[asker.choose("Billing method", choices).id - 1]


def _missing(
    board: Ref | None,
    company: Ref | None,
    method: BillingMethod | None,
    start: date | None,
    end: date | None,
) -> InvalidUsage:
    needed = (
        (board, "--board NAME", "the project board", "cwsync lookup boards"),
        (company, "--company NAME", "the company", "cwsync lookup companies"),
        (method, "--billing-method METHOD", "how it is billed", ", ".join(BillingMethod)),
        (start, "--start YYYY-MM-DD", "the estimated start", ""),
        (end, "--end YYYY-MM-DD", "the estimated end", ""),
    )
    details = tuple(
        f"{flag:<24} {what}" + (f" ({where})" if where else "")
        for value, flag, what, where in needed
        if not value
    )
    usual = "; what is always the same can be set once: cwsync config set push.board NAME"
    return InvalidUsage(
        "a new project needs more than was given",
        details=details,
        hint="give these flags" + ("" if board and company and method else usual),
        code="missing_options",
    )
