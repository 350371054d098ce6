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

SCHEMAS: dict[str, Schema] = {schema["title"]: schema for schema in (PUSH, STATUS, ERROR, EXPORT)}
SCHEMAS |= {schema["title"]: schema for schema in (DOCTOR, AUTH, ACCOUNTS, CONFIG, OPTION)}
