"""The values that a push can be given by name: boards, statuses, companies, members, templates.

Each list is read once per run. Names are compared without regard to case and spaces; an id works
wherever a name does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from cwsync.client.conditions import any_true, equals
from cwsync.client.failures import Missing
from cwsync.closest import closest, closest_line, folded, some_of
from cwsync.errors import NotFound
from cwsync.sync.opportunity_record import opportunity_record
from cwsync.sync.tables import TABLES, Table, full_name, statuses_of
from cwsync.sync.wire import Record, as_record, reference_id, reference_name, text

if TYPE_CHECKING:
    from cwsync.client.connectwise import ConnectWise


MOST_NAMED = 8
COMPANIES = Table(
    "/company/companies",
    ("id", "name", "identifier", "deletedFlag"),
    in_use=lambda row: not row.get("deletedFlag"),
)


@dataclass(frozen=True, slots=True)
class Ref:
    """A record of ConnectWise by id and the name that people know; `also` are other names of it."""

    id: int
    name: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Opportunity:
    """What a push uses of an opportunity."""

    id: int
    name: str
    company: Ref | None


class BillingMethod(StrEnum):
    """How ConnectWise bills a project: a closed set of its own."""

    ACTUAL_RATES = "ActualRates"
    FIXED_FEE = "FixedFee"
    NOT_TO_EXCEED = "NotToExceed"
    OVERRIDE_RATE = "OverrideRate"


Heard = Callable[[str, Sequence[Ref]], None]


def ignore(kind: str, refs: Sequence[Ref]) -> None:
    """Hears nothing."""


def _named(row: Record) -> Ref:
    return Ref(row["id"], text(row, "name"))


def _company(row: Record) -> Ref:
    return Ref(row["id"], text(row, "name"), (text(row, "identifier"),))


def _member(row: Record) -> Ref:
    other = tuple(name for name in (full_name(row), text(row, "officeEmail")) if name)
    return Ref(row["id"], text(row, "identifier"), other)


class Directory:
    """Looks names up in the connected ConnectWise. `heard` is told what was listed whole."""

    def __init__(self, cw: ConnectWise, *, heard: Heard = ignore) -> None:
        self._cw = cw
        self._heard = heard
        self._lists: dict[str, tuple[Ref, ...]] = {}

    def boards(self) -> tuple[Ref, ...]:
        """Project boards that are in use."""
        return self._table("boards", TABLES["boards"])

    def ticket_statuses(self, board_id: int) -> tuple[Ref, ...]:
        """Statuses of one board; equal names on other boards are other statuses."""
        return self._table(f"ticket-statuses@{board_id}", statuses_of(board_id))

    def project_statuses(self) -> tuple[Ref, ...]:
        """Statuses that a project can have."""
        return self._table("project-statuses", TABLES["project-statuses"])

    def members(self) -> tuple[Ref, ...]:
        """Members by login, found by full name and e-mail address as well."""
        return self._table("members", TABLES["members"], _member)

    def templates(self) -> tuple[Ref, ...]:
        """Project templates."""
        return self._table("templates", TABLES["templates"])

    def companies_named(self, name: str) -> tuple[Ref, ...]:
        """Companies with this name or identifier as people compare them, deleted ones left out."""
        found = self._companies(any_true(equals("name", name), equals("identifier", name)))
        return tuple(ref for ref in found if _is_called(ref, name))  # a quote asks for more

    def companies(self) -> tuple[Ref, ...]:
        """All companies, deleted ones left out."""
        return self._companies("deletedFlag=false", kind="companies")

    def company(self, wanted: str) -> Ref:
        """The company of this id, name or identifier. Raises `NotFound`."""
        if wanted.isdecimal():
            return self._company_of_id(int(wanted))
        exact = self.companies_named(wanted)
        if len(exact) == 1:
            return exact[0]
        if exact:
            raise _ambiguous("company", wanted, exact)
        return pick("company", wanted, self.companies(), see="cwsync lookup companies")

    def opportunity(self, id: int) -> Opportunity:
        """The opportunity of this id. Raises `NotFound`."""
        fields = ("id", "name", "company/id", "company/name")
        row = opportunity_record(self._cw, id, fields)
        company_id = reference_id(row, "company")
        company = Ref(company_id, reference_name(row, "company")) if company_id else None
        return Opportunity(id, text(row, "name"), company)

    def _company_of_id(self, id: int) -> Ref:
        try:
            row = as_record(self._cw.get(f"{COMPANIES.path}/{id}", fields=COMPANIES.fields))
        except Missing:
            row = {}
        if row and COMPANIES.in_use(row):
            return _company(row | {"id": id})
        why = "was deleted in ConnectWise" if row else "does not exist in ConnectWise"
        raise NotFound(f"company {id} {why}", code="company_not_found")

    def _companies(self, conditions: str, *, kind: str = "") -> tuple[Ref, ...]:
        return self._list(COMPANIES, kind=kind, conditions=conditions, ref=_company)

    def _table(
        self, kind: str, table: Table, ref: Callable[[Record], Ref] = _named
    ) -> tuple[Ref, ...]:
        return self._list(table, kind=kind, conditions="", ref=ref)

    def _list(
        self, table: Table, *, kind: str, conditions: str, ref: Callable[[Record], Ref]
    ) -> tuple[Ref, ...]:
        known = f"{table.path}?{conditions}"
        if known not in self._lists:
            rows = self._cw.list(table.path, conditions=conditions, fields=table.fields)
            self._lists[known] = tuple(
                ref(row) for row in rows if isinstance(row.get("id"), int) and table.in_use(row)
            )
            if kind:
                self._heard(kind, self._lists[known])
        return self._lists[known]


def pick(kind: str, wanted: str, refs: Sequence[Ref], *, see: str) -> Ref:
    """The one of `refs` that `wanted` names, by id or name. Raises `NotFound` with the closest.

    `see` is the command that lists them all.
    """
    found = [ref for ref in refs if _is_called(ref, wanted)]
    if not found and wanted.isdecimal():
        found = [ref for ref in refs if ref.id == int(wanted)]
    if len(found) == 1:
        return found[0]
    if found:
        raise _ambiguous(kind, wanted, found)
    raise NotFound(
        f'{kind} "{wanted}" does not exist',
        details=_candidates(wanted, [ref.name for ref in refs]),
        hint=f"see all: {see}",
        code=f"{kind.replace(' ', '_')}_not_found",
    )


def _is_called(ref: Ref, name: str) -> bool:
    return folded(name) in (folded(known) for known in (ref.name, *ref.also))


def _candidates(wanted: str, names: Sequence[str]) -> tuple[str, ...]:
    """The closest names; where none is close, the first of all there are."""
    near = closest(wanted, names)
    if near:
        return closest_line(near)
    return (f"there are: {some_of(names, MOST_NAMED)}",) if names else ()


def _ambiguous(kind: str, wanted: str, refs: Sequence[Ref]) -> NotFound:
    return NotFound(
        f'{kind} "{wanted}" is ambiguous',
        details=tuple(f"{ref.id}  {ref.name}" for ref in refs),
        hint="give the id instead",
        code=f"{kind.replace(' ', '_')}_ambiguous",
    )
