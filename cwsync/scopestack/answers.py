"""What an answer of ScopeStack that is not 2xx stands for. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable

from cwsync.client.encoding import Unreadable, parsed
from cwsync.client.refusals import Refusal, blocked, plain_line
from cwsync.errors import CwsyncError, Forbidden, NotConnected, NotFound, Unreachable
from cwsync.scopestack.site import VARIABLE

_PROJECT = re.compile(r"/([^/]+)/v1/projects/([0-9]+)")


class TokenRejected(NotConnected):
    """The access token is not, or no longer, accepted (401)."""

    code = "token_rejected"


class Unsupported(CwsyncError):
    """ScopeStack does not accept the request (400 and the like)."""

    code = "rejected"
    exit_code = Unreachable.exit_code


def error_of(refusal: Refusal, hide: Callable[[str], str]) -> CwsyncError:
    """The error that a refused call stands for."""
    if 300 <= refusal.status < 400 or (refusal.status == 404 and refusal.is_page):
        return wrong_host(refusal.site)
    said = words(refusal.content, hide)
    details = (f"ScopeStack says: {said}",) if said else ()
    if refusal.status == 401:
        return TokenRejected(
            f"{refusal.site} does not accept the access token",
            details=details,
            hint="it may have expired: store a new one with cwsync export login, "
            "or set CWSYNC_SCOPESTACK_TOKEN",
        )
    if refusal.status == 403:
        return _blocked(refusal.site) if refusal.is_page else _forbidden(refusal, details)
    if refusal.status == 404:
        return NotFound(
            f"ScopeStack has no {_named(refusal.path)}",
            details=details,
            hint="the id stands in the address of the project; it may belong to another account",
            code="missing",
        )
    reason = said or f"status {refusal.status}"
    return Unsupported(
        f"ScopeStack refused {refusal.method} {refusal.path}: {reason}",
        hint="its API may have changed: update cwsync, or save the project by hand",
    )


def login_error(refusal: Refusal, hide: Callable[[str], str]) -> CwsyncError:
    """The error of a login with client credentials that was refused."""
    if 300 <= refusal.status < 400 or refusal.status == 404:
        return wrong_host(refusal.site)
    if refusal.status == 403 and refusal.is_page:
        return _blocked(refusal.site)
    said = words(refusal.content, hide)
    return NotConnected(
        f"{refusal.site} does not accept the client credentials",
        details=(f"ScopeStack says: {said}",) if said else (),
        hint="check them, and store new ones with cwsync export login --client-id ID",
        code="client_rejected",
    )


def wrong_host(site: str) -> NotConnected:
    """The error of a host that is something else."""
    return NotConnected(
        f"{site} is not ScopeStack's API", hint=f"check {VARIABLE}", code="wrong_host"
    )


def not_json(site: str, kind: str) -> Unreachable:
    """The error of an answer with 2xx that is no data, such as the page of a proxy."""
    return Unreachable(
        f"{site} answers with {kind} instead of data",
        hint=f"check {VARIABLE} and whether a proxy (HTTPS_PROXY) wants a login",
        code="unexpected_answer",
    )


def words(content: bytes, hide: Callable[[str], str]) -> str:
    """What an error body says in one line, empty where it is a page or nothing."""
    try:
        body = parsed(content)
    except Unreadable:
        return ""
    if not isinstance(body, dict):
        return ""
    errors = body.get("errors")
    first = errors[0] if isinstance(errors, list) and errors else body
    if not isinstance(first, dict):
        first = {"title": first}
    names = ("title", "detail", "error", "error_description", "message")
    parts = [value for name in names if isinstance(value := first.get(name), str)]
    return plain_line(": ".join(dict.fromkeys(parts)), hide)


def _named(path: str) -> str:
    """A path for people: `project 90210 in account harbor-msp`."""
    found = _PROJECT.fullmatch(path)
    return f"project {found[2]} in account {found[1]}" if found else path


def _forbidden(refusal: Refusal, details: tuple[str, ...]) -> Forbidden:
    return Forbidden(
        f"the ScopeStack user may not read {_named(refusal.path)}",
        details=details,
        hint="an administrator of ScopeStack gives the permission to view projects "
        "to the role of the user that the token belongs to",
    )


def _blocked(site: str) -> Unreachable:
    return blocked(site, check="HTTPS_PROXY")
