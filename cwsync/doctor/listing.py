"""The list of all checks: the same names in the same order, whatever keeps some from being made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cwsync.doctor.checks import Check, Status, not_tried
from cwsync.doctor.permissions import NEEDS, TABLES

NAMES: tuple[str, ...] = (
    *("versions", "paths", "configuration", "keyring", "credentials"),
    *("proxy", "dns", "connection", "tls", "host", "company"),
    *("codebase", "API", "keys", "client id", "API version", "clock", "security role"),
    *(need.name for need in (*NEEDS, *TABLES)),
    *("boards", "statuses", "project statuses", "rate limit"),
)
# a check that failed → what those after it wait for
_WHY = {
    "configuration": "the configuration is invalid",
    "keyring": "the keyring does not give the keys",
    "credentials": "there is no complete account",
    "proxy": "the proxy does not let it through",
    "dns": "the name of the host is not found",
    "connection": "the host cannot be reached",
    "tls": "there is no encrypted connection that can be trusted",
    "host": "the host is not a ConnectWise",
    "company": "ConnectWise does not know the company",
    "codebase": "the API is not found",
    "API": "the API does not answer as it should",
    "keys": "ConnectWise does not accept the keys",
    "client id": "ConnectWise does not accept the client id",
    "API version": "ConnectWise refuses the version of its API",
}


def complete(checks: Iterable[Check]) -> Iterator[Check]:
    """The checks as they are made; those that were passed over, or never came, are not tried."""
    to_come = list(NAMES)
    broken: Check | None = None
    for check in checks:
        if check.status is Status.FAIL:
            broken = check
        if check.name in to_come:
            at = to_come.index(check.name)
            yield from _not_tried(to_come[:at], broken)
            del to_come[: at + 1]
        yield check
    yield from _not_tried(to_come, broken)


def _not_tried(names: Sequence[str], broken: Check | None) -> Iterator[Check]:
    why = _WHY.get(broken.name) if broken else None
    for name in names:
        yield not_tried(name, f"not tried: {why}" if why else "not tried")
