"""What the commands around an export print."""

from __future__ import annotations

from cwsync.terminal.schemas.shapes import (
    COUNT,
    FLAG,
    NUMBER,
    NUMBER_OR_NULL,
    TEXT,
    TEXT_OR_NULL,
    WHOLE_OR_NULL,
    document,
    record,
    rows,
)

_NOTICES = rows(record(code=TEXT, message=TEXT, key=TEXT_OR_NULL, place=TEXT_OR_NULL))
EXPORT = document(
    "cwsync.export/1",
    valid=FLAG,
    problems=rows(record(place=TEXT_OR_NULL, message=TEXT)),
    project=record(key=TEXT, id=TEXT_OR_NULL, name=TEXT, status=TEXT, format=TEXT),
    counts=record(
        phases=COUNT,
        services=COUNT,
        managed_services=COUNT,
        subservices=COUNT,
        governance=COUNT,
        products=COUNT,
    ),
    hours=record(services=NUMBER, governance=NUMBER),
    push=record(
        phases=COUNT,
        tickets=COUNT,
        tasks=COUNT,
        hours=NUMBER,
        skipped=rows(record(key=TEXT, kind=TEXT, name=TEXT, hours=NUMBER_OR_NULL, reason=TEXT)),
    ),
    notices=_NOTICES,
)
EXPORTS = document(
    "cwsync.exports/1",
    valid=FLAG,
    exports=rows(record(export=TEXT, schema=TEXT, valid=FLAG)),
    summary=record(exports=COUNT, valid=COUNT, invalid=COUNT),
)
FETCH = document(
    "cwsync.fetch/1",
    file=TEXT,
    project=record(id=TEXT_OR_NULL, name=TEXT, status=TEXT),
    requests=COUNT,
    run=TEXT,
)
_ROW = {"key": TEXT, "id": TEXT_OR_NULL, "name": TEXT, "active": FLAG}
_MONEY = {"revenue": NUMBER_OR_NULL, "cost": NUMBER_OR_NULL}
_SUM = {"hours": NUMBER, **_MONEY}
_SUBSERVICE = record(**_ROW, quantity=NUMBER, **_SUM)
_SERVICE = record(
    **_ROW,
    location=TEXT_OR_NULL,
    quantity=NUMBER,
    period=TEXT_OR_NULL,
    **_SUM,
    subservices=rows(_SUBSERVICE),
)
_GOVERNANCE = record(**_ROW, allocation=TEXT, phase_key=TEXT_OR_NULL, **_SUM)
_PRODUCT = record(
    **_ROW,
    quantity=NUMBER,
    unit_price=NUMBER_OR_NULL,
    unit_cost=NUMBER_OR_NULL,
    period=TEXT_OR_NULL,
)
_CATEGORY = record(**_MONEY, declared=FLAG)
PROJECT = document(
    "cwsync.project/1",
    project=record(
        key=TEXT,
        id=TEXT_OR_NULL,
        name=TEXT,
        status=TEXT,
        client=TEXT_OR_NULL,
        currency=TEXT_OR_NULL,
        pricing_model=TEXT_OR_NULL,
        terms=WHOLE_OR_NULL,
        opportunity={"type": ["object", "null"]},
        format=TEXT,
    ),
    phases=rows(record(**_ROW, **_SUM, services=rows(_SERVICE))),
    unphased_services=rows(_SERVICE),
    managed_services=rows(_SERVICE),
    governance=rows(_GOVERNANCE),
    products=rows(_PRODUCT),
    totals=record(
        phases=record(**_SUM),
        governance=record(**_SUM),
        product=_CATEGORY,
        professional_services=_CATEGORY,
        managed_services=_CATEGORY,
        contract_revenue=NUMBER_OR_NULL,
    ),
    notices=_NOTICES,
)
