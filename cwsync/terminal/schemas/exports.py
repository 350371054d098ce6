"""What the commands around an export print."""

from __future__ import annotations

from cwsync.terminal.schemas.shapes import (
    COUNT,
    FLAG,
    NUMBER,
    NUMBER_OR_NULL,
    TEXT,
    TEXT_OR_NULL,
    document,
    record,
    rows,
)

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
    notices=rows(record(code=TEXT, message=TEXT, key=TEXT_OR_NULL, place=TEXT_OR_NULL)),
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
