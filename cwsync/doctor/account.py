"""What ConnectWise says to the account: host, company, keys, client id, versions. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from cwsync.client.clock import http_date
from cwsync.client.connection import Connection
from cwsync.client.discovery import Company
from cwsync.doctor.checks import Check, fail, failed_with, ok, skip, warn
from cwsync.errors import CwsyncError, ExitCode, Forbidden

CLOCK_S = 60


def host_found(company: Company, connection: Connection) -> Check:
    """That a ConnectWise stands there."""
    kind = "cloud" if connection.is_cloud else "on-premises"
    release = f", release {company.release}" if company.release else ""
    return ok("host", f"{connection.site} is a ConnectWise ({kind}{release})")


def company_found(company: Company, connection: Connection) -> Check:
    """That it knows the company."""
    known = f" is {company.name}" if company.name else ""
    return ok("company", f"{connection.company_id}{known}")


def host_or_company(error: CwsyncError) -> list[Check]:
    """What an error means that came instead of the company."""
    if error.code == "company_unknown":
        return [ok("host", "a ConnectWise answers"), failed_with("company", error)]
    return [failed_with("host", error)]


def account_accepted(member: str | None, connection: Connection) -> list[Check]:
    """That ConnectWise takes codebase, keys and client id."""
    who = f"accepted as {member}" if member else "accepted; the member may not see its own record"
    return [*_found(connection), ok("keys", who), ok("client id", "accepted")]


def account_refused(error: CwsyncError, company: Company, connection: Connection) -> list[Check]:
    """Which of codebase, keys, client id and API version ConnectWise does not take, if any."""
    if error.code == "company_unknown":
        own = connection.codebase.strip("/")
        return [_codebase(own, company)]
    if error.code.startswith("client_id"):
        return [
            *_found(connection),
            skip("keys", "not known before the client id is accepted"),
            failed_with("client id", error),
        ]
    if error.code == "rejected" and "version" in error.message.casefold():
        return [*_found(connection), _version_refused(error, connection)]
    if error.code == "keys_rejected":
        return [
            *_found(connection),
            _keys(error),
            skip("client id", "not known before the keys are accepted"),
        ]
    return [failed_with("API", error)]


def _found(connection: Connection) -> list[Check]:
    """That something answers where the API is to be, be it with a refusal."""
    return [ok("codebase", connection.codebase.strip("/")), ok("API", "answers")]


def is_accepted(error: CwsyncError) -> bool:
    """Whether an error of the first call still shows that the keys are good."""
    return isinstance(error, Forbidden)


def api_version(headers: Mapping[str, str], connection: Connection) -> Check:
    """Whether the version that is asked for is one that the host has."""
    pinned, current = connection.api_version, headers.get("api-current-version", "")
    ours, theirs = _release(pinned), _release(current)
    if ours is None or theirs is None:
        return ok("API version", f"{pinned} is asked for; the host does not tell which it has")
    if ours > theirs:
        hint = f"it may not know what is asked for: cwsync config set api_version {current}"
        return warn("API version", f"{pinned} is asked for, the host has {current}", hint)
    if theirs[0] - ours[0] > 1:
        hint = "old versions end a year after a change: cwsync config unset api_version"
        return warn("API version", f"{pinned} is asked for, the host has {current}", hint)
    return ok("API version", f"{pinned}; the host has {current}")


def clock(headers: Mapping[str, str], now: datetime) -> Check:
    """Whether this machine and ConnectWise agree on the time."""
    there = http_date(headers.get("date", ""))
    if there is None:
        return skip("clock", "the host does not tell the time")
    off_s = round((now - there).total_seconds())
    if abs(off_s) <= CLOCK_S:
        return ok("clock", "agrees with ConnectWise's within a minute")
    way = "ahead of" if off_s > 0 else "behind"
    return warn(
        "clock",
        f"this machine is {abs(off_s)} s {way} ConnectWise",
        "set the clock of this machine by the network: pushes tell by it which one came first",
    )


def rate_limit(connection: Connection, *, throttled: bool) -> Check:
    """How hard cwsync asks, and whether that is too much just now."""
    pace = (
        f"at most {connection.requests_per_minute} requests a minute, "
        f"{connection.concurrency} at a time"
    )
    if throttled:
        return warn(
            "rate limit",
            f"{pace}; ConnectWise is slowing callers down right now",
            "another program uses the same account, most likely; "
            "cwsync config set requests_per_minute 600 leaves it room",
        )
    return ok("rate limit", f"{pace}; ConnectWise slows callers down above about 1,000 a minute")


def _codebase(own: str, company: Company) -> Check:
    named = company.codebase or "v4_6_release"
    advice = (
        f"cwsync config set codebase {named}"
        if own != named
        else "check CWSYNC_CODEBASE, codebase in the profile, and the path of the host"
    )
    message = f"the API is not under {own}"
    return fail("codebase", message, advice, ExitCode.NOT_CONNECTED)


def _keys(error: CwsyncError) -> Check:
    return fail(
        "keys",
        error.message,
        "in ConnectWise: System > Members > API Members > the member > API Keys: make a new pair "
        "(the private key is shown once), see that the member is not inactive, then "
        "cwsync auth login",
        ExitCode.NOT_CONNECTED,
    )


def _version_refused(error: CwsyncError, connection: Connection) -> Check:
    return fail(
        "API version",
        f"{connection.api_version} is refused: {error.message}",
        "cwsync config unset api_version (or CWSYNC_API_VERSION)",
        ExitCode.INVALID,
    )


def _release(text: str) -> tuple[int, int] | None:
    year, _, number = text.strip().lstrip("v").partition(".")
    digits = number.partition(".")[0]
    return (int(year), int(digits)) if year.isdigit() and digits.isdigit() else None
