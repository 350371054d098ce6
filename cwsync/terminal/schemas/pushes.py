"""What a push, a status and an error print."""

from __future__ import annotations

from cwsync.sync.plan import Action
from cwsync.terminal.documents import KINDS
from cwsync.terminal.schemas.shapes import (
    COUNT,
    FLAG,
    ID_OR_NULL,
    NUMBER_OR_NULL,
    TEXT,
    TEXT_OR_NULL,
    WARNINGS,
    document,
    one_of,
    record,
    rows,
)

_VALUE = {"type": ["string", "number"]}  # hours are numbers, all else is text
_PROJECT = record(id=ID_OR_NULL, name=TEXT, action=one_of("create", "exists"), url=TEXT_OR_NULL)
_ITEM = record(
    key=TEXT,
    kind=one_of("phase", "ticket", "task"),
    action=one_of(*Action),
    id=ID_OR_NULL,
    parent_key=TEXT_OR_NULL,
    name=TEXT,
    hours=NUMBER_OR_NULL,
    reason=TEXT_OR_NULL,
    differences=rows(record(field=TEXT, export=_VALUE, connectwise=_VALUE)),
)
_PLAN = {
    "project": _PROJECT,
    "items": rows(_ITEM),
    "summary": record(**{action.value: record(**dict.fromkeys(KINDS, COUNT)) for action in Action}),
}
RUN = {
    "warnings": WARNINGS,
    "requests": record(read=COUNT, write=COUNT, retried=COUNT),
    "run": TEXT,
}

PUSH = document(
    "cwsync.push/1",
    mode=one_of("plan", "apply"),
    changed=FLAG,
    **_PLAN,
    failed=rows(record(key=TEXT, message=TEXT)),
    **RUN,
)
STATUS = document("cwsync.status/1", pushed=FLAG, complete=FLAG, **_PLAN, **RUN)
ERROR = document(
    "cwsync.error/1",
    error=record(
        code=TEXT,
        exit_code={"type": "integer", "minimum": 1, "maximum": 255},
        message=TEXT,
        hint=TEXT_OR_NULL,
        details=rows(TEXT),
    ),
)
