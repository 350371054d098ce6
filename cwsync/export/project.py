"""A scoped project as every accepted format gives it.

Hours and money are Decimal and exact (rounding happens once, in the mapping); ids are strings;
texts are as the file had them (HTML, Markdown, tokens: the mapping cleans them).
Inactive rows are kept, with `active=False`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Status(StrEnum):
    """Where the deal stands. Any of ScopeStack's `*_approval` is PENDING_APPROVAL."""

    BUILDING = "building"
    PENDING_APPROVAL = "pending_approval"
    APPROVED = "approved"
    WON = "won"
    LOST = "lost"
    CANCELED = "canceled"


class ServiceType(StrEnum):
    """Professional services become tickets; managed services only feed the forecast."""

    PROFESSIONAL = "professional_services"
    MANAGED = "managed_services"


class Allocation(StrEnum):
    """Where the hours of a governance item go (ScopeStack's help page, `behaviour` section 2)."""

    PHASE = "phase"  # aligned to a phase
    PRORATE = "prorate"  # spread over the phases with effort
    PROJECT = "project"  # the Project Management phase
    SERVICES = "services"  # assign-effort-to-service: inside the services already
    NONE = "none"  # neither assigned nor prorated


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a person should know that stops nothing. `place` is the spot in the file."""

    code: str
    message: str
    key: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The file a project came from. `kind` is `native` or `jsonapi`; `path` as the user gave it."""

    kind: str
    path: str
    sha256: str
    account_slug: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class OpportunityLink:
    """The ConnectWise opportunity that the project is linked to."""

    id: int
    name: str | None = None
    company_id: int | None = None
    company_name: str | None = None


@dataclass(frozen=True, slots=True)
class Location:
    """A service location."""

    name: str
    city: str | None = None


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase; `key` is `phase:ID`, or `phase:` and a readable slug where the file has no id."""

    key: str
    id: str | None
    name: str
    active: bool = True


@dataclass(frozen=True, slots=True)
class SubService:
    """A sub-service with its extended hours; `key` is `sub:ID` or a path of slugs."""

    key: str
    id: str | None
    name: str
    description: str | None = None
    quantity: Decimal = Decimal(1)
    hours: Decimal = Decimal(0)
    revenue: Decimal | None = None
    cost: Decimal | None = None
    active: bool = True


@dataclass(frozen=True, slots=True)
class Service:
    """A service. `total_hours` holds quantity and active sub-services: never multiply again.

    `phase_key` is None where the project says that the service has no phase.
    """

    key: str
    id: str | None
    name: str
    type: ServiceType = ServiceType.PROFESSIONAL
    phase_key: str | None = None
    location: str | None = None
    description: str | None = None
    quantity: Decimal = Decimal(1)
    own_hours: Decimal = Decimal(0)
    total_hours: Decimal = Decimal(0)
    revenue: Decimal | None = None
    cost: Decimal | None = None
    period: str | None = None
    subservices: tuple[SubService, ...] = ()
    active: bool = True


@dataclass(frozen=True, slots=True)
class Governance:
    """A governance item with its computed hours; `phase_key` is set when allocation is PHASE."""

    key: str
    id: str | None
    name: str
    hours: Decimal
    allocation: Allocation
    phase_key: str | None = None
    hourly_rate: Decimal | None = None
    hourly_cost: Decimal | None = None
    active: bool = True


@dataclass(frozen=True, slots=True)
class Product:
    """A product line of the quote."""

    key: str
    id: str | None
    name: str
    quantity: Decimal
    unit_price: Decimal | None = None
    unit_cost: Decimal | None = None
    frequency: str | None = None
    active: bool = True


@dataclass(frozen=True, slots=True)
class Total:
    """Declared money of one category; recurring figures are per `period`, `periods` of them."""

    revenue: Decimal
    cost: Decimal | None = None
    recurring_revenue: Decimal | None = None
    recurring_cost: Decimal | None = None
    periods: int | None = None
    period: str | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """The totals that the file declares; None where it declares none."""

    professional_services: Total | None = None
    managed_services: Total | None = None
    product: Total | None = None


@dataclass(frozen=True, slots=True)
class Project:
    """A scoped project. Phases, services, sub-services and governance stand in ScopeStack's order.

    `key` is `project:ID`, or `project:` and a slug of the name where the file has no id.
    `pricing_model` is `fixed_fee`, `time_and_materials` or whatever else the file says.
    `terms` is the number of recurring periods of managed services.
    """

    key: str
    id: str | None
    name: str
    status: Status
    raw_status: str
    source: Source
    client: str | None = None
    business_unit: str | None = None
    sales_executive: str | None = None
    currency: str | None = None
    pricing_model: str | None = None
    include_product: bool | None = None
    terms: int | None = None
    opportunity: OpportunityLink | None = None
    pushed_by_scopestack: bool = False
    locations: tuple[Location, ...] = ()
    phases: tuple[Phase, ...] = ()
    services: tuple[Service, ...] = ()
    governance: tuple[Governance, ...] = ()
    products: tuple[Product, ...] = ()
    totals: Totals = Totals()
    contract_revenue: Decimal | None = None
    notices: tuple[Notice, ...] = ()

    @property
    def professional_services(self) -> list[Service]:
        """The services that become tickets, inactive ones too."""
        return [s for s in self.services if s.type is ServiceType.PROFESSIONAL]

    @property
    def managed_services(self) -> list[Service]:
        """The services that only feed the forecast, inactive ones too."""
        return [s for s in self.services if s.type is ServiceType.MANAGED]
