"""Read an answer of ConnectWise: a record, or the error that it stands for. Pure."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

from cwsync.client.failures import FieldError, Missing, Rejected
from cwsync.client.permissions import permission
from cwsync.client.retry import LONGEST_PAUSE_S
from cwsync.errors import CwsyncError, Forbidden, NotConnected

DEFAULT_PAUSE_S = 30.0
_SECONDS = re.compile(r"in (\d{1,6}) second")


class Unreadable(Exception):
    """An answer that is no JSON: cut off, empty, or from somebody in between."""


def parsed(content: bytes) -> Any:
    """The JSON of an answer, numbers exact. Raises `Unreadable`."""
    try:
        return json.loads(content, parse_float=Decimal)
    except (ValueError, RecursionError):
        kind = "an HTML page" if content.lstrip()[:1] == b"<" else "no complete JSON"
        raise Unreadable(kind if content.strip() else "an empty body") from None


def encoded(body: object) -> bytes:
    """A body as JSON. Hours have two decimals, which a JSON number holds exactly as written."""
    return json.dumps(body, default=_number, ensure_ascii=False, separators=(",", ":")).encode()


def _number(value: object) -> float:
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(type(value).__name__)


def error_of(status: int, content: bytes, method: str, path: str, site: str) -> CwsyncError:
    """The error that a refused call stands for."""
    message, errors = _message(content)
    lowered = message.casefold()
    if "clientid" in lowered.replace(" ", "") and status in (400, 401, 403):
        return _client_id(site)
    if status == 401:
        return _keys(site)
    if "cannot route" in lowered or (status == 404 and not _is_json(content)):
        return _route(site)
    if status == 403:
        return _forbidden(method, path)
    if status == 404:
        return Missing(f"ConnectWise has no {path}", hint="it may have been deleted")
    if status in range(300, 400):
        return _redirected(site)
    said = message or f"status {status}"
    return Rejected(f"ConnectWise refused this: {said}", status=status, errors=errors)


def retry_after(header: str | None, content: bytes) -> float:
    """Seconds to pause after a throttled answer, 0 to 120; 30 where nothing usable is said."""
    for text in (header or "", *_SECONDS.findall(content[:2_000].decode(errors="replace"))):
        if text.strip().isdecimal():
            return min(float(text), LONGEST_PAUSE_S)
    return DEFAULT_PAUSE_S


def _message(content: bytes) -> tuple[str, tuple[FieldError, ...]]:
    try:
        body = parsed(content)
    except Unreadable:
        return _shown(content.decode(errors="replace")) if content[:1] != b"<" else "", ()
    if not isinstance(body, dict):
        return "", ()
    rows = body.get("errors")
    errors = tuple(_field_error(row) for row in rows or () if isinstance(row, dict))
    return _shown(body.get("message")), errors


def _field_error(row: dict[str, Any]) -> FieldError:
    return FieldError(_shown(row.get("field")), _shown(row.get("code")), _shown(row.get("message")))


def _shown(value: object) -> str:
    return " ".join(str(value or "").split())[:300].rstrip(".")


def _is_json(content: bytes) -> bool:
    try:
        parsed(content)
    except Unreadable:
        return False
    return True


def _keys(site: str) -> NotConnected:
    return NotConnected(
        f"{site} rejects these keys",
        hint="check company id, public key and private key: cwsync auth login stores new ones",
        code="keys_rejected",
    )


def _client_id(site: str) -> NotConnected:
    return NotConnected(
        f"{site} does not accept the client id",
        hint="a client id comes from developer.connectwise.com/ClientID; "
        "store it with cwsync auth login, or set CWSYNC_CLIENT_ID",
        code="client_id_rejected",
    )


def _route(site: str) -> NotConnected:
    return NotConnected(
        f"{site} does not know this company id or codebase",
        hint="check the company id (as on the login page) and CWSYNC_CODEBASE",
        code="company_unknown",
    )


def _redirected(site: str) -> NotConnected:
    return NotConnected(
        f"{site} redirects elsewhere; this is not the host of the API",
        hint="give the host that you log in at, such as na.myconnectwise.net",
        code="wrong_host",
    )


def _forbidden(method: str, path: str) -> Forbidden:
    return Forbidden(
        f"the API member may not do this: it lacks {permission(method, path)}",
        hint="set it in ConnectWise under System > Security Roles, at the role of the API member; "
        "an update of ConnectWise can reset it",
    )
