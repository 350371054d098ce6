"""Settings: flag > environment > profile in the config file > default, and where each came from.

No secret is ever a setting: keys come from `cwsync.credentials`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from cwsync.closest import closest
from cwsync.errors import InvalidInput

SECRETS = ("PUBLIC_KEY", "PRIVATE_KEY", "CLIENT_ID")
# variables that steer cwsync and are no settings
OTHERS = ("PROFILE", "HOME", *SECRETS)
SHORT = {"TIMEOUT": "timeout_s"}


@dataclass(frozen=True, slots=True)
class Folders:
    """Everything that cwsync writes stands in one of these."""

    config: Path
    cache: Path
    log: Path
    sandbox: Path

    @property
    def config_file(self) -> Path:
        """The one file of all profiles."""
        return self.config / "config.toml"


def folders(environ: Mapping[str, str]) -> Folders:
    """The folders by `CWSYNC_HOME`, else those that this system has for such files."""
    home = environ.get("CWSYNC_HOME")
    if home:
        root = Path(home).expanduser()
        return Folders(root, root / "cache", root / "log", root / "sandbox")
    import platformdirs

    app = platformdirs.PlatformDirs("cwsync", appauthor=False)
    data = Path(app.user_data_dir)
    return Folders(
        Path(app.user_config_dir),
        Path(app.user_cache_dir),
        Path(app.user_log_dir),
        data / "sandbox",
    )


def sandbox_file(environ: Mapping[str, str]) -> Path:
    """The file that holds the embedded ConnectWise."""
    return folders(environ).sandbox / "connectwise.sqlite"


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


RANGES: dict[str, tuple[float, float]] = {
    "timeout_s": (1, 600),
    "requests_per_minute": (10, 10_000),
    "concurrency": (1, 8),
}
CHOICES: dict[str, tuple[str, ...]] = {"output": ("table", "json", "csv")}
SECTIONS: dict[str, type[PushDefaults]] = {"push": PushDefaults}


@dataclass(frozen=True, slots=True)
class Loaded:
    """Settings, and for each dotted name where its value came from."""

    settings: Settings
    origin: Mapping[str, str]


def load(flags: Mapping[str, Any], *, profile: str | None, environ: Mapping[str, str]) -> Loaded:
    """Put the settings together. Raises `InvalidInput` that lists everything that is wrong."""
    return _Loading(flags, profile, environ).loaded()


class _Loading:
    def __init__(
        self, flags: Mapping[str, Any], profile: str | None, environ: Mapping[str, str]
    ) -> None:
        self._flags = flags
        self._environ = environ
        self._path = folders(environ).config_file
        self._problems: list[str] = []
        self._file = _read(self._path)
        self._chosen = profile or environ.get("CWSYNC_PROFILE")

    def loaded(self) -> Loaded:
        origin = dict.fromkeys(_names(), "default")
        values: dict[str, Any] = {}
        for name, value, where in self._said():
            accepted = self._accepted(name, value, where)
            if accepted is not None:
                values[name], origin[name] = accepted, where
        self._raise_problems()
        own = {name: value for name, value in values.items() if "." not in name}
        for section, cls in SECTIONS.items():
            start = f"{section}."
            own[section] = cls(
                **{n.removeprefix(start): v for n, v in values.items() if n.startswith(start)}
            )
        return Loaded(Settings(**own), origin)

    def _said(self) -> Iterator[tuple[str, Any, str]]:
        """Every value that somebody gave, the weakest first."""
        yield from self._from_profile()
        yield from self._from_environment()
        for name, value in self._flags.items():
            yield name, value, "flag"

    def _from_profile(self) -> Iterator[tuple[str, Any, str]]:
        profiles = self._file.get("profiles", {})
        for key in self._file:
            if key not in ("profile", "profiles"):
                self._unknown(key, ("profile", "profiles"), f"in {self._path}")
        name = str(self._chosen or self._file.get("profile") or "default")
        where = f"profile {name} in {self._path}"
        yield "profile", name, "flag or environment" if self._chosen else where
        if not isinstance(profiles, dict) or not isinstance(profiles.get(name, {}), dict):
            self._problems.append(f"{self._path}: profiles.{name} is not a table")
            return
        if self._chosen and name not in profiles and profiles:
            self._unknown(name, profiles, f"as a profile in {self._path}")
        for key, value in profiles.get(name, {}).items():
            if key in SECTIONS and isinstance(value, dict):
                yield from ((f"{key}.{inner}", v, where) for inner, v in value.items())
            else:
                yield key, value, where

    def _from_environment(self) -> Iterator[tuple[str, Any, str]]:
        for variable, value in self._environ.items():
            rest = variable.removeprefix("CWSYNC_")
            if rest == variable or rest in OTHERS or not value:
                continue
            name = SHORT.get(rest) or rest.lower().replace("__", ".")
            yield name, value, f"environment {variable}"

    def _accepted(self, name: str, value: Any, where: str) -> Any:
        names = _names()
        if name not in names:
            self._unknown(name, names, where)
            return None
        try:
            return _converted(name, names[name], value)
        except ValueError as error:
            self._problems.append(f"{name} ({where}): {error}")
            return None

    def _unknown(self, name: str, known: Iterable[str], where: str) -> None:
        near = closest(name, known, most=1)
        hint = f"; did you mean {near[0]}?" if near else ""
        self._problems.append(f"{name} is unknown {where}{hint}")

    def _raise_problems(self) -> None:
        if self._problems:
            raise InvalidInput(
                "the configuration is invalid",
                details=tuple(self._problems),
                hint=f"correct {self._path} or the environment variables named above",
                code="invalid_configuration",
            )


@cache
def _names() -> Mapping[str, str]:
    """Every option by dotted name, with the name of its type."""
    names = {f.name: str(f.type) for f in fields(Settings) if f.name not in SECTIONS}
    for section, cls in SECTIONS.items():
        names |= {f"{section}.{f.name}": str(f.type) for f in fields(cls)}
    return names


def _converted(name: str, kind: str, value: Any) -> Any:
    """The value as this type. Raises `ValueError` saying what is expected, never the value."""
    if kind == "bool":
        return _switch(value)
    if kind in ("int", "float"):
        return _within(name, kind, value)
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise ValueError("a text is expected")
    text = str(value)
    if name in CHOICES and text not in CHOICES[name]:
        raise ValueError(f"one of {', '.join(CHOICES[name])} is expected")
    return text


def _switch(value: Any) -> bool:
    known = {"1": True, "true": True, "yes": True, "on": True}
    known |= {"0": False, "false": False, "no": False, "off": False}
    text = str(value).strip().lower()
    if text not in known:
        raise ValueError("true or false is expected")
    return known[text]


def _within(name: str, kind: str, value: Any) -> float:
    low, high = RANGES[name]
    try:
        number = float(value) if kind == "float" else int(value)
    except (TypeError, ValueError):
        number = low - 1
    if isinstance(value, bool) or not low <= number <= high:
        raise ValueError(f"a number from {low:g} to {high:g} is expected")
    return number


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise InvalidInput(f"{path} cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        place = str(error) if isinstance(error, tomllib.TOMLDecodeError) else "it is not UTF-8"
        raise InvalidInput(
            f"{path} is not valid TOML", details=(place,), code="invalid_configuration"
        ) from None
