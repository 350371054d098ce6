"""What lets cwsync into ScopeStack: from the environment or the keyring, never a file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from cwsync.credentials import Keyring, KeyringTrouble, drop_item, keep_item, read_item
from cwsync.errors import NotConnected

SERVICE = "cwsync-scopestack"  # one item a profile, beside that of ConnectWise
TOKEN = "CWSYNC_SCOPESTACK_TOKEN"
CLIENT = ("CWSYNC_SCOPESTACK_CLIENT_ID", "CWSYNC_SCOPESTACK_CLIENT_SECRET")


@dataclass(frozen=True, slots=True)
class Access:
    """An access token, or client credentials that get one. `source`: environment or keyring."""

    token: str | None = field(default=None, repr=False)
    client_id: str | None = field(default=None, repr=False)
    client_secret: str | None = field(default=None, repr=False)
    source: str = "keyring"

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be shown."""
        return tuple(s for s in (self.token, self.client_id, self.client_secret) if s)


def find(profile: str, *, environ: Mapping[str, str], keyring: Keyring | None = None) -> Access:
    """The access of a profile. With the variables set the keyring is not touched.

    Raises `NotConnected` that says how to go on.
    """
    token, client_id, secret = (environ.get(name, "").strip() for name in (TOKEN, *CLIENT))
    if token:
        return Access(token=token, source="environment")
    if client_id and secret:
        return Access(client_id=client_id, client_secret=secret, source="environment")
    if client_id or secret:
        raise NotConnected(
            "the environment holds only a part of ScopeStack's client credentials",
            details=(f"{CLIENT[bool(client_id)]} is not set",),
            hint="set it too, or unset the other to use the keyring",
            code="keys_incomplete",
        )
    with _own_words():
        stored = read_item(SERVICE, profile, keyring=keyring)
    if stored is None:
        raise _nothing_stored(profile)
    return _decoded(stored)


def store(profile: str, access: Access, *, keyring: Keyring | None = None) -> None:
    """Keep the access of a profile in the keyring. Raises `KeyringTrouble`."""
    parts = {
        "token": access.token,
        "client_id": access.client_id,
        "client_secret": access.client_secret,
    }
    with _own_words():
        keep_item(
            SERVICE, profile, json.dumps({k: v for k, v in parts.items() if v}), keyring=keyring
        )


def remove(profile: str, *, keyring: Keyring | None = None) -> bool:
    """Remove the access of a profile; whether there was any. Raises `KeyringTrouble`."""
    with _own_words():
        return drop_item(SERVICE, profile, keyring=keyring)


def _decoded(stored: str) -> Access:
    try:
        item = json.loads(stored)
        parts = {k: item.get(k) for k in ("token", "client_id", "client_secret")}
    except (ValueError, AttributeError, RecursionError):
        parts = {}
    given = {name: value for name, value in parts.items() if isinstance(value, str) and value}
    if "token" not in given and len(given) < 2:
        raise NotConnected(
            "the keyring item for ScopeStack is damaged",
            hint="store it again: cwsync export login",
            code="keyring_damaged",
        )
    return Access(**given)


def _nothing_stored(profile: str) -> NotConnected:
    return NotConnected(
        f"there is no access to ScopeStack: profile {profile} holds none",
        details=(
            "store it:         cwsync export login",
            f"or set:           {TOKEN}",
            f"or set:           {' '.join(CLIENT)}",
        ),
        code="no_credentials",
    )


@contextmanager
def _own_words() -> Iterator[None]:
    """The keyring's trouble with the way out that ScopeStack has."""
    try:
        yield
    except KeyringTrouble as error:
        raise KeyringTrouble(
            error.message,
            details=(f"set instead:      {TOKEN}",),
            hint="unlock it or install one, or set the variable",
        ) from None
