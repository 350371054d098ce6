"""ScopeStack's JSON:API project document → Project: its head, and what feeds the forecast."""

from __future__ import annotations

from collections.abc import Iterator

from cwsync.export.jsonapi_scope import JsonapiScope, in_order
from cwsync.export.linkage import Compound, Need, Resource, says
from cwsync.export.problems import Problems, shown
from cwsync.export.project import (
    Location,
    OpportunityLink,
    Product,
    Project,
    Source,
)
from cwsync.export.remarks import Remarks
from cwsync.export.rows import Row
from cwsync.export.status import read_status
from cwsync.export.values import MONEY, PERIODS, PRICE, RECORD_ID, decimal, period


def read_jsonapi(
    document: dict[str, object],
    chosen: Row,
    source: Source,
    problems: Problems,
    remarks: Remarks,
) -> tuple[Project, bool]:
    """The chosen project, and whether the file holds all linkage and rows that a push needs."""
    compound = Compound(document.get("included"), problems)
    head = compound.resource(chosen.fields, chosen.path)
    project = _project(head, chosen, compound, source, remarks)
    compound.note_gaps()
    return project, compound.complete


def _project(
    head: Resource, chosen: Row, compound: Compound, source: Source, remarks: Remarks
) -> Project:
    row, identity = head.attributes, chosen.identity()
    if identity is None and chosen.get("id") is None:
        chosen.wrong("id", "id is missing")
    scope = JsonapiScope(head, compound, remarks)
    payment = row.row("payment-info") or Row({}, (), Problems())
    include = payment.get("include-product")
    _remark_on_state(head, remarks)
    return Project(
        key=f"project:{identity}",
        id=identity,
        name=row.name("project-name"),
        status=read_status(row),
        raw_status=row.label("status") or "",
        source=source,
        client=_named(compound, head, "client", "clients") or row.label("client-name"),
        business_unit=_named(compound, head, "business-unit", "business-units"),
        sales_executive=_named(compound, head, "sales-executive", "sales-executives")
        or row.label("sales-executive-name"),
        pricing_model=payment.label("pricing-model"),
        include_product=None if include is None else payment.flag("include-product"),
        terms=row.whole("mrr-terms", PERIODS),
        opportunity=_opportunity(head, compound, remarks),
        pushed_by_scopestack=_pushed(head),
        locations=tuple(_locations(head, compound)),
        phases=scope.phases,
        services=scope.services,
        governance=scope.governance,
        products=tuple(_products(head, compound)),
        contract_revenue=row.number("contract-revenue", MONEY),
    )


def _named(compound: Compound, head: Resource, name: str, type_: str) -> str | None:
    row = compound.one(head, name, type_, Need.NOTHING)
    return row.attributes.label("name") if row else None


def _remark_on_state(head: Resource, remarks: Remarks) -> None:
    if not head.attributes.flag("active", True):
        remarks.add("archived", "the project is archived in ScopeStack", head.path)
    if _pushed(head):
        remarks.pushed_by_scopestack((*head.path, "relationships", "psa-project"))
    for name, what in (("project-products", "products"), ("crm-opportunity", "linked opportunity")):
        if not says(head, name):
            remarks.add(
                "not_in_file",
                f"the file does not say which {what} the project has; it counts as none",
                head.path,
            )


def _pushed(head: Resource) -> bool:
    relationship = head.relationships.get("psa-project")
    return isinstance(relationship, dict) and relationship.get("data") is not None


def _opportunity(head: Resource, compound: Compound, remarks: Remarks) -> OpportunityLink | None:
    found = compound.one(head, "crm-opportunity", "crm-opportunities", Need.ROWS)
    if found is None:
        return None
    row = found.attributes
    own_id = _record_id(row, "opportunity-id")
    if own_id is None:
        remarks.add(
            "opportunity_elsewhere",
            f"the linked opportunity {shown(row.get('opportunity-id'))} is not one of ConnectWise",
            (*row.path, "opportunity-id"),
        )
        return None
    return OpportunityLink(
        id=own_id,
        name=row.label("name"),
        company_id=_record_id(row, "account-id"),
        company_name=row.label("account-name"),
    )


def _record_id(row: Row, name: str) -> int | None:
    """An id of the CRM; None where it cannot be one of ConnectWise."""
    value = row.get(name)
    number = decimal(value) if isinstance(value, str) else None
    if number is None or not RECORD_ID.least <= number <= RECORD_ID.most or number % 1:
        return None
    return int(number)


def _locations(head: Resource, compound: Compound) -> Iterator[Location]:
    for found in compound.many(head, "project-locations", Need.ROWS):
        row = found.attributes
        name = row.label("name") or row.label("city") or f"Location {found.id}"
        yield Location(name, row.label("city"))


def _products(head: Resource, compound: Compound) -> list[Product]:
    rows = compound.many(head, "project-products", Need.ROWS)
    return [_product(row) for row in in_order(rows)]


def _product(found: Resource) -> Product:
    """ScopeStack does not publish these attributes: a name may stand in any of three."""
    row = found.attributes
    names = (row.label(name) for name in ("name", "description", "sku"))
    return Product(
        key=f"prod:{found.id}",
        id=found.id,
        name=next(filter(None, names), f"Product {found.id}"),
        quantity=row.quantity(),
        unit_price=row.number("unit-price", PRICE),
        unit_cost=row.number("unit-cost", PRICE),
        frequency=period(row.label("billing-frequency")),
        active=row.flag("active", True),
    )
