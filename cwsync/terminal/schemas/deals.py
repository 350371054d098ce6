"""What the commands around an opportunity print."""

from __future__ import annotations

from cwsync.mapping.totals import Category
from cwsync.sync.forecast_plan import LineAction
from cwsync.terminal.schemas.pushes import ERROR
from cwsync.terminal.schemas.shapes import (
    COUNT,
    FLAG,
    ID,
    ID_OR_NULL,
    NUMBER,
    NUMBER_OR_NULL,
    TEXT,
    TEXT_OR_NULL,
    WARNINGS,
    document,
    one_of,
    or_null,
    record,
    rows,
)

_LISTED = record(
    id=ID,
    name=TEXT,
    company=or_null(record(id=ID, name=TEXT)),
    stage=TEXT_OR_NULL,
    status=TEXT_OR_NULL,
    type=TEXT_OR_NULL,
    sales_rep=TEXT_OR_NULL,
    expected_close=TEXT_OR_NULL,
    site=TEXT_OR_NULL,
)
_FORECAST_LINE = record(
    id=ID_OR_NULL,
    description=TEXT,
    type=TEXT,
    status=TEXT,
    revenue=NUMBER,
    cost=NUMBER,
    included=FLAG,
)
_LINKED_PROJECT = record(id=ID, name=TEXT, status=TEXT_OR_NULL, board=TEXT_OR_NULL, url=TEXT)
OPPORTUNITIES = document("cwsync.opportunities/1", opportunities=rows(_LISTED), count=COUNT)
OPPORTUNITY = document(
    "cwsync.opportunity/1",
    opportunity=_LISTED,
    forecast=or_null(record(lines=rows(_FORECAST_LINE), revenue=NUMBER, cost=NUMBER)),
    projects=or_null(rows(_LINKED_PROJECT)),
    orders=or_null(rows(record(id=ID))),
    warnings=WARNINGS,
)
PULL = document("cwsync.pull/1", opportunity=_LISTED, file=TEXT)
LOOKUP = document(
    "cwsync.lookup/1",
    kind=TEXT,
    items=rows(record(id=ID_OR_NULL, name=TEXT)),
    count=COUNT,
    age_s=NUMBER,
)

_OPPORTUNITY_OF_LINES = record(id=ID_OR_NULL, name=TEXT_OR_NULL)
_WRITTEN_LINE = record(
    category=one_of(*Category),
    action=one_of(*LineAction),
    id=ID_OR_NULL,
    description=TEXT,
    type=TEXT,
    status=TEXT,
    revenue=NUMBER_OR_NULL,
    cost=NUMBER_OR_NULL,
    previous=record(revenue=NUMBER_OR_NULL, cost=NUMBER_OR_NULL),
    reason=TEXT_OR_NULL,
    duplicate=FLAG,
)
FORECAST = document(
    "cwsync.forecast/1",
    mode=one_of("plan", "apply"),
    changed=FLAG,
    opportunity=_OPPORTUNITY_OF_LINES,
    skipped=TEXT_OR_NULL,
    lines=rows(_WRITTEN_LINE),
    failed=rows(record(category=one_of(*Category), message=TEXT)),
    warnings=WARNINGS,
    run=TEXT,
)
FORECASTS = document(
    "cwsync.forecasts/1",
    mode=one_of("plan", "apply"),
    changed=FLAG,
    forecasts=rows(record(export=TEXT, **FORECAST["properties"])),
    errors=rows(record(export=TEXT, **ERROR["properties"]["error"]["properties"])),
    summary=record(exports=COUNT, changed=COUNT, unchanged=COUNT, skipped=COUNT, failed=COUNT),
    run=TEXT,
)
FORECAST_LINES = document(
    "cwsync.forecast-lines/1",
    opportunity=_LISTED,
    lines=rows(_FORECAST_LINE),
    revenue=NUMBER,
    cost=NUMBER,
    run=TEXT,
)
SALES_ORDER = document(
    "cwsync.salesorder/1",
    mode=one_of("plan", "apply"),
    changed=FLAG,
    action=one_of("create", "exists"),
    opportunity=_OPPORTUNITY_OF_LINES,
    order=record(id=ID_OR_NULL, url=TEXT_OR_NULL),
    warnings=WARNINGS,
    run=TEXT,
)
