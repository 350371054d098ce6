"""The values that completion offers: from the config file and what is kept, never the network.

Runs at every TAB, so it loads as little as it can.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from cwsync.cache import SANDBOX, Cache
from cwsync.configfile import ConfigFile, read
from cwsync.errors import InvalidInput
from cwsync.folders import folders
from cwsync.terminal.safe import safe

TAIL = 1 << 17  # bytes of the log in which runs are looked for
Offer = tuple[str, str]


def offers(kind: str, words: Sequence[str], environ: Mapping[str, str]) -> list[str]:
    """A line for each value of this kind, with a tab and what it is.

    `words` are those of the command line so far: they may name a profile.
    """
    found = dict(_found(kind, words, environ))
    return [
        f"{value}\t{about}".rstrip("\t")
        for value, about in found.items()
        if value and safe(value) == value and safe(about) == about
    ]


def _found(kind: str, words: Sequence[str], environ: Mapping[str, str]) -> Iterable[Offer]:
    where = folders(environ)
    if kind == "options":
        return _options()
    if kind == "runs":
        return _runs(where.log / "cwsync.log")
    config = _config(where.config_file)
    if kind == "profiles":
        return ((name, "") for name in _profiles(config))
    return _known(Cache(where.cache, _account(words, config, environ)), kind)


def _options() -> Iterable[Offer]:
    from cwsync.settings import option_names

    return ((name, "") for name in option_names())


def _known(cache: Cache, kind: str) -> Iterator[Offer]:
    for record in cache.names(kind):
        id = "" if record.id is None else str(record.id)
        yield (id, record.name) if kind == "opportunities" else (record.name, id)


def _account(words: Sequence[str], config: ConfigFile, environ: Mapping[str, str]) -> str:
    if SANDBOX in words:
        return SANDBOX
    named = _named(words) or environ.get("CWSYNC_PROFILE") or config.values.get("profile")
    return str(named or "default")


def _named(words: Sequence[str]) -> str | None:
    """The profile that the command line names."""
    for here, after in pairwise([*words, ""]):
        if here in ("-p", "--profile"):
            return after
        for start in ("--profile=", "-p"):
            if here.startswith(start) and not (start == "-p" and here.startswith("--")):
                return here.removeprefix(start)
    return None


def _config(path: Path) -> ConfigFile:
    try:
        return read(path)
    except InvalidInput:
        return ConfigFile(path, {})


def _profiles(config: ConfigFile) -> Iterable[str]:
    profiles = config.values.get("profiles")
    return profiles if isinstance(profiles, dict) else ()


def _runs(log: Path) -> list[Offer]:
    """The latest runs, the last first."""
    from cwsync.logbook import entry_of

    try:
        with log.open("rb") as file:
            file.seek(max(log.stat().st_size - TAIL, 0))
            entries = [entry_of(line) for line in file]
    except OSError:
        return []
    begun = [entry for entry in entries if entry is not None and entry.event == "run"]
    return [(entry.run, entry.text("command") or "") for entry in reversed(begun)]
