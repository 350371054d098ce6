"""What `auth status` and `auth list` find out."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING

from cwsync import credentials
from cwsync.commands.connecting import target
from cwsync.errors import CwsyncError
from cwsync.terminal.account_view import AccountStatus, Part, StoredAccount

if TYPE_CHECKING:
    from cwsync.commands.session import Session
    from cwsync.configfile import ConfigFile
    from cwsync.terminal.screen import Screen

STATUS_S = 15.0


def status_of(session: Session) -> AccountStatus:
    """Each part of the account with its source, and whether ConnectWise accepts it."""
    parts = _sandbox_parts() if session.in_sandbox else _parts(session)
    profile = "sandbox" if session.in_sandbox else session.settings.profile
    try:
        member = _reached(session)
    except CwsyncError as error:
        return AccountStatus(profile, parts, problem=session.repeating.error(error))
    return AccountStatus(profile, parts, member=member)


def stored_accounts(
    names: Sequence[str], file: ConfigFile, usual: str, screen: Screen
) -> list[StoredAccount]:
    """The profiles of the file. A keyring that fails is asked once, and said to fail."""
    found: list[StoredAccount] = []
    works = True
    for name in names:
        own = file.values["profiles"][name]
        own = own if isinstance(own, dict) else {}
        keys = "unknown"
        if works:
            try:
                keys = "keyring" if credentials.look_at_keyring(name).holds_keys else "none"
            except credentials.KeyringTrouble as trouble:
                works = False
                screen.tell(f"warning: {trouble.message}")
        host, company_id = (str(own.get(key) or "") for key in ("host", "company_id"))
        found.append(StoredAccount(name, host, company_id, keys, is_usual=name == usual))
    return found


def _reached(session: Session) -> str:
    from cwsync.commands.account import check

    with ExitStack() as stack:
        connection, transport = target(session, stack)
        verified = check(connection, transport=transport, within_s=STATUS_S)
        return verified.member or "an API member"


def _parts(session: Session) -> list[Part]:
    from cwsync.commands.account import key_sources

    settings, origin = session.settings, session.loaded.origin
    parts = [
        Part(name, value, origin[name].partition(" in ")[0])
        for name, value in (("host", settings.host), ("company_id", settings.company_id))
    ]
    try:
        keys = key_sources(settings.profile, os.environ)
    except CwsyncError:
        return parts
    return [*parts, *(Part(name, shown, source) for name, (shown, source) in keys.items())]


def _sandbox_parts() -> list[Part]:
    from cwsync.sandbox import tenant

    return [
        Part("host", tenant.HOST, "sandbox"),
        Part("company_id", tenant.COMPANY_ID, "sandbox"),
        Part("public_key", credentials.ending(tenant.PUBLIC_KEY), "sandbox"),
        Part("private_key", credentials.ending(tenant.PRIVATE_KEY), "sandbox"),
        Part("client_id", credentials.ending(tenant.CLIENT_ID), "sandbox"),
    ]
