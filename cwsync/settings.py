"""Settings: flag > environment > profile in the config file > default, and where each came from.

No secret is ever a setting: keys come from `cwsync.credentials`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from cwsync.closest import closest
from cwsync.errors import InvalidInput
from cwsync.optionvalues import switch, version, within

SECRETS = ("public_key", "private_key", "client_id")
# variables that steer cwsync and are no settings
OTHERS = (
    "CWSYNC_PROFILE",
    "CWSYNC_HOME",
    *(f"CWSYNC_{name.upper()}" for name in SECRETS),
    *(f"CWSYNC_SCOPESTACK_{name}" for name in ("HOST", "TOKEN", "CLIENT_ID", "CLIENT_SECRET")),
)
SHORT = {"timeout_s": "timeout"}
NOT_IN_PROFILES = {
    **dict.fromkeys(SECRETS, "no key belongs in this file; store it with cwsync auth login"),
    "profile": "unknown; which profile is the default stands above all tables",
}


@dataclass(frozen=True, slots=True)
class PushDefaults:
    """What a push takes from the profile where no flag says otherwise; names or ids.

    `check_permissions`: whether the member's role is looked at before anything is created.
    """

    board: str | None = None
    company: str | None = None
    ticket_status: str | None = None
    project_status: str | None = None
    manager: str | None = None
    template: str | None = None
    billing_method: str | None = None
    governance: bool = False
    subservices: bool = False
    unphased_phase: str = "Unassigned"
    check_permissions: bool = True


@dataclass(frozen=True, slots=True)
class ForecastDefaults:
    """ScopeStack's revenue sync: whether it is done, with products or not, as which types."""

    skip_revenue_sync: bool = False
    include_product: bool = False
    product_type: str = "Product"
    professional_services_type: str = "Service"
    managed_services_type: str = "Agreement"


@dataclass(frozen=True, slots=True)
class OpportunityDefaults:
    """What `opportunities list` shows: comma-separated names, all of them where there is none."""

    status: str | None = None
    stage: str | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in force. `concurrency` is the most requests at a time."""

    profile: str = "default"
    host: str | None = None
    company_id: str | None = None
    codebase: str = "v4_6_release"
    api_version: str = "2025.16"
    ca_bundle: str | None = None
    timeout_s: float = 30.0
    requests_per_minute: int = 900
    concurrency: int = 8
    output: str = "table"
    no_input: bool = False
    push: PushDefaults = PushDefaults()
    opportunities: OpportunityDefaults = OpportunityDefaults()
    forecast: ForecastDefaults = ForecastDefaults()


RANGES: dict[str, tuple[float, float]] = {
    "timeout_s": (1, 600),
    "requests_per_minute": (10, 10_000),
    "concurrency": (1, 8),
}
_LINE_TYPES = ("Service", "Product", "Agreement", "Other1", "Other2")  # ConnectWise's own
CHOICES: dict[str, tuple[str, ...]] = {
    "output": ("table", "json", "csv"),
    "forecast.product_type": _LINE_TYPES,
    "forecast.professional_services_type": _LINE_TYPES,
    "forecast.managed_services_type": _LINE_TYPES,
}
SECTIONS: dict[str, type[Any]] = {
    "push": PushDefaults,
    "opportunities": OpportunityDefaults,
    "forecast": ForecastDefaults,
}


@dataclass(frozen=True, slots=True)
class Loaded:
    """Settings, and for each dotted name where its value came from.

    `problem` is everything that is wrong, where that was to be left out.
    """

    settings: Settings
    origin: Mapping[str, str]
    problem: InvalidInput | None = None


def value_of(settings: Settings, name: str) -> Any:
    """The value of an option by its dotted name."""
    value: Any = settings
    for part in name.split("."):
        value = getattr(value, part)
    return value


def variable_of(name: str) -> str:
    """The environment variable of an option: `push.board` is `CWSYNC_PUSH__BOARD`."""
    return "CWSYNC_" + SHORT.get(name, name).upper().replace(".", "__")


def options() -> Mapping[str, str]:
    """Every option by dotted name, with the name of its type."""
    return _names()


def option_names() -> tuple[str, ...]:
    """Every option by its dotted name."""
    return tuple(_names())


@cache
def _names() -> Mapping[str, str]:
    """Every option by dotted name, with the name of its type."""
    names = {f.name: str(f.type) for f in fields(Settings) if f.name not in SECTIONS}
    for section, cls in SECTIONS.items():
        names |= {f"{section}.{f.name}": str(f.type) for f in fields(cls)}
    return names


def closest_options(name: str, *, most: int = 3) -> tuple[str, ...]:
    """The options whose names look like this one, best first, be it in another section."""
    by_last = {known.rpartition(".")[2]: known for known in options()}
    near = closest(name, options(), most=most)
    return near or tuple(
        by_last[key] for key in closest(name.rpartition(".")[2], by_last, most=most)
    )


def converted(name: str, kind: str, value: Any) -> Any:
    """The value as a type of `options`. Raises `ValueError` that says what is expected."""
    if kind == "bool":
        return switch(value)
    if kind in ("int", "float"):
        return within(RANGES[name], value, whole=kind == "int")
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise ValueError("a text is expected")
    text = str(value)
    if name in CHOICES and text not in CHOICES[name]:
        raise ValueError(f"one of {', '.join(CHOICES[name])} is expected")
    return version(text) if name == "api_version" else text
