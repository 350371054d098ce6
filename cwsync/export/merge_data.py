"""ScopeStack's merge data, version 2 → Project, as well as its names allow.

Merge data is made for documents: it has no ids, no status and no word on how governance is
allocated. Few of its leaves are documented, so a leaf may go by any of several names.
"""

from __future__ import annotations

from cwsync.export.keys import NAMELESS, Keys, slug
from cwsync.export.merge_rows import first, named, plain, rows_in
from cwsync.export.merge_scope import MergeScope
from cwsync.export.problems import Path, Problems
from cwsync.export.project import Location, Product, Project, Source, Status, Total, Totals
from cwsync.export.recognise import merge_content
from cwsync.export.remarks import Remarks
from cwsync.export.rows import Row
from cwsync.export.status import read_status
from cwsync.export.values import MONEY, PRICE, period

_REVENUE = ("net_revenue", "total_revenue", "revenue", "total")
_COST = ("net_cost", "total_cost", "cost")


def read_merge_data(
    root: dict[str, object], source: Source, problems: Problems, remarks: Remarks
) -> Project:
    """The project of merge data; something like it where there are problems."""
    content, path = merge_content(root)
    whole = Row(_mapping(plain(content)), path, problems)
    head, pricing = whole.row("project"), whole.row("project_pricing")
    nothing = Row({}, path, problems)
    _remark_on_names(remarks, path)
    return _project(whole, head or nothing, pricing or nothing, source, remarks)


def _project(whole: Row, head: Row, pricing: Row, source: Source, remarks: Remarks) -> Project:
    keys = Keys()
    payments = whole.row("project_payments") or Row({}, (), Problems())
    name, identity = head.name("project_name"), head.identity(first(head, "id", "project_id"))
    scope = MergeScope(pricing, keys, remarks)
    status = _status(head, remarks)
    include = payments.get("include_hardware")
    return Project(
        key=f"project:{identity or slug(name)}",
        id=identity,
        name=name,
        status=status,
        raw_status=head.label("status") or status.value,
        source=source,
        client=head.label("client_name"),
        sales_executive=named(head, "sales_executive"),
        pricing_model=payments.label("pricing_model"),
        include_product=None if include is None else payments.flag("include_hardware"),
        locations=tuple(Location(row.name()) for row in rows_in(whole, "locations")),
        phases=scope.phases,
        services=scope.services,
        governance=scope.governance,
        products=_products(pricing, keys),
        totals=_totals(pricing),
        contract_revenue=pricing.number("total_contract_value", MONEY),
    )


def _mapping(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _remark_on_names(remarks: Remarks, path: Path) -> None:
    remarks.add(
        "names_as_keys",
        "merge data has no ids: the project and all in it go by their names; what is renamed or "
        "moved in ScopeStack counts as new when this is pushed again, and a project that was "
        "pushed from another format is not recognised (name it with --into); an export from the "
        "API has ids",
        path,
    )
    remarks.add(
        "no_opportunity",
        "merge data does not say which opportunity the project is linked to; give it with "
        "--opportunity",
        path,
    )


def _status(head: Row, remarks: Remarks) -> Status:
    """Merge data has the dates of a submission and an approval, but no status."""
    if head.get("status") is not None:
        return read_status(head)
    status = Status.BUILDING
    if head.get("approved_at") not in (None, ""):
        status = Status.APPROVED
    elif head.get("submitted_at") not in (None, ""):
        status = Status.PENDING_APPROVAL
    dates = "approved_at and submitted_at" if status is Status.BUILDING else "its dates"
    remarks.add(
        "status_by_dates",
        f"merge data has no status; by {dates} the project is {status.value.replace('_', ' ')}",
        head.path,
    )
    return status


def _products(pricing: Row, keys: Keys) -> tuple[Product, ...]:
    return tuple(_product(row, keys) for row in rows_in(pricing, "products"))


def _product(row: Row, keys: Keys) -> Product:
    name = row.name(first(row, "name", "product_name", "description"))
    return Product(
        key=keys.key("prod", NAMELESS, name),
        id=None,
        name=name,
        quantity=row.quantity(),
        unit_price=row.number(first(row, "unit_price", "price"), PRICE),
        unit_cost=row.number(first(row, "unit_cost", "cost"), PRICE),
        frequency=period(row.label(first(row, "billing_frequency", "frequency"))),
        active=row.flag("active", True),
    )


def _totals(pricing: Row) -> Totals:
    return Totals(
        professional_services=_total(pricing, "professional_services"),
        managed_services=_total(pricing, "managed_services"),
        product=_total(pricing, "products"),
    )


def _total(pricing: Row, name: str) -> Total | None:
    value = pricing.get(name)
    if not isinstance(value, dict):
        return None
    row = Row(value, (*pricing.path, name), pricing.problems)
    revenue = row.number(first(row, *_REVENUE), MONEY)
    return None if revenue is None else Total(revenue, row.number(first(row, *_COST), MONEY))
