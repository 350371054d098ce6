"""What the doctor, the accounts and the settings print."""

from __future__ import annotations

from cwsync.terminal.schemas.shapes import (
    COUNT,
    FLAG,
    TEXT,
    TEXT_OR_NULL,
    document,
    one_of,
    record,
    rows,
)

DOCTOR = document(
    "cwsync.doctor/1",
    ok=FLAG,
    checks=rows(
        record(
            name=TEXT,
            status=one_of("ok", "warn", "fail", "skip"),
            message=TEXT,
            hint=TEXT_OR_NULL,
        )
    ),
)
_SHOWN = record(value=TEXT_OR_NULL, origin=TEXT_OR_NULL)
AUTH = document(
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
ACCOUNTS = document(
    "cwsync.accounts/1",
    accounts=rows(
        record(
            profile=TEXT,
            host=TEXT_OR_NULL,
            company_id=TEXT_OR_NULL,
            keys=one_of("keyring", "none", "unknown"),
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
OPTION = document("cwsync.option/1", **_OPTION)
CONFIG = document(
    "cwsync.config/1", file=TEXT, profiles=rows(TEXT), options=rows(record(**_OPTION))
)
