"""Settings: flag > environment > profile in the config file > default, and where each came from.

No secret is ever a setting: keys come from `cwsync.credentials`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from cwsync.closest import closest
from cwsync.configfile import ConfigFile, read
from cwsync.errors import InvalidInput
from cwsync.folders import folders
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
    """What a push takes from the profile where no flag says otherwise; names or ids."""

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
    """Settings, and for each dotted name where its value came from."""

    settings: Settings
    origin: Mapping[str, str]


def load(
    flags: Mapping[str, Any],
    *,
    profile: str | None,
    environ: Mapping[str, str],
    new_profile: bool = False,
) -> Loaded:
    """Put the settings together. Raises `InvalidInput` that lists everything that is wrong.

    A profile that was chosen must be in the file when that has any, unless it may be a new one.
    """
    return _Loading(flags, profile, environ, new_profile).loaded()


def check_file(file: ConfigFile) -> None:
    """Raises `InvalidInput` that lists everything that is wrong in any profile of this file."""
    profiles = file.values.get("profiles", {})
    names = list(profiles) if isinstance(profiles, dict) else []
    wrong: dict[str, None] = {}
    for name in names or ["default"]:
        try:
            _Loading({}, str(name), {}, True, file).loaded()
        except InvalidInput as error:
            wrong |= dict.fromkeys(error.details)
    if wrong:
        raise _invalid(tuple(wrong), f"correct {file.path}")


class _Loading:
    def __init__(
        self,
        flags: Mapping[str, Any],
        profile: str | None,
        environ: Mapping[str, str],
        new_profile: bool,
        file: ConfigFile | None = None,
    ) -> None:
        self._flags = flags
        self._environ = environ
        self._problems: list[str] = []
        self._file = file or read(folders(environ).config_file)
        self._new_profile = new_profile
        self._chosen = profile or environ.get("CWSYNC_PROFILE")

    def loaded(self) -> Loaded:
        origin = dict.fromkeys(_names(), "default")
        values: dict[str, Any] = {}
        for given in self._given():
            accepted = self._accepted(given)
            if accepted is not None:
                values[given.name], origin[given.name] = accepted, given.origin
        self._raise_problems()
        own = {name: value for name, value in values.items() if "." not in name}
        for section, cls in SECTIONS.items():
            start = f"{section}."
            own[section] = cls(
                **{n.removeprefix(start): v for n, v in values.items() if n.startswith(start)}
            )
        return Loaded(Settings(**own), origin)

    def _given(self) -> Iterator[_Given]:
        """Every value that somebody gave, the weakest first."""
        yield from self._from_file()
        yield from self._from_environment()
        for name, value in self._flags.items():
            yield _Given(name, value, "flag", "flag")

    def _from_file(self) -> Iterator[_Given]:
        file = self._file
        for key in file.values:
            if key not in ("profile", "profiles"):
                self._unknown(key, ("profile", "profiles"), file.place(key))
        origin = "flag or environment" if self._chosen else file.place("profile")
        wanted = self._chosen or file.values.get("profile")
        if wanted is not None:
            yield _Given("profile", wanted, origin, origin)
        yield from self._from_profile(str(wanted or "default"))

    def _from_profile(self, name: str) -> Iterator[_Given]:
        profiles = self._file.values.get("profiles", {})
        if not isinstance(profiles, dict):
            self._problem("profiles", self._file.place("profiles"), "a table is expected")
            return
        if name not in profiles and profiles and self._chosen and not self._new_profile:
            self._unknown(name, profiles, f"a profile in {self._file.path}")
        yield from self._from_table(("profiles", name), profiles.get(name, {}))

    def _from_table(self, table: tuple[str, ...], values: Any) -> Iterator[_Given]:
        """The options of `[profiles.NAME]`, or of one of its sections."""
        _, profile, *section = table
        if not isinstance(values, dict):
            self._problem(".".join(table), self._file.place(*table), "a table is expected")
            return
        for key, value in values.items():
            if key in SECTIONS and not section:
                yield from self._from_table((*table, key), value)
                continue
            name, place = ".".join([*section, key]), self._file.place(*table, key)
            if name in NOT_IN_PROFILES:
                self._problem(name, place, NOT_IN_PROFILES[name])
            else:
                yield _Given(name, value, f"profile {profile} in {self._file.path}", place)

    def _from_environment(self) -> Iterator[_Given]:
        names = {variable_of(name): name for name in _names()}
        for variable, value in self._environ.items():
            if not variable.startswith("CWSYNC_") or variable in OTHERS or not value:
                continue
            origin = f"environment {variable}"
            if variable in names:
                yield _Given(names[variable], value, origin, origin)
            else:
                self._unknown(variable, (*names, *OTHERS), "environment")

    def _accepted(self, given: _Given) -> Any:
        names = _names()
        if given.name not in names:
            self._unknown(given.name, names, given.place)
            return None
        try:
            return converted(given.name, names[given.name], given.value)
        except ValueError as error:
            self._problem(given.name, given.place, str(error))
            return None

    def _unknown(self, name: str, known: Iterable[str], place: str) -> None:
        near = closest(name, known, most=1)
        self._problem(name, place, f"unknown; did you mean {near[0]}?" if near else "unknown")

    def _problem(self, name: str, place: str, what: str) -> None:
        self._problems.append(f"{name} ({place}): {what}")

    def _raise_problems(self) -> None:
        if self._problems:
            hint = f"correct {self._file.path} or the environment variables named above"
            raise _invalid(tuple(self._problems), hint)


@dataclass(frozen=True, slots=True)
class _Given:
    """A value that somebody gave; `origin` is for `config list`, `place` for errors."""

    name: str
    value: Any
    origin: str
    place: str


def _invalid(details: tuple[str, ...], hint: str) -> InvalidInput:
    return InvalidInput(
        "the configuration is invalid", details=details, hint=hint, code="invalid_configuration"
    )


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
