"""Put the settings together from flags, environment and file, and say everything that is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cwsync.closest import closest, closest_line, some_of
from cwsync.configfile import ConfigFile, read
from cwsync.errors import InvalidInput
from cwsync.folders import folders
from cwsync.settings import (
    NOT_IN_PROFILES,
    OTHERS,
    SECRETS,
    SECTIONS,
    Loaded,
    Settings,
    closest_options,
    converted,
    options,
    variable_of,
)

USUAL = "default"
MOST_NAMED = 8
# set together they make a whole account, which then needs no profile in any file
_ACCOUNT = tuple(f"CWSYNC_{name.upper()}" for name in ("host", "company_id", *SECRETS))


def load(
    flags: Mapping[str, Any],
    *,
    profile: str | None,
    environ: Mapping[str, str],
    new_profile: bool = False,
    sandbox: bool = False,
) -> Loaded:
    """Put the settings together. Raises `InvalidInput` that lists everything that is wrong.

    A profile that was chosen must be in the file, unless it may be a new one. Where the file holds
    none at all, and the account comes from the environment or is the sandbox's, CWSYNC_PROFILE is
    only what to call it.
    """
    loaded = load_what_is_valid(
        flags, profile=profile, environ=environ, new_profile=new_profile, sandbox=sandbox
    )
    if loaded.problem is not None:
        raise loaded.problem
    return loaded


def load_what_is_valid(
    flags: Mapping[str, Any],
    *,
    profile: str | None,
    environ: Mapping[str, str],
    new_profile: bool = False,
    sandbox: bool = False,
) -> Loaded:
    """The same without what is wrong, which is the `problem` then."""
    chosen = _Chosen(profile, environ.get("CWSYNC_PROFILE"), new_profile, sandbox)
    path = folders(environ).config_file
    try:
        file, unreadable = read(path), None
    except InvalidInput as error:  # not even TOML
        file, unreadable = ConfigFile(path, {}), error
        chosen = replace(chosen, may_be_new=True)
    loaded = _Loading(flags, chosen, environ, file).loaded()
    return replace(loaded, problem=unreadable or loaded.problem)


def check_file(file: ConfigFile) -> None:
    """Raises `InvalidInput` that lists everything that is wrong in any profile of this file."""
    profiles = file.values.get("profiles", {})
    names = list(profiles) if isinstance(profiles, dict) else []
    wrong: dict[str, None] = {}
    for name in names or [USUAL]:
        problem = _Loading({}, _Chosen(str(name), may_be_new=True), {}, file).loaded().problem
        wrong |= dict.fromkeys(problem.details if problem else ())
    usual = file.values.get("profile")
    if names and isinstance(usual, str) and usual not in names:
        wrong[f"profile ({file.place('profile')}): there is no profile of this name"] = None
    if wrong:
        raise _invalid(tuple(wrong), f"correct {file.path}")


def no_such_profile(name: str, known: Iterable[str], path: Path, by: str | None) -> InvalidInput:
    """The error of a profile that is not in the file: those that are, and how to make it.

    `by` is what named it, a variable or a line of the file; None for the command itself.
    """
    names, word = tuple(known), f'"{name}"' if " " in name else name
    there = f"are: {some_of(names, MOST_NAMED)}" if names else f"is none at all in {path}"
    return InvalidInput(
        f'there is no profile "{name}"' + (f", which {by} names" if by else ""),
        details=(*closest_line(closest(name, names)), f"there {there}"),
        hint=f"make it: cwsync auth login -p {word}, or cwsync config set -p {word} NAME VALUE",
        code="invalid_configuration",
    )


@dataclass(frozen=True, slots=True)
class _Chosen:
    """Which profile was chosen, by flag or variable, and whether it has to be there."""

    flag: str | None = None
    variable: str | None = None
    may_be_new: bool = False
    sandbox: bool = False

    @property
    def name(self) -> str | None:
        return self.flag or self.variable


class _Loading:
    def __init__(
        self,
        flags: Mapping[str, Any],
        chosen: _Chosen,
        environ: Mapping[str, str],
        file: ConfigFile,
    ) -> None:
        self._flags = flags
        self._environ = environ
        self._problems: list[str] = []
        self._absent: InvalidInput | None = None
        self._file = file
        self._chosen = chosen

    def loaded(self) -> Loaded:
        """The settings by all that is valid, and what is not."""
        origin = dict.fromkeys(options(), "default")
        values: dict[str, Any] = {}
        for given in self._given():
            accepted = self._accepted(given)
            if accepted is not None:
                values[given.name], origin[given.name] = accepted, given.origin
        own = {name: value for name, value in values.items() if "." not in name}
        for section, cls in SECTIONS.items():
            start = f"{section}."
            own[section] = cls(
                **{n.removeprefix(start): v for n, v in values.items() if n.startswith(start)}
            )
        return Loaded(Settings(**own), origin, self._problem_of_all())

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
        origin = "flag or environment" if self._chosen.name else file.place("profile")
        wanted = self._chosen.name or file.values.get("profile")
        if wanted is not None:
            yield _Given("profile", wanted, origin, origin)
        yield from self._from_profile(str(wanted or "default"))

    def _from_profile(self, name: str) -> Iterator[_Given]:
        profiles = self._file.values.get("profiles", {})
        if not isinstance(profiles, dict):
            self._problem("profiles", self._file.place("profiles"), "a table is expected")
            return
        if name not in profiles and self._must_be_there(name, profiles):
            variable = "CWSYNC_PROFILE" if self._chosen.name else self._file.place("profile")
            by = None if self._chosen.flag else variable
            self._absent = no_such_profile(name, profiles, self._file.path, by)
        yield from self._from_table(("profiles", name), profiles.get(name, {}))

    def _must_be_there(self, name: str, profiles: Mapping[str, Any]) -> bool:
        chosen = self._chosen
        if chosen.may_be_new or not (chosen.name or self._file.values.get("profile")):
            return False
        if profiles:
            return True
        if name == USUAL or not chosen.name:
            return False
        whole = all(self._environ.get(variable, "").strip() for variable in _ACCOUNT)
        return bool(chosen.flag) or not (whole or chosen.sandbox)

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
        names = {variable_of(name): name for name in options()}
        for variable, value in self._environ.items():
            if not variable.startswith("CWSYNC_") or variable in OTHERS or not value:
                continue
            origin = f"environment {variable}"
            if variable in names:
                yield _Given(names[variable], value, origin, origin)
            else:
                self._unknown(variable, (*names, *OTHERS), "environment")

    def _accepted(self, given: _Given) -> Any:
        names = options()
        if given.name not in names:
            section = closest(given.name, SECTIONS) if isinstance(given.value, dict) else ()
            self._unsure(given.name, section or closest_options(given.name, most=1), given.place)
            return None
        try:
            return converted(given.name, names[given.name], given.value)
        except ValueError as error:
            self._problem(given.name, given.place, str(error))
            return None

    def _unknown(self, name: str, known: Iterable[str], place: str) -> None:
        self._unsure(name, closest(name, known, most=1), place)

    def _unsure(self, name: str, near: Sequence[str], place: str) -> None:
        self._problem(name, place, f"unknown; did you mean {near[0]}?" if near else "unknown")

    def _problem(self, name: str, place: str, what: str) -> None:
        self._problems.append(f"{name} ({place}): {what}")

    def _problem_of_all(self) -> InvalidInput | None:
        if not self._problems:
            return self._absent
        absent = () if self._absent is None else (f"{self._absent.message}; {self._absent.hint}",)
        path = self._file.path
        hint = f"correct {path} (cwsync config edit) or the environment variables named above"
        return _invalid((*absent, *self._problems), hint)


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
