"""Accounts as a person or a script reads them; of keys the ending at most. Plain text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cwsync.terminal.safe import safe

if TYPE_CHECKING:
    from cwsync.errors import CwsyncError

KEYS = ("public_key", "private_key", "client_id")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an account: `value` as it may be shown, None where there is none."""

    name: str
    value: str | None
    origin: str


@dataclass(frozen=True, slots=True)
class AccountStatus:
    """An account, and what ConnectWise says to it: the member, or the problem."""

    profile: str
    parts: Sequence[Part]
    member: str | None = None
    problem: CwsyncError | None = None


@dataclass(frozen=True, slots=True)
class StoredAccount:
    """A profile; `keys` is where they are: `keyring`, `none`, or `unknown`."""

    name: str
    host: str
    company_id: str
    keys: str
    is_usual: bool = False


def status_text(status: AccountStatus) -> str:
    """A line for each part, and what came of using it."""
    lines = [f"profile {safe(status.profile)}"]
    for part in status.parts:
        value = safe(part.value) if part.value else "not set"
        lines.append(f"  {part.name:<12} {value}  ({safe(part.origin)})")
    if status.problem is None:
        lines.append(f"  reachable    yes, as {safe(status.member or '')}")
    else:
        lines.append(f"  reachable    no: {safe(status.problem.message)}")
        more = (*status.problem.details, status.problem.hint or "")
        lines += [f"               {safe(text)}" for text in more if text]
    return "\n".join(lines)


def status_document(status: AccountStatus) -> dict[str, Any]:
    """`cwsync.auth/1`."""
    parts = {part.name: {"value": part.value, "origin": part.origin} for part in status.parts}
    nothing = {"value": None, "origin": None}
    problem = status.problem
    return {
        "schema": "cwsync.auth/1",
        "profile": status.profile,
        **{name: parts.get(name, nothing) for name in ("host", "company_id", *KEYS)},
        "reachable": problem is None,
        "member": status.member,
        "problem": None
        if problem is None
        else {
            "code": problem.code,
            "message": problem.message,
            "hint": problem.hint,
            "details": list(problem.details),
        },
    }


def accounts_table(accounts: Sequence[StoredAccount]) -> str:
    """Four columns; a word marks the profile in use."""
    rows = [("PROFILE", "HOST", "COMPANY", "KEYS")]
    for account in accounts:
        usual = " (in use)" if account.is_usual else ""
        name, host = safe(f"{account.name}{usual}"), safe(account.host or "-")
        rows.append((name, host, safe(account.company_id or "-"), account.keys))
    widths = [max(len(row[n]) for row in rows) for n in range(4)]
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def accounts_csv(accounts: Sequence[StoredAccount]) -> str:
    """Profile, host, company id, keys, and whether it is the usual one."""
    from cwsync.terminal.csv_text import as_csv

    rows = ((a.name, a.host, a.company_id, a.keys, a.is_usual) for a in accounts)
    return as_csv(("profile", "host", "company_id", "keys", "in_use"), rows)


def accounts_document(accounts: Sequence[StoredAccount]) -> dict[str, Any]:
    """`cwsync.accounts/1`."""
    return {
        "schema": "cwsync.accounts/1",
        "accounts": [
            {
                "profile": a.name,
                "host": a.host or None,
                "company_id": a.company_id or None,
                "keys": a.keys,
                "in_use": a.is_usual,
            }
            for a in accounts
        ],
        "count": len(accounts),
    }
