"""Who may come in, and what the member may do."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping

from cwsync.sandbox import tenant
from cwsync.sandbox.config import SandboxConfig
from cwsync.sandbox.wire import Record, Refusal, error, plain

LEVELS = {"GET": "inquire", "POST": "add", "PUT": "edit", "PATCH": "edit", "DELETE": "delete"}
CANNOT_ROUTE = "Cannot route. Codebase/company is invalid"
# Module, function: the permissions that a security role is made of, as far as they matter here.
FUNCTIONS = (
    ("Companies", "Company Maintenance"),
    ("Companies", "Contacts"),
    ("Finance", "Agreements"),
    ("Procurement", "Product Catalog"),
    ("Project", "Project Headers"),
    ("Project", "Project Notes"),
    ("Project", "Project Phase"),
    ("Project", "Project Templates"),
    ("Project", "Project Tickets"),
    ("Project", "Project Ticket Tasks"),
    ("Sales", "Opportunity"),
    ("Sales", "Sales Orders"),
    ("System", "Member Maintenance"),
    ("System", "Table Setup"),
)
TABLE_SETUP = "Table Setup"
# What a role can be customized by in Table Setup.
TABLES = (
    "Company",
    "Opportunity",
    "Order Status",
    "Project Status",
    "Service Board",
    "Service Priority",
    "Service Status",
    "Work Role and Work Type",
)


def check_credentials(headers: Mapping[str, str]) -> None:
    """Raises `Refusal`: 401 for wrong keys, 400 in plain text for another company."""
    user, _, private_key = _basic(headers.get("authorization", "")).partition(":")
    company, _, public_key = user.partition("+")
    if not private_key:
        raise _unauthorized()
    if company.casefold() != tenant.COMPANY_ID:
        raise Refusal(400, plain(CANNOT_ROUTE))
    if (public_key, private_key) != (tenant.PUBLIC_KEY, tenant.PRIVATE_KEY):
        raise _unauthorized()


def check_client_id(headers: Mapping[str, str], config: SandboxConfig) -> None:
    """Raises `Refusal` for a missing or unknown clientId, with the status of the configuration."""
    given = headers.get("clientid", "")
    if not given:
        message = "A clientId header is required. See developer.connectwise.com/ClientID"
        raise Refusal(config.clientid_failure, error("Security", message))
    if given.casefold() != tenant.CLIENT_ID:
        message = "The clientId is not valid. See developer.connectwise.com/ClientID"
        raise Refusal(config.clientid_failure, error("Security", message))


def check_permission(function: str, method: str, config: SandboxConfig) -> None:
    """Raises `Refusal` (403) where the member lacks the permission.

    A part of Table Setup, such as `Table Setup (Service Board)`, can be lacking on its own.
    """
    level = LEVELS[method]
    whole = function.partition(" (")[0]
    if {f"{function}:{level}", f"{whole}:{level}"} & config.revoked:
        message = "You do not have security permission to perform this action."
        raise Refusal(403, {"code": "Security", "message": message})


def revocable() -> tuple[str, ...]:
    """Everything that can be taken away from the member, as `SandboxConfig.revoked` has it."""
    levels = tuple(dict.fromkeys(LEVELS.values()))
    tables = (f"{TABLE_SETUP} ({table})" for table in TABLES)
    functions = (*(function for _, function in FUNCTIONS), *tables)
    return tuple(f"{function}:{level}" for function in functions for level in levels)


def levels(function: str, config: SandboxConfig) -> Record:
    """What `mySecurity` says about a function."""
    return {
        f"{level}Level": "None" if f"{function}:{level}" in config.revoked else "All"
        for level in ("add", "edit", "delete", "inquire")
    }


def _basic(header: str) -> str:
    scheme, _, encoded = header.partition(" ")
    if scheme.casefold() != "basic":
        return ""
    try:
        return base64.b64decode(encoded, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""


def _unauthorized() -> Refusal:
    message = "Provided credentials are not valid for this company."
    return Refusal(401, error("Unauthorized", message))
