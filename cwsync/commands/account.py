"""An account of ConnectWise: asked for, checked, then kept, the keys in the keyring alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cwsync.client.connection import Connection
from cwsync.client.discovery import Verified, verify
from cwsync.client.probe import Probe
from cwsync.commands.optionnames import check_host
from cwsync.configedit import Written, set_values
from cwsync.configfile import read
from cwsync.credentials import (
    SERVICE,
    Credentials,
    KeyringTrouble,
    keep_item,
    read_item,
    remove,
    store,
)
from cwsync.errors import CwsyncError, InvalidUsage
from cwsync.settings import Settings
from cwsync.terminal.prompts import ask, ask_hidden
from cwsync.terminal.screen import Screen

if TYPE_CHECKING:
    from httpx import BaseTransport

LOGIN_S = 20.0


@dataclass(frozen=True, slots=True)
class Given:
    """What was given as flags; None has to be asked for."""

    host: str | None
    company_id: str | None
    public_key: str | None = field(repr=False)
    private_key: str | None = field(repr=False)
    client_id: str | None = field(repr=False)

    @property
    def missing(self) -> tuple[str, ...]:
        """The flags that were not given."""
        flags = {
            "--host": self.host,
            "--company-id": self.company_id,
            "--public-key": self.public_key,
            "--private-key-stdin": self.private_key,
            "--client-id": self.client_id,
        }
        return tuple(flag for flag, value in flags.items() if not value)


@dataclass(frozen=True, slots=True)
class Kept:
    """What storing came to. The first profile of a file becomes the usual one."""

    is_usual: bool
    written: Written


def completed(given: Given, screen: Screen, settings: Settings) -> Connection:
    """The account with what was missing asked for; what the profile knows is offered.

    Raises `InvalidUsage` that lists every missing flag where nobody is there to ask.
    """
    if given.missing and not screen.can_ask:
        raise InvalidUsage(
            "nobody is there to ask for the account",
            details=given.missing,
            hint="give these flags, and the private key on stdin",
        )

    def asked(value: str | None, title: str, default: str | None, check: Check) -> str:
        return check(value) if value else ask(screen, title, default, check)

    return Connection(
        host=asked(
            given.host, "Host (as you log in, such as na.myconnectwise.net)", settings.host, _host
        ),
        company_id=asked(
            given.company_id, "Company id (of the login page)", settings.company_id, _text
        ),
        public_key=asked(given.public_key, "Public key of the API member", None, _text),
        private_key=(given.private_key or ask_hidden(screen, "Private key")).strip(),
        client_id=(given.client_id or ask_hidden(screen, "Client id")).strip(),
        codebase=settings.codebase,
        api_version=settings.api_version,
        ca_bundle=settings.ca_bundle,
        timeout_s=settings.timeout_s,
    )


# what to ask again after such an error; the answers to other questions are kept
AGAIN = {
    "company_unknown": ("host", "company_id"),
    "not_connectwise": ("host",),
    "wrong_host": ("host",),
    "unreachable_dns": ("host",),
    "keys_rejected": ("public_key", "private_key"),
    "client_id_rejected": ("client_id",),
}


def without(connection: Connection, code: str) -> Given | None:
    """The answers that are still good after an error; None where asking again is no use."""
    wrong = AGAIN.get(code)
    if wrong is None:
        return None
    names = ("host", "company_id", "public_key", "private_key", "client_id")
    good = {name: None if name in wrong else getattr(connection, name) for name in names}
    return Given(**good)


Check = Callable[[str], str]


def _text(answer: str) -> str:
    if not answer.strip():
        raise ValueError("please give it")
    return answer.strip()


def _host(answer: str) -> str:
    return check_host(_text(answer))


def asked_and_checked(
    given: Given, screen: Screen, settings: Settings
) -> tuple[Connection, Verified]:
    """An account that ConnectWise accepts: a person is asked again for what it does not.

    Raises what it says where nobody is there to ask, or asking is no use.
    """
    while True:
        connection = completed(given, screen, settings)
        screen.note(f"checking against {connection.site} …")
        try:
            return connection, check(connection)
        except CwsyncError as error:
            good = without(connection, error.code)
            if good is None or not screen.can_ask:
                raise
            screen.error(error)
            screen.note("please try again (Ctrl-C ends it)")
            given = good


def check(
    connection: Connection,
    *,
    transport: BaseTransport | None = None,
    within_s: float = LOGIN_S,
) -> Verified:
    """Ask the host and make one authenticated call. Raises where it is refused or takes longer."""
    from cwsync.client.clock import SystemClock

    clock = SystemClock()
    end = clock.now() + within_s
    probe = Probe(connection, transport=transport, clock=clock, left_s=lambda: end - clock.now())
    with probe:
        return verify(probe)


def keep(profile: str, connection: Connection, verified: Verified, *, path: Path) -> Kept:
    """Store the keys in the keyring, then host and company id in the config file: both or none."""
    keys = Credentials(connection.public_key, connection.private_key, connection.client_id)
    values = {"host": connection.host, "company_id": connection.company_id}
    if verified.codebase != connection.codebase.strip("/"):
        values["codebase"] = verified.codebase
    before = read_item(SERVICE, profile)
    try:
        store(profile, keys)
        becomes_usual = not read(path).values and profile != "default"
        written = set_values(path, ("profiles", profile), values)
        if becomes_usual:
            set_values(path, (), {"profile": profile})
    except BaseException:
        with suppress(KeyringTrouble):
            if before is None:
                remove(profile)
            else:
                keep_item(SERVICE, profile, before)
        raise
    return Kept(becomes_usual, written)


def key_sources(profile: str, environ: Mapping[str, str]) -> dict[str, Any]:
    """Where each key of the profile comes from, and its ending. Raises `NotConnected`."""
    from cwsync.credentials import VARIABLES, ending, find

    keys = find(profile, environ=environ)
    values = (keys.public_key, keys.private_key, keys.client_id)
    names = ("public_key", "private_key", "client_id")
    from_environment = keys.source == "environment"
    return {
        name: (ending(value), f"environment {variable}" if from_environment else "keyring")
        for name, value, variable in zip(names, values, VARIABLES, strict=True)
    }
