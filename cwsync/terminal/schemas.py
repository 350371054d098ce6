"""A JSON Schema (2020-12) for each document; keys may be added to one, never taken away."""

from __future__ import annotations

from typing import Any

from cwsync.sync.plan import Action
from cwsync.terminal.documents import KINDS

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
NUMBER: Schema = {"type": "number"}
NUMBER_OR_NULL: Schema = {"type": ["number", "null"]}
ID_OR_NULL: Schema = {"type": ["integer", "null"]}
COUNT: Schema = {"type": "integer", "minimum": 0}
FLAG: Schema = {"type": "boolean"}


def _object(**properties: Schema) -> Schema:
    """An object that holds at least these."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _one_of(*values: str) -> Schema:
    return {"enum": list(values)}


def _document(name: str, /, **properties: Schema) -> Schema:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": name,
        **_object(schema={"const": name}, **properties),
    }


_PROJECT = _object(id=ID_OR_NULL, name=TEXT, action=_one_of("create", "exists"), url=TEXT_OR_NULL)
_ITEM = _object(
    key=TEXT,
    kind=_one_of("phase", "ticket", "task"),
    action=_one_of(*Action),
    id=ID_OR_NULL,
    parent_key=TEXT_OR_NULL,
    name=TEXT,
    hours=NUMBER_OR_NULL,
    reason=TEXT_OR_NULL,
    differences=_list(_object(field=TEXT, export=TEXT, connectwise=TEXT)),
)
_PLAN = {
    "project": _PROJECT,
    "items": _list(_ITEM),
    "summary": _object(
        **{action.value: _object(**dict.fromkeys(KINDS, COUNT)) for action in Action}
    ),
}
_RUN = {
    "warnings": _list(_object(code=TEXT, message=TEXT, key=TEXT_OR_NULL)),
    "requests": _object(read=COUNT, write=COUNT, retried=COUNT),
    "run": TEXT,
}

PUSH = _document(
    "cwsync.push/1",
    mode=_one_of("plan", "apply"),
    changed=FLAG,
    **_PLAN,
    failed=_list(_object(key=TEXT, message=TEXT)),
    **_RUN,
)
STATUS = _document("cwsync.status/1", pushed=FLAG, complete=FLAG, **_PLAN, **_RUN)
ERROR = _document(
    "cwsync.error/1",
    error=_object(
        code=TEXT,
        exit_code={"type": "integer", "minimum": 1, "maximum": 255},
        message=TEXT,
        hint=TEXT_OR_NULL,
        details=_list(TEXT),
    ),
)
EXPORT = _document(
    "cwsync.export/1",
    valid=FLAG,
    problems=_list(TEXT),
    project=_object(key=TEXT, id=TEXT_OR_NULL, name=TEXT, status=TEXT, format=TEXT),
    counts=_object(
        phases=COUNT,
        services=COUNT,
        managed_services=COUNT,
        subservices=COUNT,
        governance=COUNT,
        products=COUNT,
    ),
    hours=_object(services=NUMBER, governance=NUMBER),
    push=_object(
        phases=COUNT,
        tickets=COUNT,
        tasks=COUNT,
        hours=NUMBER,
        skipped=_list(_object(key=TEXT, kind=TEXT, name=TEXT, hours=NUMBER_OR_NULL, reason=TEXT)),
    ),
    notices=_list(_object(code=TEXT, message=TEXT, key=TEXT_OR_NULL, place=TEXT_OR_NULL)),
)

_LISTED = _object(
    id={"type": "integer"},
    name=TEXT,
    company=_object(id={"type": "integer"}, name=TEXT) | {"type": ["object", "null"]},
    stage=TEXT_OR_NULL,
    status=TEXT_OR_NULL,
    type=TEXT_OR_NULL,
    sales_rep=TEXT_OR_NULL,
    expected_close=TEXT_OR_NULL,
    site=TEXT_OR_NULL,
)
_FORECAST_LINE = _object(
    id=ID_OR_NULL,
    description=TEXT,
    type=TEXT,
    status=TEXT,
    revenue=NUMBER,
    cost=NUMBER,
    included=FLAG,
)
_LINKED_PROJECT = _object(
    id={"type": "integer"}, name=TEXT, status=TEXT_OR_NULL, board=TEXT_OR_NULL, url=TEXT
)
OPPORTUNITIES = _document("cwsync.opportunities/1", opportunities=_list(_LISTED), count=COUNT)
OPPORTUNITY = _document(
    "cwsync.opportunity/1",
    opportunity=_LISTED,
    forecast=_object(lines=_list(_FORECAST_LINE), revenue=NUMBER, cost=NUMBER)
    | {"type": ["object", "null"]},
    projects=_list(_LINKED_PROJECT) | {"type": ["array", "null"]},
    orders=_list(_object(id={"type": "integer"})) | {"type": ["array", "null"]},
    warnings=_RUN["warnings"],
)
PULL = _document("cwsync.pull/1", opportunity=_LISTED, file=TEXT)
LOOKUP = _document(
    "cwsync.lookup/1",
    kind=TEXT,
    items=_list(_object(id=ID_OR_NULL, name=TEXT)),
    count=COUNT,
    age_s=NUMBER,
)

_WHEN = {"time": TEXT}
_CALL = _object(
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
LOGS = _document(
    "cwsync.logs/1",
    runs=_list(
        _object(
            run=TEXT,
            command=TEXT_OR_NULL,
            version=TEXT_OR_NULL,
            profile=TEXT_OR_NULL,
            site=TEXT_OR_NULL,
            started=TEXT,
            ended=TEXT_OR_NULL,
            outcome=_one_of("done", "half_way", "failed", "interrupted", "unfinished"),
            exit_code=ID_OR_NULL,
            error={"type": ["object", "null"]},
            counts=_object(calls=COUNT, failed_calls=COUNT, created=COUNT, failed=COUNT),
            calls=_list(_CALL),
            created=_list(_object(**_WHEN, **_RECORD, id=ID_OR_NULL)),
            failed=_list(_object(**_WHEN, **_RECORD, message=TEXT_OR_NULL)),
        )
    ),
    count=COUNT,
)

DOCTOR = _document(
    "cwsync.doctor/1",
    ok=FLAG,
    checks=_list(
        _object(
            name=TEXT,
            status=_one_of("ok", "warn", "fail", "skip"),
            message=TEXT,
            hint=TEXT_OR_NULL,
        )
    ),
)
_SHOWN = _object(value=TEXT_OR_NULL, origin=TEXT_OR_NULL)
AUTH = _document(
    "cwsync.auth/1",
    profile=TEXT,
    host=_SHOWN,
    company_id=_SHOWN,
    public_key=_SHOWN,
    private_key=_SHOWN,
    client_id=_SHOWN,
    reachable=FLAG,
    member=TEXT_OR_NULL,
    problem={"type": ["object", "null"]},
)
ACCOUNTS = _document(
    "cwsync.accounts/1",
    accounts=_list(
        _object(
            profile=TEXT,
            host=TEXT_OR_NULL,
            company_id=TEXT_OR_NULL,
            keys=_one_of("keyring", "none", "unknown"),
            in_use=FLAG,
        )
    ),
    count=COUNT,
)
_OPTION = {
    "name": TEXT,
    "value": {"type": ["string", "number", "boolean", "null"]},
    "origin": TEXT,
}
OPTION = _document("cwsync.option/1", **_OPTION)
CONFIG = _document(
    "cwsync.config/1", file=TEXT, profiles=_list(TEXT), options=_list(_object(**_OPTION))
)

SCHEMAS: dict[str, Schema] = {
    schema["title"]: schema
    for schema in (PUSH, STATUS, ERROR, EXPORT, OPPORTUNITIES, OPPORTUNITY, PULL, LOOKUP, LOGS)
}
SCHEMAS |= {schema["title"]: schema for schema in (DOCTOR, AUTH, ACCOUNTS, CONFIG, OPTION)}
