"""The keys of a ConnectWise: from the environment or the keyring of the system, never a file."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeVar, cast

from cwsync.bounded import within
from cwsync.errors import NotConnected

SERVICE = "cwsync"
# A keyring that asks somebody who is not there would hang for ever; 4 s in all were promised.
MOST_S = 3.5
VARIABLES = ("CWSYNC_PUBLIC_KEY", "CWSYNC_PRIVATE_KEY", "CWSYNC_CLIENT_ID")
ALL_VARIABLES = ("CWSYNC_HOST", "CWSYNC_COMPANY_ID", *VARIABLES)
SHORTEST_TO_SHOW = 12
_PLAIN = ("plaintext", "uncrypted", "keyrings.alt.pyfs.basickeyring")  # parts of names

T = TypeVar("T")


class Keyring(Protocol):
    """The part of the `keyring` library that is used."""

    def get_password(self, service: str, username: str) -> str | None: ...

    def set_password(self, service: str, username: str, password: str) -> None: ...

    def delete_password(self, service: str, username: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Credentials:
    """What authenticates a call. `source` is `environment` or `keyring`."""

    public_key: str = field(repr=False)
    private_key: str = field(repr=False)
    client_id: str = field(repr=False)
    source: str = "keyring"


class PlainText(Exception):
    """The only keyring would write keys to a file that anybody can read."""


class KeyringTrouble(NotConnected):
    """The keyring did not answer, is locked or is missing."""

    code = "keyring"


def find(
    profile: str, *, environ: Mapping[str, str], keyring: Keyring | None = None
) -> Credentials:
    """The keys of a profile. With the variables set the keyring is not touched.

    Raises `NotConnected` that says how to go on.
    """
    given = {name: environ.get(name, "").strip() for name in VARIABLES}
    if all(given.values()):
        public_key, private_key, client_id = given.values()
        return Credentials(public_key, private_key, client_id, source="environment")
    if any(given.values()):
        missing = tuple(name for name, value in given.items() if not value)
        raise NotConnected(
            "the environment holds only a part of the keys",
            details=tuple(f"{name} is not set" for name in missing),
            hint="set these variables too, or unset the others to use the keyring",
            code="keys_incomplete",
        )
    stored = read_item(SERVICE, profile, keyring=keyring)
    if stored is None:
        raise nothing_stored(profile)
    return _decoded(stored, profile)


def store(profile: str, credentials: Credentials, *, keyring: Keyring | None = None) -> None:
    """Keep the keys of a profile in one item of the keyring. Raises `KeyringTrouble`."""
    item = json.dumps(
        {
            "public_key": credentials.public_key,
            "private_key": credentials.private_key,
            "client_id": credentials.client_id,
        }
    )
    keep_item(SERVICE, profile, item, keyring=keyring)


def remove(profile: str, *, keyring: Keyring | None = None) -> bool:
    """Remove the keys of a profile; whether there were any. Raises `KeyringTrouble`."""
    return drop_item(SERVICE, profile, keyring=keyring)


def nothing_stored(profile: str) -> NotConnected:
    """The error of whoever starts without an account, with the three ways to go on."""
    return NotConnected(
        f"there is no ConnectWise to talk to: profile {profile} holds no account",
        details=(
            "store one:        cwsync auth login",
            f"or set:           {' '.join(ALL_VARIABLES)}",
            "or just try it:   the same command with --sandbox",
        ),
        code="no_credentials",
    )


@dataclass(frozen=True, slots=True)
class KeyringState:
    """The keyring at work: its name, how long one question took, whether it holds these keys."""

    backend: str
    ms: int
    holds_keys: bool


def look_at_keyring(profile: str, *, keyring: Keyring | None = None) -> KeyringState:
    """Ask the keyring for the keys of a profile. Raises `KeyringTrouble`."""

    def look() -> KeyringState:
        backend = keyring or _system()
        begun = time.monotonic()
        holds = backend.get_password(SERVICE, profile) is not None
        return KeyringState(_named(backend), round((time.monotonic() - begun) * 1000), holds)

    return _bounded(look)


def given_in(environ: Mapping[str, str]) -> tuple[str, ...]:
    """The variables of an account that are set; together they win over what is stored."""
    return tuple(name for name in ALL_VARIABLES if environ.get(name, "").strip())


def ending(key: str) -> str:
    """The last four characters of a key, where that leaves enough of it unsaid."""
    return f"…{key[-4:]}" if len(key) >= SHORTEST_TO_SHOW else "(too short to show a part of it)"


def _system() -> Keyring:
    """The keyring of the system: never one that would keep keys where anybody can read them."""
    import keyring

    found = keyring.get_keyring()
    chain = getattr(found, "backends", None)
    backends = list(chain) if isinstance(chain, (list, tuple)) and chain else [found]
    for backend in backends:
        if not _is_plain(backend):
            return cast(Keyring, backend)
    raise PlainText


def _is_plain(backend: object) -> bool:
    names = (f"{cls.__module__}.{cls.__name__}".casefold() for cls in type(backend).__mro__)
    return any(word in name for name in names for word in _PLAIN)


def _named(backend: object) -> str:
    """`SecretService`, `macOS`, `Windows`: what tells keyrings apart."""
    module, name = type(backend).__module__.rpartition(".")[2], type(backend).__name__
    return module if name == "Keyring" else name


def _decoded(stored: str, profile: str) -> Credentials:
    try:
        item = json.loads(stored)
        keys = [item[name] for name in ("public_key", "private_key", "client_id")]
    except (ValueError, KeyError, TypeError, RecursionError):
        keys = []
    if not keys or not all(isinstance(key, str) and key for key in keys):
        raise NotConnected(
            f"the keyring item of profile {profile} is damaged",
            hint="store the keys again: cwsync auth login",
            code="keyring_damaged",
        )
    return Credentials(*keys)


def _bounded(call: Callable[[], T]) -> T:
    """What `call` gives, within `MOST_S`. Whatever a backend raises becomes `KeyringTrouble`."""
    try:
        return within(MOST_S, call)
    except TimeoutError:
        raise _trouble("it does not answer") from None
    except Exception as error:  # backends raise what they like
        raise _trouble(_reason(error)) from None


def _reason(error: Exception) -> str:
    """What failed, by its type alone: the text of a backend could hold anything."""
    if isinstance(error, PlainText):
        return "it would keep them in plain text"
    names = {cls.__name__ for cls in type(error).__mro__}
    if "NoKeyringError" in names:
        return "there is none"
    return "it is locked" if "KeyringLocked" in names else f"it fails with {type(error).__name__}"


def _trouble(reason: str) -> KeyringTrouble:
    return KeyringTrouble(
        f"the keyring of this system cannot be used: {reason}",
        details=(
            f"set instead:      {' '.join(ALL_VARIABLES)}",
            "or just try it:   the same command with --sandbox",
        ),
        hint="unlock it (a window may be asking for that) or install one, or set the variables",
    )


def check_usable(profile: str, *, keyring: Keyring | None = None) -> None:
    """Raises `KeyringTrouble` where the keyring does not answer, is locked or is missing."""
    read_item(SERVICE, profile, keyring=keyring)


def read_item(service: str, name: str, *, keyring: Keyring | None = None) -> str | None:
    """Another secret of the keyring, None where it has none. Raises `KeyringTrouble`."""
    return _bounded(lambda: (keyring or _system()).get_password(service, name))


def keep_item(service: str, name: str, secret: str, *, keyring: Keyring | None = None) -> None:
    """Keep another secret in the keyring. Raises `KeyringTrouble`."""

    def keep() -> bool:
        backend = keyring or _system()
        backend.set_password(service, name, secret)
        return backend.get_password(service, name) == secret

    if not _bounded(keep):  # some backends take everything and keep nothing
        raise _trouble("it does not keep what is stored")


def drop_item(service: str, name: str, *, keyring: Keyring | None = None) -> bool:
    """Remove another secret; whether there was one. Raises `KeyringTrouble`."""

    def drop() -> bool:
        backend = keyring or _system()
        if backend.get_password(service, name) is None:
            return False
        backend.delete_password(service, name)
        return True

    return _bounded(drop)
