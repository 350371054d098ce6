"""What an answer of ConnectWise that is not 2xx stands for. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cwsync.client.clock import http_date
from cwsync.client.encoding import Unreadable, parsed
from cwsync.client.failures import FieldError, Missing, Rejected
from cwsync.client.permissions import WAY_ON, needed
from cwsync.client.refusals import LONGEST_READ, Refusal, blocked, is_page, plain_line
from cwsync.errors import CwsyncError, Forbidden, NotConnected

UNSAID_PAUSE_S = 30.0
SHORTEST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 120.0
_SECONDS = re.compile(r"in (\d{1,9}) second")


@dataclass(frozen=True, slots=True)
class _Said:
    """The body of an error, as far as it can be read. `json` is None where it is none."""

    message: str
    code: str
    errors: tuple[FieldError, ...]
    json: Any = None


def error_of(refusal: Refusal, hide: Callable[[str], str]) -> CwsyncError:
    """The error that a refused call stands for."""
    said = _said(refusal.content, hide)
    for judge in (_not_connected, _forbidden, _missing):
        error = judge(refusal, said)
        if error is not None:
            return error
    words = said.message or said.code or f"status {refusal.status}"
    message = f"ConnectWise refused {refusal.method} {refusal.path}: {words}"
    return Rejected(message, status=refusal.status, errors=said.errors)


def words(content: bytes, hide: Callable[[str], str]) -> str:
    """What an error body says in one line, empty where it is a page or nothing."""
    return _said(content, hide).message


def retry_after(header: str | None, content: bytes, now: datetime) -> float | None:
    """Seconds to wait as the header or the body says, 1 to 120; None where neither says."""
    wanted = _header_seconds((header or "").strip(), now)
    if wanted is None:
        found = _SECONDS.search(content[:2_000].decode(errors="replace"))
        wanted = float(found[1]) if found else None
    return None if wanted is None else min(max(wanted, SHORTEST_PAUSE_S), LONGEST_PAUSE_S)


def _header_seconds(text: str, now: datetime) -> float | None:
    if re.fullmatch(r"[0-9]{1,9}(\.[0-9]*)?", text):
        return float(text)
    until = http_date(text)
    return None if until is None else (until - now).total_seconds()


def _not_connected(refusal: Refusal, said: _Said) -> CwsyncError | None:
    message = said.message.casefold()
    if refusal.status in (400, 401, 403) and "clientid" in message.replace(" ", ""):
        lacking = any(word in message for word in ("missing", "required"))
        return _no_client_id(refusal.site) if lacking else _client_id(refusal.site)
    if refusal.status == 401:
        return _keys(refusal.site)
    if "cannot route" in message or (refusal.status == 404 and _not_routed(refusal, said)):
        return _route(refusal.site)
    if 300 <= refusal.status < 400 or "ssl is required" in message:
        return _wrong_host(refusal.site)
    return None


def _not_routed(refusal: Refusal, said: _Said) -> bool:
    """Whether a 404 comes from the web server: ConnectWise itself answers with JSON.

    An empty answer says something about the record where the path names one.
    """
    if not refusal.content.strip():
        return re.search(r"/\d+$", refusal.path) is None
    return said.json is None


def _forbidden(refusal: Refusal, said: _Said) -> CwsyncError | None:
    if refusal.status != 403:
        return None
    if refusal.is_page:
        return blocked(
            refusal.site,
            check="HTTPS_PROXY, and whether ConnectWise restricts the API to certain addresses",
        )
    lacking = needed(refusal.method, refusal.path)
    name = lacking or f"the permission to {refusal.method} {refusal.path}"
    advice = lacking.advice if lacking else "see System > Security Roles in ConnectWise"
    said_so = (f"ConnectWise says: {said.message}",) if said.message else ()
    return Forbidden(
        f"the API member may not do this: it lacks {name}",
        details=(*said_so, advice),
        hint=WAY_ON,
    )


def _missing(refusal: Refusal, said: _Said) -> CwsyncError | None:
    if refusal.status != 404:
        return None
    return Missing(
        f"ConnectWise has no {refusal.path}",
        details=(f"ConnectWise says: {said.message}",) if said.message else (),
        hint="it may have been deleted, or be hidden from the API member",
    )


def _said(content: bytes, hide: Callable[[str], str]) -> _Said:
    try:
        body = parsed(content)
    except Unreadable:
        text = "" if is_page(content) else content[:LONGEST_READ].decode(errors="replace")
        return _Said(_shown(text, hide), "", ())
    if not isinstance(body, dict):
        return _Said("", "", (), json=body)
    listed = body.get("errors")
    rows = listed if isinstance(listed, list) else []
    errors = tuple(_field_error(row, hide) for row in rows if isinstance(row, dict))
    code = body.get("code") or body.get("error")
    return _Said(_shown(body.get("message"), hide), _shown(code, hide), errors, json=body)


def _field_error(row: dict[str, Any], hide: Callable[[str], str]) -> FieldError:
    return FieldError(*(_shown(row.get(name), hide) for name in ("field", "code", "message")))


def _shown(value: object, hide: Callable[[str], str]) -> str:
    return plain_line(value, hide) if isinstance(value, str) else ""


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


def _no_client_id(site: str) -> NotConnected:
    return NotConnected(
        f"{site} did not get a client id",
        hint="cwsync sent it, so something in between takes the header clientId away: "
        "have the proxy pass it on",
        code="client_id_missing",
    )


def _route(site: str) -> NotConnected:
    return NotConnected(
        f"{site} does not know this company id or codebase",
        hint="check the host, the company id (as on the login page) and CWSYNC_CODEBASE; "
        "cwsync doctor tells which it is",
        code="company_unknown",
    )


def _wrong_host(site: str) -> NotConnected:
    return NotConnected(
        f"{site} is not the host of the API: it sends elsewhere",
        hint="give the host that you log in at, such as na.myconnectwise.net",
        code="wrong_host",
    )
