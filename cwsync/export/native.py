"""The native format, `cwsync: 1`, → Project."""

from __future__ import annotations

from decimal import Decimal

from cwsync.export.keys import Keys, slug
from cwsync.export.native_scope import NativeScope
from cwsync.export.problems import Problems
from cwsync.export.project import (
    Location,
    OpportunityLink,
    Product,
    Project,
    Source,
    Status,
    Total,
    Totals,
)
from cwsync.export.remarks import Remarks
from cwsync.export.rows import Row
from cwsync.export.values import COUNT, MONEY, ONE, PERIODS, PRICE, RECORD_ID, ZERO


def read_native(
    fields: dict[str, object], source: Source, problems: Problems, remarks: Remarks
) -> Project:
    """The project of a native file; something like it where there are problems."""
    root = Row(fields, (), problems)
    root.get("cwsync")
    keys = Keys()
    scope = NativeScope(root, keys, remarks)
    head = root.row("project")
    if root.get("project") is None:
        root.wrong("project", "project is missing; it holds at least name and status")
    project = _project(head or Row({}, (), Problems()), root, scope, source, keys)
    for row in (head, root):
        if row is not None:
            row.refuse_unknown()
    return project


def _project(head: Row, root: Row, scope: NativeScope, source: Source, keys: Keys) -> Project:
    identity, name = head.identity(), head.name()
    head.get("approved_at")
    return Project(
        key=f"project:{identity or slug(name)}",
        id=identity,
        name=name,
        status=_status(head),
        raw_status=head.label("status") or "",
        source=_with_url(source, head),
        client=head.label("client"),
        business_unit=head.label("business_unit"),
        sales_executive=head.label("sales_executive"),
        currency=head.label("currency"),
        pricing_model=head.label("pricing_model"),
        include_product=None if head.get("include_product") is None else head.flag("include_product"),
        terms=head.whole("terms", PERIODS),
        opportunity=_opportunity(head),
        locations=tuple(_location(row) for row in root.rows("locations", or_text="name")),
        phases=scope.phases,
        services=scope.services,
        governance=scope.governance,
        products=_products(root, keys),
        totals=_totals(root),
        contract_revenue=head.number("contract_revenue", MONEY),
    )


def _status(head: Row) -> Status:
    if head.get("status") is None:
        head.wrong("status", f"status is missing; one of {', '.join(Status)}")
    return head.choice("status", Status, Status.BUILDING)
