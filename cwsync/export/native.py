"""The native format, `cwsync: 1`, → Project."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from cwsync.export.keys import Claim, Keys, given_key, slug
from cwsync.export.native_scope import NativeScope
from cwsync.export.problems import Problems
from cwsync.export.project import (
    Location,
    OpportunityLink,
    Product,
    Project,
    Source,
    Total,
    Totals,
)
from cwsync.export.remarks import Remarks
from cwsync.export.rows import Row
from cwsync.export.status import read_status
from cwsync.export.values import MONEY, PERIODS, PRICE, RECORD_ID, ZERO, period

FOR_EDITORS = "$schema"  # names the JSON Schema in a JSON file; nothing of the project


def read_native(
    fields: dict[str, object], source: Source, problems: Problems, remarks: Remarks
) -> Project:
    """The project of a native file; something like it where there are problems."""
    own = {name: value for name, value in fields.items() if name != FOR_EDITORS}
    root = Row(own, (), problems)
    root.get("cwsync")
    keys = Keys()
    scope = NativeScope(root, keys, remarks)
    head = root.row("project")
    if root.get("project") is None:
        root.wrong("project", "project is missing; it holds at least name and status")
    project = _project(head or Row({}, (), Problems()), root, scope, source, keys)
    if project.pushed_by_scopestack:
        remarks.pushed_by_scopestack(("project", "pushed_by_scopestack"))
    for row in (head, root):
        if row is not None:
            row.refuse_unknown()
    return project


def _project(head: Row, root: Row, scope: NativeScope, source: Source, keys: Keys) -> Project:
    identity, name = head.identity(), head.name()
    head.get("approved_at")
    return Project(
        key=given_key("project", head) or f"project:{identity or slug(name)}",
        id=identity,
        name=name,
        status=read_status(head),
        raw_status=head.label("status") or "",
        source=_with_origin(source, head),
        client=head.label("client"),
        business_unit=head.label("business_unit"),
        sales_executive=head.label("sales_executive"),
        currency=head.label("currency"),
        pricing_model=head.label("pricing_model"),
        include_product=None
        if head.get("include_product") is None
        else head.flag("include_product"),
        terms=head.whole("terms", PERIODS),
        opportunity=_opportunity(head),
        pushed_by_scopestack=head.flag("pushed_by_scopestack"),
        locations=tuple(_location(row) for row in root.rows("locations", or_text="name")),
        phases=scope.phases,
        services=scope.services,
        governance=scope.governance,
        products=_products(root, keys),
        totals=_totals(root),
        contract_revenue=head.number("contract_revenue", MONEY),
    )


def _with_origin(source: Source, head: Row) -> Source:
    url, account = head.label("url"), head.identity("account")
    if url is not None and not url.startswith(("https://", "http://")):
        head.wrong("url", "url must start with https://")
    return replace(source, url=url, account_slug=account)


def _opportunity(head: Row) -> OpportunityLink | None:
    """The link, written as its id alone or as a mapping."""
    if isinstance(head.get("opportunity"), str):
        found = head.whole("opportunity", RECORD_ID)
        return None if found is None else OpportunityLink(found)
    row = head.row("opportunity")
    if row is None:
        return None
    if row.get("id") is None:
        row.wrong("id", "the opportunity needs the id that it has in ConnectWise")
    link = OpportunityLink(
        id=row.whole("id", RECORD_ID) or 0,
        name=row.label("name"),
        company_id=row.whole("company_id", RECORD_ID),
        company_name=row.label("company_name"),
    )
    row.refuse_unknown()
    return link


def _location(row: Row) -> Location:
    location = Location(row.name(), row.label("city"))
    row.refuse_unknown()
    return location


def _products(root: Row, keys: Keys) -> tuple[Product, ...]:
    rows = list(root.rows("products"))
    claims = [keys.claim("prod", row) for row in rows]
    return tuple(_product(row, claim, keys) for row, claim in zip(rows, claims, strict=True))


def _product(row: Row, claim: Claim, keys: Keys) -> Product:
    name = row.name()
    product = Product(
        key=keys.key("prod", claim, name),
        id=claim.id,
        name=name,
        quantity=row.quantity(),
        unit_price=row.number("unit_price", PRICE),
        unit_cost=row.number("unit_cost", PRICE),
        frequency=period(row.label("frequency")),
        active=row.flag("active", True),
    )
    row.refuse_unknown()
    return product


def _totals(root: Row) -> Totals:
    row = root.row("totals")
    if row is None:
        return Totals()
    totals = Totals(
        professional_services=_total(row, "professional_services"),
        managed_services=_recurring_total(row, "managed_services"),
        product=_total(row, "product"),
    )
    row.refuse_unknown()
    return totals


def _total(totals: Row, name: str) -> Total | None:
    row = totals.row(name)
    if row is None:
        return None
    total = Total(revenue=_revenue(row), cost=row.number("cost", MONEY))
    row.refuse_unknown()
    return total


def _recurring_total(totals: Row, name: str) -> Total | None:
    row = totals.row(name)
    if row is None:
        return None
    recurring, periods = row.number("recurring_revenue", MONEY), row.whole("periods", PERIODS)
    in_all = None if recurring is None or periods is None else recurring * periods
    total = Total(
        revenue=_revenue(row, in_all),
        cost=row.number("cost", MONEY),
        recurring_revenue=recurring,
        recurring_cost=row.number("recurring_cost", MONEY),
        periods=periods,
        period=period(row.label("period")),
    )
    row.refuse_unknown()
    return total


def _revenue(row: Row, default: Decimal | None = None) -> Decimal:
    revenue = row.number("revenue", MONEY)
    if row.get("revenue") is None and default is None:
        row.wrong("revenue", "revenue is missing")
    return revenue if revenue is not None else default or ZERO
