"""Connect to the ConnectWise that the settings name, or to the embedded one."""

from __future__ import annotations

import os
from contextlib import ExitStack
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from httpx import BaseTransport

    from cwsync.client.connection import Connection
    from cwsync.client.connectwise import ConnectWise
    from cwsync.commands.session import Session


TOLD_FROM_S = 5.0  # a shorter pause needs no words


def connect(session: Session, stack: ExitStack) -> ConnectWise:
    """A client for this session; `stack` closes what it opened."""
    from cwsync.client.connectwise import ConnectWise
    from cwsync.commands.recording import call_log

    connection, transport = target(session, stack)
    log = call_log(session, connection)

    def paused(seconds: float) -> None:
        if seconds >= TOLD_FROM_S:
            session.screen.note(f"ConnectWise asks to slow down: waiting {seconds:.0f} s")

    return stack.enter_context(ConnectWise(connection, transport=transport, log=log, paused=paused))


def target(session: Session, stack: ExitStack) -> tuple[Connection, BaseTransport | None]:
    """What a session talks to: the profile's ConnectWise, or the embedded one and the way in."""
    if session.in_sandbox:
        return _embedded(session, stack)
    return _real(session), None


def _real(session: Session) -> Connection:
    from cwsync import credentials
    from cwsync.client.connection import Connection

    settings = session.settings
    if not settings.host or not settings.company_id:
        raise credentials.nothing_stored(settings.profile)
    keys = credentials.find(settings.profile, environ=os.environ)
    return Connection(
        host=settings.host,
        company_id=settings.company_id,
        public_key=keys.public_key,
        private_key=keys.private_key,
        client_id=keys.client_id,
        codebase=settings.codebase,
        api_version=settings.api_version,
        ca_bundle=settings.ca_bundle,
        timeout_s=settings.timeout_s,
        requests_per_minute=settings.requests_per_minute,
        concurrency=settings.concurrency,
    )


def _embedded(session: Session, stack: ExitStack) -> tuple[Connection, BaseTransport]:
    import httpx

    from cwsync.client.connection import Connection
    from cwsync.folders import sandbox_file
    from cwsync.sandbox import tenant
    from cwsync.sandbox.app import open_sandbox

    sandbox = open_sandbox(sandbox_file(os.environ))
    stack.callback(sandbox.close)
    connection = Connection(
        host=tenant.HOST,
        company_id=tenant.COMPANY_ID,
        public_key=tenant.PUBLIC_KEY,
        private_key=tenant.PRIVATE_KEY,
        client_id=tenant.CLIENT_ID,
        concurrency=session.settings.concurrency,
    )
    return connection, httpx.WSGITransport(app=sandbox)
