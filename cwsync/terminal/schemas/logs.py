"""What the log prints."""

from __future__ import annotations

from cwsync.terminal.schemas.shapes import (
    COUNT,
    ID_OR_NULL,
    TEXT,
    TEXT_OR_NULL,
    document,
    one_of,
    record,
    rows,
)

_WHEN = {"time": TEXT}
_CALL = record(
    **_WHEN,
    method=TEXT_OR_NULL,
    path=TEXT_OR_NULL,
    status=ID_OR_NULL,
    ms=ID_OR_NULL,
    attempt=ID_OR_NULL,
    cw_request_id=TEXT_OR_NULL,
    error=TEXT_OR_NULL,
)
_RECORD = {"kind": TEXT_OR_NULL, "key": TEXT_OR_NULL, "name": TEXT_OR_NULL}
LOGS = document(
    "cwsync.logs/1",
    runs=rows(
        record(
            run=TEXT,
            command=TEXT_OR_NULL,
            version=TEXT_OR_NULL,
            profile=TEXT_OR_NULL,
            site=TEXT_OR_NULL,
            started=TEXT,
            ended=TEXT_OR_NULL,
            outcome=one_of("done", "half_way", "failed", "interrupted", "unfinished"),
            exit_code=ID_OR_NULL,
            error={"type": ["object", "null"]},
            counts=record(calls=COUNT, failed_calls=COUNT, created=COUNT, failed=COUNT),
            calls=rows(_CALL),
            created=rows(record(**_WHEN, **_RECORD, id=ID_OR_NULL)),
            failed=rows(record(**_WHEN, **_RECORD, message=TEXT_OR_NULL)),
        )
    ),
    count=COUNT,
)
