"""Find out what stands at a host: whether it is a ConnectWise, whose, and whether the keys fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cwsync.client.probe import Probe, Seen
from cwsync.client.refusals import is_page
from cwsync.errors import CwsyncError, Forbidden, NotConnected


@dataclass(frozen=True, slots=True)
class Company:
    """What a ConnectWise says about a company; empty where it keeps that to itself."""

    name: str = ""
    codebase: str = ""
    release: str = ""


@dataclass(frozen=True, slots=True)
class Verified:
    """An account that ConnectWise accepts. `member` is the API member's login, where it is told."""

    company: Company
    codebase: str
    member: str | None


def verify(probe: Probe) -> Verified:
    """Check an account, the host before any key is sent to it.

    Raises what `company_of` does, `NotConnected` for keys or a client id that are refused.
    """
    company = company_at(probe)
    wanted = probe.connection.codebase.strip("/")
    for codebase in dict.fromkeys((wanted, company.codebase or wanted)):
        seen = probe.get("/system/myMembers", codebase=codebase)
        if seen.ok:
            return Verified(company, codebase, member_of(seen.value))
        error = probe.error(seen)
        if isinstance(error, Forbidden):  # the keys are good, whatever they may
            return Verified(company, codebase, None)
        if error.code != "company_unknown":
            raise error
    raise no_codebase(probe.connection.site, company)


def company_at(probe: Probe) -> Company:
    """The company at the host. Raises `Unreachable`, `NotConnected` where there is none."""
    seen = probe.company_info()
    found = company_of(seen)
    if found is not None:
        return found
    if seen.ok and seen.value is None:
        raise unknown_company(probe.connection.site, probe.connection.company_id)
    if seen.trouble is not None or (seen.status or 0) >= 500 or seen.status == 429:
        raise probe.error(seen)
    if _blocked(seen) or 300 <= (seen.status or 0) < 400:
        raise probe.error(seen)
    if _is_api(probe.open_get("/system/info")):  # one that does not tell of its companies
        return Company()
    raise not_connectwise(probe.connection.site)


def company_of(seen: Seen) -> Company | None:
    """What `/login/companyinfo` says, None where it says nothing."""
    said = seen.value if seen.ok else None
    if not isinstance(said, dict):
        return None
    texts = [_text(said, key) for key in ("CompanyName", "Codebase", "VersionNumber")]
    name, codebase, release = texts
    if not name and not codebase:
        return None
    return Company(name, codebase.strip("/"), release)


def member_of(said: Any) -> str | None:
    """The login of the member that `/system/myMembers` shows, as a record or a list of one."""
    row = said[0] if isinstance(said, list) and said else said
    return _text(row, "identifier") or None if isinstance(row, dict) else None


def unknown_company(site: str, company_id: str) -> NotConnected:
    """The error of a company id that the host does not know."""
    return NotConnected(
        f'{site} does not know the company id "{company_id}"',
        hint="take it from the login page of ConnectWise, where it is asked for as Company; "
        "every region has its own host",
        code="company_unknown",
    )


def not_connectwise(site: str) -> CwsyncError:
    """The error of a host that is something else."""
    return NotConnected(
        f"{site} is not a ConnectWise: it does not answer as one",
        hint="give the host that you log in at, such as na.myconnectwise.net",
        code="not_connectwise",
    )


def no_codebase(site: str, company: Company) -> NotConnected:
    """The error of an API that is not where it should be."""
    at = f" (it names {company.codebase})" if company.codebase else ""
    return NotConnected(
        f"{site} knows the company, but its API is not under this codebase{at}",
        hint="unset CWSYNC_CODEBASE and codebase in the profile, or set them to what it names",
        code="codebase_unknown",
    )


def _blocked(seen: Seen) -> bool:
    return seen.status == 403 and is_page(seen.content)


def _is_api(seen: Seen) -> bool:
    return seen.ok and isinstance(seen.value, dict) and "version" in seen.value


def _text(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    return value if isinstance(value, str) else ""
